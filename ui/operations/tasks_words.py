"""Fields and values of records in plain Polish, for matters that people clear up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kancelaria.domain.correspondents import addresses_of, place_words
from kancelaria.domain.correspondents_numbers import NUMBER_WORDS, masked
from kancelaria.domain.incoming import ItemState
from kancelaria.domain.item_state import state_word
from kancelaria.domain.notes import ItemNote, NoteKind, note_words
from kancelaria.domain.numbering import WARSAW
from kancelaria.services.item_fields import NOTE
from ui.operations.outgoing_words import OUTGOING_FIELDS, OUTGOING_STATES, OUTGOING_WORDS, part_word

FIELDS: Mapping[str, str] = {
    "title": "Dotyczy", "received_on": "Data wpływu", "received_time": "Godzina wpływu",
    "letter_date": "Data pisma", "no_date": "Pismo bez daty", "posted_on": "Data nadania",
    "sender_reference": "Znak nadawcy", "no_reference": "Pismo bez znaku", "addressee": "Adresat",
    "depositor": "Składający", "delivery_method": "Sposób doręczenia", "posting_operator": "Operator pocztowy",
    "document_kind": "Rodzaj pisma", "access": "Dostęp", "attachment_count": "Liczba załączników",
    "format": "Format", "dcmi_type": "Typ", "remarks": "Uwagi", "reproduction.extent": "Zakres skanu",
    "reproduction.reason": "Przyczyna niepełnego skanu", "sealed": "Przesyłka nieotwierana",
    "case_mark": "Znak sprawy", "state": "Stan pisma", "void_reason": "Przyczyna anulowania",
    "return_reason": "Przyczyna zwrotu", "document_uid": "Identyfikator na etykiecie", "pages": "Strony",
    "registered_by": "Zarejestrował(a)", "registry_point": "Punkt kancelaryjny", "registered_at": "Zarejestrowano",
    "rpw_number": "Numer RPW", "rpw_year": "Rok rejestru", "text_sha256": "Odczytany tekst",
    "consignment_id": "Przesyłka", "sealed_reason": "Dlaczego nieotwierana", "inscription": "Napis na kopercie",
    "offer_deadline": "Termin ofert", "envelope_page": "Strona z kopertą", "settled": "Rozliczenie przesyłki",
    "settled_words": "Co zrobiono z przesyłką", "settled_at": "Rozliczono", "settled_by": "Rozliczył(a)",
    "replaces": "Zastępuje pismo",
    "sender.organisation": "Nadawca (nazwa)", "sender.surname": "Nadawca (nazwisko)",
    "sender.given_names": "Nadawca (imiona)", "sender.street": "Ulica nadawcy",
    "sender.postcode": "Kod pocztowy nadawcy", "sender.town": "Miejscowość nadawcy",
    "sender.country": "Kraj nadawcy", "sender.email": "E-mail nadawcy", "sender.anonymous": "Nadawca nieznany",
    "organisation": "Nazwa", "surname": "Nazwisko", "given_names": "Imiona", "street": "Ulica",
    "postcode": "Kod pocztowy", "town": "Miejscowość", "country": "Kraj", "email": "E-mail", "anonymous": "Nieznany",
    **NUMBER_WORDS, "since": "Adres od dnia", "addresses": "Inne adresy", "merged": "Scalenie z innym zapisem",
    "unit": "Komórka", "person": "Osoba", "role": "Rola", "issuer": "Wydał(a)", "issued_at": "Wydano",
    "disposition": "Dyspozycja", "due_on": "Termin", "urgency": "Pilność", "operator": "Operator",
    "posting_number": "Numer nadawczy", "condition": "Stan przesyłki", "accepted_at": "Przyjęto", "clerk": "Przyjął(a)",
}  # fmt: skip
_WORDS: Mapping[str, Mapping[str, str]] = {
    "access": {"public": "publiczny", "partly_public": "częściowo publiczny", "not_public": "niepubliczny"},
    "reproduction.extent": {"full": "w całości", "partial": "częściowo", "none": "bez skanu"},
    "role": {"lead": "wiodąca", "contributing": "do współpracy", "for_information": "do wiadomości"},
    "urgency": {"urgent": "pilne"},
    "state": {**OUTGOING_STATES, **{state.value: state_word(state) for state in ItemState}},
    **OUTGOING_WORDS,
}
_UNSAID = frozenset(
    {"id", "item_id", "key", "dcmi_type", "pages", "text_sha256", "consignment_id", "registered_at", "rpw_year"}
    | {"letter_id", "number", "year", "former"}
)
EMPTY = "(puste)"


def field_word(name: str) -> str:
    """What a field is called on the forms."""
    if name.startswith(NOTE):
        return "Adnotacja"
    return FIELDS.get(name) or OUTGOING_FIELDS.get(name, name)


def value_word(name: str, value: Any) -> str:
    """A value as people read it."""
    if value is None or value == "" or value == []:
        return EMPTY
    if isinstance(value, bool):
        return "tak" if value else "nie"
    if name.startswith(NOTE) and isinstance(value, dict):
        return note_words(ItemNote("", NoteKind(value["kind"]), value["at"], value["by"], value["details"]))
    if name in NUMBER_WORDS:
        return masked(name, str(value))
    if name == "merged":
        return "scalono" if isinstance(value, dict) else EMPTY
    if name == "addresses":
        return "; ".join(place_words(each) for each in addresses_of(value))
    if isinstance(value, list):
        return "; ".join(part_word(part) for part in value)
    text = str(value)
    if name in _WORDS:
        return _WORDS[name].get(text, text)
    if name.endswith(("_on", "_date")):
        return ".".join(reversed(text.split("-")))
    if name.endswith("_at"):
        return f"{datetime.fromisoformat(text).astimezone(WARSAW):%d.%m.%Y, %H:%M}"
    return text


def changes_words(patch: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What a change wrote, field by field; what says nothing to people is left out."""
    return tuple((field_word(name), value_word(name, value)) for name, value in patch.items() if name not in _UNSAID)
