"""Streaks a dirty glass leaves: thin lines along the whole scan, margins too, where nothing printed goes."""

from __future__ import annotations

from collections.abc import Sequence

from scanning.ocr.protocol import Gray

_BLOCKS = 64
_CONTRAST = 8
_SHARE = 0.95
_NEAR_MM, _WIDEST_MM = 4.0, 1.5
SAME_PLACE = 10
"""Tenths of a millimetre within which streaks of two pages are one."""
IN_A_ROW = 3


def streaks_on(gray: Gray, dpi: int) -> tuple[int, ...]:
    """Where streaks run down a raw page, in tenths of a millimetre from its left edge."""
    import cv2  # the window asks only which streaks last: OpenCV stays with the processes that work on pages
    import numpy as np

    height, width = gray.shape
    if height < _BLOCKS or width < dpi:
        return ()
    bands = cv2.resize(gray, (width, _BLOCKS), interpolation=cv2.INTER_AREA).astype(np.float32)
    around = cv2.blur(bands, (max(3, round(_NEAR_MM * dpi / 25.4)) | 1, 1), borderType=cv2.BORDER_REPLICATE)
    marked = np.abs(around - bands) > _CONTRAST
    whole = (marked.mean(axis=0) >= _SHARE) & marked[:2].all(axis=0) & marked[-2:].all(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], whole.astype(np.int8), [0]])))
    found = []
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        if (right - left) * 25.4 / dpi <= _WIDEST_MM:
            found.append(round(float(left + right) / 2 / dpi * 254))
    return tuple(found)


def lasting(pages: Sequence[tuple[int, ...]]) -> int | None:
    """A streak that the last pages have in one place, in tenths of a millimetre; None where there is none."""
    if len(pages) < IN_A_ROW:
        return None
    *before, last = pages[-IN_A_ROW:]
    for place in last:
        if all(any(abs(place - other) <= SAME_PLACE for other in page) for page in before):
            return place
    return None
