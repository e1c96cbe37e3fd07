"""First start: office, registry point. Every question may be skipped; usual answers stand in then."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.desktop import theme
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.ports import OfficeFacts

_SYMBOL = re.compile(r"[A-Z0-9]{1,3}")


class FirstStartDialog(QDialog):
    """Labels above fields, one primary button; `save` prepares the station and may take a moment."""

    def __init__(self, jobs: JobRunner, save: Callable[[OfficeFacts], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("firstStart")
        self.setWindowTitle("Kancelaria: pierwsze uruchomienie")
        self._jobs, self._prepare = jobs, save
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(24, 24, 24, 24)
        self._layout.setSpacing(4)
        self._say("Kilka pytań na początek", "title")
        self._say("Rejestr będzie na tym komputerze. Skaner wybierzesz za chwilę, na biurku.", "muted")
        self._institution = self._ask("institution", "Nazwa urzędu", "np. Urząd Miejski w Zmyślinie")
        self._address = self._ask("address", "Adres urzędu (na pokwitowaniach)", "ulica, kod, miejscowość")
        self._symbol = self._ask("pointSymbol", "Symbol punktu (od 1 do 3 znaków, będzie na etykietach)", "np. K1")
        self._fault = self._say("", "error")
        self._fault.setObjectName("firstFault")
        self._add_buttons()
        self.setMinimumWidth(520)

    @property
    def fault(self) -> str:
        """What is wrong with the answers; empty when nothing is."""
        return self._fault.text()

    def _say(self, text: str, role: str) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("role", role)
        label.setWordWrap(True)
        self._layout.addWidget(label)
        return label

    def _ask(self, name: str, said: str, hint: str) -> QLineEdit:
        label = self._say(said, "")
        field = QLineEdit(self)
        field.setObjectName(name)
        field.setAccessibleName(said)
        field.setPlaceholderText(hint)
        label.setBuddy(field)
        label.setContentsMargins(0, 8, 0, 0)
        self._layout.addWidget(field)
        return field

    def _add_buttons(self) -> None:
        self._skip = QPushButton("Pomiń", self)
        self._skip.setObjectName("firstSkip")
        self._skip.setAutoDefault(False)
        self._skip.clicked.connect(lambda: self._save(OfficeFacts()))
        self._keep = QPushButton("Zapisz  Enter", self)
        self._keep.setObjectName("firstSave")
        self._keep.setDefault(True)
        self._keep.clicked.connect(self._on_keep_clicked)
        theme.restyle(self._keep, primary=True)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 16, 0, 0)
        buttons.addStretch(1)
        buttons.addWidget(self._skip)
        buttons.addWidget(self._keep)
        self._layout.addLayout(buttons)

    def _on_keep_clicked(self) -> None:
        symbol = self._symbol.text().strip().upper()
        if symbol and not _SYMBOL.fullmatch(symbol):
            self._fault.setText("Symbol punktu to od 1 do 3 liter (bez polskich znaków) lub cyfr, na przykład K1.")
            self._symbol.setFocus()
            return
        self._save(OfficeFacts(self._institution.text().strip(), symbol, address=self._address.text().strip()))

    def _save(self, facts: OfficeFacts) -> None:
        self._fault.setText("")
        for button in (self._skip, self._keep):
            button.setEnabled(False)
        self._keep.setText("Przygotowuję…")
        self._jobs.submit(
            "db", lambda _job: self._prepare(facts), lambda _none: self.accept(), self._on_failed, owner=self
        )

    def _on_failed(self, error: Exception) -> None:
        for button in (self._skip, self._keep):
            button.setEnabled(True)
        self._keep.setText("Zapisz  Enter")
        message = getattr(error, "message", None)
        if message is None:
            raise error
        self._fault.setText(f"{message} {getattr(error, 'hint', '')}".strip())
