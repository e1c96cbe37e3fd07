"""Connections to the central, and its errors as known ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import errors

from kancelaria.domain.errors import CentralError, CentralUnreachable

CONNECT_TIMEOUT_S = 10
Connection = psycopg.Connection[tuple[Any, ...]]

_MESSAGES = {
    "login_refused": ("To konto nie ma dostępu do tej centrali.", "Poproś administratora o włączenie konta."),
    "central_refused": ("To konto nie ma prawa do tej czynności.", "Poproś administratora o odpowiednią rolę."),
    "author_refused": ("Centrala przyjmuje tylko zmiany osoby, która je zrobiła.", "Zaloguj się jako ta osoba."),
    "grant_refused": ("Upoważnienie do doręczenia zmian tej osoby wygasło.", "Ta osoba musi zalogować się ponownie."),
    "audience_refused": ("To konto nie należy już do tej grupy odbiorców.", "Odśwież listę."),
    "client_too_old": ("Ten program jest za stary dla tej centrali.", "Zainstaluj nowszą wersję programu."),
    "central_recovering": (
        "Centrala po odtworzeniu z kopii zbiera nadane już numery.",
        "Program spróbuje ponownie sam; nic nie ginie.",
    ),
    "bad_batch": ("Centrala nie rozumie tych zmian.", "Zaktualizuj program; zmiany pozostają na stanowisku."),
    "item_unknown": ("Nie ma takiego pisma.", "Odśwież listę."),
    "scan_damaged": ("Skan nie zgadza się ze swoją sumą kontrolną.", "Program wyśle go ponownie."),
    "series_used_up": ("Nie ma już wolnej serii etykiet.", "Zmień symbol punktu."),
    "bad_query": ("Nie można tak szukać.", "Wpisz słowa albo numer."),
    "bad_login": ("Niepoprawny login.", "Małe litery bez znaków polskich, cyfry, kropka lub myślnik."),
    "login_taken": ("Taki login już istnieje.", "Wybierz inny."),
    "user_unknown": ("Nie ma takiego konta.", "Zobacz listę: kancelaria central user list."),
    "unit_unknown": ("Nie ma takiej komórki organizacyjnej.", "Zobacz listę: kancelaria central unit list."),
    "bad_unit": ("Niepoprawny symbol komórki lub nieznana komórka nadrzędna.", "Podaj na przykład GK albo GK-II."),
    "unit_taken": ("Taka komórka już istnieje.", "Wybierz inny symbol."),
}

REJECTIONS = {
    "no_right": "Ta osoba nie ma prawa do tej zmiany.",
    "bad_document_uid": "Identyfikator pisma jest niepoprawny.",
    "series_foreign": "Ta seria etykiet należy do innego stanowiska.",
    "uid_taken": "Pismo o tym identyfikatorze jest już zarejestrowane.",
    "number_not_yours": "Numer nadaje centrala; stanowisko nie może nadać go samo.",
    "number_taken": "Ten numer ma już inne pismo.",
    "year_closed": "Rejestr tego roku jest zamknięty.",
    "state_forbids": "Stan pisma na to nie pozwala.",
    "fact_frozen": "To pole jest już zatwierdzone i nie można go zmienić.",
    "field_fixed": "Tego pola nie można zmienić.",
    "field_unknown": "Centrala nie zna tego pola; zaktualizuj centralę.",
    "aggregate_unknown": "Centrala nie zna tego rodzaju zapisu; zaktualizuj centralę.",
    "target_unknown": "Nie ma takiej komórki ani osoby.",
    "held_back": "Czeka, bo wcześniejsza zmiana tego samego zapisu została odrzucona.",
    "bad_event": "Centrala nie może przyjąć tej zmiany.",
}


def central_error(code: str, subject: str = "") -> CentralError:
    """A known error of the central by its code."""
    message, hint = _MESSAGES.get(code, ("Centrala odmówiła.", "Poproś administratora o pomoc."))
    return CentralError(code, message, hint, subject)


def rejection(code: str) -> str:
    """Why an event was rejected, for a person."""
    if code.endswith("_unknown") and code not in REJECTIONS:
        return "Nie ma takiego zapisu."
    return REJECTIONS.get(code, "Centrala odrzuciła tę zmianę.") if code else ""


def unreachable() -> CentralUnreachable:
    """Nothing is known of what was under way."""
    return CentralUnreachable(
        "central_unreachable", "Brak połączenia z centralą.", "Praca trwa dalej; zmiany zostaną wysłane później."
    )


@contextmanager
def known_errors() -> Iterator[None]:
    """Database errors as known ones; what isn't known stays a bug."""
    try:
        yield
    except errors.RaiseException as error:
        raise _raised(error) from error
    except (errors.LockNotAvailable, errors.QueryCanceled, errors.DeadlockDetected, errors.TooManyConnections) as error:
        raise CentralError(
            "central_busy", "Centrala jest teraz zajęta.", "Program spróbuje ponownie za chwilę."
        ) from error
    except errors.InsufficientPrivilege as error:
        raise central_error("central_refused") from error
    except (errors.InvalidPassword, errors.InvalidAuthorizationSpecification) as error:
        raise wrong_password() from error
    except (errors.UndefinedFunction, errors.InvalidSchemaName, errors.UndefinedTable) as error:
        raise CentralError(
            "central_too_old", "Centrala nie zna tej czynności.", "Administrator musi zaktualizować centralę."
        ) from error
    except psycopg.Error as error:
        if error.sqlstate == "KC001":
            raise _raised(error) from error
        if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
            raise _connection_error(error) from error
        raise


def _raised(error: psycopg.Error) -> CentralError:
    return central_error(error.diag.message_primary or "central_refused")


def wrong_password() -> CentralError:
    """The central didn't let this login in."""
    return CentralError("wrong_password", "Niepoprawny login lub hasło.", "Sprawdź hasło i spróbuj jeszcze raz.")


def _connection_error(error: psycopg.Error) -> CentralError:
    # a refused connection carries no SQLSTATE, only the server's words
    text = str(error)
    if "not permitted to log in" in text:  # said only to who knows the password: the account is disabled
        return central_error("login_refused")
    if any(sign in text for sign in ("password authentication failed", "no password sup")):
        return wrong_password()
    return unreachable()


def connect(url: str, *, autocommit: bool = True, application: str = "kancelaria") -> Connection:
    """A connection to the central; CentralError where it can't be had."""
    with known_errors():
        return psycopg.connect(
            url,
            autocommit=autocommit,
            connect_timeout=CONNECT_TIMEOUT_S,
            application_name=application,
            keepalives_idle=10,
            keepalives_interval=5,
            keepalives_count=3,
        )
