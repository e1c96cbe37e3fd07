"""The register of incoming items (RPW) on paper, as a workbook and as a CSV file."""

from __future__ import annotations

from pathlib import Path

from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.numbering import warsaw_day
from kancelaria.domain.register import RESTRICTED
from kancelaria.printing.csv_file import csv_bytes
from kancelaria.printing.dates import date_for_people, moment_for_people
from kancelaria.printing.files import write_atomically
from kancelaria.printing.model import RegisterData, RegisterRow
from kancelaria.printing.table import Column, Row, TablePage, table_pdf
from kancelaria.printing.xlsx_file import Sheet, xlsx_bytes

PARTIAL = "wydruk częściowy"

COLUMNS = (
    Column("Numer", 13, numeric=True),
    Column("Identyfikator", 28),
    Column("Data wpływu", 16),
    Column("Zarejestrowano", 20.5),
    Column("Nadawca", 40),
    Column("Tytuł", 48),
    Column("Data pisma", 16),
    Column("Znak nadawcy", 25),
    Column("Sposób dostarczenia, nr nadania", 34),
    Column("Zał.", 8, numeric=True),
    Column("Przydzielono", 24),
    Column("Uwagi", 33),
)

HEADINGS = (
    *(column.heading for column in COLUMNS[:8]),
    "Sposób dostarczenia", "Nr nadania", "Zał.", "Przydzielono", "Uwagi", "Unieważniono", "Powód",
)  # fmt: skip
"""Of a spreadsheet: each fact in its own column."""


def write_register(data: RegisterData, target: Path) -> None:
    """Write the register as a PDF, an XLSX or a CSV file, by the target's extension."""
    suffix = target.suffix.lower()
    if suffix == ".pdf":
        write_register_pdf(data, target)
    elif suffix == ".csv":
        write_register_csv(data, target)
    elif suffix == ".xlsx":
        write_register_xlsx(data, target)
    else:
        raise InvalidInput(
            "bad_register_format",
            f"Nie wiadomo, jak zapisać rejestr w pliku „{target.name}”.",
            "Podaj nazwę pliku kończącą się na .pdf, .xlsx albo .csv.",
            subject=str(target),
        )


def write_register_pdf(data: RegisterData, target: Path) -> None:
    """Write the register on landscape A4 pages."""
    page = TablePage(
        title=f"Rejestr przesyłek wpływających {data.year}",
        lines=tuple(line for line in (data.office.line, _range(data)) if line),
        footer=(_count(data), f"Wydrukował(a): {data.printed_by}, {moment_for_people(data.printed_at)}"),
        badge=PARTIAL if data.filter else "",
    )
    write_atomically(target, table_pdf(COLUMNS, [_printed(row) for row in data.rows], page))


def write_register_csv(data: RegisterData, target: Path) -> None:
    """Write the register for a spreadsheet; dates stay ISO so that they sort."""
    write_atomically(target, csv_bytes(HEADINGS, [_exported(row) for row in data.rows]))


def write_register_xlsx(data: RegisterData, target: Path) -> None:
    """Write the register as a workbook; numbers are numbers, dates stay ISO so that they sort."""
    numbers = [place for place, heading in enumerate(HEADINGS) if heading in ("Numer", "Zał.")]

    def cells(row: RegisterRow) -> list[str | int]:
        texts = _exported(row)
        return [int(text) if place in numbers and text.isdecimal() else text for place, text in enumerate(texts)]

    sheet = Sheet(f"RPW {data.year}", HEADINGS, map(cells, data.rows))
    write_atomically(target, xlsx_bytes(f"Rejestr przesyłek wpływających {data.year}", [sheet]))


def _range(data: RegisterData) -> str:
    start = date_for_people(data.date_from) if data.date_from else ""
    end = date_for_people(data.date_to) if data.date_to else ""
    days = f"{start} – {end}" if start and end else f"od {start}" if start else f"do {end}" if end else "cały rok"
    text = f"Rok: {data.year} · zakres: {days}"
    return f"{text} · {PARTIAL}, filtr: {data.filter}" if data.filter else text


def _count(data: RegisterData) -> str:
    numbers = [row.number for row in data.rows if row.number is not None]
    text = f"Liczba pozycji: {len(data.rows)}"
    return f"{text} · numery: {min(numbers)}–{max(numbers)}" if numbers else text


def _day(row: RegisterRow) -> str:
    """The day of entry: of what its reader may not see, not even the hour is told."""
    return warsaw_day(row.registered_at) if "T" in row.registered_at else row.registered_at


def _printed(row: RegisterRow) -> Row:
    number = "" if row.number is None else str(row.number)
    if row.restricted:
        return Row((number, "", "", date_for_people(_day(row)), "", RESTRICTED, *[""] * 6))
    method = ", ".join(part for part in (row.delivery_method, row.posting_number) if part)
    cells = (
        number,
        row.document_uid,
        date_for_people(row.received_on),
        moment_for_people(row.registered_at),
        row.sender,
        row.title,
        date_for_people(row.letter_date) if row.letter_date else ("bez daty" if row.no_date else ""),
        row.sender_reference or ("bez znaku" if row.no_reference else ""),
        method,
        "" if row.attachment_count is None else str(row.attachment_count),
        row.assigned_to,
        "; ".join(row.remarks),
    )
    return Row(cells, struck=row.voided, note=f"UNIEWAŻNIONO: {row.void_reason}" if row.voided else "")


def _exported(row: RegisterRow) -> list[str]:
    number = "" if row.number is None else str(row.number)
    if row.restricted:
        return [number, "", "", _day(row), "", RESTRICTED, *[""] * 9]
    return [
        number,
        row.document_uid,
        row.received_on,
        row.registered_at,
        row.sender,
        row.title,
        row.letter_date or ("bez daty" if row.no_date else ""),
        row.sender_reference or ("bez znaku" if row.no_reference else ""),
        row.delivery_method,
        row.posting_number,
        "" if row.attachment_count is None else str(row.attachment_count),
        row.assigned_to,
        "; ".join(row.remarks),
        "tak" if row.voided else "",
        row.void_reason if row.voided else "",
    ]
