"""Spoiled pages: the true boxes follow the ink, and the hard level is hard but not hopeless."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable

import cv2
import numpy as np
import pytest

from tests.letters import degrade
from tests.letters.degrade import Level
from tests.letters.framework import compose, generate, layouts
from tests.letters.render import RenderedPage, render

NAME = "unseen.authority"


@pytest.fixture(scope="module")
def words_only() -> RenderedPage:
    sheet = compose(layouts()[NAME], "degrade").sheets[0]
    return render(dataclasses.replace(sheet, shapes=[]), 150)


def mask_of(page: RenderedPage, grow: int) -> np.ndarray:
    mask = np.zeros(page.image.shape[:2], dtype=np.uint8)
    for word in page.words:
        cv2.fillPoly(mask, [np.rint(np.array(word.quad)).astype(np.int32)], (1.0,))
    return np.asarray(cv2.dilate(mask, np.ones((grow, grow), np.uint8)), dtype=bool)


def assert_ink_in_quads(page: RenderedPage) -> None:
    """All ink lies in the quads, and every quad has ink in its own middle."""
    ink = page.image < 130
    assert (ink & ~mask_of(page, 3)).sum() <= 0.005 * ink.sum()
    for word in page.words:
        left, top, right, bottom = word.box
        assert ink[max(0, top) : bottom, max(0, left) : right].any(), word


GEOMETRY: dict[str, Callable[[RenderedPage], RenderedPage]] = {
    "skew +5": lambda page: degrade.skewed(page, 5.0),
    "skew -3": lambda page: degrade.skewed(page, -3.0),
    "turn 90": lambda page: degrade.rotated(page, 90),
    "turn 180": lambda page: degrade.rotated(page, 180),
    "turn 270": lambda page: degrade.rotated(page, 270),
    "turn and skew": lambda page: degrade.skewed(degrade.rotated(page, 90), 2.0),
    "other dpi": lambda page: degrade.resampled(page, 110),
}


@pytest.mark.parametrize("name", GEOMETRY)
def test_true_boxes_follow_the_ink(name: str, words_only: RenderedPage) -> None:
    moved = GEOMETRY[name](words_only)
    assert moved.image.shape != words_only.image.shape or name == "turn 180"
    assert moved.steps
    assert_ink_in_quads(moved)


def test_a_skewed_page_is_cut_nowhere(words_only: RenderedPage) -> None:
    moved = degrade.skewed(words_only, -5.0)
    for word in moved.words:
        left, top, right, bottom = word.box
        assert left >= 0
        assert top >= 0
        assert right <= moved.width
        assert bottom <= moved.height


def test_quarter_turns_are_recorded_and_undo_each_other(words_only: RenderedPage) -> None:
    there = degrade.rotated(words_only, 90)
    back = degrade.rotated(there, 270)
    assert (there.turned, back.turned) == (90, 0)
    assert np.array_equal(back.image, words_only.image)
    assert np.allclose(np.array(back.words[5].quad), np.array(words_only.words[5].quad))


@pytest.mark.parametrize("colour", [False, True])
def test_every_spoiling_changes_pixels_and_no_sizes(colour: bool) -> None:
    page = render(compose(layouts()[NAME], "tone").sheets[0], 100, colour)
    rng = random.Random(3)
    spoiled = [
        degrade.faded(page, 0.2),
        degrade.greyed(page, rng),
        degrade.noisy(page, rng, 6, 0.001),
        degrade.blurred(page, 0.8),
        degrade.jpeg(page, 60),
        degrade.bleed_through(page, 0.1),
        degrade.folded(page, rng),
        degrade.edge_shadow(page, rng),
        degrade.stamped(page, rng),
    ]
    for one in spoiled:
        assert one.image.shape == page.image.shape
        assert one.image.dtype == np.uint8
        assert not np.array_equal(one.image, page.image), one.steps
        assert one.words == page.words
        assert len(one.steps) == 1


def test_hard_letters_are_skewed_stamped_noisy_and_their_words_still_stand_out() -> None:
    for sample in generate(11, 6, Level.HARD):
        for page in sample.pages:
            names = {step.split()[0] for step in page.steps}
            assert {"stamp", "grey", "skew", "noise", "jpeg"} <= names
            assert page.dpi in (200, 300)
            assert contrast(page) > 60


def contrast(page: RenderedPage) -> float:
    """The median over words of light minus dark inside their boxes."""
    spans = []
    for word in page.words:
        left, top, right, bottom = word.box
        part = page.image[top:bottom, left:right]
        spans.append(float(np.percentile(part, 95)) - float(np.percentile(part, 5)))
    return float(np.median(spans))
