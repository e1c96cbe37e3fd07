"""A dirty glass is known by its streak, not by anything printed."""

from __future__ import annotations

import numpy as np
import pytest

from scanning.ocr.protocol import Gray
from scanning.pages.streaks import lasting, streaks_on

DPI = 150
MM = DPI / 25.4


def page(seed: int = 0, streak_mm: float | None = None, width: int = 2, dark: bool = True) -> Gray:
    """A grainy A4 page with lines of words, and perhaps a streak down all of it."""
    chance = np.random.default_rng(seed)
    image = chance.normal(235, 4, (1754, 1240))
    for line in range(20, 80):
        left = 130
        while left < 1050:
            word = int(chance.integers(20, 90))
            image[line * 20 : line * 20 + 10, left : left + word] -= 150
            left += word + 12
    if streak_mm is not None:
        place = round(streak_mm * MM)
        image[:, place : place + width] += -40 if dark else 18
    return np.clip(image, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("streak_mm", [12.0, 42.0, 105.0, 190.0])
def test_a_dark_streak_is_found_where_it_runs_also_through_text(streak_mm: float) -> None:
    [found] = streaks_on(page(1, streak_mm), DPI)
    assert abs(found - streak_mm * 10) < 6


@pytest.mark.parametrize("streak_mm", [12.0, 190.0])
def test_a_light_streak_is_found_on_grey_paper(streak_mm: float) -> None:
    [found] = streaks_on(page(1, streak_mm, dark=False), DPI)
    assert abs(found - streak_mm * 10) < 6


def test_text_frames_and_edges_are_no_streaks() -> None:
    framed = page(2)
    framed[60:1700, 150:153] = 20  # a printed rule ends before the paper does
    framed[:, :8] = 40  # the shadow of the paper's edge is wide
    assert streaks_on(framed, DPI) == ()
    assert streaks_on(np.full((1754, 1240), 250, np.uint8), DPI) == ()
    assert streaks_on(np.full((20, 20), 250, np.uint8), DPI) == ()


def test_only_a_streak_that_lasts_in_one_place_means_the_glass() -> None:
    assert lasting([(420,), (424,), (417,)]) == 417
    assert lasting([(), (420,), (424,), (417, 900)]) == 417
    assert lasting([(420,), (), (420,)]) is None
    assert lasting([(420,), (440,), (460,)]) is None
    assert lasting([(420,), (420,)]) is None
