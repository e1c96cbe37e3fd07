"""A series of identical letters in the window, over a real store: pasted, registered, mended, stopped, finished."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from kancelaria.bootstrap import Office, init_station, open_office
from tests.ui.fake_station import FakeStation
from tests.ui.walking import leaps, unreached, voiceless, walk
from ui.desktop import app as desktop
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.views.registry.series_dialog import SeriesDialog
from ui.desktop.window import MainWindow
from ui.operations.series import StationSeries

Idle = Callable[[], None]
LIST = (
    "Próbna\tAnna\tul. Lipowa 1\t43-190\tMikołów\nPróbny\tJan\tul. Lipowa 2\t{}\tMikołów\n"
    "Próbna\tMaria\tul. Lipowa 3\t43-190\tMikołów\n"
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    init_station(tmp_path / "home", "Urząd Zmyślony", "K1")
    with open_office(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, jobs: JobRunner, fake: FakeStation, office: Office) -> MainWindow:
    made = desktop.build_window(qapp, replace(fake.station(), series=StationSeries(office, lambda: "m.nowicka")), jobs)
    made.resize(1366, 740)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def opened(window: MainWindow, qtbot: QtBot, idle: Idle) -> SeriesDialog:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_J, keys)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SeriesDialog)
    idle()
    return dialog


def pasted(dialog: SeriesDialog, text: str) -> None:
    dialog.title.setText("Deklaracja")
    dialog.received.setText("20.11.2026")
    dialog.senders.setPlainText(text)


def done(dialog: SeriesDialog, qtbot: QtBot, idle: Idle) -> list[str]:
    dialog.register()
    qtbot.waitUntil(lambda: not dialog._running, timeout=20_000)
    idle()
    return ["again" if one.again else "done" if one.item else "faulty" for one in dialog.outcomes.rows]


@pytest.mark.rule("series registration")
def test_a_pasted_list_is_registered_and_a_faulty_row_mended(
    window: MainWindow, office: Office, qtbot: QtBot, idle: Idle
) -> None:
    dialog = opened(window, qtbot, idle)
    pasted(dialog, LIST.format("4319"))
    assert done(dialog, qtbot, idle) == ["done", "faulty", "done"]
    assert "Popraw" in dialog._told.text()
    dialog.findChild(QPushButton, "seriesEdit").click()
    pasted(dialog, LIST.format("43-190"))
    assert sorted(done(dialog, qtbot, idle)) == ["again", "again", "done"]
    items = office.queries.items()
    assert sorted(item.sender.given_names or "" for item in items) == ["Anna", "Jan", "Maria"]
    assert {(item.title, item.received_on, item.no_date) for item in items} == {("Deklaracja", "2026-11-20", True)}
    dialog.reject()


def test_a_series_stopped_is_offered_to_be_finished(
    window: MainWindow, office: Office, qtbot: QtBot, idle: Idle
) -> None:
    dialog = opened(window, qtbot, idle)
    pasted(dialog, "\n".join(f"Próbna\tAnna {n}\tul. Lipowa {n}\t43-190\tMikołów" for n in range(80)))
    dialog.register()
    qtbot.waitUntil(lambda: dialog._bar.value() > 2, timeout=20_000)
    dialog.reject()
    qtbot.waitUntil(lambda: not dialog._running, timeout=20_000)
    idle()
    made = len(office.queries.items())
    assert 0 < made < 80
    assert "zatrzymano" in dialog._told.text()
    dialog.reject()
    again = opened(window, qtbot, idle)
    assert f"zostało {80 - made} z 80" in again._told.text()
    assert done(again, qtbot, idle).count("done") == 80 - made
    assert sorted(item.rpw_number or 0 for item in office.queries.items()) == list(range(1, 81))
    again.reject()


def test_a_list_nobody_can_read_is_said_and_nothing_is_registered(
    window: MainWindow, office: Office, qtbot: QtBot, idle: Idle
) -> None:
    dialog = opened(window, qtbot, idle)
    pasted(dialog, "ulica;miejscowość\nx;y")
    dialog.register()
    assert "nazwisk" in dialog._told.text()
    dialog.title.clear()
    dialog.senders.setPlainText("Próbna\tAnna\tul. Lipowa 1\t43-190\tMikołów")
    dialog.register()
    assert "dotyczą" in dialog._told.text()
    assert office.queries.items() == []
    dialog.reject()


def test_tab_comes_to_every_control_and_each_has_a_name(window: MainWindow, qtbot: QtBot, idle: Idle) -> None:
    dialog = opened(window, qtbot, idle)
    qtbot.waitUntil(dialog.isActiveWindow)
    met = walk(dialog)
    assert (unreached(dialog, met), voiceless(met), leaps(met)) == ([], [], [])
    dialog.reject()
