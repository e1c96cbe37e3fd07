"""When the work at the desk stops: a jam, a cut-off stack, files refused, an entry voided; each says how to go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from scanning.errors import DeviceError, InputError
from tests.ui.fake_station import FakeStation, make_letters
from ui.desktop.ports import FileFailed, PageArrived, ScanEnded, ScanFailed, StackChanged, UnfinishedStack
from ui.desktop.views.registry.desk import DeskView
from ui.desktop.views.registry.desk_stops import put_back
from ui.desktop.window import MainWindow

Idle = Callable[[], None]
JAM = DeviceError("jam", "Papier zaciął się w podajniku.", "Wyjmij kartkę.", "demo")
LEFT = (
    UnfinishedStack("stack-7", "2026-11-20T08:00:00Z", 12, 2),
    UnfinishedStack("stack-8", "2026-11-20T09:00:00Z", 3, 0, cut_off_after=2),
)


@pytest.fixture
def scanned(desk: DeskView, qtbot: QtBot, idle: Idle) -> DeskView:
    qtbot.keyClick(desk, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: len(desk.flow.state.letters) == 5)
    idle()
    return desk


def started(fake: FakeStation) -> int:
    return [call[0] for call in fake.batch.calls].count("start")


def jam(desk: DeskView, fake: FakeStation, last_good: int, sheets: int, idle: Idle) -> None:
    desk.bar.show_scanning(True, sheets)
    fake.batch.emit(ScanFailed(JAM, last_good), ScanEnded(sheets, sheets))
    idle()


def test_a_jam_says_what_is_safe_and_what_to_put_back_and_f2_goes_on(
    scanned: DeskView, window: MainWindow, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    jam(scanned, fake, 8, 8, idle)
    assert "zaciął" in window.errors.text
    assert scanned.notice.text.startswith("Bezpieczne są kartki 1–8. Połóż w podajniku kartkę 9.")
    assert "tylko z jednej strony" not in scanned.notice.accessibleDescription()
    assert not scanned.bar.scanning
    qtbot.keyClick(scanned, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: started(fake) == 2)
    idle()
    assert ("put_aside",) not in fake.batch.calls
    assert not scanned.stops.stopped


def test_a_sheet_with_one_side_only_is_told(scanned: DeskView, fake: FakeStation, idle: Idle) -> None:
    jam(scanned, fake, 7, 8, idle)
    assert "Kartka 8. zapisała się tylko z jednej strony" in scanned.notice.accessibleDescription()


@pytest.mark.parametrize(
    ("last_good", "said"),
    [
        (0, "Żadna kartka nie zapisała się w całości."),
        (1, "Bezpieczna jest kartka 1. Połóż w podajniku kartkę 2. i następne"),
        (12, "Bezpieczne są kartki 1–12."),
    ],
)
def test_what_to_put_back(last_good: int, said: str) -> None:
    assert put_back(last_good).startswith(said)
    assert "F2" in put_back(last_good)


def test_the_letter_in_which_the_scanner_stopped_is_registered_only_on_a_persons_word(
    scanned: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    scanned.flow.open(scanned.flow.state.letters[-2].key)
    fake.batch.emit(StackChanged(tuple(fake.batch.letters[:-1])))
    idle()
    jam(scanned, fake, 7, 7, idle)
    scanned.form.ticks["no_reference"].setChecked(True)
    scanned.confirm()
    idle()
    assert "zatrzymał się skaner" in scanned.notice.text
    assert not [call for call in fake.desk.calls if call[0] == "register"]
    scanned.notice.answer(1).click()
    qtbot.waitUntil(lambda: scanned.flow.state.confirmed == 1)


def test_no_more_sheets_ends_the_question(scanned: DeskView, fake: FakeStation, idle: Idle) -> None:
    jam(scanned, fake, 8, 8, idle)
    scanned.notice.answer(1).click()
    scanned.scan()
    assert "Do zatwierdzenia" in scanned.notice.text
    assert started(fake) == 1


def test_the_keyboard_stays_at_the_desk_while_it_scans(
    desk: DeskView, window: MainWindow, fake: FakeStation, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    idle()
    monkeypatch.setattr(fake.batch, "start", lambda _options: None)
    for place in (desk.empty.scan, desk.bar._expected, desk.bar.scan):
        place.setFocus()
        desk.scan()
        idle()
        focus = QApplication.focusWidget()
        assert isinstance(focus, QWidget)
        assert focus is desk.empty, focus.objectName()
        desk.bar.show_scanning(False)
        desk.show_stack()
        assert QApplication.focusWidget() is desk.empty.scan
    assert not window.status.isAncestorOf(desk.empty)


def test_each_left_stack_is_asked_about_and_every_answer_says_what_it_does(
    desk: DeskView, fake: FakeStation, idle: Idle
) -> None:
    idle()
    desk.left.ask(LEFT)
    assert "12 stron" in desk.recovery.text
    assert "następnym uruchomieniu" in desk.recovery.accessibleDescription()
    assert "Niedokończone stosy" in desk.recovery.accessibleDescription()
    assert [desk.recovery.answer(n).text() for n in range(3)] == ["Kontynuuj", "Zostaw na później", "Odłóż na bok"]
    desk.recovery.answer(1).click()
    assert "3 strony" in desk.recovery.text
    desk.recovery.answer(2).click()
    idle()
    assert desk.recovery.text == ""
    assert ("discard", "stack-8") in fake.batch.calls
    assert ("discard", "stack-7") not in fake.batch.calls
    assert "Odłożono na bok" in desk.frame.status.message
    assert QApplication.focusWidget() is desk.empty.scan


def test_a_stack_set_aside_is_found_by_its_command(
    desk: DeskView, window: MainWindow, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    idle()
    fake.batch.left_over = [LEFT[0]]
    window.top.open(">niedok")
    qtbot.keyClick(window.top.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Niedokończony stos" in desk.recovery.text)
    assert ("unfinished", True) in fake.batch.calls


def test_a_cut_off_stack_says_which_sheets_to_put_back(
    desk: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    idle()
    desk.left.ask(LEFT[1:])
    desk.recovery.answer(0).click()
    qtbot.waitUntil(lambda: ("resume", "stack-8") in fake.batch.calls)
    assert "Bezpieczne są kartki 1–2." in desk.notice.text


def test_a_stack_left_for_a_new_one_comes_back_when_that_is_done(
    scanned: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    scanned.scan()
    fake.batch.count, fake.batch.left_over = 1, [LEFT[0]]
    scanned.notice.answer(2).click()
    qtbot.waitUntil(lambda: len(scanned.flow.state.letters) == 1)
    idle()
    assert ("put_aside",) in fake.batch.calls
    scanned.confirm()
    qtbot.waitUntil(lambda: "Niedokończony stos" in scanned.recovery.text)
    assert ("unfinished", False) in fake.batch.calls


def refuse(name: str) -> FileFailed:
    return FileFailed(Path(name), InputError("damaged", "Plik jest uszkodzony.", "Poproś o plik jeszcze raz.", name))


def test_a_refused_file_is_named_with_reason_and_next_step(scanned: DeskView, fake: FakeStation, idle: Idle) -> None:
    fake.batch.emit(refuse("zły <b>.pdf"))
    idle()
    said = scanned.refused.notice.text
    assert said == "Nie wczytano pliku „zły <b>.pdf”. Plik jest uszkodzony. Poproś o plik jeszcze raz."
    assert scanned.frame.errors.text == ""  # type: ignore[attr-defined]


def test_many_refused_files_stay_until_seen(scanned: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle) -> None:
    fake.batch.emit(*(refuse(f"{number}.pdf") for number in range(1, 6)))
    idle()
    notice = scanned.refused.notice
    assert "Nie wczytano 5 plików: „1.pdf”, „2.pdf”, „3.pdf” i 2 więcej" in notice.text
    notice.answer(0).click()
    dialog = scanned.findChild(QDialog, "refusedDialog")
    assert dialog is not None
    words = [label.text() for label in dialog.findChildren(QLabel)]
    assert [f"{number}.pdf" for number in range(1, 6)] == [word for word in words if word.endswith(".pdf")]
    assert words.count("Plik jest uszkodzony.") == words.count("Poproś o plik jeszcze raz.") == 5
    dialog.reject()
    assert notice.text
    notice.answer(1).click()
    assert notice.text == ""
    assert scanned.refused.files == []


def test_a_letter_whose_entry_was_voided_is_free_again_with_its_values(
    scanned: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    scanned.form.fields["title"].put("Tytuł człowieka")
    scanned.confirm()
    qtbot.waitUntil(lambda: scanned.flow.state.confirmed == 1)
    idle()
    first = scanned.flow.state.letters[0]
    scanned.flow.open(first.key)
    item = scanned.flow.item
    assert item is not None
    assert not scanned.form.isEnabled()
    letters = make_letters(fake.folder, 5)
    voided = replace(letters[0], voided=item.document_uid, label_uid=None)
    fake.batch.emit(StackChanged((voided, *letters[1:])))
    idle()
    assert scanned.form.isEnabled()
    assert scanned.flow.item is None
    assert scanned.form.fields["title"].value == "Tytuł człowieka"
    assert f"anulowano {item.document_uid}" in scanned.head.state
    assert not scanned.flow.undo()
    scanned.confirm()
    qtbot.waitUntil(lambda: scanned.flow.state.confirmed == 1)


def test_the_list_follows_to_the_letter_opened(
    scanned: DeskView, window: MainWindow, fake: FakeStation, idle: Idle
) -> None:
    window.showNormal()
    window.resize(1366, 768)
    fake.batch.emit(StackChanged(tuple(make_letters(fake.folder, 60))))
    idle()
    last = scanned.flow.state.letters[-1]
    scanned.flow.open(last.key)
    idle()
    row = scanned.strip.list.visualRect(scanned.strip.model.index(59))
    assert scanned.strip.list.viewport().rect().contains(row.center())


def test_coming_back_to_the_desk_looks_at_the_register(window: MainWindow, fake: FakeStation, idle: Idle) -> None:
    idle()
    before = fake.batch.calls.count(("look_again",))
    window.open_place("registers")
    window.open_place("desk")
    idle()
    assert fake.batch.calls.count(("look_again",)) == before + 1


def test_a_disk_that_fills_up_is_said_once(scanned: DeskView, fake: FakeStation, idle: Idle) -> None:
    fake.batch.emit(PageArrived(9, low_space=True))
    idle()
    assert "Kończy się miejsce na dysku" in scanned.notice.text
    scanned.notice.answer(0).click()
    fake.batch.emit(PageArrived(10, low_space=True))
    idle()
    assert scanned.notice.text == ""
