"""Finds dark scanner borders around the sheet."""

from __future__ import annotations

import numpy as np

from scanning.ocr.protocol import Box, Gray

_DARK = 90
_MOSTLY = 0.6
_AT_MOST = 0.35
_LEAST_MM = 1.0


def sheet_box(small: Gray, dpi: int) -> Box | None:
    """Box of the sheet in the small image, or None where no dark border surrounds it."""
    dark = small < _DARK
    rows, columns = dark.mean(axis=1) > _MOSTLY, dark.mean(axis=0) > _MOSTLY
    height, width = small.shape
    top, bottom = _edge(rows), height - _edge(rows[::-1])
    left, right = _edge(columns), width - _edge(columns[::-1])
    least = _LEAST_MM * dpi / 25.4
    if max(top, height - bottom, left, width - right) < least:
        return None
    return left, top, right, bottom


def _edge(dark: np.ndarray) -> int:
    """How many lines from the start on are border; a light line of a few pixels within doesn't end it."""
    limit = int(len(dark) * _AT_MOST)
    seen = np.nonzero(dark[:limit])[0]
    if seen.size == 0 or seen[0] > 3:
        return 0
    run = 0
    for index in seen:
        if index - run > 3:
            break
        run = int(index) + 1
    return run
