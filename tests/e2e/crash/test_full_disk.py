"""A disk that fills up: said in plain Polish with exit code 1, nothing half registered, and the stack goes on later."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.crash.conftest import LETTERS, Template
from tests.e2e.crash.station import CrashStation, after
from tests.e2e.crash.test_killed_scan import SCAN

PROGRAM = str(Path(__file__).with_name("cut_program.py"))
MB = 1024**2
DISK_MB = 540


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk just big enough to scan; the program stops below 500 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", str(place)]
    if os.name != "posix" or os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("explained: mounting a small disk needs root with the right to mount")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def station(template: Template, small_disk: Path, tmp_path: Path) -> CrashStation:
    shutil.copytree(template.home, small_disk / "station")
    return CrashStation(small_disk / "station", tmp_path, {"KANCELARIA_DEMO_DIR": str(template.feeder)})


def fill(disk: Path, leave: int) -> Path:
    """Take up room until so many bytes are left."""
    ballast = disk / "ballast"
    free = shutil.disk_usage(disk).free
    with ballast.open("wb") as stream:
        os.posix_fallocate(stream.fileno(), 0, free - leave)
    return ballast


def test_too_little_room_to_scan(station: CrashStation, small_disk: Path) -> None:
    ballast = fill(small_disk, leave=60 * MB)
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
def test_a_disk_full_to_the_last_byte_while_registering(station: CrashStation, small_disk: Path, leave: int) -> None:
    window = ("ui.operations.registration:register_incoming", "before", "1")
    running = station.start(*SCAN, command=(sys.executable, PROGRAM, *window, "--"))
    assert not station.killed(running, after(100))
    [left] = station.unfinished()
    ballast = fill(small_disk, leave)
    answer = station.run("stacks", "--resume", left)
    assert answer.code == 1, (answer.code, answer.said)
    assert {error["code"] for error in answer.errors} <= {"disk_full", "store_busy"}, answer.said
    assert "miejsc" in answer.said
    assert "Zwolnij miejsce" in answer.said
    ballast.unlink()
    station.resume_all()
    assert [len(item.pages) for item in station.check()] == list(LETTERS)
