"""The forms of a new courier's list and of a drop box emptied."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.desktop import theme


def named(widget: QWidget, name: str, said: str) -> None:
    """What tests and screen readers call a control."""
    widget.setObjectName(name)
    widget.setAccessibleName(said)


def line(name: str, said: str, parent: QWidget, hint: str = "") -> QLineEdit:
    """A line to write in."""
    made = QLineEdit(parent)
    named(made, name, said)
    made.setPlaceholderText(hint)
    return made


def primary(name: str, text: str, parent: QWidget) -> QPushButton:
    """The one button of a form that does what it is for."""
    made = QPushButton(text, parent)
    named(made, name, text)
    made.setAutoDefault(False)
    theme.restyle(made, primary=True)
    return made


class NewListForm(QWidget):
    """Operator, and the numbers a courier announces: typed, pasted or from a file."""

    file_asked = Signal(object)
    begin_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.operator = QComboBox(self)
        named(self.operator, "deliveryOperator", "Operator")
        self.operator.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.operator.setMinimumContentsLength(12)
        self.name = line("deliveryOperatorName", "Nazwa operatora na wydruku", self, "nazwa na wydruku")
        self.numbers = QPlainTextEdit(self)
        named(self.numbers, "deliveryNumbers", "Zapowiedziane numery nadawcze, po jednym w wierszu")
        self.numbers.setTabChangesFocus(True)
        self.numbers.setFont(theme.mono(11))
        self.numbers.setPlaceholderText("RR123456785PL\nEE000000005PL\n…")
        file = QPushButton("Z pliku…  Alt+P", self)
        named(file, "deliveryFile", "Wczytaj numery z pliku CSV lub TXT")
        file.setShortcut("Alt+P")
        file.setAutoDefault(False)
        file.clicked.connect(self.ask_file)
        self.begin = primary("deliveryBegin", "Załóż listę i sprawdzaj  Ctrl+Enter", self)
        self.begin.clicked.connect(self.begin_asked)
        text = QLabel(
            "Wklej albo wpisz numery z listy doręczyciela, albo wczytaj plik. Bez zapowiedzianych numerów też można "
            "zacząć: każda zeskanowana przesyłka będzie wtedy spoza listy.",
            self,
        )
        text.setProperty("role", "muted")
        text.setWordWrap(True)
        asked = QLabel("Operator", self)
        asked.setBuddy(self.operator)
        top = QHBoxLayout()
        for widget, share in ((asked, 0), (self.operator, 1), (self.name, 1)):
            top.addWidget(widget, share)
        buttons = QHBoxLayout()
        buttons.addWidget(file)
        buttons.addStretch(1)
        buttons.addWidget(self.begin)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(text)
        layout.addWidget(self.numbers, 1)
        layout.addLayout(buttons)

    def clear(self) -> None:
        """For the next list."""
        self.numbers.clear()

    def ask_file(self) -> None:
        """Which file holds the numbers."""
        name, _ = QFileDialog.getOpenFileName(self, "Lista przesyłek", "", "Listy (*.csv *.txt);;Wszystkie pliki (*)")
        if name:
            self.file_asked.emit(Path(name))


class BoxForm(QWidget):
    """A drop box emptied: how many, who was present, where."""

    keep_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.count = line("boxCount", "Ile przesyłek wyjęto", self)
        self.count.setValidator(QIntValidator(1, 2000, self.count))
        self.witness = line("boxWitness", "Druga osoba obecna przy otwarciu", self, "imię i nazwisko")
        self.place = line("boxPlace", "Gdzie jest skrzynka", self)
        self.remarks = line("boxRemarks", "Uwagi do protokołu", self)
        self.keep = primary("boxKeep", "Zapisz i drukuj protokół  Ctrl+Enter", self)
        self.keep.clicked.connect(self.keep_asked)
        self._rule = QLabel(self)
        self._rule.setProperty("role", "muted")
        self._rule.setWordWrap(True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        rows = (("Przesyłek*", self.count), ("Obecna osoba*", self.witness), ("Miejsce", self.place),
                ("Uwagi", self.remarks))  # fmt: skip
        for number, (said, field) in enumerate(rows):
            label = QLabel(said, self)
            label.setBuddy(field)
            grid.addWidget(label, number, 0)
            grid.addWidget(field, number, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(grid)
        layout.addWidget(self._rule)
        layout.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.keep)
        layout.addLayout(buttons)

    def say_rule(self, before: str) -> None:
        """By which rule the receipt day is given."""
        self._rule.setText(
            f"Co wyjęto przed godziną {before}, ma datę wpływu poprzedniego dnia roboczego."
            if before
            else "Data wpływu jest dniem opróżnienia skrzynki."
        )

    def clear(self) -> None:
        """For the next time; the place stays."""
        for field in (self.count, self.witness, self.remarks):
            field.clear()
