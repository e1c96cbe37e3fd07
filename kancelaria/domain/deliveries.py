"""Lists of what was delivered: a courier's list checked by scanning codes, a drop box emptied with a protocol.

While open a list tells what is still expected; signed, it is what was accepted, and each thing accepted is a
consignment that waits for its letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from kancelaria.domain.errors import InvalidInput, NotFound, StateForbids
from kancelaria.domain.identifiers import is_document_uid, is_posting_number
from kancelaria.domain.list_number import ListNumbers

MOST_ROWS = 2000
_NUMBERS = ListNumbers("D")
_S10 = re.compile(r"[A-Z]{2}\d{9}[A-Z]{2}")
_DOMESTIC = re.compile(r"\d{20}")
_OTHER = re.compile(r"[A-Z0-9/.-]{6,40}")
_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_PART = re.compile(r"[,;\t|]")


class DeliveryKind(StrEnum):
    """Where it came from."""

    COURIER = "courier"
    DROP_BOX = "drop_box"


class Found(StrEnum):
    """How a position was found."""

    WAITING = "waiting"
    PRESENT = "present"
    DAMAGED = "damaged"
    MISSING = "missing"


KIND_WORDS = {DeliveryKind.COURIER: "lista doręczyciela", DeliveryKind.DROP_BOX: "opróżnienie skrzynki podawczej"}
FOUND_WORDS = {
    Found.WAITING: "jeszcze niesprawdzona",
    Found.PRESENT: "jest",
    Found.DAMAGED: "jest, uszkodzona",
    Found.MISSING: "brak",
}
ACCEPTED = (Found.PRESENT, Found.DAMAGED)
SETTLED = {
    "skipped": "nie podlega rejestracji",
    "joined": "dołączono do przesyłki, którą potwierdza",
    "forwarded": "doręczona omyłkowo, przesłano dalej",
    "returned": "doręczona omyłkowo, zwrócono",
    "handed_unopened": "przekazano nieotwarte",
}
"""Why no letter comes of a consignment that was accepted."""


@dataclass(frozen=True)
class DeliveryRow:
    """One position; `expected` False: a surplus, it came without standing on the list. Drop boxes have no numbers."""

    ordinal: int
    posting_number: str | None
    expected: bool = True
    state: Found = Found.WAITING
    remarks: str = ""
    checked_at: str | None = None
    checked_by: str | None = None
    consignment_id: str | None = None

    @property
    def surplus(self) -> bool:
        """It is here, and nobody announced it."""
        return not self.expected and self.state in ACCEPTED


@dataclass(frozen=True)
class Delivery:
    """One list. `operator`: a code of the dictionary; `delivered_by`: who brought it, or the witness at a drop box."""

    id: str
    number: str
    series: str
    year: int
    serial: int
    kind: DeliveryKind
    point: str
    made_at: str
    made_by: str
    rows: tuple[DeliveryRow, ...] = ()
    operator: str | None = None
    operator_name: str = ""
    received_on: str | None = None
    place: str = ""
    signed_at: str | None = None
    signed_by: str | None = None
    delivered_by: str | None = None
    remarks: str = ""

    def count(self, *states: Found) -> int:
        """How many positions are in these states."""
        return sum(row.state in states for row in self.rows)

    @property
    def surplus(self) -> int:
        """How many came unannounced."""
        return sum(row.surplus for row in self.rows)

    def row_of(self, posting_number: str) -> DeliveryRow | None:
        """The position of a posting number, in any spelling."""
        wanted = plain_number(posting_number)
        return next((row for row in self.rows if row.posting_number == wanted), None)


def plain_number(text: str) -> str:
    """A posting number without spaces, in capitals."""
    return re.sub(r"\s", "", text).upper()


def checked_number(text: str) -> str:
    """A posting number as it is kept; InvalidInput where its check digit is wrong or it can't be one."""
    number = plain_number(text)
    if is_document_uid(number):
        raise InvalidInput(
            "not_a_posting_number", "To etykieta pisma, nie numer nadawczy.", "Zeskanuj nalepkę operatora.", number
        )
    if _S10.fullmatch(number):
        if is_posting_number(number):
            return number
        raise InvalidInput(
            "bad_posting_number", f"Nie zgadza się cyfra kontrolna numeru {number}.",
            "Zeskanuj kod jeszcze raz albo przepisz numer z nalepki.", number,
        )  # fmt: skip
    if not _OTHER.fullmatch(number) or not any(sign.isdigit() for sign in number):
        raise InvalidInput(
            "bad_posting_number", f"To nie jest numer nadawczy: {text.strip()[:40]}.",
            "Numer ma od 6 do 40 liter i cyfr, na przykład RR123456785PL.", text.strip()[:40],
        )  # fmt: skip
    return number


