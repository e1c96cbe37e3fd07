"""What the window asks about notes on an item: those there are, a new one, one revoked, a withdrawal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from kancelaria.bootstrap import Office
from kancelaria.domain.incoming import IncomingItem
from kancelaria.domain.notes import FORMS, NoteKind, note_words, standing
from kancelaria.services.notes import note_item, revoke_note
from kancelaria.services.withdrawals import withdraw_item
from ui.operations.printouts import known_item
from ui.operations.routing import Names


@dataclass(frozen=True)
class NoteLine:
    """A note in force, in words; `by_hand`: it may be revoked."""

    id: str
    at: str
    who: str
    words: str
    by_hand: bool


@dataclass(frozen=True)
class NotesLook:
    """A letter's notes. `title` is empty where the letter isn't to be named."""

    document_uid: str
    title: str
    sealed: bool
    lines: tuple[NoteLine, ...]


class ItemNotes(Protocol):
    """Methods run on a lane and may take a while."""

    def look(self, document_uid: str) -> NotesLook: ...
    def add(self, document_uid: str, kind: NoteKind, details: Mapping[str, str]) -> NotesLook: ...
    def revoke(self, document_uid: str, note_id: str, why: str) -> NotesLook: ...
    def withdraw(self, document_uid: str, first_uid: str, words: str) -> NotesLook: ...


class StationNotes:
    """Notes at this station. `worker`: whoever works here, refused where their role may not amend."""

    def __init__(self, office: Office, worker: Callable[[], str]) -> None:
        self._office, self._worker = office, worker

    def look(self, document_uid: str) -> NotesLook:
        """A letter's notes in force, oldest first."""
        return self._look(known_item(self._office, document_uid))

    def add(self, document_uid: str, kind: NoteKind, details: Mapping[str, str]) -> NotesLook:
        """Write a note."""
        uow = self._office.uow(self._worker())
        return self._look(note_item(document_uid, kind, details, uow, self._office.workplace))

    def revoke(self, document_uid: str, note_id: str, why: str) -> NotesLook:
        """Take a mistaken note back."""
        uow = self._office.uow(self._worker())
        return self._look(revoke_note(document_uid, note_id, why, uow, self._office.workplace))

    def withdraw(self, document_uid: str, first_uid: str, words: str) -> NotesLook:
        """Say that this letter withdraws an earlier one."""
        uow = self._office.uow(self._worker())
        return self._look(withdraw_item(document_uid, first_uid, words, uow, self._office.workplace))

    def _look(self, item: IncomingItem) -> NotesLook:
        names = Names(self._office)
        lines = tuple(
            NoteLine(note.id, note.at, names.person(note.by), note_words(note), FORMS[note.kind].by_hand)
            for note in standing(item.notes)
        )
        return NotesLook(item.document_uid, item.title, item.sealed, lines)
