"""Protocols of the counter as files: oral application, damage, a drop box emptied. Each print is counted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kancelaria.bootstrap import Office
from kancelaria.domain.deliveries import DeliveryKind, parse_number
from kancelaria.domain.errors import InvalidInput, NotFound
from kancelaria.domain.incoming import IncomingItem
from kancelaria.domain.notes import ItemNote, NoteKind, of_kind
from kancelaria.printing.protocol_facts import damage_protocol, drop_box_protocol, oral_protocol
from kancelaria.services.journal import now_text
from kancelaria.services.labels import DAMAGE, DROP_BOX, ORAL, log_prints
from ui.operations.printouts import known_item, office_facts
from ui.operations.routing import Names


@dataclass(frozen=True)
class OralOrder:
    """What the clerk says of an oral application; empty where its note says it."""

    document_uid: str
    content: str = ""
    reason: str = ""
    second: str = ""
    cannot_sign: bool | None = None


def oral_to_file(office: Office, actor: str, order: OralOrder, target: Path) -> None:
    """The protocol of an application made orally, or by a person who can't sign: two sign it, with the reason."""
    from kancelaria.printing.protocols import write_oral_protocol  # ReportLab takes long to load

    item = known_item(office, order.document_uid)
    data = oral_protocol(
        item, office_facts(office), note=_last(item, NoteKind.PROTOCOL), clerk=Names(office).person(actor),
        printed_at=now_text(office.workplace), content=order.content, reason=order.reason, second=order.second,
        cannot_sign=order.cannot_sign, copy=office.queries.label_prints(item.document_uid, ORAL) + 1,
    )  # fmt: skip
    if not data.reason.strip():
        raise InvalidInput(
            "reason_missing", "Podaj przyczynę sporządzenia protokołu.",
            "Na przykład: podanie wniesione ustnie, nie umie pisać, złamana ręka.", "reason",
        )  # fmt: skip
    write_oral_protocol(data, target)
    log_prints([item.document_uid], ORAL, office.uow(actor), office.workplace)


def damage_to_file(office: Office, actor: str, document_uid: str, target: Path) -> None:
    """The protocol of a damaged consignment, as the note of the damage says."""
    from kancelaria.printing.protocols import write_damage_protocol

    item = known_item(office, document_uid)
    note = _last(item, NoteKind.DAMAGE)
    if note is None:
        raise InvalidInput(
            "no_damage_noted", "Przy tym piśmie nie zapisano uszkodzenia.",
            "Najpierw dodaj adnotację „uszkodzenie”, potem wydrukuj protokół.", item.document_uid,
        )  # fmt: skip
    consignment = office.queries.consignment(item.consignment_id) if item.consignment_id else None
    operators = {each.code: each.name for each in office.queries.dictionary("posting_operator")}
    operator = (consignment.operator if consignment else None) or item.posting_operator or ""
    data = damage_protocol(
        item, office_facts(office), note, operator=operators.get(operator, operator),
        posting_number=(consignment.posting_number if consignment else None) or "", clerk=Names(office).person(actor),
        printed_at=now_text(office.workplace), copy=office.queries.label_prints(item.document_uid, DAMAGE) + 1,
    )  # fmt: skip
    write_damage_protocol(data, target)
    log_prints([item.document_uid], DAMAGE, office.uow(actor), office.workplace)


def drop_box_to_file(office: Office, actor: str, number: str, target: Path) -> None:
    """The protocol of an emptied drop box."""
    from kancelaria.printing.protocols import write_drop_box_protocol

    readable = parse_number(number)
    emptied = office.queries.delivery(readable)
    if emptied is None or emptied.kind is not DeliveryKind.DROP_BOX:
        raise NotFound(
            "drop_box_unknown", "Nie ma takiego opróżnienia skrzynki podawczej.",
            "Numery pokazuje: kancelaria consignment lists.", readable,
        )  # fmt: skip
    names = Names(office)
    data = drop_box_protocol(
        emptied, office_facts(office), opened_by=names.person(emptied.made_by), printed_by=names.person(actor),
        printed_at=now_text(office.workplace), copy=office.queries.label_prints(readable, DROP_BOX) + 1,
    )  # fmt: skip
    write_drop_box_protocol(data, target)
    log_prints([readable], DROP_BOX, office.uow(actor), office.workplace)


def _last(item: IncomingItem, kind: NoteKind) -> ItemNote | None:
    """The newest note in force of a kind."""
    return (of_kind(item.notes, kind) or (None,))[-1]
