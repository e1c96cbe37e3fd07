""" "Do mnie" as a windowed list model: what comes by itself is taken in without moving what a person looks at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import shiboken6
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ui.desktop.jobs.job import Job
from ui.desktop.jobs.runner import JobRunner
from ui.operations.routing_facts import AssignedCounts, AssignedFilter, AssignedLook, AssignedRow
from ui.operations.routing_ports import Assigned

WINDOW = 150
ROW_ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class Changes(QObject):
    """Hears on a background thread which records changed, and tells it on the main thread."""

    told = Signal(object)
    """A frozenset of records' ids."""
    _heard = Signal(object)

    def __init__(self, subscribe: Callable[[Callable[[frozenset[str]], None]], None], parent: QObject) -> None:
        super().__init__(parent)
        self._heard.connect(self.told, Qt.ConnectionType.QueuedConnection)
        subscribe(self._on_changes)

    def _on_changes(self, ids: frozenset[str]) -> None:
        if shiboken6.isValid(self):
            self._heard.emit(ids)


class AssignedModel(QAbstractListModel):
    """Rows come by windows from the db lane."""

    about_to_change = Signal()
    """Rows will move; remember where you are."""
    changed = Signal(object)
    """An `AssignedLook` has been taken in: rows moved, or only the counts changed."""
    failed = Signal(object)

    def __init__(
        self, assigned: Assigned, jobs: JobRunner, words: Callable[[AssignedRow], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._assigned, self._jobs, self._words = assigned, jobs, words
        self._filter = AssignedFilter()
        self._count = 0
        self._rows: dict[int, AssignedRow] = {}
        self._asked: set[int] = set()
        self._generation = 0
        self._job: Job | None = None
        self._again: tuple[str | None, str | None] | None = None
        self.counts = AssignedCounts()

    @property
    def filter(self) -> AssignedFilter:
        """Which rows are shown."""
        return self._filter

    def show_filter(self, wanted: AssignedFilter) -> None:
        """Show other rows, from the top."""
        self._filter = wanted
        self._forget_job()
        self.reload(None, wanted.kept)

    def keep(self, item_id: str | None) -> None:
        """A letter being read stays in the list, whatever its part."""
        self._filter = replace(self._filter, kept=item_id)

    def reload(self, top: str | None, current: str | None) -> None:
        """Read anew around the letter at the top; while one reading is under way the next waits for it."""
        if self._job is not None:
            self._again = (top, current)
            return
        wanted = self._filter
        self._job = self._jobs.submit(
            "db",
            lambda _job: self._assigned.look(wanted, top, current, WINDOW),
            lambda look: self._on_looked(wanted, look),
            self._on_failed,
            label="Czytanie listy",
            owner=self,
            urgent=True,
        )

    def row_at(self, row: int) -> AssignedRow | None:
        """A row if it is here; asks for its window otherwise."""
        found = self._rows.get(row)
        if found is None and 0 <= row < self._count:
            self._ask(row // WINDOW)
        return found

    def mark_seen(self, item_id: str) -> None:
        """A letter was opened: its row is bold no more."""
        for number, row in self._rows.items():
            if row.item_id == item_id and not row.seen:
                self._rows[number] = replace(row, seen=True)
                self.counts = replace(self.counts, new=max(0, self.counts.new - 1))
                self.dataChanged.emit(self.index(number), self.index(number))

    def place_of(self, item_id: str) -> int | None:
        """Where a letter stands, if its row is here."""
        return next((number for number, row in self._rows.items() if row.item_id == item_id), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """So many rows match."""
        return 0 if parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row itself, and its sentence for whoever can't see it."""
        if not index.isValid() or index.row() >= self._count:
            return None
        row = self.row_at(index.row())
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._words(row) if row is not None else "…"
        return None

    def _ask(self, window: int) -> None:
        if window in self._asked:
            return
        self._asked.add(window)
        generation, wanted = self._generation, self._filter
        self._jobs.submit(
            "db",
            lambda _job: self._assigned.rows(wanted, window * WINDOW, WINDOW),
            lambda rows: self._on_rows_read(generation, window, rows),
            self.failed.emit,
            owner=self,
            urgent=True,
        )

    def _on_rows_read(self, generation: int, window: int, rows: Sequence[AssignedRow]) -> None:
        if generation != self._generation:
            return
        first = window * WINDOW
        self._rows |= dict(enumerate(rows, first))
        last = min(first + len(rows), self._count) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first), self.index(last))

    def _on_looked(self, wanted: AssignedFilter, look: AssignedLook) -> None:
        self._job = None
        if wanted.part == self._filter.part and wanted.text == self._filter.text:
            self._take(look)
        if self._again is not None:
            again, self._again = self._again, None
            self.reload(*again)

    def _take(self, look: AssignedLook) -> None:
        self.counts = look.counts
        fresh = dict(enumerate(look.rows, look.offset))
        same = look.count == self._count and all(self._rows.get(n) == row for n, row in fresh.items())
        if not same:
            self.about_to_change.emit()
            self.beginResetModel()
            self._generation += 1
            self._asked.clear()
            self._rows, self._count = fresh, look.count
            self.endResetModel()
        self.changed.emit(look)

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self._again = None
        self.failed.emit(error)

    def _forget_job(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._again = None
