"""Void a mistaken entry: the number stays, with the reason; nothing is ever deleted."""

from __future__ import annotations

from dataclasses import replace

from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.incoming import IncomingItem
from kancelaria.domain.item_state import ItemAction, move
from kancelaria.services.amend import existing, save_changed
from kancelaria.services.journal import now_text
from kancelaria.services.ports import UnitOfWork, Workplace


def void_item(
    document_uid: str, reason: str, uow: UnitOfWork, at: Workplace, replaced_by: tuple[str, ...] = ()
) -> IncomingItem:
    """Void an entry; `replaced_by` names the items registered instead (a wrong split)."""
    if not reason.strip():
        raise InvalidInput("reason_missing", "Podaj przyczynę anulowania.", subject="reason")
    with uow:
        before = existing(document_uid, uow)
        voided = replace(
            before,
            state=move(before.state, ItemAction.VOID, before.document_uid),
            void_reason=reason.strip(),
        )
        successors = [existing(uid, uow) for uid in replaced_by]
        saved = save_changed(before, voided, "void", uow, at)
        uow.register.strike(saved, reason.strip(), now_text(at), uow.actor)
        for successor in successors:
            uow.items.link(successor.id, "replaces", saved.id)
        uow.commit()
    return saved
