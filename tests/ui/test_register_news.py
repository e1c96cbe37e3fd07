"""The register takes in what sync brings by itself, and moves nothing a person looks at."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import pytest
from PySide6.QtCore import QAbstractItemModel, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.fake_inbox import FakeInbox
from tests.ui.fake_station import FakeStation, computed_row
from ui.desktop import app as desktop
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.models.register_model import UID_ROLE
from ui.desktop.ports import LetterForm, RegisterRow
from ui.desktop.views.registry.register import RegisterView
from ui.desktop.window import MainWindow

Idle = Callable[[], None]


class Place(NamedTuple):
    window: MainWindow
    view: RegisterView
    inbox: FakeInbox
    fake: FakeStation

    def tell(self, *ids: str) -> None:
        self.inbox.assigned.change(*ids)

    @property
    def uid(self) -> str:
        return str(self.view.table.currentIndex().data(UID_ROLE) or "")

    @property
    def top(self) -> tuple[str, int]:
        index = self.view.table.indexAt(QPoint(2, 0))
        return str(index.data(UID_ROLE)), self.view.table.visualRect(index).top()


def newest_first(first: int, last: int) -> tuple[RegisterRow, ...]:
    return tuple(replace(computed_row(n), state="registered") for n in range(last, first - 1, -1))


@pytest.fixture
def place(qtbot: QtBot, qapp: QApplication, jobs: JobRunner, fake: FakeStation, idle: Idle) -> Place:
    inbox = FakeInbox(fake.folder)
    fake.register.places = newest_first(1, 450)
    made = desktop.build_window(qapp, replace(fake.station(), inbox=inbox.inbox()), jobs)
    qtbot.addWidget(made)
    made.showNormal()
    made.resize(1366, 768)
    view = made.open_place("registers")
    assert isinstance(view, RegisterView)
    qtbot.waitUntil(lambda: view.model.rowCount() == 450)
    idle()
    return Place(made, view, inbox, fake)


def look_at(place: Place, row: int, idle: Idle) -> None:
    table = place.view.table
    table.verticalScrollBar().setValue((row - 3) * table.rowHeight(0) + 11)
    place.view.model.row_at(row)
    idle()
    table.setCurrentIndex(place.view.model.index(row, 4))
    idle()


def test_news_appear_and_nothing_moves(place: Place, qtbot: QtBot, idle: Idle) -> None:
    look_at(place, 199, idle)
    place.view._text.setFocus()
    top, uid = place.top, place.uid
    assert uid == computed_row(251).document_uid
    place.fake.register.places = newest_first(1, 600)
    place.tell("item-451")
    qtbot.waitUntil(lambda: place.view.model.rowCount() == 600)
    idle()
    assert place.top == top
    assert place.uid == uid
    assert place.view.table.currentIndex().column() == 4
    assert place.view.table.selectionModel().isRowSelected(place.view.table.currentIndex().row())
    assert place.view._text.hasFocus()
    assert "600" in place.view._count.text()


def test_at_the_beginning_news_are_seen_at_once(place: Place, qtbot: QtBot, idle: Idle) -> None:
    uid = place.uid
    place.fake.register.places = newest_first(1, 451)
    place.tell("item-451")
    qtbot.waitUntil(lambda: place.top[0] == computed_row(451).document_uid)
    assert place.view.table.verticalScrollBar().value() == 0
    assert place.uid == uid, "the row in focus is the same letter"


def test_sorting_and_filter_stay(place: Place, qtbot: QtBot, idle: Idle) -> None:
    place.view._text.setText("451")
    place.view._apply_filter()
    place.view.table.sortByColumn(3, Qt.SortOrder.AscendingOrder)
    idle()
    before = (place.view.model.filter, place.view.model.order)
    assert before[1] == ("sender", False)
    place.fake.register.places = newest_first(1, 452)
    place.tell("item-452")
    qtbot.waitUntil(lambda: place.view.model.rowCount() == 452)
    assert (place.view.model.filter, place.view.model.order) == before
    assert place.view.table.horizontalHeader().sortIndicatorSection() == 3


def test_a_withdrawn_row_is_gone_and_its_neighbour_in_focus(place: Place, qtbot: QtBot, idle: Idle) -> None:
    look_at(place, 199, idle)
    top, uid, below = place.top, place.uid, computed_row(250).document_uid
    place.fake.register.places = tuple(row for row in place.fake.register.places if row.document_uid != uid)
    place.tell("item-251")
    qtbot.waitUntil(lambda: place.view.model.rowCount() == 449)
    idle()
    assert place.view.model.place_of(uid) is None
    assert place.uid == below
    assert place.top == top


def test_the_letter_beside_the_list_stays(place: Place, qtbot: QtBot, idle: Idle) -> None:
    item = place.fake.desk.register("", LetterForm(title="Wniosek", received_on="2026-11-20"))
    place.view.open_item(item.document_uid)
    qtbot.waitUntil(place.view.item.isVisible)
    idle()
    place.fake.register.places = newest_first(1, 451)
    place.tell("item-451")
    qtbot.waitUntil(lambda: "452" in place.view._count.text())
    idle()
    assert place.view.item.isVisible()
    assert place.view.item.uid == item.document_uid
    place.window.resize(700, 500)
    QApplication.processEvents()
    assert not place.view.table.isVisible()
    place.fake.register.places = newest_first(1, 452)
    place.tell("item-452")
    qtbot.waitUntil(lambda: place.view.news.stale)
    place.view.item.put_away()
    qtbot.waitUntil(lambda: "453" in place.view._count.text())


def test_a_burst_is_read_few_times(place: Place, qtbot: QtBot, idle: Idle) -> None:
    place.fake.register.reads.clear()
    begun = time.monotonic()
    for number in range(451, 551):
        place.fake.register.places = newest_first(1, number)
        place.tell(f"item-{number}")
        QApplication.processEvents()
    qtbot.waitUntil(lambda: place.view.model.rowCount() == 550)
    idle()
    readings = 2 + 10 * (time.monotonic() - begun)
    assert len(place.fake.register.reads) <= 3 * readings, "two or three windows a reading, ten readings a second"


def test_nothing_that_changes_no_row_resets_the_list(place: Place, qtbot: QtBot, idle: Idle) -> None:
    place.fake.register.reads.clear()
    with qtbot.assertNotEmitted(place.view.model.modelReset):
        place.tell("person-7")
        qtbot.waitUntil(lambda: bool(place.fake.register.reads))
        idle()


def test_rows_do_not_move_under_a_hand(place: Place, qtbot: QtBot, idle: Idle) -> None:
    look_at(place, 199, idle)
    bar = place.view.table.verticalScrollBar()
    bar.setSliderDown(True)
    place.fake.register.places = newest_first(1, 451)
    place.tell("item-451")
    with qtbot.assertNotEmitted(place.view.model.modelReset, wait=400):
        pass
    bar.setSliderDown(False)
    qtbot.waitUntil(lambda: place.view.model.rowCount() == 451)


def test_what_is_typed_meanwhile_is_searched(place: Place, qtbot: QtBot, idle: Idle) -> None:
    place.view._text.setFocus()
    QTest.keyClicks(place.view._text, "wnio")
    place.tell("item-451")
    QTest.keyClicks(place.view._text, "sek")
    qtbot.waitUntil(lambda: place.view.model.filter.text == "wniosek")
    assert place.view._text.text() == "wniosek"


def test_hidden_it_reads_nothing_and_shown_everything(place: Place, qtbot: QtBot, idle: Idle) -> None:
    place.window.open_place("desk")
    place.fake.register.reads.clear()
    place.fake.register.places = newest_first(1, 451)
    place.tell("item-451")
    qtbot.waitUntil(lambda: place.view.news.stale and not place.view.news._wait.isActive())
    idle()
    assert place.fake.register.reads == []
    place.window.open_place("registers")
    qtbot.waitUntil(lambda: place.view.model.rowCount() == 451)


def test_a_letter_registered_at_this_desk_is_there_when_the_register_is_shown(
    place: Place, qtbot: QtBot, idle: Idle
) -> None:
    place.fake.register.places = ()
    place.window.open_place("desk")
    item = place.fake.desk.register("", LetterForm(title="Wniosek", received_on="2026-11-20"))
    place.window.open_place("registers")
    model: QAbstractItemModel = place.view.model
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    assert model.index(0, 0).data(UID_ROLE) == item.document_uid
