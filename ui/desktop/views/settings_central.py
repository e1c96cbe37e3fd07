"""Joining a central: its address and a person's sign-in, at the first start and later from the settings."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.desktop import theme
from ui.desktop.jobs.runner import JobRunner

Join = Callable[[str, str, str], None]
"""Address, login, password."""
TITLE_BAR = 36
FIELDS = (
    ("centralAddress", "Adres centrali", "np. centrala.example.com/kancelaria"),
    ("centralLogin", "Login", "np. m.nowicka"),
    ("centralPassword", "Hasło", ""),
)


class JoinFields(QWidget):
    """The three things a central asks for; the password is never kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._fields: list[QLineEdit] = []
        for name, said, hint in FIELDS:
            label, field = QLabel(said, self), QLineEdit(self)
            field.setObjectName(name)
            field.setAccessibleName(said)
            field.setPlaceholderText(hint)
            label.setBuddy(field)
            label.setContentsMargins(0, 8, 0, 0)
            column.addWidget(label)
            column.addWidget(field)
            self._fields.append(field)
        self._fields[2].setEchoMode(QLineEdit.EchoMode.Password)
        note = QLabel("Adres, login i hasło daje administrator. Konta serwera (postgres) centrala nie przyjmie.", self)
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        column.addWidget(note)

    def answers(self) -> tuple[str, str, str]:
        """Address, login, password."""
        address, login, password = self._fields
        return address.text().strip(), login.text().strip(), password.text()

    def missing(self) -> str:
        """What isn't said yet, with the cursor put there; empty when nothing is."""
        for field, (_name, said, _hint) in zip(self._fields, FIELDS, strict=True):
            if not field.text().strip():
                field.setFocus()
                return f"Podaj: {said.lower()}."
        return ""


def fit(dialog: QDialog, height: int) -> None:
    """As high as its lines need, but no higher than the screen."""
    dialog.resize(dialog.width(), min(height, dialog.screen().availableGeometry().height() - TITLE_BAR))


class JoinDialog(QDialog):
    """Ask for a central and join it; what it refuses is said with the next step, and nothing is changed."""

    def __init__(self, jobs: JobRunner, join: Join, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("joinCentral")
        self.setWindowTitle("Dołączanie do centrali")
        self._jobs, self._join = jobs, join
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(4)
        self.fields = JoinFields(self)
        column.addWidget(self.fields)
        self._fault = QLabel(self)
        self._fault.setObjectName("joinFault")
        self._fault.setProperty("role", "error")
        self._fault.setWordWrap(True)
        self._fault.hide()
        column.addWidget(self._fault)
        self._keep = QPushButton("Dołącz  Enter", self)
        self._keep.setObjectName("joinEnter")
        self._keep.setDefault(True)
        self._keep.clicked.connect(self._on_keep_clicked)
        theme.restyle(self._keep, primary=True)
        self._cancel = QPushButton("Anuluj  Esc", self)
        self._cancel.setObjectName("joinCancel")
        self._cancel.setAutoDefault(False)
        self._cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 16, 0, 0)
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._keep)
        column.addLayout(foot)
        self.setMinimumWidth(480)
        self.resize(480, self._column.totalHeightForWidth(480))

    @property
    def fault(self) -> str:
        """What is wrong; empty when nothing is."""
        return self._fault.text()

    def reject(self) -> None:
        """Not while the central is being asked: it may be joined already."""
        if self._keep.isEnabled():
            super().reject()

    def _on_keep_clicked(self) -> None:
        missing = self.fields.missing()
        self._say(missing)
        if missing:
            return
        self._busy(True)
        answers = self.fields.answers()
        self._jobs.submit(
            "people", lambda _job: self._join(*answers), lambda _none: self._joined(), self._on_failed, owner=self,
            cancellable=False,
        )  # fmt: skip

    def _joined(self) -> None:
        self._busy(False)
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        self._busy(False)
        message = getattr(error, "message", None)
        if message is None:
            raise error
        self._say(f"{message} {getattr(error, 'hint', '')}".strip())

    def _busy(self, busy: bool) -> None:
        for part in (self.fields, self._keep, self._cancel):
            part.setEnabled(not busy)
        self._keep.setText("Pytam centralę…" if busy else "Dołącz  Enter")

    def _say(self, fault: str) -> None:
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))
        fit(self, self._column.totalHeightForWidth(self.width()))
