"""A disk that fills up: said in plain Polish with exit code 1, nothing half registered, and the stack goes on later."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.crash.conftest import LETTERS, Template
from tests.e2e.crash.station import CrashStation, after
from tests.e2e.crash.test_killed_scan import SCAN
from tests.fakes.small_disk import fill, small_disk

PROGRAM = str(Path(__file__).with_name("cut_program.py"))
MB = 1024**2
DISK_MB = 540


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk just big enough to scan; the program stops below 500 MB."""
    with small_disk(tmp_path / "disk", DISK_MB) as place:
        yield place


@pytest.fixture
def station(template: Template, disk: Path, tmp_path: Path) -> CrashStation:
    shutil.copytree(template.home, disk / "station")
    return CrashStation(disk / "station", tmp_path, {"KANCELARIA_DEMO_DIR": str(template.feeder)})


def test_too_little_room_to_scan(station: CrashStation, disk: Path) -> None:
    ballast = fill(disk, leave=60 * MB)
    answer = station.run(*SCAN)
    assert answer.code == 1, answer.said
    assert [error["code"] for error in answer.errors] == ["disk_full"]
    assert "Brak miejsca na dysku" in answer.said
    assert "Zwolnij miejsce" in answer.said
    assert station.check() == []
    ballast.unlink()
    station.resume_all()
    answer = station.run(*SCAN)
    assert (answer.code, len(answer.items)) == (0, len(LETTERS)), answer.said


@pytest.mark.parametrize("leave", [0, 16 * 1024, 200 * 1024])
def test_a_disk_full_to_the_last_byte_while_registering(station: CrashStation, disk: Path, leave: int) -> None:
    window = ("ui.operations.registration:register_incoming", "before", "1")
    running = station.start(*SCAN, command=(sys.executable, PROGRAM, *window, "--"))
    assert not station.killed(running, after(100))
    [left] = station.unfinished()
    ballast = fill(disk, leave)
    answer = station.run("stacks", "--resume", left)
    assert answer.code == 1, (answer.code, answer.said)
    assert {error["code"] for error in answer.errors} <= {"disk_full", "store_busy"}, answer.said
    assert "miejsc" in answer.said
    assert "Zwolnij miejsce" in answer.said
    ballast.unlink()
    station.resume_all()
    assert [len(item.pages) for item in station.check()] == list(LETTERS)
