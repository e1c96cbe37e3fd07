"""The hand-over list (lista przekazania) on landscape A4, to be checked, signed and disputed by hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    HRFlowable,
    KeepTogether,
    Spacer,
    Table,
    TableStyle,
)

from kancelaria.domain.handover import HANDED_WORDS, Handed, Handover, HandoverRow, shows_content
from kancelaria.domain.incoming import IncomingItem, ItemState
from kancelaria.domain.register import RESTRICTED
from kancelaria.printing.dates import moment_for_people, warsaw
from kancelaria.printing.files import write_atomically
from kancelaria.printing.flowables import QUIET, Code128Flowable
from kancelaria.printing.flowing import Room, flowing_pdf
from kancelaria.printing.fonts import REGULAR
from kancelaria.printing.identifier import register_number
from kancelaria.printing.look import ACCENT, MUTED, RULE, Look
from kancelaria.printing.model import OfficeFacts

TITLE = "Lista przekazania"
UNOPENED = "przesyłka nieotwierana"
TO_COUNT = "…………… (wpisać)"
PAGE = landscape(A4)
MARGIN = 10 * mm
WIDTH = PAGE[0] - 2 * MARGIN
FOOT = 15 * mm
ROOM = PAGE[1] - MARGIN - FOOT
LOOK = Look(8.0)
BLANK_LINES = 3

COLUMNS = (
    ("Lp.", 8), ("Identyfikator i kod kreskowy", 48), ("Numer w rejestrze", 22), ("Nadawca", 44), ("Tytuł", 63),
    ("Co przekazano", 25), ("Strony lub tomy", 24), ("Uwagi", 43),
)  # fmt: skip
_Command = tuple[str, tuple[int, int], tuple[int, int], *tuple[Any, ...]]
_TIGHT: list[_Command] = [
    ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 1.5 * mm),
    ("TOPPADDING", (0, 0), (-1, -1), 0.8 * mm), ("BOTTOMPADDING", (0, 0), (-1, -1), 1 * mm),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]  # fmt: skip


@dataclass(frozen=True)
class HandoverLine:
    """One printed position: sender and title as far as they may be seen by everybody on the way."""

    row: HandoverRow
    rpw: str
    sender: str
    title: str
    remarks: str


@dataclass(frozen=True)
class HandoverListData:
    """A list with its names: `unit` and `giver` as people call them; `people`: names by login, for discrepancies."""

    office: OfficeFacts
    handover: Handover
    lines: tuple[HandoverLine, ...]
    unit: str
    giver: str
    printed_by: str
    printed_at: str
    people: tuple[tuple[str, str], ...] = ()
    again: bool = False


def handover_line(row: HandoverRow, item: IncomingItem | None) -> HandoverLine:
    """A position with what the record says of its item; None where the item isn't to be seen here any more."""
    if item is None:
        return HandoverLine(row, "", "", RESTRICTED, row.remarks)
    rpw = register_number(item.rpw_number, item.rpw_year) or "numer zostanie nadany"
    voided = f"ANULOWANO: {item.void_reason or ''}" if item.state is ItemState.VOIDED else ""
    if row.what is Handed.SEALED or item.sealed:
        title = f"{UNOPENED} · adresat: {item.addressee}" if item.addressee else UNOPENED
        return HandoverLine(row, rpw, "jak na kopercie", title, _joined(voided, row.remarks))
    if not shows_content(item, row.what):
        return HandoverLine(row, rpw, "", RESTRICTED, _joined(voided, row.remarks))
    remarks = _joined(voided, row.remarks, *item.remarks)
    return HandoverLine(row, rpw, item.sender.display_name or "brak danych", item.title, remarks)


def write_handover_list(data: HandoverListData, target: Path) -> None:
    """Write the list as a PDF."""
    room = Room(PAGE, MARGIN, FOOT, WIDTH, ROOM)
    title = f"{TITLE} {data.handover.number}"
    pdf = flowing_pdf(room, title, TITLE, lambda: _story(data), lambda canvas, pages: _foot(canvas, data, pages))
    write_atomically(target, pdf)


def _story(data: HandoverListData) -> list[Flowable]:
    return [*_head(data), _positions(data), KeepTogether([*_totals(data), *_closing(data)])]


