"""A disk that is really full, at the desk: the clerk reads what to do, nothing is lost, work goes on with new room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kancelaria.bootstrap import init_station, open_office
from kancelaria.services.labels import reserve_series
from tests.e2e.crash.paper import write_sheets
from tests.fakes.small_disk import fill, small_disk
from ui.desktop import app as desktop
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.ports import RegisterFilter, Station
from ui.desktop.views.registry.desk import DeskView
from ui.desktop.window import MainWindow
from ui.operations.station import open_station

DISK_MB = 540
"""Just enough to scan: the program stops below 500 MB."""
PATIENCE_MS = 60_000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", DISK_MB) as place:
        yield place


@pytest.fixture
def station(disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """Two letters of one page lie in the demo feeder."""
    home = disk / "station"
    init_station(home, "Urząd Miasta Próbnego", "K1")
    with open_office(home) as office:
        labels = reserve_series(2, office.uow("m.nowicka"), office.workplace)
    for number, label in enumerate(labels, 1):
        write_sheets(tmp_path / "feeder", number, 1, label.document_uid.replace("-", ""))
    monkeypatch.setenv("KANCELARIA_DEMO_DIR", str(tmp_path / "feeder"))
    monkeypatch.setenv("KANCELARIA_DEMO_PAGE_SECONDS", "0.01")
    monkeypatch.setenv("KANCELARIA_SCANNER_DRIVERS", "demo")
    opened = open_station(home, workers=1)
    opened.choices.set("sounds", "no")
    yield opened
    opened.close()


@pytest.fixture
def real(qtbot: QtBot, qapp: QApplication, jobs: JobRunner, station: Station) -> MainWindow:
    window = desktop.build_window(qapp, station, jobs)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def type_in(desk: DeskView, number: int) -> None:
    for name, value in (
        ("sender.organisation", "Spółka Zmyślona"),
        ("sender.town", "Próbne"),
        ("title", f"Wniosek numer {number}"),
    ):
        desk.form.fields[name].put(value)
    for tick in ("no_date", "no_reference"):
        desk.form.ticks[tick].setChecked(True)


def titles(station: Station) -> list[str]:
    return [row.title for row in station.register.rows(RegisterFilter(), "rpw_number", False, 0, 10)]


def test_a_full_disk_at_the_desk(
    real: MainWindow, station: Station, disk: Path, qtbot: QtBot, idle: Callable[[], None]
) -> None:
    desk = real.place("desk")
    assert isinstance(desk, DeskView)
    until: Callable[[Callable[[], bool]], None] = lambda ready: qtbot.waitUntil(ready, timeout=PATIENCE_MS)  # noqa: E731

    ballast = fill(disk, leave=100 * 1024**2)  # too little to scan
    until(lambda: not desk.scanning.looking)
    desk.scan()
    until(lambda: "Brak miejsca na dysku" in real.errors.text)
    assert "Zwolnij miejsce" in real.errors.text
    until(lambda: not desk.bar.scanning)
    ballast.unlink()

    desk.scan()
    until(lambda: len(desk.flow.state.letters) == 2 and not desk.bar.scanning)
    until(lambda: not any(letter.header_only for letter in desk.flow.state.letters))
    desk.flow.open(desk.flow.state.letters[0].key)
    type_in(desk, 1)
    desk.confirm()
    until(lambda: desk.flow.state.confirmed == 1)
    idle()
    assert titles(station) == ["Wniosek numer 1"]
    first = desk.flow.state.items[desk.flow.state.letters[0].key].document_uid
    until(lambda: station.register.details(first).pdf is not None)

    real.errors.put_away()
    ballast = fill(disk, leave=0)  # not a byte is left
    type_in(desk, 2)
    desk.confirm()
    until(lambda: "miejsc" in real.errors.text)
    assert "Zwolnij miejsce" in real.errors.text
    assert desk.flow.state.confirmed == 1
    assert desk.form.fields["title"].value == "Wniosek numer 2"
    assert titles(station) == ["Wniosek numer 1"]

    ballast.unlink()
    qtbot.keyClick(desk, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    until(lambda: desk.flow.state.confirmed == 2)
    idle()
    assert titles(station) == ["Wniosek numer 1", "Wniosek numer 2"]
    until(lambda: not station.batch.closing.waiting)  # type: ignore[attr-defined]
    assert station.batch.unfinished(aside=True) == []
