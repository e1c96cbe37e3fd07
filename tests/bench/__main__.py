"""`make bench`: runs every bench module, prints one table, writes JSON. `--quick`: small inputs; names choose."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import pkgutil
import platform
import sys
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

import tests.bench


def modules(chosen: list[str]) -> list[str]:
    names = sorted(m.name for m in pkgutil.iter_modules(tests.bench.__path__) if m.name.startswith("bench_"))
    return [name for name in names if not chosen or any(part in name for part in chosen)]


def flat(value: Any, prefix: str = "") -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [row for key, inner in value.items() for row in flat(inner, f"{prefix}{key} · ")]
    if isinstance(value, list) and any(isinstance(inner, dict) for inner in value):
        return [row for number, inner in enumerate(value, 1) for row in flat(inner, f"{prefix}{number} · ")]
    shown = f"{value:.4g}" if isinstance(value, float) else str(value)
    return [(prefix.removesuffix(" · "), shown)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("-o", "--output", type=Path, default=Path("build/bench.json"))
    options = parser.parse_args()
    results: dict[str, Any] = {
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "quick": options.quick}
    }
    table = Table("Figure", "Value", title="Kancelaria: figures of one run")
    failed = 0
    for name in modules(options.names):
        print(f"== {name}", file=sys.stderr, flush=True)
        begun = time.perf_counter()
        try:
            figures = importlib.import_module(f"tests.bench.{name}").run(options.quick)
        except Exception as error:  # one broken benchmark must not hide the others
            failed += 1
            figures = {"failed": repr(error)}
        figures["bench_seconds"] = round(time.perf_counter() - begun, 1)
        results[name.removeprefix("bench_")] = figures
        for row in flat(figures, f"{name.removeprefix('bench_')} · "):
            table.add_row(*row)
        options.output.parent.mkdir(parents=True, exist_ok=True)
        options.output.write_text(json.dumps(results, indent=2, ensure_ascii=False), encoding="utf-8")
    Console(width=140).print(table)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
