"""The list of items without a full scan, which the office instruction makes mandatory."""

from __future__ import annotations

from pathlib import Path

from kancelaria.domain.register import RESTRICTED
from kancelaria.printing.csv_file import csv_bytes
from kancelaria.printing.dates import date_for_people, moment_for_people
from kancelaria.printing.files import write_atomically
from kancelaria.printing.model import MissingScanRow, MissingScansData
from kancelaria.printing.table import Column, Row, TablePage, table_pdf

TITLE = "Wykaz przesyłek bez pełnego odwzorowania cyfrowego"

COLUMNS = (
    Column("Lp.", 9, numeric=True),
    Column("Numer RPW", 14, numeric=True),
    Column("Identyfikator", 28),
    Column("Data wpływu", 17),
    Column("Nadawca", 45),
    Column("Tytuł", 52),
    Column("Odwzorowanie", 26),
    Column("Powód", 36),
    Column("Objętość", 24),
    Column("Gdzie papier", 38),
    Column("Uwagi", 40),
)


def write_missing_scans(data: MissingScansData, target: Path) -> None:
    """Write the list as a PDF, or as CSV when the target ends with `.csv`."""
    rows = [_cells(number, row) for number, row in enumerate(data.rows, start=1)]
    if target.suffix.lower() == ".csv":
        write_atomically(target, csv_bytes([column.heading for column in COLUMNS], rows))
        return
    page = TablePage(
        title=TITLE,
        lines=tuple(
            line
            for line in (
                data.office.line,
                f"Zakres: {data.period}" if data.period else "",
            )
            if line
        ),
        footer=(
            f"Liczba pozycji: {len(rows)}",
            f"Wydrukował(a): {data.printed_by}, {moment_for_people(data.printed_at)}",
        ),
    )
    write_atomically(target, table_pdf(COLUMNS, [Row(tuple(cells)) for cells in rows], page))


def _cells(ordinal: int, row: MissingScanRow) -> list[str]:
    number = "" if row.number is None else str(row.number)
    received = date_for_people(row.received_on)
    if row.restricted:
        return [str(ordinal), number, "", received, "", RESTRICTED, "", "", "", "", ""]
    return [
        str(ordinal),
        number,
        row.document_uid,
        received,
        row.sender,
        row.title,
        row.extent,
        row.reason,
        row.volume,
        row.paper,
        "; ".join(row.remarks),
    ]
