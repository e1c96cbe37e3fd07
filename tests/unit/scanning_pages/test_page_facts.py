"""What is said of a page: which way up, how askew, blank or not, coloured or not; and bad files are refused."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from scanning.errors import InputError
from scanning.ocr.choose import choose_engine
from scanning.ocr.protocol import OcrEngine
from scanning.pages.load import MAX_PIXELS, load_page
from scanning.pages.model import SpooledPage
from scanning.pages.process import PageProcessor
from tests.unit.scanning_pages.paper import LINES, Pixels, letter, spoiled, spooled, tilted

_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


@pytest.fixture(scope="module")
def engine() -> OcrEngine:
    """The best engine installed."""
    return choose_engine()


def empty_sheet(dpi: int = 200) -> Pixels:
    """A white A4 sheet."""
    return np.full((round(11.69 * dpi), round(8.27 * dpi)), 250, np.uint8)


@pytest.mark.parametrize(("fed", "back"), [(0, 0), (90, 270), (180, 180), (270, 90)])
@pytest.mark.parametrize("degrees", [-4.6, 0.7, 3.2])
def test_a_page_fed_any_way_comes_out_upright(
    tmp_path: Path, engine: OcrEngine, fed: int, back: int, degrees: float
) -> None:
    pixels = spoiled(tilted(letter(200).pixels, degrees))
    if fed:
        pixels = np.asarray(cv2.rotate(pixels, _TURNS[fed]), np.uint8)
    facts = PageProcessor(tmp_path / "out", engine).facts_of(spooled(tmp_path, pixels, 200))
    assert facts.rotation == back
    assert facts.skew == pytest.approx(-degrees, abs=0.15)
    assert (facts.width, facts.height) == (1654, 2338)
    assert not facts.blank
    assert not facts.colour
    assert load_page(facts.upright).shape == (facts.height, facts.width)
    assert max(load_page(facts.thumbnail).shape) == 320


def test_without_an_engine_a_page_is_still_worked_through(tmp_path: Path) -> None:
    processor = PageProcessor(tmp_path / "out", None)
    facts = processor.facts_of(spooled(tmp_path, letter(150).pixels, 150))
    assert facts.rotation == 0
    assert processor.read_full(facts).words == ()


def test_an_empty_sheet_is_blank_and_is_kept(tmp_path: Path) -> None:
    facts = PageProcessor(tmp_path / "out", None).facts_of(spooled(tmp_path, spoiled(empty_sheet()), 200))
    assert facts.blank
    assert facts.upright.is_file()


def test_bleed_through_punch_holes_and_specks_leave_a_page_blank(tmp_path: Path) -> None:
    back = 255 - (255 - cv2.GaussianBlur(letter(200).pixels[:, ::-1].astype(np.float64), (0, 0), 2.5)) * 0.2
    sheet = back.astype(np.uint8)
    for y in (900, 1500):
        cv2.circle(sheet, (90, y), 22, 20, -1)
    rng = np.random.default_rng(3)
    for x, y in rng.integers(50, 1600, (60, 2)):
        sheet[y : y + 3, x : x + 2] = 40
    sheet[:, :6] = 30
    facts = PageProcessor(tmp_path / "out", None).facts_of(spooled(tmp_path, spoiled(sheet, noise=5), 200))
    assert facts.blank


@pytest.mark.parametrize("lines", [("Zał. 1",), ("Odpowiedź",), ("", "", "", "12 / 2026")])
def test_one_short_line_is_not_blank(tmp_path: Path, lines: tuple[str, ...]) -> None:
    pixels = spoiled(letter(200, lines=lines).pixels)
    assert not PageProcessor(tmp_path / "out", None).facts_of(spooled(tmp_path, pixels, 200)).blank


def test_a_stamp_is_colour_and_tinted_paper_is_not(tmp_path: Path) -> None:
    grey = letter(150).pixels
    tinted = np.dstack([grey, (grey * 0.97).astype(np.uint8), (grey * 0.88).astype(np.uint8)])
    stamped = tinted.copy()
    cv2.circle(stamped, (900, 1400), 100, (40, 60, 190), 6)
    processor = PageProcessor(tmp_path / "out", None)
    assert not processor.facts_of(spooled(tmp_path, tinted, 150, 1)).colour
    assert processor.facts_of(spooled(tmp_path, stamped, 150, 2)).colour


def test_black_scanner_borders_are_cut_off(tmp_path: Path) -> None:
    pixels = letter(200).pixels.copy()
    pixels[:, :40] = 15
    pixels[-60:] = 15
    facts = PageProcessor(tmp_path / "out", None).facts_of(spooled(tmp_path, pixels, 200))
    assert facts.crop is not None
    left, top, right, bottom = facts.crop
    assert (left, top, right) == (pytest.approx(40, abs=4), 0, pixels.shape[1])
    assert bottom == pytest.approx(pixels.shape[0] - 60, abs=4)
    assert (facts.width, facts.height) == (right - left, bottom - top)


def test_a_one_bit_tiff_and_a_missing_resolution_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "page.tif"
    Image.fromarray(letter(200).pixels).convert("1").save(path, compression="group4")
    facts = PageProcessor(tmp_path / "out", None).facts_of(SpooledPage(1, path, "0" * 64, 0, 1))
    assert facts.dpi == pytest.approx(200, abs=1)


def test_the_header_comes_first_and_the_whole_text_holds_it(tmp_path: Path, engine: OcrEngine) -> None:
    processor = PageProcessor(tmp_path / "out", engine)
    facts = processor.facts_of(spooled(tmp_path, spoiled(tilted(letter(200).pixels, 1.5)), 200))
    header = processor.read_header(facts)
    whole = processor.read_full(facts)
    assert header.text.splitlines()[0] == LINES[0]
    assert "poważaniem" not in header.text
    assert whole.words[: len(header.words)] == header.words
    assert "Bożydar Wymyślny, prezes zarządu" in whole.text
    fresh = PageProcessor(tmp_path / "fresh", engine)
    at_once = fresh.read_full(fresh.facts_of(spooled(tmp_path, load_page(tmp_path / "raw-1.png"), 200)))
    assert at_once.text.split() == whole.text.split()
    lines = [(word.block, word.line) for word in whole.words]
    assert lines == sorted(lines)


def bomb(path: Path, width: int, height: int) -> Path:
    """A PNG whose header promises far more pixels than it brings."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress(b"\0" * 1000)
    chunks = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunks)
    return path


@pytest.mark.parametrize("side", [int(MAX_PIXELS**0.5) + 1, 40_000])
def test_an_image_of_too_many_pixels_is_refused_unread(tmp_path: Path, side: int) -> None:
    with pytest.raises(InputError) as refused:
        load_page(bomb(tmp_path / "bomb.png", side, side))
    assert refused.value.code == "too_large"
    assert refused.value.subject == "bomb.png"


def test_damaged_empty_and_foreign_files_are_refused(tmp_path: Path) -> None:
    whole = tmp_path / "whole.jpg"
    Image.fromarray(letter(150).pixels).save(whole)
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(whole.read_bytes()[:20_000])
    empty = tmp_path / "empty.png"
    empty.touch()
    foreign = tmp_path / "foreign.png"
    foreign.write_text("to nie jest obraz")
    for path, code in ((cut, "damaged_image"), (empty, "empty_file"), (foreign, "unknown_format")):
        with pytest.raises(InputError) as refused:
            load_page(path)
        assert refused.value.code == code
        assert refused.value.hint
