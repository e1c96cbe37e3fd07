"""The correspondents' book grows from registrations."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from kancelaria.domain.correspondents import Correspondent, deduplication_key
from kancelaria.domain.incoming import Sender
from kancelaria.services.journal import record
from kancelaria.services.ports import UnitOfWork, Workplace


def remember_sender(sender: Sender, uow: UnitOfWork, at: Workplace, moment: str) -> Correspondent | None:
    """Add the sender to the book or count another letter of theirs. Inside a unit of work."""
    if not (sender.organisation or sender.surname):
        return None
    known = uow.correspondents.by_key(deduplication_key(sender))
    if known is None:
        fresh = Correspondent(at.ids.new(), sender, 1, moment)
        uow.correspondents.add(fresh)
        record(uow, at, "add_correspondent", ("correspondent", fresh.id), 0, _filled(sender))
        return fresh
    merged = _completed(known.sender, sender)
    again = replace(known, sender=merged, uses=known.uses + 1, last_used_at=moment)
    if merged != known.sender:
        again = replace(again, version=known.version + 1)
        record(uow, at, "complete_correspondent", ("correspondent", known.id), known.version, _filled(merged))
    uow.correspondents.save(again)
    return again


def _completed(known: Sender, seen: Sender) -> Sender:
    """What was known, with its gaps filled by what was seen now."""
    gaps: dict[str, Any] = {
        field.name: getattr(seen, field.name) for field in fields(Sender) if not getattr(known, field.name)
    }
    return replace(known, **gaps)


def _filled(sender: Sender) -> dict[str, Any]:
    return {field.name: getattr(sender, field.name) for field in fields(Sender) if getattr(sender, field.name)}
