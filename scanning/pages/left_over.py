"""Reads lines the engine's search for columns passed over: ink of a letter's size that no word covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from scanning.ocr.protocol import Box, Gray, OcrEngine, Word

_INK = 150
_STEP = 2
_WORD_GAP_MM = 5.0
_HEIGHT_MM = (1.3, 7.0)
_LEAST_WIDTH_MM = 1.5
_FILL = (0.06, 0.7)
_MOST_STRIPS = 12
_SURE = 0.7
_SPACED_LETTERS = 4
_MARGIN = 10


def with_left_over(words: Sequence[Word], page: Gray, dpi: int, engine: OcrEngine) -> tuple[Word, ...]:
    """The words, and those of lines passed over, each such line a block of its own where it stands on the page."""
    result = list(words)
    for strip in _strips(words, page, dpi):
        read = [word for word in _read(page, strip, dpi, engine) if word.confidence > _SURE]
        found = read if _spaced_out(read) else [word for word in read if _says_something(word)]
        if found:
            _insert(result, found, strip)
    return tuple(_renumbered(result))


def _strips(words: Sequence[Word], page: Gray, dpi: int) -> list[Box]:
    ink = (page[::_STEP, ::_STEP] < _INK).astype(np.uint8)
    for word in words:
        left, top, right, bottom = (value // _STEP for value in word.box)
        ink[max(0, top - 2) : bottom + 3, max(0, left - 2) : right + 3] = 0
    mm = dpi / _STEP / 25.4
    whole = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, max(1, round(_WORD_GAP_MM * mm))), np.uint8))
    whole = cv2.morphologyEx(whole, cv2.MORPH_CLOSE, np.ones((max(1, round(0.7 * mm)), 1), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(whole, connectivity=8)
    strips: list[Box] = []
    for left, top, width, height, _ in (tuple(int(v) for v in row) for row in stats[1:]):
        if not (_HEIGHT_MM[0] * mm <= height <= _HEIGHT_MM[1] * mm and width >= _LEAST_WIDTH_MM * mm):
            continue
        fill = float(ink[top : top + height, left : left + width].mean())
        if _FILL[0] < fill < _FILL[1]:
            strips.append((left * _STEP, top * _STEP, (left + width) * _STEP, (top + height) * _STEP))
    # The widest strips are lines; what is left after them is mostly signatures and dirt.
    strips.sort(key=lambda box: box[0] - box[2])
    return sorted(strips[:_MOST_STRIPS], key=lambda box: box[1])


def _read(page: Gray, strip: Box, dpi: int, engine: OcrEngine) -> list[Word]:
    left, top, right, bottom = strip
    reach = 4
    left, top = max(0, left - reach), max(0, top - reach)
    part = page[top : bottom + reach, left : right + reach]
    framed = np.pad(part, _MARGIN, constant_values=255)
    dx, dy = left - _MARGIN, top - _MARGIN
    return [
        replace(word, box=(word.box[0] + dx, word.box[1] + dy, word.box[2] + dx, word.box[3] + dy))
        for word in engine.read(framed, dpi, single_block=True).words
    ]


def _says_something(word: Word) -> bool:
    """A letter alone is more often a scrap than a word; a number alone may number a row."""
    return any(char.isdigit() for char in word.text) or sum(char.isalpha() for char in word.text) > 1


def _spaced_out(words: Sequence[Word]) -> bool:
    """A heading set with spaces between its letters: P O D A N I E."""
    return sum(len(word.text) == 1 and word.text.isupper() for word in words) >= _SPACED_LETTERS


def _insert(words: list[Word], found: list[Word], strip: Box) -> None:
    """Before the first line that begins below the strip."""
    place = len(words)
    for index, word in enumerate(words):
        begins = index == 0 or (word.block, word.line) != (words[index - 1].block, words[index - 1].line)
        if begins and word.box[1] >= strip[3]:
            place = index
            break
    line = 1 + max((word.line for word in words), default=-1)
    block = 1 + max((word.block for word in words), default=-1)
    words[place:place] = [replace(word, line=line, block=block) for word in found]


def _renumbered(words: list[Word]) -> list[Word]:
    """Lines and blocks numbered from 0 as they follow one another; a block parted by an insertion becomes two."""
    result: list[Word] = []
    line = block = -1
    before: Word | None = None
    for word in words:
        if before is None or word.block != before.block:
            block += 1
        if before is None or (word.block, word.line) != (before.block, before.line):
            line += 1
        result.append(replace(word, line=line, block=block))
        before = word
    return result
