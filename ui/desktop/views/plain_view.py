"""A short table as the house shows it: no grid, whole rows, columns that share the room left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.desktop.models.plain_table import ROW_ROLE, PlainTable


class PlainView(QTableView):
    """Shows a `PlainTable`; Space ticks the row in focus, Enter asks for it."""

    asked = Signal(object)
    """A row was chosen by Enter or a double click."""
    came_to = Signal(object)
    """The row in focus is another one; None where there is none."""

    def __init__(
        self, model: PlainTable[Any], name: str, said: str, fills: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(said)
        self.setModel(model)
        self._table = model
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows, head = self.verticalHeader(), self.horizontalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(28)
        rows.hide()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column in fills:
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        head.setMinimumSectionSize(48)
        self.activated.connect(lambda index: self.asked.emit(index.data(ROW_ROLE)))
        self.selectionModel().currentRowChanged.connect(lambda index, _before: self.came_to.emit(index.data(ROW_ROLE)))
        model.modelReset.connect(self._keep_place)

    @property
    def row(self) -> Any:
        """The row in focus."""
        return self.currentIndex().data(ROW_ROLE)

    def go_to(self, number: int) -> None:
        """Put the focus on a row; -1: on none."""
        self.setCurrentIndex(self._table.index(number, 0) if number >= 0 else QModelIndex())

    def hide_columns(self, columns: Sequence[int], hidden: bool) -> None:
        """Columns a narrow window has no room for."""
        for column in columns:
            self.setColumnHidden(column, hidden)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, wherever in the row the focus is."""
        index = self.currentIndex()
        first = self._table.index(index.row(), 0) if index.isValid() else QModelIndex()
        if event.key() == Qt.Key.Key_Space and first.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            ticked = first.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
            self._table.tick([index.row()], not ticked)
            return
        super().keyPressEvent(event)

    def _keep_place(self) -> None:
        if not self.currentIndex().isValid() and self._table.rows:
            self.go_to(0)
