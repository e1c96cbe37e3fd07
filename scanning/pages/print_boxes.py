"""Finds the boxes of a line's words from its letters alone, past paler ink and past what the engine thought."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from scanning.ocr.protocol import Box, Gray, Word
from scanning.pages.letter_sizes import DESCENT, MARK, X_HEIGHT, hangs, rises

_LIGHT = 205
_AROUND = 0.9
_LEAST_TALL = 12.0
_SEED_BAND = 0.3
_LETTER = (0.45, 1.6)
_NEAR, _FAR = 0.22, 0.3
_STOP, _STOP_NEAR = 0.4, 0.45
_SLACK = 0.12
_SOFT_EDGE = 2

Numbers = npt.NDArray[np.int32]


class PrintLine:
    """The letters of one line, shared among its words."""

    def __init__(self, line: list[Word], boxes: list[Box], page: Gray, dark: int) -> None:
        self._line = line
        self._page = page
        self._sides = np.array(boxes, dtype=np.int32)
        self._found: dict[int, Box] = {}
        self._tall = _tall(line, boxes)
        shapes = self._shapes(dark)
        if len(shapes) and self._place(shapes):
            self._share(self._standing(shapes))

    def box(self, place: int) -> Box | None:
        """The box of the line's word at a place, or None where its letters weren't found."""
        return self._found.get(place)

    def _shapes(self, dark: int) -> Numbers:
        """Left, top, right, bottom of the dark shapes around the line, in the page's pixels, by their left sides."""
        around, sides = round(_AROUND * self._tall), self._sides
        height, width = self._page.shape
        left, top = max(0, int(sides[:, 0].min()) - around), max(0, int(np.median(sides[:, 1])) - around)
        right, bottom = int(sides[:, 2].max()) + around, int(np.median(sides[:, 3])) + around
        part = self._page[top : min(height, bottom), left : min(width, right)]
        if part.size == 0:
            return np.empty((0, 4), np.int32)
        _, _, stats, _ = cv2.connectedComponentsWithStats((part < dark).astype(np.uint8), connectivity=8)
        x, y, w, h = (np.asarray(stats[1:, i], dtype=np.int32) for i in range(4))
        whole = (y > 0) & (y + h < part.shape[0]) | (h > _LETTER[1] * self._tall)
        found = np.column_stack((x + left, y + top, x + w + left, y + h + top))[whole]
        return np.asarray(found[np.argsort(found[:, 0], kind="stable")], dtype=np.int32)

    def _place(self, shapes: Numbers) -> bool:
        """Where the line's base is and how tall its capitals are, by the letters that cross its middle."""
        middle = float(np.median((self._sides[:, 1] + self._sides[:, 3]) / 2))
        height = shapes[:, 3] - shapes[:, 1]
        reach = _SEED_BAND * self._tall
        seeds = shapes[
            (shapes[:, 1] < middle + reach)
            & (shapes[:, 3] > middle - reach)
            & (height > _LETTER[0] * self._tall)
            & (height < _LETTER[1] * self._tall)
        ]
        if len(seeds) == 0:
            return False
        self._base = float(np.median(seeds[:, 3]))
        on_base = seeds[np.abs(seeds[:, 3] - self._base) < 0.12 * self._tall]
        telling = on_base if len(on_base) else seeds
        heights = telling[:, 3] - telling[:, 1]
        text = "".join(word.text for word in self._line)
        lettered = [char for char in text if char.isalnum()]
        small = sum(rises(char) < 1 for char in lettered) / max(1, len(lettered))
        self._tall = float(np.percentile(heights, 100 * min(0.9, small + (1 - small) / 2)))
        if small == 1:
            self._tall /= X_HEIGHT
        return True

    def _standing(self, shapes: Numbers) -> Numbers:
        """The shapes that stand on the line or belong over and under its letters."""
        x_top = self._base - X_HEIGHT * self._tall
        top, bottom = self._base - (1 + MARK + _SLACK) * self._tall, self._base + (DESCENT + _SLACK) * self._tall
        middles = (shapes[:, 1] + shapes[:, 3]) / 2
        crosses = (shapes[:, 1] < self._base) & (shapes[:, 3] > x_top) & (middles > top) & (middles < bottom)
        marks = ~crosses & (shapes[:, 1] >= top) & (shapes[:, 3] <= bottom)
        for number in np.flatnonzero(marks):
            over = (shapes[:, 0] < shapes[number, 2]) & (shapes[:, 2] > shapes[number, 0])
            marks[number] = bool((over & crosses).any())
        return shapes[crosses | marks]

    def _share(self, own: Numbers) -> None:
        """Part the shapes among the words at the gaps between them."""
        if len(own) == 0:
            return
        order = np.argsort(self._sides[:, 0] + self._sides[:, 2], kind="stable")
        boxes = self._sides[order]
        reached = np.maximum.accumulate(own[:, 2])
        cuts = [self._first(own, reached, int(boxes[0, 0]))]
        for before, after in pairwise(boxes):
            cuts.append(max(cuts[-1], self._gap(own, reached, (int(before[2]) + int(after[0])) / 2)))
        cuts.append(self._last(own, int(boxes[-1, 2])))
        for place, first, last in zip(order, cuts[:-1], cuts[1:], strict=True):
            if last > first:
                box = self._around(own[first:last], self._line[place].text)
                if box is not None:
                    self._found[int(place)] = box

    def _gap(self, own: Numbers, reached: Numbers, wanted: float) -> int:
        """The first shape behind the gap that is wide and near the wanted place."""
        if len(own) < 2:
            return 0 if (own[0, 0] + own[0, 2]) / 2 > wanted else 1
        begins, ends = reached[:-1], own[1:, 0]
        width = np.minimum((ends - begins) / self._tall, 0.5)
        away = np.maximum(np.maximum(begins - wanted, wanted - ends), 0) / self._tall
        return int(np.argmax(width - _FAR * away)) + 1

    def _first(self, own: Numbers, reached: Numbers, edge: int) -> int:
        inside = np.flatnonzero((own[:, 0] + own[:, 2]) / 2 >= edge)
        first = int(inside[0]) if inside.size else len(own)
        while 0 < first < len(own) and own[first, 0] - reached[first - 1] <= _NEAR * self._tall:
            first -= 1
        return first

    def _last(self, own: Numbers, edge: int) -> int:
        inside = np.flatnonzero((own[:, 0] + own[:, 2]) / 2 <= edge)
        last = int(inside[-1]) + 1 if inside.size else 0
        while 0 < last < len(own) and own[last, 0] - own[:last, 2].max() <= self._near(own[last]):
            last += 1
        return last

    def _near(self, shape: Numbers) -> float:
        """How far behind a word a shape may stand and still be its own: a full stop farther than a letter."""
        return (_STOP_NEAR if shape[3] - shape[1] < _STOP * self._tall else _NEAR) * self._tall

    def _around(self, letters: Numbers, text: str) -> Box | None:
        """Around the letters, no higher and no lower than the text reaches."""
        left, right = int(letters[:, 0].min()), int(letters[:, 2].max())
        over, under = rises(text) + _SLACK, hangs(text) + _SLACK
        top = max(int(letters[:, 1].min()), round(self._base - over * self._tall))
        bottom = min(int(letters[:, 3].max()), round(self._base + under * self._tall))
        return self._softened(left, top, right, bottom) if bottom > top else None

    def _softened(self, left: int, top: int, right: int, bottom: int) -> Box:
        """With the pale edges of the letters."""
        height, width = self._page.shape
        for _ in range(_SOFT_EDGE):
            top -= top > 0 and int(self._page[top - 1, left:right].min()) < _LIGHT
            bottom += bottom < height and int(self._page[bottom, left:right].min()) < _LIGHT
            left -= left > 0 and int(self._page[top:bottom, left - 1].min()) < _LIGHT
            right += right < width and int(self._page[top:bottom, right].min()) < _LIGHT
        return left, top, right, bottom


def _tall(line: list[Word], boxes: list[Box]) -> float:
    """How tall the line's capitals are: by its boxes, unless its words are far too wide for such a height."""
    heights = [(box[3] - box[1]) / (rises(word.text) + hangs(word.text)) for word, box in zip(line, boxes, strict=True)]
    widths = sum(box[2] - box[0] for box in boxes) / max(1, sum(len(word.text) for word in line))
    return max(float(np.median(heights)), 0.9 * widths, _LEAST_TALL)
