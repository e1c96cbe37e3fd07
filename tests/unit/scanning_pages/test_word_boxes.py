"""Boxes of words fit their own letters, whatever the engine said of them and whatever ink lies around."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from scanning.ocr.protocol import Box, Gray, Word
from scanning.pages.word_boxes import fitted

_STAMP = 175


def line(text: str, size: int = 32, at: tuple[int, int] = (200, 300), gap: int = 12) -> tuple[Gray, list[Word]]:
    """A page of one printed line and its words with true ink boxes."""
    image = Image.new("L", (1400, 700), 255)
    draw, face = ImageDraw.Draw(image), ImageFont.truetype("DejaVuSans.ttf", size)
    # Print elsewhere says how dark the page's own ink is.
    draw.text((200, 550), "Uprzejmie prosimy o przekazanie sprawy", fill=20, font=face)
    x, words = at[0], []
    for said in text.split():
        alone = Image.new("L", image.size, 255)
        ImageDraw.Draw(alone).text((x, at[1]), said, fill=20, font=face)
        rows, columns = np.nonzero(np.asarray(alone) < 205)
        box = (int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
        draw.text((x, at[1]), said, fill=20, font=face)
        words.append(Word(said, box, 0.9, 0, 0))
        x = box[2] + gap
    return np.asarray(image, dtype=np.uint8).copy(), words


def overlap(one: Box, other: Box) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return width * height / (sum(areas) - width * height)


def worst(page: Gray, true: list[Word], said: list[Word]) -> float:
    return min(overlap(found.box, word.box) for found, word in zip(fitted(said, page), true, strict=True))


def shifted(word: Word, left: int = 0, top: int = 0, right: int = 0, bottom: int = 0) -> Word:
    box = word.box
    return replace(word, box=(box[0] + left, box[1] + top, box[2] + right, box[3] + bottom))


def test_boxes_that_fit_stay() -> None:
    page, words = line("Proszę o wydanie zaświadczenia i odpisu")
    assert worst(page, words, words) > 0.85


@pytest.mark.parametrize(("top", "bottom"), [(12, -12), (-14, -14), (14, 14), (-20, 0), (0, 20)])
def test_a_line_the_engine_saw_too_flat_too_high_or_too_tall(top: int, bottom: int) -> None:
    page, words = line("Wojewódzki Sąd Administracyjny Przykładowie")
    assert worst(page, words, [shifted(word, top=top, bottom=bottom) for word in words]) > 0.8


def test_a_flat_line_of_one_word() -> None:
    page, words = line("Administracyjny")
    assert worst(page, words, [shifted(words[0], top=14, bottom=-14)]) > 0.8


def test_words_that_took_letters_from_their_neighbours() -> None:
    page, words = line("WEZWANIE DO UDZIELENIA")
    wide = [shifted(words[0], right=40), shifted(words[1], left=-50), words[2]]
    assert worst(page, words, wide) > 0.8


def test_a_word_cut_off_before_its_last_letters() -> None:
    page, words = line("Wasz znak sprawy")
    assert worst(page, words, [shifted(words[0], right=-45), words[1], words[2]]) > 0.8


def test_a_pale_stamp_around_a_word_is_no_part_of_it() -> None:
    page, words = line("Naczelnik Wydziału Paweł Testowicz")
    left, top, right, bottom = words[2].box
    cv2.rectangle(page, (left - 8, top - 30), (right + 8, bottom + 24), _STAMP, 4)
    page = np.asarray(np.where(cv2.line(page.copy(), (left, top - 60), (right, bottom + 40), _STAMP, 4) < page,
                               _STAMP, page), dtype=np.uint8)  # fmt: skip
    said = [*words[:2], shifted(words[2], left=-10, top=-32, right=10, bottom=26), words[3]]
    assert worst(page, words, said) > 0.75


def test_the_dot_of_an_i_belongs_to_it() -> None:
    page, words = line("odpis i załączniki")
    assert worst(page, words, [words[0], shifted(words[1], top=8), words[2]]) > 0.8


@pytest.mark.parametrize("text", ["1. Wniosek", "12, lokal", "m. Przykładowo"])
def test_a_stop_belongs_to_its_word(text: str) -> None:
    page, words = line(text, gap=30)
    assert worst(page, words, [shifted(words[0], right=-9), words[1]]) > 0.8


def test_a_stop_is_not_taken_from_a_neighbour() -> None:
    page, words = line("1 .......... podpis", gap=14)
    assert fitted(words, page)[0].box[2] <= words[0].box[2] + 2


def test_a_heading_set_wide_is_one_word() -> None:
    page, letters = line("O D W O Ł A N I E", gap=20)
    true = replace(letters[0], text="ODWOŁANIE", box=(letters[0].box[0], letters[0].box[1], letters[-1].box[2],
                                                      letters[0].box[3]))  # fmt: skip
    assert worst(page, [true], [true]) > 0.8


def test_a_page_without_words() -> None:
    assert fitted([], np.full((50, 50), 255, np.uint8)) == ()
