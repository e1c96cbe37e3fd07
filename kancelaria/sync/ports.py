"""What sync needs from its two sides: the central (a gateway) and the station's own store (a journal).

Values are JSON values; instants UTC ISO 8601 with `Z`. An event's patch holds the flat field names of
`services.item_fields`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

PROTOCOL = (1, 1)
"""Lowest and highest protocol version this program speaks."""


@dataclass(frozen=True)
class Event:
    """One change made at a station; `stream` = station/person/epoch, `sequence` counts within it from 1, no gaps."""

    id: str
    stream: str
    sequence: int
    at: str
    author: str
    aggregate: str
    aggregate_id: str
    base_version: int
    patch: Mapping[str, Any]
    schema: int


class Verdict(StrEnum):
    """What became of a pushed event."""

    ACCEPTED = "accepted"
    CONFLICT = "conflict"
    REJECTED = "rejected"
    FORK = "fork"
    GAP = "gap"


@dataclass(frozen=True)
class Conflict:
    """One field changed on both sides since the base."""

    field: str
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True)
class Outcome:
    """The central's answer to one event; the same event again gets the same answer, whatever happened meanwhile.

    `position` is its place in the feed, `version` the aggregate's version after it, `given` what the central assigned
    (`rpw_number`, `rpw_year`, a case mark …). `code` and `message` say why it was rejected.
    """

    event_id: str
    verdict: Verdict
    position: int | None = None
    version: int | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    code: str = ""
    message: str = ""


@dataclass(frozen=True)
class Hello:
    """What a station says of itself at every connection. `known_incarnation`: the feed it has read so far."""

    station_id: str
    epoch: int
    application: str
    schema: int
    analyzer_version: int
    protocol: tuple[int, int] = PROTOCOL
    known_incarnation: str | None = None


@dataclass(frozen=True)
class Welcome:
    """The central's answer. `push_only` = this client is too old to read. `audiences` this person belongs to."""

    incarnation: str
    institution_id: str
    institution_name: str
    login: str
    roles: tuple[str, ...]
    audiences: tuple[str, ...]
    server_time: str
    push_only: bool = False


@dataclass(frozen=True)
class FeedRow:
    """A record as it stands at `version`, or its withdrawal (`record` None): applying it twice changes nothing."""

    position: int
    audience: str
    aggregate: str
    aggregate_id: str
    version: int
    record: Mapping[str, Any] | None


class CentralGateway(Protocol):
    """A connection to the central under one login. Not thread-safe. Raises CentralError (kancelaria.domain.errors)."""

    def hello(self, hello: Hello) -> Welcome: ...
    def grant(self) -> str:
        """A push-only delivery grant for this person, to be kept by the station."""
        ...

    def push(self, events: Sequence[Event], grant: str | None = None) -> list[Outcome]:
        """Events of one stream in sequence; with a grant for the person who left them behind."""
        ...

    def restore(self, acknowledged: Sequence[tuple[Event, Outcome]]) -> list[Outcome]:
        """After a restore of the central: events it had accepted, with the numbers it had given."""
        ...

    def newest(self) -> Mapping[str, int]:
        """Audience → newest feed position; tiny, polled twice a second."""
        ...

    def pull(self, audience: str, after: int, limit: int) -> list[FeedRow]: ...
    def uploaded(self, item_id: str, sha256: str) -> int:
        """Bytes of this scan the central holds."""
        ...

    def upload(self, item_id: str, sha256: str, size: int, media_type: str, offset: int, data: bytes) -> int: ...
    def download(self, item_id: str, sha256: str, offset: int, limit: int) -> bytes: ...
    def put_search(self, item_id: str, analyzer_version: int, rows: Sequence[tuple[str, str]]) -> None:
        """(lemmas, surface) rows of an item's text."""
        ...

    def search(self, alternatives: Sequence[Sequence[str]], limit: int) -> list[Mapping[str, Any]]: ...
    def close(self) -> None: ...


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
