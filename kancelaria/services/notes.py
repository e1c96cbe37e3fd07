"""Notes on an item: found or done, written once; a mistaken one is revoked by another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kancelaria.domain.errors import InvalidInput, NotFound, StateForbids
from kancelaria.domain.incoming import IncomingItem, ItemState
from kancelaria.domain.notes import FORMS, ItemNote, NoteKind, checked_details, note_words, of_kind, standing
from kancelaria.services.amend import existing
from kancelaria.services.journal import now_text, record_item_change
from kancelaria.services.ports import UnitOfWork, Workplace

MOST_NOTES = 200
_OF_UNOPENED = frozenset({NoteKind.OPENED, NoteKind.OPENED_BY_MISTAKE, NoteKind.HANDED_UNOPENED})
_ONCE = frozenset({NoteKind.OPENED, NoteKind.OPENED_BY_MISTAKE})


def note_item(
    document_uid: str, kind: NoteKind, details: Mapping[str, Any], uow: UnitOfWork, at: Workplace
) -> IncomingItem:
    """Write a note a person makes; kinds that other actions write are refused."""
    if not FORMS[kind].by_hand:
        raise InvalidInput(
            "note_not_by_hand", f"Adnotację „{FORMS[kind].title}” zapisuje inna czynność.",
            "Zobacz: kancelaria note --help.", kind.value,
        )  # fmt: skip
    typed = checked_details(kind, details)
    if kind is NoteKind.OPENED_BY_MISTAKE and typed["closed"] < typed["moment"]:
        raise InvalidInput(
            "closed_before_opened", "Przesyłkę zamknięto wcześniej, niż otwarto.", "Popraw godziny.", "closed"
        )
    with uow:
        before = existing(document_uid, uow)
        _refuse_kind(before, kind)
        saved = add_note(before, kind, typed, uow, at)
        uow.commit()
    return saved


def revoke_note(document_uid: str, note_id: str, why: str, uow: UnitOfWork, at: Workplace) -> IncomingItem:
    """Take a mistaken note back; it stays in the history."""
    typed = checked_details(NoteKind.REVOKED, {"note": note_id, "words": why})
    with uow:
        before = existing(document_uid, uow)
        found = next((note for note in standing(before.notes) if note.id == note_id), None)
        if found is None:
            raise NotFound("note_unknown", "To pismo nie ma takiej adnotacji.", "Może już ją odwołano.", note_id)
        if not FORMS[found.kind].by_hand:
            raise StateForbids("note_kept", f"Adnotacji „{note_words(found)}” nie można odwołać.", subject=note_id)
        saved = add_note(before, NoteKind.REVOKED, typed, uow, at)
        uow.commit()
    return saved


def add_note(
    before: IncomingItem, kind: NoteKind, details: Mapping[str, Any], uow: UnitOfWork, at: Workplace
) -> IncomingItem:
    """Write a note with its traces. Inside a unit of work.

    The search rows stay as they are: a note is no part of the letter.
    """
    if before.state is ItemState.VOIDED:
        raise StateForbids(
            "note_voided", "Anulowana pozycja nie przyjmuje adnotacji.",
            "Zapisz ją przy piśmie, które tę pozycję zastąpiło.", before.document_uid,
        )  # fmt: skip
    if len(before.notes) >= MOST_NOTES:
        raise StateForbids("notes_full", f"Pismo ma już {MOST_NOTES} adnotacji.", subject=before.document_uid)
    note = ItemNote(at.ids.new(), kind, now_text(at), uow.actor, dict(details))
    saved = replace(before, notes=(*before.notes, note), version=before.version + 1)
    uow.items.save(saved)
    record_item_change(uow, at, "note", before, saved)
    return saved


def note_json(note: ItemNote) -> dict[str, Any]:
    """A note as scripts see it."""
    return {
        "id": note.id, "kind": note.kind.value, "at": note.at, "by": note.by, "details": dict(note.details),
        "words": note_words(note),
    }  # fmt: skip


def _refuse_kind(before: IncomingItem, kind: NoteKind) -> None:
    if not before.sealed and kind in _OF_UNOPENED:
        raise StateForbids(
            "note_not_sealed", "To pismo nie jest zarejestrowane jako przesyłka nieotwierana.",
            "Anuluj pozycję i zarejestruj ją na podstawie koperty (F8).", before.document_uid,
        )  # fmt: skip
    if kind in _ONCE and of_kind(before.notes, kind):
        raise StateForbids(
            "note_there", f"Jest już adnotacja „{FORMS[kind].title}”.",
            "Jeśli jest błędna, najpierw ją odwołaj.", before.document_uid,
        )  # fmt: skip
