"""Waiting for a state with a deadline; never for a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
PATIENCE_S = 150
"""For a machine busy with other work; a state that is there is seen at once."""


def until(ready: Callable[[], T], seconds: float, what: str | Callable[[], str], pause: float = 0.1) -> T:
    """Ask until the answer is true; AssertionError saying `what` was waited for once the time is over."""
    deadline = time.monotonic() + seconds
    while True:
        answer = ready()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"nie doczekano się: {what if isinstance(what, str) else what()}")
        time.sleep(pause)
