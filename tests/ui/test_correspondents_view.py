"""The correspondents' book in the window, over a real store: found, corrected, shown for a purpose, merged, parted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from kancelaria.bootstrap import Office, init_station, open_office
from kancelaria.domain.incoming import Sender
from kancelaria.services.correspondents import correct_correspondent
from kancelaria.services.register import RegisterIncoming, register_incoming
from tests.ui.fake_station import FakeStation
from tests.ui.walking import leaps, unreached, voiceless, walk
from ui.desktop import app as desktop
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.views.ask_dialog import OneAnswer
from ui.desktop.views.correspondents.dialogs import CorrectDialog, MergeDialog
from ui.desktop.views.correspondents.view import CorrespondentsView
from ui.operations.correspondents import StationCorrespondents

Idle = Callable[[], None]
PESEL = "44851401308"
JAN = Sender(surname="Żółw", given_names="Jan", street="ul. Próbna 1", postcode="43-190", town="Mikołów")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    init_station(tmp_path / "home", "Urząd Zmyślony", "K1")
    with open_office(tmp_path / "home") as opened:
        for number, sender in enumerate(
            (JAN, replace(JAN, street="ul. Inna 2"), Sender(organisation="Firma", town="Żory"))
        ):
            command = RegisterIncoming(
                f"letter-{number}", "2026-11-20", f"Pismo {number}", sender, no_date=True, no_reference=True,
                confirmed=True,
            )  # fmt: skip
            register_incoming(command, opened.uow(), opened.workplace)
        for known in opened.queries.complete_sender("żółw")[:1]:
            correct_correspondent(known.id, {"pesel": PESEL}, opened.uow(), opened.workplace)
        yield opened


@pytest.fixture
def view(
    qtbot: QtBot, qapp: QApplication, jobs: JobRunner, fake: FakeStation, office: Office, idle: Idle
) -> CorrespondentsView:
    book = StationCorrespondents(office, lambda: "m.nowicka", lambda: "m.nowicka", lambda: "m.nowicka")
    window = desktop.build_window(qapp, replace(fake.station(), correspondents=book), jobs)
    window.resize(1366, 740)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    place = window.open_place("correspondents")
    idle()
    assert isinstance(place, CorrespondentsView)
    return place


def find(view: CorrespondentsView, qtbot: QtBot, typed: str) -> None:
    view.search.setFocus()
    view.search.clear()
    qtbot.keyClicks(view.search, typed)


def card_of(view: CorrespondentsView, qtbot: QtBot, idle: Idle, typed: str) -> None:
    """By the keyboard alone: typed, and Enter."""
    find(view, qtbot, typed)
    qtbot.keyClick(view.search, Qt.Key.Key_Return)  # before the answer is there: it counts for it all the same
    before = view.pane.card
    qtbot.waitUntil(lambda: view.pane.card is not None and view.pane.card is not before)
    idle()


def number(view: CorrespondentsView, kind: str) -> str:
    label = view.pane.findChild(QLabel, f"number_{kind}")
    return label.text() if label else ""


def test_one_is_found_while_typing_and_shown_with_letters(view: CorrespondentsView, qtbot: QtBot, idle: Idle) -> None:
    card_of(view, qtbot, idle, "firm zor")
    assert view.pane.card is not None
    assert view.pane.card.known.sender.organisation == "Firma"
    assert [row.title for row in view.pane.letters.rows] == ["Pismo 2"]


@pytest.mark.rule("personal numbers masked")
def test_a_number_is_masked_until_its_showing_is_logged(
    view: CorrespondentsView, office: Office, qtbot: QtBot, idle: Idle
) -> None:
    card_of(view, qtbot, idle, "zolw")
    assert number(view, "pesel") == "••••••••308"
    assert PESEL not in repr(view.pane.card)
    view.pane.findChild(QPushButton, "reveal_pesel").click()
    dialog = view.findChild(OneAnswer)
    dialog.answer.setEditText("potwierdzenie osoby")
    dialog.findChild(QPushButton, "revealDialogConfirm").click()
    idle()
    assert number(view, "pesel") == PESEL
    entry = office.queries.accesses(1)[0]
    assert (entry.actor, entry.kind, entry.purpose) == ("m.nowicka", "view", "potwierdzenie osoby")
    assert entry.objects[0].endswith("/pesel")
    # the next person at this window has asked for none
    view.window().open_place("desk")  # type: ignore[attr-defined]
    assert number(view, "pesel") == "••••••••308"
    assert not any(PESEL in label.text() for label in view.findChildren(QLabel))


def test_data_are_corrected_and_a_wrong_number_warns_but_may_stay(
    view: CorrespondentsView, office: Office, qtbot: QtBot, idle: Idle
) -> None:
    card_of(view, qtbot, idle, "firma")
    view.correct()
    dialog = view.findChild(CorrectDialog)
    nip = dialog.findChild(QLineEdit, "correct_nip")
    nip.setText("123-456-32-19")
    nip.editingFinished.emit()
    assert "cyfrą kontrolną" in nip.accessibleDescription()
    dialog.findChild(QLineEdit, "correct_town").setText("Tychy")
    dialog.findChild(QPushButton, "correctSave").click()
    idle()
    [known] = office.queries.complete_sender("firma")
    assert (known.sender.town, known.numbers.nip, known.addresses[0].town) == ("Tychy", "1234563219", "Żory")
    assert number(view, "nip") == "•••••••219"
    view.correct()
    [again] = [each for each in view.findChildren(CorrectDialog) if each.isVisible()]
    again.findChild(QLineEdit, "correct_postcode").setText("4")
    again.findChild(QPushButton, "correctSave").click()
    idle()
    assert "00-000" in again.findChild(QLabel, "correctFault").text()
    again.reject()


def test_two_records_are_merged_side_by_side_and_parted(
    view: CorrespondentsView, office: Office, qtbot: QtBot, idle: Idle
) -> None:
    view.look_for_suspected()
    qtbot.waitUntil(lambda: bool(view.pairs.rows))
    idle()
    qtbot.keyClick(view.pair_table, Qt.Key.Key_Return)
    dialog = view.findChild(MergeDialog)
    dialog.findChild(QPushButton, "mergeSwap").click()
    ticks = [each for each in dialog.findChildren(QCheckBox) if each.isEnabled()]
    ticks[-1].setChecked(True)
    dialog.findChild(QPushButton, "mergeConfirm").click()
    idle()
    [known] = office.queries.complete_sender("żółw")
    assert len(office.queries.letters_of(known.id)) == 2
    assert view.pane.card is not None
    assert len(view.pane.merged.rows) == 1
    view.pane.part_asked.emit(view.pane.merged.rows[0])
    idle()
    assert len(office.queries.complete_sender("żółw")) == 2


def test_two_that_are_not_the_same_are_suspected_no_more(view: CorrespondentsView, qtbot: QtBot, idle: Idle) -> None:
    view.look_for_suspected()
    qtbot.waitUntil(lambda: bool(view.pairs.rows))
    idle()
    view.compare(view.pairs.rows[0])
    view.findChild(MergeDialog).findChild(QPushButton, "mergeApart").click()
    idle()
    assert view.pairs.rows == ()


def test_everything_is_reached_by_tab_and_has_a_name(view: CorrespondentsView, qtbot: QtBot, idle: Idle) -> None:
    card_of(view, qtbot, idle, "zolw")
    met = walk(view)
    assert (unreached(view, met), voiceless(met), leaps(met)) == ([], [], [])
    for open_dialog, kind in ((view.correct, CorrectDialog), (lambda: view.reveal("pesel"), OneAnswer)):
        open_dialog()
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, kind)
        qtbot.waitUntil(dialog.isActiveWindow)
        if isinstance(dialog, OneAnswer):
            dialog.answer.setEditText("próba")
        met = walk(dialog)
        assert (unreached(dialog, met), voiceless(met), leaps(met)) == ([], [], [])
        dialog.reject()


def test_nothing_of_one_person_is_left_for_another(view: CorrespondentsView, qtbot: QtBot, idle: Idle) -> None:
    card_of(view, qtbot, idle, "zolw")
    view.put_away()
    idle()
    assert (view.pane.card, view.found.rows, view.search.text(), number(view, "pesel")) == (None, (), "", "")