def _head(data: HandoverListData) -> list[Flowable]:
    office, made = data.office, data.handover
    names: list[Flowable] = [
        LOOK.text(office.institution, 1.15, bold=True),
        LOOK.text(office.address, 0.9, colour=MUTED),
        Spacer(0, 2 * mm),
        LOOK.text(TITLE, 2, bold=True, colour=ACCENT),
    ]
    if data.again:
        names.append(LOOK.text("wydruk ponowny", 0.95, bold=True))
    code: list[Flowable] = [
        Code128Flowable("", 9 * mm, code=made.number.replace("-", "")),
        LOOK.mono(made.number, 1.4, indent=QUIET),
    ]
    above = Table([[names, code]], colWidths=[WIDTH - 60 * mm, 60 * mm], style=_style(_TIGHT))
    moment = warsaw(made.made_at)
    facts = [
        ("Numer listy", made.number), ("Przekazuje", office.point or made.point), ("Odbiera", data.unit),
        ("Data", moment.strftime("%d.%m.%Y")), ("Godzina", moment.strftime("%H:%M")),
        ("Pozycji", str(len(made.rows))),
    ]  # fmt: skip
    shares = [0.16, 0.27, 0.31, 0.1, 0.08, 0.08]
    cells = [[[LOOK.caption(name), LOOK.text(value, 1.1, bold=True)] for name, value in facts]]
    box: list[_Command] = [*_TIGHT, ("LINEABOVE", (0, 0), (-1, 0), 1.2, ACCENT)]
    about = Table(cells, colWidths=[WIDTH * share for share in shares], style=_style(box))
    return [above, Spacer(0, 1.5 * mm), about, Spacer(0, 2 * mm)]


def _positions(data: HandoverListData) -> Table:
    cells: list[list[list[Flowable]]] = [[[LOOK.text(name, 0.9, bold=True, colour=ACCENT)] for name, _ in COLUMNS]]
    cells += [_cells(line) for line in data.lines]
    widths = [share * mm for _, share in COLUMNS]
    style: list[_Command] = [
        *_TIGHT,
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
        ("LINEBELOW", (0, 0), (-1, 0), 0.9, ACCENT),
    ]
    tallest = max(Table([row], colWidths=widths, style=_style(style)).wrap(WIDTH, ROOM)[1] for row in cells)
    # a row stays whole, unless it is too tall for any page
    return Table(cells, colWidths=widths, style=_style(style), repeatRows=1, splitInRow=int(tallest > ROOM * 0.8))


def _cells(line: HandoverLine) -> list[list[Flowable]]:
    row = line.row
    identity: list[Flowable] = [
        Code128Flowable(row.document_uid, 6 * mm),
        LOOK.mono(row.document_uid, 0.95, indent=QUIET),
    ]
    remarks: list[Flowable] = [LOOK.text(line.remarks, 0.9)] if line.remarks else []
    if row.discrepancy is not None:
        word = "NIEZGODNOŚĆ" if row.disputed else "NIEZGODNOŚĆ WYJAŚNIONA"
        remarks.append(LOOK.text(f"{word}: {row.discrepancy.reason}", 0.9, bold=True))
    return [
        [LOOK.text(f"{row.ordinal}.", bold=True)],
        identity,
        [LOOK.text(line.rpw)],
        [LOOK.text(line.sender)],
        [LOOK.text(line.title)],
        [LOOK.text(HANDED_WORDS[row.what], bold=row.what is not Handed.ORIGINAL)],
        [LOOK.text(row.amount or TO_COUNT)],
        remarks,
    ]


def _totals(data: HandoverListData) -> list[Flowable]:
    kinds = " · ".join(f"{HANDED_WORDS[kind]}: {count}" for kind, count in data.handover.totals.items())
    return [Spacer(0, 2 * mm), LOOK.text(f"Razem pozycji: {len(data.lines)} · {kinds}", 1.1, bold=True)]


