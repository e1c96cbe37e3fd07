"""The searchable PDF/A: rules kept, text found at its true place, images stored as their material asks."""

from __future__ import annotations

import os
import re
import subprocess
import tracemalloc
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pikepdf
import pytest
from PIL import Image

from scanning.errors import StorageError
from scanning.ocr.choose import choose_engine
from scanning.ocr.protocol import OcrEngine, PageText, Word
from scanning.pages.geometry import Placement
from scanning.pages.minima import PageMaterial
from scanning.pages.process import PageProcessor
from scanning.pdf import PdfPage, text_of, write_searchable_pdf
from tests.bench.words_found import PlacedWord, best_overlaps
from tests.integration.reading_pages.pdfa_rules import broken_rules
from tests.unit.scanning_pages.paper import Drawn, Pixels, letter, spoiled, spooled, tilted

CREATED = datetime(2026, 3, 12, 10, 30, tzinfo=UTC)
TITLE = "Wniosek o udostępnienie <świetlicy> & „zażółć gęślą jaźń”"
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"'}


@pytest.fixture(scope="module")
def engine() -> OcrEngine:
    """The best engine installed."""
    return choose_engine()


@pytest.fixture
def work(tmp_path: Path, engine: OcrEngine) -> PageProcessor:
    """A processor writing beside the raw pages."""
    return PageProcessor(tmp_path / "derived", engine)


def write(pages: Sequence[PdfPage], target: Path) -> Path:
    """The pages as a PDF with our usual facts."""
    write_searchable_pdf(pages, target, title=TITLE, identifier="K1A-26-000123-U", created=CREATED)
    return target


def run(*command: str) -> str:
    """A tool's output; its failure is ours."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


def words_in(pdf: Path, dpi: int) -> list[PlacedWord]:
    """Words of the first page as another program finds them, in the upright image's pixels."""
    page = run("pdftotext", "-bbox", "-f", "1", "-l", "1", str(pdf), "-")
    found = []
    for left, top, right, bottom, text in _WORD.findall(page):
        for entity, char in _ENTITIES.items():
            text = text.replace(entity, char)
        found.append((text, tuple(float(v) * dpi / 72 for v in (left, top, right, bottom))))
    return found  # type: ignore[return-value]


