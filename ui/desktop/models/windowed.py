"""A register as a windowed model: a million rows cost nothing until they are looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont

from ui.desktop import theme
from ui.desktop.jobs.job import Job
from ui.desktop.jobs.runner import JobRunner

WINDOW = 100
KEPT_WINDOWS = 60
MOST_AGAIN = 20
"""So many windows are read again at a place at most."""
PLACEHOLDER = "…"
ROW_ROLE = Qt.ItemDataRole.UserRole
"""What a row is known by, or the row itself, as its model says."""
Index = QModelIndex | QPersistentModelIndex
R = TypeVar("R")
F = TypeVar("F")
S = TypeVar("S")
F_in = TypeVar("F_in", contravariant=True)
S_in = TypeVar("S_in", contravariant=True)
R_out = TypeVar("R_out", covariant=True)


@dataclass(frozen=True)
class Column(Generic[S, R]):
    """A column: what it sorts by, its heading, its usual width, and how a row is shown in it, shortly and in full."""

    name: S
    heading: str
    width: int
    show: Callable[[R], str]
    full: Callable[[R], str] | None = None


class Source(Protocol[F_in, S_in, R_out]):
    """Where the rows come from. Methods may take seconds."""

    def count(self, wanted: F_in) -> int:
        """How many rows."""
        ...

    def rows(self, wanted: F_in, order: S_in, descending: bool, offset: int, limit: int) -> Sequence[R_out]:
        """Rows `offset`… in the given order."""
        ...


@dataclass(frozen=True)
class ReadAgain(Generic[R]):
    """How many rows match now, and the windows around what a person looks at."""

    count: int
    windows: dict[int, Sequence[R]]


class WindowedModel(QAbstractTableModel, Generic[F, S, R]):
    """Rows come by windows of 100 from the db lane; those not here yet show a placeholder.

    A register says of a row: `key_of_row`, and by `role_of` what else is asked than its words.
    """

    loaded = Signal(int)
    """So many rows match."""
    renewed = Signal(int)
    """News were taken in; so many rows match now."""
    failed = Signal(object)

    def __init__(
        self,
        source: Source[F, S, R],
        jobs: JobRunner,
        columns: Sequence[Column[S, R]],
        wanted: F,
        order: S,
        label: str,
        parent: QObject | None = None,
    ) -> None:
        """At first the rows `wanted` in descending `order`; `label`: what reading is called in the status line."""
        super().__init__(parent)
        self._source, self._jobs, self._columns, self._label = source, jobs, tuple(columns), label
        self._filter, self._order, self._descending = wanted, order, True
        self._count = 0
        self._generation = 0
        self._edition = 0
        self._windows: OrderedDict[int, Sequence[R]] = OrderedDict()
        self._asked: dict[int, Job] = {}

    def key_of_row(self, row: R) -> str:
        """What a row is known by however the list moves."""
        raise NotImplementedError

    def words_of(self, row: R, column: Column[S, R], full: bool) -> str:
        """What is said under a heading; in full where it is pointed at."""
        return (column.full or column.show)(row) if full else column.show(row)

    def role_of(self, row: R, column: Column[S, R], role: int) -> Any:
        """Whatever else than words is asked of a row."""
        raise NotImplementedError

    @property
    def filter(self) -> F:
        """Which rows are shown."""
        return self._filter

    @property
    def order(self) -> tuple[S, bool]:
        """The column it is sorted by, and whether downwards."""
        return self._order, self._descending

    def show_filter(self, wanted: F) -> None:
        """Show other rows."""
        self._filter = wanted
        self.reload()

    def reload(self) -> None:
        """Count and read anew; what is on screen stays until the answer comes."""
        self._generation += 1
        generation, wanted, order, down = self._generation, self._filter, self._order, self._descending
        self._forget_asked()

        def read(_job: Job) -> tuple[int, Sequence[R]]:
            return self._source.count(wanted), self._source.rows(wanted, order, down, 0, WINDOW)

        self._jobs.submit(
            "db",
            read,
            lambda answer: self._on_counted(generation, *answer),
            self.failed.emit,
            label=self._label,
            owner=self,
            urgent=True,
        )

    def read_again(self, near: Sequence[int], then: Callable[[ReadAgain[R] | None], None]) -> None:
        """Read the same rows quietly, around rows `near`; None where that failed or other rows are wanted by then."""
        generation, wanted, order, down, before = (
            self._generation, self._filter, self._order, self._descending, self._count,
        )  # fmt: skip

        def read(_job: Job) -> ReadAgain[R]:
            count, windows = self._source.count(wanted), dict[int, Sequence[R]]()
            for row in near:
                last = max(0, count - 1) // WINDOW
                first = max(0, min(row // WINDOW, last) - 1)
                until = min((row + max(0, count - before)) // WINDOW + 1, last, first + MOST_AGAIN)
                for window in set(range(first, until + 1)) - windows.keys():
                    windows[window] = self._source.rows(wanted, order, down, window * WINDOW, WINDOW)
            return ReadAgain(count, windows)

        def failed(error: Exception) -> None:
            then(None)
            self.failed.emit(error)

        self._jobs.submit(
            "db",
            read,
            lambda answer: then(answer if generation == self._generation else None),
            failed,
            label=self._label,
            owner=self,
        )

    def take(self, read: ReadAgain[R]) -> bool:
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
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, len(self._columns) - 1))
        return not same

    def key_of(self, row: int) -> str:
        """What the row at a place is known by; empty while it isn't here."""
        rows = self._windows.get(row // WINDOW, ())
        return self.key_of_row(rows[row % WINDOW]) if row % WINDOW < len(rows) else ""

    def place_of(self, key: str) -> int | None:
        """Where a row stands, if it is here."""
        for window, rows in self._windows.items():
            for place, row in enumerate(rows):
                if self.key_of_row(row) == key:
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
        if 0 <= column < len(self._columns):
            name, down = self._columns[column].name, order == Qt.SortOrder.DescendingOrder
            if (name, down) != (self._order, self._descending):
                self._order, self._descending = name, down
                self.reload()

    def row_at(self, row: int) -> R | None:
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
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Headings."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].heading
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a row shows and how."""
        if not index.isValid() or index.row() >= self._count:
            return None
        row, column = self.row_at(index.row()), self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return PLACEHOLDER if row is None else self.words_of(row, column, full=False)
        if row is None:
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.words_of(row, column, full=True)
        return self.role_of(row, column, role)

    def _ask(self, window: int) -> None:
        if window in self._asked:
            return
        generation, edition = self._generation, self._edition
        wanted, order, down = self._filter, self._order, self._descending
        for far in [known for known in self._asked if abs(known - window) > 3]:
            self._asked.pop(far).cancel()
        self._asked[window] = self._jobs.submit(
            "db",
            lambda _job: self._source.rows(wanted, order, down, window * WINDOW, WINDOW),
            lambda rows: self._on_window_read(generation, edition, window, rows),
            self.failed.emit,
            owner=self,
            urgent=True,
        )

    def _forget_asked(self) -> None:
        for job in self._asked.values():
            job.cancel()
        self._asked.clear()

    def _on_counted(self, generation: int, count: int, first: Sequence[R]) -> None:
        if generation != self._generation:
            return
        self.beginResetModel()
        self._forget_asked()
        self._windows.clear()
        self._windows[0] = first
        self._count = count
        self.endResetModel()
        self.loaded.emit(count)

    def _on_window_read(self, generation: int, edition: int, window: int, rows: Sequence[R]) -> None:
        if (generation, edition) != (self._generation, self._edition):
            return
        self._asked.pop(window, None)
        self._windows[window] = rows
        while len(self._windows) > KEPT_WINDOWS:
            self._windows.popitem(last=False)
        last = min((window + 1) * WINDOW, self._count) - 1
        if last >= window * WINDOW:
            self.dataChanged.emit(self.index(window * WINDOW, 0), self.index(last, len(self._columns) - 1))


@cache
def row_font(fixed: bool, bold: bool, struck: bool) -> QFont:
    """The font of a row, made once."""
    font = theme.mono() if fixed else theme.sans()
    font.setBold(bold)
    font.setStrikeOut(struck)
    return font
