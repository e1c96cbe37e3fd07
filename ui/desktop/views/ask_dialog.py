"""A short question in a window of its own: one or a few fields, and what Enter does with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.desktop import theme
from ui.desktop.shell.error_panel import known


@dataclass(frozen=True)
class Asked:
    """One field: what it is called, the usual answers, and what stands in it at first; `choice` takes only those."""

    label: str
    usual: tuple[str, ...] = ()
    value: str = ""
    choice: bool = False


class AskDialog(QDialog):
    """Enter gives the answers once something stands in every field."""

    given = Signal(object, bool)
    """The answers as a tuple, and whether the box below is ticked."""

    def __init__(
        self, name: str, title: str, about: str, asked: Sequence[Asked], does: str, parent: QWidget, tick: str = ""
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        heading, text = QLabel(title, self), QLabel(about, self)
        heading.setProperty("role", "title")
        text.setProperty("role", "muted")
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setVisible(bool(about))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(heading)
        layout.addWidget(text)
        self.answers = [self._field(f"{name}Answer{number or ''}", each, layout) for number, each in enumerate(asked)]
        self.answer = self.answers[0]
        self.tick = QCheckBox(tick, self)
        self.tick.setObjectName(f"{name}Tick")
        self.tick.setVisible(bool(tick))
        self._fault = QLabel(self)
        self._fault.setObjectName(f"{name}Fault")
        self._fault.setProperty("role", "error")
        self._fault.setWordWrap(True)
        self._fault.hide()
        layout.addWidget(self.tick)
        layout.addWidget(self._fault)
        layout.addLayout(self._buttons(name, does))
        self._offer()
        self.setMinimumWidth(480)
        self.answer.setFocus()

    @property
    def fault(self) -> str:
        """Why it was refused."""
        return self._fault.text()

    def show_fault(self, error: Exception) -> None:
        """It was refused: say why, the answers stay."""
        shown = known(error)
        self.say_fault(f"{shown.message} {shown.hint}".strip() if shown else "Nie udało się tego zapisać.")

    def say_fault(self, text: str) -> None:
        """Say what is wrong with the answers."""
        self._fault.setText(text)
        self._fault.show()
        self._give.setEnabled(True)

    def _field(self, name: str, asked: Asked, layout: QVBoxLayout) -> QComboBox:
        label = QLabel(asked.label, self)
        field = QComboBox(self)
        field.setObjectName(name)
        field.setAccessibleName(asked.label)
        if asked.choice:
            field.addItems(asked.usual)
            field.setCurrentIndex(max(field.findText(asked.value), 0))
        else:
            field.setEditable(True)
            field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            field.addItems(["", *asked.usual])
            field.setEditText(asked.value)
            line = field.lineEdit()
            assert line is not None
            line.returnPressed.connect(self._on_given)
            line.setPlaceholderText("wpisz lub wybierz (strzałka w dół)" if asked.usual else "")
            field.editTextChanged.connect(lambda _text: self._offer())
        label.setBuddy(field)
        layout.addWidget(label)
        layout.addWidget(field)
        return field

    def _buttons(self, name: str, does: str) -> QHBoxLayout:
        back = QPushButton("Wróć  Esc", self)
        back.setObjectName(f"{name}Back")
        back.setAutoDefault(False)
        back.clicked.connect(self.reject)
        self._give = QPushButton(f"{does}  Enter", self)
        self._give.setObjectName(f"{name}Confirm")
        self._give.setAccessibleName(does)
        self._give.setAutoDefault(True)
        self._give.clicked.connect(self._on_given)
        theme.restyle(self._give, primary=True)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 8, 0, 0)
        buttons.addStretch(1)
        buttons.addWidget(back)
        buttons.addWidget(self._give)
        return buttons

    def _offer(self) -> None:
        self._give.setEnabled(all(field.currentText().strip() for field in self.answers))

    def _on_given(self) -> None:
        said = tuple(field.currentText().strip() for field in self.answers)
        if all(said) and self._give.isEnabled():
            self._give.setEnabled(False)
            self._tell(said)

    def _tell(self, said: tuple[str, ...]) -> None:
        self.given.emit(said, self.tick.isChecked())


class OneAnswer(AskDialog):
    """A question with one field; `given` tells its answer and whether the box is ticked."""

    given = Signal(str, bool)

    def __init__(
        self, name: str, title: str, about: str, asked: str, usual: Sequence[str], does: str, parent: QWidget,
        tick: str = "",
    ) -> None:  # fmt: skip
        super().__init__(name, title, about, (Asked(asked, tuple(usual)),), does, parent, tick)

    def _tell(self, said: tuple[str, ...]) -> None:
        self.given.emit(said[0], self.tick.isChecked())
