"""Parts ink from paper: the estimated background, the mask of strong ink, letter-like shapes."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from scanning.ocr.protocol import Gray

SMALL_DPI = 150
"""Resolution at which shape questions (skew, orientation, blank) are answered."""

Mask = npt.NDArray[np.uint8]
"""1 where there is ink, else 0."""


@dataclass(frozen=True)
class Shapes:
    """Connected ink: `stats` rows are left, top, width, height, area; `labels` numbers them from 1 (row 0 of stats)."""

    labels: npt.NDArray[np.int32]
    stats: npt.NDArray[np.int32]

    def mask_of(self, chosen: npt.NDArray[np.bool_]) -> Mask:
        """The ink of the chosen shapes alone."""
        table = np.concatenate([[False], chosen]).astype(np.uint8)
        return table[self.labels]


def scaled(gray: Gray, dpi: int, target: int = SMALL_DPI) -> Gray:
    """The page at `target` dpi; never enlarged."""
    if dpi <= target:
        return gray
    size = (max(1, round(gray.shape[1] * target / dpi)), max(1, round(gray.shape[0] * target / dpi)))
    return np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def background(gray: Gray, dpi: int) -> Gray:
    """The paper without its ink: a dilation wider than any stroke, smoothed; same size as given."""
    small = scaled(gray, dpi, 50)
    paper = cv2.dilate(small, np.ones((7, 7), np.uint8))
    paper = cv2.medianBlur(paper, 11)
    paper = cv2.GaussianBlur(paper, (0, 0), 3)
    # A thick bar or a black heading is ink, not dark paper: paper is never much darker than its wider surroundings.
    wide = cv2.dilate(paper, np.ones((31, 31), np.uint8))
    paper = np.where(paper < 0.55 * wide, wide, paper)
    full = cv2.resize(paper, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.maximum(full, 1), dtype=np.uint8)


def flattened(gray: Gray, dpi: int) -> Gray:
    """The page divided by its background: paper becomes white, shadows and grey paper vanish."""
    return np.asarray(cv2.divide(gray, background(gray, dpi), scale=255), dtype=np.uint8)


def ink_mask(flat: Gray, threshold: int = 170) -> Mask:
    """Strong ink of a flattened page."""
    return (flat < threshold).astype(np.uint8)


def shapes_of(mask: Mask) -> Shapes:
    """Connected pieces of ink."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return Shapes(np.asarray(labels, dtype=np.int32), np.asarray(stats[1:], dtype=np.int32))


def letter_like(shapes: Shapes, dpi: int) -> npt.NDArray[np.bool_]:
    """Which shapes have the size of a letter or a short word run together (1–9 mm high, no line, no speck)."""
    width, height, area = shapes.stats[:, 2], shapes.stats[:, 3], shapes.stats[:, 4]
    low, high = dpi * 0.9 / 25.4, dpi * 9 / 25.4
    sized = (height >= low) & (height <= high) & (width >= low * 0.25) & (width <= high * 3)
    filled = area / np.maximum(width * height, 1)
    return np.asarray(sized & (filled > 0.08) & (filled < 0.95) & (np.maximum(width, 1) < 12 * height))
