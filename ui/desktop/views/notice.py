"""A line in the window that says something and offers what to do; used instead of a dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.desktop import icons, theme


class Notice(QFrame):
    """Text with up to three answers; the first is the usual one."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName("Powiadomienie")
        self.setProperty("notice", "warn")
        self._icon = QLabel(self)
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._hint = QLabel(self)
        self._hint.setProperty("role", "muted")
        self._hint.setWordWrap(True)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(8, 4, 8, 4)
        self._layout.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        for label in (self._text, self._hint):
            words.addWidget(label)
        self._layout.addWidget(self._icon)
        self._layout.addLayout(words, 1)
        self._buttons: list[QPushButton] = []
        self._narrow = False
        self.hide()

    def set_narrow(self, narrow: bool) -> None:
        """Where there is little room the second line is kept for the pointer."""
        self._narrow = narrow
        self._place_hint()

    def _place_hint(self) -> None:
        hint = self._hint.text()
        self._hint.setVisible(bool(hint) and not self._narrow)
        self.setToolTip(hint if self._narrow else "")

    @property
    def text(self) -> str:
        """What is said now; empty when nothing is."""
        return "" if self.isHidden() else self._text.text()

    def say(self, text: str, *answers: tuple[str, Callable[[], None]], hint: str = "") -> None:
        """Show the text with its answers, and beneath it what they mean; each answer puts the notice away."""
        self._icon.setPixmap(icons.icon("doubtful", "warn").pixmap(20, 20))
        self._text.setText(text)
        self._hint.setText(hint)
        self._place_hint()
        self.setAccessibleDescription(f"{text} {hint}".strip())
        for button in self._buttons:
            self._layout.removeWidget(button)
            button.deleteLater()
        self._buttons = [self._button(number, *answer) for number, answer in enumerate(answers)]
        self.show()

    def answer(self, number: int) -> QPushButton:
        """The button of an answer."""
        return self._buttons[number]

    def _button(self, number: int, text: str, run: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(True)  # Enter presses it, as people expect; Qt does so by itself in dialogs only
        button.setObjectName(f"{self.objectName()}_{number}")
        button.setAccessibleName(text)
        theme.restyle(button, primary=number == 0)

        def answered() -> None:
            self.hide()
            run()

        button.clicked.connect(answered)
        self._layout.addWidget(button)
        return button
