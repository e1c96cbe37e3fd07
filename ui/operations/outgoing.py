"""Outgoing mail of the station for windows and commands: rows, orders, and which row a typed number means."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kancelaria.bootstrap import Office
from kancelaria.domain.correspondents import Correspondent
from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.identifiers import is_posting_number
from kancelaria.domain.numbering import warsaw_day
from kancelaria.domain.outgoing import ON_ITS_WAY, STATE_WORDS, OutgoingItem, OutgoingState
from kancelaria.services.access import AccessKind, log_access
from kancelaria.services.journal import now_text
from kancelaria.services.outgoing import (
    Returned,
    add_outgoing,
    amend_outgoing,
    deliver_outgoing,
    hand_over_outgoing,
    post_outgoing,
    return_outgoing,
    unknown_outgoing,
    void_outgoing,
)
from kancelaria.services.outgoing_queries import OutgoingFilter, OutgoingSort
from kancelaria.services.ports import UnitOfWork, Workplace
from ui.operations.facts import HistoryLine
from ui.operations.outgoing_form import OutgoingForm, changes_of, draft_of

ACTIONS = {
    "register_outgoing": "zarejestrowano",
    "amend_outgoing": "poprawiono",
    "hand_over": "przekazano do wysłania",
    "post": "nadano",
    "deliver": "doręczono",
    "return_outgoing": "wróciła niedoręczona",
    "void_outgoing": "anulowano",
}
_NUMBER = re.compile(r"(\d{1,7})(?:/(\d{4}))?")


@dataclass(frozen=True)
class OutgoingDetails:
    """One row with its history."""

    item: OutgoingItem
    history: tuple[HistoryLine, ...]


class StationOutgoing:
    """The outgoing register of this station; `clerk`: whoever works here, refused where their role may not register."""

    def __init__(self, office: Office, actor: Callable[[], str], clerk: Callable[[], str] | None = None) -> None:
        self._office = office
        self._actor = actor
        self._clerk = clerk or actor

    def count(self, wanted: OutgoingFilter) -> int:
        """How many rows."""
        return self._office.queries.outgoing_count(wanted)

    def rows(
        self, wanted: OutgoingFilter, order: OutgoingSort, descending: bool, offset: int, limit: int
    ) -> Sequence[OutgoingItem]:
        """Rows `offset`… in the given order."""
        return self._office.queries.outgoing_window(wanted, order, descending, offset, limit)

    def details(self, item_id: str) -> OutgoingDetails:
        """One row with its history; looking at it is logged."""
        office = self._office
        item = office.queries.outgoing(item_id)
        if item is None:
            raise unknown_outgoing(item_id)
        log_access(AccessKind.VIEW, [item.id], "outgoing", office.uow(self._actor()), office.workplace)
        people = {person.login: f"{person.given_names} {person.surname}" for person in office.queries.people(False)}
        lines = (
            HistoryLine(entry.at, people.get(entry.actor, entry.actor), ACTIONS.get(entry.action, entry.action))
            for entry in office.queries.history(item.id)
        )
        return OutgoingDetails(item, tuple(lines))

    def today(self) -> str:
        """The day it is in Warsaw."""
        return today_at(self._office)

    def new_id(self) -> str:
        """An id for a letter somebody begins: the same id is the same letter, however often it is sent."""
        return self._office.ids.new()

    def complete(self, beginning: str) -> Sequence[Correspondent]:
        """Correspondents whose name begins so."""
        return self._office.queries.complete_sender(beginning)

    def units(self) -> Sequence[tuple[str, str]]:
        """Units to choose from: symbol and name."""
        return [(unit.symbol, unit.name) for unit in self._office.queries.units()]

    def people(self) -> Sequence[tuple[str, str]]:
        """Who may be responsible: name and unit."""
        people = self._office.queries.people()
        return [(f"{each.given_names} {each.surname}".strip(), each.unit or "") for each in people]

    def add(self, form: OutgoingForm, letter_id: str, collective: bool = False) -> list[OutgoingItem]:
        """Register a letter: a row for each addressee, or one for all."""
        return add_outgoing(draft_of(form, letter_id), *self._at_work(), collective=collective)

    def amend(self, item: OutgoingItem, shown: OutgoingForm, form: OutgoingForm) -> OutgoingItem:
        """Correct what differs from the form as it was shown."""
        changes = changes_of(shown, form)
        return amend_outgoing(item.id, changes, *self._at_work(), item.version) if changes else item

    def hand_over(self, item_ids: Sequence[str], on: str) -> list[OutgoingItem]:
        """Hand over for dispatch, all or none."""
        return hand_over_outgoing(item_ids, on, *self._at_work())

    def post(self, item_ids: Sequence[str], on: str, posting_number: str | None = None) -> list[OutgoingItem]:
        """Note the dispatch, all or none."""
        return post_outgoing(item_ids, on, *self._at_work(), posting_number)

    def deliver(self, item_ids: Sequence[str], on: str) -> list[OutgoingItem]:
        """Note the delivery."""
        return deliver_outgoing(item_ids, on, *self._at_work())

    def give_back(self, item_ids: Sequence[str], back: Returned) -> list[OutgoingItem]:
        """Note what came back."""
        return return_outgoing(item_ids, back, *self._at_work())

    def void(self, item_id: str, reason: str) -> OutgoingItem:
        """Void a mistaken row."""
        return void_outgoing(item_id, reason, *self._at_work())

    def _at_work(self) -> tuple[UnitOfWork, Workplace]:
        return self._office.uow(self._clerk()), self._office.workplace


def today_at(office: Office) -> str:
    """The day it is in Warsaw."""
    return warsaw_day(now_text(office.workplace))


def meant(office: Office, text: str, *, on_its_way: bool = False) -> list[OutgoingItem]:
    """The rows a typed text means: a register number (this year's without a year), a posting number, or an id.

    Several letters may lie in one envelope: a posting number means all its rows; `on_its_way`: those not settled yet.
    """
    plain = text.strip()
    if (match := _NUMBER.fullmatch(plain)) is not None:
        year = int(match[2]) if match[2] else int(today_at(office)[:4])
        found = office.queries.outgoing_by_number(year, int(match[1]))
        rows = [found] if found else []
    else:
        rows = list(office.queries.find_outgoing_by_posting_number(plain))
        found = None if rows else office.queries.outgoing(plain)
        rows = rows or ([found] if found else [])
        if on_its_way and is_posting_number(plain):
            rows = _not_settled(rows)
    if not rows:
        raise unknown_outgoing(plain)
    return rows


def one_meant(office: Office, text: str) -> OutgoingItem:
    """The single row a text means; InvalidInput where it means several."""
    rows = meant(office, text)
    if len(rows) > 1:
        raise InvalidInput(
            "outgoing_several", "Ten numer nadawczy ma kilka wierszy rejestru.",
            "Podaj numer z rejestru: " + ", ".join(row.readable_number or row.id for row in rows) + ".", text,
        )  # fmt: skip
    return rows[0]


def _not_settled(rows: list[OutgoingItem]) -> list[OutgoingItem]:
    open_rows = [row for row in rows if row.state in ON_ITS_WAY or row.state is OutgoingState.PREPARED]
    # numbers come back after years: of settled ones the newest letter is meant
    return open_rows or [row for row in rows if row.letter_id == rows[0].letter_id]


def prepared(office: Office) -> list[OutgoingItem]:
    """Everything prepared and not handed over yet, in the order of registration."""
    which, found = OutgoingFilter(state=OutgoingState.PREPARED), list[OutgoingItem]()
    while len(found) < office.queries.outgoing_count(which):
        more = office.queries.outgoing_window(which, OutgoingSort.REGISTERED_AT, False, len(found), 500)
        if not more:
            break
        found += more
    return found


def summary(item: OutgoingItem) -> dict[str, object]:
    """A row of the register for a person."""
    from kancelaria.domain.outgoing import METHOD_WORDS

    return {
        "number": item.readable_number or "nadaje centrala",
        "handed_on": item.handed_on or "",
        "addressee": item.addressee_names,
        "case_mark": item.case_mark or "",
        "method": METHOD_WORDS[item.method] + (" (ZPO)" if item.zpo else ""),
        "posting_number": item.posting_number or "",
        "title": item.title,
        "state": STATE_WORDS[item.state],
    }
