"""A first letter's case and mark are decided by its ink, and only where the ink leaves no doubt."""

from __future__ import annotations

import numpy as np
import pytest

from scanning.ocr.protocol import Gray, Word
from scanning.pages.first_letters import mended
from scanning.pages.word_boxes import fitted
from tests.unit.scanning_pages.paper import letter

DPI = 225


def read_as(printed: str, read: str, font: str) -> tuple[tuple[str, ...], Gray]:
    """What becomes of words printed one way and read another."""
    drawn = letter(DPI, (printed,), font=font)
    boxes = [tuple(round(side) for side in box) for _, box in drawn.words]
    words = [Word(text, box, 0.9, 0, 0) for text, box in zip(read.split(), boxes, strict=True)]  # type: ignore[arg-type]
    return tuple(word.text for word in mended(fitted(words, drawn.pixels), drawn.pixels)), drawn.pixels


@pytest.mark.parametrize("font", ["DejaVuSerif", "LiberationSans-Regular", "LiberationSerif-Regular"])
@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("dnia Żadna Wnoszę roku", "dnia żadna wnoszę roku"),
        ("dnia sprawie właściwości sto", "dnia sprawie właściwości sto"),
        ("dnia Śląski Żółwin Ćma", "dnia Sląski Zółwin Cma"),
        ("dnia Żak Źródło", "dnia Zak Zródło"),
        ("dnia świat żaba Sanok", "dnia świat żaba Sanok"),
        ("dnia ZUS SANOK COPY", "dnia ZUS SANOK COPY"),
        ("dnia Zabrze Nysa Opole", "dnia Zabrze Nysa Opole"),
    ],
)
def test_the_ink_decides(printed: str, read: str, font: str) -> None:
    assert read_as(printed, read, font)[0] == tuple(printed.split())


def test_a_line_without_tall_letters_decides_nothing() -> None:
    assert read_as("oraz wasz sens", "Oraz wasz Sens", "DejaVuSerif")[0] == ("Oraz", "wasz", "Sens")


def test_a_blank_place_changes_no_word() -> None:
    words = (Word("dnia", (10, 10, 60, 30), 0.9, 0, 0), Word("Sanok", (70, 10, 120, 30), 0.9, 0, 0))
    assert mended(words, np.full((60, 200), 255, np.uint8)) == words