def upright_words(drawn: Drawn, degrees: float, placement: Placement) -> list[PlacedWord]:
    """The true boxes, carried over the tilt of the scan and back to the upright image."""
    height, width = drawn.pixels.shape
    tilt = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    way = placement.raw_to_upright() @ np.vstack([tilt, [0, 0, 1]])
    placed = []
    for text, (left, top, right, bottom) in drawn.words:
        corners = np.array([(x, y, 1.0) for x in (left, right) for y in (top, bottom)]) @ way.T
        (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
        placed.append((text, (float(x0), float(y0), float(x1), float(y1))))
    return placed


@pytest.mark.parametrize(("dpi", "degrees", "turn"), [(300, 0.0, None), (200, 3.7, None), (300, -2.4, cv2.ROTATE_180)])
def test_words_lie_where_they_are_printed(
    tmp_path: Path, work: PageProcessor, dpi: int, degrees: float, turn: int | None
) -> None:
    drawn = letter(dpi, font="LiberationSerif-Regular")
    pixels = spoiled(tilted(drawn.pixels, degrees), noise=6)
    if turn is not None:
        pixels = np.asarray(cv2.rotate(pixels, turn), np.uint8)
    facts = work.facts_of(spooled(tmp_path, pixels, dpi))
    pdf = write([PdfPage(facts, work.read_full(facts))], tmp_path / "letter.pdf")
    seen = Placement(pixels.shape[1], pixels.shape[0], facts.rotation, facts.skew, facts.crop)
    if turn is not None:
        assert facts.rotation == 180
        seen = Placement(pixels.shape[1], pixels.shape[0], 0, facts.skew, facts.crop)
    overlaps = best_overlaps(upright_words(drawn, degrees, seen), words_in(pdf, dpi))
    assert len(overlaps) >= 0.95 * len(drawn.words)
    assert np.median(overlaps) >= 0.7
    assert min(overlaps) >= 0.5


def test_the_file_keeps_the_rules_and_other_programs_read_it(tmp_path: Path, work: PageProcessor) -> None:
    pages = []
    grey = spoiled(letter(200).pixels)
    colour = np.dstack([grey, grey, grey])
    cv2.circle(colour, (900, 1800), 120, (30, 40, 200), 8)
    materials = (PageMaterial.PRINT, PageMaterial.HANDWRITING, PageMaterial.COLOUR, PageMaterial.PHOTOGRAPH)
    for number, material in enumerate(materials, start=1):
        pixels = colour if material is PageMaterial.COLOUR else grey
        suffix = ".jpg" if material is PageMaterial.PHOTOGRAPH else ".png"
        page = spooled(tmp_path, pixels, 200, number, suffix)
        facts = work.facts_of(page)
        pages.append(PdfPage(facts, work.read_full(facts), material, page.path))
    pdf = write(pages, tmp_path / "all.pdf")
    assert broken_rules(pdf) == []
    run("qpdf", "--check", str(pdf))
    text = run("pdftotext", str(pdf), "-")
    assert text.count("Świętojańska") == 4
    assert "wolontariusze przeszkoleni" in text
    run("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pnggray", "-r50", f"-sOutputFile={tmp_path}/gs%d.png", str(pdf))
    kinds = [stored(pdf, index) for index in range(4)]
    assert [kind[:3] for kind in kinds] == [
        ("/CCITTFaxDecode", 1, "/DeviceGray"),
        ("/FlateDecode", 8, "/DeviceGray"),
        ("/FlateDecode", 8, "/DeviceRGB"),
        ("/DCTDecode", 8, "/DeviceGray"),
    ]
    assert kinds[3][3] == (tmp_path / "raw-4.jpg").read_bytes(), "the device's JPEG must stay untouched"
    for index, page in enumerate(pages[:3], start=1):
        drawn = np.asarray(Image.open(tmp_path / f"gs{index}.png").convert("L"), dtype=np.float64)
        assert drawn.shape == (round(page.facts.height * 50 / 200), round(page.facts.width * 50 / 200))
        assert ink_alike(drawn, cv2.imread(str(page.facts.upright), cv2.IMREAD_GRAYSCALE)) > 0.6


def stored(pdf: Path, index: int) -> tuple[str, int, str, bytes]:
    """Filter, bits, colour space and raw bytes of a page's image."""
    with pikepdf.open(pdf) as opened:
        image: Any = opened.pages[index].Resources.XObject.Im0
        return str(image.Filter), int(image.BitsPerComponent), str(image.ColorSpace), bytes(image.read_raw_bytes())


def ink_alike(drawn: np.ndarray, upright: Pixels) -> float:
    """Correlation of a rendering with the upright image at the same size."""
    small = cv2.resize(upright, (drawn.shape[1], drawn.shape[0]), interpolation=cv2.INTER_AREA).astype(np.float64)
    local = small - cv2.GaussianBlur(small, (0, 0), 12)
    other = drawn - cv2.GaussianBlur(drawn, (0, 0), 12)
    return float(np.corrcoef(local.ravel(), other.ravel())[0, 1])


@pytest.mark.parametrize("turn", [None, cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_COUNTERCLOCKWISE])
def test_an_untouched_jpeg_lies_as_the_upright_image_does(
    tmp_path: Path, work: PageProcessor, turn: int | None
) -> None:
    pixels = spoiled(tilted(letter(150).pixels, 2.0), noise=3)
    if turn is not None:
        pixels = np.asarray(cv2.rotate(pixels, turn), np.uint8)
    page = spooled(tmp_path, pixels, 150, suffix=".jpg")
    facts = work.facts_of(page)
    pdf = write([PdfPage(facts, None, PageMaterial.PHOTOGRAPH, page.path)], tmp_path / "photo.pdf")
    assert stored(pdf, 0)[3] == page.path.read_bytes()
    run("pdftoppm", "-r", "75", "-gray", "-png", "-singlefile", str(pdf), str(tmp_path / "shown"))
    drawn = np.asarray(Image.open(tmp_path / "shown.png").convert("L"), dtype=np.float64)
    upright = cv2.imread(str(facts.upright), cv2.IMREAD_GRAYSCALE)
    assert upright is not None
    middle = (slice(60, -60), slice(60, -60))
    small = cv2.resize(upright, (drawn.shape[1], drawn.shape[0]), interpolation=cv2.INTER_AREA)
    assert ink_alike(drawn[middle], np.asarray(small[middle], np.uint8)) > 0.8


def test_print_is_small_black_on_white_and_without_specks(tmp_path: Path, work: PageProcessor) -> None:
    facts = work.facts_of(spooled(tmp_path, spoiled(tilted(letter(300).pixels, 1.3)), 300))
    pdf = write([PdfPage(facts)], tmp_path / "print.pdf")
    assert len(stored(pdf, 0)[3]) <= 80_000
    with pikepdf.open(pdf) as opened:
        shown = np.asarray(pikepdf.PdfImage(opened.pages[0].Resources.XObject.Im0).as_pil_image().convert("L"))
    assert set(np.unique(shown)) == {0, 255}
    truth = letter(300).pixels < 128
    assert abs(float((shown == 0).mean()) / float(truth.mean()) - 1) < 0.35
    assert (shown[2600:3300, 300:2200] == 0).sum() == 0, "the empty lower part must stay white"


def test_odd_words_are_written_and_found_again(tmp_path: Path, work: PageProcessor) -> None:
    facts = work.facts_of(spooled(tmp_path, letter(150).pixels, 150))
    said = ("Zażółć", "(a\\b)", "„cytat”", "§12", "m²", "Z\u0307aba", "e\u0301", "x\x07y", "😀")
    words = tuple(Word(text, (100, 100 + 60 * i, 300, 130 + 60 * i), 0.9, i, 0) for i, text in enumerate(said))
    pdf = write([PdfPage(facts, PageText(words, facts.width, facts.height, 150))], tmp_path / "odd.pdf")
    read = [text for text, _ in words_in(pdf, 150)]
    assert read == ["Zażółć", "(a\\b)", "„cytat”", "§12", "m²", "Żaba", "é", "x\ufffdy", "\ufffd"]
    assert broken_rules(pdf) == []


def test_a_failed_writing_leaves_the_old_file_and_no_litter(
    tmp_path: Path, work: PageProcessor, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = work.facts_of(spooled(tmp_path, letter(150).pixels, 150))
    folder = tmp_path / "out"
    folder.mkdir()
    target = write([PdfPage(facts)], folder / "letter.pdf")
    before = target.read_bytes()

    def full_disk(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(StorageError) as failed:
        write([PdfPage(facts), PdfPage(facts)], target)
    assert failed.value.code == "disk_full"
    assert target.read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["letter.pdf"]


def test_it_is_on_the_disk_before_it_takes_its_name(
    tmp_path: Path, work: PageProcessor, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = work.facts_of(spooled(tmp_path, letter(150).pixels, 150))
    steps: list[str] = []
    fsync, rename = os.fsync, Path.replace

    def noted_fsync(handle: int) -> None:
        steps.append("fsync")
        fsync(handle)

    def noted_rename(self: Path, target: Path) -> Path:
        steps.append("rename")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_rename)
    write([PdfPage(facts)], tmp_path / "letter.pdf")
    assert steps == ["fsync", "rename", "fsync"]


def test_memory_stays_flat_over_a_long_stack(tmp_path: Path, work: PageProcessor) -> None:
    facts = work.facts_of(spooled(tmp_path, spoiled(letter(100).pixels), 100))

    def peak(count: int) -> int:
        tracemalloc.start()
        write([PdfPage(facts, None, PageMaterial.HANDWRITING)] * count, tmp_path / "long.pdf")
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    short, long = peak(3), peak(60)
    assert long < short * 1.2 + 200_000
    with pikepdf.open(tmp_path / "long.pdf") as opened:
        assert len(opened.pages) == 60


def test_the_plain_text_parts_pages_by_form_feeds() -> None:
    page = PageText((Word("Żółw", (0, 0, 9, 9), 1.0, 0, 0),), 100, 100, 300)
    assert text_of([page, None, page]) == "Żółw\f\fŻółw"


def test_pages_below_the_tables_minima_are_named(tmp_path: Path, work: PageProcessor) -> None:
    facts = [work.facts_of(spooled(tmp_path, letter(dpi).pixels, dpi, dpi)) for dpi in (100, 150, 200)]
    pages = [PdfPage(page) for page in facts] + [PdfPage(facts[1], material=PageMaterial.HANDWRITING)]
    kept = write_searchable_pdf(pages, tmp_path / "l.pdf", title=TITLE, identifier="K1A-26-000123-U", created=CREATED)
    short = [(image.page, problem.code) for image in kept for problem in image.problems]
    assert short == [(1, "resolution"), (4, "resolution")]
    assert "100 dpi" in kept[0].problems[0].message
