"""Why an entry is voided: a reason is required, the entry stays in the register struck through."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.desktop import theme


class VoidDialog(QDialog):
    """One question; Enter voids once a reason stands there."""

    reason_given = Signal(str)

    def __init__(self, document_uid: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("voidDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Anulowanie pozycji")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(8)
        title = QLabel(f"Anulować {document_uid}?", self)
        title.setProperty("role", "title")
        text = QLabel("Pozycja zostanie w rejestrze przekreślona, z przyczyną. Tego nie można cofnąć.", self)
        text.setProperty("role", "muted")
        label = QLabel("Przyczyna", self)
        self._reason = QLineEdit(self)
        self._reason.setObjectName("voidReason")
        self._reason.setAccessibleName("Przyczyna anulowania")
        self._reason.setPlaceholderText("np. zarejestrowano dwa razy")
        label.setBuddy(self._reason)
        for widget in (title, text, label, self._reason):
            layout.addWidget(widget)
        back = QPushButton("Nie anuluj  Esc", self)
        back.setObjectName("voidBack")
        back.setAutoDefault(False)
        back.clicked.connect(self.reject)
        self._void = QPushButton("Anuluj pozycję  Enter", self)
        self._void.setObjectName("voidConfirm")
        self._void.setDefault(True)
        self._void.setEnabled(False)
        self._void.clicked.connect(self._on_void_clicked)
        theme.restyle(self._void, primary=True)
        self._reason.textChanged.connect(lambda said: self._void.setEnabled(bool(said.strip())))
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 16, 0, 0)
        buttons.addStretch(1)
        buttons.addWidget(back)
        buttons.addWidget(self._void)
        layout.addLayout(buttons)
        self.setMinimumWidth(480)
        self._reason.setFocus()

    def _on_void_clicked(self) -> None:
        reason = self._reason.text().strip()
        if reason:
            self.accept()
            self.reason_given.emit(reason)
