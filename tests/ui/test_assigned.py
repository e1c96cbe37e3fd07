""" "Do mnie" in the window: the list that keeps its place, the letter beside it, P, Z, parts, and the dialog of F6."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QListView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from kancelaria.domain.errors import StateForbids
from kancelaria.domain.incoming import ItemState, Sender
from tests.ui.fake_inbox import FakeInbox, SmallFrame, row
from tests.ui.fake_station import FakeStation
from ui.desktop import app as desktop
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.ports import LetterForm, SignedIn
from ui.desktop.views.assign_dialog import AssignDialog
from ui.desktop.views.officer import words
from ui.desktop.views.officer.assigned import AssignedView
from ui.desktop.views.officer.letter_pane import COMING
from ui.desktop.views.officer.return_dialog import ReturnDialog
from ui.desktop.views.registry.register import RegisterView
from ui.operations.routing_facts import RoutingForm, RoutingLine

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


def test_f6_routes_from_the_register_and_its_form_but_not_before_confirming(
    qtbot: QtBot, qapp: QApplication, jobs: JobRunner, fake: FakeStation, inbox: FakeInbox, idle: Idle
) -> None:
    form = LetterForm(Sender(organisation="Firma"), "Wniosek", "2026-11-20", no_date=True, no_reference=True)
    item = fake.desk.register("", form)
    window = desktop.build_window(qapp, replace(fake.station(), inbox=inbox.inbox()), jobs)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert "Najpierw zatwierdź pismo" in window.status.message, "nothing is registered at the desk"
    place = window.open_place("registers")
    assert isinstance(place, RegisterView)
    qtbot.waitUntil(lambda: place.current_uid() == item.document_uid)
    window.status.say("")
    place.open_form(item.document_uid)
    qtbot.waitUntil(lambda: place.verify is not None and place.verify.isVisible())
    qtbot.keyClick(place, Qt.Key.Key_F6)
    assert "Najpierw zatwierdź pismo" in window.status.message, "it is to be verified"
    fake.register.items[item.document_uid] = replace(item, state=ItemState.REGISTERED)
    assert place.verify is not None
    place.verify.put_away()
    idle()
    qtbot.keyClick(place, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: any(each.isVisible() for each in place.findChildren(AssignDialog)))
    dialog = next(each for each in place.findChildren(AssignDialog) if each.isVisible())
    dialog.to.setText("gk")
    dialog.order()
    qtbot.waitUntil(lambda: [uid for uid, _ in inbox.routing.assigned] == [item.document_uid])
    idle()


def test_a_letter_taken_away_closes_and_says_so(
    window: SmallFrame, view: AssignedView, inbox: FakeInbox, qtbot: QtBot
) -> None:
    press(qtbot, view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.pane.item_id == "item-00001")
    inbox.assigned.all = inbox.assigned.all[1:]
    inbox.assigned.change("assignment-1")
    qtbot.waitUntil(lambda: not view.pane.isVisible())
    assert "nie jest już przydzielone" in window.status.message


def test_p_passes_a_letter_on_by_keyboard_alone(
    window: SmallFrame, view: AssignedView, inbox: FakeInbox, qtbot: QtBot, idle: Idle
) -> None:
    dialog = assign_dialog(view, qtbot)
    qtbot.waitUntil(dialog.to.hasFocus)
    qtbot.keyClicks(dialog.to, "ab")
    qtbot.keyClick(dialog.to, Qt.Key.Key_Return)
    qtbot.keyClicks(dialog.to, "kosow")
    qtbot.keyClick(dialog.to, Qt.Key.Key_Return)
    assert dialog.chosen.targets == (("AB", "lead"), ("ł.kos", "contributing"))
    dialog.note.setEditText("proszę załatwić")
    qtbot.keyClicks(dialog.due, "+14")
    qtbot.keyClick(dialog.to, Qt.Key.Key_Return)  # Enter in the empty field ends
    qtbot.waitUntil(lambda: bool(inbox.routing.assigned))
    due = words.due_of("+14")
    uid = inbox.assigned.all[0].document_uid
    assert inbox.routing.assigned == [
        (uid, RoutingForm((("AB", "lead"), ("ł.kos", "contributing")), due, "proszę załatwić"))
    ]
    idle()
    assert window.status.message == f"Zadekretowano {uid}: AB, ł.kos."


def test_tab_goes_as_one_reads(view: AssignedView, qtbot: QtBot) -> None:
    dialog = assign_dialog(view, qtbot)
    qtbot.waitUntil(dialog.to.hasFocus)
    dialog.to.setText("gk")
    dialog.to.take_only_match()
    passed = []
    for _ in range(7):
        qtbot.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Tab)
        passed.append((QApplication.focusWidget() or dialog).objectName())
    assert passed == [
        "assignRole_GK", "assignRemove_GK", "assignNote", "assignDue", "assignUrgent", "assignBack", "assignOrder",
    ]  # fmt: skip
    dialog.reject()


def test_exactly_one_leads_and_the_form_says_what_is_missing(view: AssignedView, qtbot: QtBot) -> None:
    dialog = assign_dialog(view, qtbot)
    dialog.order()
    assert dialog.fault == "Wskaż komórkę albo osobę."
    for typed in ("gk", "ab"):
        dialog.to.setText(typed)
        assert dialog.to.take_only_match()
    second = dialog.findChild(QComboBox, "assignRole_AB")
    assert second is not None
    second.setCurrentIndex(second.findData("lead"))
    assert dialog.chosen.targets == (("GK", "contributing"), ("AB", "lead"))
    second.setCurrentIndex(second.findData("for_information"))
    dialog.order()
    assert dialog.fault.startswith("Wskaż, kto prowadzi")
    remove = dialog.findChild(QAbstractButton, "assignRemove_GK")
    assert remove is not None
    remove.click()
    assert dialog.chosen.targets == (("AB", "for_information"),)
    assert not dialog.due.isEnabled(), "who is only informed has no deadline"
    dialog.to.setText("nikt")
    dialog.order()
    assert "Wybierz z listy" in dialog.fault
    dialog.reject()


def test_the_superiors_word_binds_the_form(view: AssignedView, inbox: FakeInbox, qtbot: QtBot) -> None:
    inbox.routing.superior = RoutingLine(
        "2026-11-20T08:20:00Z", "Bogna Zięba", "AB Wydział", "lead", "2099-11-28", "proszę o odpowiedź"
    )
    dialog = assign_dialog(view, qtbot)
    dialog.to.setText("gk")
    dialog.to.take_only_match()
    assert (dialog.due.text(), dialog.note.currentText(), dialog.note.isVisible()) == (
        "28.11.2099", "proszę o odpowiedź", False,
    )  # fmt: skip
    dialog.due.setText("29.11.2099")
    dialog.order()
    assert "nie może być późniejszy niż 28.11.2099" in dialog.fault
    assert "Bogna Zięba" in dialog.fault
    for wrong in ("kiedyś", "1.01.2020"):
        dialog.due.setText(wrong)
        dialog.order()
        assert dialog.fault
    inbox.routing.fail_with = StateForbids("already_routed", "„GK” ma już to pismo.", "Wybierz kogoś innego.")
    dialog.due.setText("27.11.2099")
    dialog.order()
    qtbot.waitUntil(lambda: "Wybierz kogoś innego" in dialog.fault)
    assert dialog.isVisible(), "what was filled in stays"
    dialog.reject()


def test_z_gives_back_with_a_reason(window: SmallFrame, view: AssignedView, inbox: FakeInbox, qtbot: QtBot) -> None:
    press(qtbot, view, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: view.findChild(ReturnDialog) is not None)
    dialog = view.findChild(ReturnDialog)
    assert dialog is not None
    give = dialog.findChild(QAbstractButton, "returnConfirm")
    assert give is not None
    assert not give.isEnabled()
    line = dialog.reason.lineEdit()
    assert isinstance(line, QLineEdit)
    qtbot.keyClicks(line, "nie nasze")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    uid = inbox.assigned.all[0].document_uid
    qtbot.waitUntil(lambda: inbox.routing.returned == [(uid, "nie nasze")])
    qtbot.waitUntil(lambda: "Zwrócono" in window.status.message)


def test_what_came_back_is_routed_not_returned(view: AssignedView, qtbot: QtBot, idle: Idle) -> None:
    view.list.setCurrentIndex(view.model.index(3))
    press(qtbot, view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.pane.item_id == "item-00004")
    assert view.pane.assign_button.text() == "Zadekretuj  P"
    assert not view.pane.return_button.isVisible()
    view.give_back()
    assert view.findChild(ReturnDialog) is None


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


def test_every_control_has_a_name(view: AssignedView, qtbot: QtBot, idle: Idle) -> None:
    press(qtbot, view, Qt.Key.Key_Return)
    qtbot.waitUntil(view.pane.isVisible)
    dialog = assign_dialog(view, qtbot)
    dialog.to.setText("ab")
    dialog.to.take_only_match()
    for place in (view, dialog):
        controls = [each for each in place.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
        nameless = [
            each.objectName() or type(each).__name__
            for each in controls
            if not (each.accessibleName() or getattr(each, "text", str)())
            and not isinstance(each.parentWidget(), QComboBox | QAbstractItemView)
            and not type(each).__name__.startswith("QComboBoxPrivate") and type(each) is not QListView
        ]  # fmt: skip
        assert nameless == []
    dialog.reject()


def test_deadlines_as_typed_and_as_said() -> None:
    day = date(2026, 11, 20)
    assert [words.due_of(text, day) for text in ("25.11", "jutro", "+14", "11.2026", "kiedyś", "+")] == [
        "2026-11-25", "2026-11-21", "2026-12-04", None, None, None,
    ]  # fmt: skip
    assert [words.deadline(due, day) for due in ("2026-11-19", "2026-11-20", "2026-11-21", "2027-01-02", None)] == [
        "po terminie 19.11", "dziś", "jutro", "do 02.01.2027", "",
    ]  # fmt: skip
