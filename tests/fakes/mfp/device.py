"""The state of the virtual device: glass, feeder, jobs, and what it decides on each request."""

from __future__ import annotations

import hashlib
import threading
import time
import uuid
from dataclasses import dataclass, field

from tests.fakes.mfp.faults import Faults
from tests.fakes.mfp.pages import Sheets, Wanted


@dataclass
class Job:
    wanted: Wanted
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    state: str = "Processing"
    given: int = 0
    asked: int = 0
    touched: float = field(default_factory=time.monotonic)


@dataclass(frozen=True)
class Delivery:
    """A page to send, and how."""

    number: int
    data: bytes
    kind: str


@dataclass
class Device:
    """Everything under one lock; `released` wakes whoever hangs on purpose."""

    sheets: Sheets
    formats: tuple[str, ...] = ("image/png", "image/jpeg")
    faults: Faults = field(default_factory=Faults)
    feeder: int = 0
    taken: int = 0
    jobs: dict[str, Job] = field(default_factory=dict)
    served: list[str] = field(default_factory=list)
    deleted: int = 0
    starts: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)
    released: threading.Event = field(default_factory=threading.Event)

    def load(self, sheets: int) -> None:
        """Put sheets into the feeder; page numbers start over."""
        with self.lock:
            self.feeder, self.taken = sheets, 0
            self.served.clear()

    def feeder_state(self) -> str:
        if self._fault() is not None:
            return str(self._fault())
        if self.faults.feeder_says:
            return self.faults.feeder_says
        return "ScannerAdfLoaded" if self.feeder > 0 else "ScannerAdfEmpty"

    def _fault(self) -> str | None:
        upcoming = self.taken + 1
        if self.faults.jam_before and upcoming >= self.faults.jam_before:
            return "ScannerAdfJam"
        if self.faults.cover_open_before and upcoming >= self.faults.cover_open_before:
            return "ScannerAdfHatchOpen"
        return None

    def _active(self) -> Job | None:
        now = time.monotonic()
        for job in self.jobs.values():
            if job.state == "Processing":
                if now - job.touched > self.faults.job_timeout:
                    job.state = "Aborted"
                else:
                    return job
        return None

    def start(self, wanted: Wanted) -> tuple[int, Job | None]:
        """HTTP status and the job."""
        with self.lock:
            self.starts += 1
            if self.faults.busy_starts > 0:
                self.faults.busy_starts -= 1
                return 503, None
            if self._active() is not None:
                return 503, None
            if self.faults.refuses_start:
                return self.faults.refuses_start, None
            if wanted.source == "Feeder" and self.feeder == 0:
                return 409, None
            job = Job(wanted)
            self.jobs = {job.id: job, **dict(list(self.jobs.items())[:9])}
            return 201, job

    def next_page(self, job_id: str) -> tuple[int, Delivery | None]:
        """HTTP status and the page to send."""
        with self.lock:
            job = self.jobs.get(job_id)
            if job is None or job.state == "Canceled":
                return (404 if job is None else 410), None
            job.asked += 1
            job.touched = time.monotonic()
            if job.asked <= self.faults.early_404 and job.given == 0:
                return 404, None
            if job.asked % (self.faults.busy_pages + 1) != 0:
                return 503, None
            return self._take(job)

    def _take(self, job: Job) -> tuple[int, Delivery | None]:
        upcoming = self.taken + 1
        stopped = self._fault() is not None or upcoming == self.faults.aborts_before
        if job.wanted.source == "Feeder" and stopped:
            job.state = "Aborted"
            return 404, None
        full = self.faults.job_pages and job.given >= self.faults.job_pages
        empty = self.feeder == 0 if job.wanted.source == "Feeder" else job.given >= 1
        if job.state != "Processing" or full or empty:
            if not self.faults.never_completes:
                job.state = "Completed"
            return 404, None
        job.given += 1
        self.taken = upcoming
        if job.wanted.source == "Feeder":
            self.feeder -= 1
        return 200, Delivery(upcoming, self.sheets.encoded(upcoming - 1, job.wanted), job.wanted.format)

    def delivered(self, delivery: Delivery) -> None:
        with self.lock:
            self.served.append(hashlib.sha256(delivery.data).hexdigest())

    def broken(self, job_id: str) -> None:
        """The client went away in the middle of a page: a real device gives the job up."""
        with self.lock:
            self.jobs[job_id].state = "Aborted"

    def delete(self, job_id: str) -> int:
        with self.lock:
            self.deleted += 1
            job = self.jobs.get(job_id)
            if job is None:
                return 404
            if job.state == "Processing":
                job.state = "Canceled"
            return 200
