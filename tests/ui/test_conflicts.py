"""Matters to be cleared up: shown in plain words, settled by a choice, refused choices explained."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fake_inbox import FakeInbox, SmallFrame
from tests.ui.fake_station import FakeStation
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.models.task_model import TaskModel
from ui.desktop.views.conflicts import NOTHING, ConflictsDialog, count_text
from ui.operations.routing_facts import Answer, Settling, TaskLine

Idle = Callable[[], None]
CONFLICT = TaskLine(
    "t1", "K1A-26-000123-U", "Sąd · Warunki zabudowy", "Dotyczy: dwie różne wartości", "W polu „Dotyczy”…",
    "Maria Nowicka", "2026-11-21T03:14:00Z", "Dotyczy", "Mój", "Ich", "Był",
    answers=(Answer(Settling.MINE, "Zostaw moje", "zastąpi"), Answer(Settling.THEIRS, "Przyjmij tamto", "zostanie")),
)  # fmt: skip
REJECTED = TaskLine(
    "t2", "K1A-26-000124-W", "Firma · Skarga", "Centrala nie przyjęła dekretacji", "W centrali nie ma takiej komórki.",
    "Maria Nowicka", "2026-11-21T03:20:00Z", changes=(("Komórka", "XX"),), held=2,
    answers=(Answer(Settling.AGAIN, "Wyślij ponownie", "jeszcze raz"),),
)  # fmt: skip


@pytest.fixture
def inbox(fake: FakeStation) -> FakeInbox:
    made = FakeInbox(fake.folder)
    made.tasks.lines = [CONFLICT, REJECTED]
    return made


@pytest.fixture
def frame(qtbot: QtBot, fake: FakeStation, inbox: FakeInbox, jobs: JobRunner) -> SmallFrame:
    made = SmallFrame(fake, inbox.inbox(), jobs)
    made.resize(1278, 700)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def dialog(frame: SmallFrame, inbox: FakeInbox, idle: Idle) -> ConflictsDialog:
    made = ConflictsDialog(frame, inbox.tasks, frame)
    made.show()
    idle()
    return made


def said(dialog: ConflictsDialog) -> str:
    inner = dialog.matter.widget()
    return "\n".join(each.text() for each in inner.findChildren(QLabel) if not each.isHidden())


def answer(dialog: ConflictsDialog, name: str) -> QAbstractButton:
    return next(each for each in dialog.matter.answers if each.objectName() == f"answer_{name}")


def test_how_many_as_people_count() -> None:
    assert [count_text(n) for n in (1, 2, 5)] == [
        "1 sprawa do wyjaśnienia", "2 sprawy do wyjaśnienia", "5 spraw do wyjaśnienia",
    ]  # fmt: skip


def test_the_model_keeps_the_rules_of_models(qtbot: QtBot) -> None:
    model = TaskModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert model.show_tasks([CONFLICT, REJECTED])
    assert not model.show_tasks([CONFLICT, REJECTED])
    assert (model.row_of("t2"), model.row_of("t9")) == (1, -1)


def test_a_conflict_shows_both_values_and_what_was_before(dialog: ConflictsDialog) -> None:
    words = said(dialog)
    for word in ("Mój", "Ich", "Wcześniej: Był", "Maria Nowicka", "K1A-26-000123-U", "zastąpi"):
        assert word in words
    assert [each.text() for each in dialog.matter.answers] == ["Zostaw moje", "Przyjmij tamto"]


def test_a_choice_settles_it_and_the_next_one_follows(
    dialog: ConflictsDialog, inbox: FakeInbox, frame: SmallFrame, qtbot: QtBot, idle: Idle
) -> None:
    answer(dialog, "theirs").click()
    qtbot.waitUntil(lambda: dialog.matter.task == REJECTED)
    assert inbox.tasks.settled == [("t1", Settling.THEIRS)]
    words = said(dialog)
    for word in ("Komórka: XX", "2 późniejsze zmiany czekają na tę decyzję.", "W centrali nie ma takiej komórki."):
        assert word in words
    assert [each.text() for each in dialog.matter.answers] == ["Wyślij ponownie"]
    answer(dialog, "again").click()
    qtbot.waitUntil(lambda: dialog.matter.task is None)
    assert NOTHING in said(dialog)
    assert "Wyjaśniono" in frame.status.message


def test_a_refused_choice_is_explained_and_may_be_tried_again(
    dialog: ConflictsDialog, inbox: FakeInbox, qtbot: QtBot
) -> None:
    inbox.tasks.refuse = True
    answer(dialog, "mine").click()
    qtbot.waitUntil(lambda: "jeszcze tu nie dotarła. Spróbuj za chwilę." in said(dialog))
    assert answer(dialog, "mine").isEnabled()
    inbox.tasks.refuse = False
    answer(dialog, "mine").click()
    qtbot.waitUntil(lambda: inbox.tasks.settled == [("t1", Settling.MINE)])


def test_a_choice_refused_for_a_third_value_shows_that_value(
    dialog: ConflictsDialog, inbox: FakeInbox, qtbot: QtBot
) -> None:
    inbox.tasks.refuse = True
    inbox.tasks.lines = [replace(CONFLICT, theirs="Trzecie"), REJECTED]
    answer(dialog, "mine").click()
    qtbot.waitUntil(lambda: "Trzecie" in said(dialog))
    assert "Spróbuj za chwilę." in said(dialog), "and says why"
    assert answer(dialog, "mine").isEnabled()
    dialog.list.setCurrentIndex(dialog.model.index(1))
    assert "Spróbuj za chwilę." not in said(dialog), "of another matter it says nothing"


def test_every_control_has_a_name(dialog: ConflictsDialog) -> None:
    for place in range(2):
        dialog.list.setCurrentIndex(dialog.model.index(place))
        reached = [each for each in dialog.findChildren(QWidget)
                   if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisibleTo(dialog)]  # fmt: skip
        assert len(reached) >= 4
        for each in reached:
            name = each.accessibleName() or (each.text() if isinstance(each, QAbstractButton) else "")
            assert name, each.objectName()


def test_what_comes_meanwhile_leaves_the_matter_shown(
    dialog: ConflictsDialog, inbox: FakeInbox, qtbot: QtBot, idle: Idle
) -> None:
    dialog.list.setCurrentIndex(dialog.model.index(1))
    inbox.tasks.lines = [replace(CONFLICT, id="t0"), CONFLICT, REJECTED]
    dialog.reload()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 3)
    assert dialog.matter.task == REJECTED
    assert dialog.list.currentIndex().row() == 2


def test_the_letter_opens_in_the_register(dialog: ConflictsDialog, frame: SmallFrame) -> None:
    show = dialog.findChild(QAbstractButton, "matterItem")
    assert show is not None
    show.click()
    assert frame.opened == ["K1A-26-000123-U"]
    assert not dialog.isVisible()
