"""Pull: news of each audience from its own cursor; who joins begins at the newest and goes back; leaving purges."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from kancelaria.services.exchange import CentralGateway
from kancelaria.sync.ports import Journal, Record
from kancelaria.sync.status import Report

BATCH = 100
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
    cursors = journal.cursors()
    moved = False
    for audience in sorted(newest.keys() & cursors.keys()):
        position = cursors[audience]
        if position == 0 < newest[audience] and journal.begin(audience, newest[audience]):
            moved = True
            continue
        while position < newest[audience] and not cancelled():
            found = gateway.pull(audience, position, BATCH)
            rows = sorted((row for row in found if row.position > position), key=lambda row: row.position)
            # positions are in the order of commits: what isn't there up to the newest isn't for us
            position = rows[-1].position if rows else newest[audience]
            changed(journal.apply(audience, rows, position))
            report.pulled += len(rows)
            moved = True
    return moved


def pull_older(
    journal: Journal, gateway: CentralGateway, audiences: Iterable[str], report: Report, changed: Changed
) -> bool:
    """One batch back in each audience just joined, so that news go between; False where everything is here."""
    below, cursors = journal.older(), journal.cursors()
    wanted = sorted(below.keys() & set(audiences))
    for audience in wanted:
        found = gateway.pull_older(audience, below[audience], BATCH)
        # taken in the order of the feed: what is spoken of stands before what speaks of it
        rows = sorted((row for row in found if row.position < below[audience]), key=lambda row: row.position)
        changed(journal.apply_older(audience, rows, cursors[audience], below[audience]))
        report.pulled += len(rows)
    return bool(wanted)
