"""Pull: news of each audience from its own cursor; what comes in bulk or lies further back goes in between.

Batches may come in any order: a row gives its record as it stood when it was asked for, and a record never goes back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from kancelaria.services.exchange import CentralGateway, FeedRow, audience_of, feed_of, gap_end
from kancelaria.sync.ports import Journal, Record
from kancelaria.sync.status import Report

BATCH = 100
BETWEEN = 25
"""How many records of what isn't new are taken in before news are looked at again, to begin with."""
LEAST_BETWEEN, BETWEEN_SECONDS = 8, 0.06
"""As many as take so long: on a busy machine fewer."""
FAR = 400
NEAR = 100
"""Who is further behind than FAR places reads the last NEAR ones first."""
Changed = Callable[[Sequence[Record]], None]


def follow_audiences(journal: Journal, audiences: Iterable[str], changed: Changed) -> None:
    """Join the audiences this person belongs to, leave the others."""
    wanted, known = set(audiences), set(journal.cursors())
    for audience in sorted(known - wanted):
        changed(journal.leave(audience))
    for audience in sorted(wanted - known):
        journal.join(audience)


def pull_news(
    journal: Journal,
    gateway: CentralGateway,
    newest: Mapping[str, int],
    report: Report,
    changed: Changed,
    cancelled: Callable[[], bool],
) -> bool:
    """Apply what is new in each audience, batch by batch; True where there was something."""
    moved = _begin(journal, newest)
    for audience, position in sorted(journal.cursors().items()):
        last = newest.get(audience, 0)
        if position >= last:
            continue
        if last - position > FAR:
            journal.skip(audience, position, last - NEAR)
        while (stood := _lanes(journal, audience)).get(audience, last) < last and not cancelled():
            _take(journal, gateway, audience, stood, last, BATCH, report, changed)
            moved = True
    return moved


def next_between(limit: int, seconds: float) -> int:
    """How many to take next where so many took so long."""
    fitting = round((limit or BETWEEN) * BETWEEN_SECONDS / max(seconds, 0.001))
    return min(BATCH, max(LEAST_BETWEEN, fitting))


def pull_between(
    journal: Journal, gateway: CentralGateway, newest: Mapping[str, int], report: Report, changed: Changed,
    limit: int = 0,
) -> bool:  # fmt: skip
    """One batch of each lane that isn't somebody's work of just now; False where all of it is here."""
    moved = False
    known = journal.cursors()
    for lane in sorted({*journal.lanes(), *newest} - known.keys()):
        end, stood = gap_end(lane), _lanes(journal, audience_of(lane))
        last = newest.get(lane, 0) if end is None else end
        if audience_of(lane) in known and stood.get(lane, 0) < last:
            _take(journal, gateway, lane, stood, last, limit or BETWEEN, report, changed)
            moved = True
    return moved


def pull_older(
    journal: Journal, gateway: CentralGateway, audiences: Iterable[str], report: Report, changed: Changed
) -> bool:
    """One batch back in each lane just joined, so that news go between; False where everything is here."""
    below, mine = journal.older(), set(audiences)
    wanted = sorted(lane for lane in below if audience_of(lane) in mine)
    for lane in wanted:
        stood = _lanes(journal, audience_of(lane))
        found = gateway.pull_older(lane, below[lane], BATCH)
        # taken in the order of the feed: what is spoken of stands before what speaks of it
        rows = sorted((row for row in found if row.position < below[lane]), key=_place)
        changed(journal.apply_older(lane, rows, stood, below[lane]))
        report.pulled += len(rows)
    return bool(wanted)


def _begin(journal: Journal, newest: Mapping[str, int]) -> bool:
    """An audience of which nothing is here begins at the newest place of both its lanes, before anything comes."""
    lanes, known = journal.lanes(), journal.cursors()
    fresh = [name for name in sorted(newest) if audience_of(name) in known and lanes.get(name, 0) == 0 < newest[name]]
    begun = [journal.begin(lane, newest[lane]) for lane in fresh]
    return any(begun)


def _take(
    journal: Journal, gateway: CentralGateway, lane: str, stood: Mapping[str, int], last: int, limit: int,
    report: Report, changed: Changed,
) -> None:  # fmt: skip
    position = stood.get(lane, 0)
    found = gateway.pull(feed_of(lane), position, limit)
    rows = sorted((row for row in found if position < row.position <= last), key=_place)
    # positions are in the order of commits: what isn't there up to the last isn't for us
    changed(journal.apply(lane, rows, rows[-1].position if rows else last, stood))
    report.pulled += len(rows)


def _lanes(journal: Journal, audience: str) -> Mapping[str, int]:
    return {lane: position for lane, position in journal.lanes().items() if audience_of(lane) == audience}


def _place(row: FeedRow) -> int:
    return row.position
