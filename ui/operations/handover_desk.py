"""Hand-over lists as a window works with them: what waits for whom, the lists, what didn't agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from kancelaria.bootstrap import Office
from kancelaria.domain.chronological_store import belongs_in_store
from kancelaria.domain.handover import HANDED_WORDS, Handover, handed_of
from kancelaria.domain.incoming import IncomingItem
from kancelaria.domain.numbering import instant_text, warsaw_day
from kancelaria.printing.identifier import register_number
from kancelaria.services.handover import (
    MOST_ROWS,
    HandoverOrder,
    make_handover,
    note_discrepancy,
    receive_handover,
    settle_discrepancy,
)
from kancelaria.services.journal import now_text
from ui.operations.handover import known_handover, print_handover, view_handover
from ui.operations.routing import Names

RECENT_DAYS = 90
"""Routed longer ago than this is looked for only when asked: an office keeps years of it."""


@dataclass(frozen=True)
class UnitWaiting:
    """A unit, and how many letters wait for it; `more`: there are others behind so many."""

    symbol: str
    name: str
    count: int
    more: bool = False


@dataclass(frozen=True)
class LetterWaiting:
    """A letter that waits to be handed over. `received_on` is a day."""

    document_uid: str
    rpw: str
    received_on: str
    sender: str
    title: str
    what: str
    sealed: bool


@dataclass(frozen=True)
class ListRow:
    """A list of lists: `state` is "waiting" (not signed for), "disputed" or "closed"; `received` in Polish."""

    number: str
    unit: str
    made_at: str
    positions: int
    state: str
    disputed: int
    received_by: str
    received_at: str | None


@dataclass(frozen=True)
class PositionRow:
    """A position of a list. `state`: "" agrees, "disputed" waits, "settled"; `found` says what and how, in Polish."""

    ordinal: int
    document_uid: str
    rpw: str
    sender: str
    title: str
    what: str
    amount: str
    state: str
    found: str


@dataclass(frozen=True)
class ListLook:
    """A list with its positions and totals ("12 oryginałów…" as pairs of word and number)."""

    row: ListRow
    positions: tuple[PositionRow, ...]
    totals: tuple[tuple[str, int], ...]


class Handovers(Protocol):
    """What a window asks of the hand-over lists. Methods may take seconds."""

    def waiting(self, older: bool) -> list[UnitWaiting]:
        """Units with letters that wait; `older`: also of those routed long ago."""
        ...

    def letters(self, unit: str, older: bool) -> list[LetterWaiting]:
        """What waits for a unit, the oldest first."""
        ...

    def lists(self, open_only: bool) -> list[ListRow]:
        """The lists of this station, newest first."""
        ...

    def look(self, number: str) -> ListLook:
        """One list; looking is logged."""
        ...

    def make(self, unit: str, uids: Sequence[str]) -> str:
        """Make a list of these letters; gives its number."""
        ...

    def pdf(self, number: str, again: bool) -> Path:
        """The list as a PDF file; `again`: it was printed before and says so."""
        ...

    def receive(self, number: str, by: str) -> None:
        """Write down who signed for it."""
        ...

    def dispute(self, number: str, document_uid: str, reason: str) -> None:
        """Note that a position doesn't agree."""
        ...

    def settle(self, number: str, document_uid: str, how: str, kept: bool) -> None:
        """Settle it; `kept`: the letter stayed at the registry."""
        ...


