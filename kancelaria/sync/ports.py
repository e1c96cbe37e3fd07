"""What sync needs from the station's own store (a journal); what it needs of the central is in `services.exchange`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kancelaria.services.exchange import PROTOCOL as PROTOCOL
from kancelaria.services.exchange import CentralGateway as CentralGateway
from kancelaria.services.exchange import Conflict as Conflict
from kancelaria.services.exchange import Event as Event
from kancelaria.services.exchange import FeedRow as FeedRow
from kancelaria.services.exchange import Hello as Hello
from kancelaria.services.exchange import Outcome as Outcome
from kancelaria.services.exchange import Verdict as Verdict
from kancelaria.services.exchange import Welcome as Welcome


@dataclass(frozen=True)
class WaitingBlob:
    """A scan or rendition the central doesn't hold whole yet."""

    item_id: str
    sha256: str
    size: int
    media_type: str


class Journal(Protocol):
    """The station's side: its outbox, what it pulled, its cursors. Each method is one transaction."""

    def streams_waiting(self) -> list[str]: ...
    def waiting(self, stream: str, limit: int) -> list[Event]:
        """Events not yet answered, in sequence; those of an aggregate held back by a rejected one are left out."""
        ...

    def acknowledge(self, outcomes: Sequence[Outcome]) -> None:
        """Store the answers: numbers, base versions, conflict tasks, rejected tasks."""
        ...

    def acknowledged_since(self, incarnation: str) -> list[tuple[Event, Outcome]]: ...
    def fork(self, stream: str) -> None:
        """This store is a copy of another: a new epoch and series from here on; waiting events move to new streams."""
        ...

    def cursors(self) -> Mapping[str, int]: ...
    def apply(self, audience: str, rows: Sequence[FeedRow], position: int) -> None:
        """Apply a pulled batch and move the cursor, in one transaction; pending patches are reapplied on top."""
        ...

    def join(self, audience: str) -> None: ...
    def leave(self, audience: str) -> None:
        """No longer in this audience: what only it showed is purged."""
        ...

    def reset_cursors(self, incarnation: str) -> None: ...
    def incarnation(self) -> str | None: ...
    def waiting_blobs(self, limit: int) -> list[WaitingBlob]: ...
    def blob_done(self, item_id: str, sha256: str) -> None: ...
    def waiting_search(self, limit: int) -> list[tuple[str, int, list[tuple[str, str]]]]: ...
    def search_done(self, item_id: str, analyzer_version: int) -> None: ...
    def grant_of(self, person: str) -> str | None: ...
