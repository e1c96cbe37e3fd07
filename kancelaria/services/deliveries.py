"""Lists of deliveries: made, checked code by code, signed; what was accepted becomes consignments in one transaction.

A list is a record of the registry's station and isn't told to the central; its consignments are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Protocol

from kancelaria.domain.deliveries import (
    ACCEPTED,
    FOUND_WORDS,
    MOST_ROWS,
    Delivery,
    DeliveryKind,
    DeliveryRow,
    Found,
    age_in_days,
    box_rows,
    checked,
    checked_number,
    expected_rows,
    make_number,
    marked,
    parse_number,
    receipt_day,
    signed,
)
from kancelaria.domain.errors import InvalidInput, NotFound, StateForbids
from kancelaria.domain.incoming import Consignment
from kancelaria.domain.numbering import WARSAW, next_number, parse_instant, rpw_year, warsaw_day
from kancelaria.services.consignments import ensure_consignment
from kancelaria.services.journal import now_text
from kancelaria.services.ports import UnitOfWork, Workplace


class DeliveryBook(Protocol):
    """The lists of this station; their numbers are given here and never taken back."""

    def highest_serial(self, series: str, year: int) -> int | None: ...
    def get(self, number: str) -> Delivery | None: ...
    def save(self, delivery: Delivery) -> None: ...
    def save_row(self, delivery: Delivery, row: DeliveryRow) -> None: ...
    def open_list_with(self, posting_number: str) -> str | None:
        """The number of an unsigned list that announces a posting number."""
        ...


@dataclass(frozen=True)
class CourierOrder:
    """What a courier announces: posting numbers, `operator` a code of the dictionary, `operator_name` in words."""

    numbers: tuple[str, ...]
    operator: str | None = None
    operator_name: str = ""


@dataclass(frozen=True)
class BoxOrder:
    """A drop box emptied: how many envelopes, where, and who else was present."""

    count: int
    witness: str
    place: str = ""
    remarks: str = ""


@dataclass(frozen=True)
class Scanned:
    """What a scanned code meant: its position, and whether it had been checked before."""

    delivery: Delivery
    row: DeliveryRow
    again: bool


def make_courier_list(order: CourierOrder, uow: UnitOfWork, at: Workplace) -> Delivery:
    """Begin a courier's list; refused whole where a number is wrong, stands twice or on another open list.

    A list without numbers is allowed: everything that comes is a surplus then, and still gets its check.
    """
    numbers = [checked_number(number) for number in order.numbers]
    if len(numbers) > MOST_ROWS:
        raise InvalidInput("delivery_long", f"Na liście mieści się {MOST_ROWS} przesyłek.", "Podziel ją na kilka.")
    if twice := next((number for number in numbers if numbers.count(number) > 1), None):
        raise InvalidInput("delivery_twice", f"Numer {twice} stoi na liście dwa razy.", "Zostaw go raz.", twice)
    with uow:
        for number in numbers:
            if other := uow.deliveries.open_list_with(number):
                raise StateForbids(
                    "on_open_delivery", f"Numer {number} jest już na niepodpisanej liście {other}.",
                    f"Dokończ ją: kancelaria consignment sign {other}", number,
                )  # fmt: skip
        made = replace(
            _begun(DeliveryKind.COURIER, uow, at), rows=expected_rows(numbers), operator=order.operator,
            operator_name=order.operator_name.strip(),
        )  # fmt: skip
        uow.deliveries.save(made)
        _audit(uow, at, "delivery", made, rows=numbers, operator=made.operator, operator_name=made.operator_name)
        uow.commit()
    return made


def empty_drop_box(order: BoxOrder, before: str, uow: UnitOfWork, at: Workplace) -> Delivery:
    """Write the protocol of emptying a drop box, signed at once; `before` is the office's rule of the receipt day."""
    with uow:
        begun = _begun(DeliveryKind.DROP_BOX, uow, at)
        moment = begun.made_at
        day = receipt_day(parse_instant(moment).astimezone(WARSAW), before)
        rows = box_rows(order.count, moment, uow.actor)
        made = replace(begun, rows=rows, received_on=day, place=order.place.strip())
        done = _accept(signed(made, order.witness, moment, uow.actor, order.remarks), uow, at)
        uow.deliveries.save(done)
        _audit(uow, at, "drop_box", done, count=order.count, received_on=day, witness=order.witness, place=done.place)
        uow.commit()
    return done


