"""Passing on, giving back and routing by F6: the dialogs, by keyboard, with the rules they keep."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
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
from tests.ui.assigned_place import Idle, assign_dialog, press
from tests.ui.assigned_place import inbox as inbox
from tests.ui.assigned_place import view as view
from tests.ui.assigned_place import window as window
from tests.ui.fake_inbox import CHOICES, FakeInbox, SmallFrame
from tests.ui.fake_station import FakeStation
from ui.desktop import app as desktop
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.ports import LetterForm
from ui.desktop.views.assign_dialog import AssignDialog
from ui.desktop.views.officer import words
from ui.desktop.views.officer.assigned import AssignedView
from ui.desktop.views.officer.return_dialog import ReturnDialog
from ui.desktop.views.registry.register import RegisterView
from ui.operations.routing_facts import RoutingBefore, RoutingForm, RoutingLine


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


def test_a_heads_word_from_the_paper_is_entered_in_the_heads_name(qtbot: QtBot) -> None:
    before = RoutingBefore("K1A-26-000001-D", "Firma · Wniosek")
    given: list[RoutingForm] = []
    for heads in ((), (("b.zieba", "Barbara Zięba"),)):
        dialog = AssignDialog(before, replace(CHOICES, heads=heads))
        qtbot.addWidget(dialog)
        dialog.show()
        assert dialog.issuer.isVisible() == bool(heads)
        dialog.ordered.connect(given.append)
        dialog.to.setText("ab")
        dialog.issuer.setCurrentIndex(dialog.issuer.count() - 1)
        dialog.order()
    assert [form.issuer for form in given] == ["", "b.zieba"]
    assert given[1].targets == (("AB", "lead"),)
