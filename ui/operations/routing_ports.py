"""What the windows ask about routing, "Do mnie", tasks and what waits. Methods run on a lane and may take a while."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ui.operations.routing_facts import (
    AssignedFilter,
    AssignedLetter,
    AssignedLook,
    AssignedRow,
    RoutingBefore,
    RoutingChoices,
    RoutingForm,
    Settling,
    TaskLine,
    WaitingLook,
)


class Assigned(Protocol):
    """What is assigned to the person signed in and their unit."""

    def look(self, which: AssignedFilter, top: str | None, current: str | None, limit: int) -> AssignedLook:
        """The list now, with rows around the letter `top` and the places of both letters (item ids)."""
        ...

    def rows(self, which: AssignedFilter, offset: int, limit: int) -> Sequence[AssignedRow]: ...
    def open(self, row: AssignedRow) -> AssignedLetter:
        """A letter with its scan as far as it is here; it counts as read from now on."""
        ...

    def subscribe(self, callback: Callable[[frozenset[str]], None]) -> None:
        """Hear on another thread which records came or changed, by their ids."""
        ...


class Routing(Protocol):
    """Assigning and returning."""

    def choices(self) -> RoutingChoices: ...
    def before(self, document_uid: str) -> RoutingBefore: ...
    def assign(self, document_uid: str, form: RoutingForm) -> None: ...
    def give_back(self, document_uid: str, reason: str) -> None: ...


class Tasks(Protocol):
    """Matters a person must clear up."""

    def open(self) -> list[TaskLine]: ...
    def settle(self, task_id: str, choice: Settling) -> None: ...


class Waits(Protocol):
    """What waits for the central."""

    def look(self) -> WaitingLook: ...
    def try_now(self) -> None:
        """Don't wait for the next try; from any thread."""
        ...


@dataclass(frozen=True)
class Inbox:
    """The four together, as the station gives them. Without a central nothing waits and there are no tasks."""

    assigned: Assigned
    routing: Routing
    tasks: Tasks | None = None
    waits: Waits | None = None
