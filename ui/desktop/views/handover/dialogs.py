"""One question at a time: who signed, what doesn't agree, how it was settled."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.desktop import theme
from ui.desktop.shell.error_panel import known

DISPUTES = ("nie ma w teczce", "brak załączników", "koperta naruszona", "inne pismo niż na liście")
SETTLED = ("znaleziono, przekazano", "zostało w kancelarii", "przekazano na innej liście", "przekazano skan")


class OneAnswer(QDialog):
    """A question with the usual answers; Enter gives it once something stands there."""

    given = Signal(str, bool)
    """The answer, and whether the box below it is ticked."""

    def __init__(
        self, name: str, title: str, about: str, asked: str, usual: Sequence[str], does: str, parent: QWidget,
        tick: str = "",
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        heading, text, label = QLabel(title, self), QLabel(about, self), QLabel(asked, self)
        heading.setProperty("role", "title")
        text.setProperty("role", "muted")
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        self.answer = QComboBox(self)
        self.answer.setObjectName(f"{name}Answer")
        self.answer.setAccessibleName(asked)
        self.answer.setEditable(True)
        self.answer.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.answer.addItems(["", *usual])
        label.setBuddy(self.answer)
        line = self.answer.lineEdit()
        assert line is not None
        line.returnPressed.connect(self._on_given)
        if usual:
            line.setPlaceholderText("wpisz lub wybierz (strzałka w dół)")
        self.tick = QCheckBox(tick, self)
        self.tick.setObjectName(f"{name}Tick")
        self.tick.setVisible(bool(tick))
        self._fault = QLabel(self)
        self._fault.setProperty("role", "error")
        self._fault.setWordWrap(True)
        self._fault.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(8)
        for widget in (heading, text, label, self.answer, self.tick, self._fault):
            layout.addWidget(widget)
        layout.addLayout(self._buttons(name, does))
        self.answer.editTextChanged.connect(lambda said: self._give.setEnabled(bool(said.strip())))
        self.setMinimumWidth(480)
        self.answer.setFocus()

    def show_fault(self, error: Exception) -> None:
        """It was refused: say why, the answer stays."""
        shown = known(error)
        self._fault.setText(f"{shown.message} {shown.hint}".strip() if shown else "Nie udało się tego zapisać.")
        self._fault.show()
        self._give.setEnabled(True)

    def _buttons(self, name: str, does: str) -> QHBoxLayout:
        back = QPushButton("Wróć  Esc", self)
        back.setObjectName(f"{name}Back")
        back.setAutoDefault(False)
        back.clicked.connect(self.reject)
        self._give = QPushButton(f"{does}  Enter", self)
        self._give.setObjectName(f"{name}Confirm")
        self._give.setAccessibleName(does)
        self._give.setAutoDefault(True)
        self._give.setEnabled(False)
        self._give.clicked.connect(self._on_given)
        theme.restyle(self._give, primary=True)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 8, 0, 0)
        buttons.addStretch(1)
        buttons.addWidget(back)
        buttons.addWidget(self._give)
        return buttons

    def _on_given(self) -> None:
        said = self.answer.currentText().strip()
        if said and self._give.isEnabled():
            self._give.setEnabled(False)
            self.given.emit(said, self.tick.isChecked())
