"""Above the list: searching in it, and which part of it is shown, with how many."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.operations.routing_facts import AssignedCounts

PARTS = {"all": "Wszystkie", "new": "Nowe", "overdue": "Po terminie", "unit": "Wydział"}
MEANINGS = {
    "all": "Wszystko, co przydzielono Tobie i Twojej komórce",
    "new": "Jeszcze nieotwarte",
    "overdue": "Termin już minął",
    "unit": "Przydzielone komórce, a nie Tobie",
}
TYPING_MS = 250


class AssignedBar(QWidget):
    """Search field and parts; `part_chosen` by a person alone."""

    part_chosen = Signal(str)
    text_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit(self)
        self.field.setObjectName("assignedSearch")
        self.field.setAccessibleName("Szukaj w pismach do mnie")
        self.field.setPlaceholderText("Szukaj w pismach do mnie  Ctrl+F")
        self.field.setClearButtonEnabled(True)
        self._wait = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._wait.timeout.connect(lambda: self.text_changed.emit(self.field.text().strip()))
        self.field.textChanged.connect(lambda _text: self._wait.start())
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons: dict[str, QPushButton] = {}
        parts = QHBoxLayout()
        parts.setSpacing(4)
        for name, text in PARTS.items():
            button = QPushButton(text, self)
            button.setObjectName(f"assignedPart_{name}")
            button.setCheckable(True)
            button.setToolTip(MEANINGS[name])
            button.clicked.connect(self._chooser(name))
            self._group.addButton(button)
            self.buttons[name] = button
            parts.addWidget(button)
        parts.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(6)
        layout.addWidget(self.field)
        layout.addLayout(parts)

    def select(self, part: str) -> None:
        """Show which part is chosen."""
        self.buttons[part].setChecked(True)

    def show_counts(self, counts: AssignedCounts) -> None:
        """How many rows each part has."""
        for name, button in self.buttons.items():
            number = getattr(counts, name)
            button.setText(f"{PARTS[name]} {number}" if number else PARTS[name])
            button.setAccessibleName(f"{PARTS[name]}: {number}")

    def _chooser(self, name: str) -> object:
        return lambda: self.part_chosen.emit(name)
