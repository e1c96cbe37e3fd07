""" "Do mnie" in the window: the list that keeps its place, its parts, the letter beside it, scans that come."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QApplication,
)
from pytestqt.qtbot import QtBot

from tests.ui.assigned_place import Idle, press, rows
from tests.ui.assigned_place import inbox as inbox
from tests.ui.assigned_place import view as view
from tests.ui.assigned_place import window as window
from tests.ui.fake_inbox import FakeInbox, SmallFrame, row
from tests.ui.fake_station import FakeStation
from ui.desktop.jobs.job import Job
from ui.desktop.ports import SignedIn
from ui.desktop.views.officer.assigned import AssignedView
from ui.desktop.views.officer.letter_pane import COMING


def test_the_model_keeps_the_rules_of_models(view: AssignedView) -> None:
    QAbstractItemModelTester(view.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    view.model.mark_seen("item-00001")
    assert view.model.rowCount() == 4


def test_a_row_says_all_to_whoever_cant_see_it(view: AssignedView) -> None:
    spoken = str(view.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole))
    for word in ("nowe", "po terminie 02.01.2020", "prowadzisz", "„proszę o odpowiedź”", "Bogna Zięba"):
        assert word in spoken
    assert "prowadzi AB" in str(view.model.index(1).data(Qt.ItemDataRole.AccessibleTextRole))
    assert "„to sprawa GK” – AB Wydział Architektury" in str(view.model.index(3).data())


def test_enter_opens_the_letter_and_it_is_new_no_more(
    view: AssignedView, inbox: FakeInbox, qtbot: QtBot, idle: Idle
) -> None:
    assert view.bar.buttons["new"].text() == "Nowe 2"
    press(qtbot, view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.pane.item_id == "item-00001")
    idle()
    assert view.pane.isVisible()
    assert view.bar.buttons["new"].text() == "Nowe 1"
    assert inbox.assigned.opened == ["item-00001"]
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not view.pane.isVisible()
    assert view.list.hasFocus()


def test_a_scan_on_its_way_appears_by_itself(view: AssignedView, inbox: FakeInbox, qtbot: QtBot, idle: Idle) -> None:
    inbox.assigned.coming.add("item-00001")
    press(qtbot, view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.pane.page.view.message == COMING)
    inbox.assigned.change("item-00002", "assignment-9")
    idle()
    assert len(inbox.assigned.opened) == 1, "what happens to others doesn't open this one again"
    inbox.assigned.coming.clear()
    inbox.assigned.change("rendition-1", "item-00001")
    qtbot.waitUntil(lambda: view.pane.page.view.message == "")
    idle()
    assert view.pane.page.current is not None
    assert view.pane.page.current.image is not None


def test_what_comes_by_itself_moves_nothing(view: AssignedView, inbox: FakeInbox, qtbot: QtBot, idle: Idle) -> None:
    inbox.assigned.all = [row(n) for n in range(100, 400)]
    inbox.assigned.change()
    qtbot.waitUntil(lambda: view.model.rowCount() == 300)
    view.list.setCurrentIndex(view.model.index(120))
    bar = view.list.verticalScrollBar()
    bar.setValue(view.list.sizeHintForRow(0) * 118 + 7)
    idle()
    top, before = view.list.top, view.list.visualRect(view.model.index(120)).top()
    assert top == "item-00218"
    inbox.assigned.all = [row(n, seen=False) for n in range(1, 4)] + inbox.assigned.all
    inbox.assigned.change("item-00001")
    qtbot.waitUntil(lambda: view.model.rowCount() == 303)
    idle()
    assert view.list.top == top
    assert view.list.row is not None
    assert view.list.row.item_id == "item-00220"
    assert view.list.visualRect(view.list.currentIndex()).top() == before
    bar.setValue(0)
    inbox.assigned.all.insert(0, row(9, seen=False))
    inbox.assigned.change("item-00009")
    qtbot.waitUntil(lambda: view.model.rowCount() == 304)
    assert bar.value() == 0, "at the beginning the new ones are seen at once"


def test_parts_stay_chosen_and_say_what_to_do_when_empty(
    window: SmallFrame, view: AssignedView, inbox: FakeInbox, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    view.bar.buttons["unit"].click()
    idle()
    assert rows(view) == ["2"]
    view.bar.buttons["overdue"].click()
    idle()
    assert rows(view) == ["1"]
    assert fake.choices.kept["assigned.part"] == "overdue"
    inbox.assigned.all = []
    inbox.assigned.change()
    qtbot.waitUntil(lambda: view._empty.isVisible())
    assert view._empty.text() == "Nic nie jest po terminie."
    view._empty_button.click()
    idle()
    assert "pojawią się tu same" in view._empty.text()
    assert view.list.hasFocus(), "the keyboard waits for the first letter"
    again = AssignedView(window, inbox.inbox())
    qtbot.addWidget(again)
    idle()
    assert again.bar.buttons["all"].isChecked()


def test_words_find_and_what_is_read_stays(view: AssignedView, qtbot: QtBot, idle: Idle) -> None:
    qtbot.keyClicks(view.bar.field, "sprawie podatku")
    qtbot.waitUntil(lambda: rows(view) == ["1"])
    view.bar.field.clear()
    qtbot.waitUntil(lambda: view.model.rowCount() == 4)
    view.bar.buttons["new"].click()
    idle()
    assert rows(view) == ["1", "3"]
    press(qtbot, view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.pane.item_id == "item-00001")
    view.reload()
    idle()
    assert rows(view) == ["1", "3"], "it is new no more, yet it is being read"
    view.put_away()
    qtbot.waitUntil(lambda: rows(view) == ["3"])


def test_another_persons_list_begins_anew_with_their_own_part(
    window: SmallFrame, view: AssignedView, inbox: FakeInbox, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    press(qtbot, view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.pane.item_id == "item-00001")
    window.who.set(SignedIn(until="2026-11-24T08:00:00Z"))
    assert view.pane.isVisible(), "the same person goes on reading"
    fake.choices.kept["assigned.part"] = "unit"
    inbox.assigned.all = [row(7, to_unit="GK Wydział"), row(8)]
    window.who.set(SignedIn("ola", "Ola", frozenset({"officer"})))
    assert not view.pane.isVisible()
    assert view.pane.item_id is None
    qtbot.waitUntil(lambda: rows(view) == ["7"])
    assert view.bar.buttons["unit"].isChecked()


def test_a_letter_still_being_opened_is_not_shown_to_the_next_person(
    window: SmallFrame, view: AssignedView, qtbot: QtBot, idle: Idle
) -> None:
    held, gate = threading.Event(), threading.Event()

    def hold(_job: Job) -> None:
        held.set()
        gate.wait(30)

    window.jobs.submit("db", hold)
    assert held.wait(30)
    press(qtbot, view, Qt.Key.Key_Return)
    window.who.set(SignedIn("ola", "Ola", frozenset({"officer"})))
    gate.set()
    idle()
    assert view.pane.item_id is None
    assert not view.pane.isVisible()


def test_the_keyboard_is_in_the_list_though_it_was_opened_under_the_cover(
    window: SmallFrame, inbox: FakeInbox, qtbot: QtBot
) -> None:
    window.setEnabled(False)
    place = AssignedView(window, inbox.inbox())
    window.put(place)
    place.opened()
    window.setEnabled(True)
    qtbot.waitUntil(place.list.hasFocus)


def test_a_letter_taken_away_closes_and_says_so(
    window: SmallFrame, view: AssignedView, inbox: FakeInbox, qtbot: QtBot
) -> None:
    press(qtbot, view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.pane.item_id == "item-00001")
    inbox.assigned.all = inbox.assigned.all[1:]
    inbox.assigned.change("assignment-1")
    qtbot.waitUntil(lambda: not view.pane.isVisible())
    assert "nie jest już przydzielone" in window.status.message


@pytest.mark.parametrize("typed", ["P7", "K1P", "Z0", "K1A26Z"])
def test_a_label_read_over_the_list_passes_nothing_on(view: AssignedView, qtbot: QtBot, typed: str) -> None:
    view.list.setFocus()
    with qtbot.assertNotEmitted(view.list.asked, wait=150):
        for sign in typed:
            qtbot.keyClick(view.list, sign)


def test_on_a_narrow_screen_the_letter_takes_the_lists_place(
    window: SmallFrame, view: AssignedView, qtbot: QtBot, idle: Idle
) -> None:
    window.resize(635, 384)
    QApplication.processEvents()
    assert view.list.isVisible()
    press(qtbot, view, Qt.Key.Key_Return)
    qtbot.waitUntil(view.pane.isVisible)
    assert not view.list.isVisible()
    for button in (view.pane.assign_button, view.pane.return_button, view.pane.close_button):
        assert window.rect().contains(button.mapTo(window, button.rect().bottomRight()))
    view.put_away()
    assert view.list.isVisible()