def _closing(data: HandoverListData) -> list[Flowable]:
    """What doesn't agree, and the signatures: never parted by a page's end."""
    rule = HRFlowable(width="100%", thickness=0.6, color=ACCENT, spaceBefore=2.5 * mm, spaceAfter=1.5 * mm)
    title = LOOK.text("Niezgodności (pozycja i opis, na przykład „pozycji 14 nie ma w teczce”)", bold=True)
    blank = 0 if data.handover.received_at else BLANK_LINES
    names = dict(data.people)
    told = [LOOK.text(_discrepancy(line.row, names)) for line in data.lines if line.row.discrepancy is not None]
    none = [LOOK.text("nie zgłoszono")] if not told and not blank else []
    lines = [
        HRFlowable(width="100%", thickness=0.4, color=RULE, spaceBefore=5 * mm, spaceAfter=0) for _ in range(blank)
    ]
    made, width = data.handover, WIDTH / 2 - 4 * mm
    received = warsaw(made.received_at).strftime("%d.%m.%Y %H:%M") if made.received_at else ""
    giver = _signature("Przekazujący", data.giver, "", width)
    receiver = _signature("Przyjmujący", made.received_by or "", received, width)
    signatures = Table([[giver, receiver]], colWidths=[WIDTH / 2] * 2, style=_style(_TIGHT))
    return [rule, title, *told, *none, *lines, Spacer(0, 2 * mm), signatures]


def _discrepancy(row: HandoverRow, names: dict[str, str]) -> str:
    found = row.discrepancy
    assert found is not None
    noted = f"{moment_for_people(found.noted_at)}, {names.get(found.noted_by, found.noted_by)}"
    text = f"poz. {row.ordinal} ({row.document_uid}): {found.reason} – zapisano {noted}; "
    if found.settled is None:
        return text + "czeka na wyjaśnienie"
    by = names.get(found.settled_by or "", found.settled_by or "")
    stays = " Pismo zostało w kancelarii." if found.kept else ""
    return text + f"wyjaśniono {moment_for_people(found.settled_at or '')}, {by}: {found.settled}.{stays}"


def _signature(role: str, name: str, when: str, width: float) -> list[Flowable]:
    day, _, hour = when.partition(" ")
    named = (("imię i nazwisko (czytelnie)", name),)
    signed = (("podpis", ""), ("data", day), ("godzina", hour))
    return [LOOK.text(role, 1.1, bold=True, colour=ACCENT), _to_fill(named, width), _to_fill(signed, width)]


def _to_fill(fields: tuple[tuple[str, str], ...], width: float) -> Table:
    """Fields over a line to write on, with their names beneath."""
    above: list[Any] = []
    beneath: list[Any] = []
    for name, value in fields:
        above += [LOOK.text(value or " ", 1.1, bold=True), ""]
        beneath += [LOOK.caption(name), ""]
    # each field is followed by a gap, so that every line is its own
    shares = (0.98, 0.02) if len(fields) == 1 else (0.54, 0.02, 0.24, 0.02, 0.16, 0.02)
    style: list[_Command] = [
        *_TIGHT,
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        *(("LINEBELOW", (2 * number, 0), (2 * number, 0), 0.5, MUTED) for number in range(len(fields))),
    ]
    widths = [width * share for share in shares]
    return Table([above, beneath], colWidths=widths, rowHeights=[7 * mm, None], style=_style(style))


def _foot(canvas: Canvas, data: HandoverListData, pages: int) -> None:
    size, line = 7.5, FOOT * 0.6
    canvas.saveState()
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.4)
    canvas.line(MARGIN, line, MARGIN + WIDTH, line)
    canvas.setFont(REGULAR, size)
    canvas.setFillColor(MUTED)
    printed = f"{TITLE} {data.handover.number} · wydrukował(a): {data.printed_by}, {moment_for_people(data.printed_at)}"
    canvas.drawString(MARGIN, line - size * 1.4, printed)
    canvas.drawRightString(MARGIN + WIDTH, line - size * 1.4, f"strona {canvas.getPageNumber()} z {pages}")
    canvas.restoreState()


def _style(commands: list[_Command]) -> TableStyle:
    # a table names Helvetica, which isn't embedded, unless it is told another face
    return TableStyle([("FONTNAME", (0, 0), (-1, -1), REGULAR), *commands])


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
