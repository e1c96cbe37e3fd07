"""Hand-over lists: made, received, disputed and settled; each in one transaction, with its audit entry.

A list is a record of the registry's station: it isn't told to the central, so there is no event.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Protocol

from kancelaria.domain.chronological_store import belongs_in_store
from kancelaria.domain.errors import InvalidInput, NotFound, StateForbids
from kancelaria.domain.handover import (
    Discrepancy,
    Handed,
    Handover,
    HandoverRow,
    amount_of,
    handed_of,
    make_number,
    noted,
    parse_number,
    received,
    settled,
)
from kancelaria.domain.identifiers import with_hyphens
from kancelaria.domain.incoming import IncomingItem
from kancelaria.domain.numbering import next_number, rpw_year, warsaw_day
from kancelaria.services.amend import existing
from kancelaria.services.journal import now_text
from kancelaria.services.ports import UnitOfWork, Workplace

MOST_ROWS = 500


class HandoverBook(Protocol):
    """The lists of this station; their numbers are given here and never taken back."""

    def highest_serial(self, series: str, year: int) -> int | None: ...
    def get(self, number: str) -> Handover | None: ...
    def add(self, handover: Handover) -> None: ...
    def save(self, handover: Handover) -> None: ...
    def open_list_of(self, item_id: str) -> str | None:
        """The number of the open list an item lies on."""
        ...

    def waiting(self, unit: str, since: str, limit: int) -> list[IncomingItem]:
        """What a unit leads, oldest first, that lies on no open list and whose paper is still at the registry."""
        ...


@dataclass(frozen=True)
class HandoverOrder:
    """What to hand over to a unit: the named items, or all that waits; `what` None: the obvious of each item.

    `since`: of what waits only that assigned from this instant on. `amounts` and `remarks`: words by identifier.
    """

    unit: str
    uids: tuple[str, ...] = ()
    waiting: bool = False
    what: Handed | None = None
    since: str = ""
    amounts: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)


def make_handover(order: HandoverOrder, units: Sequence[str], uow: UnitOfWork, at: Workplace) -> Handover:
    """Make a list and give it its number, or refuse it whole where one item can't be handed over."""
    _refuse_order(order, units)
    with uow:
        items = _items_of(order, uow, warsaw_day(now_text(at)))
        rows = _rows_of(items, order, uow)
        made_at, series = now_text(at), at.station.series
        year = rpw_year(made_at)
        serial = next_number(uow.handovers.highest_serial(series, year))
        made = Handover(
            at.ids.new(), make_number(series, year, serial), series, year, serial, at.station.point, order.unit,
            made_at, uow.actor, rows,
        )  # fmt: skip
        uow.handovers.add(made)
        listed = [{"document_uid": row.document_uid, "what": row.what.value} for row in rows]
        uow.audit.append(made_at, uow.actor, "handover", _subject(made), {"unit": made.unit, "rows": listed})
        uow.commit()
    return made


def note_discrepancy(number: str, document_uid: str, reason: str, uow: UnitOfWork, at: Workplace) -> Handover:
    """Note that a position doesn't agree; the list stays open until it is settled."""
    uid, why = with_hyphens(document_uid), _said(reason, "reason", "Napisz, co się nie zgadza.")
    with uow:
        found = Discrepancy(why, now_text(at), uow.actor)
        after = noted(_existing(number, uow), uid, found)
        uow.handovers.save(after)
        _audit(uow, at, "handover_discrepancy", after, document_uid=uid, reason=why)
        uow.commit()
    return after


def settle_discrepancy(
    number: str, document_uid: str, how: str, uow: UnitOfWork, at: Workplace, kept: bool = False
) -> Handover:
    """Settle a discrepancy; `kept`: the item stayed at the registry and may go on another list."""
    uid, what = with_hyphens(document_uid), _said(how, "how", "Napisz, jak wyjaśniono niezgodność.")
    with uow:
        after = settled(_existing(number, uow), uid, what, now_text(at), uow.actor, kept)
        uow.handovers.save(after)
        _audit(uow, at, "handover_settled", after, document_uid=uid, how=what, kept=kept)
        uow.commit()
    return after


def receive_handover(number: str, by: str, uow: UnitOfWork, at: Workplace) -> Handover:
    """Write down who signed for the list; noted discrepancies stay open."""
    name = _said(by, "by", "Podaj imię i nazwisko osoby, która odebrała listę.")
    with uow:
        after = received(_existing(number, uow), name, now_text(at), uow.actor)
        uow.handovers.save(after)
        _audit(uow, at, "handover_received", after, received_by=name)
        uow.commit()
    return after


