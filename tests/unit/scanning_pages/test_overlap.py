"""A sheet scanned twice is known again; other letters, blank sheets and forms of another shape are not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from scanning.pages.model import PageFacts
from scanning.pages.overlap import repeated, same_sheet


def thumbnail(path: Path, seed: int, *, shift: int = 0, noise: float = 0) -> Path:
    """Lines of words of their own lengths, as a letter looks from afar."""
    chance = np.random.default_rng(seed)
    page = np.full((320, 226), 245, np.uint8)
    for line in range(18):
        left = 24
        while left < 180 and chance.random() > 0.08:
            width = int(chance.integers(5, 22))
            page[40 + line * 13 : 45 + line * 13, left : left + width] = 60
            left += width + 4
    page = np.roll(page, shift, axis=(0, 1))
    grain = np.random.default_rng(seed + 1000).normal(0, noise, page.shape)
    cv2.imwrite(str(path), np.clip(page + grain, 0, 255).astype(np.uint8))
    return path


@pytest.fixture
def pages(tmp_path: Path) -> list[PageFacts]:
    """Five different letters."""
    found = []
    for number in range(1, 6):
        picture = thumbnail(tmp_path / f"{number}.png", number)
        found.append(PageFacts(number, "", 1240, 1754, 150, 0, 0.0, False, False, (), picture, picture))
    return found


def again(page: PageFacts, folder: Path) -> PageFacts:
    picture = thumbnail(folder / f"again-{page.number}.png", page.number, shift=3, noise=6)
    return replace(page, number=page.number + 10, thumbnail=picture)


def test_a_second_scan_is_known_again(pages: list[PageFacts], tmp_path: Path) -> None:
    assert same_sheet(pages[0].thumbnail, again(pages[0], tmp_path).thumbnail)
    assert not same_sheet(pages[0].thumbnail, pages[1].thumbnail)
    assert not same_sheet(pages[0].thumbnail, tmp_path / "gone.png")


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_the_sheets_put_back_too_many_are_counted(count: int, pages: list[PageFacts], tmp_path: Path) -> None:
    before = pages[:4]
    after = [*(again(page, tmp_path) for page in before[4 - count :]), pages[4]]
    assert repeated(before, after) == count


def test_blank_pages_tell_nothing(pages: list[PageFacts]) -> None:
    blank = [replace(page, blank=True) for page in pages]
    assert repeated(blank[:2], blank[:2]) == 0
    assert repeated([], pages) == repeated(pages, []) == 0
