"""From the record to what is printed: small functions that choose, and decide nothing."""

from __future__ import annotations

from kancelaria.domain.incoming import IncomingItem
from kancelaria.printing.model import LabelData, LabelKind, OfficeFacts


def label_data(
    item: IncomingItem,
    office: OfficeFacts,
    *,
    kind: LabelKind | None = None,
    procedure: str = "",
    deadline_on: str | None = None,
    deadline_time: str | None = None,
) -> LabelData:
    """The label of an item; a sealed one gets the envelope label unless another kind is asked for."""
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
        procedure=procedure,
        deadline_on=deadline_on,
        deadline_time=deadline_time,
    )


def series_label(document_uid: str, office: OfficeFacts) -> LabelData:
    """A label printed ahead: its date stays blank for the datestamp."""
    return LabelData(document_uid=document_uid, office=office.institution, point=office.point)
