"""SIGKILL of the scanning child at random times: no page told of is lost, none is doubled by going on."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
from pathlib import Path

import pytest

from scanning.pages.model import SpooledPage
from scanning.spool import Spool
from scanning.worker import scan
from scanning.worker.process import WorkerProcess
from scanning.worker.scan import PageSpooled, ScanEnded, ScanEvent, ScanFailed
from tests.integration.worker.scan_program import session
from tests.integration.worker.stack_checks import assert_safe, resume


def kill_soon(pid: int, delay_s: float) -> None:
    def kill() -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    threading.Timer(delay_s, kill).start()


@pytest.mark.parametrize("seed", range(60))
def test_killing_the_child_loses_and_doubles_nothing(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    pids: list[int] = []

    class Watched(WorkerProcess):
        def __init__(self, *args: object, **options: object) -> None:
            super().__init__(*args, **options)  # type: ignore[arg-type]
            pids.append(self.pid)

    monkeypatch.setattr(scan, "WorkerProcess", Watched)
    stack = Spool(tmp_path, stop_free=0).new_stack(None, "fake:0")
    # Some time after some page: a page takes 5 to 10 ms, so every step of making it safe is hit.
    when, delay_s = chance.randrange(11), chance.uniform(0, 0.015)
    told: dict[int, str] = {}
    heard: list[SpooledPage] = []
    last: ScanEvent | None = None
    for event in session(stack).events():
        last = event
        if isinstance(event, PageSpooled):
            told[event.page.number] = event.page.sha256
            heard.append(event.page)
            if len(heard) == max(1, when):
                kill_soon(pids[0], delay_s)
    assert heard == stack.pages()
    assert isinstance(last, ScanEnded | ScanFailed)
    if isinstance(last, ScanFailed):
        assert last.error.code == "crashed"
        assert (last.pages, last.last_good_sheet) == (len(heard), len(heard) // 2)
        resume(stack, told)
    assert_safe(stack, told)
    stack.release()
