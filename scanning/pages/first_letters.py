"""Puts a word's first letter right by its height: capitals shaped like small ones, capitals whose mark was missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from scanning.ocr.protocol import Gray, Word

_ALIKE = frozenset("cosuvwxzćóśźż")
"""Small letters that differ from their capitals by nothing but size."""

_MARKED = {"S": "Ś", "C": "Ć", "O": "Ó", "N": "Ń"}
_TOUCHING = frozenset("bdfhklłtijgpqy")
_LOW = frozenset("gjpqyąęQJ,;()[]/|{}§@„_ĄĘ")
_TALL = frozenset("bdfhklABDEFGHIKLMNPRT0123456789")
_MARKS = frozenset("ćńóśźżĆŃÓŚŹŻ\"'”*")

_INK = 150
_CAPITAL, _OVER_CAPITAL = (0.9, 1.1), 0.42
_WIDEST = 1.5
_LEAST_MARK = 0.009
_MIDDLE = (0.25, 0.8)
_LEAN = 0.3
_MARK_GAP = (0.02, 0.28)

Ink = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class _Letter:
    """A first letter: its height in those of the line's tall letters, whether a mark stands over it, and leans."""

    height: float
    marked: bool
    leaning: bool

    @property
    def capital(self) -> bool:
        return _CAPITAL[0] <= self.height <= _CAPITAL[1]


def mended(words: Sequence[Word], page: Gray) -> tuple[Word, ...]:
    """The words, first letters mended where the ink leaves no doubt; boxes must fit the ink of the cleaned page."""
    lines: dict[tuple[int, int], list[int]] = {}
    for word in words:
        if _tells_height(word.text) and not _in_question(word.text):
            lines.setdefault((word.block, word.line), []).append(word.box[3] - word.box[1])
    result = []
    for word in words:
        heights = lines.get((word.block, word.line))
        if heights and _in_question(word.text):
            letter = _measured(word, page, float(np.median(heights)))
            word = word if letter is None else replace(word, text=_mended(word.text, letter))
        result.append(word)
    return tuple(result)


def _in_question(text: str) -> bool:
    """Whether the first letter may be another case, or a capital without its mark."""
    return text[0].lower() in _ALIKE or text[0] == "N"


def _tells_height(text: str) -> bool:
    """Whether the word's ink is exactly as high as tall letters are."""
    letters = set(text)
    return bool(letters & _TALL) and not letters & (_LOW | _MARKS)


def _mended(text: str, letter: _Letter) -> str:
    first, rest = text[0], text[1:]
    if first.islower():
        # A tall neighbour that touches a small letter would lend it its height.
        return first.upper() + rest if letter.capital and rest and rest[0] not in _TOUCHING else text
    if letter.capital and letter.marked:
        if first == "Z":
            return ("Ź" if letter.leaning else "Ż") + rest
        return _MARKED.get(first, first) + rest
    return text


def _measured(word: Word, page: Gray, tall: float) -> _Letter | None:
    """The first letter's own ink, parted from its mark; None where it can't be told from its neighbours."""
    left, top, right, bottom = word.box
    start = max(0, top - round(_OVER_CAPITAL * tall))
    ink = page[start:bottom, left : min(right, left + round(_WIDEST * tall))] < _INK
    if ink.size == 0:
        return None
    stands = _runs(np.asarray(ink[top - start :].any(axis=0)))
    if not stands or (len(stands) == 1 and len(word.text) > 1):
        return None
    letter = ink[:, stands[0][0] : stands[0][1]]
    runs = _runs(np.asarray(letter.any(axis=1)))
    mark = _mark(letter, runs, tall)
    height = (runs[-1][1] - runs[-1][0]) / tall
    return _Letter(height, mark is not None, mark is not None and _leans(mark))


def _mark(letter: Ink, runs: list[tuple[int, int]], tall: float) -> Ink | None:
    """The mark right above the middle of the letter's body, or None where there is none."""
    if len(runs) < 2:
        return None
    (top, bottom), body = runs[-2], runs[-1]
    mark = letter[top:bottom]
    middle = float(np.flatnonzero(mark.any(axis=0)).mean()) / letter.shape[1]
    gap = (body[0] - bottom) / tall
    fits = top > 0 and _MARK_GAP[0] <= gap <= _MARK_GAP[1] and _MIDDLE[0] < middle < _MIDDLE[1]
    return mark if fits and mark.sum() >= _LEAST_MARK * tall**2 else None


def _leans(mark: Ink) -> bool:
    """An acute's top lies to the right of its foot, a dot's above it."""
    top, foot = (float(np.flatnonzero(row).mean()) for row in (mark[0], mark[-1]))
    return bool(top - foot > _LEAN * mark.shape[0])


def _runs(inked: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Beginnings and ends of the inked rows, top to bottom."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inked, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
