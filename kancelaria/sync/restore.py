"""A central restored to an earlier point: stations give back what it had accepted and lost, numbers included."""

from __future__ import annotations

from itertools import groupby

from kancelaria.domain.errors import CentralError
from kancelaria.services.exchange import CentralGateway, Verdict
from kancelaria.sync.ports import Journal

BATCH = 200


def give_back(journal: Journal, gateway: CentralGateway, incarnation: str) -> None:
    """Follow the central's incarnation: read its feeds anew, and give back what another one had answered."""
    if journal.incarnation() != incarnation:
        journal.reset_cursors(incarnation)
    before: list[str] = []
    waits = False
    while batch := journal.acknowledged_since(incarnation, BATCH):
        names = [event.id for event, _ in batch]
        if names == before and waits:
            raise CentralError(
                "central_recovering", "Centrala odzyskuje dane: czeka na inne stanowiska.",
                "Można pracować dalej; program spróbuje ponownie sam, nic nie ginie.",
            )  # fmt: skip
        if names == before:
            raise CentralError(
                "central_answer", "Centrala nie przyjęła zmian, które wcześniej potwierdziła.",
                "Zawiadom administratora: trzeba sprawdzić centralę (kancelaria central verify).",
            )  # fmt: skip
        # one stream after the other, in the order they were answered: a change never comes before what it changes
        waits = False
        for _, pairs in groupby(batch, key=lambda pair: pair[0].stream):
            outcomes = gateway.restore(list(pairs))
            journal.acknowledge(outcomes)
            # what it changes must come back from another station first
            waits |= any(outcome.verdict is Verdict.GAP for outcome in outcomes)
        before = names
