"""Cuts a page where nothing is printed, so the top read first needn't be read again; joins what was read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from scanning.ocr.protocol import Box, Gray, OcrEngine, PageText, Word
from scanning.pages.clean import READING_DPI

_SOUGHT = (0.26, 0.5)
_WANTED = 0.4
_GAP_MM = 2.5
_INK = 150
_SPECK_PX = 2
_PAPER_PX = 14


def header_cut(page: Gray) -> int | None:
    """The row of a full-width gap between text lines of a cleaned page nearest to two fifths of it, or None."""
    height = page.shape[0]
    # A speck doesn't close a gap; a letter does.
    empty = np.count_nonzero(page < _INK, axis=1) <= _SPECK_PX
    gap = max(2, round(_GAP_MM * READING_DPI / 25.4))
    rows = np.nonzero(np.convolve(empty, np.ones(gap), mode="valid") >= gap)[0] + gap // 2
    rows = rows[(rows > height * _SOUGHT[0]) & (rows < height * _SOUGHT[1])]
    if rows.size == 0:
        return None
    return int(rows[int(np.argmin(np.abs(rows - height * _WANTED)))])


def inked_box(page: Gray) -> Box | None:
    """What of a cleaned page carries ink, with a little paper around; None where nothing does."""
    ink = page < _INK
    rows = np.flatnonzero(np.count_nonzero(ink, axis=1) > _SPECK_PX)
    columns = np.flatnonzero(np.count_nonzero(ink, axis=0) > _SPECK_PX)
    if rows.size == 0 or columns.size == 0:
        return None
    height, width = page.shape
    left, right = int(columns[0]) - _PAPER_PX, int(columns[-1]) + 1 + _PAPER_PX
    top, bottom = int(rows[0]) - _PAPER_PX, int(rows[-1]) + 1 + _PAPER_PX
    return max(0, left), max(0, top), min(width, right), min(height, bottom)


def in_box(page: Gray, box: Box, dpi: int, engine: OcrEngine) -> tuple[Word, ...]:
    """The words read in a box of the page, as a page of its own: blank margins cost the engine time and words."""
    left, top, right, bottom = box
    return tuple(
        replace(word, box=(word.box[0] + left, word.box[1] + top, word.box[2] + left, word.box[3] + top))
        for word in engine.read(page[top:bottom, left:right], dpi).words
    )


def joined(top: PageText, rest: PageText) -> PageText:
    """Both parts as one page: the rest's lines and blocks are numbered on from the top's."""
    line = 1 + max((word.line for word in top.words), default=-1)
    block = 1 + max((word.block for word in top.words), default=-1)
    moved = tuple(replace(word, line=word.line + line, block=word.block + block) for word in rest.words)
    return replace(rest, words=top.words + moved)


def save_header(path: Path, text: PageText, cut: int) -> None:
    """Keep the words and the cleaned page's row they end at for the full reading, maybe in another process."""
    words = [[word.text, list(word.box), word.confidence, word.line, word.block] for word in text.words]
    half = path.with_name(f".{path.name}.part")
    half.write_text(json.dumps({"cleaned_cut": cut, "words": words}, ensure_ascii=False), encoding="utf-8")
    half.replace(path)


def load_header(path: Path, width: int, height: int, dpi: int) -> tuple[PageText, int] | None:
    """What `save_header` kept, with the row where the rest begins; None where there is nothing usable."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        words = tuple(
            Word(str(text), (int(box[0]), int(box[1]), int(box[2]), int(box[3])), float(sure), int(line), int(block))
            for text, box, sure, line, block in kept["words"]
        )
        return PageText(words, width, height, dpi), int(kept["cleaned_cut"])
    except (OSError, ValueError, KeyError, TypeError):
        # Nothing is lost: the header is read again with the page.
        return None
