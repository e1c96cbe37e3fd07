"""The outgoing item (przesyłka wychodząca): one row of the outgoing register, its rules and its states.

Amounts are grosze, masses grams. A row is one addressee's, or a collective one that lists several. It is never deleted:
a mistaken one is voided with its reason. Who gives `number` and when is told in docs/aggregates.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from kancelaria.domain.errors import InvalidInput, StateForbids
from kancelaria.domain.incoming import Access, Sender
from kancelaria.domain.partial_date import parse_day

POLAND = "Polska"


class Method(StrEnum):
    """How an item is dispatched, the electronic ways first."""

    E_DELIVERY = "e_delivery"
    HYBRID = "hybrid"
    EPUAP = "epuap"
    EMAIL = "email"
    REGISTERED = "registered_letter"
    LETTER = "letter"
    PARCEL = "parcel"
    COURIER = "courier"
    MESSENGER = "messenger"
    IN_PERSON = "in_person"


METHOD_WORDS = {
    Method.E_DELIVERY: "e-Doręczenia",
    Method.HYBRID: "e-Doręczenia: usługa hybrydowa",
    Method.EPUAP: "ePUAP",
    Method.EMAIL: "poczta elektroniczna",
    Method.REGISTERED: "list polecony",
    Method.LETTER: "list zwykły",
    Method.PARCEL: "paczka",
    Method.COURIER: "kurier",
    Method.MESSENGER: "goniec",
    Method.IN_PERSON: "osobiście",
}
PAPER = frozenset(Method) - {Method.E_DELIVERY, Method.HYBRID, Method.EPUAP, Method.EMAIL}
"""Ways that need a reason for paper, or the address check that found no electronic address."""
BOOKED = frozenset({Method.REGISTERED, Method.PARCEL})
"""Ways that go through the operator's posting book, each under its posting number."""
TRACKED = BOOKED | {Method.COURIER}
POSTED = BOOKED | {Method.LETTER, Method.COURIER, Method.HYBRID}
"""Ways that need a postal address."""
CONFIRMED = frozenset({Method.REGISTERED, Method.MESSENGER, Method.COURIER, Method.PARCEL, Method.HYBRID})
"""Ways for which a delivery receipt (ZPO) may be wanted."""


class AddressCheck(StrEnum):
    """What the register of electronic addresses said."""

    FOUND = "found"
    NONE = "none"
    UNAVAILABLE = "unavailable"


CHECK_WORDS = {
    AddressCheck.FOUND: "ma adres do doręczeń elektronicznych",
    AddressCheck.NONE: "brak adresu do doręczeń elektronicznych",
    AddressCheck.UNAVAILABLE: "baza adresów niedostępna",
}


class OutgoingState(StrEnum):
    """Where an item is on its way out."""

    PREPARED = "prepared"
    HANDED_OVER = "handed_over"
    POSTED = "posted"
    DELIVERED = "delivered"
    RETURNED = "returned"
    VOIDED = "voided"


STATE_WORDS = {
    OutgoingState.PREPARED: "przygotowana",
    OutgoingState.HANDED_OVER: "przekazana",
    OutgoingState.POSTED: "nadana",
    OutgoingState.DELIVERED: "doręczona",
    OutgoingState.RETURNED: "zwrócona",
    OutgoingState.VOIDED: "anulowana",
}
ON_ITS_WAY = frozenset({OutgoingState.HANDED_OVER, OutgoingState.POSTED})
_OPEN = ON_ITS_WAY | {OutgoingState.PREPARED}
_FROM: dict[OutgoingState, frozenset[OutgoingState]] = {
    OutgoingState.HANDED_OVER: frozenset({OutgoingState.PREPARED}),
    OutgoingState.POSTED: frozenset({OutgoingState.PREPARED, OutgoingState.HANDED_OVER}),
    OutgoingState.DELIVERED: ON_ITS_WAY,
    OutgoingState.RETURNED: ON_ITS_WAY,
    OutgoingState.VOIDED: _OPEN,
}
FROZEN = frozenset(
    {"addressees", "method", "handed_on", "zpo", "check_on", "check_result", "paper_reason", "letter_date", "title"}
)
"""Facts that may be filled in, but not changed, once an item has been handed over."""
FIXED = frozenset({"id", "letter_id", "number", "year", "registered_at", "registered_by", "registry_point"})


