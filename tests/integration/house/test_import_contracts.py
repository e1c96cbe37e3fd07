"""Each import contract holds, and is broken by a planted violation."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PACKAGES = ("kancelaria", "scanning", "ui", "resources")

VIOLATIONS = [
    ("office-and-scanning", "kancelaria/domain/planted.py", "import scanning.errors"),
    ("office-and-scanning", "scanning/planted.py", "import kancelaria.domain.errors"),
    ("upwards", "kancelaria/services/planted.py", "import ui.operations"),
    ("upwards", "scanning/planted.py", "import ui.cli"),
    ("office-layers", "kancelaria/domain/planted.py", "import kancelaria.services"),
    ("office-layers", "kancelaria/services/planted.py", "import kancelaria.store"),
    ("office-layers", "kancelaria/printing/planted.py", "import kancelaria.services"),
    ("office-layers", "kancelaria/store/planted.py", "import kancelaria.bootstrap"),
    ("qt-only-in-desktop", "ui/operations/planted.py", "import PySide6.QtCore"),
    ("qt-only-in-desktop", "ui/cli/planted.py", "import PySide6.QtWidgets"),
    ("qt-only-in-desktop", "scanning/planted.py", "import PySide6"),
    ("database-only-in-store", "kancelaria/services/planted.py", "import sqlalchemy"),
    ("database-only-in-store", "ui/operations/planted.py", "import sqlite3"),
    ("views-see-no-store", "ui/desktop/views/planted.py", "import kancelaria.store"),
    ("views-see-no-store", "ui/desktop/views/planted.py", "import kancelaria.bootstrap"),
    ("office-layers", "kancelaria/sync/planted.py", "import kancelaria.central"),
    ("office-layers", "kancelaria/store/planted.py", "import kancelaria.sync"),
    ("office-layers", "kancelaria/services/planted.py", "import kancelaria.sync"),
    ("database-only-in-store", "kancelaria/sync/planted.py", "import psycopg"),
    ("views-see-no-store", "ui/desktop/views/planted.py", "import kancelaria.sync"),
    ("scanning-layers", "scanning/devices/planted.py", "import scanning.worker"),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("house")
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package,
            copy / package,
            ignore=lambda _d, names: [n for n in names if Path(n).suffix not in ("", ".py")],
        )
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def check(house: Path, contract: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    if contract:
        command += ["--contract", contract]
    environment = os.environ | {"PYTHONPATH": str(house)}
    return subprocess.run(command, cwd=house, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_the_house_as_it_stands_keeps_every_contract(house: Path) -> None:
    result = check(house)
    assert result.returncode == 0, result.stdout
    assert "0 broken" in result.stdout


@pytest.mark.parametrize(("contract", "place", "line"), VIOLATIONS, ids=lambda value: str(value))
def test_a_planted_violation_breaks_its_contract(house: Path, contract: str, place: str, line: str) -> None:
    planted = house / place
    planted.write_text(f'"""Planted."""\n{line}\n', encoding="utf-8")
    try:
        result = check(house, contract)
    finally:
        planted.unlink()
    assert result.returncode == 1, result.stdout
    assert "1 broken" in result.stdout
    assert planted.stem in result.stdout
