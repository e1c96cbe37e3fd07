"""Demo scanner for training: a feeder that holds the sample letters, at the pace of a real device."""

from __future__ import annotations

import importlib
import importlib.util
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PIL import Image

from scanning.devices.config import DevicesConfig
from scanning.devices.faults import device_error
from scanning.devices.files import IMAGE_SUFFIXES, pages_of
from scanning.devices.protocol import DeviceInfo, Mode, RawPage, ScanRequest, Source

_RESOLUTIONS = (150, 200, 300)
_DEVICE = "demo:letters"


class DemoDriver:
    """Feeds `letters()` page by page; resolution and mode are honoured like a device would."""

    name = "demo"

    def __init__(
        self,
        letters: Callable[[], Sequence[Path]],
        page_seconds: float = 0.0,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._letters = letters
        self._page_seconds = page_seconds
        self._wait = wait

    def discover(self) -> list[DeviceInfo]:
        """The one demo scanner, while there are sample letters to feed."""
        if not self._letters():
            return []
        return [DeviceInfo(_DEVICE, "Skaner pokazowy (przykładowe listy)", self.name, tuple(Source), _RESOLUTIONS)]

    def scan(self, request: ScanRequest, scratch: Path) -> Iterator[RawPage]:
        """Yield the sample pages; the flatbed takes one."""
        if request.device_id != _DEVICE:
            raise device_error("unknown_device", request.device_id)
        limit = 1 if request.source is Source.FLATBED else request.max_pages
        count = 0
        for page in self._stack(scratch):
            if limit is not None and count >= limit:
                return
            self._wait(self._page_seconds)
            yield self._scanned(page, request, count, scratch)
            count += 1
        if count == 0:
            raise device_error("no_paper", request.device_id)

    def _stack(self, scratch: Path) -> Iterator[RawPage]:
        for letter in self._letters():
            yield from pages_of(letter, scratch)

    def _scanned(self, page: RawPage, request: ScanRequest, index: int, scratch: Path) -> RawPage:
        duplex = request.source is Source.ADF_DUPLEX
        sheet, side = (index // 2 + 1, index % 2) if duplex else (index + 1, 0)
        dpi = min(_RESOLUTIONS, key=lambda offered: abs(offered - request.dpi))
        path = scratch / f"demo-{index + 1:05d}.png"
        with Image.open(page.path) as image:
            scanned = image.convert("RGB" if request.mode is Mode.COLOR else "L")
            if dpi != page.dpi:
                size = (round(image.width * dpi / page.dpi), round(image.height * dpi / page.dpi))
                scanned = scanned.resize(size, Image.Resampling.LANCZOS)
            scanned.save(path, dpi=(dpi, dpi), compress_level=1)
        page.path.unlink(missing_ok=True)
        return RawPage(path, dpi, sheet, side)


def letters_in(folder: Path) -> list[Path]:
    """Image and PDF files of `folder`, by name."""
    return sorted(file for file in folder.iterdir() if file.suffix.lower() in IMAGE_SUFFIXES and file.is_file())


def shipped_letters() -> list[Path]:
    """The sample letters that come with the program (none in a cut-down installation)."""
    if importlib.util.find_spec("resources.letters") is None:
        return []
    return list(importlib.import_module("resources.letters").sample_pages())


def make_driver(config: DevicesConfig) -> DemoDriver:
    """The demo driver over the configured folder, or over the shipped letters."""
    folder = config.demo_folder
    letters = shipped_letters if folder is None else (lambda: letters_in(folder) if folder.is_dir() else [])
    return DemoDriver(letters, config.demo_page_seconds)
