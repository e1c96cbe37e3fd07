"""Puts the cells of a table's row on one line: engines read columns as blocks, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median

from scanning.ocr.protocol import Box, PageText, Word

_SAME_ROW = 0.5
"""Middles of cells in one row differ by less than this share of a line's height."""

_MOSTLY = 0.6
_ALIGNED = 0.7


@dataclass(frozen=True)
class _Line:
    words: tuple[Word, ...]
    box: Box

    @property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2

    @property
    def height(self) -> int:
        return self.box[3] - self.box[1]

    @property
    def counts(self) -> bool:
        """Figures rather than words."""
        signs = [sign for word in self.words for sign in word.text if sign.isalnum()]
        return bool(signs) and sum(sign.isdigit() for sign in signs) >= len(signs) / 2

    @property
    def labels(self) -> bool:
        """Says what stands beside it."""
        return self.words[-1].text.endswith(":")


@dataclass(frozen=True)
class _Block:
    place: int
    lines: tuple[_Line, ...]
    box: Box


def in_rows(page: PageText) -> PageText:
    """The page with the words of a table's row following one another; boxes stay, prose in columns too."""
    blocks = _blocks(page.words)
    tables = _tables(blocks)
    if not tables:
        return page
    within = {block.place: table for table in tables for block in table}
    words: list[Word] = []
    line = block_number = 0
    for block in blocks:
        table = within.get(block.place)
        if table is not None and block.place != table[0].place:
            continue
        for cells in _rows(table) if table else [[one] for one in block.lines]:
            words += [replace(word, line=line, block=block_number) for cell in cells for word in cell.words]
            line += 1
        block_number += 1
    return replace(page, words=tuple(words))


def _tables(blocks: Sequence[_Block]) -> list[list[_Block]]:
    """Groups of blocks that are columns of one table, each in reading order."""
    joined = {block.place: {block.place} for block in blocks}
    for left in blocks:
        for right in blocks:
            if left.box[2] <= right.box[0] and right.place not in joined[left.place] and _columns(left, right):
                _join(joined, left.place, right.place)
    groups = {min(places): places for places in joined.values() if len(places) > 1}
    for start, places in groups.items():
        groups[start] = places | _stragglers(places, blocks, joined)
    by_place = {block.place: block for block in blocks}
    return [[by_place[place] for place in sorted(places)] for places in groups.values()]


def _join(joined: dict[int, set[int]], one: int, other: int) -> None:
    both = joined[one] | joined[other]
    for place in both:
        joined[place] = both


def _columns(left: _Block, right: _Block) -> bool:
    """Whether lines stand side by side as cells do: figures beside words or figures, or what a label asks for."""
    pairs = [(one, other) for one in left.lines for other in right.lines if _beside(one, other)]
    if not pairs or len(pairs) < _ALIGNED * min(len(left.lines), len(right.lines)):
        return False
    if _share(one.labels for one, _ in pairs) >= _MOSTLY and not any(other.labels for _, other in pairs):
        return True
    return len(pairs) >= 3 and _share(other.counts for _, other in pairs) >= _MOSTLY


def _stragglers(places: set[int], blocks: Sequence[_Block], joined: dict[int, set[int]]) -> set[int]:
    """Blocks alone whose every line stands in a row of the table, in room its own cells leave free."""
    cells = [line for block in blocks if block.place in places for line in block.lines]
    found = set()
    for block in blocks:
        if len(joined[block.place]) == 1 and all(_has_room(line, cells) for line in block.lines):
            found.add(block.place)
    return found


def _has_room(line: _Line, cells: Sequence[_Line]) -> bool:
    row = [cell for cell in cells if _level(line, cell)]
    return bool(row) and all(line.box[2] <= cell.box[0] or cell.box[2] <= line.box[0] for cell in row)


def _beside(one: _Line, other: _Line) -> bool:
    return one.box[2] <= other.box[0] and _level(one, other)


def _level(one: _Line, other: _Line) -> bool:
    return abs(one.middle - other.middle) < _SAME_ROW * min(one.height, other.height)


def _rows(table: Sequence[_Block]) -> list[list[_Line]]:
    """Cells of each row from left to right, rows from the top."""
    lines = sorted((line for block in table for line in block.lines), key=lambda line: line.middle)
    height = median(line.height for line in lines)
    rows: list[list[_Line]] = []
    for line in lines:
        if rows and line.middle - median(cell.middle for cell in rows[-1]) < _SAME_ROW * height:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.box[0]) for row in rows]


def _blocks(words: Sequence[Word]) -> list[_Block]:
    found: list[_Block] = []
    for _, of_block in groupby(words, key=lambda word: word.block):
        lines = []
        for _, of_line in groupby(of_block, key=lambda word: word.line):
            together = tuple(of_line)
            lines.append(_Line(together, _around(word.box for word in together)))
        found.append(_Block(len(found), tuple(lines), _around(line.box for line in lines)))
    return found


def _around(boxes: Iterable[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _share(flags: Iterable[bool]) -> float:
    known = list(flags)
    return sum(known) / len(known)
