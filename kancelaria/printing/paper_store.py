"""Papers of the chronological store: the out-card that lies in a lent paper's place, and the transfer list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.pagesizes import A5, landscape
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from kancelaria.domain.chronological_store import SET_WORDS, Box
from kancelaria.printing.dates import date_for_people, moment_for_people
from kancelaria.printing.files import write_atomically
from kancelaria.printing.flowables import Code128Flowable
from kancelaria.printing.flowing import Room, flowing_pdf
from kancelaria.printing.look import ACCENT, MUTED, RULE, Look
from kancelaria.printing.model import OfficeFacts
from kancelaria.printing.table import Column, Row, TablePage, table_pdf

LOOK = Look(10)
CARD = "Karta zastępcza"
TRANSFER = "Spis zdawczo-odbiorczy składu chronologicznego"
COLUMNS = (
    Column("Lp.", 9, numeric=True), Column("Pudło", 24), Column("Rok", 12, numeric=True), Column("Zbiór", 44),
    Column("Pierwszy identyfikator", 42), Column("Ostatni identyfikator", 42), Column("Pism", 14, numeric=True),
    Column("Miejsce w składzie", 60), Column("Uwagi", 40),
)  # fmt: skip


@dataclass(frozen=True)
class OutCardData:
    """What an out-card says: which paper, from where, to whom, until when. `title` may be empty where it is sealed."""

    office: OfficeFacts
    document_uid: str
    rpw: str
    title: str
    box: str
    place: str
    borrower: str
    lent_at: str
    due_on: str
    lent_by: str


@dataclass(frozen=True)
class TransferRow:
    """A box of a transfer list with its first and last identifier."""

    box: Box
    first: str
    last: str
    papers: int


@dataclass(frozen=True)
class TransferData:
    """A transfer list: `number` of its own, `made_at` an instant."""

    office: OfficeFacts
    number: str
    made_at: str
    made_by: str
    rows: tuple[TransferRow, ...]


def write_out_card(data: OutCardData, target: Path) -> None:
    """Write the card as an A5 PDF."""
    page, margin = landscape(A5), 12 * mm
    room = Room(page, margin, margin, page[0] - 2 * margin, page[1] - 2 * margin)
    pdf = flowing_pdf(room, f"{CARD} {data.document_uid}", CARD, lambda: _card(data, room.width))
    write_atomically(target, pdf)


def _card(data: OutCardData, width: float) -> list[Flowable]:
    facts = [
        ("Pismo", data.document_uid), ("Numer RPW", data.rpw or "—"), ("Dotyczy", data.title or "—"),
        ("Miejsce", " · ".join(part for part in (data.box, data.place) if part)), ("Wypożyczył(a)", data.borrower),
        ("Data wypożyczenia", moment_for_people(data.lent_at)), ("Termin zwrotu", date_for_people(data.due_on)),
        ("Wydał(a)", data.lent_by),
    ]  # fmt: skip
    table = Table(
        [[LOOK.caption(name), LOOK.text(value, 1.05)] for name, value in facts], colWidths=[38 * mm, width - 38 * mm]
    )
    table.setStyle(TableStyle([
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 0.3, RULE),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
    ]))  # fmt: skip
    signs = Table(
        [[LOOK.caption("podpis wypożyczającego"), LOOK.caption("data i podpis przyjmującego zwrot")]],
        colWidths=[width / 2] * 2,
    )
    signs.setStyle(TableStyle([("LINEABOVE", (0, 0), (0, 0), 0.5, MUTED), ("LINEABOVE", (1, 0), (1, 0), 0.5, MUTED)]))
    return [
        LOOK.text(data.office.institution, bold=True),
        LOOK.text(CARD.upper(), 1.8, bold=True, colour=ACCENT),
        Code128Flowable(data.document_uid, 9 * mm),
        Spacer(0, 2 * mm), table, Spacer(0, 12 * mm), signs,
    ]  # fmt: skip


def write_transfer_list(data: TransferData, target: Path) -> None:
    """Write the list as a landscape A4 PDF with lines for both signatures."""
    office = data.office
    page = TablePage(
        title=f"{TRANSFER} nr {data.number}",
        lines=(
            office.line,
            f"Data: {moment_for_people(data.made_at)} · pudeł: {len(data.rows)}"
            f" · pism: {sum(row.papers for row in data.rows)}",
        ),
        footer=(
            f"Przekazuje: {data.made_by}, podpis: ……………………………",
            "Przyjmuje (imię, nazwisko, data, podpis): ……………………………………………………",
        ),
    )
    write_atomically(target, table_pdf(COLUMNS, [Row(tuple(cells)) for cells in _rows(data.rows)], page))


def _rows(rows: Sequence[TransferRow]) -> list[list[str]]:
    return [
        [
            f"{ordinal}.", row.box.name, str(row.box.year), SET_WORDS[row.box.set], row.first, row.last,
            str(row.papers), row.box.place, "",
        ]
        for ordinal, row in enumerate(rows, start=1)
    ]  # fmt: skip
