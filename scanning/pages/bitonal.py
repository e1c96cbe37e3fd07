"""Makes the 1-bit image of a printed page: legible, without specks, small in CCITT G4."""

from __future__ import annotations

import cv2
import numpy as np

from scanning.ocr.protocol import Gray
from scanning.pages.clean import noise_of
from scanning.pages.ink import Mask, flattened

_NOISY = 3.0


def bitonal(gray: Gray, dpi: int) -> Mask:
    """1 where the page is black. Shadows and grey paper turn white, single specks vanish."""
    flat = flattened(gray, dpi)
    if noise_of(flat) > _NOISY:
        flat = np.asarray(cv2.GaussianBlur(flat, (0, 0), 0.8 * dpi / 300), dtype=np.uint8)
    ink = (flat < _threshold(flat)).astype(np.uint8)
    return _without_specks(ink, dpi)


def _threshold(flat: Gray) -> int:
    """Between ink and paper, kept in the range where faint strokes live and bleed-through doesn't."""
    sample = flat[::3, ::3]
    found, _ = cv2.threshold(sample, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return int(min(max(found + 8, 150), 200))


def _without_specks(ink: Mask, dpi: int) -> Mask:
    least = max(2, round(5 * (dpi / 300) ** 2))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    if count <= 1:
        return ink
    keep = (stats[:, cv2.CC_STAT_AREA] >= least).astype(np.uint8)
    keep[0] = 0
    return np.asarray(keep[labels], dtype=np.uint8)
