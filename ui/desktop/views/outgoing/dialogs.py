"""One question about rows of the outgoing register: on which day, why, with which notices or number."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.desktop import said, theme
from ui.desktop.shell.error_panel import known

RETURNS = (
    "nie podjęto w terminie", "adresat nieznany", "adresat wyprowadził się", "adresat zmarł", "odmowa przyjęcia",
    "niedostateczny adres",
)  # fmt: skip
MISTAKES = ("zarejestrowano dwa razy", "pomyłka w adresacie", "przesyłki nie wysłano")


@dataclass(frozen=True)
class Answer:
    """What was answered; days as `YYYY-MM-DD`."""

    day: str = ""
    text: str = ""
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """What is asked: `day` today's where one is asked for, `text` the name of a free text, `notices` asked for too."""

    name: str
    title: str
    about: str
    does: str
    day: str = ""
    day_said: str = "Dzień"
    text: str = ""
    usual: tuple[str, ...] = ()
    text_needed: bool = True
    notices: bool = False


class AnswerDialog(QDialog):
    """Fields for a question; Enter gives the answer once it is whole."""

    given = Signal(object)

    def __init__(self, question: Question, parent: QWidget) -> None:
        super().__init__(parent)
        self._question = question
        self.setObjectName(question.name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(question.title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(8)
        for text, role in ((question.title, "title"), (question.about, "muted")):
            label = QLabel(text, self)
            label.setProperty("role", role)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            layout.addWidget(label)
        self.day = self._line(layout, "Day", question.day_said, said.day_full(question.day), bool(question.day))
        self.text = QComboBox(self)
        self._compose_text(layout)
        self.first = self._line(layout, "First", "Pierwsze awizo", "", question.notices)
        self.second = self._line(layout, "Second", "Drugie awizo", "", question.notices)
        self._fault = QLabel(self)
        self._fault.setProperty("role", "error")
        self._fault.setWordWrap(True)
        self._fault.hide()
        layout.addWidget(self._fault)
        layout.addLayout(self._buttons())
        self.setMinimumWidth(460)
        first = self.text if question.text else self.day
        first.setFocus()

    def show_fault(self, error: Exception) -> None:
        """It was refused: say why, the answer stays."""
        shown = known(error)
        self._say(f"{shown.message} {shown.hint}".strip() if shown else "Nie udało się tego zapisać.")

    def answer(self) -> Answer | None:
        """What stands here; None where something isn't right, which is said."""
        question, days = self._question, []
        for line in (self.day, self.first, self.second):
            typed = line.text().strip()
            day = said.to_date(typed) if typed else ""
            if day is None or (day and len(day) != 10):
                self._refuse("To nie jest data. Wpisz na przykład 21.11.2026.", line)
                return None
            days.append(day or "")
        text = self.text.currentText().strip()
        if question.day and not days[0]:
            self._refuse(f"Podaj: {question.day_said.lower()}.", self.day)
            return None
        if question.text and question.text_needed and not text:
            self._refuse(f"Podaj: {question.text.lower()}.", self.text)
            return None
        return Answer(days[0], text, tuple(day for day in days[1:] if day))

    def _line(self, layout: QVBoxLayout, name: str, asked: str, value: str, shown: bool) -> QLineEdit:
        label, line = QLabel(asked, self), QLineEdit(value, self)
        line.setObjectName(f"{self._question.name}{name}")
        line.setAccessibleName(asked)
        line.setPlaceholderText("dd.mm.rrrr lub „dziś”")
        label.setBuddy(line)
        line.returnPressed.connect(self._on_given)
        for widget in (label, line):
            widget.setVisible(shown)
            layout.addWidget(widget)
        return line

    def _compose_text(self, layout: QVBoxLayout) -> None:
        question = self._question
        label = QLabel(question.text, self)
        self.text.setObjectName(f"{question.name}Text")
        self.text.setAccessibleName(question.text or "Tekst")
        self.text.setEditable(True)
        self.text.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.text.addItems(["", *question.usual])
        label.setBuddy(self.text)
        line = self.text.lineEdit()
        assert line is not None
        line.returnPressed.connect(self._on_given)
        if question.usual:
            line.setPlaceholderText("wpisz lub wybierz (strzałka w dół)")
        for widget in (label, self.text):
            widget.setVisible(bool(question.text))
            layout.addWidget(widget)

    def _buttons(self) -> QHBoxLayout:
        back = QPushButton("Wróć  Esc", self)
        back.setObjectName(f"{self._question.name}Back")
        back.setAutoDefault(False)
        back.clicked.connect(self.reject)
        self._give = QPushButton(f"{self._question.does}  Enter", self)
        self._give.setObjectName(f"{self._question.name}Confirm")
        self._give.setAccessibleName(self._question.does)
        self._give.setAutoDefault(True)
        self._give.clicked.connect(self._on_given)
        theme.restyle(self._give, primary=True)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 8, 0, 0)
        buttons.addStretch(1)
        buttons.addWidget(back)
        buttons.addWidget(self._give)
        return buttons

    def _refuse(self, why: str, at: QWidget) -> None:
        self._say(why)
        at.setFocus()

    def _say(self, why: str) -> None:
        self._fault.setText(why)
        self._fault.show()
        self._give.setEnabled(True)

    def _on_given(self) -> None:
        answer = self.answer() if self._give.isEnabled() else None
        if answer is not None:
            self._give.setEnabled(False)
            self.given.emit(answer)
