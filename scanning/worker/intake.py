"""Taking files in, as the program sees it: a child reads them, may die on one, and goes on with the next."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

from scanning.devices.files import printable_name
from scanning.errors import InputError, ScanningError
from scanning.pages.model import SpooledPage
from scanning.spool import Stack
from scanning.spool.codec import decode
from scanning.worker import faults
from scanning.worker.frames import Frame
from scanning.worker.process import WorkerProcess
from scanning.worker.scan import FileFailed as FileFailed
from scanning.worker.scan import PageSpooled, ScanEnded, ScanFailed

_TASK = "scanning.worker.intake_task:make_intake"
_POLL_S = 0.25


Outcome = FileFailed | ScanEnded | ScanFailed
IntakeEvent = PageSpooled | Outcome


class IntakeSession:
    """One run over files into a stack. Take `events()` on one thread; `cancel()` may come from any other.

    `skip`: pages of the first file that an interrupted run has made safe already.
    """

    def __init__(self, stack: Stack, files: Sequence[Path], *, skip: int = 0, deadline_s: float = 120.0) -> None:
        self._stack = stack
        self._files = list(files)
        self._skip = skip
        self._deadline_s = deadline_s
        self._cancel = threading.Event()
        self._pages = 0
        self._current = 0

    def cancel(self) -> None:
        """Stop after the file in hand."""
        self._cancel.set()

    def events(self) -> Iterator[IntakeEvent]:
        """Each page once it is safe, each file that failed, then one `ScanEnded` or `ScanFailed`."""
        begin = 0
        while begin < len(self._files) and not self._cancel.is_set():
            self._current = begin
            try:
                last = yield from self._run(begin)
            except ScanningError as error:
                yield self._failed(error)
                return
            except OSError as error:
                yield self._failed(faults.worker_unavailable(repr(error)))
                return
            if isinstance(last, ScanFailed | ScanEnded):
                yield last
                return
            yield last
            begin = self._current + 1
        yield ScanEnded(self._pages, self._cancel.is_set())

    def _run(self, begin: int) -> Generator[IntakeEvent, None, Outcome]:
        frames: queue.SimpleQueue[Frame] = queue.SimpleQueue()
        worker = WorkerProcess(lambda _, frame: frames.put(frame))
        try:
            worker.run(1, _TASK, self._arguments(begin))
            return (yield from self._follow(begin, worker, frames))
        finally:
            worker.kill()
            self._stack.refresh()

    def _arguments(self, begin: int) -> Frame:
        limits = self._stack.limits
        return {
            "spool": str(self._stack.folder.parent),
            "stack": self._stack.id,
            "warn_free": limits.warn,
            "stop_free": limits.stop,
            "after_sheet": max((page.sheet for page in self._stack.pages()), default=0),
            "files": [str(path) for path in self._files[begin:]],
            "skip": self._skip if begin == 0 else 0,
        }

    def _follow(
        self, begin: int, worker: WorkerProcess, frames: queue.SimpleQueue[Frame]
    ) -> Generator[IntakeEvent, None, Outcome]:
        quiet = 0.0
        while True:
            try:
                frame = frames.get(timeout=_POLL_S)
                quiet = 0.0
            except queue.Empty:
                quiet += _POLL_S
                if self._cancel.is_set():
                    worker.cancel(1)
                if quiet > self._deadline_s:
                    return self._file_failed("hung")
                continue
            match frame["event"]:
                case "message":
                    event = self._message(frame["message"], begin)
                    if event is not None:
                        yield event
                case "done":
                    return ScanEnded(self._pages, self._cancel.is_set())
                case "error":
                    return self._failed(faults.from_frame(frame["error"]))
                case "bug":
                    return self._failed(faults.WorkerBug(frame["details"] + worker.log()))
                case "gone":
                    return self._file_failed("crashed")

    def _message(self, message: Frame, begin: int) -> IntakeEvent | None:
        if message.get("page"):
            self._pages += 1
            return PageSpooled(decode(SpooledPage, message["page"]), bool(message["low"]))
        if "failed" in message:
            return FileFailed(self._files[self._current], faults.from_frame(message["failed"]))
        self._current = begin + int(message["started"])
        return None

    def _file_failed(self, why: str) -> FileFailed:
        """The child died or hung on the file in hand. Pages of it that are on the stack are taken out again."""
        path = self._files[self._current]
        self._stack.refresh()
        self._stack.remove([page.number for page in self._stack.pages() if page.source_name == str(path)], why)
        message = "Tego pliku nie da się odczytać: program czytający przerwał pracę."
        hint = "Otwórz plik w innym programie, zapisz na nowo i wczytaj jeszcze raz."
        return FileFailed(path, InputError(f"file_{why}", message, hint, printable_name(path)))

    def _failed(self, error: ScanningError) -> ScanFailed:
        return ScanFailed(error, self._pages, self._stack.last_good_sheet())
