"""Decides which way up a page is: by the shape of its lines, and only where that is unsure by trying to read."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from scanning.ocr.protocol import Gray, OcrEngine
from scanning.pages.ink import Mask, Shapes, letter_like, shapes_of

_ENOUGH_SIGNS = 12
_SURE_SHARE = 0.68
_PROBE_MARGIN = 1.15


@dataclass(frozen=True)
class UpVote:
    """Letters rising above their line against letters hanging below; Latin text rises far more often."""

    rising: int
    hanging: int

    @property
    def sure(self) -> bool:
        """Enough letters, and clearly more of one kind."""
        total = self.rising + self.hanging
        return total >= _ENOUGH_SIGNS and max(self.rising, self.hanging) >= _SURE_SHARE * total

    @property
    def upside_down(self) -> bool:
        """What the majority says."""
        return self.hanging > self.rising


def up_vote(letters: Mask, dpi: int) -> UpVote:
    """Count rising and hanging letters of a straightened page whose lines lie."""
    shapes = shapes_of(letters)
    chosen = shapes.stats[letter_like(shapes, dpi)]
    if len(chosen) == 0:
        return UpVote(0, 0)
    rising = hanging = 0
    for line in _lines(chosen):
        if len(line) < 6:
            continue
        tops, bottoms = line[:, 1], line[:, 1] + line[:, 3]
        top, bottom = np.median(tops), np.median(bottoms)
        reach = max(2.0, 0.18 * (bottom - top))
        plain = 0.45 * (bottom - top)
        tall = line[:, 3] > plain
        # A letter both high and low (a bracket, a stamp's edge) says nothing.
        high, low = tops < top - reach, bottoms > bottom + reach
        rising += int((high & ~low & tall).sum())
        hanging += int((low & ~high & tall).sum())
    return UpVote(rising, hanging)


def reads_upside_down(gray: Gray, dpi: int, engine: OcrEngine) -> bool:
    """Read the densest band of the page both ways and compare how well it went."""
    band = _densest_band(gray, dpi)
    upright = _worth(engine, band, dpi)
    turned = _worth(engine, np.ascontiguousarray(cv2.rotate(band, cv2.ROTATE_180)), dpi)
    return turned > upright * _PROBE_MARGIN


def _worth(engine: OcrEngine, band: Gray, dpi: int) -> float:
    words = engine.read(band, dpi).words
    return sum(word.confidence**2 * len(word.text) for word in words if word.confidence > 0.4)


def _densest_band(gray: Gray, dpi: int) -> Gray:
    height = min(gray.shape[0], dpi * 2)
    ink = (gray < 150).sum(axis=1).astype(np.float64)
    sums = np.convolve(ink, np.ones(height), mode="valid")
    start = int(np.argmax(sums))
    return np.ascontiguousarray(gray[start : start + height])


def _lines(stats: np.ndarray) -> list[np.ndarray]:
    """Shapes grouped into text lines by where their middles lie."""
    order = np.argsort(stats[:, 1] + stats[:, 3] / 2)
    middles = (stats[:, 1] + stats[:, 3] / 2)[order]
    typical = float(np.median(stats[:, 3]))
    cuts = np.nonzero(np.diff(middles) > 0.45 * typical)[0] + 1
    return [stats[group] for group in np.split(order, cuts)]


def letters_of(mask: Mask, dpi: int) -> tuple[Shapes, Mask]:
    """All shapes of a page, and the mask of the letter-like ones."""
    shapes = shapes_of(mask)
    return shapes, shapes.mask_of(letter_like(shapes, dpi))
