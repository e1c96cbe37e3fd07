"""Takes small marks into the boxes of short words: the dot of an "i", a full stop, a comma."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scanning.ocr.protocol import Box, Gray
from scanning.pages.letter_sizes import X_HEIGHT, rises

_SHORT = 3
_DOTTED = frozenset("ij")
_STOPS = frozenset(".,:;")
_DOT_GAP, _DOT_HEIGHT = 0.3, 0.3
_STOP_GAP, _STOP_WIDTH = 0.5, 0.35

_TONES = (205, 232)
# The dot of a small letter is hardly darker than the paper, once a page is calmed.

Ink = npt.NDArray[np.bool_]


def with_marks(text: str, box: Box, tall: float, page: Gray) -> Box:
    """The box of a short word with the marks its text has; `tall` is how high the line's capitals are."""
    if len(text) > _SHORT:
        return box
    left, top = max(0, box[0] - 2), max(0, round(box[1] - tall))
    part = page[top : box[3] + round(tall), left : round(box[2] + tall)]
    moved = (box[0] - left, box[1] - top, box[2] - left, box[3] - top)
    for tone in _TONES:
        found = _marked(text, moved, tall, part < tone)
        if found != moved:
            return found[0] + left, found[1] + top, found[2] + left, found[3] + top
    return box


def _marked(text: str, box: Box, tall: float, ink: Ink) -> Box:
    if text[-1] in _STOPS and text[:1].isalnum():
        box = _with_stop(box, tall, ink)
    lettered = [char for char in text if char.isalnum()]
    if _DOTTED & set(lettered) and all(char in _DOTTED or rises(char) < 1 for char in lettered):
        box = _with_dot(box, tall, ink)
    return box


def _with_dot(box: Box, tall: float, ink: Ink) -> Box:
    """Grown over a dot right above, where the box is only as high as small letters."""
    left, top, right, bottom = box
    if bottom - top > (X_HEIGHT + 1) / 2 * tall:
        return box
    reach = round((_DOT_GAP + _DOT_HEIGHT) * tall)
    start = max(0, top - reach)
    rows = np.flatnonzero(ink[start:top, max(0, left - 1) : right + 1].any(axis=1))
    if rows.size == 0 or top - start - rows[-1] - 1 > _DOT_GAP * tall:
        return box
    # What reaches on upwards is no dot.
    breaks = np.flatnonzero(np.diff(rows) > 1)
    dot = rows[breaks[-1] + 1 :] if breaks.size else rows
    if dot[0] == 0 or len(dot) > _DOT_HEIGHT * tall:
        return box
    columns = np.flatnonzero(ink[start + int(dot[0]) : bottom, max(0, left - 2) : right + 2].any(axis=0))
    begin = max(0, left - 2)
    return begin + int(columns[0]), start + int(dot[0]), begin + int(columns[-1]) + 1, bottom


def _with_stop(box: Box, tall: float, ink: Ink) -> Box:
    """Grown over a stop right behind, where the box ends with a letter."""
    left, top, right, bottom = box
    if right <= left or bottom <= top:
        return box
    inked = ink[top:bottom, left:right]
    last = np.flatnonzero(~inked.any(axis=0))
    run = inked[:, int(last[-1]) + 1 :] if last.size else inked
    if run.size == 0 or not run[: max(1, int((bottom - top) / 2))].any():
        return box
    base = min(ink.shape[0], bottom + round(0.3 * tall))
    from_row = max(0, bottom - round(0.35 * tall))
    reach = ink[from_row:base, right : right + round((_STOP_GAP + _STOP_WIDTH) * tall)]
    columns = np.flatnonzero(reach.any(axis=0))
    if columns.size == 0 or columns[0] > _STOP_GAP * tall:
        return box
    breaks = np.flatnonzero(np.diff(columns) > 1)
    stop = columns[: int(breaks[0]) + 1] if breaks.size else columns
    over = ink[max(0, bottom - round(0.6 * tall)) : from_row, right + int(stop[0]) : right + int(stop[-1]) + 1]
    if len(stop) > _STOP_WIDTH * tall or stop[-1] == reach.shape[1] - 1 or over.any():
        return box
    rows = np.flatnonzero(reach[:, stop].any(axis=1))
    return left, top, right + int(stop[-1]) + 1, max(bottom, from_row + int(rows[-1]) + 1)
