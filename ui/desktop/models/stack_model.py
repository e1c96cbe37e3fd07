"""The letters of the stack as a list."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.desktop.models.stack_state import MARK_WORDS, Mark, StackState, evidence_of, name_of
from ui.desktop.ports import Letter

KEY_ROLE = Qt.ItemDataRole.UserRole
MARK_ROLE = Qt.ItemDataRole.UserRole + 1
EVIDENCE_ROLE = Qt.ItemDataRole.UserRole + 2
NUMBER_ROLE = Qt.ItemDataRole.UserRole + 3
KIND_ROLE = Qt.ItemDataRole.UserRole + 4
Index = QModelIndex | QPersistentModelIndex


class StackModel(QAbstractListModel):
    """Rows are letters; rows that stay are kept, so the selection doesn't jump."""

    def __init__(self, state: StackState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._keys: list[str] = []

    def refresh(self) -> None:
        """Show the state as it is now."""
        keys = [letter.key for letter in self._state.letters]
        if keys == self._keys:
            if keys:
                self.dataChanged.emit(self.index(0), self.index(len(keys) - 1))
            return
        if keys[: len(self._keys)] == self._keys:
            self.beginInsertRows(QModelIndex(), len(self._keys), len(keys) - 1)
            self._keys = keys
            self.endInsertRows()
            if len(keys) > 1:
                self.dataChanged.emit(self.index(0), self.index(len(keys) - 1))
        else:
            self.beginResetModel()
            self._keys = keys
            self.endResetModel()

    def row_of(self, key: str) -> int:
        """The row of a letter, -1 if it isn't there."""
        return self._keys.index(key) if key in self._keys else -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """So many letters."""
        return 0 if parent.isValid() else len(self._keys)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name, mark, evidence and number of a letter."""
        letter = self._letter(index)
        if letter is None:
            return None
        mark = self._state.mark(letter)
        name = name_of(letter, self._state.items.get(letter.key))
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{name}\n{evidence_of(letter)}\n{MARK_WORDS[mark]}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{index.row() + 1}. {name}, {MARK_WORDS[mark]}, {evidence_of(letter)}"
        return {
            KEY_ROLE: letter.key,
            MARK_ROLE: mark,
            EVIDENCE_ROLE: letter.boundary_evidence,
            NUMBER_ROLE: index.row() + 1,
            KIND_ROLE: letter.evidence,
        }.get(role)

    def _letter(self, index: Index) -> Letter | None:
        if not index.isValid() or index.row() >= len(self._keys):
            return None
        return self._state.letter(self._keys[index.row()])


__all__ = ["EVIDENCE_ROLE", "KEY_ROLE", "KIND_ROLE", "MARK_ROLE", "NUMBER_ROLE", "Mark", "StackModel"]
