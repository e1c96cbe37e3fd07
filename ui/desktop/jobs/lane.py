"""A lane: one thread that does jobs one after the other."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from ui.desktop.jobs.job import Cancelled, Job


class Lane:
    """Jobs in order, urgent ones first; the thread starts with the first job."""

    def __init__(self, name: str, deliver: Callable[[Job, object, Exception | None], None], drains: bool) -> None:
        self.name = name
        self.drains = drains
        self._deliver = deliver
        self._waiting: deque[Job] = deque()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._running: Job | None = None
        self._closing = False

    def put(self, job: Job, urgent: bool) -> None:
        """Queue a job."""
        with self._changed:
            if self._closing:
                job.cancel()
                return
            (self._waiting.appendleft if urgent else self._waiting.append)(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=f"lane-{self.name}", daemon=True)
                self._thread.start()
            self._changed.notify()

    @property
    def busy(self) -> bool:
        """Whether anything runs or waits."""
        with self._changed:
            return self._running is not None or bool(self._waiting)

    def close(self) -> None:
        """Take no more jobs; drop what waits unless the lane drains."""
        with self._changed:
            self._closing = True
            if not self.drains:
                for job in self._waiting:
                    job.cancel()
                self._waiting.clear()
                if self._running is not None and self._running.cancellable:
                    self._running.cancel()
            self._changed.notify()

    def join(self, seconds: float) -> bool:
        """Wait for the thread to end; False when it didn't in time."""
        if self._thread is not None:
            self._thread.join(max(0.0, seconds))
            return not self._thread.is_alive()
        return True

    def _run(self) -> None:
        while True:
            with self._changed:
                self._running = None
                while not self._waiting and not self._closing:
                    self._changed.wait()
                if not self._waiting:
                    return
                job = self._running = self._waiting.popleft()
            self._do(job)

    def _do(self, job: Job) -> None:
        result: object = None
        error: Exception | None = None
        try:
            job.check()
            result = job.work(job)
        except Cancelled:
            job.cancel()
        except Exception as caught:  # noqa: BLE001 - handed whole to the main thread, which tells known from bug
            error = caught
        self._deliver(job, result, error)
