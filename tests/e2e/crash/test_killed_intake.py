"""SIGKILL of `kancelaria intake`, resumed, or simply given the same folder again as a clerk would."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.crash.conftest import Template, blocks
from tests.e2e.crash.paper import write_file
from tests.e2e.crash.station import CrashStation, moment, until, wait

NewStation = Callable[[str], CrashStation]
PAGES = (2, 1, 1)
JITTER_S = 0.02


def fill(folder: Path, label: str) -> Path:
    """Three letters as files; the second bears a label."""
    for number, pages in enumerate(PAGES, 1):
        write_file(folder, number, pages, label if number == 2 else None)
    return folder


def finished(station: CrashStation) -> None:
    """Each file is one letter with all its pages, whatever order they came in."""
    assert sorted((len(item.pages) for item in station.check()), reverse=True) == list(PAGES)
    assert station.unfinished() == []


@pytest.mark.parametrize("seeds", blocks(20), ids=str)
def test_killing_the_program(
    seeds: range, template: Template, new_station: NewStation, run_length: float, tmp_path: Path
) -> None:
    folder = fill(tmp_path / "wplyw", template.labels[0])
    for seed in seeds:
        chance = random.Random(2000 + seed)
        station = new_station(f"seed-{seed}")
        for _ in range(chance.choice((1, 1, 2))):
            left = station.unfinished()
            command = ("stacks", "--resume", left[0]) if left and seed % 2 else ("intake", folder)
            running = station.start(*command)
            station.killed(running, moment(station, running, chance, run_length), chance.uniform(0, JITTER_S))
            print(f"seed {seed}: {station.manifests().count(b'claim:')} claims, {len(running.lines())} lines")
        if seed % 2:
            station.resume_all()
        again = station.run("intake", folder)
        # What is in the register already is named, letter by letter; the rest has been registered just now.
        assert {error["code"] for error in again.errors} <= {"already_registered", "label_used"}, again.said
        finished(station)


@pytest.mark.parametrize("seeds", blocks(4), ids=str)
def test_killing_a_worker(
    seeds: range, template: Template, new_station: NewStation, run_length: float, tmp_path: Path
) -> None:
    folder = fill(tmp_path / "wplyw", template.labels[0])
    for seed in seeds:
        chance = random.Random(3000 + seed)
        station = new_station(f"seed-{seed}")
        running = station.start("intake", folder)
        until(running, moment(station, running, chance, run_length))
        wait(running, chance.uniform(0, JITTER_S))
        for child in running.children()[:1]:
            child.kill()
        first = running.finish()
        station.believe(first.lines)
        print(f"seed {seed}: {first.said}")
        # A file whose reader died is named and given again.
        assert {error["code"] for error in first.errors} <= {"file_crashed"}, first.said
        station.run("intake", folder)
        finished(station)


def test_the_same_folder_again_doubles_nothing_and_says_so(new_station: NewStation, tmp_path: Path) -> None:
    station = new_station("station")
    folder = tmp_path / "wplyw"
    files = [write_file(folder, number, 1) for number in (1, 2)]
    first = station.run("intake", folder)
    assert (first.code, len(first.items)) == (0, 2)
    third = write_file(folder, 3, 1)
    again = station.run("intake", folder)
    assert (again.code, len(again.items)) == (1, 1)
    assert [error["subject"] for error in again.errors] == [str(path) for path in files]
    assert {error["code"] for error in again.errors} == {"already_registered"}
    # Files are read side by side, so which one became the first item is left to chance; each is named once.
    for item in first.items:
        assert sum(item["document_uid"] in error["message"] for error in again.errors) == 1
    assert third.exists()
    assert len(station.check()) == 3
    assert station.unfinished() == []


def test_a_changed_file_of_the_same_name_is_taken_in(new_station: NewStation, tmp_path: Path) -> None:
    station = new_station("station")
    path = write_file(tmp_path / "wplyw", 1, 1)
    station.run("intake", path)
    path.write_bytes(write_file(tmp_path / "other", 2, 1).read_bytes())
    again = station.run("intake", path)
    assert (again.code, len(again.items)) == (0, 1)
    assert len(station.check()) == 2
