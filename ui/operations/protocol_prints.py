"""Protocols of the counter: oral application, damage. A print counts once it is taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kancelaria.bootstrap import Office
from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.incoming import IncomingItem
from kancelaria.domain.notes import ItemNote, NoteKind, of_kind
from kancelaria.printing.files import write_atomically
from kancelaria.printing.protocol_facts import damage_protocol, oral_protocol
from kancelaria.services.journal import now_text
from kancelaria.services.labels import DAMAGE, ORAL, log_prints
from ui.operations.print_ports import PrintJob
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


def prepare_oral(office: Office, actor: str, order: OralOrder, folder: Path) -> PrintJob:
    """The protocol of an application made orally, or by a person who can't sign: two sign it, with the reason."""
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

    def write(target: Path) -> None:
        from kancelaria.printing.protocols import write_oral_protocol  # ReportLab takes long to load

        write_oral_protocol(data, target)

    return _job(office, actor, ORAL, item.document_uid, write, folder)


def prepare_damage(office: Office, actor: str, document_uid: str, folder: Path) -> PrintJob:
    """The protocol of a damaged consignment, as the note of the damage says."""
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
        posting_number=(consignment.posting_number if consignment else None) or "",
        clerk=Names(office).person(actor), printed_at=now_text(office.workplace),
        copy=office.queries.label_prints(item.document_uid, DAMAGE) + 1,
    )  # fmt: skip

    def write(target: Path) -> None:
        from kancelaria.printing.protocols import write_damage_protocol

        write_damage_protocol(data, target)

    return _job(office, actor, DAMAGE, item.document_uid, write, folder)


def protocol_to_file(job: PrintJob, target: Path) -> None:
    """A protocol to the file asked for, counted."""
    write_atomically(target, job.pdf().read_bytes())
    job.taken()


def _job(office: Office, actor: str, kind: str, subject: str, write: Callable[[Path], None], folder: Path) -> PrintJob:
    target = folder / f"{kind.replace('_', '-')}-{subject}.pdf"

    def pdf() -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        write(target)
        return target

    def taken() -> None:
        log_prints([subject], kind, office.uow(actor), office.workplace)

    return PrintJob("protocol", f"Protokół {subject}", pdf, taken)


def _last(item: IncomingItem, kind: NoteKind) -> ItemNote | None:
    """The newest note in force of a kind."""
    return (of_kind(item.notes, kind) or (None,))[-1]
