"""The window of hand-over lists, over a real store: what waits, a list made and printed, signed, disputed, settled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kancelaria.bootstrap import Office, init_station, open_office
from kancelaria.domain.errors import StoreError
from kancelaria.domain.incoming import Reproduction, ReproductionExtent, Sender
from kancelaria.domain.office import OrgUnit
from kancelaria.services.assign import Target, assign_item
from kancelaria.services.register import RegisterIncoming, register_incoming
from tests.ui.fake_station import FakeStation
from tests.ui.walking import leaps, unreached, voiceless, walk
from ui.desktop import app as desktop
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.views.ask_dialog import AskDialog
from ui.desktop.views.handover.view import HandoverView
from ui.operations.handover_desk import StationHandovers

Idle = Callable[[], None]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    init_station(tmp_path / "home", "Urząd Zmyślony", "K1")
    with open_office(tmp_path / "home") as opened:
        with opened.uow() as uow:
            uow.office.put_units([OrgUnit("AB", "Architektura"), OrgUnit("GK", "Gospodarka komunalna")])
            uow.commit()
        yield opened


@pytest.fixture
def uids(office: Office) -> list[str]:
    """Three letters of one unit and a sealed one of another."""
    made = []
    for number in range(4):
        sealed = number == 3
        command = RegisterIncoming(
            f"letter-{number}", "2026-11-20", f"Pismo {number}", Sender(organisation="Nadawca Zmyślony", town="Żory"),
            no_date=True, no_reference=True, confirmed=True, sealed=sealed,
            reproduction=Reproduction(ReproductionExtent.PARTIAL, "sealed") if sealed else Reproduction(),
        )  # fmt: skip
        item = register_incoming(command, office.uow(), office.workplace)
        assign_item(item.document_uid, Target("GK" if sealed else "AB"), office.uow(), office.workplace)
        made.append(item.document_uid)
    return made


@pytest.fixture
def view(
    qtbot: QtBot, qapp: QApplication, jobs: JobRunner, fake: FakeStation, office: Office, uids: list[str], idle: Idle,
    tmp_path: Path,
) -> HandoverView:  # fmt: skip
    station = replace(fake.station(), handovers=StationHandovers(office, lambda: "a.kowal", tmp_path / "prints"))
    window = desktop.build_window(qapp, station, jobs)
    window.resize(1366, 740)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.print_file = lambda _kind, make, _of="": printed.append(make())  # type: ignore[method-assign]
    printed: list[Path] = []
    place = window.open_place("handover")
    assert isinstance(place, HandoverView)
    place.printed = printed  # type: ignore[attr-defined]
    idle()
    return place


def answer(qtbot: QtBot, idle: Idle, text: str, tick: bool = False) -> None:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AskDialog)
    line = dialog.answer.lineEdit()
    assert line is not None
    line.insert(text)
    dialog.tick.setChecked(tick)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    idle()


def press(qtbot: QtBot, view: HandoverView, key: Qt.Key, alt: bool = True) -> None:
    view.window().activateWindow()  # without a window manager nobody else does it after a dialog
    qtbot.waitUntil(view.window().isActiveWindow)
    focused = QApplication.focusWidget() or view
    modifier = Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(focused, key, modifier)


def test_what_waits_is_shown_by_unit_and_ticked(view: HandoverView, uids: list[str]) -> None:
    assert [(unit.symbol, unit.count) for unit in view.units.rows] == [("AB", 3), ("GK", 1)]
    assert [row.document_uid for row in view.waiting.model.ticked] == uids[:3]
    assert view.waiting.make.isEnabled()


def test_a_list_is_made_of_what_is_ticked_and_printed(
    view: HandoverView, uids: list[str], qtbot: QtBot, idle: Idle, office: Office
) -> None:
    view.waiting.table.setFocus()
    view.waiting.table.go_to(1)
    qtbot.keyClick(view.waiting.table, Qt.Key.Key_Space)
    press(qtbot, view, Qt.Key.Key_Return, alt=False)
    idle()
    made = office.queries.handovers()
    assert [row.document_uid for row in made[0].rows] == [uids[0], uids[2]]
    assert [path.read_bytes()[:5] for path in view.printed] == [b"%PDF-"]  # type: ignore[attr-defined]
    assert view.list.look is not None
    assert view.list.look.row.number == made[0].number
    assert [(unit.symbol, unit.count) for unit in view.units.rows] == [("AB", 1), ("GK", 1)]


def test_a_discrepancy_stays_open_until_it_is_settled(
    view: HandoverView, uids: list[str], qtbot: QtBot, idle: Idle, office: Office
) -> None:
    view.make_list()
    idle()
    assert view.take_label(uids[1])
    press(qtbot, view, Qt.Key.Key_N)
    answer(qtbot, idle, "nie ma w teczce")
    press(qtbot, view, Qt.Key.Key_O)
    answer(qtbot, idle, "Ola Zmyślona")
    assert [(row.state, row.disputed) for row in view.lists.rows] == [("disputed", 1)]
    press(qtbot, view, Qt.Key.Key_W)
    answer(qtbot, idle, "zostało w kancelarii", tick=True)
    assert office.queries.handovers(open_only=True) == []
    assert [(unit.symbol, unit.count) for unit in view.units.rows] == [("AB", 1), ("GK", 1)]
    assert office.queries.handovers()[0].received_by == "Ola Zmyślona"


def test_a_label_read_is_ticked_or_said_to_be_elsewhere(view: HandoverView, uids: list[str]) -> None:
    view.waiting.model.tick(range(3), False)
    assert not view.waiting.make.isEnabled()
    view.take_label(uids[2])
    assert [row.document_uid for row in view.waiting.model.ticked] == [uids[2]]
    view.take_label(uids[3])
    assert uids[3] in view.frame.status.message
    assert [row.document_uid for row in view.waiting.model.ticked] == [uids[2]]


def test_a_refused_list_says_why_and_reads_anew(
    view: HandoverView, uids: list[str], idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody at another window was faster with one of the letters."""
    handovers = view._handovers
    handovers.make("AB", uids[:1])
    view.make_list()
    idle()
    assert "otwartej liście" in view.window().errors.text  # type: ignore[attr-defined]
    assert [row.document_uid for row in view.waiting.model.rows] == uids[1:3]


def test_a_full_disk_is_said_in_the_dialog(
    view: HandoverView, qtbot: QtBot, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.make_list()
    idle()

    def full(*_: object) -> None:
        raise StoreError("disk_full", "Na dysku nie ma miejsca.", "Zwolnij miejsce i spróbuj jeszcze raz.")

    monkeypatch.setattr(view._handovers, "receive", full)
    press(qtbot, view, Qt.Key.Key_O)
    answer(qtbot, idle, "Ola Zmyślona")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AskDialog)
    assert "Na dysku nie ma miejsca." in dialog.fault
    assert dialog.answer.currentText() == "Ola Zmyślona"
    dialog.reject()


def test_nothing_of_it_stays_for_somebody_of_another_role(view: HandoverView) -> None:
    view.put_away()
    assert not view.units.rows
    assert not view.waiting.model.rows


def test_tab_comes_to_every_control(view: HandoverView, qtbot: QtBot, idle: Idle) -> None:
    for _ in ("waiting", "list"):
        met = walk(view)
        assert (unreached(view, met), voiceless(met), leaps(met)) == ([], [], [])
        view.make_list()
        idle()
    view.receive()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AskDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.answer.setEditText("Ola")
    met = walk(dialog)
    assert (unreached(dialog, met), voiceless(met), leaps(met)) == ([], [], [])
    dialog.reject()
