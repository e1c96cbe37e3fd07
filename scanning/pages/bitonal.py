"""Makes the 1-bit image of a printed page: legible, without specks, small in CCITT G4."""

from __future__ import annotations

import cv2
import numpy as np

from scanning.ocr.protocol import Gray
from scanning.pages.clean import noise_of
from scanning.pages.ink import Mask, background

_NOISY = 3.0
_SAMPLED_ROWS = 8
_LEAST_SPECK_PX = 5
"""At 300 dpi: fewer black points than this within 5 × 5 are dirt."""


def bitonal(gray: Gray, dpi: int) -> Mask:
    """1 where the page is black. Shadows and grey paper turn white, single specks vanish."""
    paper = background(gray, dpi)
    # The threshold needs no more than every eighth row of the flattened page.
    sample = np.asarray(cv2.divide(gray[::_SAMPLED_ROWS], paper[::_SAMPLED_ROWS], scale=255), dtype=np.uint8)
    if noise_of(sample, 1) > _NOISY:
        gray = np.asarray(cv2.GaussianBlur(gray, (0, 0), 0.8 * dpi / 300), dtype=np.uint8)
        sample = np.asarray(cv2.divide(gray[::_SAMPLED_ROWS], paper[::_SAMPLED_ROWS], scale=255), dtype=np.uint8)
    limit = cv2.convertScaleAbs(paper, alpha=_threshold(sample) / 255)
    return _without_specks(np.asarray(cv2.compare(gray, limit, cv2.CMP_LT), dtype=np.uint8), dpi)


def _threshold(flat: Gray) -> int:
    """Between ink and paper, kept in the range where faint strokes live and bleed-through doesn't."""
    found, _ = cv2.threshold(np.ascontiguousarray(flat[:, ::3]), 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return int(min(max(found + 8, 150), 200))


def _without_specks(ink: Gray, dpi: int) -> Mask:
    """Ink given as 255, kept as 1 where enough of it stands together."""
    least = max(2, round(_LEAST_SPECK_PX * (dpi / 300) ** 2))
    # A mean is several times faster than a sum, and still tells the counts of 25 points apart.
    near = cv2.blur(ink, (5, 5))
    _, kept = cv2.threshold(near, least * 255 / 25 - 5, 1, cv2.THRESH_BINARY)
    return np.asarray(cv2.bitwise_and(kept, ink), dtype=np.uint8)
