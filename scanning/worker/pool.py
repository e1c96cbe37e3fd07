"""Children that read pages: one that dies or hangs is replaced, its page is tried once more, all others wait safely."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from scanning.errors import ScanningError
from scanning.worker import faults
from scanning.worker.frames import Frame
from scanning.worker.process import WorkerProcess
from scanning.worker.queue import Priority, Task, TaskQueue, Waiting

__all__ = ["PoolEvent", "PoolSettings", "Priority", "ReadingPool", "Task", "TaskDone", "TaskFailed", "WorkerReplaced"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TaskDone:
    """A task is through; `result` is the JSON value it gave."""

    key: str
    result: Any


@dataclass(frozen=True)
class TaskFailed:
    """A task gave a known error or a bug, or its child died or hung on it twice."""

    key: str
    error: ScanningError


@dataclass(frozen=True)
class WorkerReplaced:
    """A child died or hung (`reason`: crashed, hung); the task `key` it had is tried again or reported failed."""

    reason: str
    key: str | None
    details: str


PoolEvent = TaskDone | TaskFailed | WorkerReplaced


@dataclass(frozen=True)
class PoolSettings:
    """`deadline_s` counts seconds without progress on a task; a child is renewed after `recycle_after` tasks."""

    workers: int = 2
    deadline_s: float = 120.0
    start_deadline_s: float = 60.0
    recycle_after: int = 200
    nice: int = 5
    start_failures: int = 5


@dataclass
class _Worker:
    process: WorkerProcess
    moved_at: float
    ready: bool = False
    done: int = 0
    job: int = 0
    taken: Waiting | None = None

    @property
    def free(self) -> bool:
        return self.ready and self.taken is None


class ReadingPool:
    """Runs tasks in children. `task` is the dotted name of a factory `(context) -> (args, channel) -> JSON`.

    Events come from one thread of the pool: the listener must be quick and must not call `drain` or `close`.
    """

    def __init__(
        self,
        task: str,
        *,
        on_event: Callable[[PoolEvent], None],
        context: dict[str, Any] | None = None,
        settings: PoolSettings | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._factory = task
        self._context = context or {}
        self._on_event = on_event
        self._settings = settings or PoolSettings()
        self._environment = environment
        self._queue = TaskQueue()
        self._workers: list[_Worker] = []
        self._inbox: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._jobs = 0
        self._failures = 0
        self._idle = threading.Event()
        self._idle.set()
        self._idle_lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name="reading-pool", daemon=True)
        self._thread.start()

    # what may be asked, from any thread

    def submit(self, task: Task) -> None:
        """Queue a task; one with the key of a waiting or running task is dropped, at most raising its priority."""
        with self._idle_lock:
            self._ask(lambda: self._submit(task))
            self._idle.clear()

    def want(self, page: str, priority: int = Priority.VISIBLE) -> None:
        """A page is wanted now (it is on the screen): its waiting tasks come first."""
        self._ask(lambda: self._queue.want(page, priority))

    def cancel(self, key: str) -> None:
        """Take a waiting task out, or tell a running one to stop; no event follows for a waiting one."""
        self._ask(lambda: self._cancel(key))

    def cancel_all(self) -> None:
        """Take all waiting tasks out and tell the running ones to stop."""
        self._ask(self._cancel_all)

    def warm_up(self) -> None:
        """Start the children now and have them load what they need, so that the first page doesn't wait for it."""
        self._ask(lambda: self._staff(self._settings.workers))

    def drain(self, timeout_s: float | None = None) -> bool:
        """Wait until nothing waits or runs; False when the time was up first."""
        return self._idle.wait(timeout_s)

    def close(self) -> None:
        """Drop what waits, end the children; no event comes afterwards."""
        if not self._closed:
            self._closed = True
            self._ask(lambda: None)
            self._thread.join()

    def pids(self) -> list[int]:
        """Process ids of the children, for measuring."""
        return [worker.process.pid for worker in list(self._workers)]

    # the dispatcher's thread owns everything below

    def _ask(self, act: Callable[[], None]) -> None:
        self._inbox.put(act)

    def _serve(self) -> None:
        while not self._closed:
            try:
                self._take_one()
                self._retire_overdue()
                self._assign()
            except Exception:  # noqa: BLE001 - the dispatcher outlives its defects: every queued page depends on it
                _log.exception("reading pool")
        for worker in self._workers:
            worker.process.kill()
        self._workers.clear()
        self._queue.clear()
        self._idle.set()

    def _take_one(self) -> None:
        try:
            act = self._inbox.get(timeout=self._until_deadline())
        except queue.Empty:
            return
        act()

    def _until_deadline(self) -> float:
        now = time.monotonic()
        return max(0.0, min([1.0, *(self._deadline(worker) - now for worker in self._workers)]))

    def _deadline(self, worker: _Worker) -> float:
        if not worker.ready:
            return worker.moved_at + self._settings.start_deadline_s
        return worker.moved_at + self._settings.deadline_s if worker.taken is not None else float("inf")

    def _retire_overdue(self) -> None:
        if not self._inbox.empty():
            return  # a sign of life may be waiting to be heard
        now = time.monotonic()
        for worker in [known for known in self._workers if self._deadline(known) <= now]:
            worker.process.kill()
            self._lose(worker, "hung")

    def _hear(self, process: WorkerProcess, frame: Frame) -> None:
        worker = next((known for known in self._workers if known.process is process), None)
        if worker is None:
            return  # its last words; it was replaced or dismissed
        worker.moved_at = time.monotonic()
        event = frame["event"]
        if event == "ready":
            worker.ready = True
            self._failures = 0
            worker.process.prepare(self._factory, self._context)
        elif event == "gone":
            self._lose(worker, "crashed")
        elif event in ("done", "error", "bug") and worker.taken is not None and frame["job"] == worker.job:
            task, worker.taken = worker.taken.task, None
            worker.done += 1
            if worker.done >= self._settings.recycle_after:
                self._dismiss(worker)
            self._emit(_outcome(task, frame, worker))

    def _lose(self, worker: _Worker, reason: str) -> None:
        """A child is gone without being asked to."""
        self._workers.remove(worker)
        worker.process.kill()
        taken, details = worker.taken, worker.process.log()
        self._emit(WorkerReplaced(reason, taken.task.key if taken else None, details))
        if taken is not None and taken.tries == 0:
            taken.tries = 1
            self._queue.put_back(taken)
        elif taken is not None:
            page = taken.task.page
            error = faults.reading_hung(page) if reason == "hung" else faults.reading_crashed(page)
            self._emit(TaskFailed(taken.task.key, error))
        if not worker.ready:
            self._start_failed(details)

    def _start_failed(self, details: str) -> None:
        """Children that can't even start would be replaced for ever."""
        self._failures += 1
        if self._failures >= self._settings.start_failures:
            self._failures = 0
            for key in self._queue.clear():
                self._emit(TaskFailed(key, faults.worker_unavailable(details)))

    def _dismiss(self, worker: _Worker) -> None:
        """A child has done its share: a fresh one keeps memory flat."""
        self._workers.remove(worker)
        threading.Thread(target=worker.process.stop, daemon=True).start()

    def _assign(self) -> None:
        while len(self._queue):
            busy = {worker.taken.task.page for worker in self._workers if worker.taken is not None}
            free = next((worker for worker in self._workers if worker.free), None)
            if free is None:
                self._staff(min(self._settings.workers, len(busy) + len(self._queue)))
                return
            taken = self._queue.take(busy)
            if taken is None:
                return
            self._jobs += 1
            free.taken, free.job, free.moved_at = taken, self._jobs, time.monotonic()
            free.process.run(free.job, self._factory, taken.task.args, self._context)
        if all(worker.taken is None for worker in self._workers):
            with self._idle_lock:
                if self._inbox.empty():
                    self._idle.set()

    def _staff(self, wanted: int) -> None:
        """Have so many children, started or starting."""
        while len(self._workers) < wanted:
            try:
                process = WorkerProcess(self._deliver, nice=self._settings.nice, environment=self._environment)
            except OSError as error:
                self._start_failed(repr(error))
                return
            self._workers.append(_Worker(process, time.monotonic()))

    def _deliver(self, process: WorkerProcess, frame: Frame) -> None:
        self._ask(lambda: self._hear(process, frame))

    def _submit(self, task: Task) -> None:
        if task.key in self._queue:
            self._queue.want(task.page, task.priority)
        elif self._running(task.key) is None:
            self._queue.add(task)

    def _cancel(self, key: str) -> None:
        worker = self._running(key)
        if not self._queue.remove(key) and worker is not None:
            worker.process.cancel(worker.job)

    def _cancel_all(self) -> None:
        self._queue.clear()
        for worker in self._workers:
            if worker.taken is not None:
                worker.process.cancel(worker.job)

    def _running(self, key: str) -> _Worker | None:
        return next((known for known in self._workers if known.taken and known.taken.task.key == key), None)

    def _emit(self, event: PoolEvent) -> None:
        try:
            self._on_event(event)
        except Exception:  # noqa: BLE001 - a defect of the listener is logged and costs nothing else
            _log.exception("listener of the reading pool")


def _outcome(task: Task, frame: Frame, worker: _Worker) -> PoolEvent:
    match frame["event"]:
        case "done":
            return TaskDone(task.key, frame["result"])
        case "error":
            return TaskFailed(task.key, faults.from_frame(frame["error"]))
    return TaskFailed(task.key, faults.WorkerBug(frame["details"] + worker.process.log(), task.page))
