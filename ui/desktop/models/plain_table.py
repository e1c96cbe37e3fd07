"""A short table: rows of words with the object each stands for; a first column to tick where it's asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication

ROW_ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
R = TypeVar("R")
TICK_PX = 40
"""Room for a tick and the margins of its cell."""


@dataclass(frozen=True)
class Column(Generic[R]):
    """A heading and the word of a row under it; `number` puts it right, `full` is its tooltip where it is longer."""

    heading: str
    word: Callable[[R], str]
    number: bool = False
    full: Callable[[R], str] | None = None


class PlainTable(QAbstractTableModel, Generic[R]):
    """Rows that fit in memory. With `ticks` the first column can be ticked; `ticked_changed` tells how many are."""

    ticked_changed = Signal(int)

    def __init__(
        self, columns: Sequence[Column[R]], parent: QObject | None = None, *, ticks: bool = False,
        bold: Callable[[R], bool] = lambda _row: False,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._columns, self._ticks, self._bold = tuple(columns), ticks, bold
        self._rows: tuple[R, ...] = ()
        self._ticked: set[int] = set()

    @property
    def rows(self) -> tuple[R, ...]:
        """What is shown."""
        return self._rows

    @property
    def ticked(self) -> list[R]:
        """The rows ticked, in their order."""
        return [row for number, row in enumerate(self._rows) if number in self._ticked]

    def show_rows(self, rows: Sequence[R]) -> bool:
        """Show these, all ticked; False where they are shown already."""
        if self._rows == tuple(rows):
            return False
        self.beginResetModel()
        self._rows = tuple(rows)
        self._ticked = set(range(len(self._rows)))
        self.endResetModel()
        self.ticked_changed.emit(len(self._ticked))
        return True

    def set_ticks(self, ticks: bool) -> None:
        """Whether rows can be ticked."""
        self._ticks = ticks

    def tick(self, numbers: Sequence[int], on: bool) -> None:
        """Tick rows, or not."""
        self._ticked = self._ticked | set(numbers) if on else self._ticked - set(numbers)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0), [])
        self.ticked_changed.emit(len(self._ticked))

    def row_where(self, wanted: Callable[[R], bool]) -> int:
        """The first row like this; -1 where there is none."""
        return next((number for number, row in enumerate(self._rows) if wanted(row)), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """So many rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """So many columns."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].heading
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(self._columns[section].number)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first column of a table with ticks can be ticked."""
        plain = super().flags(index)
        return plain | Qt.ItemFlag.ItemIsUserCheckable if self._ticks and index.column() == 0 else plain

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A word, its tooltip, its side, its weight or its tick; and the row itself."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], self._columns[index.column()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return column.word(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return (column.full or column.word)(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column.number)
        if role == Qt.ItemDataRole.CheckStateRole and self._ticks and index.column() == 0:
            return Qt.CheckState.Checked if index.row() in self._ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.SizeHintRole and self._ticks and index.column() == 0:
            return QSize(QFontMetrics(_bold()).horizontalAdvance(column.word(row)) + TICK_PX, 0)
        if role == Qt.ItemDataRole.FontRole and self._bold(row):
            return _bold()
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or not."""
        if role != Qt.ItemDataRole.CheckStateRole or not self._ticks or index.column() != 0:
            return False
        self.tick([index.row()], Qt.CheckState(value) == Qt.CheckState.Checked)
        return True


def _side(number: bool) -> int:
    side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


def _bold() -> QFont:
    font = QFont(QApplication.font())
    font.setBold(True)
    return font
