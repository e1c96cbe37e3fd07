"""Drivers that behave and misbehave like real ones; a child makes them by dotted name with JSON options."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scanning.devices.protocol import DeviceInfo, RawPage, ScanRequest, Source
from scanning.errors import DeviceError
from scanning.worker import progress


def page_bytes(sheet: int, side: int, size: int = 4096) -> bytes:
    """The bytes of a page, different for each sheet and side."""
    return f"sheet {sheet} side {side}\n".encode().ljust(size, b".")


class FakeFeeder:
    """A feeder whose faults are told by options.

    `sheets` in the feeder from `first`; `pause_s` per page; `fault` (jam, crash, exit, bug, hang, print) at page
    `fault_at`; `beats` = slow but moving: so many reports or grown bytes before each page.
    """

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        self.name = str(options.get("name", "fake"))

    def discover(self) -> list[DeviceInfo]:
        self._misbehave(0)
        count = int(self._options.get("devices", 1))
        sources = (Source.ADF, Source.ADF_DUPLEX)
        names = [f"{self.name}:{number}" for number in range(count)]
        return [DeviceInfo(name, f"Skaner próbny {name}", self.name, sources, (200, 300)) for name in names]

    def scan(self, request: ScanRequest, scratch: Path) -> Iterator[RawPage]:
        first = int(self._options.get("first", 1))
        sides = (0, 1) if request.source is Source.ADF_DUPLEX else (0,)
        count = 0
        try:
            for sheet in range(1, int(self._options.get("sheets", 3)) + 1):
                for side in sides:
                    count += 1
                    if request.max_pages is not None and count > request.max_pages:
                        return
                    self._misbehave(count)
                    yield self._page(request, scratch, first + sheet - 1, sheet, side)
        finally:
            if marker := self._options.get("closed_marker"):
                Path(marker).touch()

    def _page(self, request: ScanRequest, scratch: Path, paper: int, sheet: int, side: int) -> RawPage:
        path = scratch / f"raw-{sheet}-{side}.pnm"
        data = page_bytes(paper, side, int(self._options.get("size", 4096)))
        pause = float(self._options.get("pause_s", 0.0))
        steps = int(self._options.get("steps", 1))
        with path.open("wb") as stream:
            for step in range(steps):
                time.sleep(pause / steps)
                if self._options.get("moving") == "bytes":
                    stream.write(data[step * len(data) // steps : (step + 1) * len(data) // steps])
                    stream.flush()
                elif self._options.get("moving") == "beats":
                    progress.report()
            if self._options.get("moving") != "bytes":
                stream.write(data)
        return RawPage(path, request.dpi, sheet, side)

    def _misbehave(self, count: int) -> None:
        if count != int(self._options.get("fault_at", -1)):
            return
        match self._options["fault"]:
            case "jam":
                raise DeviceError("jam", "Papier zaciął się w podajniku.", "Wyjmij kartkę.", "fake:0")
            case "crash":
                os.kill(os.getpid(), signal.SIGSEGV)
            case "exit":
                print("ostatnie słowa sterownika", flush=True)
                os._exit(3)
            case "bug":
                raise KeyError("not thought of")
            case "hang":
                threading.Event().wait()
            case "print":
                os.write(1, b"\x00\x00\x00\x04junk from a C library\n" * 50)


def feeder(options: dict[str, Any]) -> FakeFeeder:
    """The factory a child calls."""
    return FakeFeeder(options)
