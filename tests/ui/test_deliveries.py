"""The window of deliveries over a real store: by keyboard and reader alone; and notes on a letter."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from kancelaria.bootstrap import Office, init_station, open_office
from kancelaria.domain.deliveries import Found
from kancelaria.domain.incoming import Consignment, Reproduction, ReproductionExtent, Sender
from kancelaria.domain.notes import NoteKind
from kancelaria.domain.outgoing import OutgoingState
from kancelaria.services.consignments import accept_consignment
from kancelaria.services.register import RegisterIncoming, register_incoming
from tests.integration.store.test_returns import sent, today
from tests.ui.fake_station import FakeStation
from tests.ui.walking import leaps, unreached, voiceless, walk
from ui.desktop import app as desktop
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.views.deliveries.dialog import DeliveriesDialog
from ui.desktop.views.handover.dialogs import OneAnswer
from ui.desktop.views.registry.desk import DeskView
from ui.desktop.views.registry.notes_dialog import NotesDialog
from ui.desktop.window import MainWindow
from ui.operations.deliveries_desk import StationDeliveries
from ui.operations.item_notes import StationNotes

Idle = Callable[[], None]
FIRST, SECOND, WRONG, SURPLUS = "RR123456785PL", "EE000000005PL", "RR123456786PL", "XX12345678"
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A station in memory where the system offers it."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as folder:
        init_station(Path(folder) / "home", "Urząd Zmyślony", "K1")
        with open_office(Path(folder) / "home") as opened:
            yield opened


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, jobs: JobRunner, fake: FakeStation, office: Office, idle: Idle, tmp_path: Path
) -> MainWindow:
    who = lambda: "m.nowicka"  # noqa: E731
    station = replace(
        fake.station(), deliveries=StationDeliveries(office, who, tmp_path / "prints"), notes=StationNotes(office, who)
    )
    made = desktop.build_window(qapp, station, jobs)
    made.resize(1366, 740)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.print_file = lambda _kind, make, _of="": printed.append(make())  # type: ignore[method-assign]
    printed: list[Path] = []
    made.printed = printed  # type: ignore[attr-defined]
    idle()
    return made


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot, idle: Idle) -> DeliveriesDialog:
    qtbot.keyClick(window, Qt.Key.Key_D, CTRL | Qt.KeyboardModifier.ShiftModifier)
    idle()
    opened = QApplication.activeModalWidget()
    assert isinstance(opened, DeliveriesDialog)
    qtbot.waitUntil(opened.isActiveWindow)
    return opened


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key, modifier)


def write(qtbot: QtBot, text: str) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClicks(focus, text)


def scan(qtbot: QtBot, idle: Idle, code: str) -> None:
    """As a reader does it: characters and Enter, wherever the keyboard is."""
    write(qtbot, code)
    press(qtbot, Qt.Key.Key_Return)
    idle()


@pytest.mark.rule("courier's list")
def test_a_couriers_list_by_keys_and_reader(
    dialog: DeliveriesDialog, window: MainWindow, office: Office, qtbot: QtBot, idle: Idle
) -> None:
    for number in (FIRST, SECOND, "1Z999AA10123456784"):
        write(qtbot, number)
        press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    idle()
    assert dialog.courier.currentWidget() is dialog.check
    scan(qtbot, idle, FIRST.lower())
    assert dialog.check.verdict.text().startswith(f"✓ 1. {FIRST}: jest")
    scan(qtbot, idle, WRONG)
    assert "cyfra kontrolna" in dialog.check.verdict.text()
    assert dialog.check.verdict.property("role") == "error"
    scan(qtbot, idle, SURPLUS)
    assert "spoza listy" in dialog.check.verdict.text()
    scan(qtbot, idle, SECOND)
    press(qtbot, Qt.Key.Key_U, ALT)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), OneAnswer))
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, OneAnswer)
    asked.answer.setEditText("rozdarta")
    qtbot.keyClick(asked.answer, Qt.Key.Key_Return)
    idle()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.check.code.setFocus()
    assert "Jest 3 z 4 · uszkodzone: 1 · spoza listy: 1 · jeszcze niesprawdzone: 1" in dialog.check.counts.text()
    press(qtbot, Qt.Key.Key_Return, CTRL)
    idle()
    assert "Podaj imię i nazwisko doręczyciela" in dialog.fault
    assert QApplication.focusWidget() is dialog.check.by
    write(qtbot, "Jan Kurier")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    idle()
    assert "przyjęto 3, brak 1" in dialog.fault
    [made] = office.queries.deliveries()
    assert made.count(Found.MISSING) == 1
    assert [path.suffix for path in window.printed] == [".pdf"]  # type: ignore[attr-defined]
    assert dialog.tabs.tabText(2) == "Czekają na rejestrację (3)"
    dialog.tabs.setCurrentIndex(2)
    assert QApplication.focusWidget() is dialog.pending.table
    press(qtbot, Qt.Key.Key_Return, CTRL)
    idle()
    assert len(office.queries.pending_consignments()) == 2, "what needs no letter is settled"


def test_an_open_list_is_found_again(dialog: DeliveriesDialog, window: MainWindow, qtbot: QtBot, idle: Idle) -> None:
    write(qtbot, FIRST)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    idle()
    scan(qtbot, idle, FIRST)
    dialog.reject()
    again = DeliveriesDialog(window, window.station.deliveries, window)  # type: ignore[arg-type]
    again.open()
    idle()
    assert again.check.delivery is not None
    assert again.check.delivery.rows[0].state is Found.PRESENT
    assert QApplication.focusWidget() is again.check.code
    press(qtbot, Qt.Key.Key_C, ALT)
    qtbot.waitUntil(lambda: again.check.model.rows[0].state is Found.WAITING)
    again.reject()


def test_wrong_lines_of_a_pasted_list_are_named(
    dialog: DeliveriesDialog, office: Office, idle: Idle, tmp_path: Path
) -> None:
    dialog.new.numbers.setPlainText(f"{FIRST}\n{WRONG}")
    dialog.confirm()
    idle()
    assert WRONG in dialog.fault
    assert office.queries.deliveries() == []
    file = tmp_path / "lista.csv"
    file.write_text(f"nr;data\n{SECOND};2026-11-20\n", encoding="cp1250")
    dialog.new.numbers.clear()
    dialog.new.file_asked.emit(file)
    idle()
    assert dialog.new.numbers.toPlainText() == SECOND
    dialog.new.file_asked.emit(tmp_path / "nie ma.csv")
    idle()
    assert "Nie można odczytać" in dialog.fault


@pytest.mark.rule("drop box")
def test_a_drop_box_is_emptied(dialog: DeliveriesDialog, office: Office, qtbot: QtBot, idle: Idle) -> None:
    dialog.tabs.setCurrentIndex(1)
    assert QApplication.focusWidget() is dialog.box.count
    write(qtbot, "3")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    idle()
    assert "drugiej osoby" in dialog.fault
    dialog.box.witness.setText("Jan Świadek")
    dialog.confirm()
    idle()
    assert "3 przesyłek" in dialog.fault
    assert len(office.queries.pending_consignments()) == 3


@pytest.mark.rule("returns by posting number")
def test_a_return_is_joined_or_waits_for_its_pair(
    dialog: DeliveriesDialog, office: Office, qtbot: QtBot, idle: Idle
) -> None:
    out = sent(office, "out")
    dialog.tabs.setCurrentIndex(3)
    scan(qtbot, idle, FIRST)
    assert QApplication.focusWidget() is dialog.back.day
    write(qtbot, today(office))
    press(qtbot, Qt.Key.Key_Return, CTRL)
    idle()
    assert f"{out.number}/{out.year}" in dialog.fault
    assert office.queries.outgoing(out.id).state is OutgoingState.DELIVERED  # type: ignore[union-attr]
    scan(qtbot, idle, SECOND)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    idle()
    assert "Bez pary" in dialog.fault
    assert [each.posting_number for each in office.queries.pending_consignments()] == [SECOND]


@pytest.mark.rule("courier's list")
def test_what_was_accepted_yesterday_was_received_yesterday(
    window: MainWindow, office: Office, qtbot: QtBot, idle: Idle
) -> None:
    old = Consignment("c1", "2026-11-16T13:00:00.000Z", "designated", FIRST)
    accept_consignment(old, office.uow(), office.workplace)
    desk = window.place("desk")
    assert isinstance(desk, DeskView)
    desk.scan()
    qtbot.waitUntil(lambda: len(desk.flow.state.letters) == 5)
    idle()
    qtbot.keyClicks(desk.form.fields["posting_number"].editor, FIRST)
    idle()
    form = desk.form.values()
    assert (form.received_on, form.consignment_id) == ("2026-11-16", "c1")
    desk.form.fields["posting_number"].editor.clear()
    qtbot.keyClicks(desk.form.fields["posting_number"].editor, SECOND)
    idle()
    assert desk.form.values().consignment_id is None, "another number is another envelope"
    desk.step_letter(1)
    idle()
    assert desk.form.values().consignment_id is None


@pytest.mark.rule("drop box")
def test_the_open_letter_is_out_of_a_drop_box(
    dialog: DeliveriesDialog, window: MainWindow, office: Office, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    desk = window.place("desk")
    assert isinstance(desk, DeskView)
    desk.scan()
    qtbot.waitUntil(lambda: len(desk.flow.state.letters) == 5)
    idle()
    made = dialog._deliveries.empty_box(1, "Jan Świadek", "", "")
    dialog.reload()
    idle()
    dialog.tabs.setCurrentIndex(2)
    dialog.pending.letter.click()
    idle()
    form = desk.form.values()
    assert form.consignment_id == made.rows[0].consignment_id
    assert form.received_on == made.received_on
    assert "przyjętej wcześniej" in desk.form.envelope.text()


def test_each_tab_by_tab_and_by_ear(dialog: DeliveriesDialog, idle: Idle) -> None:
    dialog.new.numbers.setPlainText(FIRST)
    dialog.confirm()
    idle()
    tabs = [lambda place=place: dialog.tabs.setCurrentIndex(place) for place in (1, 2, 3)]
    for shown in (lambda: None, dialog.ask_new, *tabs):
        shown()
        idle()
        met = walk(dialog)
        assert (unreached(dialog, met), voiceless(met), leaps(met)) == ([], [], [])


@pytest.fixture
def sealed(office: Office, fake: FakeStation, window: MainWindow, idle: Idle) -> str:
    """A sealed letter, the last one at the desk."""
    command = RegisterIncoming(
        "one", "2026-11-20", "Przesyłka nieotwierana", Sender(organisation="Firma Zmyślona", town="Żory"), no_date=True,
        no_reference=True, confirmed=True, sealed=True,
        reproduction=Reproduction(ReproductionExtent.PARTIAL, "sealed"),
    )  # fmt: skip
    item = register_incoming(command, office.uow(), office.workplace)
    desk = window.place("desk")
    assert desk is not None
    desk.flow.unscanned = item  # type: ignore[attr-defined]
    return item.document_uid


def open_notes(window: MainWindow, qtbot: QtBot, idle: Idle) -> NotesDialog:
    qtbot.keyClick(window, Qt.Key.Key_A, CTRL | Qt.KeyboardModifier.ShiftModifier)
    idle()
    opened = QApplication.activeModalWidget()
    assert isinstance(opened, NotesDialog)
    return opened


def choose(dialog: NotesDialog, kind: NoteKind) -> None:
    dialog.kind.setCurrentIndex(dialog.kind.findData(kind))


@pytest.mark.rule("cash and valuables")
def test_a_note_is_written_and_revoked(
    window: MainWindow, office: Office, sealed: str, qtbot: QtBot, idle: Idle
) -> None:
    dialog = open_notes(window, qtbot, idle)
    choose(dialog, NoteKind.CASH)
    dialog.save()
    idle()
    assert "Uzupełnij pole" in dialog.fault
    for name, value in {"amount": "120,50 zł", "counted_by": "M. N., J. L.", "to": "kasa"}.items():
        editor = dialog.fields.editors[name]
        assert isinstance(editor, QLineEdit)
        editor.setText(value)
    qtbot.keyClick(dialog.fields.editors["to"], Qt.Key.Key_Return, CTRL)
    idle()
    assert [line.words for line in dialog.model.rows] == [
        "pieniądze (kwota (zł): 120,50; przeliczyli: M. N., J. L.; złożono w depozycie u: kasa)"
    ]
    dialog.table.go_to(0)
    dialog.revoke()
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, OneAnswer)
    asked.answer.setEditText("nie to pismo")
    qtbot.keyClick(asked.answer, Qt.Key.Key_Return)
    idle()
    assert dialog.model.rows == ()
    item = office.queries.item(sealed)
    assert item is not None
    assert [note.kind for note in item.notes] == [NoteKind.CASH, NoteKind.REVOKED]
    dialog.reject()


@pytest.mark.rule("opened by mistake")
def test_what_was_opened_by_mistake_is_noted(
    window: MainWindow, office: Office, sealed: str, qtbot: QtBot, idle: Idle
) -> None:
    dialog = open_notes(window, qtbot, idle)
    choose(dialog, NoteKind.OPENED_BY_MISTAKE)
    editors = dialog.fields.editors
    assert editors["moment"].text(), "the moment is offered"  # type: ignore[union-attr]
    editors["who"].setText("M. Nowicka")  # type: ignore[union-attr]
    editors["words"].setText("bez napisu na kopercie")  # type: ignore[union-attr]
    dialog.save()
    idle()
    assert "Zapisano" in dialog.fault, dialog.fault
    dialog.reject()


def test_notes_can_be_filled_without_a_mouse(window: MainWindow, sealed: str, qtbot: QtBot, idle: Idle) -> None:
    dialog = open_notes(window, qtbot, idle)
    for kind in (NoteKind.DEFECT, NoteKind.DAMAGE, NoteKind.WITHDRAWS):
        choose(dialog, kind)
        idle()
        met = walk(dialog)
        assert (unreached(dialog, met), voiceless(met), leaps(met)) == ([], [], []), dialog.kind.currentText()
        assert all(isinstance(each, QLineEdit | QComboBox | QCheckBox) for each in dialog.fields.editors.values())
    dialog.reject()
