"""Scanning as the program sees it: a child that can be cancelled and may hang or crash, and events about its pages."""

from __future__ import annotations

import logging
import queue
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scanning.devices.protocol import ScanRequest
from scanning.errors import ScanningError
from scanning.pages.model import SpooledPage
from scanning.spool import Stack
from scanning.spool.codec import decode, encode
from scanning.worker import faults
from scanning.worker.destination import Destination
from scanning.worker.drivers import DriverRef, driver_for
from scanning.worker.frames import Frame
from scanning.worker.process import WorkerProcess

_TASK = "scanning.worker.scan_task:make_scan"
_POLL_S = 0.25
_HUNG: Frame = {"event": "hung"}
_LAST = frozenset({"done", "error", "bug", "gone", "hung"})

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PageSpooled:
    """A page is safe on the spool. `low_space`: tell a person that the disk fills up."""

    page: SpooledPage
    low_space: bool = False


@dataclass(frozen=True)
class ScanEnded:
    """The feeder is empty, the count reached, or a person cancelled. `pages` were scanned in this session."""

    pages: int
    cancelled: bool = False


@dataclass(frozen=True)
class ScanFailed:
    """Scanning stopped on a known error or a bug; everything up to `last_good_sheet` is safe, put back what follows."""

    error: ScanningError
    pages: int
    last_good_sheet: int


@dataclass(frozen=True)
class FileFailed:
    """One file could not be taken in; the others go on."""

    path: Path
    error: ScanningError


ScanEvent = PageSpooled | FileFailed | ScanEnded | ScanFailed


@dataclass(frozen=True)
class ScanTimes:
    """Seconds: without any progress before the first page and later, and between the wish to cancel and the kill."""

    start_deadline_s: float = 120.0
    progress_deadline_s: float = 60.0
    cancel_grace_s: float = 15.0


class ScanSession:
    """One run of a feeder into a stack. Take `events()` on one thread; `cancel()` may come from any other.

    On a stack that has pages it goes on after `after_sheet` (default: the last whole sheet); pages of later sheets are
    taken out, they come again. With a `destination` nothing is taken out.
    """

    def __init__(
        self,
        stack: Stack,
        request: ScanRequest,
        *,
        driver: DriverRef | None = None,
        times: ScanTimes | None = None,
        after_sheet: int | None = None,
        destination: Destination | None = None,
        cancel: threading.Event | None = None,
    ) -> None:
        self._stack = stack
        self._request = request
        self._driver = driver or driver_for(request.device_id)
        self._times = times or ScanTimes()
        self._after_sheet = after_sheet
        self._destination = destination
        self._cancel = cancel or threading.Event()
        self._frames: queue.SimpleQueue[Frame] = queue.SimpleQueue()
        self._announced: set[int] = set()
        self._before: int = 0

    def cancel(self) -> None:
        """Stop after the page in the feeder; the child is killed if that takes too long."""
        self._cancel.set()

    def events(self) -> Iterator[ScanEvent]:
        """Each page once it is safe, then one `ScanEnded` or `ScanFailed`. Blocks between events."""
        try:
            after_sheet = self._make_ready()
            worker = WorkerProcess(lambda _, frame: self._frames.put(frame))
        except ScanningError as error:
            yield self._failed(error)
            return
        except OSError as error:
            yield self._failed(faults.worker_unavailable(repr(error)))
            return
        try:
            worker.run(1, _TASK, self._arguments(after_sheet))
            yield from self._follow(worker)
        finally:
            worker.kill()
            self._stack.refresh()

    def _make_ready(self) -> int:
        self._stack.require_writable()
        self._announced = {page.number for page in self._stack.pages()}
        self._before = len(self._announced)
        if self._destination is not None:
            return self._stack.last_sheet()
        return drop_overlap(self._stack, self._after_sheet)

    def _arguments(self, after_sheet: int) -> Frame:
        limits = self._stack.limits
        return {
            "spool": str(self._stack.folder.parent),
            "stack": self._stack.id,
            "warn_free": limits.warn,
            "stop_free": limits.stop,
            "request": encode(self._request),
            "factory": self._driver.factory,
            "options": self._driver.options,
            "source_name": self._request.device_id,
            "after_sheet": after_sheet,
            "destination": encode(self._destination) if self._destination else None,
        }

    def _follow(self, worker: WorkerProcess) -> Iterator[ScanEvent]:
        watch = _Watch(self._times, self._stack.scratch)
        while (frame := self._next(watch, worker))["event"] not in _LAST:
            if frame["event"] == "message":
                watch.pages_come = True
                yield self._told(frame["message"])
        worker.kill()
        yield from self._unannounced()
        yield self._end(frame, worker.log())

    def _next(self, watch: _Watch, worker: WorkerProcess) -> Frame:
        """The next frame, or `_HUNG` when the child must be ended. Time the listener took doesn't count."""
        watch.moved()
        while not watch.overdue():
            if self._cancel.is_set() and not watch.cancelled:
                watch.cancel()
                worker.cancel(1)
            try:
                return self._frames.get(timeout=_POLL_S)
            except queue.Empty:
                continue
        return _HUNG

    def _end(self, frame: Frame, log: str) -> ScanEvent:
        device = self._request.device_id
        match frame["event"]:
            case "done":
                return ScanEnded(self._count(), bool(frame["result"]["cancelled"]))
            case "error":
                return self._failed(faults.from_frame(frame["error"]))
            case "bug":
                return self._failed(faults.WorkerBug(frame["details"] + log, device))
        if self._cancel.is_set():
            return ScanEnded(self._count(), cancelled=True)
        _log.warning("scanner child ended: %s\n%s", frame["event"], log)
        return self._failed(faults.device_hung(device) if frame is _HUNG else faults.device_crashed(device))

    def _told(self, message: Frame) -> PageSpooled | FileFailed:
        if "rejected" in message:
            error = faults.from_frame(message["rejected"])
            return FileFailed(Path(error.subject), error)
        page = decode(SpooledPage, message["page"])
        self._announced.add(page.number)
        return PageSpooled(page, bool(message["low"]))

    def _unannounced(self) -> Iterator[PageSpooled]:
        """Pages made safe by a child that died before it could say so."""
        for page in self._stack.pages():
            if page.number not in self._announced:
                self._announced.add(page.number)
                yield PageSpooled(page, self._stack.low_on_space)

    def _failed(self, error: ScanningError) -> ScanFailed:
        last = self._stack.last_good_sheet()
        # the driver counts the sheets of this feed, a person those of the stack
        error.hint = re.sub(r"(Ostatnia dobra kartka: )\d+", rf"\g<1>{last}", error.hint)
        return ScanFailed(error, self._count(), last)

    def _count(self) -> int:
        return len(self._announced) - self._before


