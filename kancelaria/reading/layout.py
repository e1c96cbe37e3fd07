"""From words to lines, rows and blocks: the geometry every field module leans on."""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kancelaria.reading.folding import fold
from kancelaria.reading.model import ReadPage, ReadWord

Box = tuple[int, int, int, int]

_COLUMN_GAP = 1.7
"""A gap wider than this many line heights parts two columns of one row."""
_BLOCK_GAP = 0.85
"""A gap higher than this many line heights parts two blocks."""


_STAMP = re.compile(
    r"wp[lt][yv]n[eę][lt]|\bdata wplywu\b|dnia wplywu|kancelaria ogolna"
    r"|punkt kancelaryjny|za zgodnosc|z oryginalem|potwierdzenie wplywu|otrzymano dnia"
    r"|\bpilne!?$|^\W*polecony"
)
_STAMP_PART = re.compile(
    r"^\W*(?:(?:dnia|dn\.?|data)?\W*\d{1,4}[\s.,-]+\w{1,12}[\s.,-]+\d{1,4}\W*r?\W*$|podpis\b.{0,20}$|data\W*$|(?:l\.?\s?dz|ldz|zal|nr)\b[\s.:_…]*(?:zal|podpis|ilosc)?[\w\s.:_…]{0,12}$)"
)


@dataclass(frozen=True)
class Run:
    """Words read one after another, with their text and the way back from an offset to the words' box."""

    words: tuple[ReadWord, ...]
    page: int
    size: tuple[int, int]
    breaks: frozenset[int] = frozenset()

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """The words' texts, composed (NFC), inner white space made single."""
        return tuple(_read_text(word) for word in self.words)

    @cached_property
    def text(self) -> str:
        """Words parted by spaces, lines by newlines."""
        parts: list[str] = []
        for index, piece in enumerate(self.pieces):
            if index:
                parts.append("\n" if index in self.breaks else " ")
            parts.append(piece)
        return "".join(parts)

    @cached_property
    def folded(self) -> str:
        """The text folded; offsets are those of `text`."""
        return fold(self.text)

    @cached_property
    def box(self) -> Box:
        """The box around all words, inside the page."""
        return self._around(self.words)

    @cached_property
    def place(self) -> tuple[float, float, float, float]:
        """The box as parts of the page's width and height, 0…1."""
        width, height = max(self.size[0], 1), max(self.size[1], 1)
        left, top, right, bottom = self.box
        return left / width, top / height, right / width, bottom / height

    @property
    def height(self) -> int:
        """The box's height in pixels."""
        return self.box[3] - self.box[1]

    def box_of(self, start: int, end: int) -> Box:
        """The box around the words that hold the characters `start`…`end` of `text`."""
        return self._around(self.words_of(start, end) or self.words)

    def certainty(self, start: int = 0, end: int | None = None) -> float:
        """The mean of the engine's mean and lowest confidence over the words of a span, 0…1."""
        words = self.words_of(start, len(self.text) if end is None else end) or self.words
        values = [min(max(word.confidence, 0.0), 1.0) for word in words]
        return (min(values) + sum(values) / len(values)) / 2 if values else 0.0

    def words_of(self, start: int, end: int) -> tuple[ReadWord, ...]:
        """The words that hold the characters `start`…`end` of `text`."""
        found: list[ReadWord] = []
        offset = 0
        for word, piece in zip(self.words, self.pieces, strict=True):
            if offset < end and offset + len(piece) > start:
                found.append(word)
            offset += len(piece) + 1
        return tuple(found)

    def _around(self, words: Sequence[ReadWord]) -> Box:
        width, height = max(self.size[0], 0), max(self.size[1], 0)
        left = min(max(min(w.box[0] for w in words), 0), width)
        top = min(max(min(w.box[1] for w in words), 0), height)
        right = min(max(max(w.box[2] for w in words), left), width)
        bottom = min(max(max(w.box[3] for w in words), top), height)
        return left, top, right, bottom


@dataclass(frozen=True)
class Block(Run):
    """Lines that stand together; `lines` from top to bottom."""

    lines: tuple[Run, ...] = ()


@dataclass(frozen=True)
class PageLayout:
    """One page as lines, rows (lines side by side, left to right) and blocks, all from top to bottom."""

    number: int
    width: int
    height: int
    line_height: float
    lines: tuple[Run, ...] = ()
    rows: tuple[tuple[Run, ...], ...] = ()
    blocks: tuple[Block, ...] = ()
    row_runs: tuple[Run, ...] = field(default=())
    stamps: tuple[Run, ...] = ()

    def below(self, line: Run, limit: float = 2.5) -> Run | None:
        """The nearest line under this one that shares its column, not further than `limit` line heights."""
        under = [
            other
            for other in self.lines
            if other.box[1] >= line.box[3] - self.line_height * 0.5
            and other.box[1] - line.box[3] <= limit * self.line_height
            and other is not line
            and _overlap(line.box[0], line.box[2], other.box[0], other.box[2]) > 0
        ]
        return min(under, key=lambda other: (other.box[1], other.box[0]), default=None)

    def right_of(self, line: Run) -> Run | None:
        """The next line to the right in the same row."""
        for row in self.rows:
            for index, entry in enumerate(row[:-1]):
                if entry is line:
                    return row[index + 1]
        return None


def _read_text(word: ReadWord) -> str:
    """A word's text without the strokes of rules and dotted lines that OCR glues to it."""
    text = " ".join(unicodedata.normalize("NFC", word.text).split())
    return text.strip("|_*~©®°") or text


