from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.incoming import ItemState
from kancelaria.logs import LOG_FILE, set_up_logs
from tests.ui.fake_station import FakeStation
from ui.desktop import app as desktop
from ui.desktop import theme
from ui.desktop.choices import RememberedChoices
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.ports import LetterForm, OfficeFacts
from ui.desktop.printer_dialog import PrinterDialog
from ui.desktop.printing import TO_FILE, PrintingError, draw_pdf, print_pdf, printers
from ui.desktop.views.first_start import FirstStartDialog
from ui.desktop.views.registry.desk import DeskView
from ui.desktop.views.registry.register import RegisterView
from ui.desktop.window import MainWindow

Idle = Callable[[], None]
INTERACTIVE = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit)


def answers(window: MainWindow) -> list[str]:
    found = window.findChild(QListWidget, "topAnswers")
    assert found is not None
    return [found.item(row).text() for row in range(found.count())] if not found.isHidden() else []


def register_one(fake: FakeStation, title: str = "Wniosek o próbę") -> str:
    return fake.desk.register("", LetterForm(title=title, received_on="2026-11-20")).document_uid


def test_palette_finds_commands_and_runs_them(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.top.field.hasFocus()
    qtbot.keyClicks(window.top.field, ">przejd ustaw")
    assert any("Przejdź: Ustawienia" in line for line in answers(window))
    qtbot.keyClick(window.top.field, Qt.Key.Key_Return)
    assert window.place("settings") is not None
    assert answers(window) == []


def test_typing_searches_the_register(window: MainWindow, fake: FakeStation, qtbot: QtBot) -> None:
    uid = register_one(fake)
    window.top.open()
    qtbot.keyClicks(window.top.field, "prob")
    qtbot.waitUntil(lambda: answers(window) == ["Nic nie znaleziono"])
    window.top.put_away()
    window.top.open()
    qtbot.keyClicks(window.top.field, "Wniosek")
    qtbot.waitUntil(lambda: bool(answers(window)) and uid in answers(window)[0])


@pytest.mark.parametrize("written", [str, lambda uid: uid.replace("-", "").lower()])
def test_scanned_label_jumps_to_the_letter(
    window: MainWindow, fake: FakeStation, qtbot: QtBot, idle: Idle, written: Callable[[str], str]
) -> None:
    uid = register_one(fake)
    window.top.open()
    qtbot.keyClicks(window.top.field, written(uid))
    qtbot.keyClick(window.top.field, Qt.Key.Key_Return)
    place = window.place("registers")
    assert isinstance(place, RegisterView)
    qtbot.waitUntil(lambda: place.item.uid == uid)
    assert place.item.isVisible()


def test_unknown_label_says_so(window: MainWindow, fake: FakeStation, qtbot: QtBot) -> None:
    window.open_item("K1A-26-000123-U")
    qtbot.waitUntil(lambda: "Nie ma tu takiego pisma" in window.errors.text)
    assert "Sprawdź identyfikator" in window.errors.text


def test_known_error_goes_to_the_panel_without_a_dialog(window: MainWindow) -> None:
    window.show_failure(InvalidInput("x", "Zła <wartość>.", "Popraw ją."))
    assert "Zła &lt;wartość>." in window.errors.text
    assert QApplication.activeModalWidget() is None


def test_bug_is_said_logged_and_work_saved(window: MainWindow, tmp_path: Path) -> None:
    saved: list[bool] = []
    window.on_saving(lambda: saved.append(True))
    handler = set_up_logs(tmp_path / "logs")
    try:
        window.show_failure(ZeroDivisionError("dzielenie"))
    finally:
        logging.getLogger("kancelaria").removeHandler(handler)
        handler.close()
    box = window.findChild(QMessageBox, "bugDialog")
    assert box is not None
    assert "Zapisano dziennik" in box.text()
    assert saved == [True]
    assert "ZeroDivisionError: dzielenie" in (tmp_path / "logs" / LOG_FILE).read_text("utf-8")
    box.accept()


def test_everything_a_person_may_use_has_a_name(window: MainWindow, qtbot: QtBot, idle: Idle) -> None:
    for place in ("registers", "settings", "desk"):
        window.open_place(place)
    idle()
    nameless = [
        f"{type(widget).__name__} {widget.objectName()} in {parent.objectName() if parent else ''}"
        for kind in INTERACTIVE
        for widget in window.findChildren(kind)
        if (parent := widget.parentWidget()) is not None
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not _inside_qt(widget)
        and not (widget.accessibleName() and widget.objectName())
    ]
    assert nameless == []


def _inside_qt(widget: QWidget) -> bool:
    """Parts Qt makes itself: a combo box's list, a field's clear button, a table's corner."""
    names = {"QComboBoxListView", "QComboBoxPrivateContainer", "QLineEditIconButton", "QTableCornerButton"}
    return any(
        type(part).__name__ in names or part.metaObject().className() in names for part in (widget,)
    ) or isinstance(widget.parentWidget(), QComboBox)


def test_no_two_commands_share_a_key_in_one_place(window: MainWindow) -> None:
    window.open_place("registers")
    for group in ("Kancelaria", "Rejestr"):
        keys = [c.key for c in window.commands.all() if c.key and c.group in (group, "Ogólne", "Miejsca")]
        assert len(keys) == len(set(keys)), sorted(keys)


def test_keys_of_the_desk_are_those_of_the_design(window: MainWindow) -> None:
    keys = {c.key: c.name for c in window.commands.all() if c.group in ("Kancelaria", "Ogólne")}
    for key in ("F1", "F2", "F3", "F4", "F5", "F8", "Ctrl+Return", "Ctrl+Z", "Ctrl+K"):
        assert key in keys


def test_f1_lists_the_keys(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    dialog = window.findChild(QDialog, "keysDialog")
    assert dialog is not None
    assert dialog.isVisible()
    dialog.reject()


def test_theme_changes_at_once(window: MainWindow, qtbot: QtBot, idle: Idle) -> None:
    window.open_place("settings")
    idle()
    combo = window.findChild(QComboBox, "set_theme")
    assert combo is not None
    combo.setCurrentIndex(combo.findData("dark"))
    combo.activated.emit(combo.currentIndex())
    assert theme.current().name is theme.ThemeName.DARK
    assert window.station.choices.get("theme") == "dark"


def test_choices_are_answered_from_memory_and_kept(jobs: JobRunner, fake: FakeStation, idle: Idle) -> None:
    choices = RememberedChoices(fake.choices, jobs)
    assert choices.get("missing", "usual") == "usual"
    choices.set("rows.roomy", "yes")
    assert choices.get("rows.roomy") == "yes"
    idle()
    assert fake.choices.kept["rows.roomy"] == "yes"


def test_register_opens_items_and_remembers_columns(
    window: MainWindow, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    uid = register_one(fake)
    fake.register.items[uid] = replace(fake.register.items[uid], state=ItemState.REGISTERED)
    place = window.open_place("registers")
    assert isinstance(place, RegisterView)
    qtbot.waitUntil(lambda: place.model.rowCount() == 1)
    place.table.setFocus()
    qtbot.keyClick(place.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: place.item.uid == uid)
    place.table.setColumnWidth(3, 333)
    idle()
    assert fake.choices.kept["register.columns"]
    again = RegisterView(window)
    qtbot.addWidget(again)
    assert again.table.columnWidth(3) == 333


def test_register_prints_and_saves_what_is_shown(
    window: MainWindow, fake: FakeStation, qtbot: QtBot, tmp_path: Path, idle: Idle
) -> None:
    fake.choices.kept["printer.register"] = TO_FILE
    place = window.open_place("registers")
    assert isinstance(place, RegisterView)
    place.save_sheet(tmp_path / "rejestr.csv")
    qtbot.waitUntil(lambda: (tmp_path / "rejestr.csv").exists())
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(list((fake.drafts.parent / "wydruki").glob("rejestr-*.pdf"))))
    idle()


def test_printer_is_asked_for_once(window: MainWindow, fake: FakeStation, qtbot: QtBot, idle: Idle) -> None:
    uid = register_one(fake)
    window.print_file("label", lambda: fake.desk.label_pdf(uid))
    dialog = window.findChild(PrinterDialog, "printerDialog")
    assert dialog is not None
    assert dialog.printer.currentText() == printers()[0]
    dialog.printer.setCurrentText(TO_FILE)
    qtbot.keyClick(dialog.printer, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Etykieta: zapisano" in window.status.message)
    assert window.station.choices.get("printer.label") == TO_FILE
    window.status.say("")
    window.print_file("label", lambda: fake.desk.label_pdf(uid))
    qtbot.waitUntil(lambda: "Etykieta: zapisano" in window.status.message)


def test_pages_are_printed_at_their_own_size(qapp: QApplication, tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "label.pdf"), pagesize=(142, 85))
    canvas.rect(0, 0, 142, 85, fill=1)
    canvas.showPage()
    canvas.rect(0, 0, 71, 85, fill=1)
    canvas.save()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    draw_pdf(tmp_path / "label.pdf", printer)
    printed = pypdfium2.PdfDocument(str(tmp_path / "printed.pdf"))
    assert len(printed) == 2
    for page in printed:
        assert page.get_size() == pytest.approx((142, 85), abs=1.5)
    first, second = (page.render(scale=1, grayscale=True).to_numpy() for page in printed)
    assert first[10:-10, 10:-10].max() < 60
    assert second[10:-10, 10:60].max() < 60
    assert second[10:-10, 85:-10].min() > 200


def test_absent_printer_says_the_next_step(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    with pytest.raises(PrintingError) as refused:
        print_pdf(tmp_path / "a.pdf", "Nieistniejąca drukarka", tmp_path)
    assert refused.value.code == "printer_gone"
    assert "Ustawieniach" in refused.value.hint
    assert printers()[-1] == TO_FILE


def test_first_start_asks_and_prepares(qtbot: QtBot, jobs: JobRunner) -> None:
    given: list[OfficeFacts] = []
    dialog = FirstStartDialog(jobs, lambda facts, _scanner, _sign_in: given.append(facts))
    qtbot.addWidget(dialog)
    dialog.show()
    fields = {name: dialog.findChild(QLineEdit, name) for name in ("institution", "address", "pointSymbol")}
    qtbot.keyClicks(fields["institution"], "Urzad Probny")
    qtbot.keyClicks(fields["pointSymbol"], "zbyt dlugi")
    save = dialog.findChild(QAbstractButton, "firstSave")
    assert save is not None
    save.click()
    assert given == []
    assert dialog.fault.startswith("Symbol punktu")
    fields["pointSymbol"].setText("k2")  # type: ignore[union-attr]
    with qtbot.waitSignal(dialog.accepted):
        save.click()
    assert given == [OfficeFacts("Urzad Probny", "K2")]


def test_first_start_keeps_the_scanner_chosen(qtbot: QtBot, jobs: JobRunner, fake: FakeStation) -> None:
    given: list[str] = []
    dialog = FirstStartDialog(jobs, lambda _facts, scanner, _sign_in: given.append(scanner), fake.devices)
    qtbot.addWidget(dialog)
    scanners = dialog.findChild(QComboBox, "scanner")
    assert scanners is not None
    qtbot.waitUntil(lambda: scanners.count() == 2)
    scanners.setCurrentIndex(1)
    save = dialog.findChild(QAbstractButton, "firstSave")
    assert save is not None
    with qtbot.waitSignal(dialog.accepted):
        save.click()
    assert given == ["demo:office"]


def test_facts_of_the_office_are_corrected_in_settings(
    window: MainWindow, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    place = window.open_place("settings")
    idle()
    phone = place.findChild(QLineEdit, "office_phone")
    assert phone is not None
    phone.setText("12 345 67 89")
    qtbot.keyClick(phone, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: fake.office.known.phone == "12 345 67 89")
    idle()
    assert fake.office.known.institution == "Urząd Miejski w Zmyślinie"
    assert "Zapisano dane urzędu" in window.status.message


def test_first_start_may_be_skipped(qtbot: QtBot, jobs: JobRunner) -> None:
    given: list[OfficeFacts] = []
    dialog = FirstStartDialog(jobs, lambda facts, _scanner, _sign_in: given.append(facts))
    qtbot.addWidget(dialog)
    skip = dialog.findChild(QAbstractButton, "firstSkip")
    assert skip is not None
    with qtbot.waitSignal(dialog.accepted):
        skip.click()
    assert given == [OfficeFacts()]


def test_first_start_says_what_went_wrong(qtbot: QtBot, jobs: JobRunner) -> None:
    def refuse(_facts: OfficeFacts, _scanner: str, _sign_in: object) -> None:
        raise InvalidInput("disk_full", "Dysk jest pełny.", "Zwolnij miejsce.")

    dialog = FirstStartDialog(jobs, refuse)
    qtbot.addWidget(dialog)
    save = dialog.findChild(QAbstractButton, "firstSave")
    assert save is not None
    save.click()
    qtbot.waitUntil(lambda: dialog.fault == "Dysk jest pełny. Zwolnij miejsce.")
    assert save.isEnabled()


@pytest.mark.parametrize("size", [(1366, 740), (683, 384)])
def test_window_fits_small_screens(
    window: MainWindow, desk: DeskView, qtbot: QtBot, size: tuple[int, int], idle: Idle
) -> None:
    desk.scan()
    qtbot.waitUntil(lambda: len(desk.flow.state.letters) == 5)
    idle()
    window.resize(*size)
    QApplication.processEvents()
    assert (window.width(), window.height()) == size
    for button in (desk.buttons.confirm, desk.bar.scan):
        assert button.width() >= button.minimumSizeHint().width()
        assert window.rect().contains(button.mapTo(window, button.rect().bottomRight()))


def test_places_are_built_in_quiet_moments(window: MainWindow, qtbot: QtBot, idle: Idle) -> None:
    assert window.place("settings") is None
    builder = desktop._prebuild(window)
    qtbot.waitUntil(lambda: builder.done, timeout=20_000)
    idle()
    register = window.place("registers")
    assert isinstance(register, RegisterView)
    assert register.verify is not None
    assert window.place("settings") is not None
    assert window.place("desk") is window._stack.currentWidget()
