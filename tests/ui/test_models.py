from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from tests.ui.fake_station import FakeRegister, FakeStation, computed_row, make_letters
from ui.desktop import said
from ui.desktop.jobs.job import Job
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.models.register_model import COLUMNS, UID_ROLE, RegisterModel
from ui.desktop.models.stack_model import KEY_ROLE, StackModel
from ui.desktop.models.stack_state import StackState
from ui.desktop.models.thumbnail_model import ThumbnailModel
from ui.desktop.models.windowed import PLACEHOLDER, WINDOW
from ui.desktop.ports import RegisterFilter, StackChanged

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal
Idle = Callable[[], None]


def test_register_model_keeps_qts_rules(qtbot: QtBot, jobs: JobRunner, tmp_path: Path, idle: Idle) -> None:
    register = FakeRegister(tmp_path, size=250)
    model = RegisterModel(register, jobs)
    tester = QAbstractItemModelTester(model, STRICT)
    with qtbot.waitSignal(model.loaded):
        model.reload()
    for row in range(model.rowCount()):
        model.index(row, 3).data()
    idle()
    model.sort(0, Qt.SortOrder.AscendingOrder)
    idle()
    register.size = 10
    with qtbot.waitSignal(model.loaded):
        model.show_filter(RegisterFilter("x"))
    assert model.rowCount() == 10
    assert tester.model() is model


def test_register_of_a_million_reads_only_what_is_looked_at(
    qtbot: QtBot, jobs: JobRunner, tmp_path: Path, idle: Idle
) -> None:
    register = FakeRegister(tmp_path, size=1_000_000)
    model = RegisterModel(register, jobs)
    with qtbot.waitSignal(model.loaded):
        model.reload()
    last = model.index(999_999, 1)
    assert last.data() == PLACEHOLDER
    qtbot.waitUntil(lambda: last.data() != PLACEHOLDER)
    assert last.data(UID_ROLE).startswith("K1A-26-")
    assert sum(limit for _, limit in register.reads) <= 3 * WINDOW


def test_a_place_without_content_shows_number_day_and_nothing_else(
    qtbot: QtBot, jobs: JobRunner, tmp_path: Path
) -> None:
    """Domain 1.1; even what a careless source would tell is not shown."""
    told = replace(computed_row(7), title="pozycja zastrzeżona", registered_at="2025-03-04", restricted=True)
    model = RegisterModel(FakeRegister(tmp_path, places=[told]), jobs)
    with qtbot.waitSignal(model.loaded):
        model.reload()
    shown = {column.name: model.index(0, number).data() for number, column in enumerate(COLUMNS)}
    assert {name: text for name, text in shown.items() if text} == {
        "rpw_number": "7/2026", "title": "pozycja zastrzeżona", "registered_at": said.day("2025-03-04"),
    }  # fmt: skip
    for number in range(len(COLUMNS)):
        place = model.index(0, number)
        assert bool(place.data(Qt.ItemDataRole.ToolTipRole)) == bool(place.data())
        assert not place.data(UID_ROLE), "there is nothing to open"


def test_scrolling_far_drops_what_nobody_looks_at_any_more(
    qtbot: QtBot, jobs: JobRunner, tmp_path: Path, idle: Idle
) -> None:
    register = FakeRegister(tmp_path, size=1_000_000)
    model = RegisterModel(register, jobs)
    with qtbot.waitSignal(model.loaded):
        model.reload()
    register.reads.clear()
    held, gate = threading.Event(), threading.Event()

    def hold(_job: Job) -> None:
        held.set()
        gate.wait(30)

    jobs.submit("db", hold)
    # what is looked at is urgent: it would overtake a lane's holder that hasn't begun
    assert held.wait(30)
    for row in range(0, 900_000, 10_000):
        model.index(row, 0).data()
    gate.set()
    idle()
    assert register.reads == [(890_000, WINDOW)]


