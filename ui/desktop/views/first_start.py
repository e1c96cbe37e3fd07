"""First start: office, registry point, alone or not, scanner. Each may be skipped; usual answers stand in then."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from scanning.devices.protocol import DeviceInfo
from ui.desktop import theme
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.ports import Devices, OfficeFacts

_SYMBOL = re.compile(r"[A-Z0-9]{1,3}")


class FirstStartDialog(QDialog):
    """Labels above fields, one primary button; `save` prepares the station and may take a moment."""

    def __init__(
        self,
        jobs: JobRunner,
        save: Callable[[OfficeFacts, str], None],
        devices: Devices | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("firstStart")
        self.setWindowTitle("Kancelaria: pierwsze uruchomienie")
        self._jobs, self._prepare = jobs, save
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(24, 24, 24, 24)
        self._layout.setSpacing(4)
        self._say("Kilka pytań na początek", "title")
        self._say("Każdą odpowiedź można pominąć i zmienić później w Ustawieniach, poza symbolem punktu.", "muted")
        self._institution = self._ask("institution", "Nazwa urzędu", "np. Urząd Miejski w Zmyślinie")
        self._address = self._ask("address", "Adres urzędu (na pokwitowaniach)", "ulica, kod, miejscowość")
        self._symbol = self._ask("pointSymbol", "Symbol punktu (od 1 do 3 znaków, będzie na etykietach)", "np. K1")
        self._work = self._choose("work", "Praca", (("alone", "samo stanowisko, rejestr na tym komputerze"),))
        self._say("Centralę dołącza później administrator; rejestr wtedy zostaje.", "muted")
        self._scanner = self._choose("scanner", "Skaner", (("", "wybiorę później"),))
        self._fault = self._say("", "error")
        self._fault.setObjectName("firstFault")
        self._add_buttons()
        self.setMinimumWidth(520)
        self._institution.setFocus()
        if devices is not None:
            jobs.submit("net", lambda _job: devices.discover(), self._show_scanners, lambda _e: None, owner=self)

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

    def _choose(self, name: str, said: str, rows: Sequence[tuple[str, str]]) -> QComboBox:
        label = self._say(said, "")
        combo = QComboBox(self)
        combo.setObjectName(name)
        combo.setAccessibleName(said)
        for value, text in rows:
            combo.addItem(text, value)
        label.setBuddy(combo)
        label.setContentsMargins(0, 8, 0, 0)
        self._layout.addWidget(combo)
        return combo

    def _show_scanners(self, devices: Sequence[DeviceInfo]) -> None:
        for device in devices:
            self._scanner.addItem(device.name, device.id)

    def _add_buttons(self) -> None:
        self._skip = QPushButton("Pomiń", self)
        self._skip.setObjectName("firstSkip")
        self._skip.setAutoDefault(False)
        self._skip.clicked.connect(lambda: self._save(OfficeFacts(), ""))
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
        facts = OfficeFacts(self._institution.text().strip(), symbol, address=self._address.text().strip())
        self._save(facts, str(self._scanner.currentData() or ""))

    def _save(self, facts: OfficeFacts, scanner: str) -> None:
        self._fault.setText("")
        for button in (self._skip, self._keep):
            button.setEnabled(False)
        self._keep.setText("Przygotowuję…")
        self._jobs.submit(
            "db", lambda _job: self._prepare(facts, scanner), lambda _none: self.accept(), self._on_failed, owner=self
        )

    def _on_failed(self, error: Exception) -> None:
        for button in (self._skip, self._keep):
            button.setEnabled(True)
        self._keep.setText("Zapisz  Enter")
        message = getattr(error, "message", None)
        if message is None:
            raise error
        self._fault.setText(f"{message} {getattr(error, 'hint', '')}".strip())
