"""The incoming item (przesyłka wpływająca) and its consignment: the metadata of the office instruction.

All records are frozen; a change is a new record (`dataclasses.replace`). Ids are UUIDv7 as text. Instants are UTC
ISO 8601 with `Z`; dates are `YYYY-MM-DD` in Europe/Warsaw; partial dates are `YYYY[-MM[-DD]]`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kancelaria.domain.notes import ItemNote


class Access(StrEnum):
    """Who may read it, by the metadata annex."""

    PUBLIC = "public"
    PARTLY_PUBLIC = "partly_public"
    NOT_PUBLIC = "not_public"


class ReproductionExtent(StrEnum):
    """How much of the paper was scanned (odwzorowanie cyfrowe)."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class ItemState(StrEnum):
    """States of an item; allowed moves are in `domain.item_state`."""

    TO_VERIFY = "to_verify"
    REGISTERED = "registered"
    ASSIGNED = "assigned"
    RETURNED = "returned"
    VOIDED = "voided"


class SyncState(StrEnum):
    """Where the item stands with the central."""

    LOCAL = "local"
    PUSHED = "pushed"
    CONFLICT = "conflict"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Sender:
    """Who sent it: an organisation, or a surname with given names; `anonymous` says it can't be determined."""

    organisation: str | None = None
    surname: str | None = None
    given_names: str | None = None
    street: str | None = None
    postcode: str | None = None
    town: str | None = None
    country: str | None = None
    email: tuple[str, ...] = ()
    anonymous: bool = False

    @property
    def display_name(self) -> str:
        """The name as people say it: the organisation, else surname and given names."""
        person = " ".join(part for part in (self.surname, self.given_names) if part)
        return self.organisation or person or ("nadawca anonimowy" if self.anonymous else "")


@dataclass(frozen=True)
class Reproduction:
    """How much was scanned, and why not all (`reason` from the fixed list when not full)."""

    extent: ReproductionExtent = ReproductionExtent.FULL
    reason: str | None = None


@dataclass(frozen=True)
class Page:
    """One scanned page of an item. Sizes in pixels; `sha256` is the hash of the raw bytes as scanned."""

    number: int
    width: int
    height: int
    dpi: int
    sha256: str
    blank: bool = False
    barcodes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """A value read on a page and proposed for a field; `box` in pixels of the upright page; `confidence` 0…1."""

    field: str
    value: str
    confidence: float
    page: int
    box: tuple[int, int, int, int] | None = None


@dataclass(frozen=True)
class Consignment:
    """The envelope or parcel the items came in (przesyłka jako opakowanie).

    `received_on`: the day of receipt where the office's rule gives another than that of `accepted_at` (a drop box).
    `settled` says why no letter comes of it (`domain.deliveries.SETTLED`); `settled_words` what became of it.
    """

    id: str
    accepted_at: str
    operator: str | None = None
    posting_number: str | None = None
    condition: str | None = None
    clerk: str | None = None
    received_on: str | None = None
    settled: str | None = None
    settled_words: str | None = None
    settled_at: str | None = None
    settled_by: str | None = None


@dataclass(frozen=True)
class IncomingItem:
    """One incoming letter with its metadata. `document_uid` is printed on the label, with hyphens.

    Of a sealed one `sealed_reason` says why it isn't opened (dictionary `not_opened`), `inscription` what stands on the
    envelope, `offer_deadline` when the offers' time ends (`YYYY-MM-DDTHH:MM`). `envelope_page` shows the envelope.
    """

    id: str
    document_uid: str
    rpw_number: int | None
    rpw_year: int
    registered_at: str
    received_on: str
    title: str
    sender: Sender
    letter_date: str | None = None
    no_date: bool = False
    posted_on: str | None = None
    received_time: str | None = None
    sender_reference: str | None = None
    no_reference: bool = False
    addressee: str | None = None
    depositor: str | None = None
    delivery_method: str | None = None
    posting_operator: str | None = None
    document_kind: tuple[str, ...] = ()
    access: Access = Access.PUBLIC
    attachment_count: int | None = None
    format: str | None = None
    dcmi_type: str = "Text"
    remarks: tuple[str, ...] = ()
    reproduction: Reproduction = field(default_factory=Reproduction)
    consignment_id: str | None = None
    sealed: bool = False
    sealed_reason: str | None = None
    inscription: str | None = None
    offer_deadline: str | None = None
    envelope_page: int | None = None
    notes: tuple[ItemNote, ...] = ()
    case_mark: str | None = None
    pages: tuple[Page, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    text_sha256: str | None = None
    state: ItemState = ItemState.TO_VERIFY
    sync_state: SyncState = SyncState.LOCAL
    void_reason: str | None = None
    registered_by: str | None = None
    registry_point: str | None = None
    version: int = 1
