"""The receipt (potwierdzenie złożenia) for one letter or for many of one depositor: A5, A4 or an 80 mm roll."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
from reportlab.lib.pagesizes import A4, A5
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from kancelaria.domain.errors import InvalidInput
from kancelaria.printing import receipt_parts as parts
from kancelaria.printing.dates import moment_for_people
from kancelaria.printing.document import AUTHOR
from kancelaria.printing.files import write_atomically
from kancelaria.printing.flowables import EndMark
from kancelaria.printing.fonts import BOLD, REGULAR, register_fonts, word_width
from kancelaria.printing.look import ACCENT, MUTED, RULE, Look
from kancelaria.printing.model import ReceiptData
from kancelaria.printing.receipt_paper import Paper
from kancelaria.printing.receipt_words import title_of

# a PDF page is at most 5.08 m long; what is longer goes on to a second strip
LONGEST_ROLL = 4000 * mm


@dataclass(frozen=True)
class _Sheet:
    width: float
    height: float
    margin: float
    top: float
    bottom: float
    look: Look

    @property
    def inner(self) -> float:
        return self.width - 2 * self.margin

    @property
    def room(self) -> float:
        """Height of an empty page's content."""
        return self.height - self.top - self.bottom


SHEETS = {
    "A5": _Sheet(A5[0], A5[1], 12 * mm, 13 * mm, 13 * mm, Look(8.25)),
    "A4": _Sheet(A4[0], A4[1], 20 * mm, 20 * mm, 20 * mm, Look(9.25)),
    "roll80": _Sheet(80 * mm, LONGEST_ROLL, 4 * mm, 9 * mm, 10 * mm, Look(8)),
}


def write_receipt(data: ReceiptData, target: Path, *, paper: Paper = "A5") -> None:
    """Write the receipt as a PDF."""
    write_receipts([data], target, paper=paper)


def write_receipts(copies: Sequence[ReceiptData], target: Path, *, paper: Paper = "A5") -> None:
    """Write copies of a receipt, one after another, as one PDF."""
    for data in copies:
        _check(data, paper)
    register_fonts()
    written = [_whole(data, SHEETS[paper]) for data in copies]
    write_atomically(target, written[0] if len(written) == 1 else _bound(written))


def _whole(data: ReceiptData, sheet: _Sheet) -> bytes:
    draft = _build(data, sheet, pages=0)
    if sheet is SHEETS["roll80"] and draft.pages == 1:
        used = sheet.height - draft.reached + sheet.bottom
        sheet = _Sheet(sheet.width, used + 1 * mm, sheet.margin, sheet.top, sheet.bottom, sheet.look)
    return _build(data, sheet, pages=draft.pages).content


def _bound(written: list[bytes]) -> bytes:
    with ExitStack() as open_files:
        first, *others = (open_files.enter_context(pikepdf.open(BytesIO(content))) for content in written)
        for other in others:
            first.pages.extend(other.pages)
        stream = BytesIO()
        first.save(stream, static_id=True)
    return stream.getvalue()


@dataclass
class _Built:
    content: bytes = b""
    pages: int = 0
    reached: float = 0.0


def _build(data: ReceiptData, sheet: _Sheet, pages: int) -> _Built:
    built = _Built()
    stream = BytesIO()
    document = BaseDocTemplate(
        stream,
        pagesize=(sheet.width, sheet.height),
        title=f"{title_of(data)} {data.letters[0].document_uid}",
        author=AUTHOR,
        subject=title_of(data),
        creator=AUTHOR,
        lang="pl-PL",
        invariant=1,
        initialFontName=REGULAR,
    )
    frame = Frame(sheet.margin, sheet.bottom, sheet.inner, sheet.room, 0, 0, 0, 0)

    def on_page(canvas: Canvas, _document: object) -> None:
        built.pages = canvas.getPageNumber()
        _marginalia(canvas, data, sheet, pages)

    def reached(position: float) -> None:
        built.reached = position

    document.addPageTemplates(PageTemplate(frames=[frame], onPage=on_page))
    document.build([*_story(data, sheet), EndMark(reached)])
    built.content = stream.getvalue()
    return built


def _story(data: ReceiptData, sheet: _Sheet) -> list[Flowable]:
    return [
        *parts.head(data, sheet.look),
        *parts.summary(data, sheet.look, sheet.inner),
        *parts.letters(data, sheet.look, sheet.inner, sheet.room),
        *parts.foot(data, sheet.look, sheet.inner),
    ]


def _marginalia(canvas: Canvas, data: ReceiptData, sheet: _Sheet, pages: int) -> None:
    """What stands on every page: whose receipt it is, DUPLIKAT, print time, copy and page numbers."""
    size = sheet.look.base * 0.75
    right = sheet.width - sheet.margin
    head = sheet.height - sheet.top * 0.62
    canvas.saveState()
    if canvas.getPageNumber() > 1:
        canvas.setFont(REGULAR, size)
        canvas.setFillColor(MUTED)
        canvas.drawString(sheet.margin, head, f"{title_of(data)} · {data.letters[0].document_uid}")
    if data.duplicate:
        _badge(canvas, "DUPLIKAT", right, head, size * 1.25)
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.4)
    line = sheet.bottom * 0.66
    canvas.line(sheet.margin, line, right, line)
    canvas.setFont(REGULAR, size)
    canvas.setFillColor(MUTED)
    printed = f"Wydruk: {moment_for_people(data.printed_at)} · egzemplarz {data.copy} z {data.copies}"
    canvas.drawString(sheet.margin, line - size * 1.4, printed)
    canvas.drawRightString(right, line - size * 1.4, f"strona {canvas.getPageNumber()} z {pages}")
    canvas.restoreState()


def _badge(canvas: Canvas, text: str, right: float, baseline: float, size: float) -> None:
    width = word_width(text, BOLD, size) + size * 1.2
    canvas.setStrokeColor(ACCENT)
    canvas.setFillColor(ACCENT)
    canvas.setLineWidth(0.9)
    canvas.rect(right - width, baseline - size * 0.5, width, size * 1.7)
    canvas.setFont(BOLD, size)
    canvas.drawCentredString(right - width / 2, baseline, text)


def _check(data: ReceiptData, paper: str) -> None:
    if paper not in SHEETS:
        raise InvalidInput(
            "bad_paper", f"Nie ma papieru „{paper}”.", "Wybierz A5, A4 albo roll80 (rolka 80 mm).", subject=paper
        )
    if not data.letters:
        raise InvalidInput(
            "empty_receipt", "Potwierdzenie nie obejmuje żadnego pisma.", "Wskaż co najmniej jedną przesyłkę."
        )
