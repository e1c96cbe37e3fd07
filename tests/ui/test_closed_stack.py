"""Found by driving the real window: the last letter stays, Enter presses what has the focus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.fake_station import FakeStation
from ui.desktop.ports import StackChanged
from ui.desktop.views.registry.desk import DeskView

Idle = Callable[[], None]


def test_the_last_letter_of_a_closed_stack_stays(desk: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle) -> None:
    qtbot.keyClick(desk, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: len(desk.flow.state.letters) == 5)
    idle()
    desk.confirm()
    qtbot.waitUntil(lambda: desk.flow.state.confirmed == 1)
    shown = desk.flow.letter
    fake.batch.emit(StackChanged(()))
    idle()
    assert len(desk.flow.state.letters) == 5
    assert desk.flow.letter == shown
    assert desk.page.current is not None


def test_enter_presses_the_answer_with_the_focus(desk: DeskView, qtbot: QtBot) -> None:
    answered: list[str] = []
    desk.notice.say("Pytanie?", ("Tak", lambda: answered.append("tak")), ("Nie", lambda: answered.append("nie")))
    for number in (1, 0):
        desk.notice.show()
        button = desk.notice.answer(number)
        button.setFocus()
        qtbot.keyClick(button, Qt.Key.Key_Return)
    assert answered == ["nie", "tak"]


def test_enter_presses_every_button_of_the_desk(desk: DeskView) -> None:
    buttons = [button for button in desk.findChildren(QPushButton) if button.objectName()]
    assert len(buttons) >= 8
    assert [button.objectName() for button in buttons if not button.autoDefault()] == []
