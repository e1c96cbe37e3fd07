"""The desk's keys for envelopes, and the fields of one that isn't opened."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.fake_station import FakeStation
from tests.ui.test_desk import forms, keys_on
from ui.desktop.models import form_values
from ui.desktop.ports import LetterForm
from ui.desktop.views.registry.desk import DeskView

Idle = Callable[[], None]


@pytest.fixture
def scanned(desk: DeskView, qtbot: QtBot, idle: Idle) -> DeskView:
    qtbot.keyClick(desk, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: len(desk.flow.state.letters) == 5)
    idle()
    return desk


def confirm(desk: DeskView, qtbot: QtBot, idle: Idle, count: int) -> None:
    desk.form.ticks["no_reference"].setChecked(True)
    desk.confirm()
    qtbot.waitUntil(lambda: desk.flow.state.confirmed == count)
    idle()


@pytest.mark.rule("envelope of several")
def test_the_next_letter_of_the_same_envelope_by_one_key(
    scanned: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    keys_on(qtbot, Qt.Key.Key_F9)
    assert "Najpierw zatwierdź" in scanned.frame.status.message
    keys_on(qtbot, Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    assert scanned.form.envelope.isVisibleTo(scanned)
    confirm(scanned, qtbot, idle, 1)
    assert forms(fake)[0].envelope == 1
    assert not scanned.form.envelope.isVisibleTo(scanned), "the next letter begins without a mark"
    keys_on(qtbot, Qt.Key.Key_F9)
    first = scanned.flow.state.items["p1"].document_uid
    assert first in scanned.form.envelope.text()
    scanned.step_letter(1)
    scanned.step_letter(-1)
    assert scanned.form.values().same_envelope_as == first, "it is kept with the draft"
    confirm(scanned, qtbot, idle, 2)
    assert forms(fake)[1].same_envelope_as == first
    keys_on(qtbot, Qt.Key.Key_F9)
    keys_on(qtbot, Qt.Key.Key_F9)
    assert scanned.form.values().same_envelope_as is None, "the same key takes it back"


@pytest.mark.rule("not opened")
def test_an_envelope_not_opened_asks_why_and_to_the_minute(
    scanned: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    fields = scanned.form.fields
    assert not fields["sealed_reason"].isVisibleTo(scanned)
    keys_on(qtbot, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: bool(scanned.flow.letter and scanned.flow.letter.sealed))
    idle()
    assert fields["sealed_reason"].isVisibleTo(scanned)
    fields["sender.organisation"].put("Firma Zmyślona")
    fields["sender.town"].put("Bajkowo")
    fields["sealed_reason"].put("procurement_bid")
    fields["received_on"].put("20.11.2026")
    fields["offer_deadline"].editor.setFocus()
    for letter in "20.11.2026 10:00":
        qtbot.keyClicks(fields["offer_deadline"].editor, letter)
    scanned.confirm()
    assert "co do minuty" in scanned.frame.status.message
    assert forms(fake) == []
    qtbot.keyClicks(fields["received_time"].editor, "1001")
    assert "po terminie" in form_values.deadline_note(scanned.form.values())
    scanned.confirm()
    qtbot.waitUntil(lambda: len(forms(fake)) == 1)
    form = forms(fake)[0]
    assert (form.sealed_reason, form.offer_deadline, form.received_time) == (
        "procurement_bid", "2026-11-20T10:00", "10:01",
    )  # fmt: skip


def test_a_wrong_posting_number_is_said_at_its_field(scanned: DeskView, fake: FakeStation, qtbot: QtBot) -> None:
    scanned.form.ticks["no_reference"].setChecked(True)
    scanned.form.fields["posting_number"].put("RR123456786PL")
    scanned.confirm()
    assert "cyfra kontrolna" in scanned.frame.status.message
    assert forms(fake) == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2026-11-20 10:00", "2026-11-20T10:00"), ("20.11.2026 9:05", "2026-11-20T09:05"), ("jutro", "jutro"),
        ("", None), ("2026-11-20", "2026-11-20"), ("20.11.2026, 10:00", "2026-11-20T10:00"),
    ],
)  # fmt: skip
def test_a_deadline_in_any_usual_spelling(typed: str, kept: str | None) -> None:
    assert form_values.moment(typed) == kept
    if kept and "T" not in kept:
        assert "offer_deadline" in form_values.faults(LetterForm(offer_deadline=kept))
