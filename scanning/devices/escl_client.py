"""One eSCL scanner over HTTP: its documents, jobs and pages, with every refusal said as a device fault."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from scanning.devices.escl_xml import Capabilities, Status, read_capabilities, read_status
from scanning.devices.faults import device_error
from scanning.devices.files import new_page_path

MAX_PAGE_BYTES = 400_000_000
MAX_XML_BYTES = 2_000_000


@dataclass(frozen=True)
class Pace:
    """How patient to be, in seconds: with a silent device, with a busy one, between two tries."""

    timeout: float = 60.0
    busy: float = 60.0
    retry: float = 0.5
    wait: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic


@dataclass
class EsclClient:
    """Speaks to the scanner at `url` (its eSCL root); `subject` names it in errors."""

    url: str
    subject: str
    pace: Pace = field(default_factory=Pace)

    def __post_init__(self) -> None:
        """Open no connection yet; proxies of the environment don't apply to a device in the house."""
        timeout = httpx.Timeout(self.pace.timeout, connect=min(5.0, self.pace.timeout))
        self._http = httpx.Client(timeout=timeout, trust_env=False, follow_redirects=False)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def capabilities(self) -> Capabilities:
        """What the scanner can do."""
        return read_capabilities(self._xml("ScannerCapabilities"), self.subject)

    def status(self) -> Status:
        """How the scanner is now."""
        return read_status(self._xml("ScannerStatus"), self.subject)

    def start_job(self, settings: bytes, *, again: bool = False) -> str | None:
        """Start a scan job and give its address; waits while the scanner is busy. None = refused for want of paper.

        `again`: these settings were accepted before, so a refusal can't be about them, whatever the feeder says.
        """
        give_up = self.pace.clock() + self.pace.busy
        while True:
            answer = self._request("POST", "ScanJobs", settings)
            if answer.status_code == 201:
                return self._job_path(answer.headers.get("Location", ""))
            if answer.status_code == 503 and self.pace.clock() < give_up:
                self.refuse_fault()
                self.pace.wait(self._pause(answer))
                continue
            if answer.status_code in (404, 409):
                self._refuse_settings(again)
                return None
            raise device_error(_code_of(answer.status_code), self.subject)

    def _refuse_settings(self, again: bool) -> None:
        """409: settings that don't fit, or, with many devices, an empty feeder; only a fault or settings are errors."""
        self.refuse_fault()
        if not again and self.status().feeder == "ScannerAdfLoaded":
            raise device_error("unsupported", self.subject)

    def refuse_fault(self, sheet: int | None = None) -> None:
        """Raise what the scanner's status says is wrong (jam, cover …), if anything."""
        status = self.status()
        code = _FEEDER_FAULTS.get(status.feeder)
        if code is None and status.state in ("Down", "Stopped"):
            code = "gone"
        if code is not None:
            raise device_error(code, self.subject, sheet)

    def next_document(self, job: str, scratch: Path, sheet: int) -> Path | int:
        """The next page's file, untouched, or the HTTP status when the scanner gave none."""
        try:
            with self._http.stream("GET", self._address(f"{job}/NextDocument")) as answer:
                if answer.status_code != 200:
                    return answer.status_code
                return self._receive(answer, scratch, sheet)
        except httpx.HTTPError as error:
            raise self._broken(error, sheet, during_page=True) from error

    def _receive(self, answer: httpx.Response, scratch: Path, sheet: int) -> Path:
        path = new_page_path(scratch, "")  # no suffix: what it is shows in the bytes, not in what the device says
        size = 0
        with path.open("wb") as file:
            for chunk in answer.iter_bytes():
                size += len(chunk)
                if size > MAX_PAGE_BYTES:
                    raise device_error("bad_page", self.subject, sheet)
                file.write(chunk)
        if size == 0:
            raise device_error("cut_page", self.subject, sheet)
        return path

    def delete_job(self, job: str) -> None:
        """Tell the scanner we are done (it lets go of the feeder); a scanner that is gone needs no telling."""
        try:
            self._http.delete(self._address(job), timeout=min(5.0, self.pace.timeout))
        except httpx.HTTPError:
            return

    def _xml(self, name: str) -> bytes:
        answer = self._request("GET", name)
        if answer.status_code != 200:
            raise device_error(_code_of(answer.status_code), self.subject)
        if len(answer.content) > MAX_XML_BYTES:
            raise device_error("io_error", self.subject)
        return answer.content

    def _request(self, method: str, name: str, content: bytes | None = None) -> httpx.Response:
        headers = {"Content-Type": "text/xml"} if content is not None else {}
        try:
            return self._http.request(method, self._address(name), content=content, headers=headers)
        except httpx.HTTPError as error:
            raise self._broken(error) from error

    def _broken(self, error: httpx.HTTPError, sheet: int | None = None, during_page: bool = False) -> Exception:
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.UnsupportedProtocol):
            return device_error("gone", self.subject, sheet)
        if isinstance(error, httpx.TimeoutException):
            return device_error("hung", self.subject, sheet)
        return device_error("cut_page" if during_page else "io_error", self.subject, sheet)

    def _address(self, name: str) -> str:
        if name.startswith("/"):
            parts = urlsplit(self.url)
            return f"{parts.scheme}://{parts.netloc}{name}"
        return f"{self.url.rstrip('/')}/{name}"

    def _job_path(self, location: str) -> str:
        """Only the path of Location counts: devices are known to name a wrong host, and we talk to no other."""
        path = urlsplit(location).path.rstrip("/")
        if not path:
            raise device_error("io_error", self.subject)
        return path if path.startswith("/") else f"/{path}"

    def _pause(self, answer: httpx.Response) -> float:
        told = answer.headers.get("Retry-After", "")
        return min(float(told), 10.0) if told.isdigit() else self.pace.retry


_FEEDER_FAULTS = {
    "ScannerAdfJam": "jam",
    "ScannerAdfHatchOpen": "cover_open",
    "ScannerAdfMispick": "paper_fault",
    "ScannerAdfMultipickDetected": "paper_fault",
    "ScannerAdfInputTrayFailed": "paper_fault",
    "ScannerAdfInputTrayOverloaded": "paper_fault",
    "ScannerAdfDuplexPageTooShort": "paper_fault",
    "ScannerAdfDuplexPageTooLong": "paper_fault",
}


def _code_of(status: int) -> str:
    if status in (401, 403):
        return "access_denied"
    if status == 503:
        return "busy"
    if status in (404, 410):
        return "gone"
    if status in (400, 409, 415):
        return "unsupported"
    return "io_error"
