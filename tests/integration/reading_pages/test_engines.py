"""The same golden pages through both adapters: same words, same places."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from scanning.errors import ScanningError
from scanning.ocr.choose import ENGINE_NAMES, choose_engine
from scanning.ocr.protocol import OcrEngine
from scanning.ocr.tessdata import LanguageDataError, find_tessdata
from scanning.pages.clean import READING_DPI, cleaned
from tests.bench.words_found import best_overlaps, words_found
from tests.unit.scanning_pages.paper import Drawn, letter, spoiled

GOLDEN = {
    "clean": (letter(300), False),
    "spoiled": (letter(300, font="LiberationSans-Regular", size_pt=11), True),
}


@pytest.fixture(scope="module", params=ENGINE_NAMES)
def engine(request: pytest.FixtureRequest) -> OcrEngine:
    """Each adapter; both are installed wherever the tests run."""
    return choose_engine(request.param)


@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_golden_pages_are_read_word_for_word(engine: OcrEngine, name: str) -> None:
    drawn, hard = GOLDEN[name]
    page = cleaned(spoiled(drawn.pixels) if hard else drawn.pixels, 300)
    read = engine.read(page, READING_DPI)
    scale = drawn.pixels.shape[1] / page.shape[1]
    words = [(word.text, tuple(side * scale for side in word.box)) for word in read.words]
    found = words_found(drawn.words, words)
    assert sum(found) >= 0.985 * len(found), [w for (w, _), ok in zip(drawn.words, found, strict=True) if not ok]
    overlaps = best_overlaps(drawn.words, words)
    assert len(overlaps) > 0.9 * len(found)
    assert np.median(overlaps) > 0.7
    assert (read.width, read.height, read.dpi) == (page.shape[1], page.shape[0], READING_DPI)
    assert all(0.0 <= word.confidence <= 1.0 for word in read.words)
    assert read.text.startswith("Stowarzyszenie Źródło Nadziei\nul. Świętojańska 17, 43-190 Przykładowo")


def test_a_zone_is_read_in_the_whole_pages_pixels(engine: OcrEngine) -> None:
    drawn: Drawn = GOLDEN["clean"][0]
    (left, top, _, _), (_, _, right, bottom) = drawn.words[3][1], drawn.words[7][1]
    zone = (int(left) - 20, int(top) - 20, int(right) + 900, int(bottom) + 20)
    read = engine.read(drawn.pixels, 300, zone)
    assert (read.width, read.height) == (drawn.pixels.shape[1], drawn.pixels.shape[0])
    assert read.text == "ul. Świętojańska 17, 43-190 Przykładowo"
    assert min(best_overlaps(drawn.words[3:8], [(word.text, word.box) for word in read.words])) > 0.5


def test_an_empty_page_has_no_words(engine: OcrEngine) -> None:
    assert engine.read(np.full((1200, 900), 255, np.uint8), 300).words == ()


@pytest.mark.parametrize("name", ENGINE_NAMES)
def test_missing_language_data_say_what_to_do(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    with pytest.raises(LanguageDataError) as missing:
        choose_engine(name)
    assert missing.value.code == "no_language_data"
    assert "tesseract-ocr-pol" in missing.value.hint


def test_the_data_folder_is_found_and_a_prefix_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    assert (find_tessdata("pol") / "pol.traineddata").is_file()
    (tmp_path / "tessdata").mkdir()
    (tmp_path / "tessdata" / "pol.traineddata").touch()
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    assert find_tessdata("pol") == tmp_path / "tessdata"


def test_a_missing_program_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    import pytesseract

    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", "no-such-program-here")
    # The version is remembered after the first good answer.
    pytesseract.get_tesseract_version.cache_clear() if hasattr(
        pytesseract.get_tesseract_version, "cache_clear"
    ) else None
    try:
        with pytest.raises(LanguageDataError) as missing:
            choose_engine("pytesseract")
        assert missing.value.code == "no_engine"
    finally:
        monkeypatch.undo()


def test_an_unknown_engine_is_named_with_the_choice() -> None:
    with pytest.raises(ScanningError) as unknown:
        choose_engine("gocr")
    assert unknown.value.code == "unknown_engine"
    assert "pytesseract" in unknown.value.hint
