"""Which printer for what: chosen once, then F4 and F5 print without asking."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui.desktop.jobs.job import Job
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.ports import Choices
from ui.desktop.printer_dialog import PrinterDialog

KINDS = {
    "label": "etykiety", "receipt": "pokwitowania", "register": "rejestry", "handover": "listy przekazania",
    "out_card": "karty zastępcze", "delivery": "listy przyjęcia",
}  # fmt: skip
PRINTED = {
    "label": "Etykieta", "receipt": "Pokwitowanie", "register": "Rejestr", "handover": "Lista",
    "out_card": "Karta zastępcza", "delivery": "Lista",
}  # fmt: skip


class PrintDesk(QObject):
    """Makes a PDF and prints it on the `print` lane."""

    def __init__(
        self, jobs: JobRunner, choices: Choices, folder: Path, say: Callable[[str], None], window: QWidget
    ) -> None:
        super().__init__(window)
        self._jobs, self._choices, self._folder, self._say, self._window = jobs, choices, folder, say, window

    def print(self, kind: str, make: Callable[[], Path], of: str = "") -> None:
        """Print; asks for the printer the first time, says afterwards what was printed and of which item."""
        printer = self._choices.get(f"printer.{kind}")
        if printer:
            self._submit(kind, make, printer, of)
        else:
            self._ask(kind, make, of)

    def _ask(self, kind: str, make: Callable[[], Path], of: str) -> None:
        from ui.desktop.printing import printers

        dialog = PrinterDialog(KINDS[kind], printers(), self._window)

        def chosen(printer: str) -> None:
            self._choices.set(f"printer.{kind}", printer)
            self._submit(kind, make, printer, of)

        dialog.chosen.connect(chosen)
        dialog.open()

    def _submit(self, kind: str, make: Callable[[], Path], printer: str, of: str) -> None:
        def work(job: Job) -> str:
            from ui.desktop.printing import print_pdf

            return print_pdf(make(), printer, self._folder, job.check)

        def done(message: str) -> None:
            self._say(f"{' '.join(part for part in (PRINTED[kind], of) if part)}: {message}")

        self._jobs.submit("print", work, done, label=f"Wydruk: {KINDS[kind]}", owner=self)
