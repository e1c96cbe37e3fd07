"""Confirm an item: a person checked what was read; from now on the registration facts are frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kancelaria.domain.incoming import IncomingItem
from kancelaria.domain.item_state import ItemAction, move
from kancelaria.domain.registration import refuse_incomplete
from kancelaria.services.amend import FieldValue, amended, existing, save_changed
from kancelaria.services.correspondents import remember_sender
from kancelaria.services.journal import now_text
from kancelaria.services.ports import UnitOfWork, Workplace


def confirm_item(
    document_uid: str,
    uow: UnitOfWork,
    at: Workplace,
    changes: Mapping[str, FieldValue] | None = None,
    base_version: int | None = None,
) -> IncomingItem:
    """Confirm an item, with last corrections in the same transaction; refused until everything required is known."""
    with uow:
        before = existing(document_uid, uow, base_version)
        state = move(before.state, ItemAction.CONFIRM, before.document_uid)
        checked = amended(before, changes or {})
        refuse_incomplete(checked)
        saved = save_changed(before, replace(checked, state=state), "confirm", uow, at)
        if saved.sender != before.sender:
            remember_sender(saved.sender, uow, at, now_text(at), checked=True)
        uow.commit()
    return saved
