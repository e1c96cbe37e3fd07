"""From the record to protocols: an oral application, a damaged consignment."""

from __future__ import annotations

from kancelaria.domain.incoming import IncomingItem
from kancelaria.domain.notes import ItemNote
from kancelaria.printing.facts import received_time
from kancelaria.printing.identifier import register_number
from kancelaria.printing.model import DamageProtocol, OfficeFacts, OralProtocol, Signer


def oral_protocol(
    item: IncomingItem,
    office: OfficeFacts,
    *,
    note: ItemNote | None,
    clerk: str,
    printed_at: str,
    content: str = "",
    reason: str = "",
    second: str = "",
    cannot_sign: bool | None = None,
    copy: int = 1,
) -> OralProtocol:
    """The protocol of an application made orally, or by a person who can't sign: its note, and what is said besides."""
    told = note.details if note is not None else {}
    unable = told.get("what") == "cannot_sign" if cannot_sign is None else cannot_sign
    applicant = item.sender.display_name
    second_name = second or str(told.get("second", "")) or ("" if unable else applicant)
    return OralProtocol(
        office=office,
        made_at=f"{item.received_on}T{received_time(item)}" if received_time(item) else item.received_on,
        applicant=applicant,
        applicant_address=address_of(item),
        reason=reason or str(told.get("words", "")),
        signers=(
            Signer("Przyjmujący podanie", str(told.get("first", "")) or clerk),
            Signer("Osoba obecna przy czynności" if unable else "Wnoszący podanie", second_name),
        ),
        printed_by=clerk,
        printed_at=printed_at,
        cannot_sign=unable,
        content=content,
        subject=item.title,
        document_uid=item.document_uid,
        number=register_number(item.rpw_number, item.rpw_year),
        copy=copy,
    )


def damage_protocol(
    item: IncomingItem,
    office: OfficeFacts,
    note: ItemNote,
    *,
    operator: str,
    posting_number: str,
    clerk: str,
    printed_at: str,
    copy: int = 1,
) -> DamageProtocol:
    """The protocol of a damaged consignment from its note; operator and number where the note doesn't say them."""
    told = note.details
    confirmation = {"noted": True, "none": None}.get(str(told.get("on_confirmation", "")), False)
    return DamageProtocol(
        office=office,
        place=str(told["place"]),
        found_at=str(told["moment"]),
        posting_number=str(told.get("posting_number") or posting_number),
        operator=str(told.get("operator") or operator),
        description=str(told["words"]),
        signers=(
            Signer("Stwierdzający uszkodzenie", str(told.get("first", ""))),
            Signer("Druga osoba podpisująca", str(told.get("second", ""))),
        ),
        printed_by=clerk,
        printed_at=printed_at,
        on_envelope=bool(told.get("on_envelope")),
        on_confirmation=confirmation,
        sender="jak na kopercie" if item.sealed else item.sender.display_name,
        addressee=item.addressee or "",
        document_uid=item.document_uid,
        number=register_number(item.rpw_number, item.rpw_year),
        copy=copy,
    )


def address_of(item: IncomingItem) -> str:
    """The sender's address on one line."""
    town = " ".join(part for part in (item.sender.postcode, item.sender.town) if part)
    return ", ".join(part for part in (item.sender.street, town) if part)
