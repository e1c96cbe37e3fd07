"""How high and wide print is by its text, in heights of a capital: letters rise, hang, and take room differently."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

_SMALL = frozenset("acemnorsuvwxząęmnw-–—=~+<>·•")
_RISING = frozenset("bdfhkltiłjćńóśźż\"'„”*^°")
_HANGING = frozenset("gjpqyąęQ,;()[]{}|„/@$§_")
_NARROW = frozenset("iljtfrłI1.,:;'|!()[]-")
_WIDE = frozenset("mwMWŻ—@%")
_MARKED_CAPITALS = frozenset("ĆŃÓŚŹŻ")

X_HEIGHT, DESCENT, MARK = 0.73, 0.27, 0.28


def rises(text: str) -> float:
    """How far over the base line the text reaches."""
    if any(char in _MARKED_CAPITALS for char in text):
        return 1 + MARK
    return X_HEIGHT if all(char in _SMALL or char in "gpqy.,:;_" for char in text) else 1.0


def hangs(text: str) -> float:
    """How far under the base line the text reaches."""
    return DESCENT if any(char in _HANGING for char in text) else 0.0


@lru_cache(maxsize=4096)
def height_of(text: str) -> float:
    """The usual height of the text's ink."""
    return rises(text) + hangs(text)


@lru_cache(maxsize=4096)
def width_of(text: str) -> float:
    """The usual width of the text's ink, only to be compared with other words of the same line."""
    return sum(0.45 if c in _NARROW else 1.5 if c in _WIDE else 1.15 if c.isupper() else 0.9 for c in text)


def middle_of(sizes: Sequence[float], letters: Sequence[int]) -> float:
    """The median of words' sizes, each counted by its letters: scraps of stamps are short."""
    order = np.argsort(sizes, kind="stable")
    counted = np.cumsum(np.asarray(letters)[order])
    return float(np.asarray(sizes)[order][int(np.searchsorted(counted, counted[-1] / 2))])
