"""Scanners through SANE by pyinsane2."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from PIL import Image

from scanning.devices import pyinsane, sane_options
from scanning.devices.config import DevicesConfig
from scanning.devices.faults import device_error
from scanning.devices.files import save_page
from scanning.devices.protocol import DeviceInfo, RawPage, ScanRequest, Source
from scanning.devices.sane_status import open_error, status_error

_RELEASE_SECONDS = 5.0


class SaneDriver:
    """One device at a time, opened by SANE's own name; everything runs in this process."""

    name = "sane"

    def __init__(self, backends: tuple[str, ...] = ()) -> None:
        self._backends = backends
        self._library: ModuleType | None = None
        self._stuck = False

    def discover(self) -> list[DeviceInfo]:
        """What the chosen backends list (all of SANE's if none is chosen); one that can't be opened is left out."""
        abstract = self._abstract()
        try:
            found = abstract.get_devices()
        except abstract.SaneException:
            return []
        described = (self._describe(abstract, scanner) for scanner in found)
        return [device for device in described if device is not None]

    def scan(self, request: ScanRequest, scratch: Path) -> Iterator[RawPage]:
        """Yield pages as they come; one SANE session a page, cancelled at the end whatever happens."""
        abstract = self._abstract()
        if self._stuck:
            raise device_error("hung", request.device_id)
        scanner = _open(abstract, request.device_id.removeprefix("sane:"), request.device_id)
        try:
            dpi = _prepare(abstract, scanner, request)
            yield from _feed(abstract, scanner, request, dpi, scratch)
        finally:
            self._stuck = not _released(abstract, scanner)

    def _abstract(self) -> ModuleType:
        if self._library is None:
            prefer_backends(self._backends)
            self._library = pyinsane.load()
        return self._library

    def _describe(self, abstract: ModuleType, scanner: Any) -> DeviceInfo | None:
        try:
            options = scanner.options
            device = DeviceInfo(
                f"sane:{scanner.name}",
                f"{scanner.vendor} {scanner.model}".strip(),
                self.name,
                sane_options.sources(options),
                sane_options.resolutions(options),
                sane_options.modes(options),
            )
        except abstract.SaneException:
            return None
        finally:
            scanner._force_close()
        return device


class _Pulse:
    """A file that grows while data comes in, so that who watches the folder tells a slow page from a hung device."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def beat(self) -> None:
        with self._path.open("ab") as file:
            file.write(b".")

    def end(self) -> None:
        self._path.unlink(missing_ok=True)


def prefer_backends(backends: tuple[str, ...]) -> None:
    """Have SANE load only these backends: its full list takes seconds. A set SANE_CONFIG_DIR is the administrator's."""
    if not backends or "SANE_CONFIG_DIR" in os.environ:
        return
    folder = Path(tempfile.mkdtemp(prefix="sane-"))
    (folder / "dll.d").mkdir()
    (folder / "dll.conf").write_text("\n".join(backends) + "\n", encoding="ascii", errors="ignore")
    os.environ["SANE_CONFIG_DIR"] = f"{folder}:"  # the trailing colon adds SANE's own folders after ours


def _open(abstract: ModuleType, address: str, device_id: str) -> Any:
    scanner = abstract.Scanner(address)
    try:
        scanner._open()
    except abstract.SaneException as error:
        raise open_error(int(error.status), device_id) from error
    return scanner


def _prepare(abstract: ModuleType, scanner: Any, request: ScanRequest) -> int:
    """Set everything the request asks; returns the resolution the device will really use."""
    try:
        return sane_options.apply(abstract, scanner, request)
    except abstract.SaneException as error:
        raise status_error(int(error.status), request.device_id) from error


def _feed(abstract: ModuleType, scanner: Any, request: ScanRequest, dpi: int, scratch: Path) -> Iterator[RawPage]:
    feeder = request.source is not Source.FLATBED
    limit = request.max_pages if feeder else 1
    count = 0
    alive = _Pulse(scratch / "sane.pulse")
    try:
        while limit is None or count < limit:
            sheet, side = (count // 2 + 1, count % 2) if request.source is Source.ADF_DUPLEX else (count + 1, 0)
            image = _next_image(abstract, scanner, feeder, request.device_id, sheet, alive)
            if image is None:
                break
            count += 1
            page = save_page(image, dpi, scratch, sheet)
            del image
            yield RawPage(page.path, dpi, sheet, side)
    finally:
        alive.end()
    if count == 0:
        raise device_error("no_paper", request.device_id)


def _released(abstract: ModuleType, scanner: Any) -> bool:
    """Cancel and close the device; False when the backend hangs in it (they do), so that the fault is still told."""

    def release() -> None:
        abstract.rawapi.sane_cancel(abstract.sane_dev_handle[1])
        scanner._force_close()

    releasing = threading.Thread(target=release, name="sane-release", daemon=True)
    releasing.start()
    releasing.join(_RELEASE_SECONDS)
    return not releasing.is_alive()


def _next_image(
    abstract: ModuleType, scanner: Any, feeder: bool, device_id: str, sheet: int, alive: _Pulse
) -> Image.Image | None:
    """The next page, or None when the feeder is empty."""
    try:
        session = pyinsane.new_session(abstract, scanner, feeder)
        while True:
            session.scan.read()
            alive.beat()
    except StopIteration:
        return None
    except EOFError:  # the whole page is read even to be refused: some backends hang when cancelled in the middle
        return _accepted(session, device_id, sheet)
    except abstract.SaneException as error:
        raise status_error(int(error.status), device_id, sheet) from error


def _accepted(session: Any, device_id: str, sheet: int) -> Image.Image | None:
    pyinsane.refuse_spoiled_frames(session.scan.parameters, device_id)
    if not session.images and session.scan.available_lines[1] > 0:
        raise device_error("cut_page", device_id, sheet)  # "out of paper" in the middle of a page
    return pyinsane.real_page(session.images)


def make_driver(config: DevicesConfig) -> SaneDriver:
    """The driver over the configured backends."""
    return SaneDriver(config.sane_backends)
