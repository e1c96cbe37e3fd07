"""A journal in memory for the tests of the engine's parts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kancelaria.services.exchange import (
    Event,
    FeedRow,
    Outcome,
    SearchRows,
    Standing,
    Verdict,
    Waiting,
    WaitingBlob,
    WantedBlob,
    audience_of,
    gap_end,
    gap_lane,
)
from kancelaria.services.ports import BlobRef

STATION = "station-1"


def event(number: int, author: str = "anna", aggregate: str = "correspondent", **patch: object) -> Event:
    name = f"{'e' if author == 'anna' else author}{number}"
    said = patch or {"organisation": f"Firma {number}"}
    stream, at = f"{STATION}/{author}/0", "2026-11-20T09:14:00.000Z"
    return Event(name, stream, number, at, author, aggregate, f"r{number}", 0, said, 1)


@dataclass
class MemoryJournal:
    """Keeps what it is told."""

    outbox: list[Event] = field(default_factory=list)
    answers: dict[str, tuple[Event, Outcome, str]] = field(default_factory=dict)
    positions: dict[str, int] = field(default_factory=dict)
    rows: list[FeedRow] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    known_incarnation: str | None = None
    resets: list[str] = field(default_factory=list)
    uploads: list[WaitingBlob] = field(default_factory=list)
    downloads: list[WantedBlob] = field(default_factory=list)
    wanted: list[str] = field(default_factory=list)
    arrived: list[str] = field(default_factory=list)
    search: list[SearchRows] = field(default_factory=list)
    grants: dict[str, str] = field(default_factory=dict)
    gaps: list[tuple[str, int]] = field(default_factory=list)
    forks: list[tuple[str, int, str]] = field(default_factory=list)
    deaf: bool = False
    forgotten: list[str] = field(default_factory=list)
    fresh: bool = False
    seals: dict[int, str] = field(default_factory=dict)
    below: dict[str, int] = field(default_factory=dict)

    def _open(self) -> list[Event]:
        return [each for each in self.outbox if each.id not in self.answers]

    def streams_waiting(self) -> list[str]:
        return list(dict.fromkeys(each.stream for each in self._open()))

    def waiting(self, stream: str, limit: int) -> list[Event]:
        return [each for each in self._open() if each.stream == stream][:limit]

    def acknowledge(self, outcomes: Sequence[Outcome]) -> list[tuple[str, str]]:
        known = {each.id: each for each in self.outbox}
        for outcome in outcomes:
            if outcome.verdict not in (Verdict.FORK, Verdict.GAP) and not self.deaf:
                self.answers[outcome.event_id] = (known[outcome.event_id], outcome, self.known_incarnation or "")
        return [(known[o.event_id].aggregate, known[o.event_id].aggregate_id) for o in outcomes]

    def acknowledged_since(self, incarnation: str, limit: int) -> list[tuple[Event, Outcome]]:
        return [(e, o) for e, o, stamp in self.answers.values() if stamp != incarnation][:limit]

    def answered(self, stream: str, sequence: int) -> list[tuple[Event, Outcome]]:
        return [(e, o) for e, o, _ in self.answers.values() if e.stream == stream and e.sequence >= sequence]

    def close_gap(self, stream: str, expected: int) -> None:
        self.gaps.append((stream, expected))
        number = expected
        for place, each in enumerate(self.outbox):
            if each.stream == stream and each.id not in self.answers:
                self.outbox[place] = replace(each, sequence=number)
                number += 1

    def fork(self, stream: str, epoch: int, series: str) -> None:
        self.forks.append((stream, epoch, series))
        moved = 0
        for place, each in enumerate(self.outbox):
            if each.stream == stream and each.id not in self.answers:
                moved += 1
                name = f"{stream.rsplit('/', 1)[0]}/{epoch}"
                self.outbox[place] = replace(each, stream=name, sequence=moved)

    def cursors(self) -> Mapping[str, int]:
        return {lane: position for lane, position in self.positions.items() if audience_of(lane) == lane}

    def lanes(self) -> Mapping[str, int]:
        return dict(self.positions)

    def skip(self, audience: str, position: int, to: int) -> bool:
        assert self.positions[audience] == position
        self.positions |= {audience: to, gap_lane(audience, to): position}
        return True

    def apply(
        self, lane: str, rows: Sequence[FeedRow], position: int, stood: Mapping[str, int] | None = None
    ) -> list[tuple[str, str]]:
        self.rows += rows
        self.positions[lane] = position
        if gap_end(lane) == position:
            del self.positions[lane]
        return [(row.aggregate, row.aggregate_id) for row in rows]

    def older(self) -> Mapping[str, int]:
        return dict(self.below)

    def begin(self, lane: str, newest: int) -> bool:
        if self.fresh:
            self.positions[lane], self.below[lane] = newest, newest + 1
        return self.fresh

    def apply_older(
        self, audience: str, rows: Sequence[FeedRow], stood: Mapping[str, int], before: int
    ) -> list[tuple[str, str]]:
        assert (self.positions[audience], self.below.pop(audience)) == (stood[audience], before)
        self.rows += rows
        if rows:
            self.below[audience] = min(row.position for row in rows)
        return [(row.aggregate, row.aggregate_id) for row in rows]

    def join(self, audience: str) -> None:
        self.positions[audience] = 0

    def leave(self, audience: str) -> list[tuple[str, str]]:
        self.left.append(audience)
        del self.positions[audience]
        return []

    def settle(self) -> list[tuple[str, str]]:
        return []

    def reset_cursors(self, incarnation: str) -> None:
        self.resets.append(incarnation)
        self.known_incarnation = incarnation

    def incarnation(self) -> str | None:
        return self.known_incarnation

    def waiting_blobs(self, limit: int) -> list[WaitingBlob]:
        return self.uploads[:limit]

    def blob_done(self, item_id: str, sha256: str) -> None:
        self.uploads = [blob for blob in self.uploads if (blob.item_id, blob.sha256) != (item_id, sha256)]

    def wanted_blobs(self, limit: int) -> list[WantedBlob]:
        return self.downloads[:limit]

    def want_blobs(self, item_id: str) -> None:
        self.wanted.append(item_id)

    def expects_blob(self, sha256: str) -> bool:
        return any(each.sha256 == sha256 for each in self.downloads)

    def blob_arrived(self, wanted: WantedBlob, stored: BlobRef) -> list[tuple[str, str]]:
        self.downloads.remove(wanted)
        self.arrived.append(stored.sha256)
        return [("rendition", wanted.rendition_id)]

    def waiting_search(self, limit: int, put_off: Collection[str] = ()) -> list[SearchRows]:
        return [each for each in self.search if each[0] not in put_off][:limit]

    def search_done(self, items: Sequence[SearchRows]) -> None:
        self.search = [each for each in self.search if each not in items]

    def grant_of(self, person: str) -> str | None:
        return self.grants.get(person)

    def counts(self) -> Waiting:
        authors = [each.author for each in self._open()]
        return Waiting({author: authors.count(author) for author in authors}, uploads=len(self.uploads))

    def seal(self, epoch: int) -> str:
        return self.seals.get(epoch, "")

    def keep_seal(self, epoch: int, seal: str) -> None:
        self.seals[epoch] = seal

    def standing(self) -> Standing:
        return Standing()

    def forget_old(self, before: str) -> int:
        self.forgotten.append(before)
        return 0
