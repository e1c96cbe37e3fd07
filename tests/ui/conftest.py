from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.fake_station import FakeStation
from ui.desktop import app as desktop
from ui.desktop import roles, theme, translations
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.views.registry.desk import DeskView
from ui.desktop.window import MainWindow


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says of every dialog and menu what it doesn't know; nothing else is forgiven."""
    unknown = "This plugin does not support (propagateSizeHints|raise|grabbing the keyboard)"
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(unknown, extend=True))


@pytest.fixture(scope="session")
def letters_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("letters")


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    if qapp.property("catalogues") is None:
        qapp.setProperty("catalogues", translations.install(qapp))
        roles.install()
    theme.apply(qapp, theme.ThemeName.LIGHT)


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[JobRunner]:
    runner = JobRunner()
    yield runner
    assert runner.close(20) == []


@pytest.fixture
def fake(tmp_path: Path, letters_folder: Path) -> FakeStation:
    station = FakeStation(letters_folder, tmp_path / "drafts")
    station.choices.kept["theme"] = "light"
    station.choices.kept["sounds"] = "no"
    return station


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, jobs: JobRunner, fake: FakeStation) -> MainWindow:
    made = desktop.build_window(qapp, fake.station(), jobs)
    made.resize(1366, 740)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def desk(window: MainWindow) -> DeskView:
    place = window.place("desk")
    assert isinstance(place, DeskView)
    return place


@pytest.fixture
def idle(qtbot: QtBot, jobs: JobRunner, qapp: QApplication) -> Callable[[], None]:
    """Wait until no lane has work and everything delivered has been taken."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not jobs.busy, timeout=20_000)
        qapp.processEvents()
        qtbot.waitUntil(lambda: not jobs.busy, timeout=20_000)
        qapp.processEvents()

    return wait
