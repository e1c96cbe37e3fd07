"""Outgoing mail of the station for windows and commands: rows, orders, and which row a typed number means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from kancelaria.bootstrap import Office
from kancelaria.domain.outgoing import OutgoingItem
from kancelaria.services.access import AccessKind, log_access
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
from ui.operations import outgoing_prints as prints
from ui.operations.facts import HistoryLine
from ui.operations.outgoing_form import OutgoingForm, changes_of, draft_of
from ui.operations.outgoing_ports import OutgoingDetails
from ui.operations.outgoing_rows import meant, one_meant, prepared, summary, today_at

ACTIONS = {
    "register_outgoing": "zarejestrowano",
    "amend_outgoing": "poprawiono",
    "hand_over": "przekazano do wysłania",
    "post": "nadano",
    "deliver": "doręczono",
    "return_outgoing": "wróciła niedoręczona",
    "void_outgoing": "anulowano",
}


class StationOutgoing:
    """The outgoing register of this station; `clerk`: whoever works here, refused where their role may not register."""

    def __init__(
        self,
        office: Office,
        actor: Callable[[], str],
        clerk: Callable[[], str] | None = None,
        folder: Path | None = None,
    ) -> None:
        self._office = office
        self._actor = actor
        self._clerk = clerk or actor
        self._folder = folder or office.settings.home / "prints"

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

    def units(self) -> Sequence[tuple[str, str]]:
        """Units to choose from: symbol and name."""
        return [(unit.symbol, unit.name) for unit in self._office.queries.units()]

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

    def hand_over_prepared(self, on: str) -> list[OutgoingItem]:
        """Hand over everything prepared."""
        rows = prepared(self._office)
        return self.hand_over([row.id for row in rows], on) if rows else []

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

    def posting_book(self, day: str, target: Path | None = None) -> Path:
        """The posting book of a day: to be printed, or as a file of the target's kind."""
        path = target or self._made("ksiazka-nadawcza")
        prints.print_posting_book(self._office, self._actor(), day, path)
        return path

    def register(self, first: str, last: str, target: Path | None = None) -> Path:
        """The register of days, to be printed or as a file."""
        path = target or self._made("rejestr-wychodzacych")
        prints.print_outgoing_register(self._office, self._actor(), first, last, path)
        return path

    def envelopes(self, item_ids: Sequence[str], size: str) -> Path:
        """Envelopes of rows."""
        path = self._made("koperty")
        prints.print_envelopes(self._office, self._actor(), self._known(item_ids), size, path)
        return path

    def labels(self, item_ids: Sequence[str]) -> Path:
        """Address labels of rows."""
        path = self._made("etykiety-adresowe")
        prints.print_address_labels(self._office, self._actor(), self._known(item_ids), path)
        return path

    def slips(self, item_ids: Sequence[str]) -> Path:
        """Delivery receipts of rows."""
        path = self._made("zpo")
        prints.print_zpo(self._office, self._actor(), self._known(item_ids), path)
        return path

    def _known(self, item_ids: Sequence[str]) -> list[OutgoingItem]:
        found = [(name, self._office.queries.outgoing(name)) for name in item_ids]
        for name, item in found:
            if item is None:
                raise unknown_outgoing(name)
        return [item for _, item in found if item is not None]

    def _made(self, name: str) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder / f"{name}-{self._office.ids.new()}.pdf"

    def _at_work(self) -> tuple[UnitOfWork, Workplace]:
        return self._office.uow(self._clerk()), self._office.workplace


__all__ = ["StationOutgoing", "meant", "one_meant", "prepared", "summary", "today_at"]
