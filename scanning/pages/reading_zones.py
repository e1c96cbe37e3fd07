"""Cuts a page where nothing is printed, so the top read first needn't be read again; joins what was read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from scanning.ocr.protocol import Gray, PageText, Word
from scanning.pages.clean import READING_DPI

_SOUGHT = (0.26, 0.5)
_WANTED = 0.4
_GAP_MM = 2.5
_INK = 150
_SPECK_PX = 2


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
