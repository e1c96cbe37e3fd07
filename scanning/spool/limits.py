"""How much room a spool must leave on its disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scanning.storage import free_bytes


@dataclass(frozen=True)
class Limits:
    """Free bytes on the spool's disk: below `warn` a person is told, below `stop` nothing more is scanned."""

    warn: int = 2 * 1024**3
    stop: int = 500 * 1024**2
    free: Callable[[Path], int] = free_bytes
