"""How many of a page's true words were read at their place: one measure for every program compared."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

Box = tuple[float, float, float, float]
PlacedWord = tuple[str, Box]

_ALIKE = str.maketrans({"–": "-", "—": "-", "‑": "-", "−": "-", "„": '"', "”": '"', "“": '"', "’": "'", "‘": "'"})


def words_found(true: Sequence[PlacedWord], read: Iterable[PlacedWord]) -> list[bool]:
    """For each true word, whether the text read across its box contains it (spaces aside, so a split word counts)."""
    placed = [(_plain(text), box) for text, box in read]
    return [_plain(text) in _text_at(box, placed) for text, box in true]


def overlap(one: Box, other: Box) -> float:
    """Intersection over union."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (_area(one) + _area(other) - shared)


def best_overlaps(true: Sequence[PlacedWord], read: Sequence[PlacedWord]) -> list[float]:
    """For each true word read with exactly its text, the overlap of its box with the nearest such read word.

    Half a pixel on every side is no fault: pages are read at a coarser grid than they are drawn at, and of a dash
    three pixels high a shift by one would leave half.
    """
    found = []
    for text, box in true:
        same = [overlap(_with_grid(box), _with_grid(other)) for said, other in read if _plain(said) == _plain(text)]
        if same and max(same) > 0:
            found.append(max(same))
    return found


def _text_at(box: Box, read: Sequence[PlacedWord]) -> str:
    middle = (box[1] + box[3]) / 2
    reach = max(box[3] - box[1], 1.0)
    there = [
        (other[0], text)
        for text, other in read
        if other[0] < box[2]
        and other[2] > box[0]
        # On the same line: either middle lies within the other's height.
        and (other[1] <= middle <= other[3] or abs((other[1] + other[3]) / 2 - middle) < reach / 2)
    ]
    return "".join(text for _, text in sorted(there))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).translate(_ALIKE).split())


def _with_grid(box: Box) -> Box:
    return box[0] - 0.5, box[1] - 0.5, box[2] + 0.5, box[3] + 0.5


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])
