"""Withdrawal by the sender: a new item linked to the first. The first is never voided for it."""

from __future__ import annotations

from kancelaria.domain.errors import InvalidInput, StateForbids
from kancelaria.domain.incoming import IncomingItem, ItemState
from kancelaria.domain.notes import NoteKind, of_kind
from kancelaria.services.amend import existing
from kancelaria.services.notes import add_note
from kancelaria.services.ports import UnitOfWork, Workplace

LINK = "withdraws"


def withdraw_item(new_uid: str, first_uid: str, words: str, uow: UnitOfWork, at: Workplace) -> IncomingItem:
    """Say that a registered letter withdraws an earlier one; both carry a note, both stay in the register.

    The same again changes nothing.
    """
    with uow:
        new, first = existing(new_uid, uow), existing(first_uid, uow)
        _refuse(new, first)
        if (LINK, first.id) in uow.items.links(new.id):
            return new
        said = {"words": words.strip()} if words.strip() else {}
        saved = add_note(
            new, NoteKind.WITHDRAWS, {"document_uid": first.document_uid, "item_id": first.id} | said, uow, at
        )
        add_note(first, NoteKind.WITHDRAWN, {"document_uid": new.document_uid, "item_id": new.id} | said, uow, at)
        uow.items.link(new.id, LINK, first.id)
        uow.commit()
    return saved


def _refuse(new: IncomingItem, first: IncomingItem) -> None:
    if new.id == first.id:
        raise InvalidInput("withdraws_itself", "Pismo nie może wycofać samego siebie.", subject=new.document_uid)
    for item in (new, first):
        if item.state is ItemState.VOIDED:
            raise StateForbids(
                "withdrawal_voided", f"Pozycja {item.document_uid} jest anulowana.",
                "Wycofanie wskazuje pismo, które jest w rejestrze.", item.document_uid,
            )  # fmt: skip
    if first.registered_at > new.registered_at:
        raise InvalidInput(
            "withdrawal_order", "Wycofanie musi być zarejestrowane później niż pismo, które wycofuje.",
            "Podaj najpierw identyfikator wycofania, potem wycofywanego pisma.", first.document_uid,
        )  # fmt: skip
    if any(note.details["item_id"] != new.id for note in of_kind(first.notes, NoteKind.WITHDRAWN)):
        raise StateForbids(
            "withdrawn_already", "To pismo zostało już wycofane innym pismem.", subject=first.document_uid
        )
