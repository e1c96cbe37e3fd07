"""The correspondents' book: one record a sender, found again by a de-duplication key."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from typing import Any

from kancelaria.domain.incoming import Sender

_POLISH_ORDER = str.maketrans(
    {"ą": "a~", "ć": "c~", "ę": "e~", "ł": "l~", "ń": "n~", "ó": "o~", "ś": "s~", "ź": "z~", "ż": "z~~"}
)
_FOLD_L = str.maketrans({"ł": "l", "Ł": "L"})
_EPOCH = date(2020, 1, 1)
_DAYS_A_DOUBLING = 60
MOST_ADDRESSES = 20
"""So many former addresses, and former keys, are kept of one correspondent."""


@dataclass(frozen=True)
class Address:
    """An address beside the present one: where they were until a day, or (`until` None) one seen on a letter."""

    street: str | None = None
    postcode: str | None = None
    town: str | None = None
    country: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True)
class PublicNumbers:
    """Identifiers of a person or an organisation, each optional, without spaces and hyphens."""

    pesel: str | None = None
    nip: str | None = None
    regon: str | None = None
    krs: str | None = None
    ade: str | None = None


NUMBER_KINDS = tuple(each.name for each in fields(PublicNumbers))


@dataclass(frozen=True)
class Merge:
    """This record was joined into another: when, by whom, and what it changed there, so that it can be undone."""

    into: str
    at: str
    by: str
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Correspondent:
    """A sender the office knows; `uses` counts registrations here, `last_used_at` is an instant.

    `since`: the day the present address counts from; `addresses`: the others, the newest first; `former`: keys it went
    by before a correction, by which its letters are still its own.
    """

    id: str
    sender: Sender
    uses: int = 1
    last_used_at: str = ""
    version: int = 1
    numbers: PublicNumbers = PublicNumbers()
    since: str | None = None
    addresses: tuple[Address, ...] = ()
    former: tuple[str, ...] = ()
    merged: Merge | None = None


def folded(text: str) -> str:
    """Lower case without diacritics, signs turned to single spaces."""
    plain = unicodedata.normalize("NFKD", text.translate(_FOLD_L).casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[a-z0-9]+", letters))


def deduplication_key(sender: Sender) -> str:
    """The same for two spellings of one sender: folded name, and for people the town and street as well."""
    if sender.organisation:
        return "o|" + folded(sender.organisation) + "|" + folded(sender.town or "")
    person = folded(f"{sender.surname or ''} {sender.given_names or ''}")
    return "p|" + person + "|" + folded(sender.town or "") + "|" + folded(sender.street or "")


def keys_of(known: Correspondent) -> frozenset[str]:
    """Every key letters of this correspondent may bear: at the present address and at the others, and former ones."""
    places = [known.sender, *(_at(known.sender, address) for address in known.addresses)]
    return frozenset(deduplication_key(place) for place in places) | frozenset(known.former)


def name_of_key(key: str) -> str:
    """The folded name a de-duplication key begins with."""
    return key.split("|")[1]


def rekeyed(before: Correspondent, after: Correspondent) -> Correspondent:
    """A corrected record that remembers the key it went by."""
    was, now = deduplication_key(before.sender), deduplication_key(after.sender)
    if was == now:
        return after
    others = [key for key in after.former if key not in (was, now)]
    return replace(after, former=(was, *others)[:MOST_ADDRESSES])


def usual(uses: int, last_used_at: str) -> int:
    """How usual a correspondent is: days of last use, each doubling of letters counting as two months."""
    if not uses or not last_used_at:
        return 0
    days = (date.fromisoformat(last_used_at[:10]) - _EPOCH).days
    return max(1, days + round(_DAYS_A_DOUBLING * math.log2(uses)))


def present_address(known: Correspondent) -> Address:
    """The address letters are sent to now."""
    sender = known.sender
    return Address(sender.street, sender.postcode, sender.town, sender.country, known.since)


def moved(known: Correspondent, to: Address, day: str) -> Correspondent:
    """At another address from a day on; the present one becomes a former one. The same address changes nothing."""
    was = present_address(known)
    if same_place(was, to):
        return replace(known, sender=_at(known.sender, to))
    others = tuple(each for each in known.addresses if not same_place(each, to))
    if any((was.street, was.postcode, was.town)):
        others = (replace(was, until=day), *others)
    return replace(known, sender=_at(known.sender, to), since=day, addresses=others[:MOST_ADDRESSES])


def seen_at(known: Correspondent, seen: Sender, day: str) -> Correspondent:
    """An address on a letter that isn't known yet is noted; a person says whether it is the present one."""
    there = Address(seen.street, seen.postcode, seen.town, seen.country, day)
    whole = seen.street and seen.town and known.sender.street
    listed = (present_address(known), *known.addresses)
    if not whole or any(same_place(there, each) for each in listed) or len(known.addresses) >= MOST_ADDRESSES:
        return known
    return replace(known, addresses=(there, *known.addresses))


def place_words(place: Address) -> str:
    """An address in one line."""
    town = " ".join(part for part in (place.postcode, place.town) if part)
    country = place.country if (place.country or "PL") != "PL" else None
    return ", ".join(part for part in (place.street, town, country) if part)


def same_place(left: Address, right: Address) -> bool:
    """Two spellings of one address; a postcode alone makes no other place."""
    return all(folded(getattr(left, name) or "") == folded(getattr(right, name) or "") for name in ("street", "town"))


def _at(sender: Sender, place: Address) -> Sender:
    return replace(
        sender, street=place.street, postcode=place.postcode, town=place.town, country=place.country or sender.country
    )


def fields_of(known: Correspondent) -> dict[str, Any]:
    """A correspondent's own data as flat fields, as events carry them."""
    flat: dict[str, Any] = {name: getattr(known.sender, name) for name in Sender.__dataclass_fields__}
    flat["email"] = list(known.sender.email)
    flat |= asdict(known.numbers)
    flat["since"] = known.since
    flat["addresses"] = [asdict(address) for address in known.addresses]
    flat["former"] = list(known.former)
    flat["merged"] = None if known.merged is None else asdict(known.merged)
    return flat


def changed_fields_of(before: Correspondent, after: Correspondent) -> dict[str, Any]:
    """The fields in which they differ, as the second has them."""
    old, new = fields_of(before), fields_of(after)
    changed = {name: value for name, value in new.items() if value != old[name]}
    if deduplication_key(before.sender) != deduplication_key(after.sender):
        changed["key"] = deduplication_key(after.sender)
    return changed


def correspondent_of_fields(record_id: str, told: Mapping[str, Any], version: int) -> Correspondent:
    """The correspondent of its flat fields; what is missing is empty, what is unknown is left out."""
    own = {name: told[name] for name in Sender.__dataclass_fields__ if told.get(name) is not None}
    merged = told.get("merged")
    return Correspondent(
        record_id,
        Sender(**(own | {"email": tuple(own.get("email", ()))})),
        0,
        "",
        version,
        PublicNumbers(**{name: told.get(name) or None for name in NUMBER_KINDS}),
        told.get("since") or None,
        addresses_of(told.get("addresses") or ()),
        tuple(str(key) for key in told.get("former") or ()),
        None if not merged else Merge(**dict(merged)),
    )


def addresses_of(told: Sequence[Mapping[str, Any]]) -> tuple[Address, ...]:
    """Addresses of their plain form."""
    return tuple(Address(**dict(each)) for each in told)


def polish_sort_key(text: str) -> str:
    """A key whose binary order is the Polish alphabet's."""
    return text.casefold().translate(_POLISH_ORDER)
