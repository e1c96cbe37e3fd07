"""The outgoing register as a windowed model: rows come from the db lane as they are looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont

from kancelaria.domain.outgoing import METHOD_WORDS, STATE_WORDS, OutgoingItem, OutgoingState
from kancelaria.services.outgoing_queries import OutgoingFilter, OutgoingSort
from ui.desktop import said, theme
from ui.desktop.jobs.job import Job
from ui.desktop.jobs.runner import JobRunner
from ui.operations.outgoing_ports import Outgoing

WINDOW = 100
KEPT_WINDOWS = 60
ROW_ROLE = Qt.ItemDataRole.UserRole
PLACEHOLDER = "…"
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Column:
    """A column: what it sorts by, its heading, its usual width, and a row under it."""

    sort: OutgoingSort
    heading: str
    width: int
    show: Callable[[OutgoingItem], str]
    full: Callable[[OutgoingItem], str] | None = None


def _state(item: OutgoingItem) -> str:
    return STATE_WORDS[item.state]


def _fate(item: OutgoingItem) -> str:
    told = [_state(item), "czeka na ZPO" if item.awaits_receipt else ""]
    if item.delivered_on:
        told.append(said.day_full(item.delivered_on))
    if item.returned_on:
        notices = ", ".join(said.day_full(day) for day in item.notices)
        told += [said.day_full(item.returned_on), item.return_reason or "", f"awizo: {notices}" if notices else ""]
    return " · ".join(part for part in (*told, item.void_reason or "") if part)


def _addressee(item: OutgoingItem) -> str:
    return "\n".join(", ".join((each.display_name, *each.address_lines)) for each in item.addressees)


COLUMNS = (
    Column(OutgoingSort.NUMBER, "Numer", 100, lambda item: item.readable_number or "nada centrala"),
    Column(OutgoingSort.HANDED_ON, "Przekazano", 104, lambda item: said.day(item.handed_on) if item.handed_on else "–",
           lambda item: said.day_full(item.handed_on) if item.handed_on else "jeszcze nie przekazano"),
    Column(OutgoingSort.ADDRESSEE, "Adresat", 118, lambda item: item.addressee_names, _addressee),
    Column(OutgoingSort.TITLE, "Dotyczy", 118, lambda item: item.title),
    Column(OutgoingSort.METHOD, "Sposób", 134, lambda item: METHOD_WORDS[item.method] + ", ZPO" * item.zpo),
    Column(OutgoingSort.STATE, "Stan", 118, _state, _fate),
    Column(OutgoingSort.CASE_MARK, "Znak sprawy", 130, lambda item: item.case_mark or ""),
    Column(OutgoingSort.POSTING_NUMBER, "Nr nadania", 170, lambda item: item.posting_number or ""),
    Column(OutgoingSort.REGISTERED_AT, "Rejestracja", 110, lambda item: said.instant(item.registered_at),
           lambda item: said.instant_full(item.registered_at)),
)  # fmt: skip
FILLS = (2, 3)
NEWEST = len(COLUMNS) - 1


class OutgoingModel(QAbstractTableModel):
    """Rows come by windows of 100; those not here yet show a placeholder."""

    loaded = Signal(int)
    """So many rows match."""
    failed = Signal(object)

    def __init__(self, outgoing: Outgoing, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outgoing, self._jobs = outgoing, jobs
        self._filter = OutgoingFilter()
        self._order, self._descending = OutgoingSort.REGISTERED_AT, True
        self._count, self._generation = 0, 0
        self._windows: OrderedDict[int, Sequence[OutgoingItem]] = OrderedDict()
        self._asked: dict[int, Job] = {}

    @property
    def filter(self) -> OutgoingFilter:
        """Which rows are shown."""
        return self._filter

    def show_filter(self, wanted: OutgoingFilter) -> None:
        """Show other rows."""
        self._filter = wanted
        self.reload()

    def reload(self) -> None:
        """Count and read anew; what is on screen stays until the answer comes."""
        self._generation += 1
        generation, wanted, order, down = self._generation, self._filter, self._order, self._descending
        self._forget_asked()

        def read(_job: Job) -> tuple[int, Sequence[OutgoingItem]]:
            return self._outgoing.count(wanted), self._outgoing.rows(wanted, order, down, 0, WINDOW)

        self._jobs.submit(
            "db", read, lambda answer: self._on_counted(generation, *answer), self.failed.emit,
            label="Czytanie rejestru przesyłek wychodzących", owner=self, urgent=True,
        )  # fmt: skip

    def ask_changed(self, ids: frozenset[str], then: Callable[[], None]) -> None:
        """Call `then` where one of these records is here, or there are more rows or fewer than there were."""
        if any(row.id in ids for rows in self._windows.values() for row in rows):
            then()
            return
        wanted, before = self._filter, self._count

        def counted(count: int) -> None:
            if wanted == self._filter and count != before:
                then()

        self._jobs.submit("db", lambda _job: self._outgoing.count(wanted), counted, self.failed.emit, owner=self)

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
            wanted = COLUMNS[column].sort, order == Qt.SortOrder.DescendingOrder
            if wanted != (self._order, self._descending):
                self._order, self._descending = wanted
                self.reload()

    def row_at(self, row: int) -> OutgoingItem | None:
        """A row if it is here; asks for it otherwise."""
        window, place = divmod(row, WINDOW)
        rows = self._windows.get(window)
        if rows is None:
            self._ask(window)
            return None
        self._windows.move_to_end(window)
        return rows[place] if place < len(rows) else None

    def place_of(self, item_id: str) -> int:
        """Where a row stands, if it is here; −1 otherwise."""
        for window, rows in self._windows.items():
            for place, row in enumerate(rows):
                if row.id == item_id:
                    return window * WINDOW + place
        return -1

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
        """What a row shows and how; and the row itself."""
        if not index.isValid() or index.row() >= self._count:
            return None
        row, column = self.row_at(index.row()), COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.show(row) if row else PLACEHOLDER
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return (column.full or column.show)(row)
        voided = row.state is OutgoingState.VOIDED
        if role == Qt.ItemDataRole.FontRole and (voided or row.state is OutgoingState.PREPARED):
            return _font(not voided, voided)
        if role == Qt.ItemDataRole.ForegroundRole and voided:
            return theme.current().color("muted")
        return None

    def _ask(self, window: int) -> None:
        if window in self._asked:
            return
        generation, wanted, order, down = self._generation, self._filter, self._order, self._descending
        for far in [known for known in self._asked if abs(known - window) > 3]:
            self._asked.pop(far).cancel()
        self._asked[window] = self._jobs.submit(
            "db", lambda _job: self._outgoing.rows(wanted, order, down, window * WINDOW, WINDOW),
            lambda rows: self._on_window_read(generation, window, rows), self.failed.emit, owner=self, urgent=True,
        )  # fmt: skip

    def _forget_asked(self) -> None:
        for job in self._asked.values():
            job.cancel()
        self._asked.clear()

    def _on_counted(self, generation: int, count: int, first: Sequence[OutgoingItem]) -> None:
        if generation != self._generation:
            return
        self.beginResetModel()
        self._forget_asked()
        self._windows.clear()
        self._windows[0] = first
        self._count = count
        self.endResetModel()
        self.loaded.emit(count)

    def _on_window_read(self, generation: int, window: int, rows: Sequence[OutgoingItem]) -> None:
        if generation != self._generation:
            return
        self._asked.pop(window, None)
        self._windows[window] = rows
        while len(self._windows) > KEPT_WINDOWS:
            self._windows.popitem(last=False)
        last = min((window + 1) * WINDOW, self._count) - 1
        if last >= window * WINDOW:
            self.dataChanged.emit(self.index(window * WINDOW, 0), self.index(last, len(COLUMNS) - 1))


def _font(bold: bool, struck: bool) -> QFont:
    font = theme.sans()
    font.setBold(bold)
    font.setStrikeOut(struck)
    return font
