"""One job: a plain function, where it stands, and the way to cancel it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


class Cancelled(Exception):
    """Raised inside a job that noticed it was cancelled; nobody is told."""


@dataclass(eq=False)
class Job:
    """A function waiting or running on a lane. `label` (Polish) is shown when it takes over 0.3 s."""

    work: Callable[[Job], Any]
    lane: str
    label: str = ""
    done: Callable[[Any], None] | None = None
    failed: Callable[[Exception], None] | None = None
    report: Callable[[Job, int, int], None] | None = None
    cancellable: bool = True
    submitted: float = field(default_factory=time.monotonic)
    finished: bool = False
    _cancelled: threading.Event = field(default_factory=threading.Event)

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask to stop: a waiting job never starts, a running one stops at its next check; its result is dropped."""
        self._cancelled.set()

    def check(self) -> None:
        """For the work: stop here if cancelled."""
        if self.cancelled:
            raise Cancelled

    def progress(self, done: int, total: int) -> None:
        """For the work: say how far it is; also a place to stop."""
        self.check()
        if self.report:
            self.report(self, done, total)
