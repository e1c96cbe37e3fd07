"""Pull: each audience's feed from its own cursor; joining reads from the beginning, leaving purges."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from kancelaria.services.exchange import CentralGateway
from kancelaria.sync.ports import Journal, Record
from kancelaria.sync.status import Report

BATCH = 100


def follow_audiences(journal: Journal, audiences: Iterable[str], changed: Callable[[Sequence[Record]], None]) -> None:
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
    changed: Callable[[Sequence[Record]], None],
    cancelled: Callable[[], bool],
) -> bool:
    """Apply what is new in each audience, batch by batch; True where there was something."""
    cursors = journal.cursors()
    moved = False
    for audience in sorted(newest.keys() & cursors.keys()):
        position = cursors[audience]
        while position < newest[audience] and not cancelled():
            found = gateway.pull(audience, position, BATCH)
            rows = sorted((row for row in found if row.position > position), key=lambda row: row.position)
            # positions are in the order of commits: what isn't there up to the newest isn't for us
            position = rows[-1].position if rows else newest[audience]
            changed(journal.apply(audience, rows, position))
            report.pulled += len(rows)
            moved = True
    return moved
