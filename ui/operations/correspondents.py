"""The correspondents' book for windows and commands: personal numbers leave here masked, or their showing is logged."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol

from kancelaria.bootstrap import Office
from kancelaria.domain.correspondents import Address, Correspondent, place_words, present_address
from kancelaria.domain.correspondents_merging import merged_record
from kancelaria.domain.correspondents_numbers import NUMBER_WORDS, PERSONAL, doubts, masked
from kancelaria.domain.numbering import WARSAW
from kancelaria.services.access import AccessKind, log_access
from kancelaria.services.correspondents import (
    correct_correspondent,
    keep_apart,
    merge_correspondents,
    reveal_number,
    take_address,
    undo_merge,
    unknown_correspondent,
)
from kancelaria.services.correspondents_reads import SUSPICIONS, Suspicion, TownOfPostcode
from kancelaria.services.queries import RegisterRow

MOST_FOUND = 100
MOST_LETTERS = 100


@dataclass(frozen=True)
class NumberShown:
    """A number as a screen may show it; `doubt` says what isn't right with it."""

    kind: str
    word: str
    shown: str
    personal: bool
    doubt: str = ""


@dataclass(frozen=True)
class Card:
    """One correspondent as it is looked at. `known` and the others carry masked numbers."""

    known: Correspondent
    numbers: tuple[NumberShown, ...]
    letters: tuple[RegisterRow, ...]
    merged: tuple[Correspondent, ...]
    suspected: tuple[Suspicion, ...]


class Correspondents(Protocol):
    """What the windows ask of the book. All may take a moment."""

    def find(self, text: str) -> list[Correspondent]:
        """By words of name or town, or by NIP, REGON or KRS; the usual ones first."""
        ...

    def card(self, correspondent_id: str) -> Card:
        """One correspondent with letters; a merged one for the one it was joined into."""
        ...

    def correct(self, known: Correspondent, changes: Mapping[str, str]) -> Correspondent:
        """Correct the book, unless somebody was faster."""
        ...

    def take_address(self, correspondent_id: str, place: Address) -> None:
        """Another known address is the present one."""
        ...

    def reveal(self, correspondent_id: str, kind: str, purpose: str) -> str:
        """A personal number in full; logged."""
        ...

    def suspected(self, go_on: Callable[[], bool]) -> list[Suspicion]:
        """Pairs that may be one."""
        ...

    def preview(self, kept_id: str, other_id: str, take: Collection[str]) -> Correspondent:
        """What would stay after a merge."""
        ...

    def merge(self, kept_id: str, other_id: str, take: Collection[str]) -> None:
        """Join the other record into the kept one."""
        ...

    def undo(self, other_id: str) -> tuple[str, ...]:
        """Part two merged records; names of fields that stay because somebody changed them since."""
        ...

    def apart(self, first_id: str, second_id: str) -> None:
        """They aren't the same."""
        ...

    def towns(self, postcode: str) -> list[TownOfPostcode]:
        """Towns the office has seen with a postcode."""
        ...


