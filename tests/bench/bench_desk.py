"""The real window under a watchdog: stalls while a stack is scanned, read and confirmed; the register of a million."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from kancelaria.bootstrap import init_station
from tests.bench.measuring import ROOT, at_most, clean_environment, display, spread
from tests.bench.measuring_paper import POINT, paper
from tests.bench.store_seed import prepared_home

SHEETS, QUICK_SHEETS = 50, 10
ITEMS, QUICK_ITEMS = 1_000_000, 20_000
PAGE_SECONDS = 1.2
SHOWN_MS, REGISTER_STALL_MS = 150.0, 50.0


def run(quick: bool = False, parts: tuple[str, ...] = ("desk", "register")) -> dict[str, Any]:
    """Figures of the window, and what it runs on."""
    with display() as screen, tempfile.TemporaryDirectory(prefix="kancelaria-bench-") as folder:
        figures: dict[str, Any] = {"load_before": round(os.getloadavg()[0], 2)}
        if "desk" in parts:
            figures["desk"] = _desk(Path(folder), screen, QUICK_SHEETS if quick else SHEETS)
        if "register" in parts:
            figures["register"] = _register(Path(folder), screen, QUICK_ITEMS if quick else ITEMS)
    return figures


def _desk(folder: Path, screen: dict[str, str], sheets: int) -> dict[str, Any]:
    stack = paper(sheets)
    home = folder / "station"
    init_station(home, "Urząd Miasta Pomiarowo", POINT)
    more = {"KANCELARIA_DEMO_DIR": str(stack.folder), "KANCELARIA_DEMO_PAGE_SECONDS": str(PAGE_SECONDS)}
    seen = _program(home, folder / "desk.json", screen | more, [str(home), str(folder / "desk.json"), str(sheets)])
    loop = seen.pop("loop")
    stalls = sum(seen.pop("stalls").values())
    return {
        "stalls_over_100_ms": at_most(stalls, 0, "stalls while scanning, reading and confirming"),
        "confirm_ms": spread(seen.pop("confirm_ms"), 1),
        **seen,
        "loop": loop,
    }


def _register(folder: Path, screen: dict[str, str], items: int) -> dict[str, Any]:
    home = prepared_home(items)
    target = folder / "register.json"
    seen = _program(home, target, screen, ["register", str(home), str(target)])
    took, gaps = seen.pop("took_ms"), seen.pop("longest_gap_ms")
    figures: dict[str, Any] = {"rows": seen.pop("rows")}
    for name in ("open", "end", "sort"):
        figures[name] = at_most(max(took[name]), SHOWN_MS, "ms until painted, the slowest")
        figures[f"{name}_gap"] = at_most(gaps[name], REGISTER_STALL_MS, "ms, the longest gap of the event loop")
        figures[f"{name}_ms"] = spread(took[name], 1)
    return figures | seen


def _program(home: Path, target: Path, more: dict[str, str], arguments: list[str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.watchdog_desk", *arguments]
    subprocess.run(command, cwd=ROOT, env=clean_environment(home, more), check=True)
    seen: dict[str, Any] = json.loads(target.read_text("utf-8"))
    return seen


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("parts", nargs="*", default=["desk", "register"])
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    print(json.dumps(run(options.quick, tuple(options.parts)), ensure_ascii=False, indent=2))
