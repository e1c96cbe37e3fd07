"""Domain 1.3: notes are structured facts; each kind asks for what the office must know."""

from __future__ import annotations

import pytest

from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.notes import FORMS, ItemNote, NoteKind, Value, checked_details, note_words, standing

DAMAGE = {
    "words": "rozdarty róg", "place": "punkt K1", "moment": "2026-11-20 09:14", "on_envelope": True,
    "on_confirmation": "noted", "first": "M. Nowicka", "second": "J. Doręczyciel",
}  # fmt: skip


def refused(kind: NoteKind, details: dict[str, object]) -> InvalidInput:
    with pytest.raises(InvalidInput) as told:
        checked_details(kind, details)
    return told.value


@pytest.mark.rule("cash and valuables")
def test_cash_is_counted_in_grosze_and_says_where_it_lies() -> None:
    details = {"amount": "1 234,5 zł", "counted_by": "M. Nowicka, J. Lis", "to": "kasa urzędu"}
    assert checked_details(NoteKind.CASH, details)["amount"] == 123_450
    for name in ("amount", "counted_by", "to"):
        error = refused(NoteKind.CASH, details | {name: ""})
        assert (error.code, error.subject) == ("note_field_missing", name)
    for wrong in ("-5", "12,345", "0", "sto", "1e9"):
        assert refused(NoteKind.CASH, details | {"amount": wrong}).code == "bad_note_field", wrong
    assert checked_details(NoteKind.VALUABLES, {"words": "obrączka", "count": "1", "counted_by": "M. N.", "to": "kasa"})


@pytest.mark.rule("damaged")
def test_damage_is_noted_on_envelope_and_confirmation_with_a_protocol() -> None:
    assert checked_details(NoteKind.DAMAGE, DAMAGE)["moment"] == "2026-11-20T09:14"
    for name in ("place", "moment", "words", "on_envelope", "on_confirmation", "first", "second"):
        assert refused(NoteKind.DAMAGE, {**DAMAGE, name: False if name == "on_envelope" else ""}).subject == name


@pytest.mark.rule("defects never refuse")
def test_a_defect_is_one_of_a_list() -> None:
    for what in ("signature", "fee", "proxy"):
        assert checked_details(NoteKind.DEFECT, {"what": what}) == {"what": what}
    assert "podpisu" in refused(NoteKind.DEFECT, {"what": "ładu"}).hint


@pytest.mark.rule("oral application")
def test_a_protocol_has_a_reason_and_two_signatures() -> None:
    whole = {"what": "oral", "words": "nie może pisać", "first": "M. Nowicka", "second": "J. Lis"}
    assert list(checked_details(NoteKind.PROTOCOL, whole)) == ["what", "words", "first", "second"]
    assert {refused(NoteKind.PROTOCOL, {**whole, name: " "}).subject for name in whole} == set(whole)


def test_every_field_can_be_filled_and_said() -> None:
    samples = {
        Value.TEXT: "tekst", Value.COUNT: "2", Value.MONEY: "12,50", Value.DAY: "2026-11-20",
        Value.MOMENT: "2026-11-20T09:05", Value.FLAG: "tak",
    }  # fmt: skip
    for kind, form in FORMS.items():
        given = {each.name: each.choices[0][0] if each.choices else samples[each.value] for each in form.fields}
        note = ItemNote("n", kind, "2026-11-20T08:05:00.000Z", "a", checked_details(kind, given))
        assert note_words(note).startswith(form.title)
        assert "2026-11" not in note_words(note), kind
        assert refused(kind, {**given, "inne": "x"}).code == "unknown_field"
        assert checked_details(kind, note.details) == note.details, "typed details pass again"


def test_a_revoked_note_no_longer_stands() -> None:
    first, second = (ItemNote(name, NoteKind.DEFECT, f"2026-11-20T0{name}:00Z", "a", {}) for name in "12")
    gone = ItemNote("3", NoteKind.REVOKED, "2026-11-20T03:00Z", "a", {"note": "1", "words": "pomyłka"})
    assert standing((gone, second, first)) == (second,)
