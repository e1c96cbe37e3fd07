"""Prepare a central, and keep its people and units. Plain functions; each takes an administrator's URL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import errors

from kancelaria.central.connection import Connection, connect, known_errors
from kancelaria.central.schema import bring_up_to_date
from kancelaria.domain.errors import CentralError
from kancelaria.domain.office import OrgUnit


@dataclass(frozen=True)
class CentralUser:
    """An account of the central; `role` as in domain.office.Person."""

    login: str
    surname: str
    given_names: str
    role: str
    unit: str | None
    active: bool


def central_init(url: str, institution: str, *, institution_id: str | None = None, address: str = "",
                 administrator: tuple[str, str] | None = None) -> str:  # fmt: skip
    """Prepare the database of a superuser's URL and its institution; returns the institution's id.

    The same again changes nothing. `administrator` (login, password) becomes the institution's first administrator;
    the superuser's own login administers the first institution of a database.
    """
    with connect(url) as connection, known_errors():
        _require_fit(connection)
        bring_up_to_date(connection)
        with connection.transaction():
            made = _institution(connection, institution, institution_id, address)
            if administrator is not None:
                _first_administrator(connection, made, *administrator)
    return made


def _require_fit(connection: Connection) -> None:
    if connection.info.server_version < 150000:
        raise CentralError("server_too_old", "Centrala wymaga PostgreSQL 15 lub nowszego.", "Zaktualizuj serwer.")
    row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = session_user").fetchone()
    if row is None or not row[0]:
        raise CentralError(
            "superuser_needed", "Centralę zakłada administrator serwera.", "Podaj adres z kontem postgres."
        )
    prepared = connection.execute("SELECT current_setting('max_prepared_transactions')").fetchone()
    if prepared != ("0",):
        raise CentralError(
            "prepared_transactions",
            "Serwer dopuszcza transakcje przygotowane: blokada trwałaby bez sesji, którą można zakończyć.",
            "Ustaw max_prepared_transactions = 0 i uruchom serwer ponownie.",
        )
    asked = "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()"
    if connection.execute(asked).fetchone() != ("UTF8",):
        raise CentralError("wrong_encoding", "Baza centrali musi mieć kodowanie UTF8.", "Utwórz bazę w kodowaniu UTF8.")


def _institution(connection: Connection, name: str, wanted: str | None, address: str) -> str:
    found = connection.execute(
        "SELECT institution_id FROM kancelaria.institution WHERE name = %s OR institution_id = %s", (name, wanted)
    ).fetchone()
    if found is not None:
        return str(found[0])
    made = connection.execute(
        "INSERT INTO kancelaria.institution (institution_id, name, address)"
        " VALUES (coalesce(%s, gen_random_uuid()::text), %s, %s) RETURNING institution_id",
        (wanted, name, address),
    ).fetchone()
    assert made is not None
    identity = str(made[0])
    connection.execute("INSERT INTO kancelaria.institution_head VALUES (%s)", (identity,))
    connection.execute("INSERT INTO kancelaria.access_head VALUES (%s)", (identity,))
    connection.execute("INSERT INTO kancelaria.seal (institution_id) VALUES (%s)", (identity,))
    claimed = connection.execute(
        "INSERT INTO kancelaria.directory_login VALUES (session_user, %s) ON CONFLICT DO NOTHING", (identity,)
    )
    if claimed.rowcount:
        connection.execute(
            "INSERT INTO kancelaria.account (institution_id, login, role) VALUES (%s, session_user, 'administrator')",
            (identity,),
        )
    return identity


def _first_administrator(connection: Connection, institution_id: str, login: str, password: str) -> None:
    if connection.execute("SELECT FROM kancelaria.directory_login WHERE login = %s", (login,)).fetchone():
        return
    verifier = _verifier(connection, login, password)
    connection.execute("SELECT kancelaria.make_login(%s, 'administrator', %s)", (login, verifier))
    connection.execute("INSERT INTO kancelaria.directory_login VALUES (%s, %s)", (login, institution_id))
    connection.execute(
        "INSERT INTO kancelaria.account (institution_id, login, role) VALUES (%s, %s, 'administrator')",
        (institution_id, login),
    )


def _verifier(connection: Connection, login: str, password: str) -> str:
    """What the server keeps instead of the password, made here: the password itself never travels."""
    if not password:
        raise CentralError("password_missing", "Podaj hasło.", "Hasło można podać na standardowym wejściu.", login)
    return connection.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()


def user_add(url: str, login: str, role: str, password: str, *, unit: str | None = None, surname: str = "",
             given_names: str = "") -> None:  # fmt: skip
    """Give a person a login; only the listed roles can be given."""
    with connect(url) as connection, known_errors():
        try:
            connection.execute(
                "SELECT api_v1.user_add(%s, %s, %s, %s, %s, %s)",
                (login, role, unit, surname or login, given_names, _verifier(connection, login, password)),
            )
        except (errors.UniqueViolation, errors.DuplicateObject) as error:
            raise CentralError("login_taken", "Taki login już istnieje.", "Wybierz inny.", login) from error


def user_disable(url: str, login: str) -> None:
    """Shut a person out at once; what they did stays theirs."""
    with connect(url) as connection, known_errors():
        connection.execute("SELECT api_v1.user_disable(%s)", (login,))


def user_list(url: str) -> list[CentralUser]:
    """All accounts of the institution."""
    with connect(url) as connection, known_errors():
        rows = connection.execute("SELECT login, surname, given_names, role, unit, active FROM api_v1.users()")
        return [CentralUser(*row) for row in rows]


def unit_add(url: str, symbol: str, name: str, parent: str | None = None) -> None:
    """Add a unit."""
    with connect(url) as connection, known_errors():
        connection.execute("SELECT api_v1.unit_add(%s, %s, %s)", (symbol, name, parent))


def unit_list(url: str) -> list[OrgUnit]:
    """All units of the institution."""
    with connect(url) as connection, known_errors():
        return [OrgUnit(*row) for row in connection.execute("SELECT symbol, name, parent FROM api_v1.units()")]


def close_year(url: str, year: int, without: Sequence[str] = ()) -> None:
    """Close a year's register: nothing is entered in it any more.

    CentralError `stations_behind` where a station hasn't said since the year's end that all its registrations have
    come; `without` names those that won't come any more.
    """
    with connect(url) as connection, known_errors():
        row = connection.execute("SELECT api_v1.close_year(%s, %s)", (year, list(without))).fetchone()
    behind = row[0] if row else []
    if behind:
        hint = "Połącz te stanowiska z centralą; stanowisko, które już nie wróci, pomiń: --without STANOWISKO."
        named = "; ".join(_behind(station) for station in behind)
        raise CentralError("stations_behind", f"Nie wszystkie stanowiska oddały swoje pisma: {named}.", hint, str(year))


def _behind(station: Mapping[str, Any]) -> str:
    who = f"{station['name']} ({station['login']})" if station["login"] else str(station["name"])
    if station["waiting"]:
        return f"{who} ma niewysłane ({station['waiting']})"
    if station["said_at"] is None:
        return f"{who} nie zgłosiło się"
    return f"{who} zgłosiło się ostatnio {str(station['said_at'])[:10]}"


def open_year(url: str, year: int) -> None:
    """Open a closed year's register again."""
    with connect(url) as connection, known_errors():
        connection.execute("SELECT api_v1.open_year(%s)", (year,))


def is_superuser(url: str) -> bool:
    """True where the URL's login is a superuser: a station must never use one."""
    with connect(url) as connection, known_errors():
        row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = session_user").fetchone()
        return bool(row and row[0])
