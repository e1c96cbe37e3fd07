"""What a page is proposed to be, from its image and its words; in doubt the material of which more is kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from scanning.ocr.protocol import Gray, PageText, Word
from scanning.pages.greyed import colour_on_white, on_white
from scanning.pages.load import Pixels
from scanning.pages.look import bits_of, look_of
from scanning.pages.material import proposed_material
from scanning.pages.minima import PageMaterial
from scanning.pages.model import Look, PageFacts
from tests.unit.scanning_pages.paper import letter, spoiled

NOTHING = Look(tones=0.0, colours=0.0, letters=100, bits=24, lossy=False)


def facts(look: Look | None, *, inches: tuple[float, float] = (8.27, 11.69), blank: bool = False) -> PageFacts:
    width, height = (round(side * 300) for side in inches)
    nowhere = Path("page.png")
    colour = look is not None and look.bits == 24
    return PageFacts(1, "0" * 64, width, height, 300, 0, 0.0, blank, colour, (), nowhere, nowhere, look=look)


def words(sure: int, doubtful: int = 0) -> PageText:
    """Words of five letters, so many letters of them read surely and so many with doubt."""
    said = [(0.95, sure // 5), (0.5, doubtful // 5)]
    read = [Word("słowo", (0, 0, 9, 9), level, 0, 0) for level, count in said for _ in range(count)]
    return PageText(tuple(read), 2481, 3507, 300)


@pytest.mark.parametrize(
    ("look", "text", "material"),
    [
        (NOTHING, words(110), PageMaterial.PRINT),
        (NOTHING, words(105, 10), PageMaterial.PRINT),
        (NOTHING, words(80, 30), PageMaterial.HANDWRITING),
        (NOTHING, words(80), PageMaterial.HANDWRITING),
        (NOTHING, words(0), PageMaterial.HANDWRITING),
        (NOTHING, None, PageMaterial.PRINT),
        (replace(NOTHING, colours=0.1), words(110), PageMaterial.PRINT),
        (replace(NOTHING, colours=0.5), words(110), PageMaterial.COLOUR),
        (replace(NOTHING, colours=0.5), words(20, 80), PageMaterial.COLOUR),
        (replace(NOTHING, tones=0.05), words(110), PageMaterial.COLOUR),
        (replace(NOTHING, tones=0.05, bits=8), words(110), PageMaterial.HANDWRITING),
        (replace(NOTHING, tones=0.6, letters=3), words(0), PageMaterial.PHOTOGRAPH),
        (replace(NOTHING, tones=0.6), words(110), PageMaterial.COLOUR),
        (replace(NOTHING, tones=0.6), None, PageMaterial.COLOUR),
        (None, words(0), PageMaterial.PRINT),
    ],
)
def test_in_doubt_more_is_kept(look: Look | None, text: PageText | None, material: PageMaterial) -> None:
    assert proposed_material(facts(look), text) is material


def test_size_and_emptiness_come_first() -> None:
    assert proposed_material(facts(NOTHING, inches=(16.5, 23.4)), words(0)) is PageMaterial.OVERSIZE
    assert proposed_material(facts(NOTHING, blank=True), words(0)) is PageMaterial.PRINT


def picture(width: int, height: int) -> Gray:
    """Many soft tones, as on a photograph."""
    source = np.random.default_rng(7)
    tones = np.zeros((height, width))
    for power in range(1, 7):
        coarse = source.normal(size=(2**power + 1, 2**power + 1)) / 2**power
        tones += cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray((tones - tones.min()) / np.ptp(tones) * 200 + 20, dtype=np.uint8)


def with_picture(dpi: int = 150) -> Gray:
    page = letter(dpi).pixels.copy()
    width, height = round(90 / 25.4 * dpi), round(60 / 25.4 * dpi)
    page[-height - dpi : -dpi, dpi : dpi + width] = picture(width, height)
    return page


def measured(pixels: Pixels, dpi: int = 150) -> Look:
    return look_of(pixels, dpi, 300, bits=bits_of(pixels), lossy=False)


def test_a_picture_is_seen_and_print_shadows_and_bars_are_not() -> None:
    assert measured(with_picture()).tones > 0.05
    for plain in (letter(150).pixels, spoiled(letter(150).pixels, noise=9.0, paper=0.8)):
        assert measured(plain).tones < 0.005
    barred = letter(150).pixels.copy()
    barred[1300:1340, 100:1100] = 0
    barred[1400:1600, 100:1100] = np.minimum(barred[1400:1600, 100:1100], 205)
    assert measured(barred).tones < 0.015


def coloured(ink: tuple[int, int, int]) -> Pixels:
    grey = letter(150).pixels
    return np.dstack([np.where(grey < 128, level, 245).astype(np.uint8) for level in ink])


def test_a_stamp_is_no_colour_text_and_blue_writing_is() -> None:
    stamped = coloured((20, 20, 20))
    cv2.circle(stamped, (800, 1500), 60, (40, 40, 200), 3)
    assert 0 < measured(stamped).colours < 0.2
    assert measured(coloured((30, 40, 160))).colours > 0.8
    assert measured(letter(150).pixels).colours == 0


def test_a_black_and_white_scan_is_known_as_one() -> None:
    grey = letter(150).pixels
    assert bits_of(np.where(grey < 128, 0, 255).astype(np.uint8)) == 1
    assert bits_of(spoiled(grey)) == 8
    assert bits_of(np.dstack([grey, grey, grey])) == 24


def test_a_picture_among_print_keeps_its_tones() -> None:
    page = with_picture()
    kept = on_white(page, 150)
    inside = np.s_[-330:-180, 250:550]
    assert np.corrcoef(kept[inside].ravel(), page[inside].ravel())[0, 1] > 0.95
    assert float((kept[:100] == 255).mean()) > 0.99


def test_a_markers_yellow_stays_and_the_papers_grain_goes() -> None:
    page = coloured((20, 20, 20)).astype(np.int16) + np.random.default_rng(1).normal(0, 4, (1754, 1240, 3))
    page = np.clip(page, 0, 255).astype(np.uint8)
    page[1200:1260, 200:700, 2] = 120
    kept = colour_on_white(page)
    assert kept[1210:1250, 210:690, 2].mean() < 140
    assert float((kept[1300:1700] == 255).all(axis=2).mean()) > 0.98
