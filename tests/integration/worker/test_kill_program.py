"""SIGKILL of the whole program at random times: the manifest recovers, its children die, scanning goes on."""

from __future__ import annotations

import contextlib
import json
import random
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from scanning.spool import Spool
from tests.integration.worker.stack_checks import assert_safe, resume

PROGRAM = Path(__file__).with_name("scan_program.py")


def runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_until_gone(pids: list[int]) -> None:
    deadline = time.monotonic() + 10
    while any(runs(pid) for pid in pids):
        assert time.monotonic() < deadline, "a child outlived its program"
        time.sleep(0.005)


@pytest.mark.parametrize("seed", range(40))
def test_killing_the_program_loses_and_doubles_nothing(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    spool = Spool(tmp_path, stop_free=0)
    stack = spool.new_stack(None, "fake:0")
    stack.release()
    command = [sys.executable, str(PROGRAM), str(tmp_path), stack.id]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        lines = [program.stdout.readline() for _ in range(1 + chance.randrange(11))]
        with contextlib.suppress(subprocess.TimeoutExpired):
            # Before the first page the child starts for some 80 ms, later a page takes 5 to 10 ms.
            program.wait(chance.uniform(0, 0.12 if len(lines) == 1 else 0.015))
        pids = [child.pid for child in psutil.Process(program.pid).children(recursive=True)]
        program.kill()
        lines += program.stdout.readlines()
    wait_until_gone(pids)
    # A last line may be cut off; what was told whole counts.
    pages = [json.loads(line) for line in lines[1:] if line.endswith("\n")]
    told = {int(page["number"]): str(page["sha256"]) for page in pages}
    again = spool.open(stack.id)
    assert again.damage.sound
    assert set(told) <= {page.number for page in again.pages()}
    resume(again, told)
    assert_safe(again, told)
    again.release()
