"""Known errors with their next step, in a panel above the status line; bugs in a dialog of their own."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMessageBox, QSizePolicy, QToolButton, QWidget

from kancelaria.logs import get_log
from ui.desktop import icons


@dataclass(frozen=True)
class Shown:
    """What a person reads about an error."""

    message: str
    hint: str
    code: str


def known(error: BaseException) -> Shown | None:
    """What to show for a known error; None for a bug."""
    code, message = getattr(error, "code", None), getattr(error, "message", None)
    if isinstance(code, str) and isinstance(message, str):
        return Shown(message, str(getattr(error, "hint", "") or ""), code)
    return None


class ErrorPanel(QFrame):
    """The last known error with its next step; Esc or the cross puts it away."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("errorPanel")
        self.setAccessibleName("Komunikat o błędzie")
        self.setProperty("notice", "error")
        self._icon = QLabel(self)
        self._text = QLabel(self)
        self._text.setObjectName("errorText")
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        close = QToolButton(self)
        close.setObjectName("errorClose")
        close.setAccessibleName("Zamknij komunikat")
        close.setIcon(icons.icon("close"))
        close.clicked.connect(self.put_away)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(close)
        self.hide()

    @property
    def text(self) -> str:
        """What is shown now."""
        return self._text.text() if not self.isHidden() else ""

    def show_error(self, shown: Shown) -> None:
        """Show a message and its next step."""
        self._icon.setPixmap(icons.icon("error", "error").pixmap(20, 20))
        self._text.setText(f"<b>{_plain(shown.message)}</b> {_plain(shown.hint)}".strip())
        self._text.setToolTip(f"kod: {shown.code}")
        self.setAccessibleDescription(f"{shown.message} {shown.hint}")
        self.show()

    def put_away(self) -> None:
        """Hide the panel."""
        self.hide()
        self.closed.emit()


def show_bug(parent: QWidget, error: BaseException) -> None:
    """Log a bug whole and say so; what was being done has already been saved."""
    get_log().error("bug", exc_info=error)
    box = QMessageBox(parent)
    box.setObjectName("bugDialog")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("Błąd programu")
    box.setText("W programie wystąpił błąd. Zapisano dziennik i niedokończoną pracę.")
    box.setInformativeText("Można pracować dalej. Jeśli błąd się powtórzy, proszę przekazać dziennik administratorowi.")
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    box.open()


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
