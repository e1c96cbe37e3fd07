"""Items registered without a person are checked in the register; entries are corrected and voided there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from kancelaria.domain.identifiers import make_document_uid
from kancelaria.domain.incoming import IncomingItem, ItemState, Page, Sender, Suggestion
from tests.ui.fake_station import HEIGHT, WIDTH, FakeStation
from ui.desktop.views.registry.register import RegisterView
from ui.desktop.views.registry.verify import VerifyView
from ui.desktop.views.registry.void_dialog import VoidDialog
from ui.desktop.window import MainWindow
from ui.operations.facts import SignedIn

Idle = Callable[[], None]
READ = (
    Suggestion("sender.organisation", "Sąd Zmyślony", 0.95, 1, (10, 10, 200, 40)),
    Suggestion("sender.town", "Bajkowo", 0.7, 1, (10, 50, 200, 80)),
    Suggestion("letter_date", "2026-11-17", 0.96, 1, (300, 10, 400, 40)),
    Suggestion("no_reference", "true", 0.7, 1),
)


def item(number: int) -> IncomingItem:
    """As the command line leaves it: what was sure is filled, the rest is only suggested."""
    return IncomingItem(
        id=f"id-{number}",
        document_uid=make_document_uid("K1A", 2026, number),
        rpw_number=number,
        rpw_year=2026,
        registered_at="2026-11-20T08:14:05Z",
        received_on="2026-11-20",
        title="Wniosek",
        sender=Sender(organisation="Sąd Zmyślony"),
        letter_date="2026-11-17",
        case_mark="AB.123.1.2026",
        document_kind=("pismo", "wniosek"),
        suggestions=READ,
        state=ItemState.TO_VERIFY,
        pages=(Page(1, WIDTH, HEIGHT, 150, "0" * 64),),
    )


@pytest.fixture
def register(window: MainWindow, fake: FakeStation, qtbot: QtBot, idle: Idle) -> RegisterView:
    for number in (1, 2, 3):
        made = item(number)
        fake.register.items[made.document_uid] = made
    place = window.open_place("registers")
    assert isinstance(place, RegisterView)
    place._state.setCurrentIndex(place._state.findData("to_verify"))
    place._apply_filter()
    idle()
    return place


def open_first(register: RegisterView, qtbot: QtBot, idle: Idle) -> VerifyView:
    register.table.setCurrentIndex(register.model.index(0, 0))
    register.table.setFocus()
    qtbot.keyClick(register.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: register.verify is not None and register.verify.item is not None)
    idle()
    assert register.verify is not None
    return register.verify


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, key, modifier)


def test_enter_opens_the_form_with_what_was_read_tinted(register: RegisterView, qtbot: QtBot, idle: Idle) -> None:
    form = open_first(register, qtbot, idle).form
    assert form.fields["sender.organisation"].suggested
    assert form.fields["sender.town"].value == "Bajkowo"
    assert form.fields["sender.town"].mark_text == "▲70%"
    assert form.ticks["no_reference"].isChecked()
    assert form.missing.suggested("no_reference")
    assert not form.fields["title"].suggested
    assert QApplication.focusWidget() is form.fields["sender.town"].editor


def test_ctrl_enter_confirms_each_and_opens_the_next(
    register: RegisterView, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    form = open_first(register, qtbot, idle)
    seen = []
    for left in (2, 1, 0):
        assert form.item is not None
        seen.append(form.item.document_uid)
        press(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(
            lambda left=left: sum(x.state is ItemState.TO_VERIFY for x in fake.register.items.values()) == left
        )
        idle()
    assert sorted(seen) == sorted(fake.register.items)
    assert register._both.currentIndex() == 0
    assert "Wszystkie pisma z tej listy są sprawdzone" in register.frame.status.message
    # only what the person accepted beyond the entry as it was; nothing a form can't show is lost
    assert fake.register.changes[0] == {"sender.town": "Bajkowo", "no_reference": True}


def test_missing_facts_stop_it(register: RegisterView, fake: FakeStation, qtbot: QtBot, idle: Idle) -> None:
    form = open_first(register, qtbot, idle)
    form.form.ticks["no_reference"].click()
    form.confirm()
    assert "Podaj znak nadawcy" in register.frame.status.message
    assert fake.register.changes == []
    press(qtbot, Qt.Key.Key_F7)
    assert form.form.ticks["no_reference"].isChecked()
    assert not form.form.missing.suggested("no_reference")


def test_skipping_leaves_it_for_later(register: RegisterView, fake: FakeStation, qtbot: QtBot, idle: Idle) -> None:
    form = open_first(register, qtbot, idle)
    first = form.item
    press(qtbot, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    idle()
    assert form.item is not None
    assert first is not None
    assert form.item.document_uid != first.document_uid
    assert fake.register.items[first.document_uid].state is ItemState.TO_VERIFY


def test_confirmed_item_is_corrected_where_it_may_be(
    register: RegisterView, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    form = open_first(register, qtbot, idle)
    form.confirm()
    idle()
    [uid] = [x.document_uid for x in fake.register.items.values() if x.state is ItemState.REGISTERED]
    register.open_form(uid)
    qtbot.waitUntil(lambda: form.item is not None and form.item.document_uid == uid)
    idle()
    assert not form.form.fields["letter_date"].isEnabled()
    assert form.form.fields["title"].isEnabled()
    form.form.fields["title"].put("Wniosek o odpis")
    form.confirm()
    idle()
    assert fake.register.items[uid].title == "Wniosek o odpis"
    assert fake.register.items[uid].case_mark == "AB.123.1.2026"
    assert register._both.currentIndex() == 0


def test_voiding_asks_why(register: RegisterView, fake: FakeStation, qtbot: QtBot, idle: Idle) -> None:
    form = open_first(register, qtbot, idle)
    assert form.item is not None
    uid = form.item.document_uid
    press(qtbot, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    dialog = register.findChild(VoidDialog)
    assert dialog is not None
    assert not dialog.findChild(QPushButton, "voidConfirm").isEnabled()
    qtbot.keyClicks(dialog.findChild(QLineEdit, "voidReason"), "zarejestrowano dwa razy")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: fake.register.items[uid].state is ItemState.VOIDED)
    idle()
    assert fake.register.items[uid].void_reason == "zarejestrowano dwa razy"
    assert register.item.uid == uid
    assert register._both.currentIndex() == 0


def test_who_may_not_void_or_confirm_is_offered_neither(
    window: MainWindow, register: RegisterView, qtbot: QtBot, idle: Idle
) -> None:
    """An officer corrects; what the registry does alone isn't there to be pressed."""
    first = register.model.row_at(0)
    assert first is not None
    register.open_item(first.document_uid)
    qtbot.waitUntil(lambda: register.item.uid == first.document_uid)
    buttons = {name: register.findChild(QPushButton, name) for name in ("itemVoid", "itemForm")}
    expected = {"registry": (True, True, "Sprawdź  Ctrl+D"), "officer": (False, True, "Popraw  Ctrl+D"),
                "auditor": (False, False, "Popraw  Ctrl+D")}  # fmt: skip
    for role, (voids, corrects, text) in expected.items():
        window.who.set(SignedIn("jan", "Jan Próbny", frozenset({role})))
        register.open_item(first.document_uid)
        qtbot.waitUntil(lambda text=text: buttons["itemForm"].text() == text)  # type: ignore[misc, union-attr]
        assert [not button.isHidden() for button in buttons.values() if button] == [voids, corrects], role
        names = {command.name for command in window.commands.all() if command.enabled()}
        assert ("Anuluj pozycję rejestru" in names) is voids
        assert ("Sprawdź lub popraw pismo" in names) is corrects
        scanner = window.status.findChild(QToolButton, "statusScanner")
        assert scanner is not None
        assert scanner.isHidden() is (role != "registry"), "only a desk has a scanner"
    window.who.set(SignedIn("jan", "Jan Próbny", frozenset({"officer"})))
    form = open_first(register, qtbot, idle)
    assert form.item is not None
    assert form.item.state is ItemState.TO_VERIFY
    assert not form.checking
    assert form.confirm_button.text() == "Zapisz poprawki  Ctrl+Enter"
    assert form.void_button.isHidden()
