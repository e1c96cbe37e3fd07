from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from kancelaria.domain.incoming import ReproductionExtent
from scanning.devices.protocol import DeviceInfo
from scanning.errors import DeviceError
from tests.ui.fake_station import FakeStation, make_letters
from ui.desktop.models.stack_state import Mark
from ui.desktop.ports import Duplicate, LetterForm, StackChanged, UnfinishedStack
from ui.desktop.views.registry.desk import DeskView
from ui.desktop.window import MainWindow

Idle = Callable[[], None]
CONFIRM = (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def scanned(desk: DeskView, qtbot: QtBot, idle: Idle) -> DeskView:
    qtbot.keyClick(desk, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: len(desk.flow.state.letters) == 5)
    idle()
    return desk


def forms(fake: FakeStation) -> list[LetterForm]:
    return [call[2] for call in fake.desk.calls if call[0] == "register"]  # type: ignore[misc]


def keys_on(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key, modifier)


def test_scan_shows_letters_with_marks(scanned: DeskView) -> None:
    state = scanned.flow.state
    marks = [state.mark(letter) for letter in state.letters]
    assert marks == [Mark.TO_CONFIRM, Mark.TO_CONFIRM, Mark.DOUBTFUL, Mark.TO_CONFIRM, Mark.SEALED]
    assert scanned.strip.model.rowCount() == 5
    assert "Sąd Rejonowy" in scanned.strip.model.index(0).data()


def test_suggestions_are_tinted_until_confirmed(scanned: DeskView, qtbot: QtBot) -> None:
    field = scanned.form.fields["title"]
    assert field.suggested
    assert field.editor.property("suggested") is True
    assert field.mark_text == "◂84%"
    field.editor.setFocus()
    keys_on(qtbot, Qt.Key.Key_Return)
    assert not field.suggested
    assert field.editor.property("suggested") is False
    assert field.mark_text == "✓"


def test_low_confidence_is_said_and_gets_the_focus(scanned: DeskView) -> None:
    field = scanned.form.fields["sender_reference"]
    assert field.mark_text == "▲62%"
    assert "proszę sprawdzić" in field.editor.toolTip()
    assert QApplication.focusWidget() is field.editor


def test_focused_field_lights_its_box(scanned: DeskView) -> None:
    scanned.form.fields["letter_date"].setFocus()
    assert scanned.page.view.lit == "letter_date"


def test_box_of_a_later_page_turns_to_that_page(scanned: DeskView) -> None:
    scanned.page.step(2)
    assert scanned.page.current is not None
    assert scanned.page.current.number == 3
    scanned.form.fields["title"].setFocus()
    assert scanned.page.current.number == 1


def test_confirm_registers_and_opens_the_next(scanned: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle) -> None:
    keys_on(qtbot, *CONFIRM)
    qtbot.waitUntil(lambda: scanned.flow.state.confirmed == 1)
    idle()
    form = forms(fake)[0]
    assert form.sender.organisation == "Sąd Rejonowy w Zmyślinie"
    assert form.letter_date == "2026-11-17"
    assert form.attachment_count == 3
    letter = scanned.flow.letter
    assert letter is not None
    assert letter.key == scanned.flow.state.letters[1].key
    assert scanned.form.fields["sender.surname"].value == "Kowalczyński-Próbny"


def test_what_a_person_typed_wins_over_a_later_suggestion(scanned: DeskView, fake: FakeStation, idle: Idle) -> None:
    scanned.form.fields["title"].put("Moje słowa")
    letters = make_letters(fake.folder, 5)
    other = make_letters(fake.folder, 2)[1]
    changed = replace(letters[0], suggestions=other.suggestions)
    fake.batch.emit(StackChanged((changed, *letters[1:])))
    idle()
    assert scanned.form.fields["title"].value == "Moje słowa"
    assert scanned.form.fields["sender.surname"].value == "Kowalczyński-Próbny"


def test_missing_values_are_named_and_nothing_is_sent(scanned: DeskView, fake: FakeStation, qtbot: QtBot) -> None:
    scanned.form.fields["title"].put("")
    scanned.confirm()
    assert forms(fake) == []
    assert scanned.form.fields["title"].editor.property("faulty") is True
    assert QApplication.focusWidget() is scanned.form.fields["title"].editor
    assert "dotyczy" in scanned.frame.status.message


def test_ticks_stand_for_missing_date_and_reference(
    scanned: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    scanned.form.ticks["no_date"].setChecked(True)
    scanned.form.ticks["no_reference"].setChecked(True)
    assert not scanned.form.fields["letter_date"].isEnabled()
    scanned.confirm()
    qtbot.waitUntil(lambda: len(forms(fake)) == 1)
    idle()
    assert forms(fake)[0].no_date
    assert forms(fake)[0].letter_date is None
    assert not scanned.form.ticks["no_date"].isChecked()


def test_undo_brings_the_letter_back_and_amends_it(
    scanned: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    keys_on(qtbot, *CONFIRM)
    qtbot.waitUntil(lambda: scanned.flow.state.confirmed == 1)
    idle()
    keys_on(qtbot, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: scanned.flow.state.confirmed == 0)
    idle()
    assert scanned.flow.current == scanned.flow.state.letters[0].key
    assert scanned.head.number == "RPW 1/2026"
    scanned.form.fields["title"].put("Poprawione")
    scanned.confirm()
    qtbot.waitUntil(lambda: scanned.flow.state.confirmed == 1)
    idle()
    kinds = [call[0] for call in fake.desk.calls]
    assert kinds.count("register") == 1
    assert kinds.count("amend") == 1
    assert [item.title for item in fake.register.items.values()] == ["Poprawione"]


def test_ctrl_z_undoes_typing_first(scanned: DeskView, fake: FakeStation, qtbot: QtBot) -> None:
    field = scanned.form.fields["addressee"]
    field.editor.setFocus()
    qtbot.keyClicks(field.editor, "XYZ")
    keys_on(qtbot, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "XYZ" not in field.value
    assert not [call for call in fake.desk.calls if call[0] == "undo"]


def test_duplicate_is_shown_once_and_never_refused(desk: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle) -> None:
    item = fake.desk.register("", LetterForm(title="Wcześniejsze", received_on="2026-11-19"))
    fake.desk.same = [Duplicate(item, "ten sam znak i nadawca")]
    fake.desk.calls.clear()
    desk.scan()
    qtbot.waitUntil(lambda: len(desk.flow.state.letters) == 5)
    desk.confirm()
    qtbot.waitUntil(lambda: not desk.duplicates.isHidden())
    idle()
    assert forms(fake) == []
    assert item.document_uid in desk.duplicates.accessibleDescription()
    desk.confirm()
    qtbot.waitUntil(lambda: len(forms(fake)) == 1)


def test_the_same_letter_is_left_out_from_beside_the_one_in_the_register(
    desk: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    items = [fake.desk.register("", LetterForm(title=f"Wcześniejsze {n}", received_on="2026-11-19")) for n in (1, 2)]
    fake.desk.same = [Duplicate(item, "ta sama treść") for item in items]
    desk.scan()
    qtbot.waitUntil(lambda: len(desk.flow.state.letters) == 5)
    desk.confirm()
    qtbot.waitUntil(lambda: not desk.duplicates.isHidden())
    fake.desk.calls.clear()
    first = desk.flow.current
    desk.duplicates.compare_asked.emit()
    following = desk.findChild(QPushButton, "compareNext")
    assert following.text() == "&Następne podobne (1 z 2)"
    following.click()
    same = next(button for button in desk.findChildren(QPushButton, "compareSame") if button.isVisible())
    assert items[1].document_uid in same.accessibleName()
    same.click()
    idle()
    assert fake.desk.calls == [("same", first, items[1].document_uid)]
    assert desk.flow.current != first


def test_attachment_check_speaks_up(scanned: DeskView, idle: Idle) -> None:
    scanned.step_letter(1)
    idle()
    assert scanned.form.attachment_text == "▲ zeskanowano tylko 1 stronę"


def test_sealed_letter_shows_no_thumbnails_and_registers_the_envelope(
    scanned: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    keys_on(qtbot, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: bool(scanned.flow.letter and scanned.flow.letter.sealed))
    idle()
    assert scanned.strip.thumbnails.rowCount() == 0
    scanned.form.fields["sender.organisation"].put("Firma Zmyślona")
    scanned.form.fields["sender.town"].put("Bajkowo")
    scanned.confirm()
    qtbot.waitUntil(lambda: len(forms(fake)) == 1)
    form = forms(fake)[0]
    assert form.sealed
    assert form.reproduction.extent is ReproductionExtent.PARTIAL
    assert form.reproduction.reason == "sealed"


def test_sticky_values_stay_for_the_run(scanned: DeskView, qtbot: QtBot, idle: Idle) -> None:
    scanned.form.fields["delivery_method"].put("registered")
    scanned.confirm()
    qtbot.waitUntil(lambda: scanned.flow.state.confirmed == 1)
    idle()
    assert scanned.form.fields["delivery_method"].value == "registered"
    assert scanned.form.fields["title"].value != ""


def test_finished_stack_is_said_and_closed(scanned: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle) -> None:
    for done in range(1, 6):
        scanned.form.ticks["no_reference"].setChecked(True)
        if scanned.flow.letter and scanned.flow.letter.sealed:
            scanned.form.fields["sender.organisation"].put("Firma Zmyślona")
            scanned.form.fields["sender.town"].put("Bajkowo")
        scanned.confirm()
        qtbot.waitUntil(lambda done=done: scanned.flow.state.confirmed == done)
        idle()
    assert "Stos gotowy: 5 pism" in scanned.frame.status.message
    assert ("finish",) in fake.batch.calls


def test_counter_registers_one_letter_and_prints_its_receipt(
    desk: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle, tmp_path: object
) -> None:
    fake.choices.kept["printer.receipt"] = "plik PDF"
    desk.bar.counter.setChecked(True)
    qtbot.keyClick(desk, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: len(desk.flow.state.letters) == 1)
    idle()
    options = next(call[1] for call in fake.batch.calls if call[0] == "start")
    assert options.one_letter  # type: ignore[attr-defined]
    desk.confirm()
    qtbot.waitUntil(lambda: desk.flow.item is not None)
    idle()
    assert QApplication.focusWidget() is desk.buttons.receipt
    keys_on(qtbot, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "zapisano" in desk.frame.status.message.casefold())
    assert (fake.drafts.parent / "wydruki" / "receipt.pdf").read_bytes().startswith(b"%PDF")


def test_counter_stops_at_a_second_letter_and_says_what_to_do(
    desk: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    fake.batch.at_counter = 2
    desk.bar.counter.setChecked(True)
    desk.scan()
    qtbot.waitUntil(lambda: "więcej niż jedno pismo" in desk.notice.text)
    idle()
    assert ("cancel",) in fake.batch.calls
    desk.notice.answer(0).click()
    desk.confirm()
    qtbot.waitUntil(lambda: desk.flow.item is not None)
    idle()
    desk.confirm()
    assert desk.flow.current == desk.flow.state.letters[1].key
    assert desk.flow.item is None


def test_scanning_on_keeps_the_stack_and_a_new_one_puts_it_aside(
    scanned: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    scanned.scan()
    scanned.notice.answer(1).click()
    qtbot.waitUntil(lambda: [call[0] for call in fake.batch.calls].count("start") == 2)
    idle()
    assert ("put_aside",) not in fake.batch.calls
    scanned.scan()
    scanned.notice.answer(2).click()
    qtbot.waitUntil(lambda: [call[0] for call in fake.batch.calls].count("start") == 3)
    idle()
    assert fake.batch.calls.index(("put_aside",)) < len(fake.batch.calls) - 1


def test_scanner_error_says_the_next_step_and_keeps_the_desk_usable(
    window: MainWindow, desk: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    fake.batch.fail_with = DeviceError(
        "jam", "Papier zaciął się w podajniku.", "Wyjmij kartkę i włóż ją ponownie.", "demo"
    )
    desk.scan()
    qtbot.waitUntil(lambda: "zaciął" in window.errors.text)
    idle()
    assert "Wyjmij kartkę" in window.errors.text
    assert not desk.bar.scanning


def test_failed_registration_keeps_the_form(
    scanned: DeskView, fake: FakeStation, window: MainWindow, qtbot: QtBot
) -> None:
    fake.desk.fail_with = DeviceError("disk_full", "Dysk jest pełny.", "Zwolnij miejsce.", "")
    scanned.form.fields["addressee"].put("Moje")
    scanned.confirm()
    qtbot.waitUntil(lambda: "Dysk" in window.errors.text)
    assert scanned.form.fields["addressee"].value == "Moje"
    fake.desk.fail_with = None
    scanned.confirm()
    qtbot.waitUntil(lambda: scanned.flow.state.confirmed == 1)


def test_unfinished_stack_is_offered_and_resumed(
    qtbot: QtBot, qapp: QApplication, jobs: object, fake: FakeStation, idle: Idle
) -> None:
    fake.batch.left_over = [UnfinishedStack("stack-7", "2026-11-20T08:00:00Z", 12, 2)]
    from ui.desktop import app as desktop

    window = desktop.build_window(qapp, fake.station(), jobs)  # type: ignore[arg-type]
    qtbot.addWidget(window)
    window.show()
    desk = window.place("desk")
    assert isinstance(desk, DeskView)
    qtbot.waitUntil(lambda: "Niedokończony stos" in desk.recovery.text)
    assert "12 stron" in desk.recovery.text
    qtbot.mouseClick(desk.recovery.answer(0), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(desk.flow.state.letters) == 3)
    idle()
    assert ("resume", "stack-7") in fake.batch.calls


def test_new_scan_asks_before_leaving_letters(scanned: DeskView, fake: FakeStation) -> None:
    scanned.scan()
    assert "Do zatwierdzenia" in scanned.notice.text
    assert [call[0] for call in fake.batch.calls].count("start") == 1


def test_wrong_sheet_count_is_said(desk: DeskView, qtbot: QtBot, idle: Idle) -> None:
    desk.bar.expect(47)
    desk.scan()
    qtbot.waitUntil(lambda: "Włożono 47 kartek" in desk.notice.text)
    assert "zeskanowano 8 kartek" in desk.notice.text


def test_split_join_move_and_rotate_reach_the_batch(
    scanned: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    scanned.page.step(1)
    alt, ctrl = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
    keys_on(qtbot, Qt.Key.Key_Up, alt)
    keys_on(qtbot, Qt.Key.Key_R, ctrl)
    keys_on(qtbot, Qt.Key.Key_T, ctrl)
    scanned.step_letter(1)
    keys_on(qtbot, Qt.Key.Key_J, ctrl)
    idle()
    assert ("move", 2, -1) in fake.batch.calls
    assert ("rotate", 2, 90) in fake.batch.calls
    assert ("split_at", 2) in fake.batch.calls
    assert ("join", scanned.flow.state.letters[1].key) in fake.batch.calls


def test_sender_completes_from_the_correspondents(scanned: DeskView, qtbot: QtBot, idle: Idle) -> None:
    scanned.form.ticks["sender.anonymous"].setChecked(False)
    field = scanned.form.fields["sender.organisation"]
    field.editor.setFocus()
    field.editor.clear()  # type: ignore[union-attr]
    qtbot.keyClicks(field.editor, "Kom")
    completion = scanned.form.completion
    qtbot.waitUntil(lambda: completion.open)
    keys_on(qtbot, Qt.Key.Key_Down)
    keys_on(qtbot, Qt.Key.Key_Return)
    assert field.value.startswith("Komornik Sądowy")
    assert scanned.form.fields["sender.town"].value == "Bajkowo"


def test_the_town_follows_the_postcode_and_stays_tinted_until_confirmed(
    scanned: DeskView, qtbot: QtBot, idle: Idle
) -> None:
    fields = scanned.form.fields
    postcode, town = fields["sender.postcode"], fields["sender.town"]
    town.reset()
    postcode.editor.setFocus()
    postcode.editor.clear()  # type: ignore[union-attr]
    qtbot.keyClicks(postcode.editor, "00-001")
    idle()
    assert (town.value, town.suggested) == ("Bajkowo", True)
    assert "książki korespondentów" in town.editor.toolTip()
    town.put("Inne")
    postcode.editor.clear()  # type: ignore[union-attr]
    qtbot.keyClicks(postcode.editor, "00-001")
    idle()
    assert (town.value, town.suggested) == ("Inne", False), "what a person said stays"


def test_work_in_hand_survives_closing(scanned: DeskView, window: MainWindow, fake: FakeStation, qtbot: QtBot) -> None:
    field = scanned.form.fields["addressee"]
    field.editor.setFocus()
    qtbot.keyClicks(field.editor, "zaczete ")
    window.close()
    assert "zaczete" in fake.drafts.read_text(encoding="utf-8")


def test_scan_asked_before_a_scanner_is_found_begins_when_it_is(
    desk: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    idle()
    gate, found = threading.Event(), fake.devices.known()

    def look() -> list[DeviceInfo]:
        gate.wait(10)
        return found

    monkeypatch.setattr(fake.devices, "known", list)
    monkeypatch.setattr(fake.devices, "discover", look)
    desk.scanning.look()
    desk.scan()
    assert "Szukam skanera" in desk.frame.status.message
    gate.set()
    qtbot.waitUntil(lambda: len(desk.flow.state.letters) == 5)


def test_letter_still_in_the_feeder_waits(desk: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle) -> None:
    desk.bar.counter.setChecked(True)
    desk.scan()
    qtbot.waitUntil(lambda: len(desk.flow.state.letters) == 1)
    idle()
    desk.bar.show_scanning(True, 1)
    desk.confirm()
    idle()
    assert forms(fake) == []
    assert "jeszcze podaje" in desk.frame.status.message
    desk.bar.show_scanning(False)
    desk.confirm()
    qtbot.waitUntil(lambda: len(forms(fake)) == 1)


def test_scanning_can_be_stopped_at_any_page(desk: DeskView, fake: FakeStation, qtbot: QtBot) -> None:
    desk.bar.show_scanning(True, 3)
    qtbot.keyClick(desk, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: ("cancel",) in fake.batch.calls)
    qtbot.waitUntil(lambda: not desk.bar.scanning)
