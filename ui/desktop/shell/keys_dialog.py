"""F1: every key, by place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.desktop import theme
from ui.desktop.shell.commands import Command, CommandList, key_text

COLUMN = 340
"""Pixels a column of names and keys takes at the usual font."""


class KeysDialog(QDialog):
    """Commands and keys, whole groups side by side in as many columns as the window has room for."""

    def __init__(self, commands: CommandList, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("keysDialog")
        self.setWindowTitle("Klawisze")
        room = parent.window().size()
        columns = min(3, max(1, (room.width() - 100) // COLUMN))
        inner = QWidget(self)
        across = QHBoxLayout(inner)
        across.setContentsMargins(0, 0, 8, 0)
        across.setSpacing(24)
        for groups in parted([c for c in commands.all() if c.key], columns):
            across.addLayout(self._column(groups, inner), 1)
        scroll = QScrollArea(self)
        scroll.setObjectName("keysScroll")
        scroll.setAccessibleName("Klawisze według miejsc")
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        close = QPushButton("Zamknij  Esc", self)
        close.setObjectName("keysClose")
        close.setDefault(True)
        close.clicked.connect(self.reject)
        theme.restyle(close, primary=True)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(scroll, 1)
        layout.addLayout(foot)
        self.resize(min(columns * COLUMN + 60, room.width()), min(inner.sizeHint().height() + 90, room.height()))

    def _column(self, groups: list[list[Command]], inner: QWidget) -> QVBoxLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        for group in groups:
            heading = QLabel(group[0].group, inner)
            heading.setProperty("role", "heading")
            heading.setContentsMargins(0, 8 if grid.count() else 0, 0, 2)
            grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
            for command in group:
                row = grid.rowCount()
                name, key = QLabel(command.name, inner), QLabel(key_text(command.key), inner)
                key.setProperty("role", "key")
                grid.addWidget(name, row, 0)
                grid.addWidget(key, row, 1, Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout()
        column.addLayout(grid)
        column.addStretch(1)
        return column


def parted(commands: list[Command], columns: int) -> list[list[list[Command]]]:
    """Commands by group, whole groups laid into columns of about the same length."""
    groups: dict[str, list[Command]] = {}
    for command in commands:
        groups.setdefault(command.group, []).append(command)
    laid: list[list[list[Command]]] = [[] for _ in range(columns)]
    for group in groups.values():
        min(laid, key=lambda column: sum(len(done) + 1 for done in column)).append(group)
    return [column for column in laid if column]
