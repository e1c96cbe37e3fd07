"""Outgoing mail: registered with its number, handed over, dispatched, delivered, returned; each in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from kancelaria.domain import outgoing as rules
from kancelaria.domain.errors import InvalidInput, NotFound, StateForbids
from kancelaria.domain.numbering import next_number, rpw_year, warsaw_day
from kancelaria.domain.outgoing import FIXED, FROZEN, OutgoingItem, OutgoingState
from kancelaria.domain.outgoing_rules import normalized, refuse_wrong
from kancelaria.domain.partial_date import parse_day
from kancelaria.services.correspondents import remember_sender
from kancelaria.services.journal import now_text, record
from kancelaria.services.outgoing_fields import changed_outgoing, filled_outgoing
from kancelaria.services.ports import UnitOfWork, Workplace

OUTGOING = "outgoing"
MOST_ADDRESSEES = 500
_STATE_FACTS = frozenset({"state", "delivered_on", "returned_on", "return_reason", "notices", "void_reason"})
Move = Callable[[OutgoingItem], OutgoingItem]


class OutgoingFinder(Protocol):
    """What other jobs ask of outgoing mail: whose envelope a posting number was on, the newest first."""

    def find_outgoing_by_posting_number(self, posting_number: str) -> Sequence[OutgoingItem]: ...


class OutgoingBook(OutgoingFinder, Protocol):
    """The outgoing register: numbers are given here and never taken back."""

    def get(self, item_id: str) -> OutgoingItem | None: ...
    def by_number(self, year: int, number: int) -> OutgoingItem | None: ...
    def of_letter(self, letter_id: str) -> list[OutgoingItem]: ...
    def highest_number(self, year: int) -> int | None: ...
    def add(self, item: OutgoingItem) -> None: ...
    def save(self, item: OutgoingItem) -> None: ...
    def enter(self, item: OutgoingItem) -> None:
        """Enter an item under the number this store gave it."""
        ...


@dataclass(frozen=True)
class Returned:
    """What came back: the day, the reason on the envelope, the days of its notices."""

    on: str
    reason: str
    notices: tuple[str, ...] = ()


def add_outgoing(
    draft: OutgoingItem, uow: UnitOfWork, at: Workplace, *, collective: bool = False
) -> list[OutgoingItem]:
    """Register a letter: a row and a number for each addressee, or one for all where it is `collective`.

    `draft.letter_id` is made by whoever asks: the same letter again gives its rows as they are. Numbers, times and who
    registered it are set here, whatever the draft says.
    """
    checked = normalized(draft)
    if len(checked.addressees) > MOST_ADDRESSEES:
        raise InvalidInput(
            "addressees_many", f"Jedno pismo może mieć najwyżej {MOST_ADDRESSEES} adresatów.",
            "Podziel listę adresatów.", "addressee",
        )  # fmt: skip
    rows = [checked] if collective else [replace(checked, addressees=(each,)) for each in checked.addressees]
    for row in rows or [checked]:
        refuse_wrong(row)
    _refuse_shared_posting(rows)
    with uow:
        known = uow.outgoing.of_letter(checked.letter_id)
        if known:
            return known
        made = [_register(row, uow, at) for row in rows]
        uow.commit()
    return made


def amend_outgoing(
    item_id: str, changes: Mapping[str, Any], uow: UnitOfWork, at: Workplace, base_version: int | None = None
) -> OutgoingItem:
    """Correct fields (typed values); facts freeze with the hand-over, and a state changes by its own order alone."""
    if odd := sorted(
        changes.keys() & (FIXED | _STATE_FACTS) | changes.keys() - OutgoingItem.__dataclass_fields__.keys()
    ):
        raise InvalidInput("unknown_field", f"Tego pola nie można poprawić: {odd[0]}.", subject=odd[0])

    def change(before: OutgoingItem) -> OutgoingItem:
        if before.state is OutgoingState.VOIDED:
            raise StateForbids("outgoing_voided", "Anulowanej pozycji nie można poprawić.", subject=_name(before))
        after = normalized(replace(before, **changes))
        for field in changed_outgoing(before, after):
            if field in FROZEN and before.state is not OutgoingState.PREPARED and getattr(before, field):
                raise StateForbids(
                    "fact_frozen", "Po przekazaniu przesyłki tego już nie można zmienić.",
                    "Opisz pomyłkę w uwagach albo anuluj pozycję i zarejestruj przesyłkę ponownie.", field,
                )  # fmt: skip
        refuse_wrong(after)
        return after

    return _changed([item_id], "amend_outgoing", change, uow, at, base_version)[0]


def hand_over_outgoing(
    item_ids: Sequence[str], on: str, uow: UnitOfWork, at: Workplace
) -> list[OutgoingItem]:  # fmt: skip
    """Hand items over for dispatch on a day, all or none."""
    _refuse_future(on, at, "handed_on")
    return _changed(item_ids, "hand_over", lambda item: rules.handed_over(item, on), uow, at)


def post_outgoing(
    item_ids: Sequence[str], on: str, uow: UnitOfWork, at: Workplace, posting_number: str | None = None
) -> list[OutgoingItem]:
    """Note that items were dispatched on a day, all or none; `posting_number`: of a single one, known only now."""
    _refuse_future(on, at, "posted_on")

    def post(item: OutgoingItem) -> OutgoingItem:
        numbered = item
        if posting_number:
            numbered = normalized(replace(item, posting_number=posting_number))
            if item.posting_number and item.posting_number != numbered.posting_number:
                raise StateForbids(
                    "posting_number_given", f"Ta przesyłka ma już numer nadawczy {item.posting_number}.",
                    "Popraw go: kancelaria dispatch amend.", _name(item),
                )  # fmt: skip
            refuse_wrong(numbered)
        return rules.posted(numbered, on)

    return _changed(item_ids, "post", post, uow, at)


def deliver_outgoing(item_ids: Sequence[str], on: str, uow: UnitOfWork, at: Workplace) -> list[OutgoingItem]:
    """The delivery receipt came back: items were delivered on a day."""
    _refuse_future(on, at, "delivered_on")
    return _changed(item_ids, "deliver", lambda item: rules.delivered(item, on), uow, at)


def return_outgoing(item_ids: Sequence[str], back: Returned, uow: UnitOfWork, at: Workplace) -> list[OutgoingItem]:
    """Items came back undelivered."""
    _refuse_future(back.on, at, "returned_on")
    return _changed(
        item_ids, "return_outgoing", lambda item: rules.returned(item, back.on, back.reason, back.notices), uow, at
    )  # fmt: skip


def void_outgoing(item_id: str, reason: str, uow: UnitOfWork, at: Workplace) -> OutgoingItem:
    """Void a mistaken row; its number stays."""
    return _changed([item_id], "void_outgoing", lambda item: rules.voided(item, reason), uow, at)[0]


def unknown_outgoing(subject: str) -> NotFound:
    """There is no such row here."""
    return NotFound(
        "outgoing_unknown", "Nie ma takiej przesyłki wychodzącej.",
        "Podaj numer z rejestru, na przykład 12/2026, albo numer nadawczy.", subject,
    )  # fmt: skip


def _register(row: OutgoingItem, uow: UnitOfWork, at: Workplace) -> OutgoingItem:
    moment = now_text(at)
    year = rpw_year(moment)
    _refuse_taken(row, uow)
    item = replace(
        row,
        id=at.ids.new(),
        # with a central the number is its to give; until then "numer nada centrala"
        number=None if at.station.central else next_number(uow.outgoing.highest_number(year)),
        year=year,
        registered_at=moment,
        registered_by=uow.actor,
        registry_point=at.station.point,
        state=OutgoingState.PREPARED,
        handed_on=None,
        posted_on=None,
        version=1,
    )
    uow.outgoing.add(item)
    if item.number is not None:
        uow.outgoing.enter(item)
    for addressee in item.addressees:
        remember_sender(addressee.sender, uow, at, moment)
    record(uow, at, "register_outgoing", (OUTGOING, item.id), 0, filled_outgoing(item))
    return item


def _changed(
    item_ids: Sequence[str], action: str, change: Move, uow: UnitOfWork, at: Workplace, base_version: int | None = None
) -> list[OutgoingItem]:
    """Change items, all or none, each with its traces; where nothing changes, nothing is written."""
    if not item_ids:
        raise InvalidInput("outgoing_nothing", "Nie wskazano żadnej przesyłki.", "Podaj numer z rejestru.")
    with uow:
        after = [_change(item_id, action, change, uow, at, base_version) for item_id in dict.fromkeys(item_ids)]
        uow.commit()
    return after


def _change(
    item_id: str, action: str, change: Move, uow: UnitOfWork, at: Workplace, base_version: int | None
) -> OutgoingItem:
    before = uow.outgoing.get(item_id)
    if before is None:
        raise unknown_outgoing(item_id)
    if base_version is not None and before.version != base_version:
        raise StateForbids(
            "changed_meanwhile", "Tę przesyłkę zmienił w międzyczasie ktoś inny.", "Odśwież ją i popraw jeszcze raz.",
            _name(before),
        )  # fmt: skip
    after = change(before)
    if after == before:
        return before
    if after.posting_number != before.posting_number:
        _refuse_taken(after, uow)
    saved = replace(after, version=before.version + 1)
    uow.outgoing.save(saved)
    changes = changed_outgoing(before, saved)
    patch = {name: new for name, (_, new) in changes.items()}
    audited = {name: {"old": old, "new": new} for name, (old, new) in changes.items()}
    record(uow, at, action, (OUTGOING, saved.id), before.version, patch, audited)
    return saved


def _refuse_taken(item: OutgoingItem, uow: UnitOfWork) -> None:
    """One envelope may hold several letters, to one addressee; to two a posting number can't belong."""
    if item.posting_number is None:
        return
    for other in uow.outgoing.find_outgoing_by_posting_number(item.posting_number):
        open_ = other.state in rules.ON_ITS_WAY or other.state is OutgoingState.PREPARED
        if other.id != item.id and open_ and other.addressees != item.addressees:
            raise StateForbids(
                "posting_number_taken", f"Numer nadawczy {item.posting_number} ma już przesyłka {_name(other)}.",
                "Sprawdź nalepkę na kopercie.", "posting_number",
            )  # fmt: skip


def _refuse_shared_posting(rows: Sequence[OutgoingItem]) -> None:
    if len(rows) > 1 and any(row.posting_number for row in rows):
        raise InvalidInput(
            "posting_number_shared", "Jeden numer nadawczy nie może należeć do kilku adresatów.",
            "Zarejestruj pismo bez numeru, potem wpisz numery przy każdym wierszu.", "posting_number",
        )  # fmt: skip


def _refuse_future(day: str, at: Workplace, field: str) -> None:
    parse_day(day, field)
    if day > warsaw_day(now_text(at)):
        raise InvalidInput(
            "day_to_come", "Ten dzień jeszcze nie nadszedł.", "Podaj dzień dzisiejszy albo wcześniejszy.", field
        )


def _name(item: OutgoingItem) -> str:
    return item.readable_number or item.addressee_names
