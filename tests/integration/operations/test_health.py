"""How a scanner does is counted from one day to the next, and a dirty glass is said once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from scanning.devices.protocol import Source
from scanning.pages.model import SplitMode
from tests.fakes.mfp.process import VirtualMfp
from tests.integration.operations.conftest import Bench, draw_page
from ui.operations.facts import FileFailed, ScanEnded, ScanOptions
from ui.operations.health import HealthBook, HealthWatch, ScannerHealth, told


@pytest.fixture
def mfp(tmp_path: Path) -> Iterator[VirtualMfp]:
    """Sheets from a scanner with something on its glass."""
    folder = tmp_path / "paper"
    folder.mkdir()
    for number in range(1, 5):
        path = draw_page(folder / f"{number}.png", *[f"Strona numer {number}"] * 9, size=(1240, 1754))
        with Image.open(path) as image:
            ImageDraw.Draw(image).line((700, 0, 700, 1754), 190, 2)
            image.save(path, dpi=(150, 150))
    with VirtualMfp(folder) as device:
        yield device


def scan(bench: Bench, mfp: VirtualMfp, load: int) -> None:
    mfp.control(load=load)
    bench.heard.clear()
    bench.batch.start(ScanOptions(mfp.device_id, source=Source.ADF, dpi=150, split=SplitMode.NONE))
    bench.until(lambda: any(isinstance(event, ScanEnded) for event in bench.heard))


def test_pages_stops_and_streaks_are_counted_and_the_glass_is_said_once(bench: Bench, mfp: VirtualMfp) -> None:
    book = HealthBook(bench.office)
    HealthWatch(book, bench.batch)
    assert told(book.of(mfp.device_id)) == ""
    mfp.control(jam_before=3)
    scan(bench, mfp, 4)
    bench.until(lambda: book.of(mfp.device_id).jams == 1)
    mfp.control(jam_before=0)
    scan(bench, mfp, 4)
    bench.until(lambda: book.of(mfp.device_id).pages == 6 and bench.batch.hand.worked_through)
    bench.until(lambda: book.of(mfp.device_id).streaks == 1)
    bench.until(lambda: any(isinstance(event, FileFailed) for event in bench.heard))
    [dirty] = [event.error for event in bench.heard if isinstance(event, FileFailed)]
    assert getattr(dirty, "code", "") == "glass_dirty"
    assert "118 mm" in getattr(dirty, "hint", "") or "119 mm" in getattr(dirty, "hint", "")
    known = HealthBook(bench.office).of(mfp.device_id)
    assert known == ScannerHealth(known.since, pages=6, jams=1, streaks=1)
    assert "strony: 6, zacięcia: 1" in told(known)


def test_files_are_no_scanner(bench: Bench) -> None:
    book = HealthBook(bench.office)
    HealthWatch(book, bench.batch)
    bench.take_in(draw_page(bench.folder / "1.png", "Pismo"))
    assert book.of("files") == ScannerHealth()
