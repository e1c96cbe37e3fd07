"""Grows a word's box over the ink it touches; the engine's own boxes cut letters off or take in white paper."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scanning.ocr.protocol import Box, Gray, Word
from scanning.pages.letter_sizes import middle_of

_INK = 205
"""Light enough for the thin parts of letters; the cleaned page has no grey paper left."""

_SIDEWAYS = 0.9
_UP_OR_DOWN = 0.35
_LETTER_GAP = 0.1
_TOO_TALL = 1.5
_WIDEST_LETTER = 0.85
_INNER_GAP = 0.5
_ODD_GAP = 2.2
_SPACED_OUT = 3
# So many gaps are a heading set with spaces between its letters.


def fitted_loosely(line: list[Word], page: Gray) -> list[Box]:
    """The boxes of a line's words grown over ink cut in two and shrunk past white; `page` is the cleaned image."""
    usual = _usual_height(line)
    return [_trimmed(word, page, usual) for word in line]


def _usual_height(line: list[Word]) -> float:
    """Of the line's words; dots and dashes say nothing of its height unless there is nothing else."""
    lettered = [word for word in line if any(char.isalnum() for char in word.text)] or line
    return middle_of([word.box[3] - word.box[1] for word in lettered], [len(word.text) for word in lettered])


def _trimmed(word: Word, page: Gray, usual: float) -> Box:
    """The fitted box; where another ink made it far taller than its line, the engine's box or its middle."""
    box = _fitted(word.box, page)
    if box[3] - box[1] <= _TOO_TALL * usual:
        return _main_part(box, page, len(word.text))
    left, top, right, bottom = word.box
    if bottom - top > _TOO_TALL * usual:
        middle = (top + bottom) / 2
        top, bottom = round(middle - usual / 2), round(middle + usual / 2)
    return left, top, right, bottom


def _main_part(box: Box, page: Gray, letters: int) -> Box:
    """Far wider than its letters need and parted by a gap no word has inside: only the part with most ink."""
    left, top, right, bottom = box
    height = bottom - top
    if right - left <= _WIDEST_LETTER * height * letters:
        return box
    columns = (page[top:bottom, left:right] < _INK).sum(axis=0)
    inked = np.nonzero(columns)[0]
    if inked.size == 0:
        return box
    gaps = np.diff(inked)
    # A heading set wide has such gaps between all its letters.
    usual = float(np.median(gaps[gaps > 1])) if (gaps > 1).any() else 0.0
    cuts = np.nonzero(gaps > max(_INNER_GAP * height, _ODD_GAP * usual))[0] + 1
    if len(cuts) >= _SPACED_OUT:
        return box
    main = max(np.split(inked, cuts), key=lambda part: int(columns[part].sum()))
    return left + int(main[0]), top, left + int(main[-1]) + 1, bottom


def _fitted(box: Box, page: Gray) -> Box:
    height, width = page.shape
    left, top, right, bottom = max(0, box[0]), max(0, box[1]), min(width, box[2]), min(height, box[3])
    if right <= left or bottom <= top:
        return box
    reach = max(2, round(_SIDEWAYS * (bottom - top)))
    start = max(0, left - reach)
    columns = np.asarray(page[top:bottom, start : min(width, right + reach)].min(axis=0) < _INK)
    # Letters of a word stand closer than words do: what stands that close was cut off from it.
    close = round(_LETTER_GAP * (bottom - top))
    left, right = (start + edge for edge in _edges(columns, left - start, right - start, close))
    reach = max(2, round(_UP_OR_DOWN * (bottom - top)))
    start = max(0, top - reach)
    rows = np.asarray(page[start : min(height, bottom + reach), left:right].min(axis=1) < _INK)
    top, bottom = (start + edge for edge in _edges(rows, top - start, bottom - start))
    return left, top, right, bottom


def _edges(inked: npt.NDArray[np.bool_], first: int, last: int, gap: int = 0) -> tuple[int, int]:
    """The run [first, last) moved to where ink really begins and ends, over gaps up to `gap`; else unchanged."""
    within = np.nonzero(inked[first:last])[0]
    if within.size == 0:
        return first, last
    low, high = first + int(within[0]), first + int(within[-1]) + 1
    while low > 0 and inked[max(0, low - 1 - gap) : low].any():
        low -= 1
    while high < len(inked) and inked[high : high + 1 + gap].any():
        high += 1
    return low, high