class _Watch:
    """Decides when a child has shown no sign of progress for too long: no frame, and no growing file in its scratch."""

    def __init__(self, times: ScanTimes, scratch: Path) -> None:
        self._times = times
        self._scratch = scratch
        self._moved_at = time.monotonic()
        self._seen = self._print()
        self.pages_come = False
        self._cancelled_at: float | None = None

    @property
    def cancelled(self) -> bool:
        """Whether the child was told to stop."""
        return self._cancelled_at is not None

    def cancel(self) -> None:
        """The child was told to stop."""
        self._cancelled_at = time.monotonic()

    def moved(self) -> None:
        """A sign of progress came."""
        self._moved_at = time.monotonic()

    def overdue(self) -> bool:
        """Whether the child must be ended now."""
        if (seen := self._print()) != self._seen:
            self._seen = seen
            self.moved()
        now = time.monotonic()
        if self._cancelled_at is not None and now - self._cancelled_at > self._times.cancel_grace_s:
            return True
        times = self._times
        return now - self._moved_at > (times.progress_deadline_s if self.pages_come else times.start_deadline_s)

    def _print(self) -> list[tuple[str, int]]:
        found = []
        for path in self._scratch.rglob("*"):
            try:
                found.append((path.name, path.stat().st_size))
            except FileNotFoundError:
                continue
        return sorted(found)


def drop_overlap(stack: Stack, after_sheet: int | None = None) -> int:
    """Make the stack ready to go on: take out pages of sheets that will come again; gives the last sheet kept.

    Without `after_sheet` that is the last whole sheet, so the front of a sheet whose back was lost isn't doubled.
    """
    last = stack.last_good_sheet() if after_sheet is None else after_sheet
    stack.remove([page.number for page in stack.pages() if page.sheet > last], "overlap")
    return last


def scan(
    request: ScanRequest,
    stack: Stack,
    *,
    on_event: Callable[[ScanEvent], None],
    driver: DriverRef | None = None,
    times: ScanTimes | None = None,
    after_sheet: int | None = None,
    destination: Destination | None = None,
    cancel: threading.Event | None = None,
) -> ScanEnded | ScanFailed:
    """Run a session to its end on this thread; gives its last event. `cancel` may be set from any thread."""
    session = ScanSession(
        stack, request, driver=driver, times=times, after_sheet=after_sheet, destination=destination, cancel=cancel
    )
    for event in session.events():
        on_event(event)
        if isinstance(event, ScanEnded | ScanFailed):
            return event
    raise AssertionError("a session ends with its last event")