def _is_noise(word: ReadWord, height: float) -> bool:
    """Whether a word is no text but a rule, a fold, a speck or a scrap of a stamp."""
    text = _read_text(word)
    if not text.strip():
        return True
    tall = word.box[3] - word.box[1]
    if not any(char.isalnum() for char in text):
        return not (set(text) <= set('-–—•·*,.:;/()„”"') and word.confidence >= 0.3 and len(text) <= 3)
    return (word.confidence < 0.12 and len(text) < 5) or (tall < 0.25 * height and len(text) <= 2) or tall > 6 * height


def lay_out(page: ReadPage) -> PageLayout:
    """Lines, rows and blocks of a page."""
    size = (page.width, page.height)
    words = [word for word in page.words if word.text.strip()]
    if not words:
        return PageLayout(page.number, page.width, page.height, 1.0)
    height = max(statistics.median(word.box[3] - word.box[1] for word in words), 1.0)
    words = [word for word in words if not _is_noise(word, height)]
    if not words:
        return PageLayout(page.number, page.width, page.height, 1.0)
    lines = [Run(tuple(part), page.number, size) for part in _split_lines(words, height)]
    lines.sort(key=lambda line: (line.box[1], line.box[0]))
    stamps = _stamp_lines(lines, height)
    lines = [line for line in lines if not any(line is stamp for stamp in stamps)]
    if not lines:
        return PageLayout(page.number, page.width, page.height, height, stamps=tuple(stamps))
    rows = _rows(lines)
    blocks = tuple(_block(group, page.number, size) for group in _group(lines, height))
    return PageLayout(
        page.number,
        page.width,
        page.height,
        height,
        tuple(line for row in rows for line in row),
        rows,
        tuple(sorted(blocks, key=lambda block: (block.box[1], block.box[0]))),
        tuple(joined(row) for row in rows),
        tuple(stamps),
    )


def joined(lines: Sequence[Run]) -> Run:
    """Lines of a row as one run."""
    return Run(tuple(word for line in lines for word in line.words), lines[0].page, lines[0].size)


def _split_lines(words: Iterable[ReadWord], height: float) -> list[list[ReadWord]]:
    """The engine's lines, cut where a wide gap shows another column."""
    by_line: dict[tuple[int, int], list[ReadWord]] = {}
    for word in words:
        by_line.setdefault((word.block, word.line), []).append(word)
    parts: list[list[ReadWord]] = []
    for line in by_line.values():
        line.sort(key=lambda word: word.box[0])
        part = [line[0]]
        for word in line[1:]:
            own_height = max(min(part[-1].box[3] - part[-1].box[1], word.box[3] - word.box[1]), height)
            apart = word.box[0] - part[-1].box[2] > _COLUMN_GAP * own_height
            if apart or _overlap(word.box[1], word.box[3], part[-1].box[1], part[-1].box[3]) < -height:
                parts.append(part)
                part = []
            part.append(word)
        parts.append(part)
    return parts


def _stamp_lines(lines: Sequence[Run], height: float) -> list[Run]:
    """Lines of rubber stamps (receipt, "za zgodność"), which are nothing the sender wrote."""
    found = [line for line in lines if _STAMP.search(line.folded) and len(line.words) <= 9 and line.place[1] < 0.95]
    for stamp in list(found):
        for line in lines:
            near = abs(line.box[1] - stamp.box[3]) < 2 * height or abs(stamp.box[1] - line.box[3]) < 2 * height
            shared = _overlap(line.box[0], line.box[2], stamp.box[0], stamp.box[2]) > 0
            if near and shared and line not in found and _STAMP_PART.match(line.folded):
                found.append(line)
    return found


def _rows(lines: Sequence[Run]) -> tuple[tuple[Run, ...], ...]:
    """Lines that stand side by side, as rows."""
    rows: list[list[Run]] = []
    for line in lines:
        for row in reversed(rows[-4:]):
            first = row[0]
            least = max(min(first.height, line.height), 1)
            if _overlap(first.box[1], first.box[3], line.box[1], line.box[3]) > 0.5 * least and all(
                _overlap(entry.box[0], entry.box[2], line.box[0], line.box[2]) <= 0 for entry in row
            ):
                row.append(line)
                break
        else:
            rows.append([line])
    return tuple(tuple(sorted(row, key=lambda line: line.box[0])) for row in rows)


def _group(lines: Sequence[Run], height: float) -> list[list[Run]]:
    """Lines gathered into blocks: close one under another, sharing a column, of like size."""
    groups: list[list[Run]] = []
    for line in lines:
        best: list[Run] | None = None
        for group in groups:
            last = group[-1]
            gap = line.box[1] - last.box[3]
            size = max(height, (line.height + last.height) / 2)
            close = -0.6 * size < gap <= _BLOCK_GAP * size
            ratio = max(line.height, 1) / max(last.height, 1)
            shared = _overlap(line.box[0], line.box[2], last.box[0], last.box[2])
            joins = close and 0.45 < ratio < 2.2 and shared > 0.2 * min(_width(line), _width(last))
            if joins and (best is None or last.box[3] > best[-1].box[3]):
                best = group
        if best is None:
            groups.append([line])
        else:
            best.append(line)
    return groups


def _block(lines: Sequence[Run], page: int, size: tuple[int, int]) -> Block:
    words: list[ReadWord] = []
    breaks: set[int] = set()
    for line in lines:
        if words:
            breaks.add(len(words))
        words.extend(line.words)
    return Block(tuple(words), page, size, frozenset(breaks), tuple(lines))


def _width(line: Run) -> int:
    return max(line.box[2] - line.box[0], 1)


def _overlap(start: int, end: int, other_start: int, other_end: int) -> int:
    return min(end, other_end) - max(start, other_start)