@dataclass(frozen=True)
class Addressee:
    """Whom it goes to: an organisation, or a surname with given names; `ade`: the electronic delivery address."""

    organisation: str | None = None
    surname: str | None = None
    given_names: str | None = None
    street: str | None = None
    postcode: str | None = None
    town: str | None = None
    country: str | None = None
    email: str | None = None
    ade: str | None = None

    @property
    def display_name(self) -> str:
        """The name as people say it."""
        return self.organisation or " ".join(part for part in (self.surname, self.given_names) if part)

    @property
    def envelope_name(self) -> str:
        """The name as it stands on an envelope: given names first."""
        return self.organisation or " ".join(part for part in (self.given_names, self.surname) if part)

    @property
    def address_lines(self) -> tuple[str, ...]:
        """Street, postcode and town, and the country where it isn't Poland."""
        abroad = self.country if self.country and self.country.casefold() != POLAND.casefold() else None
        place = " ".join(part for part in (self.postcode, self.town) if part)
        return tuple(line for line in (self.street, place, abroad) if line)

    @property
    def sender(self) -> Sender:
        """The same as the correspondents' book knows it."""
        return Sender(
            self.organisation, self.surname, self.given_names, self.street, self.postcode, self.town, self.country,
            (self.email,) if self.email else (),
        )  # fmt: skip


@dataclass(frozen=True)
class OutgoingItem:
    """One row of the outgoing register. Rows of one letter to several addressees share `letter_id`."""

    id: str
    letter_id: str
    number: int | None
    year: int
    registered_at: str
    title: str
    addressees: tuple[Addressee, ...]
    method: Method
    case_mark: str | None = None
    unit: str | None = None
    responsible: str | None = None
    responsible_post: str | None = None
    handed_on: str | None = None
    posted_on: str | None = None
    posting_number: str | None = None
    posting_operator: str | None = None
    zpo: bool = False
    check_on: str | None = None
    check_result: AddressCheck | None = None
    paper_reason: str | None = None
    letter_date: str | None = None
    sender_reference: str | None = None
    reply_to: str | None = None
    document_kind: tuple[str, ...] = ()
    attachment_count: int | None = None
    access: Access = Access.PUBLIC
    format: str | None = None
    dcmi_type: str = "Text"
    remarks: tuple[str, ...] = ()
    weight_class: str | None = None
    weight_g: int | None = None
    fee: int | None = None
    declared_value: int | None = None
    cash_on_delivery: int | None = None
    delivered_on: str | None = None
    returned_on: str | None = None
    return_reason: str | None = None
    notices: tuple[str, ...] = ()
    void_reason: str | None = None
    state: OutgoingState = OutgoingState.PREPARED
    registered_by: str | None = None
    registry_point: str | None = None
    version: int = 1

    @property
    def readable_number(self) -> str:
        """The register number as people write it; empty until it is given."""
        return f"{self.number}/{self.year}" if self.number else ""

    @property
    def addressee_names(self) -> str:
        """The addressee, or how many a collective row has."""
        first = self.addressees[0].display_name if self.addressees else ""
        more = len(self.addressees) - 1
        return f"{first} i {more} in." if more > 0 else first

    @property
    def awaits_receipt(self) -> bool:
        """A delivery receipt is wanted, and neither it nor the item has come back."""
        return self.zpo and self.state in ON_ITS_WAY


