"""Decides which way up a page is: by how its lines lie, and by reading a few of them the way they seem to stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from scanning.ocr.protocol import Box, Gray, OcrEngine
from scanning.pages.geometry import turned
from scanning.pages.ink import Mask, Shapes, letter_like, shapes_of
from scanning.pages.skew import line_turn

_ENOUGH_SIGNS = 12
_SURE_SHARE = 0.8
_STANDING = (0.5, 2.0)
"""Sharpness of standing lines over lying ones: print is under 0.3 (or over 3); between, handwriting, both are tried."""

_SURE_WORD = 0.8
_READS_WELL = 35.0
"""Letters in sure words of a band: the right way gave 38–230 on print, a wrong way at most 21 of over 200 pages."""

_CLEARLY_BETTER = 1.6
_READS_AT_ALL = 10.0
_BAND_INCHES = (0.6, 5.0)
_MOST_BANDS = 3
_GLIMPSE_INCHES = 3.0
_LINE_INCHES = (0.05, 0.3)
_GLIMPSE_READS_WELL = 20.0
"""The densest line alone: 13–60 letters the right way up, at most 10 upside down (60 pages)."""


@dataclass(frozen=True)
class Way:
    """How a page must be turned: `rotation` clockwise by quarters, then the lines still fall by `angle` degrees."""

    rotation: int
    angle: float


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


def way_up(flat: Gray, letters: Mask, dpi: int, engine: OcrEngine | None) -> Way:
    """Which way a flattened small page must be turned; `letters` is the mask of its letter-like ink."""
    lying = line_turn(letters)
    if engine is not None and _reads_as_it_lies(flat, letters, lying.angle, dpi, engine):
        return Way(0, lying.angle)
    standing = line_turn(np.ascontiguousarray(letters.T))
    lean = standing.score / max(lying.score, 1e-9)
    quarters = (0,) if lean < _STANDING[0] else (90,) if lean > _STANDING[1] else (0, 90)
    tried = [_Candidate(flat, letters, dpi, quarter, lying.angle if quarter == 0 else None) for quarter in quarters]
    rotation = tried[0].guess if engine is None else _read_best(tried, dpi, engine)
    return Way(rotation, next(page.angle for page in tried if rotation % 180 == page.quarter))


def _reads_as_it_lies(flat: Gray, letters: Mask, angle: float, dpi: int, engine: OcrEngine) -> bool:
    """Whether the densest line reads well as fed: most pages do, and need no further trial."""
    size = (letters.shape[1], letters.shape[0])
    turn = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), angle, 1.0)
    straight = np.asarray(cv2.warpAffine(letters, turn, size, flags=cv2.INTER_NEAREST), dtype=np.uint8)
    line = _densest_line(straight, dpi)
    if line is None:
        return False
    left, top, right, bottom = line
    turn[:, 2] -= (left, top)
    strip = cv2.warpAffine(flat, turn, (right - left, bottom - top), borderValue=255.0)
    return _worth(engine, np.pad(np.asarray(strip, dtype=np.uint8), 6, constant_values=255), dpi) >= _GLIMPSE_READS_WELL


def _densest_line(letters: Mask, dpi: int) -> Box | None:
    """The box of the fullest text line of straightened letters, at most three inches of it where they stand closest."""
    rows = letters.sum(axis=1, dtype=np.float64)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], (rows > 0.04 * rows.max()).astype(np.int8), [0]])))
    low, high = (inches * dpi for inches in _LINE_INCHES)
    lines = [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if low <= b - a <= high]
    if not lines:
        return None
    top, bottom = max(lines, key=lambda line: float(rows[line[0] : line[1]].sum()))
    width = min(letters.shape[1], round(dpi * _GLIMPSE_INCHES))
    columns = letters[top:bottom].sum(axis=0, dtype=np.float64)
    left = int(np.argmax(np.convolve(columns, np.ones(width), mode="valid")))
    return left, max(0, top - 4), left + width, min(letters.shape[0], bottom + 4)


class _Candidate:
    """The page turned so that its lines would lie; which end is up is still open."""

    def __init__(self, flat: Gray, letters: Mask, dpi: int, quarter: int, angle: float | None) -> None:
        self.quarter = quarter
        lettering = np.ascontiguousarray(turned(letters, quarter))
        self.angle = line_turn(lettering).angle if angle is None else angle
        size = (lettering.shape[1], lettering.shape[0])
        turn = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), self.angle, 1.0)
        self.letters = np.asarray(cv2.warpAffine(lettering, turn, size, flags=cv2.INTER_NEAREST), dtype=np.uint8)
        whole = turned(flat, quarter)
        self.page = np.asarray(cv2.warpAffine(whole, turn, size, borderValue=255.0), dtype=np.uint8)
        vote = up_vote(self.letters, dpi)
        # Sheets are fed upright far more often than not.
        self.guess = quarter + (180 if vote.sure and vote.upside_down else 0)


def _read_best(tried: list[_Candidate], dpi: int, engine: OcrEngine) -> int:
    """Read dense bands of every way until one reads well; the guess stays where nothing can be read."""
    worth = {page.guess: 0.0 for page in tried} | {(page.guess + 180) % 360: 0.0 for page in tried}
    bands = [_dense_bands(page.page, page.letters, dpi) for page in tried]
    for _ in range(_MOST_BANDS):
        strips = [(page, next(its_bands, None)) for page, its_bands in zip(tried, bands, strict=True)]
        for rotation in worth:
            for page, band in strips:
                if band is not None and rotation % 180 == page.quarter:
                    way = turned(band, rotation - page.quarter)
                    worth[rotation] += _worth(engine, np.ascontiguousarray(way), dpi)
            if worth[rotation] >= _READS_WELL and worth[rotation] == max(worth.values()):
                return rotation
        best, second = sorted(worth.values(), reverse=True)[:2]
        if best >= _READS_AT_ALL and best > second * _CLEARLY_BETTER:
            break
    return max(worth, key=lambda rotation: worth[rotation])


def _worth(engine: OcrEngine, band: Gray, dpi: int) -> float:
    """Letters of words read surely; a page upside down reads as short uncertain scraps."""
    words = (word for word in engine.read(band, dpi, single_block=True).words if word.confidence > _SURE_WORD)
    return sum(len(word.text) for word in words if len(word.text) > 2 and any(char.isalnum() for char in word.text))


def _dense_bands(page: Gray, letters: Mask, dpi: int) -> Iterator[Gray]:
    """Strips of about three lines, at most five inches wide, where letters stand closest; the densest first."""
    height, width = (min(side, round(dpi * inches)) for side, inches in zip(page.shape, _BAND_INCHES, strict=True))
    left_over = letters.sum(axis=1, dtype=np.float64)
    while left_over.any():
        top = int(np.argmax(np.convolve(left_over, np.ones(height), mode="valid")))
        columns = np.convolve(letters[top : top + height].sum(axis=0, dtype=np.float64), np.ones(width), mode="valid")
        left = int(np.argmax(columns))
        yield page[top : top + height, left : left + width]
        left_over[top : top + height] = 0


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
