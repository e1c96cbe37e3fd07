"""The desk's course of work: which letter is open, what is registered, taken back, kept as draft. Draws nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from kancelaria.domain.incoming import IncomingItem, Reproduction, ReproductionExtent
from ui.desktop.drafts import DraftBook
from ui.desktop.jobs.job import Job
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.models import form_values
from ui.desktop.models.stack_state import StackState
from ui.desktop.ports import Desk, Duplicate, Letter, LetterForm, StackChanged


class DeskFlow(QObject):
    """Opens letters one after the other and registers them on the db lane."""

    opened = Signal(object)
    """The letter now open (None = none left)."""
    registered = Signal(str, object)
    """(letter key, item): safely stored."""
    taken_back = Signal(str, object)
    refused = Signal(object)
    """Faults by form field; nothing was sent."""
    alike = Signal(object)
    """Duplicates that the person hasn't been warned of yet."""
    left_out = Signal(object)
    """The open letter was this item already."""
    failed = Signal(object)

    def __init__(self, desk: Desk, jobs: JobRunner, drafts: DraftBook, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._drafts = desk, jobs, drafts
        self.state = StackState()
        self.current: str | None = None
        self.busy = False
        self.unscanned: IncomingItem | None = None
        """Registered without a scan, until another letter is opened: label and receipt are for it."""
        self._warned: set[str] = set()
        self._last: list[str] = []

    @property
    def letter(self) -> Letter | None:
        """The letter open now."""
        return self.state.letter(self.current) if self.current else None

    @property
    def item(self) -> IncomingItem | None:
        """The open letter's registration, once it has one."""
        return self.state.items.get(self.current or "")

    @property
    def last_item(self) -> IncomingItem | None:
        """The letter registered last."""
        return self.unscanned or (self.state.items.get(self._last[-1]) if self._last else None)

    def replace_letters(self, event: StackChanged) -> None:
        """Take the letters as they are now; one whose entry was voided can't be undone any more."""
        self.state.replace_letters(event)
        self._last = [key for key in self._last if key in self.state.items]

    def begin(self) -> None:
        """A new stack: everything of the last one is put away."""
        self.state.replace_letters(StackChanged(()))
        self.state.items.clear()
        self.state.taken_back.clear()
        self._warned.clear()
        self._last.clear()
        self.current = None

    def open(self, key: str | None) -> None:
        """Open a letter."""
        self.current = key
        self.unscanned = None
        self.opened.emit(self.letter)

    def open_next(self) -> None:
        """Open the next letter to confirm."""
        following = self.state.next_open(self.current)
        self.open(following.key if following else self.current)

    def step(self, steps: int) -> None:
        """Open the letter so many places further, if there is one."""
        keys = [letter.key for letter in self.state.letters]
        if self.current in keys and 0 <= (place := keys.index(self.current) + steps) < len(keys):
            self.open(keys[place])

    def open_labelled(self, document_uid: str) -> bool:
        """Open the letter that bears this identifier; False where none does."""
        for letter in self.state.letters:
            item = self.state.items.get(letter.key)
            if document_uid in (letter.label_uid, item.document_uid if item else None):
                self.open(letter.key)
                return True
        return False

    def confirm(self, form: LetterForm) -> None:
        """Register the open letter with these values: faults and duplicates are shown first."""
        letter = self.letter
        if letter is None or self.busy or letter.key in self.state.items:
            return
        form = sealed_form(form) if letter.sealed else opened_form(form)
        faults = form_values.faults(form)
        if faults:
            self.refused.emit(faults)
            return
        self._drafts.put(letter.key, form)
        key, back = letter.key, self.state.taken_back.get(letter.key)
        self.busy = True
        ask_first = back is None and key not in self._warned
        self._jobs.submit(
            "db",
            lambda _job: self._register(key, form, back, ask_first),
            lambda result: self._on_answered(key, result),
            self._on_failed,
            label="Rejestrowanie",
            owner=self,
            cancellable=False,
        )

    def undo(self) -> bool:
        """Take the last registration back to the form; False when there is none."""
        if not self._last or self.busy:
            return False
        key = self._last[-1]
        item = self.state.items[key]
        self.busy = True
        self._jobs.submit(
            "db",
            lambda _job: self._desk.undo(item),
            lambda _none: self._on_undone(key),
            self._on_failed,
            label="Cofanie",
            owner=self,
            cancellable=False,
        )
        return True

    def look_for_duplicates(self, form: LetterForm, answer: Callable[[list[Duplicate]], None]) -> Job | None:
        """Ask for letters like the open one; the answer comes only while it is still open."""
        letter = self.letter
        if letter is None or letter.key in self.state.items:
            return None
        key = letter.key

        def show(found: list[Duplicate]) -> None:
            if self.current == key:
                if found:
                    self._warned.add(key)
                answer(found)

        return self._jobs.submit("db", lambda _job: self._desk.duplicates(key, form), show, owner=self)

    def leave_out(self, document_uid: str) -> None:
        """The open letter is one in the register: it isn't registered again."""
        letter = self.letter
        if letter is None or self.busy or letter.key in self.state.items:
            return
        key = letter.key
        self.busy = True
        self._jobs.submit(
            "db",
            lambda _job: self._desk.same_letter(key, document_uid),
            lambda item: self._on_left_out(key, item),
            self._on_failed,
            label="Odkładanie pisma, które już jest",
            owner=self,
            cancellable=False,
        )

    def _on_left_out(self, key: str, item: IncomingItem) -> None:
        self.busy = False
        self._drafts.drop(key)
        following = self.state.next_open(key)
        self.left_out.emit(item)
        self.open(following.key if following and following.key != key else None)

    def _register(
        self, key: str, form: LetterForm, back: IncomingItem | None, ask_first: bool
    ) -> IncomingItem | list[Duplicate]:
        if ask_first and (found := self._desk.duplicates(key, form)):
            return found
        return self._desk.amend(back, form) if back is not None else self._desk.register(key, form)

    def _on_answered(self, key: str, result: IncomingItem | list[Duplicate]) -> None:
        self.busy = False
        if isinstance(result, list):
            self._warned.add(key)
            self.alike.emit(result)
            return
        self.state.registered(key, result)
        self._drafts.drop(key)
        self._last.append(key)
        self.registered.emit(key, result)

    def _on_undone(self, key: str) -> None:
        self.busy = False
        self._last.remove(key)
        item = self.state.take_back(key)
        self.current = key
        self.taken_back.emit(key, item)

    def _on_failed(self, error: Exception) -> None:
        self.busy = False
        self.failed.emit(error)


def opened_form(form: LetterForm) -> LetterForm:
    """A letter that is opened: what was said of its seal no longer counts."""
    return replace(form, sealed=False, sealed_reason=None, inscription=None, offer_deadline=None)


def sealed_form(form: LetterForm) -> LetterForm:
    """A sealed letter: only the envelope is known and scanned."""
    return replace(
        form,
        sealed=True,
        no_date=form.letter_date is None,
        no_reference=form.sender_reference is None,
        title=form.title or "Przesyłka nieotwierana",
        reproduction=Reproduction(ReproductionExtent.PARTIAL, "sealed"),
    )
