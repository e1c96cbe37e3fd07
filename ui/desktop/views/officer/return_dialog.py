"""Why a letter goes back to the registry: a reason is required."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.desktop import theme
from ui.desktop.shell.error_panel import known

USUAL = ("sprawa należy do innej komórki", "brak załączników", "skan nieczytelny", "pismo skierowane omyłkowo")


class ReturnDialog(QDialog):
    """One question; Enter gives the letter back once a reason stands there."""

    reason_given = Signal(str)

    def __init__(self, document_uid: str, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("returnDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Zwrot do kancelarii")
        title = QLabel(f"Zwrócić {document_uid} do kancelarii?", self)
        title.setProperty("role", "title")
        text = QLabel(about, self)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setProperty("role", "muted")
        label = QLabel("Przyczyna", self)
        self.reason = QComboBox(self)
        self.reason.setObjectName("returnReason")
        self.reason.setAccessibleName("Przyczyna zwrotu")
        self.reason.setEditable(True)
        self.reason.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.reason.addItems(["", *USUAL])
        line = self.reason.lineEdit()
        assert line is not None
        line.setPlaceholderText("wpisz lub wybierz (strzałka w dół)")
        line.returnPressed.connect(self._on_given)
        label.setBuddy(self.reason)
        self._fault = QLabel(self)
        self._fault.setObjectName("returnFault")
        self._fault.setProperty("role", "error")
        self._fault.setWordWrap(True)
        self._fault.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(8)
        for widget in (title, text, label, self.reason, self._fault):
            layout.addWidget(widget)
        layout.addLayout(self._buttons())
        self.reason.editTextChanged.connect(lambda said: self._give.setEnabled(bool(said.strip())))
        self.setMinimumWidth(480)
        self.reason.setFocus()

    def show_fault(self, error: Exception) -> None:
        """It was refused: say why, the reason stays."""
        shown = known(error)
        self._fault.setText(f"{shown.message} {shown.hint}".strip() if shown else "Nie udało się zwrócić pisma.")
        self._fault.show()
        self._give.setEnabled(True)

    def _buttons(self) -> QHBoxLayout:
        back = QPushButton("Wróć  Esc", self)
        back.setObjectName("returnBack")
        back.setAutoDefault(False)
        back.clicked.connect(self.reject)
        self._give = QPushButton("Zwróć  Enter", self)
        self._give.setObjectName("returnConfirm")
        self._give.setAccessibleName("Zwróć do kancelarii")
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
        reason = self.reason.currentText().strip()
        if reason and self._give.isEnabled():
            self._give.setEnabled(False)
            self.reason_given.emit(reason)
