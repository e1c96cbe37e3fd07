"""Start of the program: from the process's birth to a desk that is painted and answers keys; memory at rest."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from kancelaria.bootstrap import init_station
from tests.bench.measuring import MIB, ROOT, at_most, clean_environment, display, pss_of_tree
from tests.bench.measuring_paper import POINT

START_S, REST_MIB = 2.0, 250.0
_STAY_S, _REST_S = 8.0, 5.0
_STEPS = ("interpreter", "imported", "station", "built", "painted", "usable")


def run(quick: bool = False) -> dict[str, Any]:
    """Figures with the program's files out of the page cache, and with them in it."""
    with display() as screen, tempfile.TemporaryDirectory(prefix="kancelaria-bench-") as folder:
        home = Path(folder) / "station"
        init_station(home, "Urząd Miasta Pomiarowo", POINT, demo=True)
        times = 2 if quick else 5
        load = os.getloadavg()[0]
        dropped = ""
        _start(home, screen)  # compiles what isn't yet
        cold = []
        for _ in range(times):
            dropped = _dropped()
            cold.append(_start(home, screen))
        warm = [_start(home, screen) for _ in range(times)]
    worst = max(start["usable"] for start in cold)
    return {
        "cold_start": at_most(worst, START_S, "s, the slowest, page cache dropped"),
        "cold_start_s": _steps(cold),
        "warm_start": at_most(max(start["usable"] for start in warm), START_S, "s, the slowest"),
        "warm_start_s": _steps(warm),
        "memory": at_most(max(start["pss"] for start in cold + warm), REST_MIB, "MiB PSS of the tree at rest"),
        "window_rss_mib": round(max(start["rss"] for start in cold + warm), 1),
        "cpu_s": round(median(start["cpu"] for start in cold + warm), 2),
        "processes_at_rest": int(cold[0]["processes"]),
        "dropped": dropped,
        "platform": screen["QT_QPA_PLATFORM"],
        "load_before": round(load, 2),
    }


def _start(home: Path, screen: dict[str, str]) -> dict[str, float]:
    """One start: seconds from the birth of the process to each step, and memory once it rests."""
    target = home / "start.json"
    target.unlink(missing_ok=True)
    command = [sys.executable, "-m", "tests.bench.watchdog_start", str(target), str(_STAY_S)]
    born = time.time()
    program = subprocess.Popen(command, cwd=ROOT, env=clean_environment(home, screen))
    deadline = time.monotonic() + 60
    while not target.exists() and time.monotonic() < deadline and program.poll() is None:
        time.sleep(0.05)
    time.sleep(_REST_S)
    sizes = pss_of_tree(program.pid)
    rss = psutil.Process(program.pid).memory_info().rss / MIB
    code = program.wait(60)
    if code:
        raise RuntimeError(f"the measured program ended with {code}")
    seen = json.loads(target.read_text("utf-8"))
    steps = {name: seen[name] - born for name in _STEPS}
    return steps | {"cpu": seen["cpu"], "pss": sum(sizes.values()), "rss": rss, "processes": float(len(sizes))}


def _steps(starts: list[dict[str, float]]) -> dict[str, float]:
    """The median second at which each step was reached."""
    return {name: round(median(start[name] for start in starts), 2) for name in _STEPS}


def _dropped() -> str:
    """Put the program's files out of the page cache: all of it as root, else file by file."""
    os.sync()
    try:
        Path("/proc/sys/vm/drop_caches").write_text("1\n", "ascii")
    except OSError:
        folders = {Path(sys.prefix), Path(sys.base_prefix) / "lib" / f"python3.{sys.version_info[1]}", ROOT / "ui"}
        folders |= {ROOT / "kancelaria", ROOT / "scanning", ROOT / "resources"}
        for file in (path for folder in folders for path in folder.rglob("*") if path.is_file()):
            with file.open("rb") as opened:
                os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return "file by file (files other programs have mapped stay)"
    return "whole page cache"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    print(json.dumps(run(parser.parse_args().quick), ensure_ascii=False, indent=2))
