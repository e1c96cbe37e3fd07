"""Returned items and delivery receipts (ZPO): matched to outgoing mail by posting number, else kept unmatched.

Three transactions, each safe to repeat: the outgoing item moves on, then the paper that came is noted. Where the
program dies between them, the same order again finds the first done and does the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from kancelaria.domain.deliveries import checked_number
from kancelaria.domain.errors import InvalidInput, StateForbids
from kancelaria.domain.incoming import Consignment, IncomingItem
from kancelaria.domain.notes import NoteKind, checked_details, of_kind
from kancelaria.domain.outgoing import ON_ITS_WAY, OutgoingItem, OutgoingState
from kancelaria.services.amend import existing
from kancelaria.services.consignments import describe_consignment, ensure_consignment, settle
from kancelaria.services.journal import now_text
from kancelaria.services.notes import add_note
from kancelaria.services.outgoing import Returned, deliver_outgoing, return_outgoing
from kancelaria.services.ports import UnitOfWork, Workplace

RETURNED, RECEIPT = "returned", "receipt"
UNMATCHED = "bez pary"
"""How an unmatched one is told in the condition of its consignment."""
_ENDS = {RETURNED: OutgoingState.RETURNED, RECEIPT: OutgoingState.DELIVERED}


class OutgoingByNumber(Protocol):
    """Whose envelope a posting number was on, the newest first."""

    def find_outgoing_by_posting_number(self, posting_number: str) -> Sequence[OutgoingItem]: ...


@dataclass(frozen=True)
class CameBack:
    """What came back: `what` is returned or receipt; `words` the reason, or who signed; `notices` two days at most.

    `document_uid`: the letter it was registered as, where it was.
    """

    posting_number: str
    what: str
    day: str
    words: str = ""
    notices: tuple[str, ...] = ()
    document_uid: str | None = None


@dataclass(frozen=True)
class Matched:
    """What it belongs to: rows of the outgoing register, none where it has no pair yet."""

    outgoing: tuple[OutgoingItem, ...]
    item: IncomingItem | None
    consignment: Consignment | None


def take_back(came: CameBack, uow: Callable[[], UnitOfWork], at: Workplace) -> Matched:
    """Join what came back to its outgoing item and the paper to its record; unmatched it waits for its pair."""
    number = checked_number(came.posting_number)
    details = _details(came, number)
    with uow() as reading:
        if came.document_uid is not None:
            existing(came.document_uid, reading)
        found = pair_of(number, came.what, reading.outgoing)
    moved = _move(found, came, uow, at) if found else ()
    with uow() as writing:
        if came.document_uid is not None:
            item = _note(came.document_uid, details | _of_outgoing(moved), writing, at)
            matched = Matched(moved, item, None)
        else:
            matched = Matched(moved, None, _keep(number, came, moved, writing, at))
        writing.commit()
    return matched


def pair_of(number: str, what: str, outgoing: OutgoingByNumber) -> tuple[OutgoingItem, ...]:
    """The rows of a posting number that wait for this, or had it noted before (the same order again)."""
    if what not in _ENDS:
        raise InvalidInput("bad_choice", f"Nieznany rodzaj: {what}.", "Możliwe: returned, receipt.", "what")
    rows = outgoing.find_outgoing_by_posting_number(number)
    waiting = tuple(row for row in rows if row.state in ON_ITS_WAY)
    return waiting or tuple(row for row in rows if row.state is _ENDS[what])


def match_waiting(
    items: Sequence[IncomingItem], uow: Callable[[], UnitOfWork], at: Workplace
) -> list[Matched]:  # fmt: skip
    """Try again what had no pair: its outgoing item may have been registered since."""
    matched = []
    for item in items:
        for note in of_kind(item.notes, NoteKind.RETURNED_MAIL):
            said = note.details
            if "outgoing_id" in said:
                continue
            notices = tuple(said[name] for name in ("first_notice", "second_notice") if name in said)
            came = CameBack(
                said["posting_number"], said["what"], said["day"], said.get("words", ""), notices, item.document_uid
            )
            with uow() as reading:
                found = pair_of(came.posting_number, came.what, reading.outgoing)
            if found:
                matched.append(take_back(came, uow, at))
    return matched


def has_no_pair(item: IncomingItem) -> bool:
    """Whether something that came back stands on the item without its outgoing item."""
    return any("outgoing_id" not in note.details for note in of_kind(item.notes, NoteKind.RETURNED_MAIL))


def _details(came: CameBack, number: str) -> dict[str, Any]:
    if came.what == RETURNED and not came.words.strip():
        raise InvalidInput("reason_missing", "Podaj przyczynę zwrotu z koperty.", subject="words")
    if len(came.notices) > 2:
        raise InvalidInput("bad_notices", "Podaj najwyżej dwie daty awizo.", subject="notices")
    named = dict(zip(("first_notice", "second_notice"), came.notices, strict=False))
    told = {"what": came.what, "posting_number": number, "day": came.day, "words": came.words}
    return checked_details(NoteKind.RETURNED_MAIL, told | named)


def _move(
    found: Sequence[OutgoingItem], came: CameBack, uow: Callable[[], UnitOfWork], at: Workplace
) -> tuple[OutgoingItem, ...]:
    ids = [row.id for row in found]
    if came.what == RECEIPT:
        return tuple(deliver_outgoing(ids, came.day, uow(), at))
    return tuple(return_outgoing(ids, Returned(came.day, came.words.strip(), came.notices), uow(), at))


def _of_outgoing(rows: Sequence[OutgoingItem]) -> dict[str, str]:
    if not rows:
        return {}
    first = rows[0]
    return {"outgoing_id": first.id} | ({"case_mark": first.case_mark} if first.case_mark else {})


def _note(document_uid: str, details: dict[str, Any], uow: UnitOfWork, at: Workplace) -> IncomingItem:
    """The note with its pair; the one that had none gives way to it. The same again changes nothing."""
    item = existing(document_uid, uow)
    for note in of_kind(item.notes, NoteKind.RETURNED_MAIL):
        if note.details == details:
            return item
        if note.details.get("posting_number") == details["posting_number"] and "outgoing_id" not in note.details:
            item = add_note(item, NoteKind.REVOKED, {"note": note.id, "words": "znaleziono parę"}, uow, at)
    return add_note(item, NoteKind.RETURNED_MAIL, details, uow, at)


def _keep(number: str, came: CameBack, rows: Sequence[OutgoingItem], uow: UnitOfWork, at: Workplace) -> Consignment:
    """The slip or envelope itself: joined to what it confirms, or waiting for it among what isn't registered."""
    known = uow.consignments.by_posting_number(number)
    if known is not None and uow.consignments.items_of(known.id):
        raise StateForbids(
            "consignment_registered", "Przesyłka o tym numerze jest już zarejestrowana.",
            "Podaj identyfikator jej pisma.", number,
        )  # fmt: skip
    words = f"{UNMATCHED}: {_said(came)}" if not rows else None
    if known is None:
        known = ensure_consignment(
            Consignment(at.ids.new(), now_text(at), None, number, words, uow.actor, came.day if not rows else None),
            uow, at,
        )  # fmt: skip
    if rows and known.settled is None:
        names = ", ".join(row.readable_number or row.title for row in rows)
        return settle(known, "joined", f"{_said(came)}: {names}", uow, at)
    return known if words is None or known.condition else _with_condition(known, words, uow, at)


def _with_condition(known: Consignment, words: str, uow: UnitOfWork, at: Workplace) -> Consignment:
    return describe_consignment(known, replace(known, condition=words), uow, at)


def _said(came: CameBack) -> str:
    what = "zwrot" if came.what == RETURNED else "ZPO"
    day = ".".join(reversed(came.day.split("-")))
    return f"{what} {day}" + (f", {came.words.strip()}" if came.words.strip() else "")
