"""The register as a windowed model: a million rows cost nothing until they are looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont

from kancelaria.domain.incoming import ItemState
from kancelaria.domain.item_state import state_word
from ui.desktop import said, theme
from ui.desktop.jobs.job import Job
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.ports import Register, RegisterFilter, RegisterRow

WINDOW = 100
KEPT_WINDOWS = 60
MOST_AGAIN = 20
"""So many windows are read again at a place at most."""
UID_ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Column:
    """A column: the row's field to sort by, its heading, its usual width, and how a row is shown in it."""

    name: str
    heading: str
    width: int
    show: Callable[[RegisterRow], str]
    full: Callable[[RegisterRow], str] | None = None


def _number(row: RegisterRow) -> str:
    return f"{row.rpw_number}/{row.rpw_year}" if row.rpw_number else "nada centrala"


STATES = {state: state_word(state) for state in ItemState}

COLUMNS = (
    Column("rpw_number", "RPW", 106, _number),
    Column("document_uid", "Identyfikator", 146, lambda row: row.document_uid),
    Column(
        "received_on",
        "Wpłynęło",
        102,
        lambda row: said.day(row.received_on),
        lambda row: said.day_full(row.received_on),
    ),
    Column("sender", "Nadawca", 190, lambda row: row.sender or "brak nadawcy"),
    Column("title", "Dotyczy", 190, lambda row: row.title or "brak tytułu"),
    Column("sender_reference", "Znak", 112, lambda row: row.sender_reference or "brak"),
    Column(
        "letter_date",
        "Data pisma",
        102,
        lambda row: said.day(row.letter_date) if row.letter_date else "brak",
        lambda row: said.day_full(row.letter_date or ""),
    ),
    Column(
        "attachment_count", "Zał.", 46, lambda row: "" if row.attachment_count is None else str(row.attachment_count)
    ),
    Column(
        "state",
        "Stan",
        128,
        lambda row: STATES[ItemState(row.state)],
        lambda row: STATES[ItemState(row.state)] + (f": {row.void_reason}" if row.void_reason else ""),
    ),
    Column(
        "registered_at",
        "Rejestracja",
        116,
        lambda row: said.instant(row.registered_at),
        lambda row: said.instant_full(row.registered_at),
    ),
)
PLACEHOLDER = "…"


@dataclass(frozen=True)
class ReadAgain:
    """How many rows match now, and the windows around what a person looks at."""

    count: int
    windows: dict[int, Sequence[RegisterRow]]


