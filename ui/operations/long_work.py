"""Long work on a stack's pages, let through bit by bit while pages come, so that a header soon finds a free child."""

from __future__ import annotations

import threading
from typing import Protocol

from scanning.worker.queue import Priority, Task


class Readers(Protocol):
    """The children that do the work (`ReadingPool`)."""

    def submit(self, task: Task) -> None: ...

    def want(self, page: str) -> None: ...


class LongWork:
    """Whole pages and PDF/A on their way to the readers. While feeding, `at_once` of them run; otherwise all may.

    A header takes a third of a second, a whole page one or two: with every child on whole pages the first suggestions
    of a new letter would come as late as the slowest of them.
    """

    def __init__(self, pool: Readers, at_once: int) -> None:
        self._pool = pool
        self._at_once = max(1, at_once)
        self._lock = threading.Lock()
        self._held: dict[str, Task] = {}
        self._running: set[str] = set()
        self._wanted = ""
        self._feeding = False

    def add(self, task: Task) -> None:
        """Take a task; it is submitted now or when its turn comes."""
        with self._lock:
            self._held[task.key] = task
            self._let_through()

    def want(self, page: str) -> None:
        """This page is on the screen: it comes next."""
        with self._lock:
            self._wanted = page
            self._pool.want(page)

    def done(self, key: str) -> None:
        """A task is through or has failed."""
        with self._lock:
            self._running.discard(key)
            self._let_through()

    def feeding(self, comes: bool) -> None:
        """Pages begin to come, or no more come."""
        with self._lock:
            self._feeding = comes
            self._let_through()

    def _let_through(self) -> None:
        while self._held and not (self._feeding and len(self._running) >= self._at_once):
            following = min(self._held.values(), key=self._rank)
            del self._held[following.key]
            self._running.add(following.key)
            self._pool.submit(following)

    def _rank(self, task: Task) -> int:
        return Priority.VISIBLE if task.page == self._wanted else task.priority
