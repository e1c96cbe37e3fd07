"""Scanner profiles of the administrator's TOML: named settings, and those a person can't change."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from scanning.devices.protocol import Mode, Source
from scanning.errors import InputError
from scanning.pages.minima import PageMaterial
from scanning.pages.model import SplitMode
from ui.operations.facts import ScanOptions

TABLE = "scan_profiles"
_WORDS = {
    "device_id": "skaner", "source": "źródło papieru", "dpi": "rozdzielczość", "mode": "barwa",
    "split": "podział stosu", "sheets_per_document": "liczba kartek na pismo", "material": "rodzaj stron",
    "two_pass": "dwa przebiegi",
}  # fmt: skip
_AT_COUNTER = frozenset({"split", "sheets_per_document", "two_pass"})
"""What says nothing at the counter, where one letter is scanned at a time."""


@dataclass(frozen=True)
class ScanProfile:
    """Settings under a name; None = left to whoever scans. `locked`: what is set can't be changed."""

    name: str
    device_id: str | None = None
    source: Source | None = None
    dpi: int | None = None
    mode: Mode | None = None
    split: SplitMode | None = None
    sheets_per_document: int | None = None
    material: PageMaterial | None = None
    two_pass: bool | None = None
    locked: bool = False

    def settings(self) -> dict[str, Any]:
        """What it sets, by the names of the scan's options."""
        found = {field.name: getattr(self, field.name) for field in fields(self) if field.name in _WORDS}
        return {name: value for name, value in found.items() if value is not None}

    def on(self, options: ScanOptions) -> ScanOptions:
        """Options as this profile sets them."""
        return replace(options, **self.settings(), profile=self.name)


def load_profiles(file: Path) -> tuple[ScanProfile, ...]:
    """The profiles of `[[scan_profiles]]`, in the file's order; none where there is no file."""
    if not file.is_file():
        return ()
    try:
        tables = tomllib.loads(file.read_text("utf-8")).get(TABLE, [])
        profiles = tuple(_profile(table) for table in tables)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError, TypeError, AttributeError) as error:
        raise _bad(file, str(error)) from error
    names = [profile.name for profile in profiles]
    if len(set(names)) < len(names):
        raise _bad(file, "dwa profile mają tę samą nazwę")
    return profiles


def profile_named(profiles: Sequence[ScanProfile], name: str) -> ScanProfile:
    """The profile of this name. InputError where there is none."""
    found = next((profile for profile in profiles if profile.name == name), None)
    if found is None:
        known = ", ".join(f"„{profile.name}”" for profile in profiles) or "nie ma żadnego"
        raise InputError("no_such_profile", f"Nie ma profilu skanera „{name}”.", f"Do wyboru: {known}.", name)
    return found


def enforced(options: ScanOptions, profiles: Sequence[ScanProfile]) -> ScanOptions:
    """The options, if no locked profile forbids them. InputError otherwise.

    Where there is a locked profile nobody scans without one.
    """
    if not options.profile:
        if any(profile.locked for profile in profiles):
            names = ", ".join(f"„{profile.name}”" for profile in profiles)
            raise InputError("profile_required", "Skanować można tylko według profilu.", f"Wybierz jeden z: {names}.")
        return options
    profile = profile_named(profiles, options.profile)
    if profile.locked:
        for name, value in profile.settings().items():
            if getattr(options, name) != value and not (options.one_letter and name in _AT_COUNTER):
                raise InputError(
                    "profile_locked",
                    f"Profil „{profile.name}” ustala: {_WORDS[name]}. Nie można tego zmienić.",
                    "Wybierz inny profil albo poproś administratora o zmianę.",
                    profile.name,
                )
    return options


def _profile(table: Mapping[str, Any]) -> ScanProfile:
    unknown = set(table) - {"name", "device", "source", "dpi", "mode", "split", "material", "two_pass", "locked"}
    if unknown:
        raise ValueError(f"nieznany klucz „{sorted(unknown)[0]}”")
    name = table.get("name")
    if not isinstance(name, str) or not name.strip() or len(name) > 60:
        raise ValueError("profil nie ma nazwy (najwyżej 60 znaków)")
    split, sheets = _split(table["split"]) if "split" in table else (None, None)
    return ScanProfile(
        name=name.strip(),
        device_id=_one(table, "device", str),
        source=_one(table, "source", Source),
        dpi=_one(table, "dpi", _dpi),
        mode=_one(table, "mode", Mode),
        split=split,
        sheets_per_document=sheets,
        material=_one(table, "material", PageMaterial),
        two_pass=_one(table, "two_pass", _yes),
        locked=_yes(table.get("locked", False)),
    )


def _one(table: Mapping[str, Any], key: str, kind: Callable[[Any], Any]) -> Any:
    if key not in table:
        return None
    try:
        return kind(table[key])
    except (ValueError, TypeError):
        raise ValueError(f"„{table[key]}” to nie {key}") from None


def _dpi(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 75 <= value <= 1200:
        raise ValueError(value)
    return value


def _yes(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("„locked” i „two_pass” to true albo false")
    return value


def _split(value: object) -> tuple[SplitMode, int | None]:
    if match := re.fullmatch(r"sheets:([1-9][0-9]{0,3})", str(value)):
        return SplitMode.SHEETS, int(match[1])
    if str(value) == SplitMode.SHEETS:
        raise ValueError("„sheets” wymaga liczby, na przykład sheets:2")
    try:
        return SplitMode(str(value)), None
    except ValueError:
        raise ValueError(f"„{value}” to nie podział stosu") from None


def _bad(file: Path, what: str) -> InputError:
    return InputError(
        "bad_scan_profile",
        f"Profile skanera są błędne: {what}.",
        "Popraw je w pliku ustawień.",
        str(file),
    )
