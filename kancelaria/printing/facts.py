"""From the record to what is printed: small functions that choose, and decide nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kancelaria.domain.incoming import Consignment, IncomingItem, ItemState, ReproductionExtent
from kancelaria.domain.notes import NoteKind, of_kind
from kancelaria.domain.registration import REPRODUCTION_REASONS
from kancelaria.domain.reproduction import CARRIER_WORDS, Carrier
from kancelaria.printing.dates import date_for_people, warsaw
from kancelaria.printing.model import (
    CarrierRow,
    Defect,
    LabelData,
    LabelKind,
    MissingScanRow,
    OfficeFacts,
    ReceiptData,
    ReceiptLetter,
    RegisterRow,
)

EXTENTS = {
    ReproductionExtent.FULL: "pełne",
    ReproductionExtent.PARTIAL: "niepełne",
    ReproductionExtent.NONE: "brak",
}


def label_data(
    item: IncomingItem,
    office: OfficeFacts,
    *,
    kind: LabelKind | None = None,
    procedure: str = "",
    deadline: str = "",
    copy: int = 1,
) -> LabelData:
    """The label of an item; a sealed one gets the envelope label unless another kind is asked for.

    `procedure` and `deadline` (`YYYY-MM-DD[THH:MM]`) where the clerk says more than the record: its inscription and
    the deadline of the offers.
    """
    day, _, hour = (deadline or item.offer_deadline or "").partition("T")
    return LabelData(
        document_uid=item.document_uid,
        office=office.institution,
        point=office.point or item.registry_point or "",
        received_on=item.received_on,
        received_time=item.received_time,
        rpw_number=item.rpw_number,
        rpw_year=item.rpw_year if item.rpw_number is not None else None,
        attachment_count=item.attachment_count,
        kind=kind or (LabelKind.ENVELOPE if item.sealed else LabelKind.ITEM),
        procedure=procedure or item.inscription or "",
        deadline_on=day or None,
        deadline_time=hour or None,
        copy=copy,
    )


def series_label(document_uid: str, office: OfficeFacts, copy: int = 1) -> LabelData:
    """A label printed ahead: its date stays blank for the datestamp."""
    return LabelData(document_uid=document_uid, office=office.institution, point=office.point, copy=copy)


def receipt_letter(
    item: IncomingItem,
    *,
    page_count: int | None = None,
    originals_returned: Iterable[str] = (),
    defects: Iterable[Defect] = (),
    other_defects: Iterable[str] = (),
) -> ReceiptLetter:
    """One letter of a receipt with what was noted of it; the rest is what the clerk says besides.

    `page_count` is the paper's when the scan isn't there to count.
    """
    noted = of_kind(item.notes, NoteKind.DEFECT)
    returned = [
        f"{note.details['words']} (zwrócono: {note.details['to']})"
        for note in of_kind(item.notes, NoteKind.ORIGINALS_RETURNED)
    ]
    known = {note.details["what"] for note in noted} & {defect.value for defect in Defect}
    others = [str(note.details.get("words") or "inny brak") for note in noted if note.details["what"] not in known]
    others += [f"brak załącznika: {note.details['words']}" for note in of_kind(item.notes, NoteKind.MISSING_ATTACHMENT)]
    return ReceiptLetter(
        document_uid=item.document_uid,
        title=item.title,
        sender=item.sender.display_name,
        addressee=item.addressee or "",
        rpw_number=item.rpw_number,
        rpw_year=item.rpw_year if item.rpw_number is not None else None,
        letter_date=item.letter_date,
        no_date=item.no_date,
        sender_reference=item.sender_reference,
        no_reference=item.no_reference,
        attachment_count=item.attachment_count,
        page_count=page_count if page_count is not None else (len(item.pages) or None),
        sealed=item.sealed,
        inscription=item.inscription or "",
        originals_returned=(*returned, *originals_returned),
        defects=frozenset(defects) | {Defect(value) for value in known},
        other_defects=(*others, *other_defects),
        page_hashes=tuple(page.sha256 for page in sorted(item.pages, key=lambda page: page.number)),
    )


def receipt_data(
    items: Sequence[IncomingItem],
    office: OfficeFacts,
    *,
    clerk: str,
    printed_at: str,
    letters: Sequence[ReceiptLetter] = (),
    case_status_number: str = "",
    case_status_code: str = "",
    copy: int = 1,
    copies: int = 1,
    duplicate: bool = False,
    proof: str = "",
) -> ReceiptData:
    """The receipt for the items one depositor handed in; `letters` where the clerk noted more than the record holds."""
    first = items[0]
    return ReceiptData(
        office=office,
        letters=tuple(letters) or tuple(receipt_letter(item) for item in items),
        received_on=first.received_on,
        received_time=received_time(first),
        clerk=clerk,
        printed_at=printed_at,
        depositor=first.depositor or "",
        case_status_number=case_status_number,
        case_status_code=case_status_code,
        copy=copy,
        copies=copies,
        duplicate=duplicate,
        proof=proof,
    )


def received_time(item: IncomingItem) -> str | None:
    """The noted hour; else the hour of registration, but only if it was registered on the day it came."""
    if item.received_time:
        return item.received_time[:5]
    registered = warsaw(item.registered_at)
    return registered.strftime("%H:%M") if registered.date().isoformat() == item.received_on else None


def register_row(
    item: IncomingItem, *, assigned_to: str = "", consignment: Consignment | None = None, restricted: bool = False
) -> RegisterRow:
    """One row of the register; `restricted` where its reader may not see the item."""
    return RegisterRow(
        number=item.rpw_number,
        document_uid=item.document_uid,
        received_on=item.received_on,
        registered_at=item.registered_at,
        sender=item.sender.display_name,
        title=item.title,
        letter_date=item.letter_date,
        no_date=item.no_date,
        sender_reference=item.sender_reference,
        no_reference=item.no_reference,
        delivery_method=item.delivery_method or "",
        posting_number=(consignment.posting_number or "") if consignment else "",
        attachment_count=item.attachment_count,
        assigned_to=assigned_to,
        remarks=item.remarks,
        voided=item.state is ItemState.VOIDED,
        void_reason=item.void_reason or "",
        restricted=restricted,
    )


def missing_scan_row(
    item: IncomingItem, *, volume: str = "", paper: str = "", restricted: bool = False
) -> MissingScanRow:
    """One row of the list of items without a full scan."""
    return MissingScanRow(
        number=item.rpw_number,
        document_uid=item.document_uid,
        received_on=item.received_on,
        sender=item.sender.display_name,
        title=item.title,
        extent=EXTENTS[item.reproduction.extent],
        reason=REPRODUCTION_REASONS.get(item.reproduction.reason or "", item.reproduction.reason or ""),
        volume=volume,
        remarks=item.remarks,
        restricted=restricted,
        paper=paper,
    )


def carrier_row(carrier: Carrier, item: IncomingItem | None, noted_by: str) -> CarrierRow:
    """One row of the list of carriers; without its item, which isn't to be seen here, only what and where."""
    return CarrierRow(
        number=item.rpw_number if item else None,
        document_uid=carrier.document_uid,
        received_on=item.received_on if item else "",
        sender=item.sender.display_name if item else "",
        title=item.title if item else "",
        carrier=CARRIER_WORDS[carrier.kind],
        count=carrier.count,
        description=carrier.description,
        place=carrier.place,
        noted=f"{date_for_people(warsaw(carrier.noted_at).date().isoformat())}, {noted_by}",
        restricted=item is None,
    )


def lacks_full_scan(item: IncomingItem) -> bool:
    """Whether the item belongs on the list of items without a full scan."""
    return item.state is not ItemState.VOIDED and item.reproduction.extent is not ReproductionExtent.FULL
