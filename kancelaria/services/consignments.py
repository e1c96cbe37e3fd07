"""Consignments: one envelope may hold several items; one that holds none is settled otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime

from kancelaria.domain.deliveries import SETTLED, checked_number
from kancelaria.domain.errors import InvalidInput, NotFound, StateForbids
from kancelaria.domain.incoming import Consignment, IncomingItem, ItemState
from kancelaria.domain.numbering import WARSAW, instant_text, parse_instant
from kancelaria.services.amend import existing, save_changed
from kancelaria.services.journal import now_text, record
from kancelaria.services.ports import UnitOfWork, Workplace

SAME_NUMBER_DAYS = 300
"""So long a posting number means the same consignment."""


def accept_consignment(consignment: Consignment, uow: UnitOfWork, at: Workplace) -> Consignment:
    """Record an envelope or parcel as accepted; the same id again returns what is recorded."""
    with uow:
        known = ensure_consignment(consignment, uow, at)
        uow.commit()
    return known


def ensure_consignment(consignment: Consignment, uow: UnitOfWork, at: Workplace) -> Consignment:
    """The recorded consignment of this id, recorded now if it's new. Inside a unit of work."""
    known = uow.consignments.get(consignment.id)
    if known is not None:
        return known
    if not consignment.accepted_at:
        raise InvalidInput("accepted_at_missing", "Podaj, kiedy przyjęto przesyłkę.", subject="accepted_at")
    uow.consignments.add(consignment)
    filled = {name: value for name, value in asdict(consignment).items() if value is not None}
    record(uow, at, "accept_consignment", ("consignment", consignment.id), 0, filled)
    return consignment


def arrived_in(told: Consignment, uow: UnitOfWork, at: Workplace) -> Consignment:
    """The envelope a letter came in: accepted before under the same posting number, else recorded now.

    Posting numbers are used again after a year or so. Inside a unit of work.
    """
    number = posting_number_or_none(told.posting_number)
    told = replace(told, posting_number=number)
    if (same := uow.consignments.get(told.id)) is not None:
        return describe_consignment(same, told, uow, at)
    known = uow.consignments.by_posting_number(number) if number else None
    if known is None or _days_between(known.accepted_at, now_text(at)) > SAME_NUMBER_DAYS:
        return ensure_consignment(told, uow, at)
    return describe_consignment(known, told, uow, at)


def describe_consignment(known: Consignment, told: Consignment, uow: UnitOfWork, at: Workplace) -> Consignment:
    """Fill what is known by now of a consignment: operator and condition. Inside a unit of work."""
    if told.posting_number and known.posting_number and told.posting_number != known.posting_number:
        raise InvalidInput(
            "other_posting_number", f"Ta koperta ma numer nadawczy {known.posting_number}.",
            "Popraw numer albo odznacz wspólną kopertę.", "posting_number",
        )  # fmt: skip
    changed = replace(known, operator=known.operator or told.operator, condition=told.condition or known.condition)
    return _changed(known, changed, "describe_consignment", uow, at)


def settle_consignment(consignment_id: str, how: str, words: str, uow: UnitOfWork, at: Workplace) -> Consignment:
    """Say why no letter comes of an accepted consignment; a registered one is refused."""
    if how not in SETTLED:
        listed = ", ".join(f"{code} ({said})" for code, said in SETTLED.items())
        raise InvalidInput("bad_settling", f"Nieznany sposób rozliczenia: {how}.", f"Możliwe: {listed}.", "how")
    if how != "skipped" and not words.strip():
        raise InvalidInput("text_missing", "Napisz, komu lub do czego.", "Na przykład adres, komórka, numer.", "words")
    with uow:
        known = uow.consignments.get(consignment_id)
        if known is None:
            raise NotFound("consignment_unknown", "Nie ma takiej przesyłki.", subject=consignment_id)
        if known.settled is not None:
            raise StateForbids("consignment_settled", f"Tę przesyłkę już rozliczono: {SETTLED[known.settled]}.")
        if items := _live(uow.consignments.items_of(known.id)):
            raise StateForbids(
                "consignment_registered", f"Z tej przesyłki zarejestrowano już {items[0].document_uid}.",
                "Adnotację zapisz przy piśmie.", items[0].document_uid,
            )  # fmt: skip
        done = settle(known, how, words, uow, at)
        uow.commit()
    return done


def settle(known: Consignment, how: str, words: str, uow: UnitOfWork, at: Workplace) -> Consignment:
    """Write why no letter comes of a consignment. Inside a unit of work."""
    done = replace(
        known, settled=how, settled_words=words.strip() or None, settled_at=now_text(at), settled_by=uow.actor
    )
    return _changed(known, done, "settle_consignment", uow, at)


def share_envelope(document_uids: Sequence[str], uow: UnitOfWork, at: Workplace) -> Consignment:
    """Say that these registered letters came in one envelope: that of the first, made now where it has none."""
    if len(document_uids) < 2:
        raise InvalidInput("envelope_of_one", "Podaj co najmniej dwa pisma z tej samej koperty.")
    with uow:
        first, *others = [existing(uid, uow) for uid in document_uids]
        shared = envelope_of(first, uow, at)
        for other in others:
            if other.consignment_id == shared.id:
                continue
            if other.consignment_id is not None:
                raise StateForbids(
                    "other_envelope", f"Pismo {other.document_uid} przyszło w innej kopercie.",
                    "Popraw numer nadawczy albo anuluj pozycję.", other.document_uid,
                )  # fmt: skip
            save_changed(other, replace(other, consignment_id=shared.id), "share_envelope", uow, at)
        uow.commit()
    return shared


def envelope_of(item: IncomingItem, uow: UnitOfWork, at: Workplace) -> Consignment:
    """The envelope an item came in, recorded now where nothing was known of it. Inside a unit of work."""
    known = uow.consignments.get(item.consignment_id) if item.consignment_id else None
    if known is not None:
        return known
    moment = datetime.fromisoformat(f"{item.received_on}T{item.received_time or '00:00'}").replace(tzinfo=WARSAW)
    made = Consignment(at.ids.new(), instant_text(moment), item.posting_operator, clerk=item.registered_by)
    shared = ensure_consignment(made, uow, at)
    save_changed(item, replace(item, consignment_id=shared.id), "share_envelope", uow, at)
    return shared


def posting_number_or_none(text: str | None) -> str | None:
    """A posting number as it is kept; InvalidInput where its check digit is wrong."""
    return checked_number(text) if text and text.strip() else None


def _changed(known: Consignment, changed: Consignment, action: str, uow: UnitOfWork, at: Workplace) -> Consignment:
    old, new = asdict(known), asdict(changed)
    patch = {name: new[name] for name in new if new[name] != old[name]}
    if patch:
        uow.consignments.save(changed)
        audited = {name: {"old": old[name], "new": value} for name, value in patch.items()}
        record(uow, at, action, ("consignment", known.id), 1, patch, audited)
    return changed


def _days_between(first: str, second: str) -> int:
    return (parse_instant(second) - parse_instant(first)).days


def _live(items: Sequence[IncomingItem]) -> list[IncomingItem]:
    return [item for item in items if item.state is not ItemState.VOIDED]
