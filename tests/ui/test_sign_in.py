"""People at the window: who works here, taking over, locking; nothing readable, no key astray, nothing in hand lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QListWidget, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from kancelaria.domain.errors import CentralError, OfficeError
from tests.ui.fake_station import FakeStation
from ui.desktop import app as desktop
from ui.desktop import said
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.ports import CentralStatus, KnownPerson, SignedIn
from ui.desktop.shell.error_panel import Shown
from ui.desktop.shell.idle import IdleWatch
from ui.desktop.views.registry.desk import DeskView
from ui.desktop.views.registry.register import RegisterView
from ui.desktop.views.sign_in import Asked
from ui.desktop.window import MainWindow

RIGHT = "zmyslone-haslo"  # QTest types ASCII only
MARIA = SignedIn("maria", "Maria Zmyślona", frozenset({"registry"}))
PIOTR = SignedIn("piotr", "Piotr Wymyślony", frozenset({"registry"}))
OLGA = SignedIn("olga", "Olga Referent", frozenset({"officer"}))
Idle = Callable[[], None]


class FakePeople:
    """Three people with one password; `error`: what the central says instead."""

    central = "Urząd Miasta Próbnego"

    def __init__(self, present: SignedIn | None = None) -> None:
        self.present = present
        self.error: OfficeError | None = None
        self.over: OfficeError | None = None
        self.listeners: list[Callable[[SignedIn | None, OfficeError | None], None]] = []
        self.signed_out = 0

    def current(self) -> SignedIn | None:
        return self.present

    def known(self) -> list[KnownPerson]:
        return [KnownPerson(one.login, one.name) for one in (MARIA, PIOTR)]

    def sign_in(self, login: str, password: str) -> SignedIn:
        if self.error is not None:
            raise self.error
        found = {one.login: one for one in (MARIA, PIOTR, OLGA)}.get(login)
        if found is None or password != RIGHT:
            raise CentralError("wrong_password", "Niepoprawny login lub hasło.", "Sprawdź hasło.")
        self.present = found
        return found

    def unlock(self, password: str) -> SignedIn:
        assert self.present is not None
        return self.sign_in(self.present.login, password)

    def sign_out(self) -> None:
        self.present = None
        self.signed_out += 1

    def subscribe(self, listener: Callable[[SignedIn | None, OfficeError | None], None]) -> None:
        self.listeners.append(listener)

    def check(self) -> OfficeError | None:
        return self.over

    def put_out(self, error: OfficeError) -> None:
        self.present = None
        for listener in self.listeners:
            listener(None, error)


class Counter:
    """The window of a counter, and what a person does at it."""

    def __init__(self, window: MainWindow, people: FakePeople, qtbot: QtBot, idle: Idle) -> None:
        self.window, self.people, self.qtbot, self.idle = window, people, qtbot, idle
        self.page = window.people.page

    @property
    def desk(self) -> DeskView:
        place = self.window.place("desk")
        assert isinstance(place, DeskView)
        return place

    def key(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        pressed = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            pressed |= modifier
        target = QApplication.focusWidget() or self.window
        self.qtbot.keyClick(target, key, pressed)

    def lock(self) -> None:
        self.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)

    def switch(self) -> None:
        self.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)

    def type(self, text: str) -> None:
        focused = QApplication.focusWidget()
        assert isinstance(focused, QLineEdit), focused
        self.qtbot.keyClicks(focused, text)

    def password(self, text: str = RIGHT) -> None:
        self.qtbot.waitUntil(self.page.password.hasFocus)
        self.type(text)
        self.key(Qt.Key.Key_Return)
        self.idle()

    def button(self, name: str) -> QPushButton:
        found = self.page.findChild(QPushButton, name)
        assert found is not None
        return found

    @property
    def covered(self) -> bool:
        return self.window.cover.covered

    def readable(self) -> str:
        """Every word shown in any window now."""
        words = []
        for top in QApplication.topLevelWidgets():
            if top.isVisible():
                shown = [child for child in top.findChildren(QWidget) if child.isVisible()]
                words += [top.windowTitle(), *(str(getattr(child, "text", str)()) for child in shown)]
                words += [child.placeholderText() for child in shown if isinstance(child, QLineEdit)]
        return " | ".join(words)


@pytest.fixture
def people() -> FakePeople:
    return FakePeople(MARIA)


@pytest.fixture
def counter(
    qtbot: QtBot, qapp: QApplication, jobs: JobRunner, fake: FakeStation, people: FakePeople, idle: Idle
) -> Counter:
    window = desktop.build_window(qapp, replace(fake.station(), people=people, lock_minutes=10), jobs)
    window.resize(1366, 740)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    idle()
    return Counter(window, people, qtbot, idle)


def with_stack(counter: Counter) -> DeskView:
    """Five letters in hand, a word typed into the first."""
    counter.desk.scan()
    counter.qtbot.waitUntil(lambda: len(counter.desk.flow.state.letters) == 5, timeout=20_000)
    counter.idle()
    title = counter.desk.form.findChild(QWidget, "field_title")
    assert title is not None
    title.setFocus()
    counter.qtbot.keyClicks(title, "Dopisane przez Marie")
    return counter.desk


class TestAtTheStart:
    @pytest.fixture
    def people(self) -> FakePeople:
        return FakePeople(None)

    def test_nobody_sees_anything_before_signing_in(self, counter: Counter) -> None:
        assert counter.covered
        assert counter.page.asked is Asked.SIGN_IN
        said_words = counter.readable()
        assert "Urząd Miasta Próbnego" in said_words
        assert "Stos" not in said_words
        names = counter.page.findChild(QListWidget, "knownPeople")
        assert [names.item(row).text() for row in range(names.count())] == [
            "Maria Zmyślona  (maria)", "Piotr Wymyślony  (piotr)", "Ktoś inny…",
        ]  # fmt: skip
        counter.key(Qt.Key.Key_Down)  # from the password field
        counter.password()
        assert not counter.covered
        assert counter.window.who.person == PIOTR
        assert "Piotr Wymyślony" in counter.window.top.findChild(QToolButton, "whoAndWhere").text()

    def test_escape_opens_nothing(self, counter: Counter) -> None:
        counter.key(Qt.Key.Key_Escape)
        assert counter.covered

    @pytest.mark.parametrize(
        "error",
        [
            CentralError("wrong_password", "Niepoprawny login lub hasło.", "Sprawdź hasło."),
            CentralError("login_refused", "To konto nie ma dostępu.", "Poproś administratora."),
            CentralError("never_here", "Centrala nie odpowiada.", "Zaloguj się tu raz."),
            CentralError("client_too_old", "Ten program jest za stary.", "Zainstaluj nowszą wersję."),
        ],
    )
    def test_what_went_wrong_is_said_with_the_next_step(self, counter: Counter, error: CentralError) -> None:
        counter.people.error = error
        counter.password()
        assert counter.covered
        assert counter.page.fault == f"{error.message} {error.hint}"
        assert counter.page.password.accessibleDescription() == counter.page.fault
        assert counter.page.password.text() == ""
        counter.people.error = None
        counter.password()
        assert not counter.covered

    def test_somebody_new_types_a_login(self, counter: Counter) -> None:
        counter.key(Qt.Key.Key_Down)
        counter.key(Qt.Key.Key_Down)
        assert counter.page.login.isVisible()
        counter.page.login.setFocus()
        counter.type("olga")
        counter.page.password.setFocus()
        counter.password()
        assert counter.window.who.person == OLGA


def test_taking_over_keeps_the_stack_and_what_was_typed(counter: Counter) -> None:
    desk = with_stack(counter)
    letters, shown = desk.flow.state.letters, desk.flow.current
    focused = QApplication.focusWidget()
    counter.switch()
    assert counter.page.asked is Asked.SWITCH
    assert "Dopisane" not in counter.readable()
    counter.password()  # the person before is offered first
    assert counter.window.who.person == PIOTR
    assert (desk.flow.state.letters, desk.flow.current) == (letters, shown)
    assert "Dopisane przez Marie" in desk.form.values().title
    assert QApplication.focusWidget() is focused
    assert "Maria Zmyślona" in counter.window.status.message
    assert "Piotr Wymyślony" in counter.window.status.message


def test_the_page_is_nowhere_while_somebody_works(counter: Counter) -> None:
    assert not counter.page.isVisible()


def test_escape_goes_back_to_whoever_works(counter: Counter) -> None:
    counter.switch()
    counter.key(Qt.Key.Key_Escape)
    assert not counter.covered
    assert counter.window.who.person == MARIA


def test_the_name_at_the_top_begins_a_switch(counter: Counter) -> None:
    who = counter.window.top.findChild(QToolButton, "whoAndWhere")
    assert who.accessibleName() == "Pracuje: Maria Zmyślona · K1"
    who.click()
    assert counter.page.asked is Asked.SWITCH


def test_a_locked_window_shows_nothing_and_obeys_no_key(counter: Counter) -> None:
    desk = with_stack(counter)
    counter.window.setWindowTitle("Kancelaria: Dopisane przez Marie")
    confirmed = desk.flow.state.confirmed
    counter.lock()
    words = counter.readable()
    assert "Zablokowane" in words
    for hidden in ("Dopisane", "Sąd", "Stos", "K1", "Skaner"):
        assert hidden not in words, words
    assert counter.window.windowTitle() == "Kancelaria"
    pages = [label for label in counter.window.findChildren(QLabel) if label.isVisible() and label.pixmap()]
    assert pages == []
    for key in (Qt.Key.Key_K, Qt.Key.Key_2, Qt.Key.Key_Return, Qt.Key.Key_Z):
        counter.key(key, Qt.KeyboardModifier.ControlModifier)
    counter.key(Qt.Key.Key_F1)
    counter.key(Qt.Key.Key_Escape)
    assert counter.covered
    assert desk.flow.state.confirmed == confirmed
    assert counter.page.password.hasFocus()
    counter.password("nie to")
    assert counter.covered
    counter.password()
    assert not counter.covered
    assert counter.window.windowTitle() == "Kancelaria: Dopisane przez Marie"
    assert "Dopisane przez Marie" in desk.form.values().title


def test_scanning_goes_on_beneath_and_takes_no_key_from_the_password(counter: Counter) -> None:
    counter.desk.scan()
    counter.lock()
    counter.type("abc")
    counter.qtbot.waitUntil(lambda: len(counter.desk.flow.state.letters) == 5, timeout=20_000)
    counter.idle()
    counter.type("def")  # the desk has shown its first letter meanwhile, and wanted the focus
    assert counter.page.password.text() == "abcdef"
    assert counter.covered


def test_a_label_read_while_locked_opens_nothing(counter: Counter) -> None:
    counter.lock()
    seen: list[str] = []
    counter.window._reader.scanned.connect(seen.append)
    reads = counter.window.windowHandle()
    for character in "K1A26000123U":
        counter.qtbot.keyClick(reads, character)
    counter.qtbot.keyClick(reads, Qt.Key.Key_Return)
    counter.idle()
    assert seen == []
    assert counter.covered
    counter.password()
    for character in "K1A26000123U":
        counter.qtbot.keyClick(reads, character)
    counter.qtbot.keyClick(reads, Qt.Key.Key_Return)
    assert seen == ["K1A-26-000123-U"]  # such keys are a label once the window is open


def test_dialogs_are_hidden_and_come_back_to_the_same_rights_only(counter: Counter) -> None:
    dialog = QDialog(counter.window)
    dialog.setWindowTitle("Pismo Marii")
    dialog.open()
    counter.window.people.lock()
    assert not dialog.isVisible()
    assert "Pismo Marii" not in counter.readable()
    counter.password()
    assert dialog.isVisible()
    counter.window.people.lock()
    counter.button("signInOther").click()
    names = counter.page.findChild(QListWidget, "knownPeople")
    names.setCurrentRow(names.count() - 1)
    counter.page.login.setText("olga")
    counter.page.password.setFocus()
    counter.password()
    assert counter.window.who.person == OLGA
    assert not dialog.isVisible()


def test_a_dialog_that_opens_over_the_locked_window_waits_too(counter: Counter) -> None:
    counter.window.people.lock()
    dialog = QDialog(counter.window)
    dialog.setWindowTitle("Pismo Marii")
    typed = QLineEdit(dialog)
    dialog.open()  # its answer came from the store only now
    counter.qtbot.waitUntil(lambda: not dialog.isVisible())
    assert "Pismo Marii" not in counter.readable()
    counter.qtbot.waitUntil(counter.window.isActiveWindow)
    counter.password()
    assert not counter.covered
    assert dialog.isVisible()
    assert typed.text() == ""


def test_another_role_finds_nothing_open_that_the_one_before_had(counter: Counter) -> None:
    window = counter.window
    register = window.open_place("registers")
    assert isinstance(register, RegisterView)
    counter.idle()
    register.item.show()
    register._shown = "K1A-26-000123-U"  # what closing a form would go back to
    register._text.setText("Poufna sprawa Marii")
    window.top.field.setText("Poufna sprawa Marii")
    window.errors.show_error(Shown("Nie ma pisma Poufna sprawa.", "", "x"))
    counter.switch()
    counter.people.present = None
    window.people._on_submitted("olga", RIGHT)
    counter.idle()
    assert window.who.person == OLGA
    assert (window.top.field.text(), window.errors.text, register._text.text()) == ("", "", "")
    assert register.item.isHidden()
    assert register._shown == ""


def test_what_a_role_may_not_use_is_not_there(counter: Counter) -> None:
    rail = counter.window.rail
    assert rail.findChild(QToolButton, "rail_desk").isVisible()
    counter.switch()
    counter.people.present = None
    counter.window.people._on_submitted("olga", RIGHT)
    counter.idle()
    assert counter.window.who.person == OLGA
    assert not rail.findChild(QToolButton, "rail_desk").isVisible()
    assert rail.findChild(QToolButton, "rail_registers").isVisible()
    assert counter.window.place("registers") is counter.window._stack.currentWidget()
    names = [command.name for command in counter.window.commands.matching("")]
    assert "Przejdź: Kancelaria" not in names
    assert not [name for name in names if "kanuj" in name and "etykiet" not in name], names
    counter.key(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert counter.window.place("registers") is counter.window._stack.currentWidget()


def test_put_out_by_the_central_with_the_reason(counter: Counter) -> None:
    desk = with_stack(counter)
    counter.people.put_out(CentralError("login_refused", "Konto wyłączone.", "Zaloguj inną osobę."))
    counter.qtbot.waitUntil(lambda: counter.covered)
    assert counter.page.fault == "Konto wyłączone. Zaloguj inną osobę."
    assert counter.window.who.person is None
    counter.page.findChild(QListWidget, "knownPeople").setCurrentRow(1)
    counter.password()
    assert counter.window.who.person == PIOTR
    assert "Dopisane przez Marie" in desk.form.values().title


def test_signing_out_leaves_nobody(counter: Counter) -> None:
    counter.switch()
    counter.button("signInLeave").click()
    counter.idle()
    assert counter.people.signed_out == 1
    assert counter.page.asked is Asked.SIGN_IN
    assert counter.window.who.person is None


def test_locked_once_work_without_the_central_took_too_long(counter: Counter) -> None:
    counter.people.over = CentralError("offline_too_long", "Skończył się czas pracy bez centrali.", "Zaloguj się.")
    counter.window.people._look()
    counter.idle()
    assert counter.covered
    assert "Skończył się czas" in counter.page.fault


def test_every_part_of_the_page_has_a_name_and_its_place(counter: Counter) -> None:
    counter.switch()
    for part in counter.page.findChildren(QWidget):
        if part.isVisible() and part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.objectName():
            assert part.accessibleName() or getattr(part, "text", str)(), part.objectName()
    order = []
    for _ in range(6):
        order.append(QApplication.focusWidget().objectName())  # type: ignore[union-attr]
        counter.key(Qt.Key.Key_Tab)
    assert order == ["signInPassword", "signInEnter", "signInCancel", "signInLeave", "knownPeople", "signInPassword"]


def test_without_input_the_window_locks(qtbot: QtBot, counter: Counter) -> None:
    now = [0.0]
    watch = IdleWatch(lambda: 10, counter.window, lambda: now[0])
    watch.idle.connect(counter.window.people.lock)
    watch._watch(counter.window.windowHandle())
    watch.start()
    now[0] = 599.0
    watch.look()
    assert not counter.covered
    qtbot.mouseMove(counter.window, QPoint(40, 40))
    qtbot.keyClick(counter.window.windowHandle(), Qt.Key.Key_Shift)
    now[0] = 1198.0
    watch.look()
    assert not counter.covered
    now[0] = 1199.5
    watch.look()
    assert counter.covered
    assert counter.page.asked is Asked.LOCKED


def test_woken_from_sleep_the_window_locks_at_the_first_touch(qtbot: QtBot) -> None:
    now = [1000.0]
    touched = QWidget()
    qtbot.addWidget(touched)
    watch = IdleWatch(lambda: 5, touched, lambda: now[0])
    touched.installEventFilter(watch)
    watch.start()
    qtbot.keyClick(touched, Qt.Key.Key_A)
    now[0] += 8 * 3600
    with qtbot.waitSignal(watch.idle):
        qtbot.keyClick(touched, Qt.Key.Key_A)


def test_a_switch_left_standing_locks_too(counter: Counter) -> None:
    counter.switch()
    counter.window.people.lock()
    assert counter.page.asked is Asked.LOCKED
    counter.key(Qt.Key.Key_Escape)
    assert counter.covered


def test_until_when_one_may_work_without_the_central(counter: Counter) -> None:
    status = counter.window.status
    status.show_central(CentralStatus("brak połączenia z centralą", since=None, until="2026-11-27T08:00:00Z"))
    assert "praca bez niej do" in status.findChild(QToolButton, "statusCentral").text()
    from datetime import date

    assert said.until("2026-11-27T08:00:00Z", date(2026, 11, 24)) == "pt. 09:00"
    assert said.until("2026-11-24T14:00:00Z", date(2026, 11, 24)) == "dziś 15:00"
    assert said.until("2026-11-25T14:00:00Z", date(2026, 11, 24)) == "jutro 15:00"
    assert said.until("2026-12-25T14:00:00Z", date(2026, 11, 24)) == "25.12 15:00"


def test_without_a_central_nobody_is_asked(window: MainWindow) -> None:
    assert not window.cover.covered
    assert not hasattr(window, "people")
    assert "Zablokuj okno" not in [command.name for command in window.commands.all()]


def test_pictures_of_the_covered_window_hold_none_of_the_page(counter: Counter, tmp_path: Path) -> None:
    QApplication.setCursorFlashTime(0)
    with_stack(counter)
    counter.lock()
    counter.idle()
    locked_with: QPixmap = counter.window.grab()
    counter.password()
    for letter in list(counter.desk.flow.state.letters):
        counter.desk.flow.open(letter.key)
    counter.idle()
    counter.lock()
    counter.idle()
    assert counter.window.grab().toImage() == locked_with.toImage()
