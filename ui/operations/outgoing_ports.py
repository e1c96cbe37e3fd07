"""Outgoing mail as a window works with it: what it asks for, and what it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kancelaria.domain.outgoing import OutgoingItem
from kancelaria.services.outgoing import Returned
from kancelaria.services.outgoing_queries import OutgoingFilter, OutgoingSort
from ui.operations.facts import HistoryLine
from ui.operations.outgoing_form import OutgoingForm


@dataclass(frozen=True)
class OutgoingDetails:
    """One row with its history."""

    item: OutgoingItem
    history: tuple[HistoryLine, ...]


class Outgoing(Protocol):
    """The outgoing register. Methods may take seconds; `today` and `new_id` answer at once."""

    def count(self, wanted: OutgoingFilter) -> int:
        """How many rows."""
        ...

    def rows(
        self, wanted: OutgoingFilter, order: OutgoingSort, descending: bool, offset: int, limit: int
    ) -> Sequence[OutgoingItem]:
        """Rows `offset`… in the given order."""
        ...

    def details(self, item_id: str) -> OutgoingDetails:
        """One row with its history; looking at it is logged."""
        ...

    def today(self) -> str:
        """The day it is in Warsaw."""
        ...

    def new_id(self) -> str:
        """An id for a letter somebody begins."""
        ...

    def units(self) -> Sequence[tuple[str, str]]:
        """Units to choose from: symbol and name."""
        ...

    def add(self, form: OutgoingForm, letter_id: str, collective: bool = False) -> list[OutgoingItem]:
        """Register a letter: a row for each addressee, or one for all."""
        ...

    def amend(self, item: OutgoingItem, shown: OutgoingForm, form: OutgoingForm) -> OutgoingItem:
        """Correct what differs from the form as it was shown."""
        ...

    def hand_over(self, item_ids: Sequence[str], on: str) -> list[OutgoingItem]:
        """Hand over for dispatch, all or none."""
        ...

    def hand_over_prepared(self, on: str) -> list[OutgoingItem]:
        """Hand over everything prepared."""
        ...

    def post(self, item_ids: Sequence[str], on: str, posting_number: str | None = None) -> list[OutgoingItem]:
        """Note the dispatch, all or none."""
        ...

    def deliver(self, item_ids: Sequence[str], on: str) -> list[OutgoingItem]:
        """Note the delivery."""
        ...

    def give_back(self, item_ids: Sequence[str], back: Returned) -> list[OutgoingItem]:
        """Note what came back."""
        ...

    def void(self, item_id: str, reason: str) -> OutgoingItem:
        """Void a mistaken row."""
        ...

    def posting_book(self, day: str, target: Path | None = None) -> Path:
        """The posting book of a day: to be printed, or as a file of the target's kind."""
        ...

    def register(self, first: str, last: str, target: Path | None = None) -> Path:
        """The register of days, to be printed or as a file."""
        ...

    def envelopes(self, item_ids: Sequence[str], size: str) -> Path:
        """Envelopes of rows."""
        ...

    def labels(self, item_ids: Sequence[str]) -> Path:
        """Address labels of rows."""
        ...

    def slips(self, item_ids: Sequence[str]) -> Path:
        """Delivery receipts of rows."""
        ...
