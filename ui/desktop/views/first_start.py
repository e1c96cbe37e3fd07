"""First start: office, registry point, alone or not, scanner. Each may be skipped; usual answers stand in then."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from scanning.devices.protocol import DeviceInfo
from ui.desktop import theme
from ui.desktop.jobs.job import Job
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.ports import Devices, OfficeFacts
from ui.desktop.views.settings_central import JoinFields, fit

Save = Callable[[OfficeFacts, str, tuple[str, str] | None], None]
"""What the office is, the scanner's id, and where a central is joined login and password."""
WIDTH = 520
SAID = ("title", "muted")
ALONE, CENTRAL = "alone", "central"
_SYMBOL = re.compile(r"[A-Z0-9]{1,3}")


class FirstStartDialog(QDialog):
    """Labels above fields, one primary button; `save` prepares the station and may take a moment."""

    def __init__(
        self,
        jobs: JobRunner,
        save: Save,
        devices: Devices | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("firstStart")
        self.setWindowTitle("Kancelaria: pierwsze uruchomienie")
        self._jobs, self._prepare = jobs, save
        self._inner = QWidget(self)
        self._layout = QVBoxLayout(self._inner)
        self._layout.setContentsMargins(24, 24, 24, 8)
        self._layout.setSpacing(4)
        self._alone: list[QWidget] = []
        self._say("Kilka pytań na początek", "title")
        self._say("Każdą odpowiedź można pominąć i zmienić później w Ustawieniach, poza symbolem punktu.", "muted")
        self._institution = self._ask("institution", "Nazwa urzędu", "np. Urząd Miejski w Zmyślinie")
        self._address = self._ask("address", "Adres urzędu (na pokwitowaniach)", "ulica, kod, miejscowość")
        self._alone += [part for part in self._inner.findChildren(QWidget) if part.property("role") not in SAID]
        self._symbol = self._ask("pointSymbol", "Symbol punktu (od 1 do 3 znaków, będzie na etykietach)", "np. K1")
        works = ((ALONE, "samo stanowisko, rejestr na tym komputerze"), (CENTRAL, "z centralą urzędu"))
        self._work = self._choose("work", "Praca", works)
        self._work.currentIndexChanged.connect(lambda _row: self._show_work())
        self._later = self._say("Do centrali można dołączyć później; rejestr wtedy zostaje.", "muted")
        self._join = JoinFields(self._inner)
        self._layout.addWidget(self._join)
        self._scanner = self._choose("scanner", "Skaner", (("", "wybiorę później"),))
        self._fault = self._say("", "error")
        self._fault.setObjectName("firstFault")
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)
        self._add_buttons(whole)
        self.setMinimumWidth(WIDTH)
        self._show_work()
        self._institution.setFocus()
        if devices is not None:
            jobs.submit("net", lambda _job: devices.discover(), self._show_scanners, lambda _e: None, owner=self)

    @property
    def fault(self) -> str:
        """What is wrong with the answers; empty when nothing is."""
        return self._fault.text()

    @property
    def _with_central(self) -> bool:
        return bool(self._work.currentData() == CENTRAL)

    def _show_work(self) -> None:
        """The central knows the office's name; alone nothing is asked about it."""
        self._join.setVisible(self._with_central)
        self._later.setVisible(not self._with_central)
        for part in self._alone:
            part.setVisible(not self._with_central)
        self._fit()

    def _fit(self) -> None:
        """All of it where the screen has room; else it scrolls, the buttons stay."""
        fit(self, self._layout.totalHeightForWidth(WIDTH) + self._foot.sizeHint().height())

    def _show_fault(self, fault: str) -> None:
        self._fault.setText(fault)
        self._fit()
        if fault:  # once it has its place
            QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self._fault))

    def _say(self, text: str, role: str) -> QLabel:
        label = QLabel(text, self._inner)
        label.setProperty("role", role)
        label.setWordWrap(True)
        self._layout.addWidget(label)
        return label

    def _ask(self, name: str, said: str, hint: str) -> QLineEdit:
        label = self._say(said, "")
        field = QLineEdit(self._inner)
        field.setObjectName(name)
        field.setAccessibleName(said)
        field.setPlaceholderText(hint)
        label.setBuddy(field)
        label.setContentsMargins(0, 8, 0, 0)
        self._layout.addWidget(field)
        return field

    def _choose(self, name: str, said: str, rows: Sequence[tuple[str, str]]) -> QComboBox:
        label = self._say(said, "")
        combo = QComboBox(self._inner)
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

    def _add_buttons(self, whole: QVBoxLayout) -> None:
        self._skip = QPushButton("Pomiń", self)
        self._skip.setObjectName("firstSkip")
        self._skip.setAutoDefault(False)
        self._skip.clicked.connect(lambda: self._save(OfficeFacts(), ""))
        self._keep = QPushButton("Zapisz  Enter", self)
        self._keep.setObjectName("firstSave")
        self._keep.setDefault(True)
        self._keep.clicked.connect(self._on_keep_clicked)
        theme.restyle(self._keep, primary=True)
        self._foot = buttons = QHBoxLayout()
        buttons.setContentsMargins(24, 8, 24, 24)
        buttons.addStretch(1)
        buttons.addWidget(self._skip)
        buttons.addWidget(self._keep)
        whole.addLayout(buttons)

    def _on_keep_clicked(self) -> None:
        symbol = self._symbol.text().strip().upper()
        if symbol and not _SYMBOL.fullmatch(symbol):
            self._show_fault("Symbol punktu to od 1 do 3 liter (bez polskich znaków) lub cyfr, na przykład K1.")
            self._symbol.setFocus()
            return
        scanner = str(self._scanner.currentData() or "")
        if not self._with_central:
            name, address = self._institution.text().strip(), self._address.text().strip()
            self._save(OfficeFacts(name, symbol, address=address), scanner)
            return
        self._show_fault(self._join.missing())
        if not self._fault.text():
            central, login, password = self._join.answers()
            self._save(OfficeFacts(point_symbol=symbol, central=central), scanner, (login, password))

    def _save(self, facts: OfficeFacts, scanner: str, sign_in: tuple[str, str] | None = None) -> None:
        self._show_fault("")
        for button in (self._skip, self._keep):
            button.setEnabled(False)
        self._keep.setText("Przygotowuję…")

        def prepare(_job: Job) -> None:
            self._prepare(facts, scanner, sign_in)

        self._jobs.submit("db", prepare, lambda _none: self.accept(), self._on_failed, owner=self)

    def _on_failed(self, error: Exception) -> None:
        for button in (self._skip, self._keep):
            button.setEnabled(True)
        self._keep.setText("Zapisz  Enter")
        message = getattr(error, "message", None)
        if message is None:
            raise error
        self._show_fault(f"{message} {getattr(error, 'hint', '')}".strip())
