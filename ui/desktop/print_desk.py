"""Which printer for what: chosen once, then F4 and F5 print without asking."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from kancelaria.printing.label_printer import is_label_printer, label_printer
from ui.desktop.jobs.job import Job
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.ports import Choices
from ui.desktop.printer_dialog import PrinterDialog
from ui.operations.print_ports import LabelWish, PrintJob, Printouts, ReceiptWish

KINDS = {
    "label": "etykiety", "sheet": "arkusze etykiet", "receipt": "pokwitowania", "protocol": "protokoły",
    "register": "rejestry", "handover": "listy przekazania", "delivery": "listy przyjęcia",
    "out_card": "karty zastępcze", "posting_book": "książki nadawcze", "envelope": "koperty",
    "address_label": "etykiety adresowe", "zpo": "potwierdzenia odbioru",
}  # fmt: skip
PRINTED = {
    "posting_book": "Książka nadawcza", "envelope": "Koperty", "address_label": "Etykiety adresowe",
    "zpo": "Potwierdzenia odbioru",
    "label": "Etykieta", "receipt": "Pokwitowanie", "register": "Rejestr", "handover": "Lista",
    "out_card": "Karta zastępcza", "delivery": "Lista",
}  # fmt: skip
SPEAKS_ZPL = "drukarka etykiet (ZPL)…"
"""The choice that asks for the address of a printer of labels."""
PAPER = "receipt.paper"
"""The choice of a receipt's paper."""

Prepare = Callable[[], PrintJob]


class PrintDesk(QObject):
    """Prepares print-outs and prints them on the `print` lane; what was taken is counted."""

    def __init__(
        self,
        jobs: JobRunner,
        choices: Choices,
        folder: Path,
        say: Callable[[str], None],
        window: QWidget,
        printouts: Printouts | None = None,
    ) -> None:
        super().__init__(window)
        self._jobs, self._choices, self._folder, self._say, self._window = jobs, choices, folder, say, window
        self.printouts = printouts

    def print(self, kind: str, make: Callable[[], Path], of: str = "") -> None:
        """Print; asks for the printer the first time, says afterwards what was printed and of which item.

        Labels and receipts of an item are the station's print-outs, which count them once they are taken.
        """
        prints = self.printouts
        if prints is not None and of and kind == "label":
            self.run(kind, lambda: prints.labels(LabelWish((of,))))
        elif prints is not None and of and kind == "receipt":
            paper = self._choices.get(PAPER, "A5")
            self.run(kind, lambda: prints.receipt(ReceiptWish((of,), paper)))
        else:
            what = " ".join(part for part in (PRINTED.get(kind, ""), of) if part)
            self.run(kind, lambda: PrintJob(kind, what, make, lambda: None))

    def choice(self, name: str, usual: str = "") -> str:
        """A choice of the person at work."""
        return self._choices.get(name, usual)

    def choose(self, name: str, value: str) -> None:
        """Keep a choice of the person at work."""
        self._choices.set(name, value)

    def run(self, kind: str, prepare: Prepare, done: Callable[[], None] | None = None) -> None:
        """Print what `prepare` makes ready; asks for the printer of this kind the first time."""
        printer = self._choices.get(f"printer.{kind}")
        if not printer and kind == "label" and self.printouts is not None:
            printer = self.printouts.label_printer
        if printer:
            self.run_on(printer, kind, prepare, done)
        else:
            self._ask(kind, lambda chosen: self.run_on(chosen, kind, prepare, done))

    def run_on(
        self,
        printer: str,
        kind: str,
        prepare: Prepare,
        done: Callable[[], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Print on this printer; `failed` hears of an error instead of the window."""

        def work(job: Job) -> str:
            ready = prepare()
            return f"{ready.what}: {self._put_out(ready, printer, job)}"

        def told(message: str) -> None:
            self._say(message)
            if done is not None:
                done()

        self._jobs.submit("print", work, told, failed, label=f"Wydruk: {KINDS[kind]}", owner=self)

    def _put_out(self, ready: PrintJob, printer: str, job: Job) -> str:
        from ui.desktop.printing import print_pdf

        if is_label_printer(printer) and ready.send is not None:
            ready.send(printer, job.progress)
            return f"wydrukowano na „{label_printer(printer).name}”"
        message = print_pdf(ready.pdf(), printer, self._folder, job.check)
        ready.taken()
        return message

    def _ask(self, kind: str, go: Callable[[str], None]) -> None:
        from ui.desktop.printing import printers

        names = printers()
        if kind == "label" and self.printouts is not None:
            names.insert(len(names) - 1, SPEAKS_ZPL)
        dialog = PrinterDialog(KINDS[kind], names, self._window)

        def chosen(printer: str) -> None:
            self._choices.set(f"printer.{kind}", printer)
            go(printer)

        def answered(printer: str) -> None:
            if printer == SPEAKS_ZPL:
                self.ask_label_printer("", chosen)
            else:
                chosen(printer)

        dialog.chosen.connect(answered)
        dialog.open()

    def ask_label_printer(self, known: str, chosen: Callable[[str], None]) -> None:
        """Ask for the address of a printer that speaks ZPL; `chosen` hears it."""
        from ui.desktop.label_printer_dialog import LabelPrinterDialog

        prints = self.printouts
        assert prints is not None
        dialog = LabelPrinterDialog(known, self._window)

        def tried(address: str) -> None:
            self.run_on(address, "label", prints.sample, dialog.show_taken, dialog.show_failure)

        dialog.sample_asked.connect(tried)
        dialog.chosen.connect(chosen)
        self._jobs.submit("print", lambda _job: prints.queues(), dialog.show_queues, owner=dialog)
        dialog.open()
