"""The chronological store (skład chronologiczny) and the media store: boxes, places in order, loans, withdrawals.

Paper keeps the order of registration: a place in a box isn't written down, it follows from the register. Instants are
UTC ISO 8601 with `Z`, days `YYYY-MM-DD`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kancelaria.domain.errors import InvalidInput, StateForbids
from kancelaria.domain.handover import has_paper
from kancelaria.domain.incoming import IncomingItem, ItemState, ReproductionExtent


class Handling(StrEnum):
    """How matters are handled: in the system, the paper going to the store; or on paper, with the handler."""

    ELECTRONIC = "electronic"
    TRADITIONAL = "traditional"


HANDLING_WORDS = {Handling.ELECTRONIC: "elektroniczny (EZD)", Handling.TRADITIONAL: "tradycyjny"}


@dataclass(frozen=True)
class ModeRule:
    """From a day on matters of a leaf class are handled so; the class "" is the office's basic mode."""

    records_class: str
    handling: Handling
    from_day: str


class StoreSet(StrEnum):
    """Sets that lie apart: fully scanned paper, paper scanned in part or not at all, and data carriers."""

    FULL = "full"
    INCOMPLETE = "incomplete"
    CARRIERS = "carriers"


SET_WORDS = {
    StoreSet.FULL: "pełne odwzorowanie",
    StoreSet.INCOMPLETE: "niepełne odwzorowanie",
    StoreSet.CARRIERS: "skład nośników",
}
_SET_LETTERS = {StoreSet.FULL: "P", StoreSet.INCOMPLETE: "N", StoreSet.CARRIERS: "D"}


class WithdrawalReason(StrEnum):
    """Why paper may leave the store for good; there are no others."""

    PAPER_CASE = "paper_case"
    TRANSFER = "transfer"
    SIGNED_AND_SENT = "signed_and_sent"


WITHDRAWAL_WORDS = {
    WithdrawalReason.PAPER_CASE: "włączono do akt sprawy prowadzonej na papierze",
    WithdrawalReason.TRANSFER: "przekazano innemu podmiotowi",
    WithdrawalReason.SIGNED_AND_SENT: "podpisano i odesłano",
}


@dataclass(frozen=True)
class Box:
    """A box of one set and year; `place`: the shelf it stands on. A closed one takes only what belongs between."""

    id: str
    number: int
    set: StoreSet
    year: int
    place: str
    opened_at: str
    closed_at: str | None = None
    transferred: str | None = None
    """The number of the transfer list it left with."""

    @property
    def name(self) -> str:
        """What is written on its front: `P/2026/3`."""
        return f"{_SET_LETTERS[self.set]}/{self.year}/{self.number}"


@dataclass(frozen=True)
class Loan:
    """Paper lent out of the store; an out-card lies in its place until it comes back."""

    id: str
    borrower: str
    due_on: str
    lent_at: str
    lent_by: str
    returned_at: str | None = None
    returned_by: str | None = None


@dataclass(frozen=True)
class Withdrawal:
    """Paper that left for good, why and on what basis (a case mark, a letter)."""

    reason: WithdrawalReason
    basis: str
    at: str
    by: str


@dataclass(frozen=True)
class StoredPaper:
    """The paper of one item in a box. `order` sorts as the register does: (year, number or registration instant)."""

    item_id: str
    document_uid: str
    box_id: str
    order: str
    placed_at: str
    placed_by: str
    loan: Loan | None = None
    withdrawal: Withdrawal | None = None

    @property
    def is_out(self) -> bool:
        """Lent and not back yet."""
        return self.loan is not None and self.loan.returned_at is None


def mode_of(rules: Iterable[ModeRule], records_class: str, day: str) -> Handling:
    """How matters of a class are handled on a day: the class's own rule, else the office's; traditional without any."""
    begun = sorted((rule for rule in rules if rule.from_day <= day), key=lambda rule: rule.from_day)
    for wanted in (records_class, ""):
        own = [rule for rule in begun if rule.records_class == wanted]
        if own:
            return own[-1].handling
    return Handling.TRADITIONAL