def test_what_was_read_before_is_forgotten_whatever_comes_late(
    qtbot: QtBot, jobs: JobRunner, tmp_path: Path, idle: Idle
) -> None:
    model = RegisterModel(FakeRegister(tmp_path, size=1_000), jobs)
    with qtbot.waitSignal(model.loaded):
        model.reload()
    model.reload()
    model.index(500, 0).data()
    model.forget()
    idle()
    assert model.rowCount() == 0
    with qtbot.waitSignal(model.loaded):
        model.reload()
    assert model.rowCount() == 1_000


def test_register_sorts_in_the_register_itself(qtbot: QtBot, jobs: JobRunner, tmp_path: Path, idle: Idle) -> None:
    model = RegisterModel(FakeRegister(tmp_path, size=1_000), jobs)
    with qtbot.waitSignal(model.loaded):
        model.sort(0, Qt.SortOrder.AscendingOrder)
    assert model.index(0, 0).data() == "1/2026"
    with qtbot.waitSignal(model.loaded):
        model.sort(0, Qt.SortOrder.DescendingOrder)
    assert model.index(0, 0).data() == "1000/2026"


def test_voided_rows_are_struck_and_unverified_bold(qtbot: QtBot, jobs: JobRunner, tmp_path: Path) -> None:
    model = RegisterModel(FakeRegister(tmp_path, size=20), jobs)
    with qtbot.waitSignal(model.loaded):
        model.sort(0, Qt.SortOrder.AscendingOrder)
    title = [column.name for column in COLUMNS].index("title")
    assert model.index(16, title).data(Qt.ItemDataRole.FontRole).strikeOut()
    assert model.index(2, title).data(Qt.ItemDataRole.FontRole).bold()
    assert not model.index(3, title).data(Qt.ItemDataRole.FontRole).bold()


def test_stack_model_keeps_qts_rules(fake: FakeStation) -> None:
    state = StackState()
    model = StackModel(state)
    tester = QAbstractItemModelTester(model, STRICT)
    letters = make_letters(fake.folder, 5)
    for count in (1, 3, 5, 2, 0, 4):
        state.replace_letters(StackChanged(tuple(letters[:count])))
        model.refresh()
        assert [model.index(row).data(KEY_ROLE) for row in range(model.rowCount())] == [x.key for x in letters[:count]]
    assert tester.model() is model


def test_thumbnail_model_keeps_qts_rules_and_reads_pictures(
    qtbot: QtBot, jobs: JobRunner, fake: FakeStation, idle: Idle
) -> None:
    model = ThumbnailModel(jobs)
    tester = QAbstractItemModelTester(model, STRICT)
    letter = make_letters(fake.folder, 1)[0]
    model.show_pages(letter.pages, sealed=False, ratio=1.0)
    grey = model.index(0).data(Qt.ItemDataRole.DecorationRole)
    with qtbot.waitSignal(model.dataChanged):
        assert not grey.isNull()
    read = model.index(0).data(Qt.ItemDataRole.DecorationRole)
    assert read.toImage() != grey.toImage()
    idle()
    model.show_pages(letter.pages, sealed=True, ratio=1.0)
    assert model.rowCount() == 0
    assert tester.model() is model


def test_a_thumbnail_says_what_is_doubtful_of_its_page(jobs: JobRunner, fake: FakeStation) -> None:
    model = ThumbnailModel(jobs)
    page = make_letters(fake.folder, 1)[0].pages[0]
    poor = "Rozdzielczość 100 dpi jest za mała, potrzeba co najmniej 150."
    by_hand = replace(page, material="handwriting", material_chosen=True)
    pages = (page, replace(page, shortfall=poor), replace(page, blank=True, shortfall=poor), by_hand)
    model.show_pages(pages, sealed=False, ratio=1.0)
    assert [model.index(row).data() for row in range(4)] == ["1", "2 ▲ skan", "3 pusta?", "4 ręczne"]
    tips = [str(model.index(row).data(Qt.ItemDataRole.ToolTipRole)) for row in range(4)]
    assert tips[0] == "Strona 1, rodzaj: druk, rozpoznany"
    assert tips[1] == f"Strona 2, rodzaj: druk, rozpoznany. {poor}"
    assert poor in tips[2]
    assert tips[3] == "Strona 4, rodzaj: ręczne, wybrany"
