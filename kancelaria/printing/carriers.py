"""The list of carriers not copied and where they lie, which the office instruction makes mandatory."""

from __future__ import annotations

from pathlib import Path

from kancelaria.domain.register import RESTRICTED
from kancelaria.printing.csv_file import csv_bytes
from kancelaria.printing.dates import date_for_people, moment_for_people
from kancelaria.printing.files import write_atomically
from kancelaria.printing.model import CarrierRow, CarriersData
from kancelaria.printing.table import Column, Row, TablePage, table_pdf

TITLE = "Wykaz nośników bez odwzorowania cyfrowego"

COLUMNS = (
    Column("Lp.", 9, numeric=True),
    Column("Numer RPW", 14, numeric=True),
    Column("Identyfikator", 28),
    Column("Data wpływu", 17),
    Column("Nadawca", 45),
    Column("Tytuł", 55),
    Column("Nośnik", 26),
    Column("Sztuk", 10, numeric=True),
    Column("Opis", 38),
    Column("Gdzie leży", 42),
    Column("Odnotowano", 30),
)


def write_carriers(data: CarriersData, target: Path) -> None:
    """Write the list as a PDF, or as CSV when the target ends with `.csv`."""
    rows = [_cells(number, row) for number, row in enumerate(data.rows, start=1)]
    if target.suffix.lower() == ".csv":
        write_atomically(target, csv_bytes([column.heading for column in COLUMNS], rows))
        return
    page = TablePage(
        title=TITLE,
        lines=(data.office.line,),
        footer=(
            f"Pozycji: {len(rows)} · nośników: {sum(row.count for row in data.rows)}",
            f"Wydrukował(a): {data.printed_by}, {moment_for_people(data.printed_at)}",
        ),
    )
    write_atomically(target, table_pdf(COLUMNS, [Row(tuple(cells)) for cells in rows], page))


def _cells(ordinal: int, row: CarrierRow) -> list[str]:
    number = "" if row.number is None else str(row.number)
    seen = [row.sender, row.title] if not row.restricted else ["", RESTRICTED]
    received = date_for_people(row.received_on) if row.received_on else ""
    description = "" if row.restricted else row.description
    return [
        str(ordinal), number, row.document_uid, received, *seen,
        row.carrier, str(row.count), description, row.place, row.noted,
    ]  # fmt: skip
