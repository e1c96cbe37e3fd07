"""Reads doubtful words again without the paler ink over them: a stamp across print, a signature across a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from scanning.ocr.protocol import Box, Gray, OcrEngine, Word
from scanning.pages.ink import pale_from

_DOUBTFUL = 0.72
_BETTER_BY = 0.08
_MOST_ZONES = 10


def looked_again(words: Sequence[Word], page: Gray, dpi: int, engine: OcrEngine) -> tuple[Word, ...]:
    """The words, the doubtful ones replaced where a second reading of the print alone is surer."""
    zones = list(_doubtful_runs(words))[:_MOST_ZONES]
    limit = pale_from(page) if zones else None
    if limit is None:
        return tuple(words)
    kept: list[Word | None] = list(words)
    added: dict[int, list[Word]] = {}
    for first, last in zones:
        old = words[first : last + 1]
        new = _reread(page, _around(old, page), limit, dpi, engine)
        new = [word for word in new if _within(word, old)]
        if new and _sureness(new) > _sureness(old) + _BETTER_BY:
            kept[first : last + 1] = [None] * len(old)
            added[first] = [replace(word, line=old[0].line, block=old[0].block) for word in new]
    result: list[Word] = []
    for index, word in enumerate(kept):
        result += added.get(index, [])
        if word is not None:
            result.append(word)
    return tuple(result)


def _doubtful_runs(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """First and last index of neighbouring doubtful words of a line."""
    start: int | None = None
    for index, word in enumerate(words):
        doubtful = word.confidence < _DOUBTFUL
        if start is not None and (not doubtful or word.line != words[start].line):
            yield start, index - 1
            start = None
        if doubtful and start is None:
            start = index
    if start is not None:
        yield start, len(words) - 1


def _around(words: Sequence[Word], page: Gray) -> Box:
    height, width = page.shape
    tall = max(8, int(np.median([word.box[3] - word.box[1] for word in words])))
    return (
        max(0, min(word.box[0] for word in words) - tall),
        max(0, min(word.box[1] for word in words) - tall // 3),
        min(width, max(word.box[2] for word in words) + tall),
        min(height, max(word.box[3] for word in words) + tall // 3),
    )


def _reread(page: Gray, zone: Box, limit: int, dpi: int, engine: OcrEngine) -> list[Word]:
    left, top, right, bottom = zone
    part = page[top:bottom, left:right].astype(np.float32)
    # The print keeps its soft edges; what is paler than the limit fades out within a few tones.
    print_only = np.clip(part * (255.0 / limit), 0, 255).astype(np.uint8)
    margin = 12
    framed = np.pad(print_only, margin, constant_values=255)
    dx, dy = left - margin, top - margin
    return [
        replace(word, box=(word.box[0] + dx, word.box[1] + dy, word.box[2] + dx, word.box[3] + dy))
        for word in engine.read(framed, dpi, single_block=True).words
    ]


def _within(word: Word, old: Sequence[Word]) -> bool:
    """Whether a word read anew lies where the doubtful ones were, not beside them."""
    left, right = min(w.box[0] for w in old), max(w.box[2] for w in old)
    middle = (word.box[0] + word.box[2]) / 2
    return left <= middle <= right


def _sureness(words: Sequence[Word]) -> float:
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters
