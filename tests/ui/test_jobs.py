from __future__ import annotations

import threading
import time

from pytestqt.qtbot import QtBot

from ui.desktop.jobs.job import Job
from ui.desktop.jobs.runner import JobRunner


def test_result_comes_on_the_main_thread(qtbot: QtBot, jobs: JobRunner) -> None:
    seen: list[tuple[int, int]] = []
    jobs.submit("db", lambda _job: threading.get_ident(), lambda where: seen.append((where, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(seen))
    worked, heard = seen[0]
    assert worked != threading.get_ident()
    assert heard == threading.get_ident()


def test_a_lane_keeps_order_and_urgent_goes_first(qtbot: QtBot, jobs: JobRunner) -> None:
    gate, order = threading.Event(), []
    jobs.submit("db", lambda _job: gate.wait(10))
    for name in ("a", "b"):
        jobs.submit("db", lambda _job, name=name: order.append(name))  # type: ignore[misc]
    jobs.submit("db", lambda _job: order.append("now"), urgent=True)
    gate.set()
    qtbot.waitUntil(lambda: len(order) == 3)
    assert order == ["now", "a", "b"]


def test_lanes_do_not_wait_for_each_other(qtbot: QtBot, jobs: JobRunner) -> None:
    gate, seen = threading.Event(), []
    jobs.submit("net", lambda _job: gate.wait(10))
    jobs.submit("db", lambda _job: 1, seen.append)
    qtbot.waitUntil(lambda: seen == [1])
    gate.set()


def test_cancelled_job_tells_nobody(qtbot: QtBot, jobs: JobRunner) -> None:
    gate, seen = threading.Event(), []
    running = jobs.submit("db", lambda _job: gate.wait(10), seen.append)
    waiting = jobs.submit("db", lambda _job: seen.append("ran"))
    running.cancel()
    waiting.cancel()
    gate.set()
    qtbot.waitUntil(lambda: running.finished and waiting.finished)
    assert seen == []


def test_work_notices_that_it_was_cancelled(qtbot: QtBot, jobs: JobRunner) -> None:
    started = threading.Event()

    def work(job: Job) -> None:
        started.set()
        while True:
            job.check()

    job = jobs.submit("net", work)
    assert started.wait(10)
    job.cancel()
    qtbot.waitUntil(lambda: job.finished)


def test_error_goes_to_whoever_asked_else_to_the_window(qtbot: QtBot, jobs: JobRunner) -> None:
    def fail(_job: Job) -> None:
        raise ValueError("zepsute")

    mine: list[Exception] = []
    jobs.submit("db", fail, failed=mine.append)
    qtbot.waitUntil(lambda: len(mine) == 1)
    with qtbot.waitSignal(jobs.failed) as heard:
        jobs.submit("db", fail)
    assert isinstance(heard.args[1], ValueError)


def test_slow_job_is_announced_and_its_progress_told(qtbot: QtBot, jobs: JobRunner) -> None:
    gate = threading.Event()

    def work(job: Job) -> None:
        job.progress(3, 10)
        gate.wait(10)

    with qtbot.waitSignals([jobs.slow, jobs.progressed]):
        job = jobs.submit("db", work, label="Liczenie")
    with qtbot.waitSignal(jobs.ended):
        gate.set()
    assert job.finished


def test_closing_finishes_writes_and_drops_the_rest(qtbot: QtBot) -> None:
    runner = JobRunner()
    gate, done = threading.Event(), []
    runner.submit("db", lambda _job: gate.wait(10))
    for number in range(3):
        runner.submit("db", lambda _job, number=number: done.append(number))  # type: ignore[misc]
    runner.submit("net", lambda _job: gate.wait(10))
    dropped = runner.submit("net", lambda _job: done.append("net"))

    def open_once_closing() -> None:
        deadline = time.monotonic() + 10
        while not dropped.cancelled and time.monotonic() < deadline:
            time.sleep(0.001)
        gate.set()

    threading.Thread(target=open_once_closing).start()
    assert runner.close(30) == []
    assert done == [0, 1, 2]
    assert dropped.cancelled


def test_result_for_a_gone_window_is_dropped(qtbot: QtBot, jobs: JobRunner) -> None:
    import shiboken6
    from PySide6.QtCore import QObject

    gate, seen = threading.Event(), []
    owner = QObject()
    job = jobs.submit("db", lambda _job: gate.wait(10), seen.append, owner=owner)
    shiboken6.delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: job.finished)
    assert seen == []
