"""The stores: modes of handling, boxes, paper put in order, loans, withdrawals and transfer lists.

Each is one transaction with its audit entry. The stores are where the paper lies, so their records stay at the station.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from kancelaria.domain.chronological_store import (
    SET_WORDS,
    Box,
    Handling,
    Loan,
    ModeRule,
    StoredPaper,
    StoreSet,
    Withdrawal,
    WithdrawalReason,
    checked_text,
    order_of,
    refuse_place,
    refuse_unstorable,
)
from kancelaria.domain.errors import InvalidInput, NotFound, StateForbids
from kancelaria.domain.identifiers import with_hyphens
from kancelaria.domain.numbering import next_number, warsaw_day
from kancelaria.domain.partial_date import parse_day
from kancelaria.services.amend import existing
from kancelaria.services.journal import now_text
from kancelaria.services.ports import UnitOfWork, Workplace


@dataclass(frozen=True)
class TransferList:
    """Boxes handed to the records archive together; `number` is consecutive in a year: `1/2026`."""

    id: str
    number: str
    year: int
    serial: int
    made_at: str
    made_by: str
    boxes: tuple[str, ...]


@dataclass(frozen=True)
class BoxLook:
    """A box with how many papers lie in it, how many are lent out, and its first and last identifier."""

    box: Box
    papers: int
    out: int
    first: str
    last: str


class StoreBook(Protocol):
    """What a unit of work writes of the stores."""

    def modes(self) -> list[ModeRule]: ...
    def put_mode(self, rule: ModeRule, at: str, by: str) -> None: ...
    def highest_box(self, which: StoreSet, year: int) -> int | None: ...
    def box(self, name: str) -> Box | None:
        """The box of the name on its front."""
        ...

    def box_by_id(self, box_id: str) -> Box | None: ...
    def add_box(self, box: Box) -> None: ...
    def save_box(self, box: Box) -> None: ...
    def span(self, box_id: str) -> tuple[str, str] | None:
        """The first and last order in a box; None while it is empty."""
        ...

    def paper(self, item_id: str) -> StoredPaper | None:
        """An item's paper in the store, withdrawn or not; of several the last."""
        ...

    def put(self, paper: StoredPaper) -> None: ...
    def lend(self, paper: StoredPaper) -> None: ...
    def give_back(self, paper: StoredPaper) -> None: ...
    def withdraw(self, paper: StoredPaper) -> None: ...
    def lent_out(self, box_id: str) -> list[str]:
        """Identifiers of a box's papers that are out."""
        ...

    def highest_transfer(self, year: int) -> int | None: ...
    def add_transfer(self, made: TransferList) -> None: ...


def set_mode(rule: ModeRule, classes: Sequence[str], uow: UnitOfWork, at: Workplace) -> ModeRule:
    """Write down how a class, or the whole office, is handled from a day on; what was before it stays."""
    parse_day(rule.from_day, "from_day")
    if rule.records_class and rule.records_class not in classes:
        raise NotFound("class_unknown", "Nie ma takiej klasy w wykazie akt.", "Sprawdź jej symbol.", rule.records_class)
    with uow:
        uow.paper_store.put_mode(rule, now_text(at), uow.actor)
        values = {"class": rule.records_class, "handling": rule.handling.value, "from_day": rule.from_day}
        uow.audit.append(now_text(at), uow.actor, "handling_mode", ("office", at.station.institution.id), values)
        uow.commit()
    return rule


def open_box(which: StoreSet, year: int, place: str, uow: UnitOfWork, at: Workplace) -> Box:
    """A new box of a set and year, with the next number."""
    where = checked_text(place, "place", "Podaj, gdzie stoi pudło, na przykład: regał 2, półka 4.")
    with uow:
        number = next_number(uow.paper_store.highest_box(which, year))
        box = Box(at.ids.new(), number, which, year, where, now_text(at))
        uow.paper_store.add_box(box)
        _audit(uow, at, "store_box", ("box", box.name), place=where)
        uow.commit()
    return box


