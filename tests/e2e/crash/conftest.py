"""Prepared stations to be copied for each seed, the number of seeds, and how long an undisturbed run takes."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kancelaria.bootstrap import init_station, open_office
from kancelaria.services.labels import reserve_series
from tests.e2e.crash.paper import write_sheets
from tests.e2e.crash.station import CrashStation

LETTERS = (2, 1)
"""Pages of the letters in the feeder."""
_SHARE = float(os.environ.get("KANCELARIA_CRASH_SEEDS", "100")) / 100


def blocks(usual: int, size: int = 4) -> list[range]:
    """Seeds in blocks; `KANCELARIA_CRASH_SEEDS` (100 over all files) sets how many there are."""
    count = max(1, round(usual * _SHARE))
    return [range(first, min(first + size, count)) for first in range(0, count, size)]


@dataclass(frozen=True)
class Template:
    """An untouched station, labels of its series not yet used, and the feeder with letters bearing them."""

    home: Path
    labels: tuple[str, ...]
    feeder: Path


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    folder = tmp_path_factory.mktemp("template")
    init_station(folder / "station", "Urząd Miasta Próbnego", "K1")
    with open_office(folder / "station") as office:
        reserved = reserve_series(len(LETTERS), office.uow("m.nowicka"), office.workplace)
    labels = tuple(label.document_uid.replace("-", "") for label in reserved)
    for number, (label, pages) in enumerate(zip(labels, LETTERS, strict=True), 1):
        write_sheets(folder / "feeder", number, pages, label)
    return Template(folder / "station", labels, folder / "feeder")


@pytest.fixture
def new_station(template: Template, tmp_path: Path) -> Callable[[str], CrashStation]:
    """Make a fresh copy of the prepared station."""

    def make(name: str) -> CrashStation:
        folder = tmp_path / name
        shutil.copytree(template.home, folder / "station")
        return CrashStation(folder / "station", folder)

    return make


@dataclass(frozen=True)
class Scanned:
    """A station on which all letters of the feeder are registered, and the seconds that took here and now."""

    home: Path
    acknowledged: dict[str, tuple[int, int]]
    seconds: float


@pytest.fixture(scope="session")
def scanned(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Scanned:
    folder = tmp_path_factory.mktemp("scanned")
    shutil.copytree(template.home, folder / "station")
    station = CrashStation(folder / "station", folder, {"KANCELARIA_DEMO_DIR": str(template.feeder)})
    begin = time.monotonic()
    answer = station.run("scan", "--device", "demo:letters", "--dpi", "150")
    assert (answer.code, len(answer.items)) == (0, len(LETTERS)), answer.said
    seconds = time.monotonic() - begin
    station.check()
    return Scanned(station.home, station.acknowledged, seconds)


@pytest.fixture(scope="session")
def run_length(scanned: Scanned) -> float:
    """Seconds an undisturbed run takes."""
    return scanned.seconds
