"""The pool: a child that dies or hangs is replaced, its page tried once more, every other page survives."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from scanning.worker.faults import WorkerBug
from scanning.worker.pool import (
    PoolEvent,
    PoolSettings,
    Priority,
    ReadingPool,
    Task,
    TaskDone,
    TaskFailed,
    WorkerReplaced,
)

MAKE = "tests.integration.worker.child_tasks:make"
Open = Callable[..., ReadingPool]


class Listener:
    """Collects events, and who delivered them."""

    def __init__(self) -> None:
        self.events: list[PoolEvent] = []
        self.threads: set[str] = set()

    def __call__(self, event: PoolEvent) -> None:
        self.events.append(event)
        self.threads.add(threading.current_thread().name)

    def done(self) -> list[str]:
        return [event.key for event in self.events if isinstance(event, TaskDone)]

    def failed(self) -> dict[str, str]:
        return {event.key: event.error.code for event in self.events if isinstance(event, TaskFailed)}

    def replaced(self) -> list[WorkerReplaced]:
        return [event for event in self.events if isinstance(event, WorkerReplaced)]


@pytest.fixture
def heard() -> Listener:
    return Listener()


@pytest.fixture
def open_pool(heard: Listener) -> Iterator[Open]:
    pools: list[ReadingPool] = []

    def make(task: str = MAKE, context: dict[str, Any] | None = None, **settings: Any) -> ReadingPool:
        pools.append(ReadingPool(task, on_event=heard, context=context, settings=PoolSettings(**settings)))
        return pools[-1]

    yield make
    pids = [pid for pool in pools for pid in pool.pids()]
    for pool in pools:
        pool.close()
    assert not [pid for pid in pids if psutil.pid_exists(pid)]


def task(name: str, priority: int = Priority.FULL, **args: Any) -> Task:
    return Task(name, name.split("/")[0], {"name": name, **args}, priority)


def until(state: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not state():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_every_task_is_answered_once_from_one_thread(open_pool: Open, heard: Listener) -> None:
    pool = open_pool()
    for number in range(30):
        pool.submit(task(f"{number}"))
    assert pool.drain(60)
    assert sorted(heard.done(), key=int) == [str(number) for number in range(30)]
    assert heard.threads == {"reading-pool"}
    assert len(pool.pids()) == 2


@pytest.mark.parametrize(("do", "reason"), [("crash", "crashed"), ("hang", "hung"), ("last words", "crashed")])
def test_a_lost_child_is_replaced_and_its_page_tried_again(
    open_pool: Open, heard: Listener, tmp_path: Path, do: str, reason: str
) -> None:
    pool = open_pool(deadline_s=1.0)
    pool.submit(task("bad", do=do, once=str(tmp_path / "once")))
    for number in range(10):
        pool.submit(task(f"{number}"))
    assert pool.drain(60)
    assert sorted(heard.done()) == sorted(["bad", *map(str, range(10))])
    assert [(lost.reason, lost.key) for lost in heard.replaced()] == [(reason, "bad")]


@pytest.mark.parametrize(("do", "code"), [("crash", "reading_crashed"), ("hang", "reading_hung")])
def test_a_page_that_kills_twice_is_told_and_costs_no_other(
    open_pool: Open, heard: Listener, do: str, code: str
) -> None:
    pool = open_pool(deadline_s=1.0)
    pool.submit(task("bad", do=do))
    for number in range(10):
        pool.submit(task(f"{number}"))
    assert pool.drain(60)
    assert heard.failed() == {"bad": code}
    assert sorted(heard.done()) == sorted(map(str, range(10)))
    assert len(heard.replaced()) == 2


def test_known_errors_and_bugs_cost_no_child(open_pool: Open, heard: Listener) -> None:
    pool = open_pool(workers=1)
    pool.submit(task("refused", do="refuse"))
    pool.submit(task("defect", do="bug"))
    pool.submit(task("good"))
    assert pool.drain(60)
    assert heard.failed() == {"refused": "damaged_image", "defect": "bug"}
    assert heard.done() == ["good"]
    assert heard.replaced() == []
    bug = next(event.error for event in heard.events if isinstance(event, TaskFailed) and event.key == "defect")
    assert isinstance(bug, WorkerBug)
    assert "ZeroDivisionError: a defect" in bug.details


@pytest.mark.parametrize("seed", range(8))
def test_random_kills_leave_the_queue_whole(open_pool: Open, heard: Listener, tmp_path: Path, seed: int) -> None:
    """Each child is killed again and again at random times; a task may be tried twice, none is lost or told twice."""
    chance = random.Random(seed)
    pool = open_pool(start_failures=1000)
    keys = [str(number) for number in range(60)]
    log = tmp_path / "log"
    for key in keys:
        pool.submit(task(key, log=str(log)))
    kills = 0
    while kills < 8 and not pool.drain(chance.uniform(0, 0.12)):
        if pids := pool.pids():
            kills += 1
            with contextlib.suppress(ProcessLookupError):
                os.kill(chance.choice(pids), signal.SIGKILL)
    assert pool.drain(60)
    answered = [event.key for event in heard.events if not isinstance(event, WorkerReplaced)]
    assert sorted(answered, key=int) == keys
    assert set(heard.failed().values()) <= {"reading_crashed"}
    ran = log.read_text().split()
    assert set(heard.done()) <= set(ran)
    assert all(ran.count(key) <= 2 for key in keys)


def test_the_wanted_page_comes_first(open_pool: Open, heard: Listener, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    pool = open_pool(workers=1)
    pool.submit(task("gate", do="wait", gate=str(gate)))
    until(lambda: bool(pool.pids()))
    for page in "abc":
        pool.submit(task(f"{page}/head", Priority.HEADER))
        pool.submit(task(f"{page}/full"))
    pool.want("c")
    gate.touch()
    assert pool.drain(60)
    order = [key for key in heard.done() if key != "gate"]
    assert order == ["c/head", "c/full", "a/head", "b/head", "a/full", "b/full"]


def test_a_task_given_twice_runs_once(open_pool: Open, heard: Listener, tmp_path: Path) -> None:
    gate, log = tmp_path / "gate", tmp_path / "log"
    pool = open_pool(workers=1)
    running = task("gate", do="wait", gate=str(gate), log=str(log))
    pool.submit(running)
    waiting = task("a", log=str(log))
    for _ in range(3):
        pool.submit(running)
        pool.submit(waiting)
    gate.touch()
    assert pool.drain(60)
    assert sorted(log.read_text().split()) == ["a", "gate"]
    pool.submit(waiting)
    assert pool.drain(60)
    assert heard.done().count("a") == 2


def test_cancel_takes_out_what_waits_and_stops_what_runs(open_pool: Open, heard: Listener, tmp_path: Path) -> None:
    pool = open_pool(workers=1, context={"marks": str(tmp_path)})
    pool.submit(task("endless", do="wait", gate=str(tmp_path / "never")))
    pool.submit(task("a"))
    pool.submit(task("b"))
    until(lambda: bool(list(tmp_path.glob("made-*"))))
    pool.cancel("a")
    assert not pool.drain(0.05)
    pool.cancel("endless")
    assert pool.drain(60)
    assert heard.done() == ["endless", "b"]


def test_cancel_all_empties_the_queue(open_pool: Open, heard: Listener, tmp_path: Path) -> None:
    pool = open_pool(workers=2, context={"marks": str(tmp_path)})
    for number in range(20):
        pool.submit(task(f"{number}", do="wait", gate=str(tmp_path / "never")))
    until(lambda: len(list(tmp_path.glob("made-*"))) == 2)
    pool.cancel_all()
    assert pool.drain(60)
    assert sorted(heard.done()) == ["0", "1"]
    pool.submit(task("later"))
    assert pool.drain(60)
    assert heard.done()[-1] == "later"


def test_children_are_renewed(open_pool: Open, heard: Listener, tmp_path: Path) -> None:
    pool = open_pool(workers=1, recycle_after=4, context={"marks": str(tmp_path)})
    for number in range(10):
        pool.submit(task(f"{number}"))
    assert pool.drain(60)
    assert len(heard.done()) == 10
    assert len(list(tmp_path.glob("made-*"))) == 3
    assert heard.replaced() == []


def test_children_that_never_start_fail_their_pages_instead_of_starting_for_ever(
    heard: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    pool = ReadingPool(MAKE, on_event=heard, settings=PoolSettings(workers=1, start_failures=3))
    pool.submit(task("a"))
    pool.submit(task("b"))
    assert pool.drain(60)
    assert heard.failed() == {"a": "bug", "b": "bug"}
    assert len(heard.replaced()) == 3
    monkeypatch.undo()
    pool.submit(task("a"))
    assert pool.drain(60)
    pool.close()
    assert heard.done() == ["a"]


def test_a_missing_program_fails_the_pages(heard: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    pool = ReadingPool(MAKE, on_event=heard, settings=PoolSettings(workers=1, start_failures=2))
    pool.submit(task("a"))
    assert pool.drain(60)
    pool.close()
    assert heard.failed() == {"a": "bug"}


def test_a_factory_that_fails_is_told_for_each_page(open_pool: Open, heard: Listener) -> None:
    pool = open_pool("tests.integration.worker.child_tasks:broken")
    pool.submit(task("a"))
    pool.submit(task("b"))
    assert pool.drain(60)
    assert heard.failed() == {"a": "bug", "b": "bug"}


def test_a_listener_s_defect_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    heard: list[PoolEvent] = []

    def listen(event: PoolEvent) -> None:
        heard.append(event)
        raise ValueError("defect of the listener")

    pool = ReadingPool(MAKE, on_event=listen, settings=PoolSettings(workers=1))
    pool.submit(task("a"))
    pool.submit(task("b"))
    assert pool.drain(60)
    pool.close()
    assert len(heard) == 2
    assert "defect of the listener" in caplog.text


def test_closing_drops_what_waits_and_ends_the_children(heard: Listener, tmp_path: Path) -> None:
    pool = ReadingPool(MAKE, on_event=heard, context={"marks": str(tmp_path)}, settings=PoolSettings(workers=2))
    for number in range(5):
        pool.submit(task(f"{number}", do="hang"))
    until(lambda: len(list(tmp_path.glob("made-*"))) == 2)
    pids = pool.pids()
    pool.close()
    pool.close()
    assert heard.events == []
    assert pool.drain(0)
    assert not [pid for pid in pids if psutil.pid_exists(pid)]


def test_warming_up_prepares_all_children(open_pool: Open, heard: Listener, tmp_path: Path) -> None:
    pool = open_pool(workers=2, context={"marks": str(tmp_path)})
    pool.warm_up()
    until(lambda: len(list(tmp_path.glob("made-*"))) == 2)
    pool.submit(task("a"))
    assert pool.drain(60)
    assert heard.done() == ["a"]
    assert len(list(tmp_path.glob("made-*"))) == 2