def close_box(name: str, uow: UnitOfWork, at: Workplace) -> Box:
    """Full: nothing more goes behind its last paper; closing it again changes nothing."""
    with uow:
        box = _box(name, uow)
        if box.closed_at is not None:
            return box
        closed = replace(box, closed_at=now_text(at))
        uow.paper_store.save_box(closed)
        _audit(uow, at, "store_box_closed", ("box", box.name))
        uow.commit()
    return closed


def place_papers(uids: Sequence[str], name: str, uow: UnitOfWork, at: Workplace) -> list[StoredPaper]:
    """Put the paper of items into a box, all or none. What lies there already stays as it is."""
    if not uids:
        raise InvalidInput("store_nothing", "Nie podano, które pisma odłożyć.", "Podaj ich identyfikatory.")
    with uow:
        box, moment, rules = _box(name, uow), now_text(at), uow.paper_store.modes()
        placed = []
        for uid in dict.fromkeys(with_hyphens(uid) for uid in uids):
            item = existing(uid, uow)
            lies = uow.paper_store.paper(item.id)
            if lies is not None and lies.withdrawal is None:
                _refuse_elsewhere(lies, box, uow)
                placed.append(lies)
                continue
            refuse_unstorable(item, box, rules, warsaw_day(moment))
            order = order_of(item)
            refuse_place(box, order, uow.paper_store.span(box.id))
            paper = StoredPaper(item.id, uid, box.id, order, moment, uow.actor)
            uow.paper_store.put(paper)
            _audit(uow, at, "store_put", ("item", item.id), box=box.name)
            placed.append(paper)
        uow.commit()
    return placed


def lend_paper(document_uid: str, borrower: str, due_on: str, uow: UnitOfWork, at: Workplace) -> StoredPaper:
    """Lend an item's paper out until a day; an out-card is printed for its place."""
    who = checked_text(borrower, "borrower", "Podaj, komu wypożyczono pismo.")
    parse_day(due_on, "due_on")
    with uow:
        moment, paper = now_text(at), _paper(document_uid, uow)
        if due_on < warsaw_day(moment):
            raise InvalidInput(
                "due_past", "Termin zwrotu już minął.", "Podaj dzień dzisiejszy albo późniejszy.", due_on
            )
        if paper.is_out and paper.loan is not None:
            raise StateForbids(
                "lent_already", f"To pismo jest wypożyczone: {paper.loan.borrower}.",
                f"Najpierw zapisz zwrot: kancelaria store back {paper.document_uid}", paper.document_uid,
            )  # fmt: skip
        lent = replace(paper, loan=Loan(at.ids.new(), who, due_on, moment, uow.actor))
        uow.paper_store.lend(lent)
        _audit(uow, at, "store_lent", ("item", paper.item_id), due_on=due_on, borrower=who)
        uow.commit()
    return lent


def take_back(document_uid: str, uow: UnitOfWork, at: Workplace) -> StoredPaper:
    """A lent paper is in its place again."""
    with uow:
        paper = _paper(document_uid, uow)
        if not paper.is_out or paper.loan is None:
            raise StateForbids("not_lent", "To pismo nie jest wypożyczone.", "", paper.document_uid)
        back = replace(paper, loan=replace(paper.loan, returned_at=now_text(at), returned_by=uow.actor))
        uow.paper_store.give_back(back)
        _audit(uow, at, "store_returned", ("item", paper.item_id))
        uow.commit()
    return back


def withdraw_paper(
    document_uid: str, reason: WithdrawalReason, basis: str, uow: UnitOfWork, at: Workplace
) -> StoredPaper:
    """Take an item's paper out of the store for good, for one of the three reasons there are."""
    why = checked_text(basis, "basis", "Podaj podstawę: znak sprawy, pismo przewodnie albo komu odesłano.")
    with uow:
        paper = _paper(document_uid, uow)
        if paper.is_out:
            raise StateForbids(
                "lent_already", "To pismo jest wypożyczone.",
                f"Najpierw zapisz zwrot: kancelaria store back {paper.document_uid}", paper.document_uid,
            )  # fmt: skip
        gone = replace(paper, withdrawal=Withdrawal(reason, why, now_text(at), uow.actor))
        uow.paper_store.withdraw(gone)
        _audit(uow, at, "store_withdrawn", ("item", paper.item_id), reason=reason.value, basis=why)
        uow.commit()
    return gone


