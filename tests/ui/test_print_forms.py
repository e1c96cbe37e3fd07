"""Print-outs at the window: label printers, the other forms of the counter, a receipt checked by the hand reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from kancelaria.domain.receipts import ReceiptClaim, receipt_code
from kancelaria.printing.sending import LabelsNotTaken
from tests.ui.fake_prints import FakePrintouts
from tests.ui.fake_station import FakeStation
from tests.ui.test_reachable import faults
from tests.ui.test_window import register_one
from ui.desktop import app as desktop
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.label_printer_dialog import LabelPrinterDialog
from ui.desktop.print_desk import SPEAKS_ZPL
from ui.desktop.print_dialogs import (
    CheckDialog,
    EnvelopeDialog,
    OralDialog,
    ReceiptDialog,
    SeriesDialog,
    UnusedDialog,
)
from ui.desktop.printer_dialog import PrinterDialog
from ui.desktop.printing import TO_FILE
from ui.desktop.views.settings import SettingsView
from ui.desktop.window import MainWindow
from ui.operations.print_ports import LabelWish, OralWish, ReceiptWish, SheetWish

Idle = Callable[[], None]
UID, OTHER = "K1A-26-000123-U", "K1A-26-000001-D"
ZEBRA = "tcp://192.0.2.10:9100?dpi=203"
CODE = receipt_code(ReceiptClaim("K1A", UID, 1, "2026-11-20T10:42", False, 1, "A" * 16), bytes(32))


@pytest.fixture
def prints(tmp_path: Path) -> FakePrintouts:
    return FakePrintouts(tmp_path / "prints", genuine=CODE)


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, jobs: JobRunner, fake: FakeStation, prints: FakePrintouts) -> MainWindow:
    for kind in ("label", "sheet", "receipt", "protocol"):
        fake.choices.kept[f"printer.{kind}"] = TO_FILE
    made = desktop.build_window(qapp, replace(fake.station(), printouts=prints), jobs)
    made.resize(1366, 740)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def run(window: MainWindow, name: str) -> None:
    """Run a command by its name, as from the palette."""
    (command,) = [each for each in window.commands.all() if each.name == name]
    assert command.enabled()
    command.run()


def dialog(window: MainWindow, kind: type[QDialog]) -> QDialog:
    found = window.findChild(kind)
    assert found is not None
    return found


def test_label_and_receipt_of_an_item_count_when_printed(
    window: MainWindow, fake: FakeStation, prints: FakePrintouts, idle: Idle
) -> None:
    uid = register_one(fake)
    window.print_file("label", lambda: fake.desk.label_pdf(uid), uid)
    fake.choices.kept["receipt.paper"] = "roll80"
    window.print_file("receipt", lambda: fake.desk.receipt_pdf(uid), uid)
    idle()
    assert prints.calls == [(LabelWish((uid,)), None), ReceiptWish((uid,), "roll80")]
    assert prints.taken == [f"Etykieta {uid}", f"Pokwitowanie {uid}"]
    assert ("label", uid) not in fake.desk.calls


def test_label_goes_to_the_printer_that_speaks_zpl(
    window: MainWindow, fake: FakeStation, prints: FakePrintouts, idle: Idle
) -> None:
    fake.choices.kept["printer.label"] = ZEBRA
    window.print_file("label", Path, UID)
    idle()
    assert prints.sent == [(ZEBRA, f"Etykieta {UID}")]
    assert prints.taken == [], "the sender counts what the printer took"
    assert "192.0.2.10:9100" in window.status.message


def test_the_administrator_s_printer_is_used_where_a_person_chose_none(
    window: MainWindow, fake: FakeStation, prints: FakePrintouts, idle: Idle
) -> None:
    fake.choices.kept["printer.label"] = ""
    prints.label_printer = ZEBRA
    window.print_file("label", Path, UID)
    idle()
    assert prints.sent == [(ZEBRA, f"Etykieta {UID}")]


def test_what_a_printer_did_not_take_is_said_with_the_next_step(
    window: MainWindow, fake: FakeStation, prints: FakePrintouts, idle: Idle
) -> None:
    fake.choices.kept["printer.label"] = ZEBRA
    prints.refuses = LabelsNotTaken("label_printer_not_ready", "Skończyły się etykiety.", "Włóż nową rolkę.")
    window.print_file("label", Path, UID)
    idle()
    assert "Skończyły się etykiety" in window.errors.text
    assert "Włóż nową rolkę" in window.errors.text
    assert prints.taken == []


def test_the_first_label_may_ask_for_a_label_printer(
    window: MainWindow, fake: FakeStation, prints: FakePrintouts, qtbot: QtBot, idle: Idle
) -> None:
    fake.choices.kept["printer.label"] = ""
    window.print_file("label", Path, UID)
    asked = dialog(window, PrinterDialog)
    assert isinstance(asked, PrinterDialog)
    asked.printer.setCurrentText(SPEAKS_ZPL)
    qtbot.keyClick(asked.printer, Qt.Key.Key_Return)
    told = dialog(window, LabelPrinterDialog)
    assert isinstance(told, LabelPrinterDialog)
    qtbot.keyClicks(told.host, "192.0.2.10")
    qtbot.keyClick(told.host, Qt.Key.Key_Return)
    idle()
    assert fake.choices.kept["printer.label"] == ZEBRA
    assert prints.sent == [(ZEBRA, f"Etykieta {UID}")]


def test_settings_keep_a_label_printer_tried_with_a_sample(
    window: MainWindow, fake: FakeStation, prints: FakePrintouts, qtbot: QtBot, idle: Idle
) -> None:
    view = window.open_place("settings")
    assert isinstance(view, SettingsView)
    idle()
    combo = view._printers["label"]
    combo.setCurrentIndex(combo.findData(SPEAKS_ZPL))
    combo.activated.emit(combo.currentIndex())
    told = dialog(window, LabelPrinterDialog)
    assert isinstance(told, LabelPrinterDialog)
    assert fake.choices.kept["printer.label"] == TO_FILE, "without an address nothing changes"
    told.way.setCurrentIndex(1)
    idle()
    assert told.queue.currentText() == "Zebra_ZD421"
    told.dpi.setCurrentIndex(1)
    told._sample.click()
    idle()
    assert prints.sent == [("lp://Zebra_ZD421?dpi=300", "Próbna etykieta")]
    assert "przyjęła" in told.outcome.text()
    prints.refuses = LabelsNotTaken("spooler_refused", "Kolejka nie przyjęła wydruku.", "Sprawdź nazwę kolejki.")
    told._sample.click()
    idle()
    assert "Sprawdź nazwę kolejki" in told.outcome.text()
    idle()
    assert faults(told) == []
    told.confirm.click()
    idle()
    assert fake.choices.kept["printer.label"] == "lp://Zebra_ZD421?dpi=300"
    assert combo.currentText() == "Zebra_ZD421 (ZPL, 300 dpi)"


def test_a_label_printer_without_an_address_is_not_kept(window: MainWindow, qtbot: QtBot, idle: Idle) -> None:
    heard: list[str] = []
    window.ask_label_printer(ZEBRA, heard.append)
    told = dialog(window, LabelPrinterDialog)
    assert isinstance(told, LabelPrinterDialog)
    assert told.host.text() == "192.0.2.10"
    told.host.setText("a b")
    told.confirm.click()
    assert heard == []
    assert "Podaj adres" in told.outcome.text()
    told.host.setText("2001:db8::7")
    told.confirm.click()
    idle()
    assert heard == ["tcp://[2001:db8::7]:9100?dpi=203"]


def test_series_on_sheets_from_a_place(
    window: MainWindow, fake: FakeStation, prints: FakePrintouts, qtbot: QtBot, idle: Idle
) -> None:
    run(window, "Etykiety z góry (seria)")
    asked = dialog(window, SeriesDialog)
    assert isinstance(asked, SeriesDialog)
    assert not asked.start.isEnabled()
    asked.count.set_value(20)
    asked.where.setCurrentIndex(1)
    asked.sheet.setCurrentIndex(1)
    assert asked.start.most == 24
    asked.start.set_value(4)
    qtbot.keyClick(asked.start, Qt.Key.Key_Up)
    idle()
    assert faults(asked) == []
    asked.confirm.click()
    idle()
    assert prints.calls == [(LabelWish(series=20), SheetWish("3x8", 5))]
    assert fake.choices.kept["label.sheet"] == "3x8"


def test_receipt_of_several_letters_scanned_one_after_another(
    window: MainWindow, prints: FakePrintouts, qtbot: QtBot, idle: Idle
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    asked = dialog(window, ReceiptDialog)
    assert isinstance(asked, ReceiptDialog)
    assert not asked.confirm.isEnabled()
    for uid in (UID, OTHER):
        qtbot.keyClicks(asked.uids, uid.replace("-", ""))
        qtbot.keyClick(asked.uids, Qt.Key.Key_Return)
    assert "Pism: 2" in asked.found.text()
    qtbot.keyClicks(asked.uids, "xyz")
    assert not asked.confirm.isEnabled()
    for _ in "xyz":
        qtbot.keyClick(asked.uids, Qt.Key.Key_Backspace)
    asked.paper.setCurrentIndex(1)
    asked.copies.set_value(2)
    idle()
    assert faults(asked) == []
    asked.confirm.click()
    idle()
    assert prints.calls == [ReceiptWish((UID, OTHER), "A4", 2)]


def test_envelope_and_protocols_ask_for_what_they_need(
    window: MainWindow, prints: FakePrintouts, qtbot: QtBot, idle: Idle
) -> None:
    run(window, "Etykieta „NIE OTWIERAĆ” na kopertę")
    envelope = dialog(window, EnvelopeDialog)
    assert isinstance(envelope, EnvelopeDialog)
    for field, text in (
        (envelope.subject, UID), (envelope.procedure, "ZP.271.14.2026"), (envelope.day, "2026-11-24"),
        (envelope.hour, "9:30"),
    ):  # fmt: skip
        qtbot.keyClicks(field, text)
    idle()
    assert faults(envelope) == []
    envelope.confirm.click()
    run(window, "Protokół podania ustnego lub osoby, która nie może podpisać")
    oral = dialog(window, OralDialog)
    assert isinstance(oral, OralDialog)
    qtbot.keyClicks(oral.subject, UID)
    oral.unable.setChecked(True)
    oral.reason.setText("złamana ręka")
    idle()
    assert faults(oral) == []
    oral.confirm.click()
    idle()
    assert prints.calls == [
        (LabelWish((UID,), kind="envelope", procedure="ZP.271.14.2026", deadline="2026-11-24T09:30"), None),
        OralWish(UID, "", "złamana ręka", "", True),
    ]


def test_own_copy_and_damage_are_of_the_letter_in_hand(
    window: MainWindow, fake: FakeStation, prints: FakePrintouts, qtbot: QtBot, idle: Idle
) -> None:
    uid = register_one(fake)
    window.open_item(uid)
    idle()
    assert window.item_in_hand() == uid
    qtbot.keyClick(window, Qt.Key.Key_F4, Qt.KeyboardModifier.ShiftModifier)
    run(window, "Protokół uszkodzenia przesyłki")
    idle()
    assert prints.calls == [(LabelWish((uid,), kind="visitor_copy"), None), ("damage", uid)]


def test_unused_labels_are_listed_and_voided_with_a_reason(
    window: MainWindow, prints: FakePrintouts, qtbot: QtBot, idle: Idle
) -> None:
    run(window, "Niewykorzystane etykiety")
    shown = dialog(window, UnusedDialog)
    assert isinstance(shown, UnusedDialog)
    idle()
    assert shown.table.rowCount() == 2
    assert not shown.confirm.isEnabled()
    shown.table.selectRow(1)
    assert (shown.first.text(), shown.last.text()) == ("K1A-26-000151-L", "K1A-26-000160-6")
    shown.first.setText(UID)
    shown.last.setText(OTHER)
    shown.reason.setText("pomięte")
    idle()
    assert faults(shown) == []
    shown.confirm.click()
    idle()
    assert prints.calls == [("void", [f"{UID}..{OTHER}"], "pomięte")]
    assert "Unieważniono" in shown.told.text()
    shown.rest.click()
    idle()
    assert prints.calls[-1] == (LabelWish(rest=True), None)


# a receipt checked by the hand reader


def read(qtbot: QtBot, window: MainWindow, text: str) -> None:
    """The reader types and presses Enter, wherever the focus is."""
    for character in text:
        QTest.keyClick(window.windowHandle(), character)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)


@pytest.mark.parametrize("around", ["", "https://example.com/sprawa/123#"], ids=["code", "address"])
def test_reader_checks_a_receipt_from_anywhere(
    window: MainWindow, prints: FakePrintouts, qtbot: QtBot, idle: Idle, around: str
) -> None:
    desk = window.open_place("desk")
    desk.form.focus_first()  # type: ignore[attr-defined]
    focused = QApplication.focusWidget()
    assert focused is not None
    before = focused.text() if hasattr(focused, "text") else ""
    read(qtbot, window, around + CODE)
    idle()
    shown = dialog(window, CheckDialog)
    assert isinstance(shown, CheckDialog)
    assert prints.calls == [("check", CODE)]
    assert "✓ Potwierdzenie prawdziwe" in shown.verdict.text()
    assert (focused.text() if hasattr(focused, "text") else "") == before, "no trace in the field"


def test_a_false_receipt_is_said_loudly_and_the_next_can_be_checked(
    window: MainWindow, prints: FakePrintouts, qtbot: QtBot, idle: Idle
) -> None:
    run(window, "Sprawdź potwierdzenie złożenia")
    shown = dialog(window, CheckDialog)
    assert isinstance(shown, CheckDialog)
    for typed, said, notice in (
        (CODE.replace("1042", "0942"), "NIEPRAWDZIWE", "error"), ("abc", "nie jest kod", "warn"), (CODE, "✓", ""),
    ):  # fmt: skip
        qtbot.keyClicks(shown.code, typed)
        qtbot.keyClick(shown.code, Qt.Key.Key_Return)
        idle()
        assert said in shown.verdict.text()
        assert shown.verdict.property("notice") == notice
    idle()
    assert faults(shown) == []
    assert window.findChildren(CheckDialog) == [shown]
