"""The list of a delivery on A4: what a courier announced and what was found, or a drop box's protocol; to be signed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from kancelaria.domain.deliveries import FOUND_WORDS, KIND_WORDS, Delivery, DeliveryKind, DeliveryRow, Found
from kancelaria.printing.dates import moment_for_people, warsaw
from kancelaria.printing.files import write_atomically
from kancelaria.printing.flowables import QUIET, Code128Flowable, SignatureLine
from kancelaria.printing.flowing import Room, flowing_pdf
from kancelaria.printing.fonts import REGULAR
from kancelaria.printing.look import ACCENT, MUTED, RULE, Look
from kancelaria.printing.model import OfficeFacts

TITLES = {
    DeliveryKind.COURIER: "Lista przyjętych przesyłek",
    DeliveryKind.DROP_BOX: "Protokół opróżnienia skrzynki podawczej",
}
MARGIN, FOOT = 14 * mm, 14 * mm
WIDTH = A4[0] - 2 * MARGIN
LOOK = Look(8.5)
COLUMNS = (("Lp.", 11), ("Numer nadawczy", 62), ("Wynik", 34), ("Sprawdzono", 30), ("Uwagi", 45))
_STYLE: list[Any] = [
    ("FONTNAME", (0, 0), (-1, -1), REGULAR), ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 1.5 * mm),
    ("TOPPADDING", (0, 0), (-1, -1), 0.35 * mm), ("BOTTOMPADDING", (0, 0), (-1, -1), 0.5 * mm),
]  # fmt: skip


@dataclass(frozen=True)
class DeliveryListData:
    """A list with its names: `clerk` who signed or made it, as people call them; empty where no name is known."""

    office: OfficeFacts
    delivery: Delivery
    clerk: str
    printed_by: str
    printed_at: str


def write_delivery_list(data: DeliveryListData, target: Path) -> None:
    """Write the list as a PDF."""
    room, title = Room(A4, MARGIN, FOOT, WIDTH, A4[1] - MARGIN - FOOT), TITLES[data.delivery.kind]
    whole = f"{title} {data.delivery.number}"
    pdf = flowing_pdf(room, whole, title, lambda: _story(data), lambda canvas, pages: _foot(canvas, data, pages))
    write_atomically(target, pdf)


def _story(data: DeliveryListData) -> list[Flowable]:
    return [*_head(data), _rows(data), KeepTogether(_closing(data))]


def _head(data: DeliveryListData) -> list[Flowable]:
    made = data.delivery
    names: list[Flowable] = [
        LOOK.text(data.office.institution, 1.15, bold=True),
        LOOK.text(data.office.address, 0.9, colour=MUTED),
        Spacer(0, 2 * mm),
        LOOK.text(TITLES[made.kind], 1.8, bold=True, colour=ACCENT),
    ]
    if made.signed_at is None:
        names.append(LOOK.text("w trakcie sprawdzania, niepodpisana", 1, bold=True))
    code: list[Flowable] = [
        Code128Flowable("", 9 * mm, code=made.number.replace("-", "")),
        LOOK.mono(made.number, 1.3, indent=QUIET),
    ]
    above = Table([[names, code]], colWidths=[WIDTH - 58 * mm, 58 * mm], style=TableStyle(_STYLE))
    moment = warsaw(made.made_at)
    facts = [("Punkt", data.office.point or made.point), ("Data", f"{moment:%d.%m.%Y}"), ("Godzina", f"{moment:%H:%M}")]
    if made.kind is DeliveryKind.DROP_BOX:
        day = ".".join(reversed((made.received_on or "").split("-")))
        facts += [("Miejsce", made.place or "—"), ("Data wpływu", day)]
    else:
        facts += [("Operator", made.operator_name or "—"), ("Na liście", str(sum(row.expected for row in made.rows)))]
    cells = [[[LOOK.caption(name), LOOK.text(value, 1.1, bold=True)] for name, value in facts]]
    shares = [0.34, 0.14, 0.1, 0.26, 0.16]
    about = Table(
        cells, colWidths=[WIDTH * share for share in shares],
        style=TableStyle([*_STYLE, ("LINEABOVE", (0, 0), (-1, 0), 1.2, ACCENT)]),
    )  # fmt: skip
    return [above, Spacer(0, 1.5 * mm), about, Spacer(0, 2 * mm)]


def _rows(data: DeliveryListData) -> Flowable:
    made = data.delivery
    if made.kind is DeliveryKind.DROP_BOX:
        return LOOK.text(f"Wyjęto przesyłek: {made.count(Found.PRESENT, Found.DAMAGED)}", 1.4, bold=True)
    cells: list[list[Any]] = [[LOOK.text(name, 0.9, bold=True, colour=ACCENT) for name, _ in COLUMNS]]
    cells += [_cells(row) for row in made.rows]
    style = [*_STYLE, ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE), ("LINEBELOW", (0, 0), (-1, 0), 0.9, ACCENT)]
    return Table(cells, colWidths=[share * mm for _, share in COLUMNS], style=TableStyle(style), repeatRows=1)


def _cells(row: DeliveryRow) -> list[Flowable]:
    plain = row.state is Found.PRESENT and not row.surplus
    said = FOUND_WORDS[row.state] + (", spoza listy" if row.surplus else "")
    return [
        LOOK.text(f"{row.ordinal}.", bold=True),
        LOOK.mono(row.posting_number or "bez numeru", 1.05),
        LOOK.text(said if plain else said.upper(), bold=not plain),
        LOOK.text(warsaw(row.checked_at).strftime("%d.%m %H:%M") if row.checked_at else ""),
        LOOK.text(row.remarks),
    ]


def _closing(data: DeliveryListData) -> list[Flowable]:
    made = data.delivery
    parts = [f"{FOUND_WORDS[state]}: {made.count(state)}" for state in Found if made.count(state)]
    if made.surplus:
        parts.append(f"w tym spoza listy: {made.surplus}")
    lines: list[Flowable] = [Spacer(0, 3 * mm)]
    if made.kind is DeliveryKind.COURIER:
        lines.append(LOOK.text(f"Razem: {len(made.rows)} · " + " · ".join(parts), 1.1, bold=True))
    if made.remarks:
        lines.append(LOOK.text(f"Uwagi: {made.remarks}"))
    if made.signed_at is not None:
        lines.append(LOOK.text(f"Podpisano {moment_for_people(made.signed_at)}."))
    brought = "doręczyciel" if made.kind is DeliveryKind.COURIER else "druga osoba obecna"
    pair = [
        [LOOK.text(name or " ", 1.1, bold=True), SignatureLine(f"{role}: czytelny podpis", WIDTH / 2 - 10 * mm, 7.5)]
        for role, name in (("kancelaria", data.clerk), (brought, made.delivered_by or ""))
    ]
    signatures = Table([pair], colWidths=[WIDTH / 2] * 2, style=TableStyle(_STYLE))
    return [*lines, Spacer(0, 6 * mm), signatures]


def _foot(canvas: Canvas, data: DeliveryListData, pages: int) -> None:
    size = 7.5
    canvas.saveState()
    canvas.setFont(REGULAR, size)
    canvas.setFillColor(MUTED)
    what = KIND_WORDS[data.delivery.kind]
    printed = f"{what} {data.delivery.number} · wydrukował(a): {data.printed_by}, {moment_for_people(data.printed_at)}"
    canvas.drawString(MARGIN, FOOT * 0.5, printed)
    canvas.drawRightString(MARGIN + WIDTH, FOOT * 0.5, f"strona {canvas.getPageNumber()} z {pages}")
    canvas.restoreState()
