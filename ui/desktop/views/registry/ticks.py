"""The form's ticks: "brak daty", "brak znaku", "nadawca anonimowy"; two of them can be read, and set by one key."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from kancelaria.reading.model import LetterSuggestions
from ui.desktop import theme
from ui.desktop.models import form_values
from ui.desktop.views.registry.fields import Field

TICKS = {"sender.anonymous": "nadawca anonimowy", "no_date": "brak daty", "no_reference": "brak znaku"}
OFFERED = ("no_date", "no_reference")
"""Ticks that reading may suggest, and F7 sets."""
KEY = "F7"


class FormTicks(QObject):
    """Each tick makes fields unneeded; a person's click wins over what was read."""

    edited = Signal()

    def __init__(self, fields: dict[str, Field], parent: QWidget) -> None:
        super().__init__(parent)
        self._fields, self._parent = fields, parent
        self.boxes: dict[str, QCheckBox] = {}
        self._touched: set[str] = set()
        self._showing = False

    def make(self, name: str) -> QCheckBox:
        """A tick by its name."""
        box = QCheckBox(TICKS[name], self._parent)
        box.setObjectName(f"tick_{name}")
        box.setAccessibleName(TICKS[name])
        box.toggled.connect(lambda _on: self._on_toggled())
        box.clicked.connect(lambda _on: self._on_clicked(name))
        self.boxes[name] = box
        return box

    def values(self) -> dict[str, bool]:
        """Which are set."""
        return {name: box.isChecked() for name, box in self.boxes.items()}

    def begin(self) -> None:
        """Clear all, for the next letter."""
        self._touched.clear()
        for name in self.boxes:
            self._paint(name, False)
        self.show_values({})
        self.offer(False)

    def show_values(self, values: dict[str, bool]) -> None:
        """Set what a person, or the register, says."""
        for name, box in self.boxes.items():
            box.setChecked(values.get(name, False))

    def suggest(self, suggestions: LetterSuggestions) -> None:
        """Take what was read, tinted, unless a person has said something."""
        for name in OFFERED:
            wanted = form_values.says_missing(suggestions, name)
            if name in self._touched or self._field(name).touched:
                continue
            if wanted or self.suggested(name):
                self._showing = True
                self.boxes[name].setChecked(wanted)
                self._showing = False
                self._paint(name, wanted)

    def suggested(self, name: str) -> bool:
        """Whether a tick stands here that nobody has confirmed."""
        return bool(self.boxes[name].property("suggested"))

    def offer(self, read_whole: bool) -> None:
        """Once everything is read and a date or mark isn't there, the tick shows the key that says so."""
        for name in OFFERED:
            offered = read_whole and not self._field(name).value and not self.boxes[name].isChecked()
            self.boxes[name].setText(f"{TICKS[name]}  {KEY}" if offered else TICKS[name])

    def tick_missing(self) -> None:
        """Say that the letter bears no date or no mark: the one in focus, else the first that is missing."""
        empty = [n for n in OFFERED if not self.boxes[n].isChecked() and self.boxes[n].isEnabled()]
        empty = [n for n in empty if not self._field(n).value]
        focused = [n for n in empty if self._field(n).editor.hasFocus()]
        for name in (focused or empty)[:1]:
            self._on_clicked(name)
            self.boxes[name].setText(TICKS[name])
            self.boxes[name].setChecked(True)
            self._fields["title"].setFocus()

    def clear_for(self, field: str) -> None:
        """A value was typed: its tick no longer holds."""
        for name in OFFERED:
            if field in form_values.SILENCES[name] and self._fields[field].value:
                self.boxes[name].setChecked(False)
                self._paint(name, False)

    def _field(self, name: str) -> Field:
        return self._fields[form_values.SILENCES[name][0]]

    def _on_toggled(self) -> None:
        for name, silenced in form_values.SILENCES.items():
            for field in silenced:
                self._fields[field].setEnabled(not self.boxes[name].isChecked())
        if not self._showing:
            self.edited.emit()

    def _on_clicked(self, name: str) -> None:
        self._touched.add(name)
        self._paint(name, False)

    def _paint(self, name: str, suggested: bool) -> None:
        theme.restyle(self.boxes[name], suggested=suggested)
        self.boxes[name].updateGeometry()
        self.boxes[name].setToolTip("Odczytano: pismo tego nie podaje. Proszę sprawdzić." if suggested else "")
