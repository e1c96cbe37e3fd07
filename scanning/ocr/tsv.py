"""Tesseract's table of words, the same from every adapter, turned into our words."""

from __future__ import annotations

from collections.abc import Iterator

from scanning.ocr.protocol import Word
from scanning.ocr.repair import repaired, repaired_after

_WORD_LEVEL = "5"
_COLUMNS = 12


def words_of(table: str) -> Iterator[Word]:
    """Words of a TSV table in reading order; rows without text or with a box of no area are left out."""
    blocks: dict[str, int] = {}
    lines: dict[tuple[str, str, str], int] = {}
    before = before_that = ""
    for row in table.splitlines():
        cells = row.split("\t")
        if len(cells) < _COLUMNS or cells[0] != _WORD_LEVEL:
            continue
        text = "\t".join(cells[11:]).strip()
        left, top, width, height = (int(cell) for cell in cells[6:10])
        if not text or width <= 0 or height <= 0:
            continue
        block = blocks.setdefault(cells[2], len(blocks))
        line = lines.setdefault((cells[2], cells[3], cells[4]), len(lines))
        confidence = min(max(float(cells[10]) / 100, 0.0), 1.0)
        said = repaired_after(repaired(text), before, before_that)
        before, before_that = said, before
        yield Word(said, (left, top, left + width, top + height), confidence, line, block)
