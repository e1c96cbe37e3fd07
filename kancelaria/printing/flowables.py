"""Pieces that ReportLab's paragraphs can't draw: barcodes, tick boxes, a line to sign on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from kancelaria.printing.barcode import QUIET_MODULES, code128_width, draw_code128, draw_qr, module_width
from kancelaria.printing.fonts import REGULAR, word_width
from kancelaria.printing.identifier import barcode_text
from kancelaria.printing.look import MUTED

# office printers have 300 or 600 dpi: three dots of the coarser one
OFFICE_DPI = 300
QUIET = QUIET_MODULES * module_width(OFFICE_DPI)


class Code128Flowable(Flowable):
    """The identifier's barcode (hyphenless) with its quiet zones; `code` where it is the number of a list."""

    def __init__(self, document_uid: str, height: float = 9 * mm, *, code: str = "") -> None:
        super().__init__()
        self.code = code or barcode_text(document_uid)
        self.module = module_width(OFFICE_DPI)
        self.width = code128_width(self.code, self.module)
        self.height = height
        self.hAlign = "LEFT"

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002
        return self.width, self.height

    def draw(self) -> None:
        # bars on whole dots keep their widths; elsewhere each would be rounded its own way
        dot, left = 72 / OFFICE_DPI, self.canv.absolutePosition(0, 0)[0]
        draw_code128(self.canv, self.code, round(left / dot) * dot - left, 0, self.height, self.module)


class QrFlowable(Flowable):
    """A square QR code."""

    def __init__(self, text: str, side: float = 22 * mm) -> None:
        super().__init__()
        self.text = text
        self.width = self.height = side

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002
        return self.width, self.height

    def draw(self) -> None:
        draw_qr(self.canv, self.text, 0, 0, self.width)


class TickBoxes(Flowable):
    """Boxes with names, ticked or empty, flowing onto as many lines as they need."""

    def __init__(self, boxes: Sequence[tuple[str, bool]], size: float) -> None:
        super().__init__()
        self.boxes = tuple(boxes)
        self.size = size
        self.places: list[tuple[float, float]] = []

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002
        self.places, x, line = [], 0.0, 0
        for name, _ in self.boxes:
            width = self.size * 1.4 + word_width(name, REGULAR, self.size)
            if x and x + width > aW:
                x, line = 0.0, line + 1
            self.places.append((x, line * self.size * 1.5))
            x += width + self.size * 1.4
        self.width, self.height = aW, (line + 1) * self.size * 1.5
        return self.width, self.height

    def draw(self) -> None:
        side = self.size * 0.85
        for (name, ticked), (x, down) in zip(self.boxes, self.places, strict=True):
            bottom = self.height - down - self.size * 1.15
            self.canv.setLineWidth(0.6)
            self.canv.rect(x, bottom, side, side)
            if ticked:
                self.canv.setLineWidth(1.2)
                self.canv.line(x + side * 0.18, bottom + side * 0.18, x + side * 0.82, bottom + side * 0.82)
                self.canv.line(x + side * 0.18, bottom + side * 0.82, x + side * 0.82, bottom + side * 0.18)
            self.canv.setFont(REGULAR, self.size)
            self.canv.drawString(x + self.size * 1.4, bottom + self.size * 0.08, name)


class SignatureLine(Flowable):
    """A line to sign on, with what it is for beneath it."""

    def __init__(self, name: str, width: float, size: float) -> None:
        super().__init__()
        self.name = name
        self.width = width
        self.size = size
        self.height = 9 * mm + size * 1.4
        self.hAlign = "RIGHT"

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002
        self.width = min(self.width, aW)
        return self.width, self.height

    def draw(self) -> None:
        self.canv.setLineWidth(0.6)
        self.canv.line(0, self.size * 1.4, self.width, self.size * 1.4)
        self.canv.setFont(REGULAR, self.size)
        self.canv.setFillColor(MUTED)
        self.canv.drawCentredString(self.width / 2, self.size * 0.35, self.name)


class EndMark(Flowable):
    """Tells how far down its page the content reached: a roll is cut there."""

    def __init__(self, reached: Callable[[float], None]) -> None:
        super().__init__()
        self.reached = reached

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002
        return 0, 0

    def draw(self) -> None:
        self.reached(self.canv.absolutePosition(0, 0)[1])
