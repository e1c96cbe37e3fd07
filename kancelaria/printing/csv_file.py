"""Tables for a spreadsheet: UTF-8 with a BOM, semicolons, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from kancelaria.printing.privacy import printable

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The table as bytes of a CSV file."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe_cell(heading) for heading in headings])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8")


def safe_cell(text: str) -> str:
    """The cell as plain text: an apostrophe keeps a spreadsheet from reading it as a formula."""
    clean = printable(text)
    # full-width signs are read as formulas by some spreadsheets too
    starts = clean.startswith((*_STARTS_FORMULA, "＝", "＋", "－", "＠"))
    return f"'{clean}" if starts else clean
