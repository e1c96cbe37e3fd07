"""A real station driven by its real command, for end-to-end tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
COMMAND = str(Path(sys.executable).parent / "kancelaria")


@dataclass(frozen=True)
class Answer:
    """What a command said and how it ended."""

    code: int
    lines: list[dict[str, Any]]
    said: str

    @property
    def items(self) -> list[dict[str, Any]]:
        return [line for line in self.lines if "document_uid" in line]

    @property
    def errors(self) -> list[dict[str, Any]]:
        return [line["error"] for line in self.lines if "error" in line]


def environment(home: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The machine's environment for a station of its own: only what the test names is reachable."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("KANCELARIA_", "SANE_"))}
    return clean | {
        "KANCELARIA_HOME": str(home),
        "KANCELARIA_USER": "m.nowicka",
        "KANCELARIA_SCANNER_DRIVERS": "demo",
        "KANCELARIA_DEMO_PAGE_SECONDS": "0",
        **(more or {}),
    }


def run(home: Path, *arguments: str | Path, more: Mapping[str, str] | None = None, timeout_s: float = 280) -> Answer:
    """Run `kancelaria --json …` on a station."""
    done = subprocess.run(
        [COMMAND, "--json", *map(str, arguments)],
        env=environment(home, more),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Answer(done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr)
