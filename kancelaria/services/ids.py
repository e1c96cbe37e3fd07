"""Ids and time of a running station."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

_SUB_MS = 1 << 12


class Uuid7Source:
    """UUIDv7 as text, strictly growing within a process even when the clock stands still or goes back."""

    def __init__(self, clock_ns: Callable[[], int] = time.time_ns) -> None:
        self._clock_ns = clock_ns
        self._lock = threading.Lock()
        self._last = 0

    def new(self) -> str:
        """The next id: 48 bits of milliseconds, 12 bits of their fraction, 62 random bits."""
        ms, rest = divmod(self._clock_ns(), 1_000_000)
        with self._lock:
            self._last = max(self._last + 1, ms * _SUB_MS + rest * _SUB_MS // 1_000_000)
            tick = self._last
        value = (tick >> 12) << 80 | 0x7 << 76 | (tick & 0xFFF) << 64 | 0b10 << 62 | secrets.randbits(62)
        return str(UUID(int=value))


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """This moment, in UTC."""
        return datetime.now(UTC)
