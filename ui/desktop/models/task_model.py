"""Matters to be cleared up, as a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.operations.routing_facts import TaskLine

TASK_ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class TaskModel(QAbstractListModel):
    """One line a matter: what it is about, and what happened."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks: tuple[TaskLine, ...] = ()

    @property
    def tasks(self) -> tuple[TaskLine, ...]:
        """What is shown."""
        return self._tasks

    def show_tasks(self, tasks: Sequence[TaskLine]) -> bool:
        """Show these; False where they are shown already."""
        if self._tasks == tuple(tasks):
            return False
        self.beginResetModel()
        self._tasks = tuple(tasks)
        self.endResetModel()
        return True

    def row_of(self, task_id: str) -> int:
        """Where a matter stands; -1 once it is settled."""
        return next((number for number, task in enumerate(self._tasks) if task.id == task_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """So many are open."""
        return 0 if parent.isValid() else len(self._tasks)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The matter in two lines, and itself."""
        if not index.isValid() or index.row() >= len(self._tasks):
            return None
        task = self._tasks[index.row()]
        if role == TASK_ROLE:
            return task
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return f"{task.heading}\n{task.document_uid or task.about}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{task.heading}. {task.document_uid} {task.about}"
        return None
