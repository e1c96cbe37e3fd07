"""SIGKILL of the desk behind the window: what it acknowledged stays, the rest goes on where it was cut."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kancelaria.domain.incoming import ItemState
from tests.e2e.crash.conftest import LETTERS, Template, blocks
from tests.e2e.crash.station import CrashStation, moment
from tests.e2e.crash.test_killed_scan import still_to_feed

PROGRAM = str(Path(__file__).with_name("desk_program.py"))
JITTER_S = 0.02


@pytest.mark.parametrize("seeds", blocks(20), ids=str)
def test_killing_the_desk(
    seeds: range, template: Template, new_station: Callable[[str], CrashStation], run_length: float
) -> None:
    for seed in seeds:
        chance = random.Random(4000 + seed)
        station = new_station(f"seed-{seed}")
        kills = chance.choice((1, 1, 2))
        for turn in range(8):
            if still_to_feed(station, template) is None and not station.unfinished():
                break
            running = station.start(station.home, command=(sys.executable, PROGRAM))
            if turn < kills:
                station.killed(running, moment(station, running, chance, run_length), chance.uniform(0, JITTER_S))
                print(f"seed {seed}: {len(station.spooled())} pages, {len(running.lines())} acknowledged")
            else:
                answer = running.finish()
                assert answer.code == 0, answer.said
                station.believe(answer.lines)
        items = station.check()
        assert [len(item.pages) for item in items] == list(LETTERS)
        assert [item.document_uid.replace("-", "") for item in items] == list(template.labels)
        assert {item.state for item in items} == {ItemState.REGISTERED}
