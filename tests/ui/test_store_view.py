"""The window of the chronological store, over a real store: put away, lent, brought back, taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kancelaria.bootstrap import Office, init_station, open_office
from kancelaria.domain.chronological_store import Handling, ModeRule
from kancelaria.domain.incoming import Sender
from kancelaria.services.chronological_store import set_mode
from kancelaria.services.register import RegisterIncoming, register_incoming
from tests.ui.fake_station import FakeStation
from tests.ui.walking import leaps, unreached, voiceless, walk
from ui.desktop import app as desktop
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.views.ask_dialog import AskDialog
from ui.desktop.views.store.pane import Shown
from ui.desktop.views.store.view import StoreView
from ui.operations.paper_store import StationPaperStore

Idle = Callable[[], None]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    init_station(tmp_path / "home", "Urząd Zmyślony", "K1")
    with open_office(tmp_path / "home") as opened:
        set_mode(ModeRule("", Handling.ELECTRONIC, "2020-01-01"), (), opened.uow(), opened.workplace)
        yield opened


@pytest.fixture
def uids(office: Office) -> list[str]:
    made = []
    for number in range(3):
        command = RegisterIncoming(
            f"letter-{number}", "2026-11-20", f"Pismo {number}", Sender(organisation="Nadawca Zmyślony", town="Żory"),
            no_date=True, no_reference=True, confirmed=True,
        )  # fmt: skip
        made.append(register_incoming(command, office.uow(), office.workplace).document_uid)
    return made


@pytest.fixture
def printed() -> list[Path]:
    return []


@pytest.fixture
def view(
    qtbot: QtBot, qapp: QApplication, jobs: JobRunner, fake: FakeStation, office: Office, uids: list[str], idle: Idle,
    tmp_path: Path, printed: list[Path],
) -> StoreView:  # fmt: skip
    station = replace(fake.station(), paper_store=StationPaperStore(office, lambda: "a.kowal", tmp_path / "prints"))
    window = desktop.build_window(qapp, station, jobs)
    window.resize(1366, 740)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.print_file = lambda _kind, make, _of="": printed.append(make())  # type: ignore[method-assign]
    place = window.open_place("store")
    assert isinstance(place, StoreView)
    idle()
    return place


def press(qtbot: QtBot, view: StoreView, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    view.window().activateWindow()  # without a window manager nobody else does it after a dialog
    qtbot.waitUntil(view.window().isActiveWindow)
    qtbot.keyClick(QApplication.focusWidget() or view, key, modifier)


def answer(idle: Idle, qtbot: QtBot, *texts: str) -> AskDialog:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AskDialog)
    for field, said in zip(dialog.answers, texts, strict=True):
        if field.isEditable():
            field.setEditText(said)
        else:
            field.setCurrentText(said)
    qtbot.keyClick(dialog.answers[-1], Qt.Key.Key_Return)
    idle()
    return dialog


def test_from_the_heap_into_a_new_box_and_out_again(
    view: StoreView, uids: list[str], qtbot: QtBot, idle: Idle, printed: list[Path], office: Office
) -> None:
    alt, ctrl = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
    assert [row.document_uid for row in view.pane.model.rows] == uids
    assert not view.pane.put.isEnabled()
    press(qtbot, view, Qt.Key.Key_N, ctrl)
    answer(idle, qtbot, "pełne odwzorowanie", str(office.clock.now().year), "regał 1")
    assert view.pane.put.isEnabled()
    view.pane.model.tick([2], False)
    press(qtbot, view, Qt.Key.Key_Return, ctrl)
    idle()
    assert [row.document_uid for row in view.pane.model.rows] == [uids[2]]
    assert [(row.papers, row.state) for row in view.boxes.rows] == [(2, "open")]
    view._open_box(view.boxes.rows[0])
    idle()
    assert view.take_label(uids[1])
    press(qtbot, view, Qt.Key.Key_W, alt)
    dialog = answer(idle, qtbot, "Ola Zmyślona", "kiedyś")
    assert "dzień zwrotu" in dialog.fault
    dialog.answers[1].setEditText("31.12.2098")
    qtbot.keyClick(dialog.answers[1], Qt.Key.Key_Return)
    idle()
    assert [path.read_bytes()[:5] for path in printed] == [b"%PDF-"]
    assert [(row.document_uid, row.borrower) for row in view.look.loans] == [(uids[1], "Ola Zmyślona")]
    assert not view.pane.lend.isEnabled()
    press(qtbot, view, Qt.Key.Key_K, alt)
    assert len(printed) == 2
    press(qtbot, view, Qt.Key.Key_Z, alt)
    idle()
    assert view.look.loans == []
    press(qtbot, view, Qt.Key.Key_Y, alt)
    answer(idle, qtbot, "podpisano i odesłano", "zwrot nadawcy")
    assert [row.document_uid for row in view.pane.model.rows] == [uids[0]]


def test_a_label_goes_to_where_its_paper_is(view: StoreView, uids: list[str], office: Office, idle: Idle) -> None:
    store = view._store
    box = store.new_box("full", office.clock.now().year, "regał")
    store.put(uids[:1], box)
    store.lend(uids[0], "Ola", "2098-12-31")
    view.reload()
    idle()
    assert view.pane.shown is Shown.WAITING
    view.take_label(uids[0])
    assert view.pane.shown is Shown.LOANS
    assert view.pane.row is not None
    assert view.pane.row.document_uid == uids[0]
    view.take_label("K9Z-26-000001-3")
    assert "nie czeka" in view.frame.status.message


def test_what_was_put_away_elsewhere_is_refused_and_read_anew(
    view: StoreView, uids: list[str], office: Office, idle: Idle
) -> None:
    store, year = view._store, office.clock.now().year
    first, second = store.new_box("full", year, "regał"), store.new_box("full", year, "regał")
    view.reload()
    idle()
    store.put(uids[:1], first)
    view.pane.into.setCurrentText(second)
    view.put()
    idle()
    assert f"leży w pudle {first}" in view.window().errors.text  # type: ignore[attr-defined]
    assert [row.document_uid for row in view.pane.model.rows] == uids[1:]


def test_tab_comes_to_every_control(view: StoreView, office: Office, idle: Idle) -> None:
    store = view._store
    store.new_box("full", office.clock.now().year, "regał")
    view.reload()
    idle()
    for show in (lambda: view._show_heap(Shown.WAITING), lambda: view._open_box(view.boxes.rows[0])):
        show()
        idle()
        met = walk(view)
        assert (unreached(view, met), voiceless(met), leaps(met)) == ([], [], [])


def test_nothing_stays_for_another_role(view: StoreView) -> None:
    view.put_away()
    assert not view.pane.model.rows
    assert not view.look.waiting
