"""How code inside a child says that it moves on, and learns that it should stop; does nothing elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable

_EVERY_S = 0.2
_cancelled: set[int] = set()
_job = 0
_beat: Callable[[], None] | None = None
_last = 0.0


def report() -> None:
    """Tell that work goes on: call it per row, block or byte count received, as often as you like; it is cheap."""
    global _last
    beat, now = _beat, time.monotonic()
    if beat is not None and now - _last >= _EVERY_S:
        _last = now
        beat()


def cancelled() -> bool:
    """Whether a person has asked to stop; a driver may look between rows."""
    return _job in _cancelled


def begin(job: int, beat: Callable[[], None]) -> None:
    """New work starts: connect `report` to the program that asked for it."""
    global _job, _beat
    _job, _beat = job, beat


def cancel(job: int) -> None:
    """Ask work to stop; it may not have started yet."""
    _cancelled.add(job)
