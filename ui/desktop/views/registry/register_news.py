"""News in the open register: it is read again quietly, and what a person looks at stays where it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QEvent, QItemSelectionModel, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from ui.desktop.models.assigned_model import Changes
from ui.desktop.models.register_model import RegisterModel
from ui.desktop.models.windowed import ReadAgain
from ui.desktop.ports import RegisterRow
from ui.desktop.views.registry.register_table import RegisterTable

GATHER_MS = 50
"""Changes that come together are taken in together."""
APART_MS, LEAST_APART_MS, TIMES_APART = 500, 100, 4
"""From one reading to the next: the busier the machine, the longer; four times what the last one took."""


@dataclass(frozen=True)
class _Place:
    """Where a person is: rows seen and the one in focus by their keys, and how far the list is scrolled."""

    seen: tuple[tuple[int, str], ...]
    focus: tuple[int, int, str] | None
    down: int
    across: int


class RegisterNews(QObject):
    """Takes in what comes by itself while the table is on screen; otherwise when it is shown again."""

    def __init__(
        self,
        table: RegisterTable,
        model: RegisterModel,
        subscribe: Callable[[Callable[[frozenset[str]], None]], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._table, self._model = table, model
        self.stale = self._under_way = False
        self._since = QElapsedTimer()
        self._apart = LEAST_APART_MS
        self._wait = QTimer(self, singleShot=True)
        self._wait.timeout.connect(self._read)
        self._changes = Changes(subscribe, self)
        self._changes.told.connect(lambda _ids: self._on_news())
        table.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The table is shown again, or uncovered by whoever signed in: what came meanwhile is read."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.EnabledChange) and self.stale:
            self._on_news()
        return super().eventFilter(watched, event)

    def _on_news(self) -> None:
        self.stale = True
        if self._wait.isActive() or self._under_way:
            return
        passed = self._since.elapsed() if self._since.isValid() else APART_MS
        self._wait.start(max(GATHER_MS, self._apart - passed))

    def _read(self) -> None:
        if not (self._table.isVisible() and self._table.isEnabled()):
            return  # showing it reads it
        if self._in_hand():
            self._wait.start(GATHER_MS)
            return
        self.stale, self._under_way = False, True
        self._since.start()
        place = self._place()
        near = [place.seen[0][0] if place.seen else 0, *([place.focus[0]] if place.focus else [])]
        self._model.read_again(near, self._on_read)

    def _on_read(self, read: ReadAgain[RegisterRow] | None) -> None:
        """Take it in; None: failed, or other rows were asked for meanwhile."""
        self._under_way = False
        if read is not None and self._in_hand():
            self.stale = True
        elif read is not None:
            place, was_empty = self._place(), not self._model.rowCount()
            if self._model.take(read):
                self._go_back(place, was_empty)
        self._apart = min(APART_MS, max(LEAST_APART_MS, TIMES_APART * self._since.elapsed()))
        if self.stale:
            self._on_news()

    def _in_hand(self) -> bool:
        """A button of the mouse is down: rows don't move under it."""
        pressed = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        return pressed or self._table.verticalScrollBar().isSliderDown()

    def _place(self) -> _Place:
        table, model = self._table, self._model
        down, height = table.verticalScrollBar().value(), table.verticalHeader().defaultSectionSize()
        first = down // height
        last = min(first + table.viewport().height() // height + 2, model.rowCount())
        seen = tuple((row, key) for row in range(first, last) if (key := model.key_of(row)))
        current = table.currentIndex()
        focus = (current.row(), current.column(), model.key_of(current.row())) if current.isValid() else None
        return _Place(seen, focus, down, table.horizontalScrollBar().value())

    def _go_back(self, before: _Place, was_empty: bool) -> None:
        """The same rows seen and in focus as before; a neighbour where one has gone."""
        table, model = self._table, self._model
        table.doItemsLayout()
        moves = [place - row for row, key in before.seen if (place := model.place_of(key)) is not None]
        by = moves[0] if moves else 0
        if before.focus is not None and model.rowCount():
            row, column, key = before.focus
            place = model.place_of(key) if key else None
            self._focus(max(0, min(row + by, model.rowCount() - 1)) if place is None else place, column)
        elif was_empty and model.rowCount():
            self._focus(0, 0)
        # at the beginning the new ones are seen at once
        moved = before.down + by * table.verticalHeader().defaultSectionSize() if before.down else 0
        table.verticalScrollBar().setValue(moved)
        table.horizontalScrollBar().setValue(before.across)

    def _focus(self, row: int, column: int) -> None:
        flags = QItemSelectionModel.SelectionFlag
        self._table.selectionModel().setCurrentIndex(self._model.index(row, column), flags.ClearAndSelect | flags.Rows)
