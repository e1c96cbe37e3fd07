"""A screen and a clerk for each test; everything they started is ended by its id, whatever happens."""

from __future__ import annotations

import os

os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # read when the library that reads the pictures is loaded

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kancelaria.bootstrap import open_office
from resources.letters import FOLDER
from tests.e2e import stations
from tests.e2e.desktop.clerk import Clerk
from tests.e2e.desktop.printers import PrintServer
from tests.e2e.desktop.screen import Screen
from ui.operations.demo_stack import fill_demo_feeder

MakeClerk = Callable[..., Clerk]


@pytest.fixture
def screens(tmp_path: Path) -> Iterator[Callable[..., Screen]]:
    """Makes screens; they end with the test."""
    made: list[Screen] = []

    def make(width: int = 1366, height: int = 768, scale: int = 1) -> Screen:
        made.append(Screen(width, height, scale, tmp_path))
        return made[-1]

    yield make
    for screen in made:
        screen.close()


@pytest.fixture
def screen(screens: Callable[..., Screen]) -> Screen:
    """The usual small screen."""
    return screens()


@pytest.fixture
def clerks() -> Iterator[MakeClerk]:
    """Makes clerks; their programs end with the test."""
    made: list[Clerk] = []

    def make(screen: Screen, home: Path, **more: str) -> Clerk:
        made.append(Clerk(screen, home, more))
        return made[-1]

    yield make
    for clerk in made:
        clerk.close()
        print(clerk.bugs)  # shown when the test failed


@pytest.fixture
def printers(tmp_path: Path) -> Iterator[PrintServer]:
    """A print server with a label printer and an office printer."""
    server = PrintServer(tmp_path / "cups")
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture
def demo_home(tmp_path: Path) -> Path:
    """The station a newcomer gets by `kancelaria init --demo`."""
    home = tmp_path / "stanowisko"
    answer = stations.run(home, "init", "--demo")
    assert answer.code == 0, answer.said
    return home


@pytest.fixture
def few_letters(tmp_path: Path) -> tuple[Path, Path]:
    """A station of its own, and a feeder with its first four sample letters (five pages)."""
    home, whole, few = tmp_path / "urzad", tmp_path / "wszystkie", tmp_path / "podajnik"
    answer = stations.run(home, "init", "--institution", "Urząd Miasta Mikołów")
    assert answer.code == 0, answer.said
    with open_office(home) as office:
        fill_demo_feeder(office, "m.nowicka", whole)
    few.mkdir()
    for letter in letters()[:4]:
        for page in letter["pages"]:
            shutil.copy(whole / page["file"], few)
    return home, few


def letters() -> list[dict[str, Any]]:
    """What is known of the sample letters, in feeding order."""
    found: list[dict[str, Any]] = json.loads((FOLDER / "manifest.json").read_text("utf-8"))["letters"]
    return found
