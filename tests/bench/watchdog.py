"""Watches a Qt event loop from inside: how late it runs, in which phase, and what its thread was doing meanwhile."""

from __future__ import annotations

import faulthandler
import re
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer

TICK_MS = 5
STALL_S = 0.1
SLOW_S = 0.05
_LOOK_AFTER_S = 0.12
_ARM_EVERY_S = 0.05
_FRAME = re.compile(r'File "(?P<file>[^"]+)", line (?P<line>\d+) in (?P<name>\S+)')


class Watchdog(QObject):
    """A timer of 5 ms; a gap is the time between two of its ticks.

    The stacks are taken by faulthandler's own thread, which needs no interpreter lock, so code that holds the lock is
    seen too.
    """

    def __init__(self, parent: QObject | None = None, limit_s: float = SLOW_S) -> None:
        super().__init__(parent)
        self.phase = "start"
        self._limit = limit_s
        self._gaps: dict[str, list[float]] = {}
        self._late: list[tuple[float, str, float]] = []
        self._dumps = tempfile.TemporaryFile("w+")  # noqa: SIM115 - lives as long as the watch
        self._main = f"{threading.get_ident():#018x}"
        self._last = time.perf_counter()
        self._armed = 0.0
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def begin(self, phase: str) -> None:
        """Count what follows under this name."""
        self._tick()
        self.phase = phase
        if not self._timer.isActive():
            self._last = time.perf_counter()
            self._timer.start()

    def report(self) -> dict[str, Any]:
        """Per phase: ticks, the longest gap, gaps over 50 and 100 ms; and where the time went."""
        self._timer.stop()
        faulthandler.cancel_dump_traceback_later()
        phases = {name: self._summary(gaps) for name, gaps in self._gaps.items()}
        return phases | {"where": self._where()}

    def longest(self, phase: str) -> float:
        """The longest gap of a phase, in milliseconds."""
        return max(self._gaps.get(phase, [0.0])) * 1000

    def count(self, phase: str, over_s: float) -> int:
        """Gaps of a phase over so many seconds."""
        return sum(gap > over_s for gap in self._gaps.get(phase, []))

    def _tick(self) -> None:
        now = time.perf_counter()
        gap, self._last = now - self._last, now
        self._gaps.setdefault(self.phase, []).append(gap)
        if gap > self._limit:
            self._late.append((time.time(), self.phase, gap))
        if now - self._armed > _ARM_EVERY_S:  # arming starts a thread: at every tick it would be the load itself
            self._armed = now
            faulthandler.dump_traceback_later(_LOOK_AFTER_S, repeat=True, file=self._dumps)

    def _summary(self, gaps: list[float]) -> dict[str, Any]:
        return {
            "seconds": round(sum(gaps), 1),
            "max_gap_ms": round(max(gaps) * 1000, 1),
            "over_50_ms": sum(gap > SLOW_S for gap in gaps),
            "over_100_ms": sum(gap > STALL_S for gap in gaps),
        }

    def _where(self) -> dict[str, int]:
        """The main thread's innermost project frames in the dumps, and other threads that ran Python meanwhile."""
        self._dumps.flush()
        self._dumps.seek(0)
        seen: Counter[str] = Counter()
        for dump in self._dumps.read().split("Timeout (")[1:]:
            threads = re.split(r"\n(?=(?:Current thread|Thread) 0x)", dump)
            main = next((part for part in threads if self._main in part.partition("\n")[0]), "")
            busy = sorted({name for part in threads if part is not main and (name := _working(part))})
            seen[" ← ".join(_frames(main)[:4]) + (f"  (meanwhile: {', '.join(busy)})" if busy else "")] += 1
        return dict(seen.most_common(12))


def _frames(part: str) -> list[str]:
    return [
        f"{Path(match['file']).name}:{match['line']} {match['name']}"
        for match in _FRAME.finditer(part)
        if "/bench/" not in match["file"]
    ]


_WAITING = ("wait", "get", "_serve_wait", "select", "poll", "accept", "read", "_recv", "readinto", "<lambda>")


def _working(part: str) -> str:
    """The innermost frame of a thread that isn't waiting."""
    frames = _frames(part)
    if not frames:
        return ""
    name = frames[0].rsplit(" ", 1)[-1]
    return "" if name in _WAITING or "threading.py" in frames[0] or "selectors.py" in frames[0] else frames[0]
