"""The hand-held reader works wherever the focus is; letters that can't be scanned are registered by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kancelaria.domain.identifiers import make_document_uid, without_hyphens
from tests.ui.fake_station import FakeStation
from tests.ui.test_verify import item
from ui.desktop.views.registry.desk import DeskView
from ui.desktop.views.registry.register import RegisterView
from ui.desktop.views.registry.unscanned import UnscannedDialog
from ui.desktop.window import MainWindow

Idle = Callable[[], None]


def read(window: MainWindow, text: str) -> None:
    """What a reader does: it types into the window, then presses Enter."""
    assert window.isActiveWindow()
    for character in text:
        QTest.keyClick(window.windowHandle(), character)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)


def stack(desk: DeskView, qtbot: QtBot, idle: Idle) -> DeskView:
    desk.scan()
    qtbot.waitUntil(lambda: len(desk.flow.state.letters) == 5)
    idle()
    return desk


def test_label_opens_the_letter_of_the_stack_and_leaves_no_trace_in_the_field(
    window: MainWindow, desk: DeskView, qtbot: QtBot, idle: Idle
) -> None:
    stack(desk, qtbot, idle)
    second = desk.flow.state.letters[1]
    assert second.label_uid is not None
    editor = desk.form.fields["remarks"].editor
    desk.form.show_more(True)
    editor.setFocus()
    QTest.keyClicks(editor, "ab")
    first = desk.flow.current
    assert first is not None
    read(window, without_hyphens(second.label_uid))
    assert desk.flow.current == second.key
    desk.flow.open(first)
    assert desk.form.fields["remarks"].value == "ab"


@pytest.mark.parametrize("place", ["desk", "registers", "settings"])
def test_label_of_a_registered_letter_opens_it_from_anywhere(
    window: MainWindow, fake: FakeStation, qtbot: QtBot, idle: Idle, place: str
) -> None:
    known = item(7)
    fake.register.items[known.document_uid] = known
    window.open_place(place)
    idle()
    read(window, without_hyphens(known.document_uid))
    register = window.place("registers")
    assert isinstance(register, RegisterView)
    qtbot.waitUntil(lambda: register.item.uid == known.document_uid)
    idle()


def test_a_wrong_check_digit_is_only_typing(window: MainWindow, desk: DeskView, qtbot: QtBot, idle: Idle) -> None:
    stack(desk, qtbot, idle)
    good = without_hyphens(make_document_uid("K1A", 2026, 124))
    wrong = good[:-1] + ("A" if good[-1] != "A" else "B")
    opened = desk.flow.current
    editor = desk.form.fields["sender.street"].editor
    editor.setFocus()
    desk.form.fields["sender.street"].put("")
    read(window, wrong)
    assert desk.flow.current == opened
    assert desk.form.fields["sender.street"].value == wrong


def test_letter_without_a_scan_needs_its_reason(
    window: MainWindow, desk: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    idle()
    qtbot.keyClick(desk, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(UnscannedDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isActiveWindow)
    fields = dialog.form.fields
    fields["sender.organisation"].put("Pracownia Zmyślona")
    fields["sender.town"].put("Bajkowo")
    fields["title"].put("Plan zagospodarowania, arkusz A0")
    qtbot.keyClick(dialog, Qt.Key.Key_F7)
    qtbot.keyClick(dialog, Qt.Key.Key_F7)
    dialog.register()
    assert dialog.fault == "Wybierz przyczynę niepełnego skanu."
    fields["reproduction.reason"].put("page_size")
    dialog.register()
    qtbot.waitUntil(lambda: desk.flow.last_item is not None)
    idle()
    form = fake.desk.calls[-1][2]
    assert (form.reproduction.extent, form.reproduction.reason) == ("none", "page_size")  # type: ignore[attr-defined]
    assert (form.no_date, form.no_reference) == (True, True)  # type: ignore[attr-defined]
    fake.choices.kept["printer.label"] = "plik PDF"
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(desk, Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: any(call[0] == "label" for call in fake.desk.calls))
    idle()