def number_doubt(number: str) -> str:
    """What is doubtful about a domestic number, for a person; its check digit isn't sure enough to refuse by it."""
    wrong = _DOMESTIC.fullmatch(number) is not None and not is_posting_number(number)
    return "Cyfra kontrolna tego numeru się nie zgadza: porównaj go z nalepką." if wrong else ""


def numbers_in(text: str) -> tuple[list[str], list[str]]:
    """Posting numbers of a list typed, pasted or from a file: the good ones in order, once each, and the wrong words.

    A line of several columns counts by its first column that is a number; a heading line without any is passed over.
    """
    good: dict[str, None] = {}
    wrong = []
    for place, line in enumerate(text.lstrip("\ufeff").splitlines()):
        parts = [part.strip(" \"'") for part in _PART.split(line)]
        parts = [part for part in parts if part]
        found = next((plain_number(part) for part in parts if _looks_like_number(part)), None)
        if found is not None:
            good.setdefault(found)
        elif parts and not (place == 0 and not any(sign.isdigit() for sign in line)):
            wrong.append(line.strip()[:60])
    return list(good), wrong


def _looks_like_number(part: str) -> bool:
    compact = plain_number(part)
    if re.fullmatch(r"\d{1,5}|\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4}", compact):
        return False  # an ordinal or a date
    try:
        return bool(checked_number(part))
    except InvalidInput:
        return False


def make_number(series: str, year: int, serial: int) -> str:
    """The readable number of a list: `K1A-26-D00012-X`; without hyphens it is its barcode."""
    number = _NUMBERS.make(series, year, serial)
    if number is None:
        raise InvalidInput("serial_out_of_range", "Numery list przyjęcia na ten rok się skończyły.", subject=series)
    return number


def parse_number(text: str) -> str:
    """The readable number of a list typed or scanned in any form; InvalidInput where its check fails."""
    number = _NUMBERS.parse(text)
    if number is None:
        raise InvalidInput(
            "bad_delivery_number", "To nie jest numer listy przyjęcia.",
            f"Na przykład {make_number('K1A', 26, 12)}. Listy pokazuje: kancelaria consignment lists", text,
        )  # fmt: skip
    return number


def expected_rows(numbers: Iterable[str]) -> tuple[DeliveryRow, ...]:
    """Positions of the announced numbers."""
    return tuple(DeliveryRow(ordinal, number) for ordinal, number in enumerate(numbers, 1))


def box_rows(count: int, at: str, by: str) -> tuple[DeliveryRow, ...]:
    """Positions of so many envelopes taken out of a drop box: nobody announced them, all are here."""
    if not 1 <= count <= MOST_ROWS:
        raise InvalidInput("bad_count", f"Podaj, ile przesyłek wyjęto (1–{MOST_ROWS}).", subject=str(count))
    return tuple(DeliveryRow(n, None, True, Found.PRESENT, "", at, by) for n in range(1, count + 1))


