"""Printing PDF files through Qt, at the printer's own resolution; runs on the `print` lane."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pypdfium2
from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from kancelaria.domain.errors import OfficeError

POINTS_AN_INCH = 72
MAX_DPI = 600
TO_FILE = "plik PDF"
"""The printer choice that writes a file instead."""


class PrintingError(OfficeError):
    """A print that didn't come out."""


def printers() -> list[str]:
    """Printers by name; the file is always among them, last."""
    return [*QPrinterInfo.availablePrinterNames(), TO_FILE]


def print_pdf(pdf: Path, printer_name: str, folder: Path, check: Callable[[], None] = lambda: None) -> str:
    """Print every page at its own size; returns what to tell the person. Raises PrintingError."""
    if printer_name in ("", TO_FILE):
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / pdf.name
        if target.resolve() != pdf.resolve():
            shutil.copyfile(pdf, target)
        return f"zapisano {target}"
    if printer_name not in QPrinterInfo.availablePrinterNames():  # QPrinter would quietly write a file instead
        raise PrintingError(
            "printer_gone", f"Drukarka „{printer_name}” jest niedostępna.",
            "Włącz drukarkę albo wybierz inną w Ustawieniach.", printer_name,
        )  # fmt: skip
    printer = QPrinter(QPrinterInfo.printerInfo(printer_name), QPrinter.PrinterMode.HighResolution)
    draw_pdf(pdf, printer, check)
    return f"wydrukowano na „{printer_name}”"


def draw_pdf(pdf: Path, printer: QPrinter, check: Callable[[], None] = lambda: None) -> None:
    """Draw the pages of a PDF on a printer."""
    document = pypdfium2.PdfDocument(str(pdf))
    painter = QPainter()
    try:
        for number in range(len(document)):
            check()
            page = document[number]
            width, height = page.get_size()
            size = QPageSize(QSizeF(width, height), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
            layout = QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF())
            layout.setMode(QPageLayout.Mode.FullPageMode)
            printer.setPageLayout(layout)
            printer.setFullPage(True)
            if number == 0:
                if not painter.begin(printer):
                    raise PrintingError(
                        "print_refused", "Drukarka nie przyjęła wydruku.",
                        "Sprawdź papier i kolejkę drukarki, potem wydrukuj ponownie.", printer.printerName(),
                    )  # fmt: skip
            else:
                printer.newPage()
            dpi = min(printer.resolution(), MAX_DPI)
            image = _render(page, dpi)
            dots = printer.resolution() / POINTS_AN_INCH
            painter.drawImage(QRectF(0, 0, width * dots, height * dots), image)
    finally:
        if painter.isActive():
            painter.end()
        document.close()


def _render(page: pypdfium2.PdfPage, dpi: int) -> QImage:
    bitmap = page.render(scale=dpi / POINTS_AN_INCH, grayscale=True)
    data = bytes(bitmap.buffer)
    return QImage(data, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_Grayscale8).copy()
