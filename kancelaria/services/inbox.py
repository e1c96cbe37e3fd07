"""What is assigned to a person and their unit ("Do mnie"), and having opened it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kancelaria.domain.incoming import ItemState
from kancelaria.services.journal import now_text
from kancelaria.services.ports import UnitOfWork, Workplace

RETURNED = "returned"
"""The role of a row that came back to the registry."""


class Part(StrEnum):
    """Which of the rows are shown."""

    ALL = "all"
    NEW = "new"
    OVERDUE = "overdue"
    UNIT = "unit"


@dataclass(frozen=True)
class Inbox:
    """Whose list: a person, their units; `registry`: what comes back to the registry too; `today` in Warsaw."""

    person: str
    units: tuple[str, ...]
    registry: bool
    today: str


@dataclass(frozen=True)
class InboxFilter:
    """Which rows: a part, words of a search, and an item that stays whatever the part says (it is being read)."""

    part: Part = Part.ALL
    text: str = ""
    kept: str | None = None


@dataclass(frozen=True)
class InboxRow:
    """How an item stands with this person. `role`: of routing, or `returned`; `subject` names it as seen."""

    item_id: str
    document_uid: str
    rpw_number: int | None
    rpw_year: int
    received_on: str
    sender_name: str
    title: str
    sender_reference: str | None
    case_mark: str | None
    sealed: bool
    state: ItemState
    remarks: tuple[str, ...]
    subject: str
    role: str
    unit: str | None
    person: str | None
    issuer: str | None
    issued_at: str | None
    disposition: str | None
    due_on: str | None
    urgent: bool
    seen: bool


@dataclass(frozen=True)
class InboxCounts:
    """How many rows each part has."""

    all: int = 0
    new: int = 0
    overdue: int = 0
    today: int = 0
    unit: int = 0


class InboxQueries(Protocol):
    """Reads of the list."""

    def inbox_counts(self, whose: Inbox) -> InboxCounts: ...
    def inbox_count(self, whose: Inbox, which: InboxFilter) -> int: ...
    def inbox_window(self, whose: Inbox, which: InboxFilter, offset: int, limit: int) -> Sequence[InboxRow]: ...
    def inbox_place(self, whose: Inbox, which: InboxFilter, item_id: str) -> int | None:
        """The row an item stands in, None where it isn't listed."""
        ...


def see_routed(subject: str, uow: UnitOfWork, at: Workplace) -> None:
    """The person has opened what was routed to them; it is told to nobody."""
    with uow:
        uow.assignments.see(uow.actor, subject, now_text(at))
        uow.commit()
