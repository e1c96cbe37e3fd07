"""Return a misrouted item to the registry, with a reason."""

from __future__ import annotations

from dataclasses import replace

from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.incoming import IncomingItem
from kancelaria.domain.item_state import ItemAction, move
from kancelaria.services.amend import existing, save_changed
from kancelaria.services.ports import UnitOfWork, Workplace


def return_item(document_uid: str, reason: str, uow: UnitOfWork, at: Workplace) -> IncomingItem:
    """Send an assigned item back to the registry; the reason stands in its remarks, for all who read it."""
    if not reason.strip():
        raise InvalidInput("reason_missing", "Podaj przyczynę zwrotu.", subject="reason")
    with uow:
        before = existing(document_uid, uow)
        after = replace(
            before,
            state=move(before.state, ItemAction.RETURN, before.document_uid),
            remarks=(*before.remarks, f"Zwrot: {reason.strip()}"),
        )
        saved = save_changed(before, after, "return", uow, at, return_reason=reason.strip())
        uow.assignments.end(before.id)
        uow.commit()
    return saved
