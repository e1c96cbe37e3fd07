"""What the station needs, what is missing, and what to do about it."""

from __future__ import annotations

import ctypes.util
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kancelaria.bootstrap import is_prepared, open_office
from kancelaria.domain.errors import OfficeError, StoreError
from kancelaria.settings import Settings, load_settings
from kancelaria.store.checks import require_safe_sqlite
from scanning.errors import ScanningError

GIGABYTE = 1024**3


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `required` = the program can't work without it."""

    check: str
    ok: bool
    detail: str
    hint: str = ""
    required: bool = True
    damaged: bool = False


def examine(home: Path | None) -> list[Finding]:
    """Everything `doctor` looks at, in the order a person would fix it."""
    settings = load_settings(home)
    return [finding for check in _CHECKS for finding in check(settings)]


def _python(_settings: Settings) -> Iterator[Finding]:
    version = sys.version.split()[0]
    fine = sys.version_info >= (3, 11)
    yield Finding("Python", fine, version, "" if fine else "Potrzebny jest Python 3.11 lub nowszy.")


def _sqlite(_settings: Settings) -> Iterator[Finding]:
    yield _tried("SQLite", _sqlite_version)


def _sqlite_version() -> str:
    require_safe_sqlite()
    return "wersja bezpieczna przy pracy kilku połączeń"


def _reading(settings: Settings) -> Iterator[Finding]:
    from scanning.ocr.choose import choose_engine

    yield _tried(
        "Czytanie (OCR)", lambda: f"{choose_engine(None, settings.ocr_language).name}, język {settings.ocr_language}"
    )


def _scanners(_settings: Settings) -> Iterator[Finding]:
    found = ctypes.util.find_library("sane")
    hint = "Skanery SANE wymagają pakietu libsane1; skanery sieciowe (eSCL) działają bez niego."
    yield Finding("Skanery SANE", found is not None, found or "brak biblioteki", "" if found else hint, required=False)


def _disk(settings: Settings) -> Iterator[Finding]:
    place = next(folder for folder in (settings.home, *settings.home.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    hint = "" if free > 2 * GIGABYTE else "Zwolnij miejsce: poniżej 2 GB program ostrzega, poniżej 0,5 GB nie skanuje."
    yield Finding("Wolne miejsce", free > 2 * GIGABYTE, f"{free / GIGABYTE:.1f} GB", hint)
    encrypted = _encrypted(place)
    hint = "" if encrypted else "Magazyn nie jest szyfrowany przez program: włącz szyfrowanie dysku (LUKS, BitLocker)."
    detail = {True: "dysk szyfrowany", False: "dysk nieszyfrowany", None: "nie udało się ustalić"}[encrypted]
    yield Finding("Szyfrowanie dysku", bool(encrypted), detail, hint, required=False)


def _station(settings: Settings) -> Iterator[Finding]:
    prepared = is_prepared(settings.home)
    hint = "" if prepared else "Przygotuj stanowisko: kancelaria init."
    yield Finding("Stanowisko", prepared, str(settings.home), hint)
    if prepared:
        yield _tried("Rejestr i dziennik zmian", lambda: _verified(settings.home))


def _verified(home: Path) -> str:
    with open_office(home) as office:
        found = office.damage()
    if found:
        raise found[0]
    return "rejestr i łańcuchy wpisów nienaruszone"


def _tried(check: str, attempt: Callable[[], str]) -> Finding:
    try:
        return Finding(check, True, attempt())
    except (OfficeError, ScanningError) as error:
        damaged = isinstance(error, StoreError) and "damaged" in error.code
        return Finding(check, False, error.message, error.hint, damaged=damaged)


def _encrypted(place: Path) -> bool | None:
    """Whether the folder's file system lies on a device-mapper crypt volume; None where that can't be told."""
    if sys.platform != "linux":
        return None
    try:
        number = place.stat().st_dev
        device = Path(f"/sys/dev/block/{number >> 8 & 0xFFF}:{number & 0xFF}").resolve(strict=True)
    except OSError:
        return None
    names = [device / "dm" / "uuid", *device.glob("slaves/*/dm/uuid")]
    return any(name.is_file() and name.read_text("ascii").startswith("CRYPT") for name in names)


_CHECKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (_python, _sqlite, _reading, _scanners, _disk, _station)
