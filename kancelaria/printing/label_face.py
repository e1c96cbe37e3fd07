"""What stands on one label: drawn from the top down, with the barcode on the printer's own dots."""

from __future__ import annotations

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from kancelaria.domain.errors import InvalidInput
from kancelaria.printing.barcode import code128_width, draw_code128, module_width
from kancelaria.printing.dates import date_for_people
from kancelaria.printing.fonts import BOLD, MONO, REGULAR, word_width
from kancelaria.printing.identifier import barcode_text
from kancelaria.printing.model import LabelData, LabelKind
from kancelaria.printing.privacy import printable
from kancelaria.printing.text import LEADING, fit

WIDTH = 50 * mm
HEIGHT = 30 * mm
# label printers drift by up to a millimetre
MARGIN = 1.5 * mm
INNER = WIDTH - 2 * MARGIN
# accents of capitals (Ś) reach this high
ASCENT = 0.93
FOOT = 6.5
READABLE = 8.5
MARK = 5
LOWEST_BARS = 4.5 * mm

COPY_TITLE = "KOPIA – potwierdzenie wpływu"


def draw_label(canvas: Canvas, label: LabelData, left: float, bottom: float, printer_dpi: int) -> None:
    """Draw one label with its lower left corner at (`left`, `bottom`)."""
    canvas.setFillGray(0)
    canvas.setStrokeGray(0)
    face = _Face(canvas, left + MARGIN, bottom + HEIGHT - MARGIN)
    if label.kind is LabelKind.ENVELOPE:
        _envelope_head(face, label)
    elif label.kind is LabelKind.VISITOR_COPY:
        _visitor_head(face, label)
    else:
        _item_head(face, label)
    floor = bottom + MARGIN + _foot(face, label, bottom + MARGIN)
    _bars(canvas, label, left, floor, face.y - 0.4 * mm, printer_dpi)


class _Face:
    """A pen that goes down the label line by line."""

    def __init__(self, canvas: Canvas, left: float, top: float) -> None:
        self.canvas = canvas
        self.left = left
        self.y = top

    def lines(self, text: str, font: str, largest: float, smallest: float, height: float = 0) -> None:
        """Centred lines, as large as they fit in `height` millimetres (default: one line)."""
        fitted = fit(printable(text), font, largest, smallest, INNER, height * mm)
        self.canvas.setFont(font, fitted.size)
        for line in fitted.lines:
            self.canvas.drawCentredString(self.left + INNER / 2, self.y - ASCENT * fitted.size, line)
            self.y -= fitted.size * LEADING

    def gap(self, millimetres: float) -> None:
        self.y -= millimetres * mm


def _item_head(face: _Face, label: LabelData) -> None:
    face.lines(label.office, BOLD, 7, 4.5, 6.5)
    if label.point:
        face.lines(label.point, REGULAR, 6, 4.5)
    face.gap(0.5)
    _received(face, label, 9.5)


def _visitor_head(face: _Face, label: LabelData) -> None:
    face.lines(COPY_TITLE, BOLD, 8, 7)
    face.lines(_office_and_point(label), REGULAR, 6, 4.25, 5)
    face.gap(0.3)
    _received(face, label, 8.5)


def _envelope_head(face: _Face, label: LabelData) -> None:
    face.lines(_office_and_point(label), REGULAR, 5.5, 4.25, 5.2)
    face.gap(0.3)
    _banner(face, "NIE OTWIERAĆ", _copy_mark(label))
    face.gap(0.4)
    if label.procedure:
        face.lines(label.procedure, BOLD, 6.25, 4.5, 4.1)
    if label.deadline_on:
        hour = f" godz. {label.deadline_time[:5]}" if label.deadline_time else ""
        face.lines(f"termin: {date_for_people(label.deadline_on)}{hour}", BOLD, 6.25, 6)
    _received(face, label, 6.25)


def _office_and_point(label: LabelData) -> str:
    return f"{label.office} · {label.point}" if label.point else label.office


