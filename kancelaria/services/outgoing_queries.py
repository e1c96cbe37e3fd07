"""What is read of outgoing mail: filters, sorting and the port of the reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kancelaria.domain.outgoing import Method, OutgoingItem, OutgoingState
from kancelaria.services.outgoing import OutgoingFinder


@dataclass(frozen=True)
class OutgoingFilter:
    """Which rows. `since`, `until`: days of registration (inclusive); `handed_on`: the day of hand-over.

    `text`: words in addressee, title, case mark or posting number; `awaits_receipt`: a delivery receipt is still out.
    """

    since: str | None = None
    until: str | None = None
    handed_on: str | None = None
    method: Method | None = None
    state: OutgoingState | None = None
    year: int | None = None
    awaits_receipt: bool = False
    text: str = ""


ALL_OUTGOING = OutgoingFilter()


class OutgoingSort(StrEnum):
    """What the outgoing register may be sorted by."""

    NUMBER = "number"
    REGISTERED_AT = "registered_at"
    HANDED_ON = "handed_on"
    ADDRESSEE = "addressee"
    TITLE = "title"
    CASE_MARK = "case_mark"
    METHOD = "method"
    STATE = "state"
    POSTING_NUMBER = "posting_number"


class OutgoingReads(OutgoingFinder, Protocol):
    """Reads of the outgoing register."""

    def outgoing(self, item_id: str) -> OutgoingItem | None: ...
    def outgoing_by_number(self, year: int, number: int) -> OutgoingItem | None: ...
    def outgoing_count(self, which: OutgoingFilter = ALL_OUTGOING) -> int: ...
    def outgoing_window(
        self, which: OutgoingFilter, sort: OutgoingSort, descending: bool, offset: int, limit: int
    ) -> list[OutgoingItem]: ...
    def outgoing_of_day(self, day: str, with_prepared: bool = False) -> Sequence[OutgoingItem]:
        """What was handed over on a day, by number; with what is prepared and not handed over yet."""
        ...
