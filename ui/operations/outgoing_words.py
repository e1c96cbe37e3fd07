"""Fields and values of outgoing mail in plain Polish, for matters that people clear up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kancelaria.domain.outgoing import CHECK_WORDS, METHOD_WORDS, STATE_WORDS

OUTGOING_FIELDS: Mapping[str, str] = {
    "addressees": "Adresaci", "method": "Sposób wysłania", "handed_on": "Data przekazania",
    "zpo": "Potwierdzenie odbioru", "check_on": "Data sprawdzenia adresu", "check_result": "Wynik sprawdzenia adresu",
    "paper_reason": "Powód wysłania na papierze", "responsible": "Odpowiedzialny", "responsible_post": "Stanowisko",
    "reply_to": "Odpowiedź na pismo", "weight_class": "Format przesyłki", "weight_g": "Masa (g)",
    "fee": "Opłata (gr)", "declared_value": "Wartość (gr)", "cash_on_delivery": "Pobranie (gr)",
    "delivered_on": "Data doręczenia", "returned_on": "Data zwrotu", "notices": "Awizo",
}  # fmt: skip
OUTGOING_WORDS: Mapping[str, Mapping[str, str]] = {
    "method": {each.value: word for each, word in METHOD_WORDS.items()},
    "check_result": {each.value: word for each, word in CHECK_WORDS.items()},
}
OUTGOING_STATES: Mapping[str, str] = {each.value: word for each, word in STATE_WORDS.items()}


def part_word(part: Any) -> str:
    """One of several values; of an addressee the name and town."""
    if not isinstance(part, Mapping):
        return str(part)
    person = " ".join(str(part[name]) for name in ("surname", "given_names") if part.get(name))
    return ", ".join(str(each) for each in (part.get("organisation") or person, part.get("town")) if each)
