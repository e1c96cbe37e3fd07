"""The stores as people work with them: boxes, what waits for a place, loans; every print is logged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from kancelaria.bootstrap import Office
from kancelaria.domain.chronological_store import (
    HANDLING_WORDS,
    SET_WORDS,
    Box,
    Handling,
    ModeRule,
    StoredPaper,
    StoreSet,
    WithdrawalReason,
    mode_of,
)
from kancelaria.domain.errors import NotFound, StateForbids
from kancelaria.domain.incoming import IncomingItem
from kancelaria.domain.numbering import instant_text, warsaw_day
from kancelaria.printing.files import PrintNotSaved
from kancelaria.printing.identifier import register_number
from kancelaria.services.access import AccessKind, log_access
from kancelaria.services.chronological_store import (
    BoxLook,
    TransferList,
    close_box,
    lend_paper,
    open_box,
    place_papers,
    set_mode,
    take_back,
    transfer_boxes,
    unknown_box,
    withdraw_paper,
)
from kancelaria.services.journal import now_text
from kancelaria.services.ports import UnitOfWork
from ui.operations.printouts import known_item, office_facts, refuse_target
from ui.operations.routing import Names

RECENT_DAYS = 92
"""Older paper was stored long ago: an office of years isn't looked through at each glance."""
MOST_WAITING = 1000


@dataclass(frozen=True)
class BoxRow:
    """A box in a list; `state`: open, closed or transferred."""

    name: str
    kind: str
    year: int
    place: str
    papers: int
    out: int
    first: str
    last: str
    state: str


@dataclass(frozen=True)
class PaperRow:
    """A paper in a box or waiting for one; `due_on` and `borrower` where it is lent out."""

    document_uid: str
    rpw: str
    received_on: str
    sender: str
    title: str
    place: int = 0
    borrower: str = ""
    due_on: str = ""
    late: bool = False
    box: str = ""


class PaperStore(Protocol):
    """What a window asks of the stores. Methods may take seconds."""

    def handling(self) -> str:
        """The office's basic mode today, in Polish."""
        ...

    def boxes(self) -> list[BoxRow]:
        """The boxes, newest first."""
        ...

    def papers(self, box: str) -> list[PaperRow]:
        """What lies in a box, in order."""
        ...

    def waiting(self) -> list[PaperRow]:
        """What belongs in the store and lies in no box, in order."""
        ...

    def loans(self) -> list[PaperRow]:
        """What is lent out, the soonest due first."""
        ...

    def new_box(self, kind: str, year: int, place: str) -> str:
        """Open a box; gives its name."""
        ...

    def close(self, box: str) -> None:
        """Close a box."""
        ...

    def put(self, uids: Sequence[str], box: str) -> None:
        """Put papers into a box, all or none."""
        ...

    def lend(self, document_uid: str, borrower: str, due_on: str) -> Path:
        """Lend a paper out; gives its out-card as a PDF."""
        ...

    def card(self, document_uid: str) -> Path:
        """The out-card of a paper that is lent out, once more."""
        ...

    def back(self, document_uid: str) -> None:
        """A lent paper is in its place again."""
        ...

    def withdraw(self, document_uid: str, reason: str, basis: str) -> None:
        """A paper leaves for good."""
        ...


