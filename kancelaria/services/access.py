"""The access log: who viewed, printed, exported or searched what."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from kancelaria.services.journal import now_text
from kancelaria.services.ports import UnitOfWork, Workplace


class AccessKind(StrEnum):
    """What was done without changing anything."""

    VIEW = "view"
    PRINT = "print"
    EXPORT = "export"
    SEARCH = "search"


def log_access(kind: AccessKind, objects: Sequence[str], purpose: str, uow: UnitOfWork, at: Workplace) -> None:
    """Log one access to objects (identifiers; for a search the query)."""
    with uow:
        uow.access.append(now_text(at), uow.actor, kind.value, objects, purpose)
        uow.commit()
