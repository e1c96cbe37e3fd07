"""Lines that stand one under another in a head, without what emblems and stamps beside them were read as."""

from __future__ import annotations

import re

from kancelaria.reading.dictionary import is_known_word
from kancelaria.reading.folding import fold
from kancelaria.reading.layout import Block, PageLayout, Run
from kancelaria.reading.model import ReadWord
from kancelaria.reading.organisations import LineKind, classify, has_legal_form
from kancelaria.reading.people import is_given_name
from kancelaria.reading.zones import Role, Zones

_WORD = re.compile(r"[^\W\d_]+")
_SURELY = 0.88
"""A line read this surely is no scrap, however little stands in it."""
_FAIRLY = 0.75
_POORLY = 0.5
_PREPOSITIONS = frozenset("wziouaWZIOU")
_SMALL_WORD = re.compile(r"^(?:o\.\s?o\.?|nr|pw\.?|im\.?|sp\.|we|ul\.|al\.|s\.[ac]\.),?$", re.IGNORECASE)
_GAP = 1.4
"""Lines of one name set large stand up to so many line heights apart."""
_MOST = 10


def is_scrap(line: Run) -> bool:
    """Whether a line is no text but an emblem, a stamp's edge or a stroke read as letters."""
    if line.certainty() >= _SURELY or sum(char.isdigit() for char in line.text) > 3 or has_legal_form(line.text):
        return False
    return not any(_is_word(part, word.confidence) for word in line.words for part in _WORD.findall(word.text))


def _is_word(part: str, confidence: float) -> bool:
    if len(part) < 3 or confidence < _POORLY or not re.search(r"[aeiouy]", fold(part)):
        return False
    return confidence >= _SURELY or (len(part) > 3 and (is_known_word(part) or is_given_name(part)))


def cleaned(line: Run) -> Run:
    """The line without scraps at its ends: short, odd in size, unsure or set apart."""
    words = list(line.words)
    while len(words) > 1 and _is_scrap_before(words[0], words[1]):
        words.pop(0)
    while len(words) > 1 and words[-1].confidence < _FAIRLY and not re.search(r"[^\W\d_]{3}|\d\W", words[-1].text):
        words.pop()
    return line if len(words) == len(line.words) else Run(tuple(words), line.page, line.size)


def _is_scrap_before(first: ReadWord, second: ReadWord) -> bool:
    """Whether a word of one or two signs before another is unsure, set apart, odd in size, or a lone letter."""
    if sum(char.isalnum() for char in first.text) > 2:
        return False
    if _SMALL_WORD.match(first.text) and first.confidence >= _POORLY:
        return False
    height = max(second.box[3] - second.box[1], 1)
    apart, size = second.box[0] - first.box[2], (first.box[3] - first.box[1]) / height
    if first.confidence < _FAIRLY or apart > 0.9 * height:
        return True
    if first.text in _PREPOSITIONS:
        return False
    return not 0.6 < size < 1.6 or (first.text.isalpha() and len(first.text) == 1 and first.confidence < _SURELY)


def column_of(layout: PageLayout, zones: Zones, block: Block) -> list[Run]:
    """The block's lines, scraps left out, and those a wide leading or a scrap parted from them."""
    lines = [cleaned(line) for line in block.lines if not is_scrap(line)]
    if not lines:
        return list(block.lines)
    heads = [line for other in zones.of(Role.HEAD) if other is not block for line in other.lines if not is_scrap(line)]
    while len(lines) < _MOST and classify(lines[-1].text) in (LineKind.ORGANISATION, LineKind.OTHER, LineKind.PERSON):
        last = lines[-1]
        under = [line for line in heads if _follows(layout, last, line)]
        if not under:
            break
        lines.append(cleaned(min(under, key=lambda line: line.box[1])))
        heads = [line for line in heads if line.box[1] > lines[-1].box[1]]
    return lines


def _follows(layout: PageLayout, last: Run, line: Run) -> bool:
    """Whether a line stands right under another: near, of like size, on its left edge or its middle."""
    size = max(last.height, layout.line_height)
    left = abs(line.box[0] - last.box[0])
    middle = abs(line.box[0] + line.box[2] - last.box[0] - last.box[2]) / 2
    return (
        -0.3 * size < line.box[1] - last.box[3] <= _GAP * size
        and min(left, middle) < 1.5 * size
        and 0.5 < max(line.height, 1) / max(last.height, 1) < 1.8
    )
