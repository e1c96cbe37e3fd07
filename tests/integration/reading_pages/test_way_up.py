"""Pages fed any way round come out upright; a page turned wrongly loses everything on it."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from scanning.ocr.choose import choose_engine
from scanning.ocr.protocol import OcrEngine
from scanning.pages.process import PageProcessor
from tests.letters.degrade import Level, rotated
from tests.letters.framework import generate
from tests.letters.render import RenderedPage
from tests.unit.scanning_pages.paper import spooled

# Once turned wrongly: rising and hanging letters even out (ruling), lines of handwriting that seem to stand.
_LETTERS = {"handwritten": 3, "ruling": 14}


@pytest.fixture(scope="module")
def engine() -> OcrEngine:
    return choose_engine()


@pytest.fixture(scope="module", params=sorted(_LETTERS))
def page(request: pytest.FixtureRequest) -> RenderedPage:
    number = _LETTERS[request.param]
    sample = next(islice(generate(2026, number + 1, Level.CLEAN, "known"), number, None))
    return sample.pages[0]


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_page_fed_any_way_is_turned_upright(
    tmp_path: Path, engine: OcrEngine, page: RenderedPage, degrees: int
) -> None:
    fed = rotated(page, degrees) if degrees else page
    facts = PageProcessor(tmp_path / "derived", engine).facts_of(spooled(tmp_path, fed.image, fed.dpi))
    assert facts.rotation == (360 - degrees) % 360
    assert not facts.blank
