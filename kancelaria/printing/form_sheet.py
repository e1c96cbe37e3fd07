"""An A4 form: head with the office, title and code, named values, tables, places to sign, foot with page numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, HRFlowable, Spacer, Table, TableStyle

from kancelaria.printing.dates import moment_for_people
from kancelaria.printing.flowables import QUIET, Code128Flowable
from kancelaria.printing.flowing import Room, flowing_pdf
from kancelaria.printing.fonts import REGULAR
from kancelaria.printing.look import ACCENT, MUTED, RULE, Look
from kancelaria.printing.model import OfficeFacts, Signer

MARGIN = 20 * mm
FOOT = 18 * mm
WIDTH = A4[0] - 2 * MARGIN
ROOM = A4[1] - MARGIN - FOOT
LOOK = Look(9.5)

_Command = tuple[str, tuple[int, int], tuple[int, int], *tuple[Any, ...]]
_TIGHT: list[_Command] = [
    ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 2 * mm),
    ("TOPPADDING", (0, 0), (-1, -1), 0.9 * mm), ("BOTTOMPADDING", (0, 0), (-1, -1), 1.2 * mm),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """What stands around the content; `document_uid` gives its barcode."""

    office: OfficeFacts
    title: str
    printed_by: str
    printed_at: str
    document_uid: str = ""
    copy: int = 1


Story = Callable[[], list[Flowable]]
"""Makes the content; asked twice, so that each page knows how many there are."""


def sheet_pdf(sheet: Sheet, story: Story) -> bytes:
    """The form as a PDF."""
    title = f"{sheet.title} {sheet.document_uid}".strip()
    room = Room(A4, MARGIN, FOOT, WIDTH, ROOM)
    return flowing_pdf(
        room, title, sheet.title, lambda: [*_head(sheet), *story()], lambda canvas, pages: _foot(canvas, sheet, pages)
    )


def pairs(known: Sequence[tuple[str, str]]) -> Table:
    """Named values, one a line; those that are empty are left out."""
    cells = [[LOOK.caption(name), LOOK.text(value)] for name, value in known if value]
    style: list[_Command] = [*_TIGHT, ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE)]
    return Table(cells, colWidths=[48 * mm, WIDTH - 48 * mm], style=_style(style), splitInRow=1)


def writing_lines(count: int) -> list[Flowable]:
    """Lines to write on by hand."""
    return [HRFlowable(width="100%", thickness=0.4, color=RULE, spaceBefore=7 * mm, spaceAfter=0) for _ in range(count)]


def signatures(signers: Sequence[Signer]) -> list[Flowable]:
    """Places to sign, two beside each other: part, legible name, signature, day and hour."""
    blocks = [_signature(signer) for signer in signers]
    blocks += [[]] * (len(blocks) % 2)
    half = WIDTH / 2
    rows = [blocks[start : start + 2] for start in range(0, len(blocks), 2)]
    return [Table(rows, colWidths=[half, half], style=_style(_TIGHT))] if rows else []


def _signature(signer: Signer) -> list[Flowable]:
    return [
        LOOK.text(signer.role, bold=True, colour=ACCENT),
        _to_fill((("imię i nazwisko (czytelnie)", signer.name, 1.0),)),
        _to_fill((("podpis", "", 0.6), ("data i godzina", "", 0.4))),
    ]


def _to_fill(fields: Sequence[tuple[str, str, float]]) -> Table:
    """Fields over a line, with their names beneath; a gap after each, so that every line is its own."""
    width = WIDTH / 2 - 4 * mm
    above: list[Any] = []
    beneath: list[Any] = []
    widths: list[float] = []
    for name, value, share in fields:
        above += [LOOK.text(value or " "), ""]
        beneath += [LOOK.caption(name), ""]
        widths += [width * share - 2 * mm, 2 * mm]
    lines: list[_Command] = [("LINEBELOW", (2 * place, 0), (2 * place, 0), 0.5, MUTED) for place in range(len(fields))]
    style: list[_Command] = [*_TIGHT, ("VALIGN", (0, 0), (-1, 0), "BOTTOM"), *lines]
    return Table([above, beneath], colWidths=widths, rowHeights=[9 * mm, None], style=_style(style))


def _head(sheet: Sheet) -> list[Flowable]:
    office = sheet.office
    contact = " · ".join(part for part in (office.address, office.phone and f"tel. {office.phone}") if part)
    names: list[Flowable] = [LOOK.text(office.institution, 1.15, bold=True)]
    names += [LOOK.text(line, 0.9, colour=MUTED) for line in (contact, office.point) if line]
    code: list[Flowable] = []
    if sheet.document_uid:
        code.append(Code128Flowable(sheet.document_uid, 8 * mm))
        code.append(LOOK.mono(sheet.document_uid, 1.0, indent=QUIET))
    above = Table([[names, code]], colWidths=[WIDTH - 55 * mm, 55 * mm], style=_style(_TIGHT))
    rule = HRFlowable(width="100%", thickness=1.2, color=ACCENT, spaceBefore=2 * mm, spaceAfter=3 * mm)
    again = [LOOK.text(f"WYDRUK PONOWNY ({sheet.copy})", 0.95, bold=True)] if sheet.copy > 1 else []
    title = LOOK.text(sheet.title, 1.6, bold=True, colour=ACCENT)
    return [above, rule, title, *again, Spacer(0, 3 * mm)]


def _foot(canvas: Canvas, sheet: Sheet, pages: int) -> None:
    size, line = 7.5, FOOT * 0.66
    canvas.saveState()
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.4)
    canvas.line(MARGIN, line, MARGIN + WIDTH, line)
    canvas.setFont(REGULAR, size)
    canvas.setFillColor(MUTED)
    printed = f"wydrukował(a): {sheet.printed_by}, {moment_for_people(sheet.printed_at)}"
    canvas.drawString(MARGIN, line - size * 1.4, " · ".join(part for part in (sheet.document_uid, printed) if part))
    canvas.drawRightString(MARGIN + WIDTH, line - size * 1.4, f"strona {canvas.getPageNumber()} z {pages}")
    canvas.restoreState()


def _style(commands: list[_Command]) -> TableStyle:
    # a table names Helvetica, which isn't embedded, unless it is told another face
    return TableStyle([("FONTNAME", (0, 0), (-1, -1), REGULAR), *commands])
