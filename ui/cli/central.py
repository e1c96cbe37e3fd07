"""Commands about the central: its administration, and keeping this station in step with it."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

import click

from ui.cli.options import json_option, polish_command
from ui.cli.output import Exit
from ui.cli.session import Session, command

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

ROLES = ("registry", "officer", "head", "kiosk", "auditor", "administrator")


def read_password(given: bool) -> str | None:
    """The password from standard input, where it was announced."""
    return sys.stdin.readline().rstrip("\n") if given else None


def url_option(run: Callable[..., Any]) -> Callable[..., Any]:
    """`--url URL` of an administrator; the station's central under the person signed in without it."""
    return click.option(
        "--url", metavar="ADRES", help="Adres centrali z kontem administratora (domyślnie ze stanowiska)."
    )(run)


def administrator_url(session: Session, url: str | None) -> str:
    """The address to administer the central with."""
    if url:
        return url
    from ui.operations.central import own_url

    return own_url(session.office)


@click.group(
    options_metavar="[OPCJE]", subcommand_metavar="POLECENIE …", short_help="centrala: zakładanie, konta, komórki"
)
def central() -> None:
    """Administracja centralą na PostgreSQL."""


@central.command("init", cls=click.Command, options_metavar="[OPCJE]", short_help="zakłada centralę")
@click.argument("url", metavar="ADRES")
@click.option("--institution", metavar="NAZWA", default="Urząd", show_default=True, help="Nazwa urzędu.")
@click.option("--administrator", metavar="LOGIN", help="Pierwszy administrator urzędu; hasło na standardowym wejściu.")
@json_option
@command
def central_init(session: Session, url: str, institution: str, administrator: str | None) -> None:
    """Zakłada centralę w bazie wskazanej adresem z kontem postgres; powtórzone niczego nie zmienia."""
    from kancelaria.central.provision import central_init as provide

    first = (administrator, read_password(True) or "") if administrator else None
    made = provide(url, institution, administrator=first)
    session.output.record({"institution_id": made, "institution": institution})
    session.output.say(f"Centrala gotowa: {institution}.")


@central.group("user", options_metavar="[OPCJE]", subcommand_metavar="POLECENIE …", short_help="konta osób")
def user() -> None:
    """Konta osób w centrali."""


@user.command("add", options_metavar="[OPCJE]", short_help="zakłada konto")
@click.argument("login", metavar="LOGIN")
@click.option("--role", type=click.Choice(ROLES), required=True, help="Rola.")
@click.option("--unit", metavar="SYMBOL", help="Komórka organizacyjna.")
@click.option("--surname", metavar="NAZWISKO", default="", help="Nazwisko.")
@click.option("--given-names", metavar="IMIONA", default="", help="Imiona.")
@click.option("--password-stdin", is_flag=True, help="Hasło w pierwszym wierszu standardowego wejścia.")
@url_option
@json_option
@command
def user_add(
    session: Session, login: str, role: str, unit: str | None, surname: str, given_names: str, password_stdin: bool,
    url: str | None,
) -> None:  # fmt: skip
    """Zakłada konto osoby."""
    from kancelaria.central import provision

    password = read_password(password_stdin)
    if password is None:
        password = click.prompt("Hasło", hide_input=True) if sys.stdin.isatty() else ""
    place = administrator_url(session, url)
    provision.user_add(place, login, role, password, unit=unit, surname=surname, given_names=given_names)
    session.output.record({"login": login, "role": role, "unit": unit})
    session.output.say(f"Założono konto {login}.")


@user.command("disable", options_metavar="[OPCJE]", short_help="wyłącza konto")
@click.argument("login", metavar="LOGIN")
@url_option
@json_option
@command
def user_disable(session: Session, login: str, url: str | None) -> None:
    """Wyłącza konto od zaraz; to, co osoba zrobiła, zostaje jej."""
    from kancelaria.central import provision

    provision.user_disable(administrator_url(session, url), login)
    session.output.record({"login": login, "active": False})
    session.output.say(f"Wyłączono konto {login}.")


@user.command("list", options_metavar="[OPCJE]", short_help="konta")
@url_option
@json_option
@command
def user_list(session: Session, url: str | None) -> None:
    """Pokazuje konta urzędu."""
    from dataclasses import asdict

    from kancelaria.central import provision

    rows = [asdict(known) for known in provision.user_list(administrator_url(session, url))]
    columns = [
        ("login", "Login"),
        ("surname", "Nazwisko"),
        ("given_names", "Imiona"),
        ("role", "Rola"),
        ("unit", "Komórka"),
        ("active", "Czynne"),
    ]
    session.output.table(rows, columns, "Nie ma kont.")


@central.group("unit", options_metavar="[OPCJE]", subcommand_metavar="POLECENIE …", short_help="komórki organizacyjne")
def unit() -> None:
    """Komórki organizacyjne urzędu."""


@unit.command("add", options_metavar="[OPCJE]", short_help="dodaje komórkę")
@click.argument("symbol", metavar="SYMBOL")
@click.argument("name", metavar="NAZWA")
@click.option("--parent", metavar="SYMBOL", help="Komórka nadrzędna.")
@url_option
@json_option
@command
def unit_add(session: Session, symbol: str, name: str, parent: str | None, url: str | None) -> None:
    """Dodaje komórkę organizacyjną."""
    from kancelaria.central import provision

    provision.unit_add(administrator_url(session, url), symbol, name, parent)
    session.output.record({"symbol": symbol, "name": name, "parent": parent})
    session.output.say(f"Dodano komórkę {symbol}.")


@unit.command("list", options_metavar="[OPCJE]", short_help="komórki")
@url_option
@json_option
@command
def unit_list(session: Session, url: str | None) -> None:
    """Pokazuje komórki organizacyjne."""
    from dataclasses import asdict

    from kancelaria.central import provision

    rows = [asdict(known) for known in provision.unit_list(administrator_url(session, url))]
    session.output.table(rows, [("symbol", "Symbol"), ("name", "Nazwa"), ("parent", "Nadrzędna")], "Nie ma komórek.")


@polish_command(short_help="wysyła i pobiera zmiany")
@click.option("--once", is_flag=True, help="Raz: do opróżnienia kolejki i odczytania zmian (domyślnie).")
@click.option("--watch", is_flag=True, help="Bez końca, aż do przerwania.")
@json_option
@command
def sync(session: Session, once: bool, watch: bool) -> None:
    """Wysyła zmiany do centrali i pobiera, co wolno widzieć osobie zalogowanej na stanowisku."""
    from dataclasses import asdict

    from ui.operations.central import engine_of

    if once and watch:
        raise click.UsageError("Podaj --once albo --watch.")
    engine = engine_of(session.office)
    if watch:
        engine.on_status(
            lambda status: session.output.say(f"{status.mood.value}: {', '.join(status.reasons) or 'na bieżąco'}")
        )
        stop = threading.Event()
        try:
            engine.run(stop)
        except KeyboardInterrupt:
            stop.set()
        return
    report = engine.run_once()
    notice = engine.status.notice
    told = asdict(report) | ({"notice": asdict(notice)} if notice else {})
    session.output.record(told, "\n".join(report.stuck) or "Wysłano i pobrano wszystko.")
    if notice is not None:
        session.output.say(f"UWAGA: {notice.message}\n  → {notice.hint}")
    if report.stuck:
        session.output.exit_code = max(session.output.exit_code, Exit.SOME_FAILED)
