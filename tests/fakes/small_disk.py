"""A small disk that really fills up, for tests that run as root."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[Path]:
    """A tmpfs of so many MB mounted at `place`; the test is skipped where mounting is forbidden."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)]
    refused = sys.platform != "linux" or os.geteuid() != 0
    if refused or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("explained: mounting a small disk needs root with the right to mount")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(disk: Path, leave: int) -> Path:
    """Take up room until so many bytes are left; with nothing to leave, to the last byte."""
    ballast = disk / "ballast"
    with ballast.open("wb") as stream:
        os.posix_fallocate(stream.fileno(), 0, shutil.disk_usage(disk).free - (leave or 1024**2))
        stream.seek(0, os.SEEK_END)
        with suppress(OSError):
            while not leave:
                os.write(stream.fileno(), bytes(4096))
    return ballast
