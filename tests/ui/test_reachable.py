"""Every control has a role and a name, and Tab comes to it in the order a person reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from kancelaria.domain.incoming import Sender
from tests.ui.fake_inbox import FakeInbox
from tests.ui.fake_station import FakeStation
from tests.ui.walking import controls, leaps, unreached, voiceless, walk
from ui.desktop import app as desktop
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.ports import LetterForm
from ui.desktop.views.registry.desk import DeskView
from ui.desktop.window import MainWindow

Idle = Callable[[], None]
LEAVES = ("Ctrl+Q", "Ctrl+L", "Ctrl+Shift+L")
"""Keys that close or lock the window."""


@pytest.fixture
def whole(qtbot: QtBot, qapp: QApplication, jobs: JobRunner, fake: FakeStation, letters_folder: Path) -> MainWindow:
    """The window with every place there is."""
    made = desktop.build_window(qapp, replace(fake.station(), inbox=FakeInbox(letters_folder)), jobs)
    made.resize(1366, 740)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def faults(place: QWidget) -> list[str]:
    """What is wrong with a place or a dialog for whoever works without mouse or sight."""
    if not controls(place):
        return [f"{place.objectName()}: nothing to work with"]
    met = walk(place)
    return [
        f"{place.objectName()}: {kind} {one}"
        for kind, found in (("unreached", unreached(place, met)), ("voiceless", voiceless(met)), ("leap", leaps(met)))
        for one in found
    ]


def test_each_place(whole: MainWindow, idle: Idle) -> None:
    found = []
    for name in whole.allowed:
        place = whole.open_place(name)
        idle()
        found += faults(place)
    assert found == []


def test_the_desk_with_a_stack(whole: MainWindow, qtbot: QtBot, idle: Idle) -> None:
    desk = whole.open_place("desk")
    assert isinstance(desk, DeskView)
    desk.scan()
    qtbot.waitUntil(lambda: len(desk.flow.state.letters) == 5)
    idle()
    assert faults(desk) == []


def test_the_letter_beside_the_register(whole: MainWindow, qtbot: QtBot, idle: Idle, fake: FakeStation) -> None:
    form = LetterForm(title="Wniosek", received_on="2026-11-20", sender=Sender(surname="Próbna", town="Bajkowo"))
    whole.open_item(fake.desk.register("", form).document_uid)
    idle()
    place = whole.place("registers")
    assert place is not None
    assert faults(place) == []


def test_each_dialog_a_command_opens(whole: MainWindow, idle: Idle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: ("", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: ([], ""))
    walked, found = set(), []
    for name in whole.allowed:
        whole.open_place(name)
        idle()
        for command in whole.commands.all():
            if command.key in LEAVES or command.name.startswith("Przejdź") or not command.enabled():
                continue
            command.run()
            idle()
            opened = QApplication.activeModalWidget()
            if not isinstance(opened, QDialog):
                continue
            if opened.objectName() not in walked:
                walked.add(opened.objectName())
                found += faults(opened)
            opened.reject()
    assert found == []
    assert walked >= {"keysDialog", "unscannedDialog", "printerDialog"}
