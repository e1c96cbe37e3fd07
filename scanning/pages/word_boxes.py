"""Fits the boxes of read words to their ink; the engine's own boxes cut letters off or take in white paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from scanning.ocr.protocol import Box, Gray, Word

_INK = 205
# Light enough for the thin parts of letters; the cleaned page has no grey paper left.
_SIDEWAYS = 0.9
_UP_OR_DOWN = 0.35


def fitted(words: Sequence[Word], page: Gray) -> tuple[Word, ...]:
    """The words with boxes grown over ink cut in two and shrunk past white; `page` is the cleaned image."""
    ink = page < _INK
    return tuple(replace(word, box=_fitted(word.box, ink)) for word in words)


def _fitted(box: Box, ink: npt.NDArray[np.bool_]) -> Box:
    height, width = ink.shape
    left, top, right, bottom = max(0, box[0]), max(0, box[1]), min(width, box[2]), min(height, box[3])
    if right <= left or bottom <= top:
        return box
    reach = max(2, round(_SIDEWAYS * (bottom - top)))
    start = max(0, left - reach)
    columns = np.asarray(ink[top:bottom, start : min(width, right + reach)].any(axis=0))
    left, right = (start + edge for edge in _edges(columns, left - start, right - start))
    reach = max(2, round(_UP_OR_DOWN * (bottom - top)))
    start = max(0, top - reach)
    rows = np.asarray(ink[start : min(height, bottom + reach), left:right].any(axis=1))
    top, bottom = (start + edge for edge in _edges(rows, top - start, bottom - start))
    return left, top, right, bottom


def _edges(inked: npt.NDArray[np.bool_], first: int, last: int) -> tuple[int, int]:
    """The run [first, last) moved to where ink really begins and ends; unchanged where there is none."""
    within = np.nonzero(inked[first:last])[0]
    if within.size == 0:
        return first, last
    low, high = first + int(within[0]), first + int(within[-1]) + 1
    while low > 0 and inked[low - 1]:
        low -= 1
    while high < len(inked) and inked[high]:
        high += 1
    return low, high