class StationPaperStore:
    """The stores of this station, by whoever works here."""

    def __init__(self, office: Office, clerk: Callable[[], str], folder: Path) -> None:
        self._office, self._clerk, self._folder = office, clerk, folder

    def handling(self) -> str:
        """The office's basic mode today, in Polish."""
        return HANDLING_WORDS[mode_of(self._office.queries.handling_modes(), "", self._today())]

    def set_mode(self, handling: str, records_class: str, from_day: str | None) -> ModeRule:
        """How a class, or with "" the whole office, is handled from a day on (today's without one)."""
        office = self._office
        classes = [each.symbol for each in office.queries.records_classes()]
        rule = ModeRule(records_class, Handling(handling), from_day or self._today())
        return set_mode(rule, classes, office.uow(self._clerk()), office.workplace)

    def boxes(self) -> list[BoxRow]:
        """The boxes, newest first."""
        return [_box_row(look) for look in self._office.queries.boxes()]

    def papers(self, box: str) -> list[PaperRow]:
        """What lies in a box, in order."""
        found = self._known(box)
        lying = self._office.queries.papers_in(found.id)
        return [self._row(paper, place) for place, paper in enumerate(lying, start=1)]

    def waiting(self) -> list[PaperRow]:
        """What belongs in the store and lies in no box, in order."""
        since = instant_text(self._office.clock.now() - timedelta(days=RECENT_DAYS))
        items = self._office.queries.to_be_stored(since, self._today(), MOST_WAITING)
        return [_item_row(item) for item in items]

    def loans(self) -> list[PaperRow]:
        """What is lent out, the soonest due first."""
        names = {look.box.id: look.box.name for look in self._office.queries.boxes()}
        return [self._row(paper, 0, names.get(paper.box_id, "")) for paper in self._office.queries.lent_papers()]

    def new_box(self, kind: str, year: int, place: str) -> str:
        """Open a box; gives its name."""
        return open_box(StoreSet(kind), year, place, self._uow(), self._office.workplace).name

    def close(self, box: str) -> None:
        """Close a box."""
        close_box(box, self._uow(), self._office.workplace)

    def put(self, uids: Sequence[str], box: str) -> None:
        """Put papers into a box, all or none."""
        place_papers(uids, box, self._uow(), self._office.workplace)

    def lend(self, document_uid: str, borrower: str, due_on: str, target: Path | None = None) -> Path:
        """Lend a paper out; gives its out-card as a PDF."""
        if target is not None:
            refuse_target(target)
        lent = lend_paper(document_uid, borrower, due_on, self._uow(), self._office.workplace)
        uid = lent.document_uid
        try:
            return self.card(uid, target)
        except PrintNotSaved as error:
            told, hint = "Pismo jest wypożyczone, ale karta zastępcza się nie zapisała.", f"kancelaria store card {uid}"
            raise PrintNotSaved(error.code, told, f"Wydrukuj ją: Alt+K albo {hint} -o karta.pdf", uid) from error

    def card(self, document_uid: str, target: Path | None = None) -> Path:
        """The out-card of a paper that is lent out, also once more."""
        from kancelaria.printing.paper_store import OutCardData, write_out_card

        office, item = self._office, known_item(self._office, document_uid)
        paper, names = office.queries.stored_paper(item.id), Names(office)
        if paper is None or paper.loan is None or not paper.is_out:
            raise StateForbids("not_lent", "To pismo nie jest wypożyczone.", "", document_uid)
        box = next(look.box for look in office.queries.boxes() if look.box.id == paper.box_id)
        self._folder.mkdir(parents=True, exist_ok=True)
        if target is not None:
            refuse_target(target)
        path = target or self._folder / f"karta-{item.document_uid}.pdf"
        data = OutCardData(
            office_facts(office), item.document_uid, register_number(item.rpw_number, item.rpw_year), item.title,
            box.name, box.place, paper.loan.borrower, paper.loan.lent_at, paper.loan.due_on,
            names.person(paper.loan.lent_by),
        )  # fmt: skip
        write_out_card(data, path)
        log_access(AccessKind.PRINT, [item.document_uid], "out_card", self._uow(), office.workplace)
        return path

    def back(self, document_uid: str) -> None:
        """A lent paper is in its place again."""
        take_back(document_uid, self._uow(), self._office.workplace)

    def withdraw(self, document_uid: str, reason: str, basis: str) -> None:
        """A paper leaves for good."""
        withdraw_paper(document_uid, WithdrawalReason(reason), basis, self._uow(), self._office.workplace)

    def transfer(self, boxes: Sequence[str], target: Path) -> TransferList:
        """Hand closed boxes to the records archive; a list that couldn't be printed is there all the same."""
        refuse_target(target)
        made = transfer_boxes(boxes, self._uow(), self._office.workplace)
        try:
            self.print_transfer(made.number, target)
        except PrintNotSaved as error:
            told, hint = f"Spis {made.number} powstał, ale wydruk się nie zapisał.", "kancelaria store transfer-list"
            raise PrintNotSaved(
                error.code, told, f"Wydrukuj go: {hint} {made.number} -o spis.pdf", made.number
            ) from error
        return made

    def print_transfer(self, number: str, target: Path) -> TransferList:
        """A transfer list as a PDF, also once more."""
        from kancelaria.printing.paper_store import TransferData, TransferRow, write_transfer_list

        refuse_target(target)
        office = self._office
        made = office.queries.store_transfer(number.strip())
        if made is None:
            raise NotFound("transfer_unknown", "Nie ma takiego spisu.", "Numer spisu to na przykład 1/2026.", number)
        looks = {look.box.name: look for look in office.queries.boxes()}
        listed = [looks[name] for name in made.boxes]
        rows = [TransferRow(look.box, look.first, look.last, look.papers) for look in listed]
        by = Names(office).person(made.made_by)
        write_transfer_list(TransferData(office_facts(office), made.number, made.made_at, by, tuple(rows)), target)
        log_access(AccessKind.PRINT, [made.number, *made.boxes], "transfer_list", self._uow(), office.workplace)
        return made

    def _row(self, paper: StoredPaper, place: int, box: str = "") -> PaperRow:
        loan, item = paper.loan if paper.is_out else None, self._office.queries.item_by_id(paper.item_id)
        due = loan.due_on if loan else ""
        known = _item_row(item) if item is not None else PaperRow(paper.document_uid, "", "", "", "pozycja zastrzeżona")
        return PaperRow(
            paper.document_uid, known.rpw, known.received_on, known.sender, known.title, place,
            loan.borrower if loan else "", due, bool(due) and due < self._today(), box,
        )  # fmt: skip

    def _known(self, name: str) -> Box:
        found = self._office.queries.store_box(name.strip().upper())
        if found is None:
            raise unknown_box(name)
        return found

    def _uow(self) -> UnitOfWork:
        return self._office.uow(self._clerk())

    def _today(self) -> str:
        return warsaw_day(now_text(self._office.workplace))


def _box_row(look: BoxLook) -> BoxRow:
    box = look.box
    state = "transferred" if box.transferred else "closed" if box.closed_at else "open"
    return BoxRow(
        box.name, SET_WORDS[box.set], box.year, box.place, look.papers, look.out, look.first, look.last, state
    )  # fmt: skip


def _item_row(item: IncomingItem) -> PaperRow:
    return PaperRow(
        item.document_uid, register_number(item.rpw_number, item.rpw_year), item.received_on,
        item.sender.display_name, item.title,
    )  # fmt: skip
