"""Fitting text into a place: wrap, then shrink, and only then shorten with "…"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kancelaria.printing.fonts import word_width

STEP = 0.25
LEADING = 1.14


@dataclass(frozen=True)
class Fitted:
    """Lines that fit the width they were asked for, at `size` points."""

    lines: tuple[str, ...]
    size: float


def wrap(text: str, font: str, size: float, width: float) -> list[str]:
    """Lines no wider than `width`; a word wider than the line is broken."""
    lines: list[str] = []
    current = ""
    used = 0.0
    space = word_width(" ", font, size)
    for word in _pieces(text, font, size, width):
        needed = word_width(word, font, size)
        if current and used + space + needed <= width:
            current, used = f"{current} {word}", used + space + needed
        else:
            if current:
                lines.append(current)
            current, used = word, needed
    if current:
        lines.append(current)
    return lines


def fit(text: str, font: str, largest: float, smallest: float, width: float, height: float = 0) -> Fitted:
    """The largest size at which the text fits `width` × `height` (0: one line); at the smallest it is shortened."""
    size = largest
    while True:
        room = max(1, int(height / (size * LEADING) + 1e-6))
        lines = wrap(text, font, size, width)
        if len(lines) <= room:
            return Fitted(tuple(lines), size)
        if size <= smallest:
            break
        size = max(smallest, size - STEP)
    rest = " ".join(lines[room - 1 :])
    return Fitted((*lines[: room - 1], shorten(rest, font, smallest, width)), smallest)


def shorten(text: str, font: str, size: float, width: float) -> str:
    """The text, or as much of it as fits the width before "…"."""
    if word_width(text, font, size) <= width:
        return text
    while text and word_width(text + "…", font, size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def _pieces(text: str, font: str, size: float, width: float) -> Iterator[str]:
    for word in text.split():
        while word_width(word, font, size) > width:
            end = _longest_start(word, font, size, width)
            yield word[:end]
            word = word[end:]
        if word:
            yield word


def _longest_start(word: str, font: str, size: float, width: float) -> int:
    end = 1
    while end < len(word) and word_width(word[: end + 1], font, size) <= width:
        end += 1
    # a slash or hyphen near the end is a better place to break than the middle of a syllable
    for back in range(end, max(end // 2, 1), -1):
        if word[back - 1] in "/-_@.":
            return back
    return end
