"""F1: every key, by place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.desktop.shell.commands import CommandList, key_text


class KeysDialog(QDialog):
    """A list of commands and keys in two columns."""

    def __init__(self, commands: CommandList, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("keysDialog")
        self.setWindowTitle("Klawisze")
        self.resize(760, 560)
        inner = QWidget(self)
        grid = QGridLayout(inner)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        groups = list(dict.fromkeys(c.group for c in commands.all() if c.key))
        lines: list[tuple[str, str]] = []
        for group in groups:
            lines.append((group, ""))
            lines += [(c.name, key_text(c.key)) for c in commands.all() if c.key and c.group == group]
        half = (len(lines) + 1) // 2
        for number, (name, key) in enumerate(lines):
            row, column = number % half, (number // half) * 2
            said = QLabel(name, inner)
            said.setProperty("role", "" if key else "heading")
            grid.addWidget(said, row, column)
            if key:
                shown = QLabel(key, inner)
                shown.setProperty("role", "key")
                grid.addWidget(shown, row, column + 1, Qt.AlignmentFlag.AlignLeft)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.addWidget(scroll, 1)
        layout.addWidget(buttons)
