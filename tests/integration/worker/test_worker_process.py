"""One child: it dies with its program, says its last words to the log, and lives longer than the thread that asked."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from scanning.worker.frames import Frame
from scanning.worker.process import WorkerProcess

MAKE = "tests.integration.worker.child_tasks:make"


class Child:
    """A child with its frames in a queue."""

    def __init__(self, nice: int = 0) -> None:
        self.frames: queue.SimpleQueue[Frame] = queue.SimpleQueue()
        self.process = WorkerProcess(lambda _, frame: self.frames.put(frame), nice=nice)

    def next(self, event: str) -> Frame:
        while (frame := self.frames.get(timeout=30))["event"] != event:
            assert frame["event"] != "gone", self.process.log()
        return frame


@pytest.fixture
def child() -> Iterator[Child]:
    child = Child()
    yield child
    child.process.kill()


def runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + 20
    while runs(pid):
        assert time.monotonic() < deadline, "the child outlived its program"
        time.sleep(0.005)


@pytest.mark.parametrize("do", ["hang", "hang in C", "wait"])
def test_a_child_dies_with_its_program(do: str, tmp_path: Path) -> None:
    program = f"""
import threading
from scanning.worker.process import WorkerProcess
def say(child, frame):
    if frame["event"] != "beat":
        print(frame["event"], child.pid, flush=True)
child = WorkerProcess(say)
child.run(1, "{MAKE}", {{"do": "{do}", "gate": "{tmp_path / "never"}"}})
threading.Event().wait()
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        word, pid = running.stdout.readline().split()
        assert word == "ready"
        if do == "hang in C":
            assert running.stdout.readline().startswith("message")
        running.kill()
    wait_until_gone(int(pid))


def test_a_child_outlives_the_thread_that_started_it() -> None:
    made: list[Child] = []

    def start() -> None:
        made.append(Child())
        # Only a child that is up has asked the system to be told of its parent's death.
        made[0].next("ready")

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    child = made[0]
    for job in range(3):
        child.process.run(job, MAKE, {"name": str(job)})
        assert child.next("done")["job"] == job
    assert child.process.alive
    child.process.kill()


def test_last_words_go_to_the_log(child: Child) -> None:
    child.process.run(1, MAKE, {"do": "last words"})
    while child.frames.get(timeout=30)["event"] != "gone":
        pass
    assert "koniec żartów" in child.process.log()
    child.process.kill()
    assert child.process.exit_code == 7


def test_a_hang_in_c_is_killed_with_what_it_started(child: Child) -> None:
    child.process.run(1, MAKE, {"do": "hang in C"})
    child.next("message")
    child.process.kill()
    assert not runs(child.process.pid)
    assert not child.process.run(2, MAKE, {})


def test_children_compute_on_one_thread_and_stand_back() -> None:
    child = Child(nice=7)
    child.process.run(1, MAKE, {"do": "environment"})
    facts = child.next("message")["message"]
    own = psutil.Process().nice()
    assert (facts["OMP_THREAD_LIMIT"], facts["OMP_NUM_THREADS"]) == ("1", "1")
    assert facts["nice"] == min(19, own + 7)
    assert facts["path0"] != ""
    child.process.kill()


def test_stop_ends_politely(child: Child) -> None:
    child.next("ready")
    child.process.stop()
    assert child.process.exit_code == 0


def test_stop_ends_a_busy_child_too(child: Child) -> None:
    child.process.run(1, MAKE, {"do": "hang in C"})
    child.next("message")
    child.process.stop(grace_s=0.1)
    assert not child.process.alive


def test_cancel_before_the_work_starts_is_not_forgotten(child: Child, tmp_path: Path) -> None:
    child.process.cancel(5)
    child.process.run(5, MAKE, {"do": "wait", "gate": str(tmp_path / "never"), "name": "x"})
    assert child.next("done")["result"]["name"] == "x"