class StationCorrespondents:
    """The book of an open station. `clerk` and `worker` refuse who may not merge and not correct."""

    def __init__(
        self, office: Office, actor: Callable[[], str], clerk: Callable[[], str], worker: Callable[[], str]
    ) -> None:
        self._office = office
        self._actor, self._clerk, self._worker = actor, clerk, worker

    def find(self, text: str) -> list[Correspondent]:
        """By words of name or town, or by NIP, REGON or KRS; the usual ones first."""
        return [hidden(each) for each in self._office.queries.complete_sender(text, MOST_FOUND)]

    def card(self, correspondent_id: str) -> Card:
        """One correspondent with letters; looking is logged."""
        queries = self._office.queries
        known = self._living(correspondent_id)
        log_access(
            AccessKind.VIEW, [f"correspondent/{known.id}"], "correspondent", self._office.uow(self._actor()),
            self._office.workplace,
        )  # fmt: skip
        return Card(
            hidden(known),
            numbers_shown(known),
            tuple(queries.letters_of(known.id, MOST_LETTERS)),
            tuple(hidden(each) for each in queries.merged_into(known.id)),
            tuple(_hidden_pair(pair) for pair in queries.may_be(known.id)),
        )

    def correct(self, known: Correspondent, changes: Mapping[str, str]) -> Correspondent:
        """Correct the book, unless somebody was faster."""
        uow = self._office.uow(self._worker())
        return hidden(correct_correspondent(known.id, changes, uow, self._office.workplace, known.version))

    def take_address(self, correspondent_id: str, place: Address) -> None:
        """Another known address is the present one."""
        take_address(correspondent_id, place, self._office.uow(self._worker()), self._office.workplace)

    def reveal(self, correspondent_id: str, kind: str, purpose: str) -> str:
        """A personal number in full; logged."""
        uow = self._office.uow(self._worker())
        return reveal_number(correspondent_id, kind, purpose, uow, self._office.workplace)

    def suspected(self, go_on: Callable[[], bool]) -> list[Suspicion]:
        """Pairs that may be one."""
        return [_hidden_pair(pair) for pair in self._office.queries.suspected(go_on=go_on)]

    def preview(self, kept_id: str, other_id: str, take: Collection[str]) -> Correspondent:
        """What would stay after a merge."""
        day = self._office.clock.now().astimezone(WARSAW).date().isoformat()
        return hidden(merged_record(self._living(kept_id), self._living(other_id), take, day))

    def merge(self, kept_id: str, other_id: str, take: Collection[str]) -> None:
        """Join the other record into the kept one."""
        merge_correspondents(kept_id, other_id, take, self._office.uow(self._clerk()), self._office.workplace)

    def undo(self, other_id: str) -> tuple[str, ...]:
        """Part two merged records; names of fields that stay because somebody changed them since."""
        return undo_merge(other_id, self._office.uow(self._clerk()), self._office.workplace)[1]

    def apart(self, first_id: str, second_id: str) -> None:
        """They aren't the same."""
        keep_apart(first_id, second_id, self._office.uow(self._clerk()), self._office.workplace)

    def towns(self, postcode: str) -> list[TownOfPostcode]:
        """Towns the office has seen with a postcode."""
        return self._office.queries.towns_of(postcode)

    def _living(self, correspondent_id: str) -> Correspondent:
        known = self._office.queries.correspondent(correspondent_id)
        seen: set[str] = set()
        while known is not None and known.merged is not None and known.id not in seen:
            seen.add(known.id)
            known = self._office.queries.correspondent(known.merged.into)
        if known is None:
            raise unknown_correspondent(correspondent_id)
        return known


def hidden(known: Correspondent) -> Correspondent:
    """The correspondent with personal numbers masked, and without what a merge remembers."""
    kept = {kind: masked(kind, value) for kind, value in asdict(known.numbers).items() if value}
    merged = None if known.merged is None else replace(known.merged, before={}, after={})
    return replace(known, numbers=replace(known.numbers, **kept), merged=merged)


def numbers_shown(known: Correspondent) -> tuple[NumberShown, ...]:
    """The numbers a correspondent has, as a screen may show them."""
    odd = doubts(known.numbers)
    return tuple(
        NumberShown(kind, NUMBER_WORDS[kind], masked(kind, value), kind in PERSONAL, odd.get(kind, ""))
        for kind, value in asdict(known.numbers).items()
        if value
    )


def correspondent_json(known: Correspondent) -> dict[str, Any]:
    """A correspondent as scripts see it, numbers masked."""
    shown = hidden(known)
    return {
        "id": shown.id, "name": shown.sender.display_name, **asdict(shown.sender), **asdict(shown.numbers),
        "doubts": doubts(known.numbers), "since": shown.since,
        "addresses": [asdict(address) for address in shown.addresses], "uses": shown.uses,
        "last_used_at": shown.last_used_at or None, "version": shown.version,
        "merged_into": shown.merged.into if shown.merged else None,
    }  # fmt: skip


def suspicion_json(pair: Suspicion) -> dict[str, Any]:
    """Two records that may be one, as scripts see them."""
    return {
        "first": pair.first.id, "first_name": _line(pair.first), "second": pair.second.id,
        "second_name": _line(pair.second), "reason": pair.reason, "reason_text": SUSPICIONS[pair.reason],
    }  # fmt: skip


def _line(known: Correspondent) -> str:
    return ", ".join(part for part in (known.sender.display_name, place_words(present_address(known))) if part)


def _hidden_pair(pair: Suspicion) -> Suspicion:
    return replace(pair, first=hidden(pair.first), second=hidden(pair.second))