def may_move(start: OutgoingState, end: OutgoingState) -> bool:
    """Whether an item may go from one state to another."""
    return start in _FROM.get(end, frozenset())


def moved(item: OutgoingItem, to: OutgoingState, **facts: Any) -> OutgoingItem:
    """The item in its next state, with the facts of that; the same order again changes nothing."""
    after = replace(item, state=to, **facts)
    if after == item:
        return item
    if not may_move(item.state, to):
        raise StateForbids(
            "state_forbids",
            f"Przesyłka {item.readable_number or item.title} jest {STATE_WORDS[item.state]},"
            f" więc nie może być {STATE_WORDS[to]}.",
            "Sprawdź numer; zobacz, co o niej zapisano: kancelaria dispatch show.",
            item.readable_number or item.id,
        )
    return after


def handed_over(item: OutgoingItem, on: str) -> OutgoingItem:
    """Handed over for dispatch on a day; what goes electronically or by hand has no posting to wait for."""
    _day_from(item, on, "handed_on")
    return moved(item, OutgoingState.HANDED_OVER, handed_on=on)


def posted(item: OutgoingItem, on: str) -> OutgoingItem:
    """Dispatched on a day; what wasn't handed over before was handed over then."""
    _day_from(item, on, "posted_on")
    if item.method in BOOKED and item.posting_number is None:
        raise StateForbids(
            "posting_number_missing",
            f"Przesyłka {item.readable_number or item.title} nie ma numeru nadawczego.",
            "Zeskanuj albo wpisz numer z nalepki, potem zapisz nadanie.",
            item.readable_number or item.id,
        )
    ready = item if item.state is not OutgoingState.PREPARED else handed_over(item, on)
    return moved(ready, OutgoingState.POSTED, posted_on=on)


def delivered(item: OutgoingItem, on: str) -> OutgoingItem:
    """The delivery receipt came: delivered on a day."""
    _day_from(item, on, "delivered_on")
    return moved(item, OutgoingState.DELIVERED, delivered_on=on)


def returned(item: OutgoingItem, on: str, reason: str, notices: tuple[str, ...]) -> OutgoingItem:
    """The item came back on a day, with the reason and the days of its notices, two at most."""
    if not reason.strip():
        raise InvalidInput("reason_missing", "Podaj przyczynę zwrotu.", subject="reason")
    days = [parse_day(day, "notices") for day in notices]
    if len(days) > 2 or days != sorted(set(days)):
        raise InvalidInput(
            "bad_notices", "Podaj najwyżej dwie daty awizo, wcześniejszą najpierw.",
            "Na przykład: --notices 2026-11-02,2026-11-10.", "notices",
        )  # fmt: skip
    back = _day_from(item, on, "returned_on")
    if days and days[-1] > back:
        raise InvalidInput("bad_notices", "Awizo nie może być późniejsze niż zwrot.", "Sprawdź daty.", "notices")
    for day in notices:
        _day_from(item, day, "notices")
    return moved(
        item, OutgoingState.RETURNED, returned_on=on, return_reason=reason.strip(), notices=notices
    )  # fmt: skip


def voided(item: OutgoingItem, reason: str) -> OutgoingItem:
    """A mistaken row, voided with its reason."""
    if not reason.strip():
        raise InvalidInput("reason_missing", "Podaj przyczynę anulowania.", subject="reason")
    return moved(item, OutgoingState.VOIDED, void_reason=reason.strip())


def _day_from(item: OutgoingItem, on: str, field: str) -> Any:
    """The day of an event; none is before the one it follows."""
    day, before = parse_day(on, field), item.posted_on or item.handed_on
    if field != "handed_on" and before and on < before:
        raise InvalidInput(
            "bad_order_of_days", "Ta data jest wcześniejsza niż przekazanie przesyłki.",
            f"Przesyłkę przekazano {'.'.join(reversed(before.split('-')))}.", field,
        )  # fmt: skip
    return day
