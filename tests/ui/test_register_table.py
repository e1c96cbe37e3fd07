"""The register's table at the smallest screen asked for: nothing cut off, nothing unsaid."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.fake_station import FakeStation
from ui.desktop import theme
from ui.desktop.models.register_model import COLUMNS
from ui.desktop.ports import LetterForm, RegisterFilter
from ui.desktop.views.registry.register import RegisterView
from ui.desktop.views.registry.register_table import FILLS
from ui.desktop.window import MainWindow

Idle = Callable[[], None]


@pytest.fixture
def register(window: MainWindow, fake: FakeStation, idle: Idle) -> RegisterView:
    fake.register.size = 123_456
    window.showNormal()
    window.resize(1366, 768)
    place = window.open_place("registers")
    assert isinstance(place, RegisterView)
    idle()
    QApplication.processEvents()
    return place


def test_all_columns_fit_with_whole_headings(register: RegisterView) -> None:
    table = register.table
    assert table.horizontalScrollBar().maximum() == 0
    header = table.horizontalHeader()
    assert header.length() == table.viewport().width()
    font = header.font()
    font.setWeight(QFont.Weight.DemiBold)
    letters = QFontMetrics(font)
    elided = ("sender", "title", "sender_reference")
    for number, column in enumerate(COLUMNS):
        arrow = 20 if column.name == "registered_at" else 0
        assert header.sectionSize(number) >= letters.horizontalAdvance(column.heading) + 2 * 8 + arrow, column.heading
        if column.name not in elided:
            assert header.sectionSize(number) >= table.sizeHintForColumn(number), column.heading


def test_the_title_takes_what_a_wider_window_gives(register: RegisterView, window: MainWindow) -> None:
    before = register.table.columnWidth(FILLS)
    window.resize(window.width() + 200, window.height())
    QApplication.processEvents()
    assert register.table.columnWidth(FILLS) == before + 200


def test_widths_a_person_chose_stay(register: RegisterView, window: MainWindow, fake: FakeStation, idle: Idle) -> None:
    assert "register.columns" not in fake.choices.kept
    register.table.setColumnWidth(FILLS, 321)
    window.resize(window.width() + 200, window.height())
    idle()
    assert register.table.columnWidth(FILLS) == 321
    assert fake.choices.kept["register.columns"]


def test_an_empty_register_and_an_empty_answer_say_different_things(
    window: MainWindow, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    place = window.open_place("registers")
    assert isinstance(place, RegisterView)
    qtbot.waitUntil(lambda: "Rejestr jest pusty" in place.table.empty.text)
    fake.desk.register("", LetterForm(title="Wniosek", received_on="2026-11-20"))
    place.opened()
    qtbot.waitUntil(lambda: place.model.rowCount() == 1)
    idle()
    assert place.table.empty.text == ""
    place.model.show_filter(RegisterFilter("czegoś takiego nie ma"))
    qtbot.waitUntil(lambda: "Nic nie znaleziono" in place.table.empty.text)
    assert "pierwsze pismo" not in place.table.empty.text


def test_what_stands_in_the_form_is_written_in_the_text_colour(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.place("desk")
    field = desk.form.fields["addressee"].editor  # type: ignore[union-attr]
    desk.form.setEnabled(True)  # type: ignore[union-attr]
    QApplication.processEvents()
    assert field.palette().color(QPalette.ColorRole.Text) == theme.current().color("text")
    desk.form.setEnabled(False)  # type: ignore[union-attr]
    QApplication.processEvents()
    assert field.palette().color(QPalette.ColorRole.Text) == theme.current().color("muted")


def test_a_letter_without_sender_and_title_says_so(
    window: MainWindow, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    fake.desk.register("", LetterForm(received_on="2026-11-20"))
    place = window.open_place("registers")
    assert isinstance(place, RegisterView)
    qtbot.waitUntil(lambda: place.model.rowCount() == 1)
    names = [column.name for column in COLUMNS]
    assert [place.model.index(0, names.index(name)).data() for name in ("sender", "title")] == [
        "brak nadawcy",
        "brak tytułu",
    ]
