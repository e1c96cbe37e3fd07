"""The list of outgoing mail: rows without grid lines, several can be chosen; words where there is none."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from kancelaria.domain.outgoing import OutgoingItem
from ui.desktop.models.outgoing_model import COLUMNS, FILLS, NEWEST, OutgoingModel
from ui.desktop.models.windowed import ROW_ROLE
from ui.desktop.ports import Choices
from ui.desktop.views.registry.register_table import EmptyNote

KEPT = "outgoing.columns"
FIRST, BESIDE = 7, (3, 8)
"""So many columns fit the usual window; those beside the point where it is narrow."""


class OutgoingTable(QTableView):
    """Shows the model; addressee and title share the room the other columns leave."""

    asked = Signal(object)
    """A row was asked for by Enter or a double click."""

    def __init__(self, model: OutgoingModel, choices: Choices, parent: QWidget) -> None:
        super().__init__(parent)
        self._choices = choices
        self._own_widths = self._filling = False
        self.empty = EmptyNote(self.viewport())
        self.setObjectName("outgoingTable")
        self.setAccessibleName("Rejestr przesyłek wychodzących")
        self.setModel(model)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows, head = self.verticalHeader(), self.horizontalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(28)
        rows.hide()
        head.setSectionsMovable(True)
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for number, column in enumerate(COLUMNS):
            self.setColumnWidth(number, column.width)
        kept = choices.get(KEPT)
        if kept:
            self._own_widths = head.restoreState(QByteArray.fromBase64(kept.encode()))
        head.setSortIndicator(NEWEST, Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)
        head.sectionResized.connect(lambda *_: self._keep_columns())
        head.sectionMoved.connect(lambda *_: self._keep_columns())
        self.doubleClicked.connect(lambda index: self.asked.emit(index.data(ROW_ROLE)))

    @property
    def row(self) -> OutgoingItem | None:
        """The row in focus."""
        row: OutgoingItem | None = self.currentIndex().data(ROW_ROLE)
        return row

    @property
    def chosen(self) -> list[OutgoingItem]:
        """The rows chosen, in their order; the one in focus where none is."""
        indexes = sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())
        rows = [index.data(ROW_ROLE) for index in indexes]
        found = [row for row in rows if isinstance(row, OutgoingItem)]
        return found or ([self.row] if self.row is not None else [])

    def go_to(self, number: int) -> None:
        """Put the focus on a row."""
        if number >= 0:
            self.setCurrentIndex(self.model().index(number, 0))

    def set_narrow(self, narrow: bool) -> None:
        """A narrow window has room for who, how and where it stands."""
        for number in BESIDE:
            self.setColumnHidden(number, narrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks for the row in focus."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and self.row is not None:
            self.asked.emit(self.row)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The filling columns and the words follow the window."""
        super().resizeEvent(event)
        self.empty.setGeometry(self.viewport().rect())
        if self._own_widths:
            return
        # posting number and moment of registration stand last: they are reached by scrolling where there is no room
        shown = [number for number in FILLS if not self.isColumnHidden(number)]
        others = sum(column.width for number, column in enumerate(COLUMNS[:FIRST]) if number not in FILLS)
        self._filling = True
        for number in shown:
            self.setColumnWidth(number, max(COLUMNS[number].width, (self.viewport().width() - others) // len(shown)))
        self._filling = False

    def _keep_columns(self) -> None:
        if not self._filling:
            self._own_widths = True
            self._choices.set(KEPT, bytes(self.horizontalHeader().saveState().toBase64().data()).decode())
