"""Fits the boxes of read words to their ink; where the result can't be the word's, to the line's own print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from scanning.ocr.protocol import Box, Gray, Word
from scanning.pages.ink import pale_from
from scanning.pages.letter_sizes import height_of, middle_of, width_of
from scanning.pages.loose_boxes import fitted_loosely
from scanning.pages.print_boxes import PrintLine
from scanning.pages.small_marks import with_marks

_USUAL_DARK = 150
_TALL, _LOW = 1.3, 0.7
_WIDE, _NARROW = 1.45, 0.6
_SHARED = 0.15
_WELL = 0.25
_CUT, _CUT_WEIGHT = 0.1, 3.0
_LEAST_WIDE, _MOST_WIDE = 0.6, 1.05


def fitted(words: Sequence[Word], page: Gray) -> tuple[Word, ...]:
    """The words with boxes around their own letters; `page` is the cleaned image."""
    lines: dict[tuple[int, int], list[int]] = {}
    for index, word in enumerate(words):
        lines.setdefault((word.block, word.line), []).append(index)
    result = list(words)
    dark = pale_from(page) or _USUAL_DARK
    strokes = _Strokes(page, dark)
    for members in lines.values():
        line = [words[index] for index in members]
        boxes = fitted_loosely(line, page)
        sizes = _Sizes(line, boxes, strokes)
        wrong = sizes.wrong(boxes)
        if wrong:
            found = PrintLine(line, [word.box for word in line], page, dark)
            for place in wrong:
                best = sizes.best(place, boxes[place], found.box(place))
                if sizes.off(place, best) > _WELL:
                    alone = PrintLine([line[place]], [line[place].box], page, dark)
                    best = sizes.best(place, best, alone.box(0), line[place].box)
                boxes[place] = best
        for index, box in zip(members, boxes, strict=True):
            box = with_marks(words[index].text, box, sizes.tall, page)
            result[index] = replace(words[index], box=box)
    return tuple(result)


class _Sizes:
    """How tall and wide a line's print is, by its words."""

    def __init__(self, line: list[Word], boxes: list[Box], strokes: _Strokes) -> None:
        self._strokes = strokes
        sides = np.array(boxes, dtype=np.float64)
        self._high = np.array([height_of(word.text) for word in line])
        self._wide = np.array([width_of(word.text) for word in line])
        self._lettered = np.array([any(char.isalnum() for char in word.text) for word in line])
        tall = ((sides[:, 3] - sides[:, 1]) / self._high)[self._lettered]
        wide = ((sides[:, 2] - sides[:, 0]) / self._wide)[self._lettered]
        letters = np.array([len(word.text) for word in line])[self._lettered]
        self.tall = self.wide = 0.0
        if tall.size:
            self.tall, self.wide = middle_of(tall, letters), middle_of(wide, letters)
            # Other ink makes words taller, a line missed by the engine makes them flat; the width tells which.
            self.tall = min(max(self.tall, self.wide / _MOST_WIDE), self.wide / _LEAST_WIDE)

    def off(self, place: int, box: Box) -> float:
        """How far a word's box is from what its text needs in this line; 0 = not at all."""
        tall, wide = (box[3] - box[1]) / self._high[place], (box[2] - box[0]) / self._wide[place]
        misfit = abs(float(np.log(tall / self.tall))) + abs(float(np.log(wide / self.wide)))
        return misfit + _CUT_WEIGHT * self._strokes.cut_by(box)

    def best(self, place: int, *boxes: Box | None) -> Box:
        """Of a word's possible boxes the one that suits its text best; the first of equals."""
        return min((box for box in boxes if box is not None), key=lambda box: self.off(place, box))

    def wrong(self, boxes: list[Box]) -> list[int]:
        """Which words' boxes don't fit their text, their line or their neighbours."""
        if self.tall <= 0 or self.wide <= 0:
            return []
        sides = np.array(boxes, dtype=np.float64)
        heights = (sides[:, 3] - sides[:, 1]) / self._high / self.tall
        widths = (sides[:, 2] - sides[:, 0]) / self._wide / self.wide
        wrong = (heights > _TALL) | (heights < _LOW) | (widths > _WIDE) | (widths < _NARROW)
        wrong |= np.array([self._strokes.cut_by(box) > _CUT for box in boxes])
        order = np.argsort(sides[:, 0], kind="stable")
        shared = sides[order[:-1], 2] - sides[order[1:], 0] > _SHARED * self.tall
        wrong[order[:-1]] |= shared
        wrong[order[1:]] |= shared
        return [int(place) for place in np.flatnonzero(wrong & self._lettered)]


class _Strokes:
    """Where print goes on from one row or column to the next, so that a box's edge there would cut a letter."""

    def __init__(self, page: Gray, dark: int) -> None:
        self._page = page
        self._dark = dark

    def cut_by(self, box: Box) -> float:
        """How much of a box's edges runs through letters."""
        left, top, right, bottom = box
        page = self._page
        height, width = page.shape
        cut = 0.0
        for edge in (top, bottom):
            if 0 < edge < height and right > left:
                paler = np.maximum(page[edge - 1, left:right], page[edge, left:right])
                cut += np.count_nonzero(paler < self._dark) / (right - left)
        for edge in (left, right):
            if 0 < edge < width and bottom > top:
                paler = np.maximum(page[top:bottom, edge - 1], page[top:bottom, edge])
                cut += np.count_nonzero(paler < self._dark) / (bottom - top) / 2
        return cut
