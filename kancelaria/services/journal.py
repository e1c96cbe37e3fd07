"""Every change leaves two traces in its own transaction: the audit entry and the event for the central."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kancelaria.domain.incoming import IncomingItem
from kancelaria.domain.numbering import instant_text
from kancelaria.services.item_fields import changed_fields, filled_fields
from kancelaria.services.ports import UnitOfWork, Workplace


def now_text(at: Workplace) -> str:
    """This moment as it is stored."""
    return instant_text(at.clock.now())


def record(
    uow: UnitOfWork,
    at: Workplace,
    action: str,
    aggregate: tuple[str, str],
    base_version: int,
    patch: Mapping[str, Any],
    audited: Mapping[str, Any] | None = None,
) -> None:
    """Append the audit entry and the outbox event of one change of an aggregate (kind, id)."""
    moment = now_text(at)
    uow.audit.append(moment, uow.actor, action, aggregate, patch if audited is None else audited)
    uow.outbox.append(at.ids.new(), moment, uow.actor, aggregate, base_version, patch)


def record_new_item(uow: UnitOfWork, at: Workplace, item: IncomingItem) -> None:
    """The traces of a registration."""
    record(uow, at, "register", ("item", item.id), 0, filled_fields(item))


def record_item_change(
    uow: UnitOfWork, at: Workplace, action: str, before: IncomingItem, after: IncomingItem, **extra: Any
) -> None:
    """The traces of a change: the event carries new values, the audit old and new."""
    changes = changed_fields(before, after)
    patch = {name: new for name, (_, new) in changes.items()} | extra
    audited = {name: {"old": old, "new": new} for name, (old, new) in changes.items()} | extra
    record(uow, at, action, ("item", after.id), before.version, patch, audited)
