"""Which printer, asked once for each kind of print."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.desktop import theme


class PrinterDialog(QDialog):
    """One question; Enter prints on the printer shown, the arrows choose another."""

    chosen = Signal(str)

    def __init__(self, kind: str, names: Sequence[str], parent: QWidget | None = None) -> None:
        """`kind`: what is printed, in the accusative plural ("etykiety"); `names`: the last one is the file."""
        super().__init__(parent)
        self.setObjectName("printerDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Wybór drukarki")
        title = QLabel(f"Na czym drukować {kind}?", self)
        title.setProperty("role", "title")
        text = QLabel("Program zapamięta wybór. Zmienisz go w Ustawieniach, w części „Drukarki”.", self)
        if len(names) == 1:
            text.setText("Nie znaleziono drukarki. Wydruk zapisze się w pliku PDF; drukarkę wybierzesz w Ustawieniach.")
        text.setProperty("role", "muted")
        text.setWordWrap(True)
        self.printer = QComboBox(self)
        self.printer.setObjectName("printerChoice")
        self.printer.setAccessibleName(f"Drukarka na {kind}")
        self.printer.addItems(list(names))
        back = QPushButton("Nie drukuj  Esc", self)
        back.setObjectName("printerBack")
        back.setAutoDefault(False)
        back.clicked.connect(self.reject)
        keep = QPushButton("Drukuj  Enter", self)
        keep.setObjectName("printerPrint")
        keep.setDefault(True)
        keep.clicked.connect(self._on_print_clicked)
        theme.restyle(keep, primary=True)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 16, 0, 0)
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(back)
        buttons.addWidget(keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(8)
        for widget in (title, text, self.printer):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        self.setMinimumWidth(440)
        self.printer.setFocus()

    def _on_print_clicked(self) -> None:
        self.accept()
        self.chosen.emit(self.printer.currentText())
