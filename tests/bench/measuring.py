"""What several benchmarks share: figures beside what they must be, quantiles, and memory of a whole process tree."""

from __future__ import annotations

import os
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parents[2]
MIB = 1024**2
Figure = dict[str, Any]


def at_most(value: float | None, limit: float, unit: str) -> Figure:
    """A figure that must not be above its limit; None = could not be measured, so not met."""
    met = value is not None and value <= limit
    return {"value": None if value is None else round(value, 3), "must": f"≤ {limit:g}", "unit": unit, "met": met}


def quantile(values: Sequence[float], share: float) -> float | None:
    """The value below which this share of the values lies."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else None


def spread(values: Sequence[float], digits: int = 3) -> dict[str, float]:
    """Median, p95 and the largest."""
    if not values:
        return {}
    shown = {"median": statistics.median(values), "p95": quantile(values, 0.95) or 0.0, "max": max(values)}
    return {name: round(value, digits) for name, value in shown.items()}


def clean_environment(home: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The machine's environment for a station of its own, with the demo scanner alone."""
    left_out = ("KANCELARIA_", "SANE_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    # Modules compiled beforehand, as in an installed program; kept out of the source folder.
    compiled = Path(os.environ.get("KANCELARIA_BENCH", tempfile.gettempdir())) / "kancelaria-bench-compiled"
    return kept | {
        "PYTHONPYCACHEPREFIX": str(compiled),
        "KANCELARIA_HOME": str(home),
        "KANCELARIA_USER": "m.nowicka",
        "KANCELARIA_SCANNER_DRIVERS": "demo",
        "PYTHONUNBUFFERED": "1",
        **(more or {}),
    }


def pss_of_tree(pid: int) -> dict[int, float]:
    """Proportional memory of a process and all its descendants in MiB; those gone meanwhile are left out."""
    found: dict[int, float] = {}
    try:
        root = psutil.Process(pid)
        family = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return found
    for process in family:
        try:
            text = Path(f"/proc/{process.pid}/smaps_rollup").read_text("ascii")
        except OSError:
            continue
        found[process.pid] = sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1024
    return found


class TreeMemory(threading.Thread):
    """Samples the memory of a process tree until stopped: `samples` are (instant, MiB, processes)."""

    def __init__(self, pid: int, interval_s: float = 1.0) -> None:
        super().__init__(name="tree-memory", daemon=True)
        self._pid = pid
        self._interval = interval_s
        self._stopped = threading.Event()
        self.samples: list[tuple[float, float, int]] = []
        self.largest: dict[int, float] = {}

    def run(self) -> None:
        """Sample until the tree is gone or `stop` is called."""
        while not self._stopped.wait(self._interval):
            sample = pss_of_tree(self._pid)
            if not sample:
                return
            self.samples.append((time.time(), sum(sample.values()), len(sample)))
            for pid, size in sample.items():
                self.largest[pid] = max(size, self.largest.get(pid, 0.0))

    def stop(self) -> None:
        """End sampling."""
        self._stopped.set()
        self.join(10)

    def between(self, first: float, last: float) -> list[float]:
        """MiB sampled between two instants."""
        return [size for at, size, _ in self.samples if first <= at <= last]


@contextmanager
def display() -> Iterator[dict[str, str]]:
    """Environment for real windows: a private Xvfb where there is one, else Qt's offscreen platform."""
    import shutil
    import subprocess

    server = shutil.which("Xvfb")
    if server is None:
        yield {"QT_QPA_PLATFORM": "offscreen"}
        return
    reading, writing = os.pipe()
    command = [server, "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    running = subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as said:
            number = said.readline().strip()
        yield {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"} if number else {"QT_QPA_PLATFORM": "offscreen"}
    finally:
        running.terminate()
        running.wait(10)
