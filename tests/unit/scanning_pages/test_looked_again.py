"""Doubtful words are read again without paler ink, passed-over lines are read at all; both keep their place."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from scanning.ocr.protocol import Box, Gray, PageText, Word
from scanning.pages.left_over import with_left_over
from scanning.pages.second_look import looked_again

DPI = 225
_INK, _STAMP = 20, 160


class Reader:
    """An engine that says what it is told of each part shown to it, and remembers the parts."""

    name = "told"

    def __init__(self, says: Callable[[Gray], list[Word]]) -> None:
        self._says = says
        self.shown: list[Gray] = []

    def read(self, image: Gray, dpi: int, zone: Box | None = None, *, single_block: bool = False) -> PageText:
        assert dpi == DPI
        assert zone is None
        assert single_block
        self.shown.append(image)
        return PageText(tuple(self._says(image)), image.shape[1], image.shape[0], dpi)


def paper(*inked: Box, tone: int = _INK) -> Gray:
    """White with striped boxes, about as full of ink as words are."""
    page = np.full((900, 1200), 255, np.uint8)
    for left, top, right, bottom in inked:
        for x in range(left, right, 8):
            page[top:bottom, x : x + 3] = tone
    return page


def inked_word(image: Gray, text: str, confidence: float) -> list[Word]:
    """One word covering all ink of the part shown."""
    rows, columns = np.nonzero(image < 150)
    if rows.size == 0:
        return []
    box = (int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
    return [Word(text, box, confidence, 0, 0)]


LINE = tuple((100 + 220 * i, 200, 280 + 220 * i, 225) for i in range(4))


def words(*confidences: float) -> list[Word]:
    return [Word(f"słowo{i}", LINE[i], sure, 3, 1) for i, sure in enumerate(confidences)]


def test_sure_words_are_left_alone() -> None:
    reader = Reader(lambda image: inked_word(image, "inaczej", 0.99))
    read = words(0.95, 0.9, 0.8, 0.99)
    assert looked_again(read, paper(*LINE), DPI, reader) == tuple(read)
    assert reader.shown == []


def test_a_doubtful_word_is_replaced_where_it_stands() -> None:
    reader = Reader(lambda image: inked_word(image, "Urząd", 0.93))
    read = words(0.95, 0.3, 0.9, 0.9)
    page = paper(*LINE)
    page[190:235, 310:500] = np.minimum(page[190:235, 310:500], _STAMP)
    found = looked_again(read, page, DPI, reader)
    assert [word.text for word in found] == ["słowo0", "Urząd", "słowo2", "słowo3"]
    assert (found[1].line, found[1].block) == (3, 1)
    left, top, right, bottom = found[1].box
    assert abs(left - LINE[1][0]) <= 8
    assert (top, bottom) == (200, 225)
    assert abs(right - LINE[1][2]) <= 8
    (shown,) = reader.shown
    assert int(shown[(shown > _INK + 60)].min()) == 255, "the paler ink must be gone from what is read again"


@pytest.mark.parametrize("again", [0.3, 0.37])
def test_a_second_reading_must_be_clearly_surer(again: float) -> None:
    reader = Reader(lambda image: inked_word(image, "Inny", again))
    read = words(0.95, 0.3, 0.9, 0.9)
    assert looked_again(read, paper(*LINE), DPI, reader) == tuple(read)
    assert len(reader.shown) == 1


def test_neighbouring_doubtful_words_are_read_together_but_not_over_a_line_end() -> None:
    reader = Reader(lambda image: [])
    read = [*words(0.9, 0.3, 0.2, 0.9), Word("dalej", (100, 300, 280, 325), 0.1, 4, 1)]
    assert looked_again(read, paper(*LINE, (100, 300, 280, 325)), DPI, reader) == tuple(read)
    assert len(reader.shown) == 2
    assert reader.shown[0].shape[1] > 400


def test_words_beside_the_doubtful_ones_are_not_taken_in_twice() -> None:
    beside = Word("sąsiad", (0, 10, 5, 20), 0.99, 0, 0)
    reader = Reader(lambda image: [beside, *inked_word(image, "Urząd", 0.95)])
    found = looked_again(words(0.9, 0.3, 0.9, 0.9), paper(*LINE), DPI, reader)
    assert "sąsiad" not in [word.text for word in found]


def test_at_most_ten_places_are_read_again() -> None:
    boxes = [(100, 40 + 60 * i, 280, 65 + 60 * i) for i in range(14)]
    reader = Reader(lambda image: [])
    looked_again([Word("x", box, 0.1, i, 0) for i, box in enumerate(boxes)], paper(*boxes), DPI, reader)
    assert len(reader.shown) == 10


def test_a_line_no_word_covers_is_read_and_put_in_its_place() -> None:
    below = (100, 500, 280, 525)
    reader = Reader(lambda image: inked_word(image, "PODANIE", 0.9))
    read = [*words(0.9, 0.9, 0.9, 0.9), Word("niżej", below, 0.9, 4, 2)]
    found = with_left_over(read, paper(*LINE, below, (400, 350, 700, 375)), DPI, reader)
    assert [word.text for word in found] == ["słowo0", "słowo1", "słowo2", "słowo3", "PODANIE", "niżej"]
    assert [(word.line, word.block) for word in found] == [(0, 0)] * 4 + [(1, 1), (2, 2)]
    left, top, right, bottom = found[4].box
    assert (abs(left - 400) <= 4, top, abs(right - 700) <= 8, bottom) == (True, 350, True, 375)


def test_a_block_parted_by_a_found_line_becomes_two() -> None:
    below = (100, 500, 280, 525)
    reader = Reader(lambda image: inked_word(image, "wtrącone", 0.9))
    read = [Word("wyżej", LINE[0], 0.9, 0, 0), Word("niżej", below, 0.9, 1, 0)]
    found = with_left_over(read, paper(LINE[0], below, (400, 350, 700, 375)), DPI, reader)
    assert [(word.text, word.line, word.block) for word in found] == [
        ("wyżej", 0, 0),
        ("wtrącone", 1, 1),
        ("niżej", 2, 2),
    ]


@pytest.mark.parametrize(("text", "confidence"), [("PODANIE", 0.5), ("a", 0.95), ("—", 0.95)])
def test_scraps_are_not_taken_for_words(text: str, confidence: float) -> None:
    reader = Reader(lambda image: inked_word(image, text, confidence))
    read = words(0.9, 0.9, 0.9, 0.9)
    found = with_left_over(read, paper(*LINE, (400, 350, 700, 375)), DPI, reader)
    assert [word.text for word in found] == [word.text for word in read]
    assert len(reader.shown) == 1


def test_a_heading_of_spaced_letters_is_kept() -> None:
    def letters(image: Gray) -> list[Word]:
        return [Word(letter, (20 + 40 * i, 15, 40 + 40 * i, 38), 0.9, 0, 0) for i, letter in enumerate("PODANIE")]

    found = with_left_over(words(0.9, 0.9, 0.9, 0.9), paper(*LINE, (400, 350, 700, 375)), DPI, Reader(letters))
    assert [word.text for word in found[4:]] == list("PODANIE")


@pytest.mark.parametrize("speck", [(400, 350, 405, 354), (400, 300, 700, 420), (400, 350, 408, 375)])
def test_what_has_no_lines_size_is_not_read(speck: Box) -> None:
    reader = Reader(lambda image: inked_word(image, "brud", 0.99))
    read = words(0.9, 0.9, 0.9, 0.9)
    assert len(with_left_over(read, paper(*LINE, speck), DPI, reader)) == len(read)
    assert reader.shown == []