class StationHandovers:
    """Hand-over lists of this station, by whoever works here."""

    def __init__(self, office: Office, clerk: Callable[[], str], folder: Path) -> None:
        self._office, self._clerk, self._folder = office, clerk, folder

    def waiting(self, older: bool) -> list[UnitWaiting]:
        """Units with letters that wait, those with most first."""
        found = []
        for unit in self._office.queries.units():
            count = len(self._items(unit.symbol, older))
            if count:
                found.append(UnitWaiting(unit.symbol, unit.name, min(count, MOST_ROWS), count > MOST_ROWS))
        return sorted(found, key=lambda unit: (-unit.count, unit.symbol))

    def letters(self, unit: str, older: bool) -> list[LetterWaiting]:
        """What waits for a unit, the oldest first; as many as one list takes."""
        return [_letter(item) for item in self._items(unit, older)[:MOST_ROWS]]

    def lists(self, open_only: bool) -> list[ListRow]:
        """The lists, newest first."""
        names = Names(self._office)
        return [_row(made, names) for made in self._office.queries.handovers(open_only)]

    def look(self, number: str) -> ListLook:
        """One list with its positions."""
        made = view_handover(self._office, self._clerk(), number)
        positions = tuple(self._position(made, ordinal) for ordinal in range(len(made.rows)))
        totals = tuple((HANDED_WORDS[kind], count) for kind, count in made.totals.items())
        return ListLook(_row(made, Names(self._office)), positions, totals)

    def make(self, unit: str, uids: Sequence[str]) -> str:
        """Make a list; gives its number."""
        office = self._office
        units = [known.symbol for known in office.queries.units()]
        order = HandoverOrder(unit, tuple(uids))
        return make_handover(order, units, office.uow(self._clerk()), office.workplace).number

    def pdf(self, number: str, again: bool) -> Path:
        """The list as a PDF file."""
        self._folder.mkdir(parents=True, exist_ok=True)
        made = known_handover(self._office, number)
        target = self._folder / f"lista-{made.number}.pdf"
        print_handover(self._office, self._clerk(), made, target, again=again)
        return target

    def receive(self, number: str, by: str) -> None:
        """Write down who signed for it."""
        receive_handover(number, by, self._office.uow(self._clerk()), self._office.workplace)

    def dispute(self, number: str, document_uid: str, reason: str) -> None:
        """Note that a position doesn't agree."""
        note_discrepancy(number, document_uid, reason, self._office.uow(self._clerk()), self._office.workplace)

    def settle(self, number: str, document_uid: str, how: str, kept: bool) -> None:
        """Settle what didn't agree."""
        settle_discrepancy(number, document_uid, how, self._office.uow(self._clerk()), self._office.workplace, kept)

    def _items(self, unit: str, older: bool) -> list[IncomingItem]:
        since = "" if older else instant_text(self._office.clock.now() - timedelta(days=RECENT_DAYS))
        queries, day = self._office.queries, warsaw_day(now_text(self._office.workplace))
        rules = queries.handling_modes()
        found = queries.handover_waiting(unit, since, MOST_ROWS + 1)
        return [item for item in found if not belongs_in_store(item, rules, day)]

    def _position(self, made: Handover, place: int) -> PositionRow:
        from kancelaria.printing.handover_list import handover_line

        row = made.rows[place]
        line = handover_line(row, self._office.queries.item_by_id(row.item_id))
        found, told = row.discrepancy, ""
        if found is not None:
            told = found.reason + (f" – wyjaśniono: {found.settled}" if found.settled else "")
        state = "" if found is None else "disputed" if row.disputed else "settled"
        return PositionRow(
            row.ordinal, row.document_uid, line.rpw, line.sender, line.title, HANDED_WORDS[row.what],
            row.amount, state, told,
        )  # fmt: skip


def _row(made: Handover, names: Names) -> ListRow:
    disputed = sum(row.disputed for row in made.rows)
    state = "waiting" if made.received_at is None else "disputed" if disputed else "closed"
    return ListRow(
        made.number, names.unit(made.unit), made.made_at, len(made.rows), state, disputed, made.received_by or "",
        made.received_at,
    )  # fmt: skip


def _letter(item: IncomingItem) -> LetterWaiting:
    sender = "przesyłka nieotwierana" if item.sealed else item.sender.display_name
    return LetterWaiting(
        item.document_uid, register_number(item.rpw_number, item.rpw_year), item.received_on, sender, item.title,
        HANDED_WORDS[handed_of(item, None)], item.sealed,
    )  # fmt: skip


__all__ = ["Handovers", "LetterWaiting", "ListLook", "ListRow", "PositionRow", "StationHandovers", "UnitWaiting"]
