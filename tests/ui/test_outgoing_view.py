"""The window of outgoing mail, over a real store: registered by keyboard, handed over, confirmed, returned, printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from kancelaria.bootstrap import Office, init_station, open_office
from kancelaria.domain.errors import CentralError
from kancelaria.domain.office import OrgUnit
from kancelaria.domain.outgoing import Addressee, OutgoingItem, OutgoingState
from kancelaria.services.outgoing_queries import ALL_OUTGOING, OutgoingSort
from tests.ui.fake_inbox import FakeInbox
from tests.ui.fake_station import FakeStation
from tests.ui.walking import leaps, unreached, voiceless, walk
from tests.unit.printing import paper
from ui.desktop import app as desktop
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.models.outgoing_model import OutgoingModel
from ui.desktop.ports import SignedIn
from ui.desktop.views.outgoing.dialogs import AnswerDialog
from ui.desktop.views.outgoing.view import OutgoingView
from ui.desktop.window import MainWindow
from ui.operations.outgoing import StationOutgoing
from ui.operations.outgoing_form import OutgoingForm

Idle = Callable[[], None]
JAN = Addressee(surname="Zmyślony", given_names="Jan", street="Długa 1", postcode="90-001", town="Łódź")
NUMBER = "RR123456785PL"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    init_station(tmp_path / "home", "Urząd Zmyślony", "K1", address="Rynek 1, 43-190 Przykładowo")
    with open_office(tmp_path / "home") as opened:
        with opened.uow() as uow:
            uow.office.put_units([OrgUnit("AB", "Architektura")])
            uow.commit()
        yield opened


@pytest.fixture
def desk(office: Office, tmp_path: Path) -> StationOutgoing:
    return StationOutgoing(office, lambda: "a.kowal", folder=tmp_path / "prints")


@pytest.fixture
def inbox(letters_folder: Path) -> FakeInbox:
    return FakeInbox(letters_folder)


@pytest.fixture
def view(
    qtbot: QtBot, qapp: QApplication, jobs: JobRunner, fake: FakeStation, desk: StationOutgoing, idle: Idle,
    inbox: FakeInbox,
) -> OutgoingView:  # fmt: skip
    window = desktop.build_window(qapp, replace(fake.station(), outgoing=desk, inbox=inbox.inbox()), jobs)
    window.resize(1366, 740)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.print_file = lambda _kind, make, _of="": printed.append(make())  # type: ignore[method-assign]
    printed: list[Path] = []
    qtbot.keyClick(window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    place = window.place("outgoing")
    assert isinstance(place, OutgoingView)
    place.printed = printed  # type: ignore[attr-defined]
    idle()
    return place


def registered(desk: StationOutgoing, title: str = "Decyzja", **more: object) -> OutgoingItem:
    form = OutgoingForm(title=title, method="registered_letter", check_on="2026-11-01", check_result="none",
                        addressees=(JAN,), zpo=True)  # fmt: skip
    return desk.add(replace(form, **more), desk.new_id())[0]  # type: ignore[arg-type]


def rows(office: Office) -> list[OutgoingItem]:
    return office.queries.outgoing_window(ALL_OUTGOING, OutgoingSort.NUMBER, False, 0, 100)


def press(qtbot: QtBot, view: OutgoingView, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    view.window().activateWindow()  # without a window manager nobody else does it after a dialog
    qtbot.waitUntil(view.window().isActiveWindow)
    qtbot.keyClick(QApplication.focusWidget() or view, key, modifier)


def ctrl(qtbot: QtBot, view: OutgoingView, key: Qt.Key) -> None:
    press(qtbot, view, key, Qt.KeyboardModifier.ControlModifier)


def alt(qtbot: QtBot, view: OutgoingView, key: Qt.Key) -> None:
    press(qtbot, view, key, Qt.KeyboardModifier.AltModifier)


def asked() -> AnswerDialog:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AnswerDialog)
    return dialog


def typed(qtbot: QtBot, text: str) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), text)


def choose(view: OutgoingView, name: str, value: str) -> None:
    field = view.form.field(name)
    field.editor.show_value(value)
    field.editor.changed.emit()


def test_a_letter_is_registered_by_keyboard_and_the_next_begins(
    view: OutgoingView, qtbot: QtBot, idle: Idle, office: Office
) -> None:
    ctrl(qtbot, view, Qt.Key.Key_N)
    idle()
    focused = QApplication.focusWidget()
    assert focused is view.form.field("method").editor
    qtbot.keyClicks(focused, "list")
    view.form.field("method").editor.changed.emit()
    assert view.form.field("check_result").isVisible(), "paper asks for the address check"
    choose(view, "check_result", "none")
    for name, text in (("surname", "Zmyslony"), ("street", "Rynek 1"), ("postcode", "43-190"), ("town", "Gdynia"),
                       ("title", "Decyzja"), ("posting_number", "rr 123456785 pl"), ("fee", "8,50")):  # fmt: skip
        view.form.field(name).setFocus()
        typed(qtbot, text)
    ctrl(qtbot, view, Qt.Key.Key_Return)
    idle()
    (made,) = rows(office)
    assert (made.readable_number, made.fee, made.posting_number) == (f"1/{made.year}", 850, NUMBER)
    assert made.check_on == view.bar.today
    assert view.form.item is None
    assert view.form.field("title").value == ""
    assert view.form.field("method").value == "registered_letter", "what is the same in a run stays"
    assert view.model.rowCount() == 1
    ctrl(qtbot, view, Qt.Key.Key_Return)
    idle()
    assert len(rows(office)) == 1, "an empty form is refused"


@pytest.mark.rule("electronic first")
def test_what_is_refused_is_said_at_its_field(view: OutgoingView, qtbot: QtBot, idle: Idle, office: Office) -> None:
    ctrl(qtbot, view, Qt.Key.Key_N)
    assert view.form.field("method").value == "e_delivery"
    view.form.field("surname").put("Próbny")
    view.form.field("title").put("Odpowiedź")
    ctrl(qtbot, view, Qt.Key.Key_Return)
    idle()
    assert QApplication.focusWidget() is view.form.field("ade").editor
    assert "adres" in view.form.field("ade").editor.accessibleDescription()
    choose(view, "method", "letter")
    view.form.field("town").put("Łódź")
    ctrl(qtbot, view, Qt.Key.Key_Return)
    idle()
    assert QApplication.focusWidget() is view.form.field("check_result").editor
    view.form.field("paper_reason").put("wniosek strony")
    ctrl(qtbot, view, Qt.Key.Key_Return)
    idle()
    assert [row.paper_reason for row in rows(office)] == ["wniosek strony"]


@pytest.mark.parametrize("together", [False, True])
def test_several_addressees_get_a_row_each_or_one_for_all(
    view: OutgoingView, qtbot: QtBot, idle: Idle, office: Office, together: bool
) -> None:
    ctrl(qtbot, view, Qt.Key.Key_N)
    choose(view, "method", "letter")
    view.form.field("paper_reason").put("wniosek strony")
    for surname in ("Pierwszy", "Drugi", "Trzeci"):
        view.form.field("surname").put(surname)
        view.form.field("town").put("Łódź")
        if surname != "Trzeci":
            ctrl(qtbot, view, Qt.Key.Key_D)
    view.form.field("title").put("Zawiadomienie")
    view.form.collective.setChecked(together)
    ctrl(qtbot, view, Qt.Key.Key_Return)
    idle()
    names = [[each.surname for each in row.addressees] for row in rows(office)]
    assert names == ([["Pierwszy", "Drugi", "Trzeci"]] if together else [["Pierwszy"], ["Drugi"], ["Trzeci"]])
    assert view.form.more == []


def test_the_way_of_a_letter_by_keyboard(
    view: OutgoingView, qtbot: QtBot, idle: Idle, office: Office, desk: StationOutgoing
) -> None:
    made = registered(desk)
    view.reload()
    idle()
    view.table.setFocus()
    alt(qtbot, view, Qt.Key.Key_P)
    qtbot.keyClick(asked().day, Qt.Key.Key_Return)
    idle()
    assert rows(office)[0].state is OutgoingState.HANDED_OVER
    view.table.setFocus()
    alt(qtbot, view, Qt.Key.Key_N)
    line = asked().text.lineEdit()
    assert line is not None
    qtbot.keyClick(line, Qt.Key.Key_Return)
    idle()
    assert "numer" in asked()._fault.text(), "no dispatch without the number of its label; the question stays"
    line.insert(NUMBER)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    idle()
    assert rows(office)[0].state is OutgoingState.POSTED
    assert rows(office)[0].posting_number == NUMBER
    view.table.setFocus()
    alt(qtbot, view, Qt.Key.Key_D)
    qtbot.keyClick(asked().day, Qt.Key.Key_Return)
    idle()
    kept = office.queries.outgoing(made.id)
    assert kept is not None
    assert (kept.state, kept.delivered_on) == (OutgoingState.DELIVERED, view.bar.today)


@pytest.mark.rule("returns by posting number")
def test_a_return_is_found_by_its_posting_number_and_keeps_reason_and_notices(
    view: OutgoingView, qtbot: QtBot, idle: Idle, office: Office, desk: StationOutgoing
) -> None:
    for title in ("Inne", "Zwracane"):
        made = registered(desk, title, posting_number=NUMBER if title == "Zwracane" else "")
    desk.post([made.id], view.bar.today)
    ctrl(qtbot, view, Qt.Key.Key_F)
    typed(qtbot, NUMBER)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    idle()
    assert view.model.rowCount() == 1
    alt(qtbot, view, Qt.Key.Key_Z)
    dialog = asked()
    dialog.text.setEditText("adresat nieznany")
    dialog.first.setText("kiedyś")
    qtbot.keyClick(dialog.first, Qt.Key.Key_Return)
    assert "data" in dialog._fault.text()
    dialog.first.setText("dziś")
    qtbot.keyClick(dialog.first, Qt.Key.Key_Return)
    idle()
    back = office.queries.outgoing(made.id)
    assert back is not None
    assert (back.state, back.return_reason, back.notices) == (
        OutgoingState.RETURNED, "adresat nieznany", (view.bar.today,),
    )  # fmt: skip


def test_a_row_is_corrected_until_it_is_handed_over(
    view: OutgoingView, qtbot: QtBot, idle: Idle, office: Office, desk: StationOutgoing
) -> None:
    made = registered(desk)
    view.reload()
    idle()
    qtbot.keyClick(view.table, Qt.Key.Key_Return)
    idle()
    assert "zarejestrowano" in view.form.note.text()
    view.form.field("case_mark").put("AB.1.2026")
    ctrl(qtbot, view, Qt.Key.Key_Return)
    idle()
    kept = office.queries.outgoing(made.id)
    assert kept is not None
    assert kept.case_mark == "AB.1.2026"
    desk.hand_over([made.id], view.bar.today)
    view.open_row(kept)
    idle()
    assert not view.form.field("surname").editor.isEnabled()
    assert view.form.field("remarks").editor.isEnabled()


def test_a_mistaken_row_is_voided_with_its_reason(
    view: OutgoingView, qtbot: QtBot, idle: Idle, office: Office, desk: StationOutgoing
) -> None:
    registered(desk)
    view.reload()
    idle()
    alt(qtbot, view, Qt.Key.Key_A)
    dialog = asked()
    line = dialog.text.lineEdit()
    assert line is not None
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert dialog.isVisible(), "not without a reason"
    line.insert("pomyłka")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    idle()
    assert [(row.state, row.void_reason) for row in rows(office)] == [(OutgoingState.VOIDED, "pomyłka")]


def test_the_day_is_handed_over_and_booked(
    view: OutgoingView, qtbot: QtBot, idle: Idle, office: Office, desk: StationOutgoing,
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    for number in range(3):
        registered(desk, f"Pismo {number}")
    view.reload()
    idle()
    ctrl(qtbot, view, Qt.Key.Key_B)
    idle()
    view.table.selectAll()
    view.prints.print_envelopes()
    view.prints.print_labels()
    view.prints.print_slips()
    idle()
    texts = [paper.text(path) for path in view.printed]  # type: ignore[attr-defined]
    assert [text.count("90-001") for text in texts] == [3, 3, 3, 3]
    assert "Razem przesyłek: 3" in texts[0]
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    press(qtbot, view, Qt.Key.Key_H, both)
    qtbot.keyClick(asked().day, Qt.Key.Key_Return)
    idle()
    assert {row.handed_on for row in rows(office)} == {view.bar.today}
    target = tmp_path / "wykaz.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), "Wykaz dla operatora (*.xml)"))
    view.prints.save_book()
    idle()
    assert (tmp_path / "wykaz.xml").read_bytes().startswith(b"<?xml")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), "Rejestr (*.pdf)"))
    view.prints.save_register()
    idle()
    assert "Rejestr przesyłek wychodzących" in paper.text(target)


def test_the_list_is_filtered_and_says_why_it_is_empty(
    view: OutgoingView, idle: Idle, desk: StationOutgoing, qtbot: QtBot
) -> None:
    assert "Ctrl+N" in view.table.empty.text
    made = registered(desk)
    desk.post([made.id], view.bar.today, NUMBER)
    registered(desk, "Druga", zpo=False)
    view.reload()
    idle()
    for value, titles in (
        ("awaits", ["Decyzja"]),
        ("prepared", ["Druga"]),
        ("returned", []),
        ("", ["Druga", "Decyzja"]),
    ):
        view.bar.state.setCurrentIndex(view.bar.state.findData(value))
        view.bar.tell()
        idle()
        count = view.model.rowCount()
        assert [view.model.index(n, 3).data() for n in range(count)] == titles, value
        assert bool(view.table.empty.text) == (not titles)


def test_news_are_taken_in_and_what_a_person_looks_at_stays(
    view: OutgoingView, qtbot: QtBot, idle: Idle, desk: StationOutgoing, inbox: FakeInbox
) -> None:
    first, second = registered(desk, "Pierwsza"), registered(desk, "Druga")
    view.reload()
    idle()
    view.table.go_to(view.model.place_of(first.id))
    view.open_row(first)
    idle()
    view.table.setFocus()
    desk.hand_over([first.id], view.bar.today)  # what another station did
    inbox.assigned.change(first.id)
    qtbot.waitUntil(lambda: view.model.index(view.model.place_of(first.id), 5).data() == "przekazana")
    idle()
    assert view.table.row is not None
    assert view.table.row.id == first.id
    assert view.form.item is not None
    assert view.form.item.state is OutgoingState.HANDED_OVER, "the form follows"
    view.form.field("case_mark").put("AB.1.2026")
    registered(desk, "Trzecia")
    inbox.assigned.change("ktoś-inny")
    qtbot.waitUntil(lambda: view.model.rowCount() == 3)
    idle()
    assert view.table.row.id == first.id
    assert view.form.field("case_mark").value == "AB.1.2026", "what is being typed stays"
    assert second.id in {view.model.row_at(n).id for n in range(3)}  # type: ignore[union-attr]


def test_nothing_of_one_role_stays_for_another(view: OutgoingView, idle: Idle, desk: StationOutgoing) -> None:
    registered(desk)
    view.reload()
    idle()
    view.form.field("surname").put("Tajny")
    assert view.work_in_hand()
    window = view.window()
    assert isinstance(window, MainWindow)
    window.who.set(SignedIn("olek", "Olek", frozenset({"officer"})))
    assert "outgoing" not in window.allowed
    view.put_away()
    assert view.model.rowCount() == 0
    assert view.form.field("surname").value == ""


def test_whoever_may_not_register_is_refused(office: Office) -> None:
    def nobody() -> str:
        raise CentralError("no_right", "Nie ma prawa.", "", "olek")

    with pytest.raises(CentralError):
        registered(StationOutgoing(office, lambda: "olek", nobody))
    assert rows(office) == []


def test_each_control_is_reached_and_named(view: OutgoingView, idle: Idle, desk: StationOutgoing) -> None:
    registered(desk)
    view.reload()
    idle()
    for method in ("e_delivery", "registered_letter"):
        choose(view, "method", method)
        met = walk(view)
        assert unreached(view, met) == []
        assert voiceless(met) == []
        assert leaps(met) == []


def test_a_narrow_window_shows_the_list_or_the_form(view: OutgoingView, qtbot: QtBot, idle: Idle) -> None:
    view.window().resize(683, 384)
    qtbot.waitUntil(lambda: view.width() < 700)
    assert (view.list.isVisible(), view.form.isVisible()) == (True, False)
    view.new_letter()
    assert (view.list.isVisible(), view.form.isVisible()) == (False, True)
    qtbot.keyClick(view.form.field("surname").editor, Qt.Key.Key_Escape)
    assert (view.list.isVisible(), view.form.isVisible()) == (True, False)


def test_the_model_keeps_qts_rules(qtbot: QtBot, jobs: JobRunner, desk: StationOutgoing, idle: Idle) -> None:
    model = OutgoingModel(desk, jobs)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for number in range(3):
        registered(desk, f"Pismo {number}")
    model.reload()
    idle()
    assert model.rowCount() == 3
    model.sort(0, Qt.SortOrder.AscendingOrder)
    idle()
    assert model.index(0, 3).data() == "Pismo 0"
    model.forget()
    assert model.rowCount() == 0
