"""What to scan: counter or stack, which scanner, how many sheets, how to part them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QWidget,
)

from scanning.devices.protocol import DeviceInfo, Mode, Source
from scanning.pages.minima import PageMaterial
from scanning.pages.model import SplitMode
from ui.desktop import icons, said
from ui.desktop.ports import Choices, ScanOptions
from ui.operations.profiles import ScanProfile

SOURCES = {Source.ADF: "podajnik", Source.ADF_DUPLEX: "podajnik, dwustronnie", Source.FLATBED: "szyba"}
TWO_PASS = "two-pass"
"""A choice among the sources: fronts first, then the stack turned over."""
SPLITS = {
    SplitMode.LABEL: "po etykietach",
    SplitMode.SEPARATOR: "po kartkach separatora",
    SplitMode.BLANK: "po pustych kartkach",
    SplitMode.SHEETS: "co tyle kartek:",
    SplitMode.NONE: "bez podziału",
}


class ScanBar(QWidget):
    """One line above the desk; remembers what was chosen."""

    scan_asked = Signal()
    cancel_asked = Signal()
    scanning_changed = Signal(bool)
    mode_changed = Signal(bool)
    """True = at the counter."""

    def __init__(self, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scanBar")
        self._choices = choices
        self._devices: list[DeviceInfo] = []
        self._scanning = False
        self._narrow = False
        self._fixed: list[QWidget] = []
        """What a locked profile sets."""
        self.counter = self._mode("modeCounter", "Przy okienku", "Jedno pismo, interesant czeka (Alt+1)")
        self.stack = self._mode("modeStack", "Stos", "Wiele pism naraz (Alt+2)")
        group = QButtonGroup(self)
        group.addButton(self.counter)
        group.addButton(self.stack)
        self._profile = self._combo("scanProfile", "Profil skanera", 11)
        self._profiles: tuple[ScanProfile, ...] = ()
        self._device = self._combo("scanDevice", "Skaner", 14)
        self._source = self._combo("scanSource", "Skąd", 9)
        self._split = self._combo("scanSplit", "Podział stosu", 11)
        self._per_letter = self._count("sheetsPerLetter", "Kartek na pismo", "1")
        self._expected = self._count("expectedSheets", "Ile kartek włożono", "?")
        self._expected_label = QLabel("kartek", self)
        self._progress_text = QLabel(self)
        self._progress_text.setObjectName("scanProgress")
        self._progress = QProgressBar(self)
        self._progress.setAccessibleName("Postęp skanowania")
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(96)
        self.scan = QPushButton("Skanuj  F2", self)
        self.scan.setAutoDefault(True)
        self.scan.setObjectName("scanButton")
        self.scan.setAccessibleName("Skanuj (F2)")
        self.scan.setIcon(icons.icon("scan"))
        self.scan.clicked.connect(self._on_scan_clicked)
        self._place()
        for mode, text in SPLITS.items():
            self._split.addItem(text, mode)
        self._restore()
        self._source.activated.connect(self._keep)
        self._split.activated.connect(self._keep)
        self._device.activated.connect(self._on_device_activated)
        self._profile.activated.connect(self._on_profile_activated)
        self.counter.toggled.connect(self._on_mode_toggled)
        self.show_scanning(False)
        self._show_mode()

    def set_narrow(self, narrow: bool) -> None:
        """Leave scanner and source to the settings, where there is little room."""
        self._narrow = narrow
        self._show_mode()

    @property
    def at_counter(self) -> bool:
        """Whether one letter is scanned for a visitor."""
        return self.counter.isChecked()

    @property
    def scanning(self) -> bool:
        """Whether the scanner runs."""
        return self._scanning

    def show_devices(self, devices: Sequence[DeviceInfo]) -> None:
        """Offer these scanners, keeping the choice."""
        self._devices = list(devices)
        wanted = self._choices.get("scan.device")
        self._device.clear()
        for device in devices:
            self._device.addItem(device.name, device.id)
        if not devices:
            self._device.addItem("nie znaleziono skanera", "")
        self._device.setCurrentIndex(max(0, self._device.findData(wanted)))
        self._offer_sources()
        if self._profiles:
            self._follow_profile()

    def show_profiles(self, profiles: Sequence[ScanProfile]) -> None:
        """Offer the administrator's profiles; where one is locked nobody scans without a profile."""
        self._profiles = tuple(profiles)
        self._profile.clear()
        if not any(profile.locked for profile in profiles):
            self._profile.addItem("bez profilu", "")
        for profile in profiles:
            self._profile.addItem(profile.name, profile.name)
        self._profile.setCurrentIndex(max(0, self._profile.findData(self._choices.get("scan.profile"))))
        self._follow_profile()

    @property
    def profile(self) -> ScanProfile | None:
        """The profile chosen."""
        wanted = self._profile.currentData()
        return next((profile for profile in self._profiles if profile.name == wanted), None)

    def device(self) -> DeviceInfo | None:
        """The scanner chosen."""
        wanted = self._device.currentData()
        return next((device for device in self._devices if device.id == wanted), None)

    def options(self) -> ScanOptions | None:
        """What to scan; None while there is no scanner."""
        device = self.device()
        if device is None:
            return None
        expected = self._expected.text()
        per_letter = self._per_letter.text()
        profile, dpi = self.profile, int(self._choices.get("scan.dpi", "300"))
        if profile is not None and profile.dpi is not None:
            dpi = profile.dpi
        elif device.resolutions and dpi not in device.resolutions:
            dpi = max(device.resolutions)
        source = self._source.currentData() or Source.ADF.value
        return ScanOptions(
            device_id=device.id, source=Source.ADF if source == TWO_PASS else Source(source), dpi=dpi,
            two_pass=source == TWO_PASS and not self.at_counter,
            mode=(profile and profile.mode) or Mode(self._choices.get("scan.mode", Mode.GRAY.value)),
            profile=profile.name if profile else "",
            split=SplitMode.LABEL if self.at_counter else SplitMode(self._split.currentData()),
            one_letter=self.at_counter,
            sheets_per_document=int(per_letter) if per_letter else 1,
            expected_sheets=int(expected) if expected and not self.at_counter else None,
            material=self._material(profile),
        )  # fmt: skip

    def _material(self, profile: ScanProfile | None) -> PageMaterial | None:
        if profile is not None and profile.material is not None:
            return profile.material
        wanted = self._choices.get("scan.material")
        return PageMaterial(wanted) if wanted else None

    def expect(self, sheets: int) -> None:
        """Put in how many sheets were counted."""
        self._expected.setText(str(sheets))

    def show_scanning(self, scanning: bool, sheets: int = 0) -> None:
        """Show how far the scanner is, and the way to stop it."""
        if scanning != self._scanning:
            self._scanning = scanning
            self.scanning_changed.emit(scanning)
        self.scan.setText("Przerwij  Esc" if scanning else "Skanuj  F2")
        self.scan.setAccessibleName("Przerwij skanowanie" if scanning else "Skanuj (F2)")
        self.scan.setIcon(icons.icon("stop" if scanning else "scan"))
        for widget in (
            self._profile,
            self._device,
            self._source,
            self._split,
            self._per_letter,
            self._expected,
            self.counter,
            self.stack,
        ):
            widget.setEnabled(not scanning and widget not in self._fixed)
        self._progress.setVisible(scanning)
        self._progress_text.setVisible(scanning)
        expected = int(self._expected.text() or 0) if not self.at_counter else 0
        self._progress.setRange(0, expected)
        self._progress.setValue(min(sheets, expected))
        self._progress_text.setText(f"{said.pages(sheets)}" if sheets else "czekam na skaner…")

    def restyle(self) -> None:
        """Take the theme's colours anew."""
        self.show_scanning(self._scanning)

    def _place(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(4)
        for widget in (self.counter, self.stack):
            layout.addWidget(widget)
        layout.addSpacing(8)
        layout.addWidget(self.scan)
        layout.addWidget(self._profile, 1)
        layout.addWidget(self._device, 3)
        layout.addWidget(self._source, 2)
        for part in (self._expected, self._expected_label, self._split, self._per_letter):
            layout.addWidget(part, 1 if part is self._split else 0)
        in_order = (self.counter, self.stack, self.scan, self._device, self._source)
        for one, two in pairwise((*in_order, self._expected, self._split, self._per_letter)):
            QWidget.setTabOrder(one, two)
        layout.addStretch(1)
        layout.addWidget(self._progress_text)
        layout.addWidget(self._progress)

    def _mode(self, name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(True)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setToolTip(tip)
        button.setCheckable(True)
        return button

    def _combo(self, name: str, said_: str, letters: int) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName(name)
        combo.setAccessibleName(said_)
        combo.setToolTip(said_)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(letters)
        return combo

    def _count(self, name: str, said_: str, hint: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName(name)
        field.setAccessibleName(said_)
        field.setToolTip(said_)
        field.setPlaceholderText(hint)
        field.setValidator(QIntValidator(1, 9999, field))
        field.setFixedWidth(52)
        return field

    def _restore(self) -> None:
        self._split.setCurrentIndex(max(0, self._split.findData(SplitMode(self._choices.get("scan.split", "label")))))
        (self.counter if self._choices.get("scan.at_counter", "no") == "yes" else self.stack).setChecked(True)

    def _offer_sources(self) -> None:
        device = self.device()
        self._source.clear()
        for source in device.sources if device else ():
            self._source.addItem(SOURCES[source], source.value)
        if device is not None and Source.ADF in device.sources:
            self._source.addItem("podajnik, przody, potem tyły", TWO_PASS)
        self._source.setCurrentIndex(max(0, self._source.findData(self._choices.get("scan.source", Source.ADF.value))))

    def _keep(self) -> None:
        self._choices.set("scan.source", str(self._source.currentData() or ""))
        self._choices.set("scan.split", SplitMode(self._split.currentData()).value)
        self._show_mode()

    def _on_device_activated(self) -> None:
        self._choices.set("scan.device", str(self._device.currentData() or ""))
        self._offer_sources()

    def _on_profile_activated(self) -> None:
        self._choices.set("scan.profile", str(self._profile.currentData() or ""))
        self._follow_profile()

    def _follow_profile(self) -> None:
        """Show what the profile sets; what a locked one sets can't be touched."""
        profile = self.profile
        settings = profile.settings() if profile is not None else {}
        source = TWO_PASS if settings.get("two_pass") else settings.get("source")
        shown = (
            (self._device, settings.get("device_id"), self._device.findData(settings.get("device_id"))),
            (self._source, source, self._source.findData(str(source or ""))),
            (self._split, settings.get("split"), self._split.findData(settings.get("split"))),
        )
        self._fixed = []
        for combo, value, place in shown:
            if value is None or place < 0:
                continue
            combo.setCurrentIndex(place)
            if combo is self._device:
                self._offer_sources()
            if profile is not None and profile.locked:
                self._fixed.append(combo)
        if (sheets := settings.get("sheets_per_document")) is not None:
            self._per_letter.setText(str(sheets))
            if profile is not None and profile.locked:
                self._fixed.append(self._per_letter)
        tip = "Ustalone przez administratora w profilu skanera."
        for widget in (self._device, self._source, self._split, self._per_letter):
            widget.setToolTip(tip if widget in self._fixed else widget.accessibleName())
        self.show_scanning(self._scanning)
        self._show_mode()

    def _on_mode_toggled(self, at_counter: bool) -> None:
        self._choices.set("scan.at_counter", "yes" if at_counter else "no")
        self._show_mode()
        self.mode_changed.emit(at_counter)

    def _show_mode(self) -> None:
        for widget in (self._expected, self._expected_label, self._split):
            widget.setVisible(not self.at_counter)
        for choice in (self._device, self._source):
            choice.setVisible(not self._narrow)
        self._profile.setVisible(bool(self._profiles) and not self._narrow)
        self._per_letter.setVisible(not self.at_counter and self._split.currentData() == SplitMode.SHEETS)

    def _on_scan_clicked(self) -> None:
        (self.cancel_asked if self._scanning else self.scan_asked).emit()
