"""Push: every stream that may leave, in batches; a copied disk is found out, a gap is closed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kancelaria.domain.errors import CentralError
from kancelaria.services.exchange import CentralGateway, Event, Outcome, Verdict
from kancelaria.sync.ports import Journal, Record
from kancelaria.sync.status import Report

BATCH = 200


class ForkFound(Exception):
    """The central has another event at this place of our stream: this disk is a copy."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.stream = stream


def person_of(stream: str) -> str:
    """Whose stream it is."""
    return stream.split("/", 1)[1].rsplit("/", 1)[0]


class Pusher:
    """Pushes through one connection under one login."""

    def __init__(
        self,
        journal: Journal,
        gateway: CentralGateway,
        login: str,
        report: Report,
        changed: Callable[[Sequence[Record]], None],
    ) -> None:
        self._journal = journal
        self._gateway = gateway
        self._login = login
        self._report = report
        self._changed = changed
        self._gaps: dict[str, int] = {}
        self.undelivered: dict[str, int] = {}
        """Persons whose events can't be delivered from here, with how many wait."""

    def push_all(self, cancelled: Callable[[], bool]) -> None:
        """Push until nothing more may leave; ForkFound where this disk turns out to be a copy."""
        self.undelivered = {}
        while not cancelled():
            moved = [stream for stream in self._journal.streams_waiting() if self._push_stream(stream, cancelled)]
            if not moved:
                return

    def _push_stream(self, stream: str, cancelled: Callable[[], bool]) -> bool:
        person, moved = person_of(stream), False
        grant = None if person == self._login else self._journal.grant_of(person)
        if person != self._login and grant is None:
            self.undelivered[person] = self._journal.counts().events.get(person, 0)
            return False
        while not cancelled() and (events := self._journal.waiting(stream, BATCH)):
            try:
                outcomes = self._gateway.push(events, grant)
            except CentralError as error:
                if grant is None or error.code != "grant_refused":
                    raise
                # their account was disabled, or the grant has run out: nobody else waits for that
                self.undelivered[person] = self._journal.counts().events.get(person, 0)
                return moved
            self._take(stream, events, outcomes)
            moved = True
        return moved

    def _take(self, stream: str, events: list[Event], outcomes: list[Outcome]) -> None:
        self._check(events, outcomes)
        self._changed(self._journal.acknowledge(outcomes))
        self._count(outcomes)
        last = outcomes[-1]
        if last.verdict is Verdict.FORK:
            raise ForkFound(stream)
        if last.verdict is Verdict.GAP:
            self._close_gap(stream, events, last)
        else:
            self._gaps.pop(stream, None)

    @staticmethod
    def _check(events: list[Event], outcomes: list[Outcome]) -> None:
        asked = [event.id for event in events]
        told = [outcome.event_id for outcome in outcomes]
        cut_short = bool(told) and outcomes[-1].verdict in (Verdict.FORK, Verdict.GAP)
        if told != (asked[: len(told)] if cut_short else asked):
            raise CentralError(
                "central_answer", "Centrala odpowiedziała niezrozumiale.", "Zaktualizuj program na tym stanowisku."
            )

    def _count(self, outcomes: Sequence[Outcome]) -> None:
        verdicts = [outcome.verdict for outcome in outcomes]
        self._report.accepted += verdicts.count(Verdict.ACCEPTED)
        self._report.conflicts += verdicts.count(Verdict.CONFLICT)
        self._report.rejected += verdicts.count(Verdict.REJECTED)
        self._report.pushed += sum(verdict not in (Verdict.FORK, Verdict.GAP) for verdict in verdicts)

    def _close_gap(self, stream: str, events: list[Event], gap: Outcome) -> None:
        """First give back what the central lost; where it knows all that, number anew from what it waits for."""
        self._gaps[stream] = tries = self._gaps.get(stream, 0) + 1
        expected = int(gap.given.get("expected", events[0].sequence))
        lost = self._journal.answered(stream, expected)
        if tries == 1 and lost:
            self._journal.acknowledge(self._gateway.restore(lost))
        elif tries <= 2:
            self._journal.close_gap(stream, expected)
        else:
            raise CentralError(
                "stream_gap", "Centrala nie zna wcześniejszych zmian tego stanowiska.",
                "Zawiadom administratora: trzeba sprawdzić centralę (kancelaria central verify).", stream,
            )  # fmt: skip
