"""Device faults as a person should read them: a code, what happened, and what to do next."""

from __future__ import annotations

from scanning.errors import DeviceError

_TEXTS: dict[str, tuple[str, str]] = {
    "jam": (
        "Papier zaciął się w podajniku.",
        "Otwórz podajnik, wyjmij zaciętą kartkę, połóż ją z powrotem na stosie i wznów skanowanie.",
    ),
    "cover_open": ("Pokrywa skanera jest otwarta.", "Zamknij pokrywę i wznów skanowanie."),
    "no_paper": ("W podajniku nie ma papieru.", "Połóż kartki w podajniku i skanuj ponownie."),
    "busy": (
        "Skaner jest zajęty.",
        "Poczekaj, aż skończy inne zadanie, albo zamknij inny program, który go używa, i spróbuj ponownie.",
    ),
    "io_error": (
        "Połączenie ze skanerem zawiodło w trakcie pracy.",
        "Sprawdź kabel lub sieć. Ostatnia kartka mogła się nie zeskanować: połóż ją z powrotem i wznów.",
    ),
    "gone": (
        "Skaner nie odpowiada albo został odłączony.",
        "Sprawdź, czy jest włączony i podłączony, potem odśwież listę skanerów.",
    ),
    "hung": (
        "Skaner przestał odpowiadać.",
        "Wyłącz go i włącz ponownie, połóż z powrotem kartki, których nie widać na ekranie, i wznów skanowanie.",
    ),
    "no_memory": (
        "Skanerowi lub komputerowi zabrakło pamięci.",
        "Wybierz niższą rozdzielczość albo tryb szarości i spróbuj ponownie.",
    ),
    "access_denied": (
        "Brak dostępu do skanera.",
        "Poproś administratora o uprawnienia do tego urządzenia (na Linuksie: grupa „scanner”).",
    ),
    "cancelled": ("Skanowanie przerwano na urządzeniu.", "Wznów skanowanie, jeśli stos nie jest skończony."),
    "warming_up": ("Lampa skanera jeszcze się nagrzewa.", "Poczekaj chwilę i spróbuj ponownie."),
    "locked": (
        "Głowica skanera jest zablokowana do transportu.",
        "Przesuń blokadę transportową na urządzeniu i spróbuj ponownie.",
    ),
    "unsupported": (
        "Skaner nie obsługuje wybranych ustawień.",
        "Wybierz inne źródło, tryb lub rozdzielczość z listy tego urządzenia.",
    ),
    "bad_page": (
        "Skaner oddał stronę w postaci, której nie da się wiernie odczytać.",
        "Wybierz tryb szarości lub koloru; jeśli to nie pomoże, zgłoś administratorowi model skanera.",
    ),
    "cut_page": (
        "Skaner przerwał przesyłanie strony w połowie; tej strony nie przyjęto.",
        "Połóż tę kartkę i następne z powrotem w podajniku i wznów skanowanie.",
    ),
    "unknown_device": (
        "Nie ma takiego skanera.",
        "Wybierz skaner z listy; polecenie „kancelaria devices” pokazuje dostępne.",
    ),
    "no_driver": (
        "Na tym komputerze nie ma sterownika tego rodzaju skanerów.",
        "Poproś administratora o doinstalowanie pakietu; polecenie „kancelaria doctor” powie, którego.",
    ),
    "paper_fault": (
        "Podajnik nie pobrał kartki prawidłowo.",
        "Wyrównaj stos, sprawdź, czy nie jest za gruby i czy nie ma w nim zszywek, potem wznów skanowanie.",
    ),
}


def device_error(code: str, subject: str = "", sheet: int | None = None) -> DeviceError:
    """The known fault `code` of device `subject`; `sheet` = the sheet in hand, to say which were good."""
    message, hint = _TEXTS[code]
    if sheet is not None and sheet > 1:
        hint += f" Ostatnia dobra kartka: {sheet - 1}."
    return DeviceError(code, message, hint, subject)


def known_codes() -> frozenset[str]:
    """All codes this module can say."""
    return frozenset(_TEXTS)
