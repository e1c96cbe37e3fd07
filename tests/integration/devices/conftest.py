"""Sheets to scan, a SANE set-up of our own, and the child that uses it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parents[3]
SaneChild = Callable[..., list[dict[str, Any]]]


def make_sheet(path: Path, number: int, size: tuple[int, int] = (2480, 3508), dpi: int = 300) -> None:
    """A sheet no two of which are alike, with grain, so that one wrong pixel shows."""
    grain = np.random.default_rng(number).integers(225, 256, (size[1], size[0]), dtype=np.uint8)
    image = Image.fromarray(grain)
    pen = ImageDraw.Draw(image)
    pen.text((size[0] // 10, size[1] // 10), f"Pismo nr {number}", fill=0, font_size=size[1] // 25)
    pen.line((0, 0, size[0] - 1, size[1] - 1), fill=40, width=3)
    image.save(path, dpi=(dpi, dpi), compress_level=1)


@pytest.fixture(scope="session")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three full A4 sheets at 300 dpi."""
    folder = tmp_path_factory.mktemp("sheets")
    for number in range(3):
        make_sheet(folder / f"{number}.png", number)
    return folder


@pytest.fixture(scope="session")
def small_sheets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven small sheets, quick to send by the hundred."""
    folder = tmp_path_factory.mktemp("small")
    for number in range(7):
        make_sheet(folder / f"{number}.png", number, (248, 351))
    return folder


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


def sane_environment(config: Path | None) -> dict[str, str]:
    """The environment of the child; single-thread mode is left to the driver to demand."""
    environment = {name: value for name, value in os.environ.items() if name != "PYINSANE_SINGLE_THREAD"}
    return environment if config is None else {**environment, "SANE_CONFIG_DIR": str(config)}


def run_sane(config: Path | None, order: dict[str, Any], seconds: float = 240) -> list[dict[str, Any]]:
    """Run the child on one order; a crash of libsane fails the test with its output."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.integration.devices.sane_child"],
        input=json.dumps(order),
        cwd=ROOT,
        env=sane_environment(config),
        capture_output=True,
        text=True,
        timeout=seconds,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


@pytest.fixture
def sane_test(tmp_path: Path, scratch: Path) -> SaneChild:
    """SANE with its `test` backend only; keyword `conf` = lines of test.conf."""

    def run(conf: dict[str, str] | None = None, **order: Any) -> list[dict[str, Any]]:
        config = tmp_path / "sane"
        (config / "dll.d").mkdir(parents=True, exist_ok=True)
        (config / "dll.conf").write_text("test\n")
        settings = {"test-picture": '"Color pattern"', "geometry_max": "100.0", **(conf or {})}
        (config / "test.conf").write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
        whole = {"device": "sane:test:0", "scratch": str(scratch), **order}
        try:
            return run_sane(config, whole, 60)
        except subprocess.TimeoutExpired as hung:
            if hung.stdout:
                raise
            # SANE's own `test` backend stands still about once in hundreds of runs, before its first line. In the
            # program the worker's deadline ends such a child; here the order is given once more.
            return run_sane(config, whole)

    return run