def class_of(case_mark: str | None) -> str:
    """The class in a case mark (`ABC.123.77.2024` → `123`); empty without one."""
    parts = (case_mark or "").split(".")
    return parts[1] if len(parts) >= 4 and parts[1].isdigit() else ""


def set_of(item: IncomingItem) -> StoreSet:
    """The set an item's paper belongs to."""
    return StoreSet.FULL if item.reproduction.extent is ReproductionExtent.FULL else StoreSet.INCOMPLETE


def order_of(item: IncomingItem) -> str:
    """Sorts as the register does; what has no number yet stands where it was registered."""
    number = "" if item.rpw_number is None else f"{item.rpw_number:09d}"
    return f"{item.rpw_year}/{number or 'zz'}/{item.registered_at}"


def belongs_in_store(item: IncomingItem, rules: Iterable[ModeRule], day: str) -> bool:
    """Whether an item's paper goes to the store at once: electronic mode, opened, scanned whole, confirmed."""
    return (
        mode_of(rules, class_of(item.case_mark), day) is Handling.ELECTRONIC
        and has_paper(item)
        and not item.sealed
        and item.state not in (ItemState.TO_VERIFY, ItemState.VOIDED)
        and set_of(item) is StoreSet.FULL
    )


def refuse_unstorable(item: IncomingItem, box: Box, rules: Iterable[ModeRule], day: str) -> None:
    """Refuse what doesn't belong in this box: StateForbids with the way on."""
    uid = item.document_uid
    if item.state is ItemState.VOIDED:
        raise StateForbids(
            "item_voided", "Ta pozycja jest anulowana.", "Odłóż papier do pisma, które ją zastąpiło.", uid
        )
    if item.state is ItemState.TO_VERIFY:
        raise StateForbids("not_confirmed", "Tego pisma nikt jeszcze nie sprawdził.", "Najpierw je zatwierdź.", uid)
    if item.sealed:
        raise StateForbids(
            "sealed", "Przesyłki nieotwieranej nie odkłada się do składu.", "Przekaż ją adresatowi.", uid
        )
    if mode_of(rules, class_of(item.case_mark), day) is Handling.TRADITIONAL:
        raise StateForbids(
            "store_off", "Sprawy tej klasy prowadzi się na papierze: pismo idzie do prowadzącego, nie do składu.",
            "Przekaż je na liście przekazania albo zmień tryb: kancelaria store mode.", uid,
        )  # fmt: skip
    if box.set is not StoreSet.CARRIERS and not has_paper(item):
        raise StateForbids("no_paper", "To pismo przyszło elektronicznie i nie ma papieru.", "", uid)
    if box.set is not StoreSet.CARRIERS and set_of(item) is not box.set:
        raise StateForbids(
            "other_set", f"To pismo ma {SET_WORDS[set_of(item)]}, a pudło {box.name} jest dla innego zbioru.",
            "Zbiory leżą osobno: wybierz pudło tego zbioru.", uid,
        )  # fmt: skip
    if item.rpw_year != box.year:
        raise StateForbids("other_year", f"To pismo jest z roku {item.rpw_year}, a pudło {box.name} nie.", "", uid)


def refuse_place(box: Box, order: str, others: tuple[str, str] | None) -> None:
    """A closed box takes only what belongs between its first and last paper (`others`)."""
    if box.transferred is not None:
        raise StateForbids(
            "box_transferred",
            f"Pudło {box.name} przekazano na liście {box.transferred}.",
            "Wybierz inne pudło.",
            box.name,
        )
    if box.closed_at is not None and (others is None or not others[0] < order < others[1]):
        raise StateForbids(
            "box_closed", f"Pudło {box.name} jest zamknięte.", "Otwórz nowe: kancelaria store box new.", box.name
        )


def checked_text(text: str, field: str, message: str, most: int = 300) -> str:
    """A text that must be there; InvalidInput."""
    if not text.strip():
        raise InvalidInput("text_missing", message, subject=field)
    if len(text.strip()) > most:
        raise InvalidInput("text_long", f"Najwyżej {most} znaków.", "Skróć tekst.", field)
    return text.strip()
