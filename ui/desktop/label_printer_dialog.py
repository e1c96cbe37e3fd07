"""Where a label printer is: an address in the network or a queue of the system, tried with a sample label."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from kancelaria.domain.errors import InvalidInput
from kancelaria.printing.label_printer import DPIS, RAW_PORT, LabelPrinter, is_label_printer, label_printer
from ui.desktop.print_dialog import NumberField, PrintDialog
from ui.desktop.shell.error_panel import known as known_error

NETWORK, QUEUE = "tcp", "lp"


class LabelPrinterDialog(PrintDialog):
    """Enter keeps the printer; the sample label shows beforehand that it comes out."""

    chosen = Signal(str)
    sample_asked = Signal(str)

    def __init__(self, known: str, parent: QWidget | None = None) -> None:
        """`known`: the address set now, or empty."""
        super().__init__("labelPrinterDialog", "Drukarka etykiet", "Zapisz  Enter", parent)
        self.say("Drukarka, która rozumie ZPL: w sieci (port 9100) albo za kolejką systemu. Etykieta ma 50 × 30 mm.")
        self.way = QComboBox(self)
        for value, text in ((NETWORK, "w sieci"), (QUEUE, "kolejka systemu (CUPS)")):
            self.way.addItem(text, value)
        self.host = QLineEdit(self)
        self.host.setPlaceholderText("np. 192.0.2.10 albo etykiety.example.com")
        self.port = NumberField(1, 65535, RAW_PORT, self)
        self.queue = QComboBox(self)
        self.queue.setEditable(True)
        self.dpi = QComboBox(self)
        for dpi in DPIS:
            self.dpi.addItem(f"{dpi} dpi", dpi)
        self.add("Połączenie", self.way, "labelPrinterWay")
        self._network: tuple[QWidget, ...] = (self.add("Adres", self.host, "labelPrinterHost"), self.host,
                         self.add("Port", self.port, "labelPrinterPort"), self.port)  # fmt: skip
        self._queue: tuple[QWidget, ...] = (self.add("Kolejka", self.queue, "labelPrinterQueue"), self.queue)
        self.add("Rozdzielczość", self.dpi, "labelPrinterDpi")
        self._sample = QPushButton("Wydrukuj próbną etykietę", self)
        self.add("", self._sample, "labelPrinterSample")
        self.outcome = self.add_answer("labelPrinterOutcome")
        self.finish()
        self._show(known)
        self.way.currentIndexChanged.connect(self._on_way_changed)
        self._sample.clicked.connect(self._on_sample_clicked)
        self.confirmed.connect(self._on_confirmed)
        self._on_way_changed()

    def show_queues(self, names: Sequence[str]) -> None:
        """Offer the system's queues; what was typed stays."""
        typed = self.queue.currentText()
        self.queue.clear()
        self.queue.addItems(list(names))
        self.queue.setCurrentText(typed or (names[0] if names else ""))

    def show_taken(self) -> None:
        """The sample was taken."""
        self._tell("Drukarka przyjęła próbną etykietę. Sprawdź, czy jest czytelna i mieści się na papierze.", "ok")

    def show_failure(self, error: Exception) -> None:
        """The sample wasn't taken: why, and what to do."""
        shown = known_error(error)
        if shown is None:
            raise error
        self._tell(f"{shown.message} {shown.hint}".strip(), "error")

    def address(self) -> str | None:
        """The printer as it is kept; None, and said why, where something is missing."""
        place = self.host.text().strip() if self.way.currentData() == NETWORK else self.queue.currentText().strip()
        if ":" in place and not place.startswith("["):
            place = f"[{place}]"  # an address of six bytes and more
        printer = LabelPrinter(self.way.currentData(), place, self.port.value, self.dpi.currentData())
        try:
            return str(label_printer(str(printer)))
        except InvalidInput:
            missing = "Podaj adres drukarki." if self.way.currentData() == NETWORK else "Podaj nazwę kolejki."
            self._tell(missing, "error")
            (self.host if self.way.currentData() == NETWORK else self.queue).setFocus()
            return None

    def _show(self, known: str) -> None:
        if not is_label_printer(known):
            return
        printer = label_printer(known)
        self.way.setCurrentIndex(self.way.findData(printer.way))
        self.dpi.setCurrentIndex(self.dpi.findData(printer.dpi))
        self.port.set_value(printer.port)
        if printer.way == NETWORK:
            self.host.setText(printer.place.strip("[]"))
        else:
            self.queue.setCurrentText(printer.place)

    def _on_way_changed(self) -> None:
        network = self.way.currentData() == NETWORK
        for widget in self._network:
            widget.setVisible(network)
        for widget in self._queue:
            widget.setVisible(not network)

    def _on_sample_clicked(self) -> None:
        address = self.address()
        if address is not None:
            self._tell("Wysyłanie…", "")
            self.sample_asked.emit(address)

    def _on_confirmed(self) -> None:
        address = self.address()
        if address is not None:
            self.accept()
            self.chosen.emit(address)

    def _tell(self, text: str, notice: str) -> None:
        self.tell(self.outcome, text, notice)
