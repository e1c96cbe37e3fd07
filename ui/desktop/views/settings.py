"""Settings: look, rows, scanner, printers, sounds. Each takes effect at once; the scale at the next start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kancelaria.printing.label_printer import is_label_printer, label_printer
from scanning.devices.protocol import DeviceInfo, Mode
from scanning.pages.minima import PageMaterial
from ui.desktop.ports import OfficeFacts
from ui.desktop.print_desk import KINDS, PAPER, SPEAKS_ZPL
from ui.desktop.print_dialogs import LAYOUTS, PAPERS
from ui.desktop.print_forms import SHEET
from ui.desktop.shell.frame import Frame
from ui.desktop.theme import ThemeName
from ui.desktop.views.settings_central import JoinDialog

OFFICE_FIELDS = (
    ("institution", "Nazwa urzędu"), ("address", "Adres"), ("town", "Miejscowość"), ("phone", "Telefon"),
)  # fmt: skip
THEMES = (
    (ThemeName.SYSTEM, "jak w systemie"), (ThemeName.LIGHT, "jasny"), (ThemeName.DARK, "ciemny"),
    (ThemeName.HIGH_CONTRAST, "wysoki kontrast"),
)  # fmt: skip
SCALES = tuple((str(percent), f"{percent}%") for percent in (100, 125, 150, 175, 200))
DPIS = tuple((str(dpi), f"{dpi} dpi") for dpi in (200, 300, 400, 600))
LOCKS = (2, 5, 10, 15, 30, 60)
"""Minutes without input a person may choose the window to be locked after."""
MODES = ((Mode.GRAY.value, "odcienie szarości"), (Mode.COLOR.value, "kolor"))
MATERIALS = (
    ("", "rozpoznaj każdą stronę"),
    (PageMaterial.PRINT.value, "zawsze druk (czarno-białe)"),
    (PageMaterial.HANDWRITING.value, "zawsze odcienie szarości"),
    (PageMaterial.COLOUR.value, "zawsze kolor"),
)


ASK = "zapytaj za pierwszym razem"


class SettingsView(QWidget):
    """One column of questions, labels above groups."""

    def __init__(self, frame: Frame, apply_theme: Callable[[ThemeName], None]) -> None:
        super().__init__()
        self.setObjectName("settings")
        self.frame = frame
        self._choices = frame.station.choices
        self._apply_theme = apply_theme
        self._inner = QWidget(self)
        self._grid = QGridLayout(self._inner)
        self._grid.setContentsMargins(24, 24, 24, 24)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(2, 1)
        self._office = QLabel(self._inner)
        self._office.setWordWrap(True)
        self._facts: dict[str, QLineEdit] = {}
        self._known = OfficeFacts()
        self._printers: dict[str, QComboBox] = {}
        self._names: tuple[str, ...] = ()
        self._label_printer = self._choices.get("printer.label")
        self._build()
        scroll = QScrollArea(self)
        scroll.setObjectName("settingsScroll")
        scroll.setAccessibleName("Ustawienia")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def opened(self) -> None:
        """Shown: read office, scanners and printers."""
        station, jobs = self.frame.station, self.frame.jobs
        jobs.submit("db", lambda _job: station.office.facts(), self._show_office, owner=self)
        self._show_devices(station.devices.known())
        jobs.submit(
            "scanner",
            lambda _job: station.devices.discover(),
            self._show_devices,
            label="Szukanie skanerów",
            owner=self,
        )
        from ui.desktop.printing import printers

        jobs.submit("print", lambda _job: printers(), self._show_printers, label="Szukanie drukarek", owner=self)

    def _build(self) -> None:
        self._heading("Wygląd")
        look = self._combo("theme", "Motyw", THEMES, ThemeName.SYSTEM.value)
        look.activated.connect(lambda _i: self._apply_theme(ThemeName(look.currentData())))
        self._combo("scale", "Wielkość", SCALES, "100", note="od następnego uruchomienia")
        self._tick("rows.roomy", "Luźne wiersze na listach", "no")
        self._heading("Skanowanie")
        self._device = self._combo("scan.device", "Skaner", (), "")
        self._combo("scan.dpi", "Rozdzielczość", DPIS, "300", note="300 dpi czyta się najlepiej")
        self._combo("scan.mode", "Barwa", MODES, Mode.GRAY.value)
        self._combo(
            "scan.material", "Rodzaj stron", MATERIALS, "", note="rozpoznany zmienisz na każdej stronie (Ctrl+M)"
        )
        self._tick("sounds", "Dźwięk po odczytaniu i przy błędzie skanera", "yes")
        self._heading("Urząd")
        for name, said in OFFICE_FIELDS:
            self._facts[name] = self._line(name, said)
        self._keep_office = QPushButton("Zapisz dane urzędu", self._inner)
        self._keep_office.setObjectName("saveOffice")
        self._keep_office.setAccessibleName("Zapisz dane urzędu")
        self._keep_office.setAutoDefault(True)
        self._keep_office.clicked.connect(self._save_office)
        self._row("", self._keep_office, "nazwa, adres i telefon są na etykietach i pokwitowaniach")
        self._row("Punkt i osoba", self._office)
        self._add_central()
        self._heading("Drukarki")
        self._add_printers()
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def _add_printers(self) -> None:
        for kind, said in KINDS.items():
            self._printers[kind] = self._combo(f"printer.{kind}", said.capitalize(), (("", ASK),), "")
            if kind == "label" and self.frame.station.printouts is not None:
                self._printers[kind].activated.connect(self._on_label_printer_chosen)
                self._sample = QPushButton("Wydrukuj próbną etykietę", self._inner)
                self._sample.setObjectName("printSample")
                self._sample.setAutoDefault(True)
                self._sample.clicked.connect(self.frame.print_sample)
                self._row("", self._sample, "niczyja, niczego nie liczy")
        self._combo(PAPER, "Papier pokwitowań", PAPERS, "A5")
        self._combo(SHEET, "Arkusze etykiet: podział", LAYOUTS, "")

    def _on_label_printer_chosen(self, _index: int) -> None:
        """A printer of labels has an address; without one the choice stays what it was."""
        combo = self._printers["label"]
        if combo.currentData() != SPEAKS_ZPL:
            self._label_printer = combo.currentData()
            return
        self._choices.set("printer.label", self._label_printer)
        self._fill_label_printers()
        self.frame.ask_label_printer(self._label_printer, self._on_label_printer_given)

    def _on_label_printer_given(self, address: str) -> None:
        self._choices.set("printer.label", address)
        self._fill_label_printers()

    def _fill_label_printers(self) -> None:
        self._show_printers(self._names)

    def _add_central(self) -> None:
        station = self.frame.station
        if station.people is not None:
            self._heading("Osoby")
            usual = str(station.lock_minutes)
            known = dict.fromkeys((*LOCKS, station.lock_minutes))
            rows = [(str(minutes), f"po {minutes} min bez ruchu") for minutes in sorted(known) if minutes]
            self._combo("lock.minutes", "Blokada okna", [*rows, ("0", "tylko Ctrl+L")], usual)
        elif station.join is not None:
            self._heading("Centrala")
            self._join = QPushButton("Dołącz do centrali…", self._inner)
            self._join.setObjectName("joinCentralOpen")
            self._join.setAutoDefault(True)
            self._join.clicked.connect(self._on_join_clicked)
            self._row("", self._join, "stanowisko bez zarejestrowanych pism; inne przejmuje administrator")

    def _on_join_clicked(self) -> None:
        join = self.frame.station.join
        assert join is not None
        dialog = JoinDialog(self.frame.jobs, join, self)
        dialog.accepted.connect(self.frame.open_anew)
        dialog.open()

    def _show_office(self, facts: OfficeFacts) -> None:
        self._known = facts
        for name, field in self._facts.items():
            field.setText(getattr(facts, name))
        self._facts["institution"].setReadOnly(bool(facts.central))
        point = " ".join(part for part in (facts.point_symbol, facts.point_name) if part)
        self._office.setText("\n".join(line for line in (f"punkt {point}" if point else "", facts.person) if line))

    def _save_office(self) -> None:
        office = self.frame.station.office
        said = {name: field.text().strip() for name, field in self._facts.items()}
        facts = replace(
            self._known,
            institution=said["institution"],
            address=said["address"],
            town=said["town"],
            phone=said["phone"],
        )
        self.frame.jobs.submit(
            "db",
            lambda _job: office.configure(facts),
            self._on_office_saved,
            self.frame.show_failure,
            label="Zapisywanie danych urzędu",
            owner=self,
            cancellable=False,
        )

    def _on_office_saved(self, facts: OfficeFacts) -> None:
        self._show_office(facts)
        self.frame.status.say("Zapisano dane urzędu.")

    def _line(self, name: str, said: str) -> QLineEdit:
        field = QLineEdit(self._inner)
        field.setObjectName(f"office_{name}")
        field.setAccessibleName(said)
        field.setMinimumWidth(280)
        field.returnPressed.connect(self._save_office)
        self._row(said, field)
        return field

    def _show_devices(self, devices: Sequence[DeviceInfo]) -> None:
        self._fill(
            self._device,
            [(device.id, device.name) for device in devices] or [("", "nie znaleziono skanera")],
            "scan.device",
        )

    def _show_printers(self, names: Sequence[str]) -> None:
        self._names = tuple(names)
        rows = [("", ASK), *((name, name) for name in names)]
        for kind, combo in self._printers.items():
            extra = self._label_rows() if kind == "label" else []
            self._fill(combo, [*rows, *extra], f"printer.{kind}")

    def _label_rows(self) -> list[tuple[str, str]]:
        """The label printer known by its address, and the way to give another one."""
        self._label_printer = self._choices.get("printer.label")
        if self.frame.station.printouts is None:
            return []
        known = self._label_printer if is_label_printer(self._label_printer) else ""
        named = [(known, f"{label_printer(known).name} (ZPL, {label_printer(known).dpi} dpi)")] if known else []
        return [*named, (SPEAKS_ZPL, SPEAKS_ZPL)]

    def _fill(self, combo: QComboBox, rows: Sequence[tuple[str, str]], choice: str) -> None:
        combo.clear()
        for value, text in rows:
            combo.addItem(text, value)
        combo.setCurrentIndex(max(0, combo.findData(self._choices.get(choice))))

    def _heading(self, text: str) -> None:
        label = QLabel(text, self._inner)
        label.setProperty("role", "heading")
        label.setContentsMargins(0, 16 if self._grid.count() else 0, 0, 0)
        self._grid.addWidget(label, self._grid.rowCount(), 0, 1, 3)

    def _row(self, text: str, widget: QWidget, note: str = "") -> None:
        row = self._grid.rowCount()
        label = QLabel(text, self._inner)
        label.setProperty("role", "muted")
        label.setBuddy(widget)
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(widget, row, 1)
        if note:
            said = QLabel(note, self._inner)
            said.setProperty("role", "muted")
            said.setWordWrap(True)
            self._grid.addWidget(said, row, 2)

    def _combo(self, choice: str, said: str, rows: Sequence[tuple[str, str]], usual: str, note: str = "") -> QComboBox:
        combo = QComboBox(self._inner)
        combo.setObjectName(f"set_{choice}")
        combo.setAccessibleName(said)
        combo.setMinimumWidth(280)
        for value, text in rows:
            combo.addItem(text, value)
        combo.setCurrentIndex(max(0, combo.findData(self._choices.get(choice, usual))))
        combo.activated.connect(lambda _i: self._choices.set(choice, str(combo.currentData())))
        self._row(said, combo, note)
        return combo

    def _tick(self, choice: str, said: str, usual: str) -> QCheckBox:
        tick = QCheckBox(said, self._inner)
        tick.setObjectName(f"set_{choice}")
        tick.setAccessibleName(said)
        tick.setChecked(self._choices.get(choice, usual) == "yes")
        tick.toggled.connect(lambda on: self._choices.set(choice, "yes" if on else "no"))
        self._row("", tick)
        return tick
