"""What a station and the central say to each other. Both sides import it from here; `sync.ports` names it again.

Values are JSON values; instants UTC ISO 8601 with `Z`. An event's patch holds the flat field names of
`services.item_fields`; of another aggregate the field names of its record.

The rules both sides keep:
- A known event id gets its original outcome again, in whatever stream and at whatever sequence it comes.
- A sequence taken by another event id is FORK, one that leaves a hole is GAP; both end the batch and take no sequence.
  ACCEPTED, CONFLICT and REJECTED take their sequence. `given["expected"]` of a GAP is the sequence it waits for.
- Behind a REJECTED event later events of the same aggregate in the same push are REJECTED with code `held_back`.
- `base_version` is the aggregate's version the station had last taken in from the central when the change was made
  (0: none). A field conflicts where a *different station or epoch* (first and last part of the stream) changed it to
  another value in a later version: a station's own changes never conflict with each other.
- CONFLICT: the fields listed in `conflicts` were left as they are; the others of the event were accepted.
- Every accepted change of an aggregate raises its version by one and puts the whole record, as it then stands, into
  the feed of each of its audiences (`FeedRow.record`: the fields of the patch, `given` ones among them).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

PROTOCOL = (1, 1)
"""Lowest and highest protocol version this program speaks."""


LATE = "late:"
"""Before an audience's name: the lane of its feed for what comes in bulk, read between what people are doing now."""
_GAP = "gap:"


def gap_lane(audience: str, to: int) -> str:
    """What a station calls the places of a feed it passed over to read the newest first, up to and with `to`."""
    return f"{_GAP}{to}:{audience}"


def gap_end(lane: str) -> int | None:
    """The last place of such a gap; None for a feed itself."""
    return int(lane.split(":", 2)[1]) if lane.startswith(_GAP) else None


def feed_of(lane: str) -> str:
    """The feed, as the central knows it, that a lane is read from."""
    return lane.split(":", 2)[2] if lane.startswith(_GAP) else lane


def audience_of(lane: str) -> str:
    """Whose feed a lane belongs to."""
    return feed_of(lane).removeprefix(LATE)


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
    seal: str = ""
    """The central's own mark on event and answer: a restored central takes back nothing without it."""
    number_seal: str = ""
    """Its mark on the number alone: that it was given."""


@dataclass(frozen=True)
class Hello:
    """What a station says of itself at every connection. `known_incarnation`: the feed it has read so far.

    `seal`: what the central gave this station and epoch at first; nobody else speaks for it.
    """

    station_id: str
    epoch: int
    application: str
    schema: int
    analyzer_version: int
    protocol: tuple[int, int] = PROTOCOL
    known_incarnation: str | None = None
    seal: str = ""


@dataclass(frozen=True)
class Welcome:
    """The central's answer. `push_only` = this client is too old to read. `audiences` this person belongs to.

    `seal`: this station's, to be kept; none where it has one and didn't show it.
    """

    incarnation: str
    institution_id: str
    institution_name: str
    login: str
    roles: tuple[str, ...]
    audiences: tuple[str, ...]
    server_time: str
    push_only: bool = False
    seal: str = ""


SearchRows = tuple[str, int, list[tuple[str, str]]]
"""An item, the version of the analyser, and its (lemmas, surface) rows."""


@dataclass(frozen=True)
class FeedRow:
    """A record as it stands at `version`, or its withdrawal (`record` None): applying it twice changes nothing.

    `number_seal`: the central's mark that the record's register number was given; only the highest of a page has it.
    """

    position: int
    audience: str
    aggregate: str
    aggregate_id: str
    version: int
    record: Mapping[str, Any] | None
    number_seal: str = ""


SealedNumber = tuple[int, str]
"""A register number with the central's mark that it was given."""


def entered(aggregate: str, record: Mapping[str, Any]) -> tuple[str, int] | None:
    """The register a record is entered in, as `Standing.highest` names it, and its number there; None without one."""
    year, number, prefix = (
        ("year", "number", "outgoing/") if aggregate == "outgoing" else ("rpw_year", "rpw_number", "")
    )
    if record.get(number) is None:
        return None
    return f"{prefix}{record[year]}", int(record[number])


@dataclass(frozen=True)
class Standing:
    """What a station says of itself at every connection, once it has given back what a restored central lost.

    `waiting`: registrations the central hasn't accepted, by year; `highest`: the highest register number seen, by year
    ("2026") and of the outgoing register ("outgoing/2026").
    """

    waiting: Mapping[int, int] = field(default_factory=dict)
    highest: Mapping[str, SealedNumber] = field(default_factory=dict)


class CentralGateway(Protocol):
    """A connection to the central under one login. Not thread-safe. Raises CentralError (kancelaria.domain.errors)."""

    def hello(self, hello: Hello) -> Welcome: ...
    def series(self, point: str) -> str:
        """The label series of this station and epoch (as said in `hello`): unique everywhere, always the same."""
        ...

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
        """Audience, and lane of one → newest feed position; tiny, polled twice a second."""
        ...

    def pull(self, audience: str, after: int, limit: int) -> list[FeedRow]:
        """News behind a place; of a record that changed several times the last row alone."""
        ...

    def pull_older(self, audience: str, before: int, limit: int) -> list[FeedRow]:
        """What stands before a place, newest first, for whoever joins; none: there is no more."""
        ...

    def report(self, point: str, standing: Standing) -> bool:
        """How this station stands, having given back all it knew; True while the central still waits for others."""
        ...

    def uploaded(self, item_id: str, sha256: str, grant: str | None = None) -> int:
        """Bytes of this scan the central holds; with a grant where another person left the scan behind."""
        ...

    def upload(self, item_id: str, sha256: str, size: int, media_type: str, offset: int, data: bytes,
               grant: str | None = None) -> int: ...  # fmt: skip
    def download(self, item_id: str, sha256: str, offset: int, limit: int) -> bytes: ...
    def put_search(self, items: Sequence[SearchRows]) -> list[bool]:
        """Search rows of several items at once: whether each was taken; those it says nothing of come again."""
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
    author: str = ""


@dataclass(frozen=True)
class WantedBlob:
    """A rendition known here by its record only."""

    rendition_id: str
    item_id: str
    sha256: str
    kind: str
    made_at: str


@dataclass(frozen=True)
class Waiting:
    """What waits at this station: events by author, those held behind a task, files each way, open tasks, feeds."""

    events: Mapping[str, int] = field(default_factory=dict)
    held: int = 0
    uploads: int = 0
    downloads: int = 0
    tasks: int = 0
    older: int = 0
    """Feeds of which older parts are still to come."""

    @property
    def total(self) -> int:
        """All waiting events."""
        return sum(self.events.values())
