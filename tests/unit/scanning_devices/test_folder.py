"""The watched folder: only whole files, bad ones aside with a reason, nothing lost or taken twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from scanning.devices.folder import REJECTED, TAKEN, FolderDriver
from scanning.devices.protocol import RawPage, ScanRequest
from scanning.errors import DeviceError


class Clock:
    """Time that passes only when somebody waits; `steps[n]` happens in the n-th wait."""

    def __init__(self, *steps: Callable[[], object]) -> None:
        self.now = 0.0
        self._steps = list(steps)

    def wait(self, seconds: float) -> None:
        self.now += seconds
        if self._steps:
            self._steps.pop(0)()

    def time(self) -> float:
        return self.now


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "kopiarka"
    path.mkdir()
    return path


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    path = tmp_path / "scratch"
    path.mkdir()
    return path


def tiff(path: Path, pages: int = 2) -> bytes:
    images = [Image.new("L", (60, 80), 10 * number) for number in range(pages)]
    images[0].save(path, save_all=True, append_images=images[1:])
    return path.read_bytes()


def driver(folder: Path, *steps: Callable[[], object]) -> FolderDriver:
    clock = Clock(*steps)
    return FolderDriver((folder,), 0.5, 10.0, clock.wait, clock.time)


def scan(source: FolderDriver, folder: Path, scratch: Path, max_pages: int | None = None) -> list[RawPage]:
    return list(source.scan(ScanRequest(f"folder:{folder}", max_pages=max_pages), scratch))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_files_come_in_the_order_they_arrived_and_are_put_away(folder: Path, scratch: Path) -> None:
    import os

    for age, name in ((30, "b.tif"), (20, "a.tif"), (10, "c.tif")):
        tiff(folder / name)
        os.utime(folder / name, (1_000_000 - age, 1_000_000 - age))
    pages = scan(driver(folder), folder, scratch)
    assert [page.sheet for page in pages] == [1, 2, 3, 4, 5, 6]
    assert names(folder / TAKEN) == ["a.tif", "b.tif", "c.tif"]
    assert names(folder) == [TAKEN]


def test_growing_file_is_waited_for(folder: Path, scratch: Path) -> None:
    data = tiff(folder / "skan.tif", 3)
    path = folder / "skan.tif"
    path.write_bytes(data[:100])
    steps: list[Callable[[], object]] = []
    for size in (200, 300, 400, len(data)):  # a slow copier: it pauses for several polls between two pieces
        steps += [lambda size=size: path.write_bytes(data[:size]), lambda: None, lambda: None, lambda: None]
    source = driver(folder, *steps)
    assert len(scan(source, folder, scratch)) == 3
    assert source.rejected == []


def test_file_that_stays_cut_is_put_aside_with_its_reason(folder: Path, scratch: Path) -> None:
    data = tiff(folder / "urwany.tif", 3)
    (folder / "urwany.tif").write_bytes(data[: len(data) // 2])
    tiff(folder / "dobry.tif", 2)
    source = driver(folder)
    assert len(scan(source, folder, scratch)) == 2
    assert [error.code for error in source.rejected] == ["damaged"]
    assert names(folder / REJECTED) == ["urwany.tif", "urwany.tif.powod.txt"]
    assert "uszkodzony" in (folder / REJECTED / "urwany.tif.powod.txt").read_text(encoding="utf-8")
    assert names(folder / TAKEN) == ["dobry.tif"]


def test_several_bad_files_stop_nothing(folder: Path, scratch: Path, tmp_path: Path) -> None:
    secret = tmp_path / "poza.tif"
    tiff(secret)
    (folder / "link.tif").symlink_to(secret)
    (folder / "pusty.pdf").write_bytes(b"")
    (folder / "tekst.pdf").write_bytes(b"nie pdf")
    (folder / "zły.pdf").write_bytes(secret.read_bytes())
    tiff(folder / "dobry.tif", 1)
    source = driver(folder)
    assert len(scan(source, folder, scratch)) == 1
    assert sorted(error.code for error in source.rejected) == ["empty_file", "link", "unknown_kind", "wrong_extension"]
    assert secret.exists()
    assert names(folder / TAKEN) == ["dobry.tif"]


def test_half_written_and_hidden_names_are_left_alone(folder: Path, scratch: Path) -> None:
    for name in (".ukryty.tif", "skan.tif.part", "~skan.tif", "x.TMP"):
        tiff(folder / "wzór.tif")
        (folder / "wzór.tif").rename(folder / name)
    with pytest.raises(DeviceError) as caught:
        scan(driver(folder), folder, scratch)
    assert caught.value.code == "no_paper"
    assert len(names(folder)) == 4


def test_name_taken_before_is_not_covered(folder: Path, scratch: Path) -> None:
    for _ in range(3):
        tiff(folder / "skan.tif", 1)
        scan(driver(folder), folder, scratch)
    assert names(folder / TAKEN) == ["skan (2).tif", "skan (3).tif", "skan.tif"]


def test_file_is_kept_until_its_last_page_was_taken_over(folder: Path, scratch: Path) -> None:
    tiff(folder / "skan.tif", 2)
    pages = driver(folder).scan(ScanRequest(f"folder:{folder}"), scratch)
    next(pages)
    next(pages)
    pages.close()  # type: ignore[attr-defined]
    assert names(folder) == ["skan.tif"]


def test_file_replaced_while_it_was_read_is_read_again(folder: Path, scratch: Path) -> None:
    tiff(folder / "skan.tif", 1)
    pages = driver(folder).scan(ScanRequest(f"folder:{folder}"), scratch)
    next(pages)
    tiff(folder / "nowy.tif", 4)
    (folder / "nowy.tif").replace(folder / "skan.tif")
    assert list(pages) == []
    assert len(scan(driver(folder), folder, scratch)) == 4


def test_count_takes_whole_files_only(folder: Path, scratch: Path) -> None:
    tiff(folder / "a.tif", 2)
    tiff(folder / "b.tif", 2)
    assert len(scan(driver(folder), folder, scratch, max_pages=3)) == 2
    assert len(names(folder)) == 2


def test_folder_that_is_not_ours_or_not_there(folder: Path, scratch: Path) -> None:
    with pytest.raises(DeviceError) as other:
        scan(driver(folder), folder.parent, scratch)
    assert other.value.code == "unknown_device"
    source = driver(folder)
    assert [device.id for device in source.discover()] == [f"folder:{folder}"]
    folder.rmdir()
    assert source.discover() == []
    with pytest.raises(DeviceError) as gone:
        scan(source, folder, scratch)
    assert gone.value.code == "gone"
