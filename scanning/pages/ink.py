"""Parts ink from paper: the estimated background, the mask of strong ink, letter-like shapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from scanning.ocr.protocol import Gray

SMALL_DPI = 150
"""Resolution at which shape questions (skew, orientation, blank) are answered."""

_MOST_SHORT_LABELS = 65_000
_FEW_SHAPES = 60
_STRONG = 150
_LEAST_INK = 500
_PALER = 0.42
"""Of the way from the page's own print to white: ink beyond it is another ink than the print's."""

Mask = npt.NDArray[np.uint8]
"""1 where there is ink, else 0."""


@dataclass(frozen=True)
class Shapes:
    """Connected ink: `stats` rows are left, top, width, height, area; `labels` numbers them from 1 (row 0 of stats)."""

    labels: npt.NDArray[np.signedinteger[Any] | np.unsignedinteger[Any]]
    stats: npt.NDArray[np.int32]

    def mask_of(self, chosen: npt.NDArray[np.bool_]) -> Mask:
        """The ink of the chosen shapes alone."""
        if np.count_nonzero(chosen) <= _FEW_SHAPES:
            return self._drawn(np.nonzero(chosen)[0])
        table = np.concatenate([[False], chosen]).astype(np.uint8)
        return np.asarray(np.take(table, self.labels), dtype=np.uint8)

    def _drawn(self, numbers: npt.NDArray[np.intp]) -> Mask:
        """A few shapes one by one: cheaper than looking every pixel up."""
        mask = np.zeros(self.labels.shape, np.uint8)
        for number in numbers:
            left, top, width, height = self.stats[number, :4]
            place = np.s_[top : top + height, left : left + width]
            mask[place] |= self.labels[place] == number + 1
        return mask


def scaled(gray: Gray, dpi: int, target: int = SMALL_DPI) -> Gray:
    """The page at `target` dpi; never enlarged."""
    if dpi <= target:
        return gray
    if dpi % target == 0:
        return _shrunk(gray, dpi // target)
    size = (max(1, round(gray.shape[1] * target / dpi)), max(1, round(gray.shape[0] * target / dpi)))
    return np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def background(gray: Gray, dpi: int) -> Gray:
    """The paper without its ink: a dilation wider than any stroke, smoothed; same size as given."""
    full = cv2.resize(_paper(gray, dpi), (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(full, dtype=np.uint8)


def _paper(gray: Gray, dpi: int) -> Gray:
    """The background at about 50 dpi, nowhere 0."""
    small = _shrunk(gray, max(1, dpi // 50))
    paper = cv2.dilate(small, np.ones((7, 7), np.uint8))
    paper = cv2.medianBlur(paper, 5)
    paper = cv2.GaussianBlur(paper, (0, 0), 3)
    # A thick bar or a black heading is ink, not dark paper: paper is never much darker than its wider surroundings.
    wide = cv2.dilate(paper, np.ones((31, 31), np.uint8))
    paper = np.where(paper < 0.55 * wide, wide, paper)
    return np.asarray(np.maximum(paper, 1), dtype=np.uint8)


def _shrunk(gray: Gray, times: int) -> Gray:
    """Smaller by a whole factor, many times faster than by a broken one; a last row or column too few is cut off."""
    if times == 1 or min(gray.shape) < times:
        return gray
    height, width = gray.shape[0] // times, gray.shape[1] // times
    whole = gray[: height * times, : width * times]
    return np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def flattened(gray: Gray, dpi: int) -> Gray:
    """The page divided by its background: paper becomes white, shadows and grey paper vanish."""
    return np.asarray(cv2.divide(gray, background(gray, dpi), scale=255), dtype=np.uint8)


def ink_mask(flat: Gray, threshold: int = 170) -> Mask:
    """Strong ink of a flattened page."""
    return (flat < threshold).astype(np.uint8)


def shapes_of(mask: Mask) -> Shapes:
    """Connected pieces of ink."""
    # Short labels are three times faster; there can't be more pieces than runs of ink.
    runs = np.count_nonzero(mask[:, 1:] > mask[:, :-1]) + mask.shape[0]
    kind = cv2.CV_16U if runs < _MOST_SHORT_LABELS else cv2.CV_32S
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=kind)
    return Shapes(np.asarray(labels, dtype=labels.dtype), np.asarray(stats[1:], dtype=np.int32))


def letter_like(shapes: Shapes, dpi: int) -> npt.NDArray[np.bool_]:
    """Which shapes have the size of a letter or a short word run together (1–9 mm high, no line, no speck)."""
    width, height, area = shapes.stats[:, 2], shapes.stats[:, 3], shapes.stats[:, 4]
    low, high = dpi * 0.9 / 25.4, dpi * 9 / 25.4
    sized = (height >= low) & (height <= high) & (width >= low * 0.25) & (width <= high * 3)
    filled = area / np.maximum(width * height, 1)
    return np.asarray(sized & (filled > 0.08) & (filled < 0.95) & (np.maximum(width, 1) < 12 * height))


def pale_from(page: Gray) -> int | None:
    """The tone between a cleaned page's print and paler inks, or None where there is next to no ink."""
    sample = page[::4]
    ink = sample[sample < _STRONG]
    if ink.size < _LEAST_INK:
        return None
    print_tone = float(np.percentile(ink, 30))
    return round(print_tone + (255 - print_tone) * _PALER)
