"""The place "Do mnie" with four letters, for its tests: fixtures and what a person does in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.fake_inbox import FakeInbox, SmallFrame, row
from tests.ui.fake_station import FakeStation
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.views.assign_dialog import AssignDialog
from ui.desktop.views.officer.assigned import AssignedView

Idle = Callable[[], None]


@pytest.fixture
def inbox(fake: FakeStation) -> FakeInbox:
    made = FakeInbox(fake.folder)
    made.assigned.all = [
        row(1, due_on="2020-01-02", overdue=True, seen=False),
        row(2, due_on="2099-01-02", to_unit="AB Wydział Architektury"),
        row(3, role="for_information", seen=False),
        row(4, role="returned", reason="to sprawa GK", issuer="AB Wydział Architektury", disposition=None),
    ]
    return made


@pytest.fixture
def window(qtbot: QtBot, jobs: JobRunner, fake: FakeStation, inbox: FakeInbox) -> Iterator[SmallFrame]:
    made = SmallFrame(fake, inbox.inbox(), jobs)
    made.resize(1278, 700)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    assert made.failures == []


@pytest.fixture
def view(window: SmallFrame, inbox: FakeInbox, qtbot: QtBot, idle: Idle) -> AssignedView:
    place = AssignedView(window, inbox.inbox())
    window.put(place)
    place.opened()
    idle()
    return place


def press(qtbot: QtBot, view: AssignedView, key: Qt.Key) -> None:
    qtbot.keyClick(view.list, key)


def assign_dialog(view: AssignedView, qtbot: QtBot, key: Qt.Key = Qt.Key.Key_P) -> AssignDialog:
    press(qtbot, view, key)
    qtbot.waitUntil(lambda: any(each.isVisible() for each in view.findChildren(AssignDialog)))
    return next(each for each in view.findChildren(AssignDialog) if each.isVisible())


def rows(view: AssignedView) -> list[str]:
    found = (view.model.row_at(number) for number in range(view.model.rowCount()))
    return [each.item_id[-1] for each in found if each is not None]
