"""People at the window: signing in, taking over, locking, and being put out by the central."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from ui.desktop.ports import KnownPerson, People, SignedIn
from ui.desktop.shell.commands import Command
from ui.desktop.shell.cover import Cover
from ui.desktop.shell.error_panel import known
from ui.desktop.shell.idle import IdleWatch
from ui.desktop.views.sign_in import Asked, SignInPage

if TYPE_CHECKING:
    from ui.desktop.window import MainWindow

CHECK_MS = 60_000
LOCK_CHOICE = "lock.minutes"


class PeopleAtWindow(QObject):
    """What the window does with people where they sign in. Use from the main thread."""

    _heard = Signal(object, object)

    def __init__(self, window: MainWindow, people: People, cover: Cover) -> None:
        super().__init__(window)
        self._window, self._people, self._cover = window, people, cover
        self._known: list[KnownPerson] = []
        self.page = SignInPage(people.central, window)
        cover.addWidget(self.page)  # a child without a place would lie on the window
        self.page.submitted.connect(self._on_submitted)
        self.page.cancelled.connect(self._back)
        self.page.other_wanted.connect(lambda: self._ask(Asked.SIGN_IN))
        self.page.leaving.connect(self.sign_out)
        self.idle = IdleWatch(self._minutes, self)
        self.idle.idle.connect(self.lock)
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)
        people.subscribe(self._hear)
        self._check = QTimer(self, interval=CHECK_MS)
        self._check.timeout.connect(self._look)
        self._check.start()
        self._add_commands()
        self.begin()

    def begin(self) -> None:
        """The program starts: whoever is signed in works, else somebody is asked to."""
        self._known = self._people.known()
        person = self._people.current()
        if person is None:
            self._window.who.set(None)
            self._ask(Asked.SIGN_IN)
        else:
            self._enter(person)

    def lock(self) -> None:
        """Hide the work until its person, or another, gives a password."""
        if self._window.who.person is not None and (not self._cover.covered or self.page.asked is Asked.SWITCH):
            self._ask(Asked.LOCKED)

    def switch(self) -> None:
        """Ask who takes over."""
        if not self._cover.covered:
            self._ask(Asked.SWITCH)

    def sign_out(self) -> None:
        """Nobody works here; what was being done is kept."""
        self._window.save_work()
        self._run(lambda: self._people.sign_out(), lambda _none: self._left(""))

    # inside

    def _ask(self, asked: Asked, fault: str = "") -> None:
        self._window.save_work()
        if asked is Asked.SWITCH:  # whoever goes away now leaves a window that goes back without a password
            self.idle.start()
        else:
            self.idle.stop()
        self._cover.put_on(self.page)
        person = self._window.who.person
        present = KnownPerson(person.login, person.name) if person is not None and asked is not Asked.SIGN_IN else None
        self.page.ask(asked, self._known, present, fault)

    def _on_submitted(self, login: str, password: str) -> None:
        unlocking = self.page.asked is Asked.LOCKED
        work = (lambda: self._people.unlock(password)) if unlocking else (lambda: self._people.sign_in(login, password))
        self._run(work, self._enter, self._on_refused)

    def _on_refused(self, error: Exception) -> None:
        shown = known(error)
        if shown is None:
            self.page.refuse("Błąd programu. Spróbuj jeszcze raz.")
            self._window.show_failure(error)
        elif self._people.current() is None and self._window.who.person is not None:
            self._left(f"{shown.message} {shown.hint}".strip())
        else:
            self.page.refuse(f"{shown.message} {shown.hint}".strip())

    def _enter(self, person: SignedIn) -> None:
        """The window is this person's."""
        before = self._window.who.person
        other = before is None or before.login != person.login
        same_rights = before is None or before.roles == person.roles
        if other:
            self._window.make_theirs(person)
        self._window.who.set(person)
        self._known = [one for one in self._known if one.login != person.login]
        self._known.insert(0, KnownPerson(person.login, person.name))
        self._cover.take_off(same_rights=same_rights)
        self.idle.start()
        if person.notice:
            self._window.status.say(person.notice)
        elif other and before is not None and before.login:
            self._window.status.say(self._taken_over(before, person))

    def _taken_over(self, before: SignedIn, now: SignedIn) -> str:
        left = self._window.work_in_hand()
        begun = f" Pisma w toku: rozpoczęte przez {before.name}." if left else ""
        return f"Teraz pracuje {now.name}.{begun}"

    def _back(self) -> None:
        self._cover.take_off(same_rights=True)
        self.idle.start()

    def _left(self, fault: str) -> None:
        self._window.who.set(None)
        self._ask(Asked.SIGN_IN, fault)

    def _look(self) -> None:
        self._run(self._people.check, self._on_looked)

    def _on_looked(self, error: Exception | None) -> None:
        shown = known(error) if error is not None else None
        if shown is not None and not self._cover.covered:
            self._ask(Asked.LOCKED, f"{shown.message} {shown.hint}".strip())

    def _on_heard(self, person: SignedIn | None, error: Exception | None) -> None:
        """The central spoke: it put the person out, or they may work on for longer."""
        if person is not None:
            present = self._window.who.person
            if present is not None and present.login == person.login:
                self._window.who.set(person)
            return
        shown = known(error) if error is not None else None
        self._left(f"{shown.message} {shown.hint}".strip() if shown is not None else "")

    def _hear(self, person: SignedIn | None, error: Exception | None) -> None:
        if shiboken6.isValid(self):
            self._heard.emit(person, error)

    def _minutes(self) -> float:
        kept = self._window.station.choices.get(LOCK_CHOICE, str(self._window.station.lock_minutes))
        return float(kept) if kept.isdecimal() else float(self._window.station.lock_minutes)

    def _run(
        self,
        work: Callable[[], object],
        done: Callable[..., None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        self._window.jobs.submit("people", lambda _job: work(), done, failed, owner=self, cancellable=False)

    def _add_commands(self) -> None:
        add = self._window.commands.add
        add(Command("Zablokuj okno", "Ctrl+L", self.lock, "Osoba"))
        add(Command("Przełącz osobę", "Ctrl+Shift+L", self.switch, "Osoba"))
        add(Command("Wyloguj", "", self.sign_out, "Osoba"))