class RegisterModel(QAbstractTableModel):
    """Rows come by windows of 100 from the db lane; those not here yet show a placeholder."""

    loaded = Signal(int)
    """So many rows match."""
    renewed = Signal(int)
    """News were taken in; so many rows match now."""
    failed = Signal(object)

    def __init__(self, register: Register, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._register, self._jobs = register, jobs
        self._filter = RegisterFilter()
        self._order, self._descending = "registered_at", True
        self._count = 0
        self._generation = 0
        self._edition = 0
        self._windows: OrderedDict[int, Sequence[RegisterRow]] = OrderedDict()
        self._asked: dict[int, Job] = {}

    @property
    def filter(self) -> RegisterFilter:
        """Which rows are shown."""
        return self._filter

    @property
    def order(self) -> tuple[str, bool]:
        """The column it is sorted by, and whether downwards."""
        return self._order, self._descending

    def show_filter(self, wanted: RegisterFilter) -> None:
        """Show other rows."""
        self._filter = wanted
        self.reload()

    def reload(self) -> None:
        """Count and read anew; what is on screen stays until the answer comes."""
        self._generation += 1
        generation, wanted, order, down = self._generation, self._filter, self._order, self._descending
        self._forget_asked()

        def read(_job: Job) -> tuple[int, Sequence[RegisterRow]]:
            return self._register.count(wanted), self._register.rows(wanted, order, down, 0, WINDOW)

        self._jobs.submit(
            "db",
            read,
            lambda answer: self._on_counted(generation, *answer),
            self.failed.emit,
            label="Czytanie rejestru",
            owner=self,
            urgent=True,
        )

    def read_again(self, near: Sequence[int], then: Callable[[ReadAgain | None], None]) -> None:
        """Read the same rows quietly, around rows `near`; None where that failed or other rows are wanted by then."""
        generation, wanted, order, down, before = (
            self._generation, self._filter, self._order, self._descending, self._count,
        )  # fmt: skip

        def read(_job: Job) -> ReadAgain:
            count, windows = self._register.count(wanted), dict[int, Sequence[RegisterRow]]()
            for row in near:
                last = max(0, count - 1) // WINDOW
                first = max(0, min(row // WINDOW, last) - 1)
                until = min((row + max(0, count - before)) // WINDOW + 1, last, first + MOST_AGAIN)
                for window in set(range(first, until + 1)) - windows.keys():
                    windows[window] = self._register.rows(wanted, order, down, window * WINDOW, WINDOW)
            return ReadAgain(count, windows)

        def failed(error: Exception) -> None:
            then(None)
            self.failed.emit(error)

        self._jobs.submit(
            "db",
            read,
            lambda answer: then(answer if generation == self._generation else None),
            failed,
            label="Czytanie rejestru",
            owner=self,
        )

    def take(self, read: ReadAgain) -> bool:
        """Take in what was read again; False where no row that was here has changed."""
        self._edition += 1
        self._forget_asked()
        known = self._windows
        same = read.count == self._count and all(known.get(n, rows) == rows for n, rows in read.windows.items())
        if not same:
            self.beginResetModel()
        self._windows.clear()
        self._windows.update(read.windows)
        self._count = read.count
        if not same:
            self.endResetModel()
            self.renewed.emit(read.count)
        elif self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, len(COLUMNS) - 1))
        return not same

    def key_of(self, row: int) -> str:
        """What a row is known by however the list moves; empty while it isn't here."""
        rows = self._windows.get(row // WINDOW, ())
        return _key(rows[row % WINDOW]) if row % WINDOW < len(rows) else ""

    def place_of(self, key: str) -> int | None:
        """Where a row stands, if it is here."""
        for window, rows in self._windows.items():
            for place, row in enumerate(rows):
                if _key(row) == key:
                    return window * WINDOW + place
        return None

    def forget(self) -> None:
        """Hold no rows until `reload`; what is being read isn't wanted any more."""
        self._generation += 1
        self.beginResetModel()
        self._forget_asked()
        self._windows.clear()
        self._count = 0
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, in the register itself."""
        if 0 <= column < len(COLUMNS):
            name, down = COLUMNS[column].name, order == Qt.SortOrder.DescendingOrder
            if (name, down) != (self._order, self._descending):
                self._order, self._descending = name, down
                self.reload()

    def row_at(self, row: int) -> RegisterRow | None:
        """A row if it is here; asks for it otherwise."""
        window, place = divmod(row, WINDOW)
        rows = self._windows.get(window)
        if rows is None:
            self._ask(window)
            return None
        self._windows.move_to_end(window)
        return rows[place] if place < len(rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """So many rows match."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """The register's columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Headings."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].heading
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a row shows, how, and its identifier."""
        if not index.isValid() or index.row() >= self._count:
            return None
        row, column = self.row_at(index.row()), COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _shown(row, column) if row else PLACEHOLDER
        if row is None:
            return None
        if role == UID_ROLE:
            return "" if row.restricted else row.document_uid
        if role == Qt.ItemDataRole.ToolTipRole:
            return _restricted(row, column, said.day_full) if row.restricted else (column.full or column.show)(row)
        if role == Qt.ItemDataRole.FontRole:
            return _font(row, column)
        if role == Qt.ItemDataRole.ForegroundRole and (row.restricted or row.state == ItemState.VOIDED):
            return theme.current().color("muted")
        return None

    def _ask(self, window: int) -> None:
        if window in self._asked:
            return
        edition, wanted, order, down = self._edition, self._filter, self._order, self._descending
        generation = self._generation
        for far in [w for w in self._asked if abs(w - window) > 3]:
            self._asked.pop(far).cancel()
        self._asked[window] = self._jobs.submit(
            "db",
            lambda _job: self._register.rows(wanted, order, down, window * WINDOW, WINDOW),
            lambda rows: self._on_window_read(generation, edition, window, rows),
            self.failed.emit,
            owner=self,
            urgent=True,
        )

    def _forget_asked(self) -> None:
        for job in self._asked.values():
            job.cancel()
        self._asked.clear()

    def _on_counted(self, generation: int, count: int, first: Sequence[RegisterRow]) -> None:
        if generation != self._generation:
            return
        self.beginResetModel()
        self._forget_asked()
        self._windows.clear()
        self._windows[0] = first
        self._count = count
        self.endResetModel()
        self.loaded.emit(count)

    def _on_window_read(self, generation: int, edition: int, window: int, rows: Sequence[RegisterRow]) -> None:
        if (generation, edition) != (self._generation, self._edition):
            return
        self._asked.pop(window, None)
        self._windows[window] = rows
        while len(self._windows) > KEPT_WINDOWS:
            self._windows.popitem(last=False)
        last = min((window + 1) * WINDOW, self._count) - 1
        if last >= window * WINDOW:
            self.dataChanged.emit(self.index(window * WINDOW, 0), self.index(last, len(COLUMNS) - 1))


def _key(row: RegisterRow) -> str:
    return row.document_uid or _number(row)


def _shown(row: RegisterRow, column: Column) -> str:
    return _restricted(row, column, said.day) if row.restricted else column.show(row)


def _restricted(row: RegisterRow, column: Column, day: Callable[[str], str]) -> str:
    """Of an item its reader may not see: number, day and that it is there."""
    told = {"rpw_number": _number(row), "title": row.title, "registered_at": day(row.registered_at)}
    return told.get(column.name, "")


def _font(row: RegisterRow, column: Column) -> QFont:
    fixed = column.name == "document_uid"
    return _made_font(fixed, row.state == ItemState.TO_VERIFY and not fixed, row.state == ItemState.VOIDED)


@cache
def _made_font(fixed: bool, bold: bool, struck: bool) -> QFont:
    font = theme.mono() if fixed else theme.sans()
    font.setBold(bold)
    font.setStrikeOut(struck)
    return font
