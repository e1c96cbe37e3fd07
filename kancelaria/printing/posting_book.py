"""The operator's posting book (książka nadawcza) of a day on landscape A4: what the post takes over and stamps."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from kancelaria.domain.outgoing import OutgoingItem
from kancelaria.printing.dates import date_for_people, moment_for_people
from kancelaria.printing.files import write_atomically
from kancelaria.printing.flowing import Room, flowing_pdf
from kancelaria.printing.fonts import REGULAR
from kancelaria.printing.look import ACCENT, MUTED, RULE, Look
from kancelaria.printing.model import OfficeFacts

TITLE = "Książka nadawcza"
PAGE = landscape(A4)
MARGIN = 10 * mm
WIDTH = PAGE[0] - 2 * MARGIN
FOOT = 14 * mm
LOOK = Look(8.0)
COLUMNS = (
    ("Lp.", 9), ("Adresat (imię i nazwisko lub nazwa)", 58), ("Dokładne miejsce doręczenia", 62),
    ("Wartość zadeklarowana (zł)", 23), ("Masa (g)", 15), ("Numer nadawczy", 40), ("Uwagi", 30),
    ("Opłata (zł)", 19), ("Kwota pobrania (zł)", 21),
)  # fmt: skip
_NUMERIC = (0, 3, 4, 7, 8)
_Command = tuple[str, tuple[int, int], tuple[int, int], *tuple[Any, ...]]


@dataclass(frozen=True)
class PostingBookData:
    """A day's book; `sender`: the office as the sender, with its address; `printed_at` is a UTC instant."""

    office: OfficeFacts
    day: str
    rows: tuple[OutgoingItem, ...]
    printed_by: str
    printed_at: str


def amount(grosze: int | None) -> str:
    """An amount in złote as people write it: `1 234,50`."""
    return "" if grosze is None else f"{grosze // 100:,}".replace(",", "\u00a0") + f",{grosze % 100:02d}"


def posting_remarks(item: OutgoingItem) -> str:
    """What the operator has to know: a receipt wanted, the format, our number."""
    parts = ("ZPO" if item.zpo else "", item.weight_class or "", item.readable_number)
    return ", ".join(part for part in parts if part)


def write_posting_book(data: PostingBookData, target: Path) -> None:
    """Write the book as a PDF."""
    room, title = Room(PAGE, MARGIN, FOOT, WIDTH, PAGE[1] - MARGIN - FOOT), f"{TITLE} {date_for_people(data.day)}"
    pdf = flowing_pdf(room, title, TITLE, lambda: _story(data), lambda canvas, pages: _foot(canvas, data, pages))
    write_atomically(target, pdf)


def _story(data: PostingBookData) -> list[Flowable]:
    return [*_head(data), _positions(data), KeepTogether(_closing(data))]


def _head(data: PostingBookData) -> list[Flowable]:
    office = data.office
    sender = " · ".join(part for part in (office.institution, office.address) if part)
    return [
        LOOK.text(TITLE, 2, bold=True, colour=ACCENT),
        LOOK.text(f"Nadawca: {sender}", 1.1),
        LOOK.text(f"Dzień nadania: {date_for_people(data.day)} · {office.point}", 1.1),
        Spacer(0, 2 * mm),
    ]


def _positions(data: PostingBookData) -> Table:
    headings = [LOOK.text(name, 0.85, bold=True, colour=ACCENT) for name, _ in COLUMNS]
    numbers = [LOOK.text(str(n), 0.8, colour=MUTED, centred=True) for n in range(1, len(COLUMNS) + 1)]
    rows = [_cells(ordinal, item) for ordinal, item in enumerate(data.rows, 1)]
    style: list[_Command] = [
        ("FONTNAME", (0, 0), (-1, -1), REGULAR), ("FONTSIZE", (0, 0), (-1, -1), 8),
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("GRID", (0, 0), (-1, -1), 0.4, RULE),
        ("LINEBELOW", (0, 1), (-1, 1), 0.9, ACCENT),
        ("LEFTPADDING", (0, 0), (-1, -1), 1.2 * mm), ("RIGHTPADDING", (0, 0), (-1, -1), 1.2 * mm),
        ("TOPPADDING", (0, 0), (-1, -1), 0.8 * mm), ("BOTTOMPADDING", (0, 0), (-1, -1), 0.9 * mm),
        *(("ALIGN", (n, 2), (n, -1), "RIGHT") for n in _NUMERIC),
    ]  # fmt: skip
    return Table(
        [headings, numbers, *rows],
        colWidths=[share * mm for _, share in COLUMNS],
        repeatRows=2,
        style=TableStyle(style),
    )


def _cells(ordinal: int, item: OutgoingItem) -> list[Any]:
    addressee = item.addressees[0]
    return [
        str(ordinal),
        LOOK.text(addressee.display_name),
        LOOK.text(", ".join(addressee.address_lines)),
        amount(item.declared_value),
        "" if item.weight_g is None else str(item.weight_g),
        LOOK.mono(item.posting_number or "", 0.95),
        LOOK.text(posting_remarks(item), 0.9),
        amount(item.fee),
        amount(item.cash_on_delivery),
    ]


def _closing(data: PostingBookData) -> list[Flowable]:
    fees = sum(item.fee or 0 for item in data.rows)
    collected = sum(item.cash_on_delivery or 0 for item in data.rows)
    total = f"Razem przesyłek: {len(data.rows)} · opłaty: {amount(fees)} zł · pobrania: {amount(collected)} zł"
    style: list[_Command] = [
        ("FONTNAME", (0, 0), (-1, -1), REGULAR), ("LINEABOVE", (0, 1), (0, 1), 0.5, MUTED),
        ("LINEABOVE", (2, 1), (2, 1), 0.5, MUTED), ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ]  # fmt: skip
    signatures = Table(
        [["", "", ""], [LOOK.caption("nadający: data i podpis"), "",
                        LOOK.caption("odcisk datownika i podpis przyjmującego")]],
        colWidths=[80 * mm, WIDTH - 170 * mm, 90 * mm], rowHeights=[14 * mm, None], style=TableStyle(style),
    )  # fmt: skip
    return [Spacer(0, 2 * mm), LOOK.text(total, 1.15, bold=True), signatures]


def _foot(canvas: Canvas, data: PostingBookData, pages: int) -> None:
    size, line = 7.5, FOOT * 0.6
    canvas.saveState()
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.4)
    canvas.line(MARGIN, line, MARGIN + WIDTH, line)
    canvas.setFont(REGULAR, size)
    canvas.setFillColor(MUTED)
    printed = (
        f"{TITLE} {date_for_people(data.day)} · wydrukował(a): {data.printed_by}, {moment_for_people(data.printed_at)}"
    )
    canvas.drawString(MARGIN, line - size * 1.4, f"{TITLE} {date_for_people(data.day)} · {printed}")
    canvas.drawRightString(MARGIN + WIDTH, line - size * 1.4, f"strona {canvas.getPageNumber()} z {pages}")
    canvas.restoreState()
