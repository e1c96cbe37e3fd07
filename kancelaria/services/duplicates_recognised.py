"""A person says that the paper at hand is a registered letter once more."""

from __future__ import annotations

from collections.abc import Sequence

from kancelaria.domain.errors import StateForbids
from kancelaria.domain.incoming import IncomingItem, ItemState
from kancelaria.services.amend import existing
from kancelaria.services.journal import now_text
from kancelaria.services.ports import UnitOfWork, Workplace


def recognise_duplicate(document_uid: str, pages: Sequence[str], uow: UnitOfWork, at: Workplace) -> IncomingItem:
    """Paper at hand is this registered letter once more: nothing is registered, and its history says so.

    `pages`: hashes of the pages scanned now.
    """
    with uow:
        item = existing(document_uid, uow)
        if item.state is ItemState.VOIDED:
            raise StateForbids(
                "item_voided", "Ta pozycja jest anulowana, więc pismo trzeba zarejestrować.",
                "Zarejestruj je zwykłym sposobem.", item.document_uid,
            )  # fmt: skip
        uow.audit.append(now_text(at), uow.actor, "recognise_duplicate", ("item", item.id), {"pages": list(pages)})
        uow.commit()
    return item