def checked(
    delivery: Delivery, code: str, state: Found, at: str, by: str, remarks: str = ""
) -> tuple[Delivery, DeliveryRow]:
    """The list with a code found as said; one that isn't announced becomes a surplus position."""
    _refuse_signed(delivery)
    number = checked_number(code)
    row = delivery.row_of(number)
    if row is None:
        if state not in ACCEPTED:
            raise NotFound(
                "not_on_delivery", f"Numeru {number} nie ma na liście {delivery.number}.",
                "Sprawdź numer na liście doręczyciela.", number,
            )  # fmt: skip
        if len(delivery.rows) >= MOST_ROWS:
            raise InvalidInput("delivery_long", f"Na liście mieści się {MOST_ROWS} przesyłek.", subject=number)
        row = DeliveryRow(len(delivery.rows) + 1, number, expected=False)
    words = remarks.strip() or row.remarks
    if state is Found.DAMAGED and not words:
        raise InvalidInput("remarks_missing", "Napisz, na czym polega uszkodzenie.", subject=number)
    if state is row.state and words == row.remarks:
        return delivery, row
    after = replace(row, state=state, remarks=words, checked_at=at, checked_by=by)
    rows = [after if each.ordinal == row.ordinal else each for each in delivery.rows]
    if row.ordinal > len(rows):
        rows.append(after)
    return replace(delivery, rows=tuple(rows)), after


def marked(delivery: Delivery, ordinal: int, state: Found, at: str, by: str, remarks: str = "") -> Delivery:
    """The list with the position of an ordinal marked; for envelopes without a number, and to take a mark back."""
    _refuse_signed(delivery)
    row = next((each for each in delivery.rows if each.ordinal == ordinal), None)
    if row is None:
        raise NotFound("not_on_delivery", f"Na liście nie ma pozycji {ordinal}.", subject=str(ordinal))
    words = remarks.strip() or row.remarks
    if state is Found.DAMAGED and not words:
        raise InvalidInput("remarks_missing", "Napisz, na czym polega uszkodzenie.", subject=str(ordinal))
    after = replace(row, state=state, remarks=words, checked_at=at, checked_by=by)
    return replace(delivery, rows=tuple(after if each is row else each for each in delivery.rows))


def signed(delivery: Delivery, delivered_by: str, at: str, by: str, remarks: str = "") -> Delivery:
    """The list signed: what wasn't found by now is missing. The consignments are made by whoever signs."""
    _refuse_signed(delivery)
    if not delivered_by.strip():
        who = "doręczyciela" if delivery.kind is DeliveryKind.COURIER else "drugiej osoby obecnej przy otwarciu"
        raise InvalidInput("deliverer_missing", f"Podaj imię i nazwisko {who}.", subject="delivered_by")
    rows = tuple(replace(row, state=Found.MISSING) if row.state is Found.WAITING else row for row in delivery.rows)
    return replace(
        delivery, rows=rows, signed_at=at, signed_by=by, delivered_by=delivered_by.strip(), remarks=remarks.strip()
    )


def receipt_day(emptied: datetime, before: str) -> str:
    """The day of receipt of what a drop box held, by the office's rule.

    `before`: an hour GG:MM until which it counts for the working day before; empty: the day of emptying.
    """
    day = emptied.date()
    if before and not _HOUR.fullmatch(before):
        raise InvalidInput(
            "bad_setting", f"Ustawienie drop_box_before ma zły zapis: {before}.", "Wpisz godzinę jako GG:MM.", before
        )
    if not before or emptied.strftime("%H:%M") >= before:
        return day.isoformat()
    from holidays import country_holidays  # loaded only where it is asked: a start should be quick

    free = country_holidays("PL", years=(day.year - 1, day.year))
    day -= timedelta(days=1)
    while day.weekday() > 4 or day in free:
        day -= timedelta(days=1)
    return day.isoformat()


def age_in_days(accepted: date, today: date) -> int:
    """How many days something has waited."""
    return max((today - accepted).days, 0)


def _refuse_signed(delivery: Delivery) -> None:
    if delivery.signed_at is not None:
        raise StateForbids(
            "delivery_signed", "Ta lista jest już podpisana i nie można jej zmienić.",
            "Różnicę, którą widać dopiero teraz, opisz w adnotacji pisma.", delivery.number,
        )  # fmt: skip
