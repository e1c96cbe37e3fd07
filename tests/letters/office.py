"""The receiving office: how senders address it, and how they quote its marks."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.letters.people import OFFICE, OFFICE_ADDRESS

# symbol, name, genitive ("do Wydziału …")
UNITS = {
    "AB": ("Wydział Architektury i Budownictwa", "Wydziału Architektury i Budownictwa"),
    "GN": ("Wydział Gospodarki Nieruchomościami", "Wydziału Gospodarki Nieruchomościami"),
    "OŚ": ("Wydział Ochrony Środowiska", "Wydziału Ochrony Środowiska"),
    "PO": ("Wydział Podatków i Opłat", "Wydziału Podatków i Opłat"),
    "DR": ("Referat Dróg i Infrastruktury", "Referatu Dróg i Infrastruktury"),
    "FN": ("Wydział Finansowy", "Wydziału Finansowego"),
    "SO": ("Wydział Spraw Obywatelskich", "Wydziału Spraw Obywatelskich"),
    "ED": ("Wydział Edukacji", "Wydziału Edukacji"),
    "ZP": ("Biuro Zamówień Publicznych", "Biura Zamówień Publicznych"),
    "KD": ("Wydział Kadr i Płac", "Wydziału Kadr i Płac"),
}
_CLASSES = {
    "AB": ("6730", "6724"),
    "GN": ("6845", "6840"),
    "OŚ": ("6131", "6220"),
    "PO": ("3120", "3123"),
    "DR": ("7230", "7226"),
    "FN": ("3034", "3032"),
    "SO": ("5343", "5345"),
    "ED": ("4424", "4431"),
    "ZP": ("271", "2710"),
    "KD": ("2120", "1121"),
}


@dataclass(frozen=True)
class Address:
    """The addressee block, and the unit or person in it as written (None = the office as a whole)."""

    lines: tuple[str, ...]
    inside: str | None


def address(rng: random.Random, unit: str, formal: bool = False) -> Address:
    """An addressee block for a letter that belongs to `unit`."""
    name, genitive = UNITS[unit]
    where = OFFICE_ADDRESS
    blocks = [
        Address((OFFICE, name, *where), name),
        Address((OFFICE, name, *where), name),
        Address(("Burmistrz Mikołowa", *where), "Burmistrz Mikołowa"),
        Address(("Urząd Miasta w Mikołowie", *where), None),
        Address((OFFICE, *where), None),
    ]
    if not formal:
        blocks += [
            Address(("Szanowny Pan", "Burmistrz Miasta Mikołów", *where), "Burmistrz Miasta Mikołów"),
            Address((f"Do {genitive}", "Urzędu Miasta w Mikołowie"), name),
            Address(("Do Burmistrza Mikołowa",), "Burmistrz Mikołowa"),
        ]
    else:
        blocks += [
            Address((OFFICE.upper(), name, where[0], where[1]), name),
            Address(("Gmina Mikołów", "reprezentowana przez Burmistrza Mikołowa", *where), "Burmistrz Mikołowa"),
        ]
    return rng.choice(blocks)


def case_mark(rng: random.Random, unit: str) -> str:
    """A mark of one of our cases."""
    group = rng.choice(("", "", "", f".{rng.randint(1, 9)}"))
    initials = rng.choice(("", "", "", ".AP", ".JK"))
    year = rng.choice((2025, 2026, 2026, 2026))
    return f"{unit}.{rng.choice(_CLASSES[unit])}.{rng.randint(1, 240)}{group}.{year}{initials}"
