"""How a scanner does: pages, stops and streaks, kept at this station from one day to the next."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from kancelaria.bootstrap import Office
from kancelaria.services.preferences import keep_setting
from scanning.errors import DeviceError
from scanning.pages.streaks import SAME_PLACE, lasting
from ui.operations.batch import StackBatch
from ui.operations.facts import BatchEvent, PageArrived, PageRead, ScanEnded, ScanFailed
from ui.operations.file_intake import FROM_FILES
from ui.operations.registration import today_in_warsaw
from ui.operations.stack_in_hand import StackInHand

ACTOR, KEY = "kancelaria", "scanner.health:"
"""A station's record, nobody's choice and never synced; the device's id follows the key."""


@dataclass(frozen=True)
class ScannerHealth:
    """What a scanner has done here since a day (ISO); `streaks`: how often its glass was seen to be dirty."""

    since: str = ""
    pages: int = 0
    jams: int = 0
    double_feeds: int = 0
    other_stops: int = 0
    streaks: int = 0


class HealthBook:
    """What is kept of each scanner."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def of(self, device: str) -> ScannerHealth:
        """How a scanner has done so far."""
        kept = self._office.queries.setting(ACTOR, KEY + device, {})
        return ScannerHealth(**{name: kept[name] for name in ScannerHealth.__dataclass_fields__ if name in kept})

    def add(self, device: str, *, pages: int = 0, stopped: str = "", streaks: int = 0) -> None:
        """Count what a scanner has done; `stopped` is the code of what ended its feed."""
        now = self.of(device)
        changed = replace(
            now,
            since=now.since or today_in_warsaw(self._office),
            pages=now.pages + pages,
            streaks=now.streaks + streaks,
        )
        if stopped:
            kind = {"jam": "jams", "double_feed": "double_feeds"}.get(stopped, "other_stops")
            changed = replace(changed, **{kind: getattr(changed, kind) + 1})
        keep_setting(ACTOR, KEY + device, asdict(changed), self._office.uow(ACTOR))


class HealthWatch:
    """Hears a batch: counts what its scanner does, and says when the glass wants cleaning."""

    def __init__(self, book: HealthBook, batch: StackBatch) -> None:
        self._book, self._batch = book, batch
        self._pages: Counter[str] = Counter()
        self._stopped = ""
        self._told: set[tuple[str, int]] = set()
        batch.subscribe(self._hear)

    def _hear(self, event: BatchEvent) -> None:
        if not self._batch.open or self._batch.hand.stack.source == FROM_FILES:
            return
        hand = self._batch.hand
        if isinstance(event, PageArrived):
            self._pages[hand.stack.page(event.number).source_name] += 1
        elif isinstance(event, ScanFailed):
            self._stopped = str(getattr(event.error, "code", "bug"))
        elif isinstance(event, ScanEnded):
            self._count(hand.stack.source)
        elif isinstance(event, PageRead):
            self._look(hand, event.number)

    def _count(self, device: str) -> None:
        """A feed is over; one that gave no page counts for the scanner the stack was begun with."""
        for name, pages in (self._pages or Counter({device: 0})).items():
            self._book.add(name, pages=pages, stopped=self._stopped)
        self._pages.clear()
        self._stopped = ""

    def _look(self, hand: StackInHand, number: int) -> None:
        page = hand.facts.get(number)
        if page is None or not page.streaks:
            return
        device = hand.stack.page(number).source_name
        run = [
            hand.facts[one.number].streaks
            for one in hand.stack.scanned()
            if one.number <= number and one.number in hand.facts and (one.source_name, one.side) == (device, page.side)
        ]
        place = lasting(run)
        known = [at for stack, at in self._told if stack == hand.stack.id]
        if place is None or any(abs(place - at) <= 2 * SAME_PLACE for at in known):
            return
        self._told.add((hand.stack.id, place))
        self._book.add(device, streaks=1)
        hint = f"Wyczyść szybę skanera, {round(place / 10)} mm od lewej krawędzi skanu. Zeskanowane strony zostają."
        dirty = DeviceError("glass_dirty", "Na kolejnych stronach jest ta sama smuga.", hint, device)
        self._batch.report(Path(device), dirty)


def told(health: ScannerHealth) -> str:
    """The same for a person, on a line."""
    if not health.since:
        return ""
    return (
        f"Od {health.since}: strony: {health.pages}, zacięcia: {health.jams}, podwójne pobrania: {health.double_feeds}"
        f", inne przerwania: {health.other_stops}, smugi na szybie: {health.streaks}."
    )