def scan_code(
    number: str, code: str, uow: UnitOfWork, at: Workplace, damaged: bool = False, remarks: str = ""
) -> Scanned:
    """A code was scanned or typed: its envelope is here (`damaged`: and in what state). Safe to repeat."""
    state = Found.DAMAGED if damaged else Found.PRESENT
    with uow:
        before = _existing(number, uow)
        known = before.row_of(code)
        if known is not None and known.state is Found.DAMAGED and not damaged:
            return Scanned(before, known, again=True)  # scanned once more: it doesn't become whole by that
        after, row = checked(before, code, state, now_text(at), uow.actor, remarks)
        if after is before:
            return Scanned(before, row, again=True)
        uow.deliveries.save_row(after, row)
        _audit(uow, at, "delivery_checked", after, code=row.posting_number, state=row.state.value, remarks=row.remarks)
        uow.commit()
    return Scanned(after, row, again=known is not None and known.state in ACCEPTED)


def mark_row(
    number: str, ordinal: int, state: Found, uow: UnitOfWork, at: Workplace, remarks: str = ""
) -> Delivery:  # fmt: skip
    """Mark a position by its ordinal: missing, damaged, present, or waiting again."""
    with uow:
        after = marked(_existing(number, uow), ordinal, state, now_text(at), uow.actor, remarks)
        row = after.rows[ordinal - 1]
        uow.deliveries.save_row(after, row)
        _audit(uow, at, "delivery_checked", after, ordinal=ordinal, state=state.value, remarks=row.remarks)
        uow.commit()
    return after


def sign_delivery(number: str, delivered_by: str, uow: UnitOfWork, at: Workplace, remarks: str = "") -> Delivery:
    """Sign a list: what wasn't found is missing, what was is accepted and waits to be registered."""
    with uow:
        before = _existing(number, uow)
        if not before.rows:
            raise StateForbids("delivery_empty", "Na liście nie ma żadnej przesyłki.", subject=before.number)
        done = _accept(signed(before, delivered_by, now_text(at), uow.actor, remarks), uow, at)
        uow.deliveries.save(done)
        told = {row.posting_number or row.ordinal: row.state.value for row in done.rows}
        _audit(uow, at, "delivery_signed", done, delivered_by=done.delivered_by, rows=told, remarks=done.remarks)
        uow.commit()
    return done


def waited(consignment: Consignment, today: date) -> int:
    """How many days a consignment has waited for its letters."""
    return age_in_days(date.fromisoformat(warsaw_day(consignment.accepted_at)), today)


def unknown_delivery(number: str) -> NotFound:
    """There is no list of this number here."""
    return NotFound(
        "delivery_unknown", "Na tym stanowisku nie ma takiej listy przyjęcia.",
        "Listy pokazuje: kancelaria consignment lists", number,
    )  # fmt: skip


def delivery_json(made: Delivery) -> dict[str, Any]:
    """A list as scripts see it."""
    facts = {name: value for name, value in asdict(made).items() if name not in ("id", "series", "year", "serial")}
    rows = [asdict(row) | {"surplus": row.surplus} for row in made.rows]
    totals = {state.value: made.count(state) for state in Found} | {"surplus": made.surplus}
    return facts | {"kind": made.kind.value, "rows": rows, "totals": totals, "open": made.signed_at is None}


def row_words(row: DeliveryRow) -> str:
    """What a position is, for a person."""
    said = FOUND_WORDS[row.state] + (", spoza listy" if row.surplus else "")
    return f"{said}: {row.remarks}" if row.remarks else said


def _begun(kind: DeliveryKind, uow: UnitOfWork, at: Workplace) -> Delivery:
    made_at, series = now_text(at), at.station.series
    year = rpw_year(made_at)
    serial = next_number(uow.deliveries.highest_serial(series, year))
    number = make_number(series, year, serial)
    return Delivery(at.ids.new(), number, series, year, serial, kind, at.station.point, made_at, uow.actor)


def _accept(done: Delivery, uow: UnitOfWork, at: Workplace) -> Delivery:
    rows: Sequence[DeliveryRow] = done.rows
    return replace(done, rows=tuple(_accepted(done, row, uow, at) if row.state in ACCEPTED else row for row in rows))


def _accepted(done: Delivery, row: DeliveryRow, uow: UnitOfWork, at: Workplace) -> DeliveryRow:
    assert done.signed_at is not None
    damage = (row.remarks or "uszkodzona") if row.state is Found.DAMAGED else None
    made = Consignment(
        at.ids.new(), done.signed_at, done.operator, row.posting_number, damage, uow.actor, done.received_on
    )
    return replace(row, consignment_id=ensure_consignment(made, uow, at).id)


def _existing(number: str, uow: UnitOfWork) -> Delivery:
    readable = parse_number(number)
    found = uow.deliveries.get(readable)
    if found is None:
        raise unknown_delivery(readable)
    return found


def _audit(uow: UnitOfWork, at: Workplace, action: str, made: Delivery, **values: Any) -> None:
    uow.audit.append(now_text(at), uow.actor, action, ("delivery", made.number), values)
