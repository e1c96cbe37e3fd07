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
        "Centrala odzyskuje dane: zbiera od stanowisk numery nadane po kopii.",
        "Można pracować dalej; program spróbuje ponownie sam, nic nie ginie. Kto się nie zgłosił: central status.",
    ),
    "central_forgot": (
        "Centrala nie pamięta numerów, które sama nadała: odtworzono ją z kopii bez ogłoszenia tego.",
        "Administrator: kancelaria central restore --announce. Zmiany są bezpieczne na stanowisku.",
    ),
    "seal_refused": (
        "Centrala nie rozpoznaje swojego potwierdzenia: numerów ani zmian, których nie potwierdziła, nie przyjmuje.",
        "Sprawdź adres centrali: może to inna centrala niż dotąd. Jeśli ta sama, zawiadom administratora.",
    ),
    "station_refused": (
        "Za to stanowisko mówi już ktoś inny: centrala nie rozpoznaje jego pieczęci.",
        "Zmiany są bezpieczne na stanowisku. Zawiadom administratora: może to przywrócony stary folder stanowiska.",
    ),
    "not_recovering": ("Centrala nie odzyskuje danych; nadaje numery.", "Nie trzeba nic robić."),
    "year_not_over": ("Ten rok jeszcze trwa.", "Rejestr zamyka się po jego końcu."),
    "year_not_closed": ("Rejestr tego roku nie jest zamknięty.", "Zobacz: kancelaria central status."),
    "year_closed": ("Rejestr tego roku jest zamknięty.", "Administrator: kancelaria central close-year ROK --undo."),
    "adopted_already": (
        "Rejestr tego roku przejęto już z innego stanowiska.",
        "Dwóch rejestrów jednego roku nie łączy się. Wydrukuj rejestr tego stanowiska, zachowaj jego folder do wglądu"
        " i przygotuj nowe stanowisko w innym folderze: kancelaria --home NOWY init --central ADRES.",
    ),
    "register_not_empty": (
        "Centrala nadała już numery w roku, z którego to stanowisko ma pisma.",
        "Dwóch rejestrów jednego roku nie łączy się. Wydrukuj rejestr tego stanowiska, zachowaj jego folder do wglądu"
        " i przygotuj nowe stanowisko w innym folderze: kancelaria --home NOWY init --central ADRES.",
    ),
    "series_foreign": (
        "Seria etykiet tego stanowiska należy w centrali do innego.",
        "Samodzielne stanowisko przejmuje się, zanim dołączą inne o tym samym symbolu punktu.",
    ),
    "register_has_gaps": ("Rejestr stanowiska ma luki.", "Sprawdź magazyn: kancelaria doctor."),
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
    "year_closed": "Rejestr tego roku jest zamknięty. Poproś administratora o jego otwarcie "
    "(kancelaria central close-year ROK --undo), potem wyślij pismo ponownie.",
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
    return _line_error(text) or unreachable()


_LINE_ERRORS = (
    (("certificate verify failed", "does not match host name", "certificate revoked", "tlsv1 alert unknown ca"),
     "certificate_refused", "Certyfikat centrali jest niepoprawny: nie poświadcza go zaufany urząd albo jest cudzy.",
     "Nie podawaj hasła. Sprawdź adres i plik sslrootcert w adresie centrali; zapytaj administratora."),
    (("root certificate file", "could not read root certificate"),
     "certificate_missing", "Nie można odczytać pliku z certyfikatem urzędu (sslrootcert).",
     "Skopiuj plik od administratora i podaj jego pełną ścieżkę w adresie centrali."),
    (("server does not support SSL",),
     "tls_missing", "Centrala nie szyfruje połączeń, a adres tego wymaga.", "Administrator włącza TLS (ssl = on)."),
    (("no encryption", "SSL off"),
     "tls_required", "Centrala przyjmuje tylko połączenia szyfrowane.",
     "Dopisz do adresu: ?sslmode=verify-full&sslrootcert=PLIK."),
    (("no pg_hba.conf entry", "pg_hba.conf rejects"),
     "place_refused", "Centrala nie przyjmuje tego konta z tego komputera.",
     "Administrator dopisuje sieć stanowiska w pg_hba.conf."),
)  # fmt: skip


def _line_error(text: str) -> CentralError | None:
    for signs, code, message, hint in _LINE_ERRORS:
        if any(sign in text for sign in signs):
            return CentralError(code, message, hint)
    return None


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
