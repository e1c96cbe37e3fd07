"""The read text and suggestions of an item, where they come after its registration; and re-indexing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from kancelaria.domain.errors import NotFound
from kancelaria.domain.incoming import IncomingItem, Suggestion
from kancelaria.services.amend import reindex_item, save_changed
from kancelaria.services.ports import UnitOfWork, Workplace

BATCH = 200


def attach_reading(
    item_id: str, text: str, uow: UnitOfWork, at: Workplace, suggestions: Sequence[Suggestion] | None = None
) -> IncomingItem:
    """Set the read text (pages parted by form feeds); a sealed item is never read."""
    with uow:
        before = uow.items.get(item_id)
        if before is None:
            raise NotFound("item_unknown", "Nie ma takiego pisma.", subject=item_id)
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        if before.sealed or (before.text_sha256 == sha256 and suggestions is None):
            return before
        kept = before.suggestions if suggestions is None else tuple(suggestions)
        uow.items.set_reading(item_id, text, kept)
        saved = save_changed(before, replace(before, text_sha256=sha256, suggestions=kept), "read", uow, at)
        uow.commit()
    return saved


def reindex_batch(uow: UnitOfWork, at: Workplace, batch: int = BATCH) -> int:
    """Bring rows of an older analyser up to date, a batch at a time; how many items were done (0 = finished)."""
    with uow:
        outdated = uow.search.outdated(at.analyzer.version, batch)
        for item_id in outdated:
            item = uow.items.get(item_id)
            if item is not None:
                reindex_item(item, uow.items.text(item_id), uow, at)
        uow.commit()
    return len(outdated)
