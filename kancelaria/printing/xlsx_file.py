"""Spreadsheets with real numbers and texts that no program runs as a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook

from kancelaria.printing.privacy import printable

WIDEST = 60
LONGEST = 32_767
"""Characters a cell may hold."""
EPOCH = datetime(2000, 1, 1)


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name (31 characters at most), headings, and rows of texts and numbers."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[str | int]]


def xlsx_bytes(title: str, sheets: Sequence[Sheet]) -> bytes:
    """The workbook as bytes of an .xlsx file; headings stay in sight and can be filtered."""
    stream = BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(stream, plain)
    book.set_properties({"title": title, "author": "Kancelaria", "created": EPOCH})
    bold = book.add_format({"bold": True, "bottom": 1})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name[:31])
        widths = [len(heading) for heading in sheet.headings]
        for column, heading in enumerate(sheet.headings):
            page.write_string(0, column, heading, bold)
        last = 0
        for last, row in enumerate(sheet.rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    page.write_number(last, column, cell)
                else:
                    page.write_string(last, column, printable(cell)[:LONGEST])
                widths[column] = max(widths[column], len(str(cell)))
        for column, width in enumerate(widths):
            page.set_column(column, column, min(width + 2, WIDEST))
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, last, max(len(widths) - 1, 0))
    book.close()
    return stream.getvalue()
