"""SIGKILL of `kancelaria scan` and of its workers at random times: nothing lost, nothing doubled, numbers 1…n."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.crash.conftest import LETTERS, Template, blocks
from tests.e2e.crash.station import CrashStation, Running, moment, until, wait

NewStation = Callable[[str], CrashStation]
SCAN = ("scan", "--device", "demo:letters", "--dpi", "150")
JITTER_S = 0.02


def still_to_feed(station: CrashStation, template: Template) -> Path | None:
    """What a clerk puts back into the feeder: the sheets that didn't arrive."""
    sheets = sorted(template.feeder.iterdir())[len(station.arrived()) :]
    feeder = station.scratch / "feeder"
    shutil.rmtree(feeder, ignore_errors=True)
    feeder.mkdir()
    for sheet in sheets:
        shutil.copy(sheet, feeder)
    station.more["KANCELARIA_DEMO_DIR"] = str(feeder)
    return feeder if sheets else None


def work_off(station: CrashStation, template: Template, disturb: Callable[[Running], bool], times: int) -> None:
    """Scan and resume like a clerk until all is registered; the first runs are disturbed."""
    for turn in range(12):
        left = station.unfinished()
        if not left and still_to_feed(station, template) is None:
            return
        command = ("stacks", "--resume", left[0]) if left else SCAN
        if turn < times:
            disturb(station.start(*command))
        else:
            station.run(*command)
    raise AssertionError("the work does not end")


def finished(station: CrashStation, template: Template) -> None:
    """Each sheet is in one letter, each label on its own."""
    items = station.check()
    assert sum(len(item.pages) for item in items) == sum(LETTERS)
    assert {item.document_uid.replace("-", "") for item in items} >= set(template.labels)


@pytest.mark.parametrize("seeds", blocks(36), ids=str)
def test_killing_the_program(seeds: range, template: Template, new_station: NewStation, run_length: float) -> None:
    for seed in seeds:
        print(f"seed {seed}")  # a failing one is the last shown
        chance = random.Random(seed)
        station = new_station(f"seed-{seed}")

        def kill(running: Running, chance: random.Random = chance, station: CrashStation = station) -> bool:
            reached = moment(station, running, chance, run_length)
            return station.killed(running, reached, chance.uniform(0, JITTER_S))

        work_off(station, template, kill, times=chance.choice((1, 1, 2)))
        finished(station, template)


@pytest.mark.parametrize("seeds", blocks(12), ids=str)
def test_killing_a_worker(seeds: range, template: Template, new_station: NewStation, run_length: float) -> None:
    for seed in seeds:
        print(f"seed {seed}")
        chance = random.Random(1000 + seed)
        station = new_station(f"seed-{seed}")

        def kill(running: Running, chance: random.Random = chance, station: CrashStation = station) -> bool:
            reached = moment(station, running, chance, run_length)
            hit = until(running, lambda: reached() and bool(running.children()))
            wait(running, chance.uniform(0, JITTER_S))
            children = running.children() if hit else []
            for child in chance.sample(children, min(1, len(children))):
                child.kill()
                station.kills += 1
            station.believe(running.finish().lines)
            return hit

        work_off(station, template, kill, times=1)
        finished(station, template)
