"""The job runner: named lanes, results and errors delivered on the main thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from ui.desktop.jobs.job import Job
from ui.desktop.jobs.lane import Lane

LANES = {
    "db": True, "net": False, "reading": False, "scanner": False, "control": True, "images": False, "print": True,
    "people": False,
}  # fmt: skip
"""Lane name → whether it finishes its queue when the window closes (writes and prints do)."""

SLOW_MS = 300
T = TypeVar("T")


class JobRunner(QObject):
    """Runs plain functions away from the window. Use from the main thread only."""

    slow = Signal(object)
    """A labelled job has taken over 0.3 s."""
    progressed = Signal(object, int, int)
    """A job said how far it is (done, total)."""
    ended = Signal(object)
    """A job is over, whatever its end."""
    failed = Signal(object, object)
    """(job, exception) for jobs that didn't say what to do about failing."""

    _delivered = Signal(object, object, object)
    _reported = Signal(object, int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._delivered.connect(self._on_lane_delivered, Qt.ConnectionType.QueuedConnection)
        self._reported.connect(self.progressed, Qt.ConnectionType.QueuedConnection)
        self._lanes = {name: Lane(name, self._deliver, drains) for name, drains in LANES.items()}
        self._owners: dict[Job, QObject] = {}
        self._alive = True

    def submit(
        self,
        lane: str,
        work: Callable[[Job], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        label: str = "",
        owner: QObject | None = None,
        urgent: bool = False,
        cancellable: bool = True,
    ) -> Job:
        """Queue `work`; `done(result)` or `failed(error)` follow on the main thread, unless it is cancelled."""
        job = Job(work, lane, label, done, failed, self._reported.emit, cancellable)
        if owner is not None:
            self._owners[job] = owner
        if label:
            QTimer.singleShot(SLOW_MS, self, lambda: self._announce(job))
        self._lanes[lane].put(job, urgent)
        return job

    @property
    def busy(self) -> bool:
        """Whether anything runs or waits on any lane."""
        return any(lane.busy for lane in self._lanes.values())

    def close(self, seconds: float = 10.0) -> list[str]:
        """Cancel what may be dropped, finish writes and prints, wait; the names of lanes that didn't end in time."""
        self._alive = False
        deadline = time.monotonic() + seconds
        for lane in self._lanes.values():
            lane.close()
        return [name for name, lane in self._lanes.items() if not lane.join(deadline - time.monotonic())]

    def _announce(self, job: Job) -> None:
        if not job.finished and self._alive:
            self.slow.emit(job)

    def _deliver(self, job: Job, result: object, error: Exception | None) -> None:
        if self._alive and shiboken6.isValid(self):
            self._delivered.emit(job, result, error)

    def _on_lane_delivered(self, job: Job, result: Any, error: Exception | None) -> None:
        job.finished = True
        owner = self._owners.pop(job, None)
        self.ended.emit(job)
        if job.cancelled or (owner is not None and not shiboken6.isValid(owner)):
            return
        if error is None:
            if job.done:
                job.done(result)
        elif job.failed:
            job.failed(error)
        else:
            self.failed.emit(job, error)