def unknown_handover(number: str) -> NotFound:
    """There is no list of this number here."""
    return NotFound(
        "handover_unknown", "Na tym stanowisku nie ma takiej listy przekazania.",
        "Listy pokazuje: kancelaria handover list", number,
    )  # fmt: skip


def _refuse_order(order: HandoverOrder, units: Sequence[str]) -> None:
    if order.unit not in units:
        raise NotFound(
            "unit_unknown", "Nie ma takiej komórki.", f"Komórki urzędu: {', '.join(units) or 'jeszcze żadnej'}.",
            order.unit,
        )  # fmt: skip
    if bool(order.uids) == order.waiting:
        raise InvalidInput(
            "handover_nothing", "Podaj identyfikatory pism albo --waiting, nie jedno i drugie.",
            "--waiting zbiera wszystko, co czeka na przekazanie komórce.",
        )  # fmt: skip
    if len(order.uids) > MOST_ROWS:
        raise InvalidInput(
            "handover_long", f"Na jednej liście mieści się {MOST_ROWS} pism.", "Podziel je na kilka list."
        )
    uids = [with_hyphens(uid) for uid in order.uids]
    if twice := next((uid for uid in uids if uids.count(uid) > 1), None):
        raise InvalidInput("handover_twice", "To pismo podano dwa razy.", "Zostaw je raz.", twice)


def _items_of(order: HandoverOrder, uow: UnitOfWork, day: str) -> list[IncomingItem]:
    if not order.waiting:
        return [existing(uid, uow) for uid in order.uids]
    rules = uow.paper_store.modes()
    found = uow.handovers.waiting(order.unit, order.since, MOST_ROWS)
    # what is handled electronically and scanned whole goes to the store, not to the unit
    waiting = [item for item in found if not belongs_in_store(item, rules, day)]
    if not waiting:
        raise StateForbids(
            "nothing_waits", "Nic nie czeka na przekazanie tej komórce.",
            "Najpierw zadekretuj pisma na tę komórkę albo podaj ich identyfikatory.", order.unit,
        )  # fmt: skip
    return waiting


def _rows_of(items: Sequence[IncomingItem], order: HandoverOrder, uow: UnitOfWork) -> tuple[HandoverRow, ...]:
    amounts = {with_hyphens(uid): words.strip() for uid, words in order.amounts.items()}
    remarks = {with_hyphens(uid): words.strip() for uid, words in order.remarks.items()}
    if strange := sorted({*amounts, *remarks} - {item.document_uid for item in items}):
        raise InvalidInput(
            "handover_not_listed", "Podano objętość albo uwagę do pisma spoza listy.",
            "Dodaj jego identyfikator do polecenia albo usuń jego objętość i uwagę.", strange[0],
        )  # fmt: skip
    rows = []
    for ordinal, item in enumerate(items, start=1):
        lies_on = uow.handovers.open_list_of(item.id)
        if lies_on is not None:
            raise StateForbids(
                "on_open_handover", f"To pismo jest już na otwartej liście {lies_on}.",
                f"Zapisz jej odbiór albo wyjaśnij niezgodność: kancelaria handover show {lies_on}", item.document_uid,
            )  # fmt: skip
        what = handed_of(item, order.what)
        uid = item.document_uid
        amount = amounts.get(uid) or amount_of(item, what)
        rows.append(HandoverRow(ordinal, item.id, uid, what, amount, remarks.get(uid, "")))
    return tuple(rows)


def _existing(number: str, uow: UnitOfWork) -> Handover:
    readable = parse_number(number)
    found = uow.handovers.get(readable)
    if found is None:
        raise unknown_handover(readable)
    return found


def _said(text: str, field_name: str, message: str) -> str:
    if not text.strip():
        raise InvalidInput("text_missing", message, subject=field_name)
    return text.strip()


def _subject(handover: Handover) -> tuple[str, str]:
    return ("handover", handover.number)


def _audit(uow: UnitOfWork, at: Workplace, action: str, handover: Handover, **values: str | bool) -> None:
    uow.audit.append(now_text(at), uow.actor, action, _subject(handover), values)


def handover_json(handover: Handover) -> dict[str, object]:
    """A list as scripts see it."""
    facts: dict[str, object] = {
        name: getattr(handover, name)
        for name in ("number", "point", "unit", "made_at", "made_by", "received_by", "received_at", "noted_by")
    }
    rows = []
    for row in handover.rows:
        shown = asdict(row)
        shown.pop("item_id")
        rows.append(shown)
    totals = {kind.value: count for kind, count in handover.totals.items()}
    return facts | {"open": handover.is_open, "totals": totals, "rows": rows}
