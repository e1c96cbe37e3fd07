"""What windows, print-outs and the command line read. Reading never waits for writing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from kancelaria.domain.correspondents import Correspondent
from kancelaria.domain.deliveries import Delivery
from kancelaria.domain.incoming import Consignment, IncomingItem, ItemState
from kancelaria.domain.labels import Label, UnusedLabels
from kancelaria.domain.office import Assignment, DictionaryEntry, OrgUnit, Person, RecordsClass, RegistryPoint
from kancelaria.domain.receipts import IssuedReceipt
from kancelaria.services.duplicates import DuplicateCandidate
from kancelaria.services.ports import Fingerprint, Rendition
from kancelaria.services.reproduction import ReproductionReads
from kancelaria.services.statistics import MailCounts
from kancelaria.services.tasks import SyncTask


@dataclass(frozen=True)
class ItemFilter:
    """Which items. `since`, `until`: days of registration (`YYYY-MM-DD`, inclusive); `unit`: assigned to it."""

    since: str | None = None
    until: str | None = None
    unit: str | None = None
    state: ItemState | None = None
    year: int | None = None
    incomplete_scan: bool = False


ALL = ItemFilter()


class SortColumn(StrEnum):
    """What the register view may be sorted by."""

    NUMBER = "number"
    REGISTERED_AT = "registered_at"
    RECEIVED_ON = "received_on"
    SENDER = "sender"
    TITLE = "title"
    STATE = "state"
    DOCUMENT_UID = "document_uid"


@dataclass(frozen=True)
class RestrictedEntry:
    """A place of the register whose item this reader may not see: that is all there is to know."""

    rpw_year: int
    rpw_number: int
    entered_on: str


@dataclass(frozen=True)
class RegisterRow:
    """One row of a list: what is shown without opening the item. A `restricted` one has a number and a day alone."""

    id: str
    document_uid: str
    rpw_number: int | None
    rpw_year: int
    registered_at: str
    received_on: str
    received_time: str | None
    sender_name: str
    sender_town: str | None
    title: str
    letter_date: str | None
    sender_reference: str | None
    delivery_method: str | None
    posting_number: str | None
    attachment_count: int | None
    remarks: tuple[str, ...]
    assigned_to: str | None
    state: ItemState
    sealed: bool
    reproduction_extent: str
    reproduction_reason: str | None
    void_reason: str | None
    registry_point: str | None
    restricted: bool = False


@dataclass(frozen=True)
class SearchResult:
    """Items found, newest first. `more` says there are others beyond the `count` that was counted."""

    rows: tuple[RegisterRow, ...]
    count: int
    more: bool

    @property
    def count_text(self) -> str:
        """The count as it is shown: `37` or `1000+`."""
        return f"{self.count}+" if self.more else str(self.count)


@dataclass(frozen=True)
class HistoryEntry:
    """One change of a record; `changes` holds the values, empty where they were erased."""

    at: str
    actor: str
    action: str
    fields: tuple[str, ...]
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class AccessEntry:
    """One view, print, export or search."""

    at: str
    actor: str
    kind: str
    objects: tuple[str, ...]
    purpose: str


class Queries(ReproductionReads, Protocol):
    """Reads of the local store."""

    def item(self, document_uid: str) -> IncomingItem | None: ...
    def item_by_id(self, item_id: str) -> IncomingItem | None: ...
    def items(self, which: ItemFilter = ALL, limit: int | None = None) -> list[IncomingItem]: ...
    def text(self, item_id: str) -> str: ...
    def history(self, item_id: str) -> list[HistoryEntry]: ...
    def accesses(self, limit: int = 100) -> list[AccessEntry]: ...
    def consignment(self, consignment_id: str) -> Consignment | None: ...
    def items_of_consignment(self, consignment_id: str) -> list[IncomingItem]: ...
    def consignment_by_number(self, posting_number: str) -> Consignment | None: ...
    def pending_consignments(self, limit: int = 1000) -> list[Consignment]: ...
    def unmatched_returns(self) -> list[IncomingItem]: ...
    def delivery(self, number: str) -> Delivery | None: ...
    def deliveries(self, open_only: bool = False, limit: int = 200) -> list[Delivery]: ...
    def assignments(self, item_id: str) -> list[Assignment]: ...
    def links(self, item_id: str) -> list[tuple[str, str]]: ...
    def rendition(self, item_id: str, kind: str) -> Rendition | None: ...
    def label(self, document_uid: str) -> Label | None: ...
    def label_prints(self, document_uid: str, kind: str = "label") -> int: ...
    def unused_labels(self) -> list[UnusedLabels]: ...
    def unprinted_labels(self, limit: int) -> list[str]: ...
    def receipt_key(self, series: str) -> bytes | None: ...
    def receipt_issued(self, code: str) -> IssuedReceipt | None: ...
    def register_count(self, which: ItemFilter = ALL) -> int: ...
    def register_window(
        self, which: ItemFilter, sort: SortColumn, descending: bool, offset: int, limit: int
    ) -> list[RegisterRow]: ...
    def restricted_entries(self, which: ItemFilter = ALL) -> list[RestrictedEntry]: ...
    def counts_by_state(self, which: ItemFilter = ALL) -> dict[ItemState, int]: ...
    def mail_counts(self, first: str, last: str) -> MailCounts: ...
    def waiting_events(self) -> int: ...
    def search(self, query: str, limit: int = 50, count_to: int = 1000) -> SearchResult: ...
    def alike(self, fingerprint: Fingerprint, except_id: str | None = None) -> list[DuplicateCandidate]: ...
    def complete_sender(self, beginning: str, limit: int = 8) -> list[Correspondent]: ...
    def tasks(self, open_only: bool = True) -> list[SyncTask]: ...
    def setting(self, person: str, key: str, default: Any = None) -> Any: ...
    def points(self) -> Sequence[RegistryPoint]: ...
    def units(self) -> Sequence[OrgUnit]: ...
    def people(self, active_only: bool = True) -> Sequence[Person]:
        """Those at work, for choice; with those who left where a name is looked up."""
        ...

    def records_classes(self) -> Sequence[RecordsClass]: ...
    def dictionary(self, name: str) -> Sequence[DictionaryEntry]: ...
