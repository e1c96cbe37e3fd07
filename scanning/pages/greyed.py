"""The grey image of handwriting as it is stored: the paper white and even, the ink as scanned."""

from __future__ import annotations

import cv2
import numpy as np

from scanning.ocr.protocol import Gray
from scanning.pages.ink import flattened

GREY_DPI = 200
"""What the office's table asks of handwriting; the raw page is kept at its own resolution besides."""

_PAPER_FROM = 232
# Light enough for pencil; scanner grain beyond it falls to the speck filter.
_LEAST_SPECK_PX = 6


def on_white(gray: Gray, dpi: int) -> Gray:
    """At most GREY_DPI, shadows divided away, paper and its grain white; every tone of ink and its edges stays."""
    if dpi > GREY_DPI:
        size = (round(gray.shape[1] * GREY_DPI / dpi), round(gray.shape[0] * GREY_DPI / dpi))
        gray, dpi = np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), dtype=np.uint8), GREY_DPI
    flat = flattened(gray, dpi)
    calm = cv2.GaussianBlur(flat, (0, 0), 0.8)
    ink = (np.asarray(calm) < _PAPER_FROM).astype(np.uint8)
    near = cv2.boxFilter(ink, -1, (5, 5), normalize=False)
    strokes = ((near >= _LEAST_SPECK_PX) & (ink > 0)).astype(np.uint8)
    # A ring around each stroke keeps its soft edge.
    kept = cv2.dilate(strokes, np.ones((3, 3), np.uint8))
    return np.asarray(np.where(np.asarray(kept) > 0, flat, np.uint8(255)), dtype=np.uint8)
