"""Network scanners that speak eSCL (AirScan, Mopria): no vendor's driver, the same on every system."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image

from scanning.devices.config import DevicesConfig
from scanning.devices.escl_client import EsclClient, Pace
from scanning.devices.escl_discovery import Announced, announced_scanners
from scanning.devices.escl_xml import InputCaps, scan_settings
from scanning.devices.faults import device_error
from scanning.devices.files import pages_of
from scanning.devices.protocol import DeviceInfo, RawPage, ScanRequest, Source
from scanning.errors import DeviceError, InputError

JOB_CUT = 50
"""Some devices end a job after 50 pages though the feeder still holds paper."""


class EsclDriver:
    """Scanners given by address, and those that announce themselves."""

    name = "escl"

    def __init__(self, urls: tuple[str, ...] = (), discover_seconds: float = 2.5, pace: Pace | None = None) -> None:
        self._urls = urls
        self._discover_seconds = discover_seconds
        self._pace = pace or Pace()

    def discover(self) -> list[DeviceInfo]:
        """Scanners that answer now: the given addresses first, then the announced ones."""
        places = [Announced(url.rstrip("/"), "") for url in self._urls]
        if self._discover_seconds > 0:
            known = {place.url for place in places}
            places += [place for place in announced_scanners(self._discover_seconds) if place.url not in known]
        described = (self._describe(place) for place in places)
        return [device for device in described if device is not None]

    def scan(self, request: ScanRequest, scratch: Path) -> Iterator[RawPage]:
        """Yield pages as they come; goes on with new jobs while the feeder holds paper."""
        client = EsclClient(_url(request.device_id), request.device_id, self._pace)
        try:
            yield from _Scan(client, request, scratch).pages()
        finally:
            client.close()

    def _describe(self, place: Announced) -> DeviceInfo | None:
        subject = f"escl:{place.url}"
        client = EsclClient(place.url, subject, replace(self._pace, timeout=min(5.0, self._pace.timeout)))
        try:
            found = client.capabilities()
        except DeviceError:
            return None
        finally:
            client.close()
        sources = tuple(source for source in Source if source in found.inputs)
        return DeviceInfo(subject, place.name or found.name, self.name, sources, found.resolutions(), found.modes())


def _url(device_id: str) -> str:
    url = device_id.removeprefix("escl:")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise device_error("unknown_device", device_id)
    return url


@dataclass
class _Scan:
    """One scan request: a job, or several when the device cuts them."""

    client: EsclClient
    request: ScanRequest
    scratch: Path
    count: int = 0
    job_start: int = 0

    def pages(self) -> Iterator[RawPage]:
        capabilities = self.client.capabilities()
        caps = capabilities.inputs.get(self.request.source)
        if caps is None:
            raise device_error("unsupported", self.client.subject)
        dpi = min(caps.resolutions, key=lambda offered: (abs(offered - self.request.dpi), -offered))
        settings = scan_settings(capabilities, self.request.source, self.request.mode, dpi)
        while not self._enough():
            self.job_start = self.count
            job = self.client.start_job(settings, again=self.count > 0)
            if job is None:
                break
            yield from self._job(job, caps, dpi)
            if not self._more_waiting(self.count - self.job_start):
                break
        if self.count == 0:
            raise device_error("no_paper", self.client.subject)

    def _job(self, job: str, caps: InputCaps, dpi: int) -> Iterator[RawPage]:
        try:
            while not self._enough():
                path = self._document(job)
                if path is None:
                    return
                yield from self._taken(path, caps, dpi)
        finally:
            self.client.delete_job(job)

    def _document(self, job: str) -> Path | None:
        """The next page's file; None = the job has no more. Waits while the device says it isn't ready yet."""
        pace = self.client.pace
        give_up = pace.clock() + pace.busy
        if self.count == self.job_start:
            pace.wait(min(pace.retry, 0.2))  # some devices need a moment before they are asked for the first page
        while True:
            answer = self.client.next_document(job, self.scratch, self._sheet())
            if isinstance(answer, Path):
                return answer
            self.client.refuse_fault(self._sheet())
            waiting = answer == 503 or (answer == 404 and self._too_early(job))
            if not waiting:
                self._refuse_failed(answer, job)
                return None
            if pace.clock() >= give_up:
                raise device_error("busy" if answer == 503 else "hung", self.client.subject, self._sheet())
            pace.wait(pace.retry)

    def _too_early(self, job: str) -> bool:
        """A 404 before the first page of a job that is still being worked on means "not yet"."""
        return self.count == self.job_start and self.client.status().job_state(job) in ("Pending", "Processing")

    def _refuse_failed(self, answer: int, job: str) -> None:
        """Raise unless the job came to its natural end."""
        if answer == 404:
            state = self.client.status().job_state(job)
            if state == "Aborted" and self.count == 0:
                raise device_error("no_paper" if self._feeds() else "io_error", self.client.subject)
            if state == "Aborted":
                raise device_error("io_error", self.client.subject, self._sheet())
            if state == "Canceled":
                raise device_error("cancelled", self.client.subject, self._sheet())
            return
        if answer == 410:
            raise device_error("cancelled", self.client.subject, self._sheet())
        if answer == 409 and self.count == 0 and self._feeds():
            return
        raise device_error("io_error", self.client.subject, self._sheet())

    def _more_waiting(self, in_this_job: int) -> bool:
        """Is another job worth a try? The feeder's own word isn't trusted at the known cut: asking costs nothing."""
        if not self._feeds() or in_this_job == 0 or self._enough():
            return False
        return in_this_job % JOB_CUT == 0 or self.client.status().feeder == "ScannerAdfLoaded"

    def _taken(self, path: Path, caps: InputCaps, dpi: int) -> Iterator[RawPage]:
        """Pages of one delivered file, each checked whole; a multi-page PDF or TIFF gives several."""
        try:
            for page in pages_of(path, self.scratch):
                real = _real_dpi(page, caps, dpi)
                sheet, side = self._sheet(), self._side()
                self.count += 1
                yield RawPage(page.path, real, sheet, side)
        except InputError as error:
            code = "cut_page" if error.code in ("damaged", "empty_file") else "bad_page"
            raise device_error(code, self.client.subject, self._sheet()) from error
        finally:
            path.unlink(missing_ok=True)

    def _enough(self) -> bool:
        limit = self.request.max_pages if self._feeds() else 1
        return limit is not None and self.count >= limit

    def _feeds(self) -> bool:
        return self.request.source is not Source.FLATBED

    def _sheet(self) -> int:
        return self.count // 2 + 1 if self.request.source is Source.ADF_DUPLEX else self.count + 1

    def _side(self) -> int:
        return self.count % 2 if self.request.source is Source.ADF_DUPLEX else 0


def _real_dpi(page: RawPage, caps: InputCaps, asked: int) -> int:
    """What the device used: its file's word when it is one of its resolutions and the page fits its glass."""
    if page.dpi == asked or page.dpi not in caps.resolutions:
        return asked
    with Image.open(page.path) as image:
        fits = image.width / page.dpi <= caps.max_width / 300 * 1.05
    return page.dpi if fits else asked


def make_driver(config: DevicesConfig) -> EsclDriver:
    """The driver over the configured addresses and the network's announcements."""
    pace = Pace(config.escl_timeout_seconds, config.escl_busy_seconds, config.escl_retry_seconds)
    return EsclDriver(config.escl_urls, config.escl_discover_seconds, pace)
