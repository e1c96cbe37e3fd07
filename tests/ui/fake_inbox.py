"""An inbox in memory for the windows: as many letters as wanted, people and units, matters, and what waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kancelaria.domain.errors import StateForbids
from kancelaria.domain.identifiers import make_document_uid
from kancelaria.domain.incoming import IncomingItem, ItemState, Page, Sender
from tests.ui.fake_station import FakeStation, _drawn
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.shell.commands import CommandList
from ui.desktop.shell.status_line import StatusLine
from ui.desktop.shell.who import Who
from ui.operations.facts import HistoryLine, ItemDetails, PageImage
from ui.operations.routing_facts import (
    AssignedCounts,
    AssignedFilter,
    AssignedLetter,
    AssignedLook,
    AssignedRow,
    Receiver,
    RoutingBefore,
    RoutingChoices,
    RoutingForm,
    RoutingLine,
    Settling,
    TaskLine,
    WaitingLook,
)
from ui.operations.routing_ports import Inbox


class SmallFrame(QWidget):
    """What a place asks of the window, without the other places."""

    def __init__(self, fake: FakeStation, inbox: Inbox, jobs: JobRunner) -> None:
        super().__init__()
        self.station = replace(fake.station(), inbox=inbox)
        self.jobs, self.commands, self.who = jobs, CommandList(self), Who(self)
        self.status = StatusLine(self)
        self.failures: list[Exception] = []
        self.opened: list[str] = []
        self.column = QVBoxLayout(self)
        self.column.addWidget(self.status, 0, Qt.AlignmentFlag.AlignBottom)

    def put(self, place: QWidget) -> None:
        """Show a place above the status line."""
        self.column.insertWidget(0, place, 1)

    def show_failure(self, error: Exception) -> None:
        self.failures.append(error)

    def open_item(self, document_uid: str) -> None:
        self.opened.append(document_uid)

    def on_saving(self, save: Callable[[], None]) -> None: ...
    def print_file(self, kind: str, make: Callable[[], Path], of: str = "") -> None: ...
    def open_anew(self) -> None: ...


SENDERS = (
    "Sąd Rejonowy w Zmyślinie", "Wspólnota Mieszkaniowa Próbna 7", "Jadwiga Wymyślona",
    "Zakład Robót Pozornych sp. z o.o.", "Ambroży Nieistniejący",
)  # fmt: skip
TITLES = (
    "Ustalenie warunków zabudowy dla działki 12/3", "Odwołanie od decyzji w sprawie podatku",
    "Wniosek o wycinkę drzewa", "Zajęcie pasa drogowego na czas robót", "Skarga na hałas",
)  # fmt: skip


def row(number: int, **known: object) -> AssignedRow:
    """A letter assigned by its number."""
    made = AssignedRow(
        item_id=f"item-{number:05d}",
        document_uid=make_document_uid("K1A", 2026, number),
        subject=f"assignment-{number:05d}",
        sender=SENDERS[number % 5],
        title=TITLES[number % 5],
        role="lead",
        to_unit=None,
        issuer="Bogna Zięba",
        issued_at="2026-11-20T08:14:05Z",
        disposition="proszę o odpowiedź",
        due_on=None,
        overdue=False,
        urgent=False,
        seen=True,
    )
    return replace(made, **known)  # type: ignore[arg-type]


@dataclass
class FakeAssigned:
    """Rows as they stand; `change` tells of changes as sync does."""

    folder: Path
    all: list[AssignedRow] = field(default_factory=list)
    coming: set[str] = field(default_factory=set)
    opened: list[str] = field(default_factory=list)
    listeners: list[Callable[[frozenset[str]], None]] = field(default_factory=list)

    def look(self, which: AssignedFilter, top: str | None, current: str | None, limit: int) -> AssignedLook:
        found = self._matching(which)
        places = {each.item_id: number for number, each in enumerate(found) if each.item_id in (top, current)}
        offset = max(0, places.get(top or "", 0) - 50)
        parts = [len(self._matching(AssignedFilter(part))) for part in ("all", "new", "overdue", "unit")]
        counts = AssignedCounts(parts[0], parts[1], parts[2], 0, parts[3])
        return AssignedLook(len(found), counts, offset, tuple(found[offset : offset + limit]), places)

    def rows(self, which: AssignedFilter, offset: int, limit: int) -> Sequence[AssignedRow]:
        return self._matching(which)[offset : offset + limit]

    def open(self, opened: AssignedRow) -> AssignedLetter:
        self.opened.append(opened.item_id)
        self.all = [replace(each, seen=True) if each.item_id == opened.item_id else each for each in self.all]
        coming = opened.item_id in self.coming
        path = None if coming else _drawn(self.folder, 1, 1)[0]
        item = IncomingItem(
            id=opened.item_id, document_uid=opened.document_uid, rpw_number=17, rpw_year=2026,
            registered_at="2026-11-20T08:14:05Z", received_on="2026-11-20", title=opened.title,
            sender=Sender(organisation=opened.sender, town="Zmyślin"), no_date=True, no_reference=True,
            state=ItemState.ASSIGNED, pages=(Page(1, 1240, 1754, 150, "0" * 64),),
        )  # fmt: skip
        line = RoutingLine(
            "2026-11-20T08:20:00Z", opened.issuer, "AB Wydział Architektury", "lead", opened.due_on, opened.disposition
        )
        history = (
            HistoryLine("2026-11-20T08:14:05Z", "M. Próbna", "zarejestrowano"),
            HistoryLine(line.at, line.issuer, "zadekretowano: AB Wydział Architektury – prowadzi"),
        )
        details = ItemDetails(item, (PageImage(1, path, path, path, 1240, 1754),), history)
        return AssignedLetter(details, (line,), coming)

    def subscribe(self, callback: Callable[[frozenset[str]], None]) -> None:
        self.listeners.append(callback)

    def change(self, *ids: str) -> None:
        for listener in self.listeners:
            listener(frozenset(ids))

    def _matching(self, which: AssignedFilter) -> list[AssignedRow]:
        wanted: dict[str, Callable[[AssignedRow], bool]] = {
            "all": lambda each: True,
            "new": lambda each: not each.seen,
            "overdue": lambda each: each.overdue,
            "unit": lambda each: each.to_unit is not None,
        }
        holds = wanted[which.part]
        return [
            each
            for each in self.all
            if (holds(each) or each.item_id == which.kept)
            and which.text.casefold() in f"{each.sender} {each.title}".casefold()
        ]


CHOICES = RoutingChoices(
    (
        Receiver("AB", "AB Wydział Architektury i Budownictwa", False, ("AB", "Wydział Architektury i Budownictwa")),
        Receiver("GK", "GK Wydział Gospodarki Komunalnej", False, ("GK", "Wydział Gospodarki Komunalnej")),
        Receiver("o.lis", "Oliwia Liścińska, AB", True, ("Liścińska", "Oliwia", "o.lis", "AB")),
        Receiver("ł.kos", "Łucjan Kosowski, GK", True, ("Kosowski", "Łucjan", "ł.kos", "GK")),
    ),
    ("proszę załatwić", "proszę o odpowiedź", "według właściwości"),
)


@dataclass
class FakeRouting:
    """Remembers what was asked."""

    assigned: list[tuple[str, RoutingForm]] = field(default_factory=list)
    returned: list[tuple[str, str]] = field(default_factory=list)
    superior: RoutingLine | None = None
    fail_with: Exception | None = None

    def choices(self) -> RoutingChoices:
        return CHOICES

    def before(self, document_uid: str) -> RoutingBefore:
        return RoutingBefore(document_uid, "Sąd Rejonowy · Warunki zabudowy", self.superior, self.superior)

    def assign(self, document_uid: str, form: RoutingForm) -> None:
        if self.fail_with is not None:
            raise self.fail_with
        self.assigned.append((document_uid, form))

    def give_back(self, document_uid: str, reason: str) -> None:
        if self.fail_with is not None:
            raise self.fail_with
        self.returned.append((document_uid, reason))


@dataclass
class FakeTasks:
    """Matters in memory."""

    lines: list[TaskLine] = field(default_factory=list)
    settled: list[tuple[str, Settling]] = field(default_factory=list)
    refuse: bool = False

    def open(self) -> list[TaskLine]:
        return list(self.lines)

    def settle(self, task_id: str, choice: Settling) -> None:
        if self.refuse:
            raise StateForbids("theirs_not_here", "Zmiana drugiej osoby jeszcze tu nie dotarła.", "Spróbuj za chwilę.")
        self.settled.append((task_id, choice))
        self.lines = [line for line in self.lines if line.id != task_id]


@dataclass
class FakeWaits:
    """What waits, as told."""

    now: WaitingLook = field(default_factory=WaitingLook)
    tries: int = 0

    def look(self) -> WaitingLook:
        return self.now

    def try_now(self) -> None:
        self.tries += 1


@dataclass
class FakeInbox:
    """The four together."""

    folder: Path

    def __post_init__(self) -> None:
        self.assigned = FakeAssigned(self.folder)
        self.routing, self.tasks, self.waits = FakeRouting(), FakeTasks(), FakeWaits()

    def inbox(self) -> Inbox:
        """As the window gets it."""
        return Inbox(self.assigned, self.routing, self.tasks, self.waits)
