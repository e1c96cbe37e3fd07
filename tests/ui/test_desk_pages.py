"""Work on pages at the desk: each operation by key, taken back in the order a person did things."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kancelaria.domain.errors import StateForbids
from tests.ui.fake_station import FakeStation
from ui.desktop.ports import PageStep, StackChanged
from ui.desktop.views.registry.desk import DeskView

Idle = Callable[[], None]
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier,
)  # fmt: skip


@pytest.fixture
def scanned(desk: DeskView, qtbot: QtBot, idle: Idle) -> DeskView:
    qtbot.keyClick(desk, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: len(desk.flow.state.letters) == 5)
    idle()
    return desk


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key, modifier)


def asked(fake: FakeStation, *kinds: str) -> list[tuple[object, ...]]:
    return [call for call in fake.batch.calls if call[0] in kinds]


def test_ctrl_z_takes_back_pages_and_letters_in_the_order_they_were_done(
    scanned: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    press(qtbot, Qt.Key.Key_R, CTRL)
    idle()
    press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: scanned.flow.state.confirmed == 1)
    idle()
    press(qtbot, Qt.Key.Key_R, CTRL)
    idle()
    fake.batch.steps = [PageStep("obrót strony", 1), PageStep("obrót strony", 4)]
    press(qtbot, Qt.Key.Key_Z, CTRL)
    idle()
    assert len(asked(fake, "undo")) == 1
    assert scanned.flow.state.confirmed == 1
    assert "Cofnięto: obrót strony" in scanned.frame.status.message
    press(qtbot, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: scanned.flow.state.confirmed == 0)
    idle()
    assert len(asked(fake, "undo")) == 1
    press(qtbot, Qt.Key.Key_Z, CTRL)
    idle()
    assert len(asked(fake, "undo")) == 2


def test_redo_is_ctrl_shift_z_and_shows_the_page(
    scanned: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    fake.batch.steps = [PageStep("podział pisma", 4)]
    press(qtbot, Qt.Key.Key_Z, CTRL | SHIFT)
    idle()
    assert asked(fake, "redo") == [("redo",)]
    assert scanned.flow.current == "p4"
    assert "Przywrócono: podział pisma" in scanned.frame.status.message


def test_nothing_to_take_back_is_said(scanned: DeskView, qtbot: QtBot, idle: Idle) -> None:
    press(qtbot, Qt.Key.Key_Z, CTRL)
    idle()
    assert scanned.frame.status.message == "Nie ma czego cofnąć."


def test_a_registered_letter_says_why_its_pages_stay(
    scanned: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal = StateForbids(
        "letter_registered", "Pismo jest już w rejestrze, jego stron nie można zmienić.", "Anuluj pozycję.", "x"
    )

    def refuse(*_args: object) -> None:
        raise refusal

    shown: list[Exception] = []
    monkeypatch.setattr(fake.batch, "rotate", refuse)
    monkeypatch.setattr(scanned.frame, "show_failure", shown.append)
    monkeypatch.setattr(scanned.frame.jobs, "on_failure", shown.append, raising=False)
    press(qtbot, Qt.Key.Key_R, CTRL)
    idle()
    press(qtbot, Qt.Key.Key_Z, CTRL)
    idle()
    assert len(asked(fake, "undo")) == 1, "what was refused is no step"


def test_the_letter_that_swallows_the_open_one_is_opened(scanned: DeskView, fake: FakeStation, idle: Idle) -> None:
    scanned.flow.open("p4")
    first, second, *others = scanned.flow.state.letters
    fake.batch.emit(StackChanged((replace(first, pages=first.pages + second.pages), *others)))
    idle()
    assert scanned.flow.current == "p1"
    assert scanned.page.current is not None


def test_the_first_page_and_the_first_letter_are_said_to_be_first(
    scanned: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    press(qtbot, Qt.Key.Key_T, CTRL)
    assert "już się zaczyna" in scanned.frame.status.message
    press(qtbot, Qt.Key.Key_J, CTRL)
    assert "nie ma innego" in scanned.frame.status.message
    idle()
    assert asked(fake, "split_at", "join") == []
