"""A stack of labelled letters, and stations to register it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kancelaria.bootstrap import init_station, open_office
from resources.letters import FOLDER
from ui.operations.demo_stack import fill_demo_feeder


@dataclass(frozen=True)
class Letters:
    """A prepared station, and the sample letters bearing labels of its series as page images in feeding order."""

    home: Path
    pages: Path
    truth: list[dict[str, Any]]


@pytest.fixture
def labelled(tmp_path: Path) -> Letters:
    home = tmp_path / "station"
    init_station(home, "Urząd Miasta Mikołów", "K1")
    with open_office(home) as office:
        pages = fill_demo_feeder(office, "m.nowicka", tmp_path / "pages")
    truth = json.loads((FOLDER / "manifest.json").read_text("utf-8"))["letters"]
    return Letters(home, pages, truth)


@pytest.fixture
def empty_home(tmp_path: Path) -> Callable[[str], Path]:
    def make(name: str) -> Path:
        home = tmp_path / name
        init_station(home, "Urząd Miasta Mikołów", "K1")
        return home

    return make
