"""Identifiers of correspondents: checked where they are typed, masked where they are shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from kancelaria.domain.correspondents import NUMBER_KINDS, PublicNumbers
from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.identifiers import ade_doubt, is_krs, is_nip, is_pesel, is_regon

PERSONAL = frozenset({"pesel", "nip"})
"""Masked wherever they are shown; the others are public registers' numbers."""
NUMBER_WORDS = {"pesel": "PESEL", "nip": "NIP", "regon": "REGON", "krs": "KRS", "ade": "Adres do e-Doręczeń"}
_LENGTHS = {"pesel": (11,), "nip": (10,), "regon": (9, 14), "krs": (10,)}
_SHAPES = {"pesel": "11 cyfr", "nip": "10 cyfr", "regon": "9 albo 14 cyfr", "krs": "10 cyfr"}
_CHECKS = {"pesel": is_pesel, "nip": is_nip, "regon": is_regon}
_SHOWN_END = 3


@dataclass(frozen=True)
class CheckedNumber:
    """A number as it is kept; `doubt` says in plain words what isn't right with it, empty where all is well."""

    value: str
    doubt: str = ""


def checked_number(kind: str, typed: str) -> CheckedNumber:
    """A number as typed, without spaces and hyphens. InvalidInput where it can't be one; a wrong check is a doubt."""
    if kind not in NUMBER_KINDS:
        raise InvalidInput("number_kind", "Nie ma takiego identyfikatora.", f"Są: {', '.join(NUMBER_KINDS)}.", kind)
    if kind == "ade":
        value = re.sub(r"\s", "", typed).upper()
        if len(value) > 40 or not re.fullmatch(r"[A-Z0-9:-]+", value):
            raise InvalidInput("bad_ade", ade_doubt("") or "", subject=kind)
        return CheckedNumber(value, ade_doubt(value) or "")
    value = re.sub(r"[\s-]", "", typed)
    if kind == "nip":
        value = re.sub(r"^PL", "", value, flags=re.IGNORECASE)
    if kind == "krs" and re.fullmatch(r"[0-9]{1,10}", value):
        value = value.zfill(10)
    if not re.fullmatch(r"[0-9]+", value) or len(value) not in _LENGTHS[kind]:
        word = NUMBER_WORDS[kind]
        raise InvalidInput(f"bad_{kind}", f"{word} ma {_SHAPES[kind]}.", "Sprawdź, czy nic nie brakuje.", kind)
    return CheckedNumber(value, _doubt(kind, value))


def doubts(numbers: PublicNumbers) -> dict[str, str]:
    """What isn't right with the numbers kept, by kind."""
    kept = {kind: value for kind, value in asdict(numbers).items() if value}
    return {
        kind: told
        for kind, value in kept.items()
        if (told := (ade_doubt(value) or "") if kind == "ade" else _doubt(kind, value))
    }


def masked(kind: str, value: str) -> str:
    """A number as it may stand on a screen: of a personal one the last three digits."""
    return "•" * max(0, len(value) - _SHOWN_END) + value[-_SHOWN_END:] if kind in PERSONAL else value


def without_numbers(patch: Mapping[str, Any]) -> dict[str, Any]:
    """A change as the history tells it: personal numbers masked, also inside what a merge carried over."""
    told: dict[str, Any] = {}
    for name, value in patch.items():
        if name in PERSONAL and isinstance(value, str):
            told[name] = masked(name, value)
        elif isinstance(value, Mapping):
            told[name] = without_numbers(value)
        else:
            told[name] = value
    return told


def _doubt(kind: str, value: str) -> str:
    if kind == "krs":
        return "" if is_krs(value) else "Numer KRS nie może być z samych zer."
    if _CHECKS[kind](value):
        return ""
    if kind == "pesel":
        return "PESEL nie zgadza się z cyfrą kontrolną albo z datą urodzenia."
    return f"{NUMBER_WORDS[kind]} nie zgadza się z cyfrą kontrolną."
