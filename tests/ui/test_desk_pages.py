"""Work on pages at the desk: each operation by key, taken back in the order a person did things."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kancelaria.domain.errors import StateForbids
from kancelaria.domain.identifiers import make_document_uid
from scanning.errors import StorageError
from scanning.pages.tally import SheetCount
from tests.ui.fake_station import FakeStation
from ui.desktop.ports import PageStep, StackChanged
from ui.desktop.views.registry.desk import DeskView
from ui.desktop.window import MainWindow

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

    monkeypatch.setattr(fake.batch, "rotate", refuse)
    press(qtbot, Qt.Key.Key_R, CTRL)
    idle()
    window = scanned.window()
    assert isinstance(window, MainWindow)
    assert "jego stron nie można zmienić" in window.errors.text
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


def test_f11_goes_round_the_doubtful_boundaries_and_shift_f11_says_they_are_right(
    scanned: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    assert "▲1" in scanned.strip._head.text()
    press(qtbot, Qt.Key.Key_F11)
    idle()
    third = scanned.flow.state.letters[2]
    assert scanned.flow.current == third.key
    assert not scanned.strip._checked.isHidden(), (scanned.strip.isVisible(), scanned.width(), scanned.bar.at_counter)
    assert third.boundary_evidence in scanned.frame.status.message
    press(qtbot, Qt.Key.Key_F11, SHIFT)
    idle()
    assert asked(fake, "check_boundary") == [("check_boundary", third.key)]
    letters = list(scanned.flow.state.letters)
    fake.batch.emit(StackChanged((*letters[:2], replace(third, certain=True), *letters[3:])))
    idle()
    assert scanned.strip._checked.isHidden()
    press(qtbot, Qt.Key.Key_F11)
    assert scanned.frame.status.message == "Nie ma niepewnych granic."


def test_blank_reread_insert_and_rescan_reach_the_batch(
    scanned: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    press(qtbot, Qt.Key.Key_B, ALT)
    press(qtbot, Qt.Key.Key_R, CTRL | SHIFT)
    idle()
    press(qtbot, Qt.Key.Key_F3, SHIFT)
    idle()
    assert asked(fake, "mark_blank", "reread", "insert") == [("mark_blank", 1, True), ("reread", 1), ("insert", 1)]


def test_the_strip_shows_the_sum_of_sheets(scanned: DeskView, fake: FakeStation, idle: Idle) -> None:
    fake.batch.emit(StackChanged(scanned.flow.state.letters, SheetCount(5, 1, 2, 9)))
    idle()
    assert scanned.strip._count.text() == "8 kartek: 5 z treścią, 1 pusta, 2 rozdzielające · włożono 9 ▲"
    fake.batch.emit(StackChanged(scanned.flow.state.letters, SheetCount(5, 1, 3, 9)))
    idle()
    assert scanned.strip._count.text().endswith("włożono 9 ✓")


def finished(desk: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle) -> None:
    """Every letter is registered, but a sheet is missing."""
    fake.batch.count, fake.batch.refusal = 1, StorageError("sheet_count", "Włożono 4 kartki, zeskanowano 3.", "x")
    desk.bar.expect(4)
    desk.scan()
    qtbot.waitUntil(lambda: len(desk.flow.state.letters) == 1)
    fake.batch.emit(StackChanged(desk.flow.state.letters, SheetCount(3, 0, 0, 4)))
    idle()
    desk.confirm()
    qtbot.waitUntil(lambda: desk.counts.open)
    idle()


def test_a_stack_whose_sheets_differ_stays_open_until_they_are_settled(
    desk: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    finished(desk, fake, qtbot, idle)
    assert "Włożono 4 kartki, zeskanowano 3 kartki" in desk.notice.text
    starts = len(asked(fake, "start"))
    press(qtbot, Qt.Key.Key_F2)
    idle()
    assert len(asked(fake, "start")) == starts, "no other stack begins over an open one"
    qtbot.keyClick(desk.notice.answer(1), Qt.Key.Key_Return)
    idle()
    assert asked(fake, "expect_sheets", "finish")[-2:] == [("expect_sheets", 3), ("finish",)]
    assert not desk.counts.open


def test_a_stack_whose_sheets_differ_may_be_left_for_later(
    desk: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    finished(desk, fake, qtbot, idle)
    qtbot.keyClick(desk.notice.answer(2), Qt.Key.Key_Return)
    idle()
    assert [call[0] for call in asked(fake, "put_aside", "start")][-2:] == ["put_aside", "start"]


def test_a_label_read_by_hand_is_stuck_on_the_open_letter(
    scanned: DeskView, fake: FakeStation, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    third = scanned.flow.state.letters[2]
    assert third.label_uid is None
    free, opened = make_document_uid("K1A", 2026, 777), []
    monkeypatch.setattr(scanned.frame, "open_item", opened.append)
    assert not scanned.take_label(free), "the open letter has a label of its own"
    scanned.flow.open(third.key)
    assert scanned.take_label(free)
    idle()
    assert asked(fake, "give_label") == [("give_label", third.key, free)]
    assert "należy do tego pisma" in scanned.frame.status.message
    fake.batch.refusal = StateForbids("label_not_free", "Nie można.", "", free)
    assert scanned.take_label(free)
    idle()
    assert opened == [free], "a label of another letter opens that one"
