"""What every scanner driver offers, and the words they share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol


class Source(StrEnum):
    """Where the device takes paper from."""

    FLATBED = "flatbed"
    ADF = "adf"
    ADF_DUPLEX = "adf-duplex"


class Mode(StrEnum):
    """Colour mode asked of the device; `lineart` is scanned as grey and binarised by us."""

    LINEART = "lineart"
    GRAY = "gray"
    COLOR = "color"


@dataclass(frozen=True)
class DeviceInfo:
    """One scanner as shown to a person; `id` is what `--device` takes and is stable between runs."""

    id: str
    name: str
    driver: str
    sources: tuple[Source, ...]
    resolutions: tuple[int, ...]
    modes: tuple[Mode, ...] = (Mode.GRAY, Mode.COLOR)


@dataclass(frozen=True)
class ScanRequest:
    """What to scan. `dpi` dots an inch; `max_pages` None = until the feeder is empty."""

    device_id: str
    source: Source = Source.ADF
    dpi: int = 300
    mode: Mode = Mode.GRAY
    max_pages: int | None = None


@dataclass(frozen=True)
class RawPage:
    """A page as the device gave it: a complete image file in the driver's scratch folder.

    `sheet` counts sheets of paper from 1; `side` is 0 front, 1 back. `dpi` is what the device really used.
    """

    path: Path
    dpi: int
    sheet: int
    side: int = 0


class Driver(Protocol):
    """A kind of scanner. All methods run in a worker process and may block; nothing here is thread-safe."""

    name: str

    def discover(self) -> list[DeviceInfo]:
        """Devices of this kind now reachable; never raises for an absent one."""
        ...

    def scan(self, request: ScanRequest, scratch: Path) -> Iterator[RawPage]:
        """Yield pages as they come, each a finished file in `scratch`. Raises DeviceError."""
        ...
