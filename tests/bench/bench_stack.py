"""A stack of 300 duplex sheets through a real station: memory of the whole tree, how soon suggestions come, bytes."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from typing import Any

import pikepdf

from kancelaria.bootstrap import init_station
from tests.bench.measuring import ROOT, Figure, TreeMemory, at_most, clean_environment, quantile, spread
from tests.bench.measuring_paper import POINT, paper

FULL, QUICK = 300, 30
PAGE_SECONDS = 1.2
MEMORY_MIB, GROWTH = 1228.8, 0.05
FIRST_SUGGESTIONS_S = 1.0
PRINT_KB, GREY_KB = 80.0, 900.0


def run(quick: bool = False, page_seconds: float = PAGE_SECONDS, sheets: int | None = None) -> dict[str, Any]:
    """Figures of one stack, and at which pace its pages came."""
    stack = paper(sheets or (QUICK if quick else FULL))
    with tempfile.TemporaryDirectory(prefix="kancelaria-bench-") as folder:
        home, seen_file = Path(folder) / "station", Path(folder) / "seen.json"
        init_station(home, "Urząd Miasta Pomiarowo", POINT)
        more = {"KANCELARIA_DEMO_DIR": str(stack.folder), "KANCELARIA_DEMO_PAGE_SECONDS": str(page_seconds)}
        command = [sys.executable, "-m", "tests.bench.measuring_stack", str(home), str(seen_file)]
        load = os.getloadavg()[0]
        program = subprocess.Popen(command, cwd=ROOT, env=clean_environment(home, more))
        memory = TreeMemory(program.pid)
        memory.start()
        code = program.wait()
        memory.stop()
        if code:
            raise RuntimeError(f"the measured program ended with {code}")
        seen = json.loads(seen_file.read_text("utf-8"))
        images = stored_images(sorted((home / "blobs").rglob("*")))
    return _figures(seen, memory, images, stack.pages) | {"load_before": round(load, 2)}


def _figures(seen: dict[str, Any], memory: TreeMemory, images: dict[str, list[float]], pages: int) -> dict[str, Any]:
    feeding = seen["scanned_at"] - seen["begun"]
    first = _delays(seen, [str(number) for number in seen["first_pages"]], "suggested")
    known = _delays(seen, list(seen["spooled"]), "known")
    reading = _delays(seen, list(seen["spooled"]), "arrived")
    return {
        "sheets": pages // 2,
        "letters": seen["letters"],
        "page_came_every_s": round(feeding / pages, 2),
        "read_after_the_last_page_s": round(seen["read_at"] - seen["scanned_at"], 1),
        "memory_peak": at_most(max(size for _, size, _ in memory.samples), MEMORY_MIB, "MiB PSS of the tree"),
        "memory_growth": _growth(memory, seen["begun"], seen["read_at"]),
        "memory_by_process_mib": [round(size) for size in sorted(memory.largest.values(), reverse=True)[:6]],
        "first_suggestions_p95": at_most(quantile(first, 0.95), FIRST_SUGGESTIONS_S, "s"),
        "first_suggestions_s": spread(first),
        "letters_without_suggestions": seen["letters"] - len(first),
        "page_known_s": spread(known),
        "page_told_s": spread(reading),
        "registering_ms": spread(seen["registering_ms"], 1),
        "pdf_written_after_registering_s": round(seen["written_at"] - seen["read_at"], 1),
        "print_page": at_most(quantile(images["print"], 1.0), PRINT_KB, "kB, the largest 1-bit page"),
        "grey_page": at_most(quantile(images["grey"], 1.0), GREY_KB, "kB, the largest grey page"),
        "print_page_kb": spread(images["print"], 1),
        "grey_page_kb": spread(images["grey"], 1),
        "pages_stored": {kind: len(sizes) for kind, sizes in images.items()},
        "pdf_kb_a_page": round(images["file"][0], 1) if images["file"] else None,
        "failed": seen["failed"],
    }


def _delays(seen: dict[str, Any], numbers: Sequence[str], what: str) -> list[float]:
    """Seconds from the moment a page's last byte was written to the event, for the pages that had it."""
    return [seen[what][number] - seen["spooled"][number] for number in numbers if number in seen[what]]


def _growth(memory: TreeMemory, begun: float, ended: float) -> Figure:
    """How much larger the last third of reading was than the second, as a share."""
    third = (ended - begun) / 3
    middle, last = memory.between(begun + third, begun + 2 * third), memory.between(begun + 2 * third, ended)
    if not middle or not last:
        return at_most(None, GROWTH, "of the second third")
    return at_most((mean(last) - mean(middle)) / mean(middle), GROWTH, "growth from the second third to the last")


def stored_images(files: Sequence[Path]) -> dict[str, list[float]]:
    """kB a page of every PDF/A among the files: image, text and an even share of the rest of its file."""
    found: dict[str, list[float]] = {"print": [], "grey": [], "colour": [], "file": []}
    total = pages = 0
    for file in files:
        if not file.is_file() or file.open("rb").read(5) != b"%PDF-":
            continue
        with pikepdf.open(file) as document:
            own = [(_kind(page), _bytes(page)) for page in document.pages]
        size = file.stat().st_size
        shared = (size - sum(count for _, count in own)) / len(own)
        for kind, count in own:
            found[kind].append((count + shared) / 1000)
        total, pages = total + size, pages + len(own)
    if pages:
        found["file"].append(total / pages / 1000)
    return found


def _image(page: pikepdf.Page) -> pikepdf.Object:
    return next(iter(page.get_images().values()))


def _kind(page: pikepdf.Page) -> str:
    image = _image(page)
    if int(image.BitsPerComponent) == 1:
        return "print"
    return "grey" if image.ColorSpace == pikepdf.Name.DeviceGray else "colour"


def _bytes(page: pikepdf.Page) -> int:
    contents = page.obj.Contents
    parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return sum(len(part.read_raw_bytes()) for part in (_image(page), *parts))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--sheets", type=int)
    parser.add_argument("--pace", type=float, default=PAGE_SECONDS)
    options = parser.parse_args()
    begun = time.perf_counter()
    print(json.dumps(run(options.quick, options.pace, options.sheets), ensure_ascii=False, indent=2))
    print(f"{time.perf_counter() - begun:.0f} s", file=sys.stderr)