def transfer_boxes(names: Sequence[str], uow: UnitOfWork, at: Workplace) -> TransferList:
    """Hand closed boxes to the records archive on one numbered list; refused while something of them is lent out."""
    if not names:
        raise InvalidInput("transfer_nothing", "Nie podano pudeł.", "Podaj ich oznaczenia, na przykład P/2026/1.")
    with uow:
        boxes = [_box(name, uow) for name in dict.fromkeys(names)]
        for box in boxes:
            _refuse_untransferable(box, uow)
        moment = now_text(at)
        year = int(warsaw_day(moment)[:4])
        serial = next_number(uow.paper_store.highest_transfer(year))
        number = f"{serial}/{year}"
        made = TransferList(
            at.ids.new(), number, year, serial, moment, uow.actor, tuple(box.name for box in boxes)
        )  # fmt: skip
        uow.paper_store.add_transfer(made)
        for box in boxes:
            uow.paper_store.save_box(replace(box, transferred=number))
        _audit(uow, at, "store_transfer", ("transfer", number), boxes=", ".join(made.boxes))
        uow.commit()
    return made


def unknown_box(name: str) -> NotFound:
    """There is no box of this name here."""
    return NotFound("box_unknown", "Nie ma takiego pudła.", "Pudła pokazuje: kancelaria store boxes", name)


def _box(name: str, uow: UnitOfWork) -> Box:
    found = uow.paper_store.box(name.strip().upper())
    if found is None:
        raise unknown_box(name)
    return found


def _paper(document_uid: str, uow: UnitOfWork) -> StoredPaper:
    item = existing(with_hyphens(document_uid), uow)
    paper = uow.paper_store.paper(item.id)
    if paper is None or paper.withdrawal is not None:
        raise NotFound(
            "not_in_store",
            "Papieru tego pisma nie ma w składzie.",
            "Odłóż go: kancelaria store put.",
            item.document_uid,
        )
    box = uow.paper_store.box_by_id(paper.box_id)
    if box is not None and box.transferred is not None:
        raise StateForbids(
            "box_transferred", f"Pudło {box.name} przekazano na liście {box.transferred}.",
            "O papier zapytaj archiwum zakładowe.", item.document_uid,
        )  # fmt: skip
    return paper


def _refuse_elsewhere(paper: StoredPaper, box: Box, uow: UnitOfWork) -> None:
    if paper.box_id == box.id:
        return
    other = uow.paper_store.box_by_id(paper.box_id)
    raise StateForbids(
        "stored_elsewhere", f"To pismo leży w pudle {other.name if other else '?'}.", "Sprawdź, czy to nie kopia.",
        paper.document_uid,
    )  # fmt: skip


def _refuse_untransferable(box: Box, uow: UnitOfWork) -> None:
    if box.transferred is not None:
        raise StateForbids("box_transferred", f"Pudło {box.name} przekazano na liście {box.transferred}.", "", box.name)
    if box.closed_at is None:
        raise StateForbids(
            "box_open", f"Pudło {box.name} ({SET_WORDS[box.set]}) jest jeszcze otwarte.",
            f"Najpierw je zamknij: kancelaria store box close {box.name}", box.name,
        )  # fmt: skip
    if uow.paper_store.span(box.id) is None:
        raise StateForbids("box_empty", f"Pudło {box.name} jest puste.", "", box.name)
    out = uow.paper_store.lent_out(box.id)
    if out:
        raise StateForbids(
            "lent_already", f"Z pudła {box.name} wypożyczono: {', '.join(out[:3])}.", "Najpierw zapisz zwrot.", box.name
        )


def _audit(uow: UnitOfWork, at: Workplace, action: str, subject: tuple[str, str], **values: str) -> None:
    uow.audit.append(now_text(at), uow.actor, action, subject, values)


__all__ = [
    "Handling", "StoreBook", "TransferList", "close_box", "lend_paper", "open_box", "place_papers",
    "set_mode", "take_back", "transfer_boxes", "unknown_box", "withdraw_paper",
]  # fmt: skip
