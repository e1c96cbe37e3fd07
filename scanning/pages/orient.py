"""Decides which way up a page is: by the shape of its lines, and only where that is unsure by trying to read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scanning.ocr.protocol import Gray, OcrEngine
from scanning.pages.geometry import turned
from scanning.pages.ink import Mask, Shapes, letter_like, shapes_of

_ENOUGH_SIGNS = 12
_SURE_SHARE = 0.8
_PROBE_MARGIN = 1.15
_READS_WELL = 30.0
_BAND_INCHES = (0.6, 5.0)


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


def reads_upside_down(page: Gray, letters: Mask, dpi: int, engine: OcrEngine, guess: bool) -> bool:
    """Read a few dense lines the way `guess` says, and the other way only where that went badly."""
    band = _dense_band(page, letters, dpi)
    first = _worth(engine, turned(band, 180) if guess else band, dpi)
    if first >= _READS_WELL:
        return guess
    other = _worth(engine, band if guess else turned(band, 180), dpi)
    return not guess if other > first * _PROBE_MARGIN else guess


def _worth(engine: OcrEngine, band: Gray, dpi: int) -> float:
    """Letters read with good confidence; a page upside down reads as short uncertain scraps."""
    words = engine.read(band, dpi).words
    sure = (word for word in words if word.confidence > 0.5 and any(char.isalnum() for char in word.text))
    return sum(len(word.text) * word.confidence for word in sure if len(word.text) > 2)


def _dense_band(page: Gray, letters: Mask, dpi: int) -> Gray:
    """About three lines, at most five inches wide, where letters stand closest."""
    height = min(page.shape[0], round(dpi * _BAND_INCHES[0]))
    rows = np.convolve(letters.sum(axis=1, dtype=np.float64), np.ones(height), mode="valid")
    top = int(np.argmax(rows))
    width = min(page.shape[1], round(dpi * _BAND_INCHES[1]))
    columns = np.convolve(letters[top : top + height].sum(axis=0, dtype=np.float64), np.ones(width), mode="valid")
    left = int(np.argmax(columns))
    return np.ascontiguousarray(page[top : top + height, left : left + width])


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
