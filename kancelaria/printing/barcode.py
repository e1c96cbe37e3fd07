"""Code 128 and QR drawn as vectors, on the printer's own dots."""

from __future__ import annotations

import math

from reportlab.graphics.barcode.code128 import Code128
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

MIN_MODULE = 0.25 * mm
QUIET_MODULES = 10


def module_width(printer_dpi: int) -> float:
    """The narrowest bar in points: whole dots of the printer, never under 0.25 mm (narrower ones are misread)."""
    dot = 72 / printer_dpi
    # 203 dpi printers have 8 dots a millimetre: without the slack a rounding error would cost a third dot
    return dot * math.ceil(MIN_MODULE / dot - 1e-6)


def code128_width(text: str, module: float) -> float:
    """Width of the code with its quiet zones, in points."""
    return (sum(_elements(text)) + 2 * QUIET_MODULES) * module


def draw_code128(canvas: Canvas, text: str, left: float, bottom: float, height: float, module: float) -> None:
    """Draw the bars; `left` is the edge of the quiet zone. Thermal printers get bars on whole dots."""
    position = left + QUIET_MODULES * module
    path = canvas.beginPath()
    for index, modules in enumerate(_elements(text)):
        if index % 2 == 0:
            path.rect(position, bottom, modules * module, height)
        position += modules * module
    canvas.setFillGray(0)
    canvas.drawPath(path, stroke=0, fill=1)


def _elements(text: str) -> list[int]:
    """Widths in modules: bar, space, bar … of the whole symbol, stop included."""
    code = Code128(text, quiet=0)
    code.validate()  # type: ignore[no-untyped-call]
    code.encode()  # type: ignore[no-untyped-call]
    code.decompose()  # type: ignore[no-untyped-call]
    # ReportLab writes bars as capital and spaces as small letters: a = 1 module
    return [ord(letter.lower()) - ord("a") + 1 for letter in code.decomposed]


def draw_qr(canvas: Canvas, text: str, left: float, bottom: float, side: float) -> None:
    """Draw a QR code (level M) with its quiet zone of 4 modules inside a square of `side` points.

    A module is a whole number of an office printer's dots where that costs little room.
    """
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    count = code.getModuleCount()  # type: ignore[no-untyped-call]
    module, dot = side / (count + 8), 72 / 300
    if module > 4 * dot:
        whole = int(module / dot) * dot
        left, bottom, side, module = left + side - whole * (count + 8), bottom, whole * (count + 8), whole
    path = canvas.beginPath()
    for row in range(count):
        for column in range(count):
            if code.isDark(row, column):  # type: ignore[no-untyped-call]
                path.rect(left + (4 + column) * module, bottom + side - (5 + row) * module, module, module)
    canvas.setFillGray(0)
    canvas.drawPath(path, stroke=0, fill=1)
