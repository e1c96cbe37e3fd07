"""Labels: identifiers reserved ahead, adopted from paper, voided when spoiled; every print logged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kancelaria.domain.errors import InvalidInput, NotFound, OfficeError, StateForbids
from kancelaria.domain.identifiers import DocumentUid, is_document_uid, make_document_uid, parse_document_uid
from kancelaria.domain.labels import Label, LabelBatch, LabelFinding, LabelState
from kancelaria.domain.numbering import next_number, rpw_year
from kancelaria.services.journal import now_text, record
from kancelaria.services.ports import UnitOfWork, Workplace

MAX_RESERVED_AT_ONCE = 5000
LABEL, RECEIPT, OWN_COPY = "label", "receipt", "own_copy"
ORAL, DAMAGE = "oral_protocol", "damage_protocol"
"""Kinds of print-outs whose prints are counted."""


def reserve_series(count: int, uow: UnitOfWork, at: Workplace) -> list[Label]:
    """Reserve `count` identifiers for labels printed ahead."""
    if not 1 <= count <= MAX_RESERVED_AT_ONCE:
        raise InvalidInput(
            "bad_label_count", f"Można zarezerwować od 1 do {MAX_RESERVED_AT_ONCE} etykiet naraz.", subject=str(count)
        )
    with uow:
        year = rpw_year(now_text(at))
        labels = [_issue(uow, at, year, LabelState.RESERVED, None) for _ in range(count)]
        first, last = labels[0], labels[-1]
        uow.labels.add_batch(
            LabelBatch(at.ids.new(), first.series, year, first.serial, last.serial, now_text(at), uow.actor)
        )
        span = {"first": labels[0].document_uid, "last": labels[-1].document_uid, "count": count}
        record(uow, at, "reserve_labels", ("label_series", at.station.series), 0, span)
        uow.commit()
    return labels


def void_label(document_uid: str, reason: str, uow: UnitOfWork, at: Workplace) -> Label:
    """Void a reserved label that was spoiled."""
    return void_labels([document_uid], reason, uow, at)[0]


def void_labels(document_uids: Sequence[str], reason: str, uow: UnitOfWork, at: Workplace) -> list[Label]:
    """Void reserved labels that were spoiled: all of them or, where one can't be, none."""
    if not reason.strip():
        raise InvalidInput("reason_missing", "Podaj przyczynę unieważnienia etykiety.", subject="reason")
    uids = dict.fromkeys(str(parse_document_uid(text)) for text in document_uids)
    with uow:
        voided = [_voided(uid, reason.strip(), uow, at) for uid in uids]
        uow.commit()
    return voided


def _voided(uid: str, reason: str, uow: UnitOfWork, at: Workplace) -> Label:
    label = uow.labels.get(uid)
    if label is None:
        raise NotFound("label_unknown", "Nie ma takiej etykiety.", subject=uid)
    if label.state is not LabelState.RESERVED:
        raise StateForbids(
            "label_not_reserved",
            "Ta etykieta jest już użyta lub unieważniona.",
            "Etykietę na piśmie zostaw; pomyłkową pozycję rejestru anuluj.",
            uid,
        )
    voided = replace(label, state=LabelState.VOIDED, void_reason=reason)
    uow.labels.save(voided)
    record(uow, at, "void_label", ("label", uid), 0, {"void_reason": reason})
    return voided


def labels_between(first: str, last: str) -> list[str]:
    """The identifiers from one to another of the same series and year, as they lie on a sheet."""
    begin, end = parse_document_uid(first), parse_document_uid(last)
    if (begin.series, begin.year) != (end.series, end.year) or end.serial < begin.serial:
        raise InvalidInput("bad_label_range", "Etykiety od–do muszą być z jednej serii i roku, w kolejności.")
    if end.serial - begin.serial >= MAX_RESERVED_AT_ONCE:
        raise InvalidInput("bad_label_range", f"Naraz można wskazać do {MAX_RESERVED_AT_ONCE} etykiet.")
    numbers = range(begin.serial, end.serial + 1)
    return [make_document_uid(begin.series, begin.year, serial) for serial in numbers]


def log_label_prints(document_uids: Sequence[str], uow: UnitOfWork, at: Workplace) -> dict[str, int]:
    """Log one print of each label; says which copy it was (2 and more is a reprint)."""
    return log_prints(document_uids, LABEL, uow, at)


def log_receipt_prints(document_uids: Sequence[str], uow: UnitOfWork, at: Workplace) -> dict[str, int]:
    """Log one print of a receipt for these letters; says which copy it was (2 and more is a duplicate)."""
    return log_prints(document_uids, RECEIPT, uow, at)


def log_prints(document_uids: Sequence[str], kind: str, uow: UnitOfWork, at: Workplace) -> dict[str, int]:
    """Log one print of a kind for each of these; says which copy it was."""
    copies = {}
    with uow:
        moment = now_text(at)
        for uid in document_uids:
            copies[uid] = uow.labels.prints(uid, kind) + 1
            uow.labels.log_print(uid, moment, uow.actor, copies[uid], kind)
        uow.access.append(moment, uow.actor, "print", document_uids, kind)
        uow.commit()
    return copies


def examine_label(text: str, uow: UnitOfWork) -> LabelFinding:
    """What a barcode found on paper means, inside a unit of work."""
    if not is_document_uid(text):
        return LabelFinding.INVALID
    uid = parse_document_uid(text)
    if uid.series not in uow.labels.own_series():
        return LabelFinding.FOREIGN
    label = uow.labels.get(str(uid))
    if label is None or label.state is LabelState.RESERVED:
        return LabelFinding.FREE
    return LabelFinding.USED if label.state is LabelState.USED else LabelFinding.VOIDED


def take_identifier(uow: UnitOfWork, at: Workplace, year: int, item_id: str, found: str | None) -> str:
    """The identifier of a new item: the label found on its paper, else the next one. Inside a unit of work."""
    if found is None:
        return _issue(uow, at, year, LabelState.USED, item_id).document_uid
    finding = examine_label(found, uow)
    if finding is not LabelFinding.FREE:
        raise _refusal(finding, found)
    uid: DocumentUid = parse_document_uid(found)
    known = uow.labels.get(str(uid))
    if known is not None:
        uow.labels.save(replace(known, state=LabelState.USED, item_id=item_id))
    else:
        # printed by this series but unknown here (a lost reservation): adopted, so it's never issued again
        uow.labels.add(Label(str(uid), uid.series, 2000 + uid.year, uid.serial, LabelState.USED, item_id))
    return str(uid)


def _issue(uow: UnitOfWork, at: Workplace, year: int, state: LabelState, item_id: str | None) -> Label:
    series = at.station.series
    serial = next_number(uow.labels.highest_serial(series, year))
    label = Label(make_document_uid(series, year, serial), series, year, serial, state, item_id)
    uow.labels.add(label)
    return label


def _refusal(finding: LabelFinding, found: str) -> OfficeError:
    if finding is LabelFinding.USED:
        return StateForbids(
            "label_used",
            "Ta etykieta jest już na innym piśmie.",
            "Sprawdź, czy pismo nie zostało zarejestrowane wcześniej.",
            found,
        )
    if finding is LabelFinding.VOIDED:
        return StateForbids("label_voided", "Ta etykieta została unieważniona.", "Naklej nową etykietę.", found)
    if finding is LabelFinding.FOREIGN:
        return InvalidInput("label_foreign", "Ta etykieta pochodzi z innego stanowiska.", subject=found)
    return InvalidInput("bad_document_uid", "To nie jest poprawny identyfikator pisma.", subject=found)