def _banner(face: _Face, text: str, mark: str) -> None:
    """White on black, so that it is seen on any envelope."""
    canvas, height = face.canvas, 3.6 * mm
    bottom = face.y - height
    canvas.rect(face.left, bottom, INNER, height, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.setFont(BOLD, 8.5)
    canvas.drawCentredString(face.left + INNER / 2, bottom + 0.8 * mm, text)
    canvas.setFont(REGULAR, MARK)
    canvas.drawRightString(face.left + INNER - 0.8 * mm, bottom + 1.2 * mm, mark)
    canvas.setFillGray(0)
    face.y = bottom


def _received(face: _Face, label: LabelData, size: float) -> None:
    if label.received_on is None:
        _blank_for_datestamp(face, size)
        return
    text = f"WPŁYNĘŁO {date_for_people(label.received_on)}"
    if label.received_time:
        text += f" godz. {label.received_time[:5]}"
    face.lines(text, BOLD, size, 6)


def _blank_for_datestamp(face: _Face, size: float) -> None:
    baseline = face.y - ASCENT * size
    face.canvas.setFont(BOLD, size)
    face.canvas.drawString(face.left, baseline, "WPŁYNĘŁO")
    start = face.left + word_width("WPŁYNĘŁO ", BOLD, size)
    _dotted(face.canvas, start, face.left + INNER, baseline)
    face.y -= size * LEADING


def _foot(face: _Face, label: LabelData, bottom: float) -> float:
    """Draw what is written by hand, and the readable identifier; returns the height they took."""
    canvas, right = face.canvas, face.left + INNER
    baseline = bottom + 0.25 * FOOT
    if label.kind is LabelKind.ENVELOPE:
        # nobody knows what is in a sealed envelope: no "zał.", and the place goes to the bars
        canvas.setFont(MONO, 8)
        canvas.drawString(face.left, baseline, label.document_uid)
        start = face.left + word_width(f"{label.document_uid} ", MONO, 8)
        _number_or_dots(canvas, "RPW", _rpw(label), start, right, baseline)
        return 8 * 1.1
    canvas.setFont(MONO, READABLE)
    canvas.drawCentredString(face.left + INNER / 2, bottom + FOOT * 1.35 + 0.12 * READABLE, label.document_uid)
    canvas.setFont(REGULAR, MARK)
    canvas.drawRightString(right, bottom + FOOT * 1.35 + 0.2 * READABLE, _copy_mark(label))
    if label.kind is LabelKind.VISITOR_COPY:
        _number_or_dots(canvas, "podpis przyjmującego", "", face.left, right, baseline)
    else:
        split = face.left + INNER * 0.64
        attachments = "" if label.attachment_count is None else str(label.attachment_count)
        _number_or_dots(canvas, "RPW", _rpw(label), face.left, split - 1.5 * mm, baseline)
        _number_or_dots(canvas, "zał.", attachments, split, right, baseline)
    return FOOT * 1.35 + READABLE * 1.02


def _copy_mark(label: LabelData) -> str:
    """A label printed again says so: two on one paper, or one on two papers, are found out."""
    return f"wydruk {label.copy}" if label.copy > 1 else ""


def _rpw(label: LabelData) -> str:
    if label.rpw_number is None:
        return ""
    return f"{label.rpw_number}/{label.rpw_year}" if label.rpw_year else str(label.rpw_number)


def _number_or_dots(canvas: Canvas, name: str, value: str, left: float, right: float, baseline: float) -> None:
    canvas.setFont(REGULAR, FOOT)
    canvas.drawString(left, baseline, name)
    start = left + word_width(f"{name} ", REGULAR, FOOT)
    if value:
        canvas.setFont(BOLD, FOOT)
        canvas.drawString(start, baseline, value)
    else:
        _dotted(canvas, start, right, baseline)


def _dotted(canvas: Canvas, left: float, right: float, baseline: float) -> None:
    """A row of dots to write on."""
    canvas.saveState()
    canvas.setLineWidth(0.5)
    canvas.setLineCap(1)
    canvas.setDash([0, 1.6])
    canvas.line(left, baseline, right, baseline)
    canvas.restoreState()


def _bars(canvas: Canvas, label: LabelData, left: float, floor: float, top: float, dpi: int) -> None:
    code, module = barcode_text(label.document_uid), module_width(dpi)
    width = code128_width(code, module)
    height = min(top - floor, 10 * mm)
    if width > WIDTH or height < LOWEST_BARS:
        raise InvalidInput(
            "label_too_small",
            f"Kod kreskowy {label.document_uid} nie mieści się na etykiecie.",
            "Skróć nazwę urzędu na etykiecie w ustawieniach.",
            subject=label.document_uid,
        )
    dot = 72 / dpi
    start = round((left + (WIDTH - width) / 2) / dot) * dot
    draw_code128(canvas, code, start, floor, height, module)
