"""Register an incoming letter: item, numbers, pages, search rows, audit entry and event in one transaction."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace

from kancelaria.domain.errors import InvalidInput, NotFound
from kancelaria.domain.incoming import (
    Access,
    Consignment,
    IncomingItem,
    ItemState,
    Page,
    Reproduction,
    Sender,
    Suggestion,
)
from kancelaria.domain.numbering import next_number, rpw_year
from kancelaria.domain.registration import refuse_incomplete, refuse_malformed, with_default_country
from kancelaria.services.consignments import arrived_in, describe_consignment, envelope_of
from kancelaria.services.correspondents import remember_sender
from kancelaria.services.duplicates import fingerprint_of
from kancelaria.services.journal import now_text, record_new_item
from kancelaria.services.labels import take_identifier
from kancelaria.services.ports import BlobRef, Fingerprint, SearchRow, UnitOfWork, Workplace
from kancelaria.services.search_rows import search_rows, with_number


@dataclass(frozen=True)
class RegisterIncoming:
    """What is known of a letter. `item_id` is made by whoever asks: the same id is the same letter, however often sent.

    `label` is the identifier found on the paper; `confirmed` says a person checked it (else the item is `to_verify`);
    `corrects` is the identifier of a voided item this one replaces; `same_envelope_as` the id of a letter registered
    before that came in the same envelope.
    """

    item_id: str
    received_on: str
    title: str = ""
    sender: Sender = field(default_factory=Sender)
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
    consignment: Consignment | None = None
    same_envelope_as: str | None = None
    sealed: bool = False
    sealed_reason: str | None = None
    inscription: str | None = None
    offer_deadline: str | None = None
    envelope_page: int | None = None
    case_mark: str | None = None
    pages: tuple[Page, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    text: str | None = None
    label: str | None = None
    confirmed: bool = False
    corrects: str | None = None
    page_blobs: tuple[BlobRef, ...] = ()


def register_incoming(cmd: RegisterIncoming, uow: UnitOfWork, at: Workplace) -> IncomingItem:
    """Register a letter and give its numbers; the same `item_id` again returns the item as it is."""
    if not cmd.item_id:
        raise InvalidInput("item_id_missing", "Rejestracja nie ma swojego identyfikatora.", subject="item_id")
    draft = _draft(cmd, at)
    (refuse_incomplete if cmd.confirmed else refuse_malformed)(draft)
    # the slow parts, before the lock
    rows, mark = search_rows(draft, cmd.text, at.analyzer), fingerprint_of(draft, cmd.text, at.analyzer)
    with uow:
        known = uow.items.get(cmd.item_id)
        if known is not None:
            return known
        item = _numbered(draft, cmd, uow, at)
        _write(item, cmd, rows, mark, uow, at)
        uow.commit()
    return item


def _draft(cmd: RegisterIncoming, at: Workplace) -> IncomingItem:
    copied = {
        name: getattr(cmd, name)
        for name in IncomingItem.__dataclass_fields__
        if name in RegisterIncoming.__dataclass_fields__ and name != "sender"
    }
    return IncomingItem(
        id=cmd.item_id,
        document_uid="",
        rpw_number=None,
        rpw_year=0,
        registered_at="",
        sender=with_default_country(cmd.sender),
        text_sha256=None if cmd.text is None else hashlib.sha256(cmd.text.encode()).hexdigest(),
        state=ItemState.REGISTERED if cmd.confirmed else ItemState.TO_VERIFY,
        registry_point=at.station.point,
        **copied,
    )


def _numbered(draft: IncomingItem, cmd: RegisterIncoming, uow: UnitOfWork, at: Workplace) -> IncomingItem:
    moment = now_text(at)
    year = rpw_year(moment)
    return replace(
        draft,
        document_uid=take_identifier(uow, at, year, draft.id, cmd.label),
        # with a central the number is its to give; until then "RPW nada centrala"
        rpw_number=None if at.station.central else next_number(uow.register.highest_number(year)),
        rpw_year=year,
        registered_at=moment,
        registered_by=uow.actor,
        consignment_id=_consignment_id(cmd, uow, at),
    )


def _consignment_id(cmd: RegisterIncoming, uow: UnitOfWork, at: Workplace) -> str | None:
    """The envelope: that of an earlier letter, one accepted before under the same number, or a new one."""
    if cmd.same_envelope_as is None:
        return arrived_in(cmd.consignment, uow, at).id if cmd.consignment is not None else None
    first = uow.items.get(cmd.same_envelope_as)
    if first is None:
        raise NotFound("item_unknown", "Nie ma pisma, z którego koperty jest to pismo.", subject=cmd.same_envelope_as)
    shared = envelope_of(first, uow, at)
    return describe_consignment(shared, cmd.consignment, uow, at).id if cmd.consignment is not None else shared.id


def _write(
    item: IncomingItem, cmd: RegisterIncoming, rows: list[SearchRow], mark: Fingerprint, uow: UnitOfWork, at: Workplace
) -> None:
    uow.items.add(item, None if item.sealed else cmd.text)
    if item.rpw_number is not None:
        uow.register.enter(item)
    for blob in cmd.page_blobs:
        uow.renditions.record_blob(blob, item.registered_at)
    uow.search.add(item.id, with_number(rows, item))
    uow.fingerprints.put(item.id, mark)
    remember_sender(item.sender, uow, at, item.registered_at, checked=cmd.confirmed)
    record_new_item(uow, at, item)
    if cmd.corrects is not None:
        replaced = uow.items.by_uid(cmd.corrects)
        if replaced is None:
            raise NotFound("item_unknown", "Nie ma pisma, które to zastępuje.", subject=cmd.corrects)
        uow.items.link(item.id, "replaces", replaced.id)
