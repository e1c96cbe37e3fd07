"""Notes on an item: structured facts about its contents, its paper and its envelope. Written once, never changed.

A note says what was found or done, by whom and when. Its details follow the kind's fields; amounts are grosze,
moments `YYYY-MM-DDTHH:MM` in Europe/Warsaw. A mistaken note is revoked by another, which names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.partial_date import parse_day

MOST_WORDS = 1000
_MONEY = re.compile(r"(\d{1,9})(?:[.,](\d{1,2}))?")


class NoteKind(StrEnum):
    """What a note tells of."""

    DEFECT = "defect"
    MISSING_ATTACHMENT = "missing_attachment"
    ATTACHMENTS_ALONE = "attachments_alone"
    ORIGINALS_SHOWN = "originals_shown"
    ORIGINALS_RETURNED = "originals_returned"
    CASH = "cash"
    VALUABLES = "valuables"
    DAMAGE = "damage"
    MISDELIVERED = "misdelivered"
    HANDED_UNOPENED = "handed_unopened"
    WRONG_AUTHORITY = "wrong_authority"
    OPENED = "opened"
    OPENED_BY_MISTAKE = "opened_by_mistake"
    OWN_COPY = "own_copy"
    PROTOCOL = "protocol"
    RETURNED_MAIL = "returned_mail"
    WITHDRAWS = "withdraws"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


class Value(StrEnum):
    """What stands in a field of a note."""

    TEXT = "text"
    CHOICE = "choice"
    COUNT = "count"
    MONEY = "money"
    DAY = "day"
    MOMENT = "moment"
    FLAG = "flag"


@dataclass(frozen=True)
class NoteField:
    """One field of a kind of note: its name, what it is called, what stands in it; `choices` = (value, Polish)."""

    name: str
    label: str
    value: Value = Value.TEXT
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class NoteForm:
    """A kind of note as people fill it in. `by_hand` False: another action of the program writes it."""

    title: str
    fields: tuple[NoteField, ...] = ()
    by_hand: bool = True
    hint: str = ""


@dataclass(frozen=True)
class ItemNote:
    """One note; `at` is a UTC instant, `by` a login."""

    id: str
    kind: NoteKind
    at: str
    by: str
    details: Mapping[str, Any] = field(default_factory=dict)


_WORDS_LATER = NoteField("words", "Opis", required=False)
_TO = NoteField("to", "Komu, dokąd")
_ITEM = (NoteField("document_uid", "Pismo"), NoteField("item_id", "Rekord pisma"), _WORDS_LATER)
_SIGNED = (NoteField("first", "Pierwsza osoba podpisująca"), NoteField("second", "Druga osoba podpisująca"))

FORMS: Mapping[NoteKind, NoteForm] = {
    NoteKind.DEFECT: NoteForm(
        "brak formalny",
        (
            NoteField(
                "what", "Czego brakuje", Value.CHOICE,
                choices=(
                    ("signature", "podpisu"), ("fee", "opłaty"), ("proxy", "pełnomocnictwa"),
                    ("other", "czegoś innego"),
                ),
            ),
            _WORDS_LATER,
        ),
        hint="Brak nigdy nie jest powodem odmowy przyjęcia.",
    ),
    NoteKind.MISSING_ATTACHMENT: NoteForm(
        "brak załącznika",
        (
            NoteField("declared", "Załączników według pisma", Value.COUNT, required=False),
            NoteField("found", "Załączników w przesyłce", Value.COUNT, required=False),
            NoteField("words", "Czego brakuje"),
        ),
    ),
    NoteKind.ATTACHMENTS_ALONE: NoteForm("załączniki bez pisma", (NoteField("words", "Co było w przesyłce"),)),
    NoteKind.ORIGINALS_SHOWN: NoteForm("okazano oryginały", (NoteField("words", "Jakie dokumenty"),)),
    NoteKind.ORIGINALS_RETURNED: NoteForm(
        "zwrócono oryginały", (NoteField("words", "Jakie dokumenty"), NoteField("to", "Komu zwrócono"))
    ),
    NoteKind.CASH: NoteForm(
        "pieniądze",
        (
            NoteField("amount", "Kwota (zł)", Value.MONEY), NoteField("counted_by", "Przeliczyli"),
            NoteField("to", "Złożono w depozycie u"), _WORDS_LATER,
        ),
    ),
    NoteKind.VALUABLES: NoteForm(
        "rzeczy wartościowe",
        (
            NoteField("words", "Co znaleziono"), NoteField("count", "Sztuk", Value.COUNT),
            NoteField("counted_by", "Przeliczyli"), NoteField("to", "Złożono w depozycie u"),
        ),
    ),
    NoteKind.DAMAGE: NoteForm(
        "uszkodzenie",
        (
            NoteField("words", "Na czym polega"), NoteField("place", "Miejsce stwierdzenia"),
            NoteField("moment", "Kiedy stwierdzono", Value.MOMENT), NoteField("operator", "Operator", required=False),
            NoteField("posting_number", "Numer nadawczy", required=False),
            NoteField("on_envelope", "Adnotacja na kopercie", Value.FLAG),
            NoteField("on_confirmation", "Adnotacja na potwierdzeniu odbioru", Value.CHOICE,
                      choices=(("noted", "jest"), ("none", "przesyłka bez potwierdzenia"))),
            *_SIGNED,
        ),
        hint="Adnotacja musi być na kopercie i na potwierdzeniu odbioru.",
    ),
    NoteKind.MISDELIVERED: NoteForm(
        "doręczona omyłkowo",
        (
            NoteField("how", "Co z nią zrobiono", Value.CHOICE,
                      choices=(("forwarded", "przesłano dalej"), ("returned", "zwrócono doręczycielowi"))),
            _TO, _WORDS_LATER,
        ),
    ),
    NoteKind.HANDED_UNOPENED: NoteForm("przekazano nieotwarte", (_TO, _WORDS_LATER)),
    NoteKind.WRONG_AUTHORITY: NoteForm(
        "przekazano według właściwości",
        (
            NoteField("to", "Organ, któremu przekazano"), NoteField("day", "Dzień przekazania", Value.DAY),
            NoteField("notice", "Zawiadomienie dla (kogo i jak)"),
        ),
    ),
    NoteKind.OPENED: NoteForm(
        "otwarcie przesyłki",
        (
            NoteField("who", "Kto otworzył"), NoteField("moment", "Kiedy", Value.MOMENT),
            NoteField("words", "Dlaczego"),
        ),
    ),
    NoteKind.OPENED_BY_MISTAKE: NoteForm(
        "otwarto przez pomyłkę",
        (
            NoteField("who", "Kto otworzył"), NoteField("moment", "Kiedy", Value.MOMENT),
            NoteField("words", "Jak do tego doszło"),
            NoteField("closed", "Kiedy zamknięto ponownie", Value.MOMENT),
        ),
        hint="Przesyłkę zamyka się ponownie i rejestruje na podstawie koperty.",
    ),
    NoteKind.OWN_COPY: NoteForm(
        "potwierdzono wpływ na kopii",
        (NoteField("count", "Egzemplarzy", Value.COUNT), NoteField("to", "Komu wydano", required=False)),
    ),
    NoteKind.PROTOCOL: NoteForm(
        "protokół",
        (
            NoteField(
                "what", "Czego dotyczy", Value.CHOICE,
                choices=(("oral", "podania wniesionego ustnie"), ("cannot_sign", "osoby, która nie może podpisać")),
            ),
            NoteField("words", "Przyczyna"), *_SIGNED,
        ),
        hint="Protokół podpisują dwie osoby.",
    ),
    NoteKind.RETURNED_MAIL: NoteForm(
        "zwrot lub potwierdzenie odbioru",
        (
            NoteField("what", "Co wróciło", Value.CHOICE,
                      choices=(("returned", "niedoręczona przesyłka"), ("receipt", "zwrotne potwierdzenie odbioru"))),
            NoteField("posting_number", "Numer nadawczy"), NoteField("day", "Dzień zwrotu lub doręczenia", Value.DAY),
            NoteField("words", "Przyczyna zwrotu albo kto odebrał", required=False),
            NoteField("first_notice", "Pierwsze awizo", Value.DAY, required=False),
            NoteField("second_notice", "Drugie awizo", Value.DAY, required=False),
            NoteField("outgoing_id", "Przesyłka wychodząca", required=False),
            NoteField("case_mark", "Znak sprawy", required=False),
        ),
        by_hand=False,
    ),
    NoteKind.WITHDRAWS: NoteForm("wycofuje pismo", _ITEM, by_hand=False),
    NoteKind.WITHDRAWN: NoteForm("wycofane przez nadawcę", _ITEM, by_hand=False),
    NoteKind.REVOKED: NoteForm(
        "odwołanie adnotacji", (NoteField("note", "Adnotacja"), NoteField("words", "Dlaczego")), by_hand=False
    ),
}  # fmt: skip
"""The kinds of notes and their fields, in the order they are offered."""


def standing(notes: Iterable[ItemNote]) -> tuple[ItemNote, ...]:
    """The notes in force, oldest first: without those revoked and those that revoke."""
    every = sorted(notes, key=lambda note: (note.at, note.id))
    revoked = {note.details.get("note") for note in every if note.kind is NoteKind.REVOKED}
    return tuple(note for note in every if note.kind is not NoteKind.REVOKED and note.id not in revoked)


def of_kind(notes: Iterable[ItemNote], *kinds: NoteKind) -> tuple[ItemNote, ...]:
    """The notes in force of these kinds."""
    return tuple(note for note in standing(notes) if note.kind in kinds)


def checked_details(kind: NoteKind, given: Mapping[str, Any]) -> dict[str, Any]:
    """The details of a note in the order of its fields, typed; InvalidInput where one is wrong or missing."""
    form = FORMS[kind]
    if strange := sorted(set(given) - {each.name for each in form.fields}):
        names = ", ".join(each.name for each in form.fields) or "żadnych"
        raise InvalidInput(
            "unknown_field", f"Adnotacja „{form.title}” nie ma pola: {strange[0]}.", f"Jej pola: {names}.", strange[0]
        )
    details = {}
    for each in form.fields:
        value = _typed(each, given.get(each.name))
        if value is not None:
            details[each.name] = value
        elif each.required:
            raise InvalidInput(
                "note_field_missing", f"Uzupełnij pole „{each.label}”.", form.hint or _hint(each), each.name
            )
    return details


def note_words(note: ItemNote) -> str:
    """A note as people say it: "pieniądze: Kwota (zł) 120,00; Przeliczyli A. Nowak"."""
    form = FORMS[note.kind]
    said = [
        f"{each.label.lower()}: {value_words(each, note.details[each.name])}"
        for each in form.fields
        if each.name in note.details and each.name not in ("item_id", "outgoing_id", "note")
    ]
    return f"{form.title} ({'; '.join(said)})" if said else form.title


def value_words(of: NoteField, value: Any) -> str:
    """A detail as people read it."""
    if of.value is Value.MONEY:
        return f"{value // 100},{value % 100:02d}"
    if of.value is Value.CHOICE:
        return dict(of.choices).get(value, str(value))
    if of.value is Value.FLAG:
        return "tak" if value else "nie"
    if of.value is Value.DAY:
        return ".".join(reversed(str(value).split("-")))
    if of.value is Value.MOMENT:
        return f"{datetime.fromisoformat(value):%d.%m.%Y %H:%M}"
    return str(value)


def _hint(of: NoteField) -> str:
    if of.choices:
        return "Możliwe: " + ", ".join(f"{value} ({said})" for value, said in of.choices) + "."
    forms = {Value.DAY: "RRRR-MM-DD", Value.MOMENT: "RRRR-MM-DDTGG:MM", Value.MONEY: "120,50", Value.COUNT: "2"}
    return f"Na przykład: {forms[of.value]}." if of.value in forms else ""


def _typed(of: NoteField, value: Any) -> Any:
    if of.value is Value.FLAG:
        # a required flag is something that must have been done
        return True if value is True or str(value).casefold() in ("true", "1", "tak", "t") else None
    if isinstance(value, int) and of.value in (Value.COUNT, Value.MONEY):
        return _positive(of, value)
    text = "" if value is None else str(value).strip()
    if not text:
        return None
    if len(text) > MOST_WORDS:
        raise _wrong(of, text[:20], f"Pole „{of.label}” może mieć {MOST_WORDS} znaków.")
    parse = {Value.CHOICE: _choice, Value.COUNT: _count, Value.MONEY: _money, Value.DAY: _day, Value.MOMENT: _moment}
    return parse[of.value](of, text) if of.value in parse else text


def _choice(of: NoteField, text: str) -> str:
    if text in dict(of.choices):
        return text
    raise _wrong(of, text)


def _count(of: NoteField, text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 6:
        raise _wrong(of, text)
    return int(text)


def _money(of: NoteField, text: str) -> int:
    match = _MONEY.fullmatch(re.sub(r"[\s\u00a0]|zł", "", text))
    if match is None:
        raise _wrong(of, text)
    return _positive(of, int(match[1]) * 100 + int((match[2] or "").ljust(2, "0")))


def _positive(of: NoteField, value: int) -> int:
    if value < 0 or (of.value is Value.MONEY and value == 0):
        raise _wrong(of, str(value))
    return value


def _day(of: NoteField, text: str) -> str:
    try:
        return parse_day(text, of.name).isoformat()
    except InvalidInput:
        raise _wrong(of, text) from None


def _moment(of: NoteField, text: str) -> str:
    try:
        moment = datetime.strptime(text.replace(" ", "T"), "%Y-%m-%dT%H:%M")
    except ValueError:
        raise _wrong(of, text) from None
    return moment.isoformat(timespec="minutes")


def _wrong(of: NoteField, text: str, message: str = "") -> InvalidInput:
    return InvalidInput(
        "bad_note_field", message or f"Niepoprawna wartość pola „{of.label}”: {text}.", _hint(of), of.name
    )
