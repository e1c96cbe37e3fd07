"""What sync needs from the station's own store (a journal); what it needs of the central is in `services.exchange`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from kancelaria.services.exchange import PROTOCOL as PROTOCOL
from kancelaria.services.exchange import CentralGateway as CentralGateway
from kancelaria.services.exchange import Conflict as Conflict
from kancelaria.services.exchange import Event as Event
from kancelaria.services.exchange import FeedRow as FeedRow
from kancelaria.services.exchange import Hello as Hello
from kancelaria.services.exchange import Outcome as Outcome
from kancelaria.services.exchange import SearchRows as SearchRows
from kancelaria.services.exchange import Standing as Standing
from kancelaria.services.exchange import Verdict as Verdict
from kancelaria.services.exchange import Waiting as Waiting
from kancelaria.services.exchange import WaitingBlob as WaitingBlob
from kancelaria.services.exchange import WantedBlob as WantedBlob
from kancelaria.services.exchange import Welcome as Welcome
from kancelaria.services.ports import BlobRef

Record = tuple[str, str]
"""(aggregate, id) of a record."""


class Journal(Protocol):
    """The station's side: its outbox, what it pulled, its cursors. Each method is one transaction."""

    def streams_waiting(self) -> list[str]:
        """Streams with events that may leave, the oldest waiting event first."""
        ...

    def waiting(self, stream: str, limit: int) -> list[Event]:
        """Events not yet answered, in sequence; those of a record held back by a rejected event are left out."""
        ...

    def acknowledge(self, outcomes: Sequence[Outcome]) -> list[Record]:
        """Store the answers: numbers, base versions, conflict tasks, rejected tasks; the records they speak of."""
        ...

    def acknowledged_since(self, incarnation: str, limit: int) -> list[tuple[Event, Outcome]]:
        """Events answered by another incarnation than this one, oldest first."""
        ...

    def answered(self, stream: str, sequence: int) -> list[tuple[Event, Outcome]]:
        """Answered events of a stream from a sequence on."""
        ...

    def close_gap(self, stream: str, expected: int) -> None:
        """The central waits for this sequence: number what waits in the stream from there on."""
        ...

    def fork(self, stream: str, epoch: int, series: str) -> None:
        """This store is a copy of another: a new epoch and series from here on; waiting events move to new streams."""
        ...

    def cursors(self) -> Mapping[str, int]:
        """Audience → how far its feed is applied."""
        ...

    def lanes(self) -> Mapping[str, int]:
        """The same with the lanes beside them: what comes in bulk, and places passed over."""
        ...

    def older(self) -> Mapping[str, int]:
        """Lanes just joined → places below it in their feed are still to be read."""
        ...

    def begin(self, lane: str, newest: int) -> bool:
        """Begin a lane of an audience of which nothing is here at its newest place, and go back; False otherwise."""
        ...

    def skip(self, audience: str, position: int, to: int) -> bool:
        """Go on at `to` and leave what lies between for later; False where the cursor stands elsewhere now."""
        ...

    def apply(
        self, lane: str, rows: Sequence[FeedRow], position: int, stood: Mapping[str, int] | None = None
    ) -> list[Record]:
        """Apply a pulled batch and move the cursor, in one transaction; pending patches are reapplied on top.

        `stood`: the audience's lanes when the batch was asked for; where one has moved since, nothing is applied.
        """
        ...

    def apply_older(self, lane: str, rows: Sequence[FeedRow], stood: Mapping[str, int], before: int) -> list[Record]:
        """Apply a batch from below `before`, read while the lanes stood so; none: everything is here."""
        ...

    def join(self, audience: str) -> None: ...
    def leave(self, audience: str) -> list[Record]:
        """No longer in this audience: what only it showed is purged."""
        ...

    def settle(self) -> list[Record]:
        """Try again what had to wait: purges held by undelivered work, records whose identifier was taken."""
        ...

    def reset_cursors(self, incarnation: str) -> None: ...
    def incarnation(self) -> str | None: ...
    def waiting_blobs(self, limit: int) -> list[WaitingBlob]: ...
    def blob_done(self, item_id: str, sha256: str) -> None: ...
    def wanted_blobs(self, limit: int) -> list[WantedBlob]:
        """Files to fetch, those somebody waits for first."""
        ...

    def want_blobs(self, item_id: str) -> None:
        """Somebody opens this item: fetch its files first."""
        ...

    def expects_blob(self, sha256: str) -> bool:
        """This file, or its beginning, may lie here until the rest comes."""
        ...

    def blob_arrived(self, wanted: WantedBlob, stored: BlobRef) -> list[Record]: ...
    def waiting_search(self, limit: int, put_off: Collection[str] = ()) -> list[SearchRows]:
        """Search rows to send but of items that were put off; fewer than `limit` where they are long."""
        ...

    def search_done(self, items: Sequence[SearchRows]) -> None:
        """The central has these."""
        ...

    def grant_of(self, person: str) -> str | None: ...
    def counts(self) -> Waiting: ...
    def seal(self, epoch: int) -> str:
        """What the central knows this station by in this epoch; empty where nothing was given yet."""
        ...

    def keep_seal(self, epoch: int, seal: str) -> None: ...
    def standing(self) -> Standing:
        """What the central must know before it closes a year or gives numbers again."""
        ...

    def forget_old(self, before: str) -> int:
        """Forget events answered before an instant; how many."""
        ...
