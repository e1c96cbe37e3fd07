"""Two records of one correspondent become one: what stays is chosen field by field, and all of it can be undone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from kancelaria.domain.correspondents import (
    MOST_ADDRESSES,
    NUMBER_KINDS,
    Address,
    Correspondent,
    Merge,
    changed_fields_of,
    correspondent_of_fields,
    fields_of,
    present_address,
    rekeyed,
    same_place,
)
from kancelaria.domain.errors import InvalidInput

CHOICES = ("name", "address", "email", *NUMBER_KINDS)
"""What may be taken from the record that is given up; of the rest only gaps are filled."""


def merged_record(kept: Correspondent, other: Correspondent, take: Collection[str], day: str) -> Correspondent:
    """What the record that stays says after the merge; addresses of both are remembered."""
    if strange := sorted(set(take) - set(CHOICES)):
        raise InvalidInput("merge_field", "Nie ma takiego pola do wyboru.", f"Są: {', '.join(CHOICES)}.", strange[0])
    named = other.sender if "name" in take else kept.sender
    there = present_address(other if "address" in take or not _somewhere(present_address(kept)) else kept)
    sender = replace(
        kept.sender,
        organisation=named.organisation,
        surname=named.surname,
        given_names=named.given_names,
        street=there.street,
        postcode=there.postcode,
        town=there.town,
        country=there.country,
        email=_emails(kept, other, "email" in take),
    )
    numbers = replace(
        kept.numbers,
        **{kind: _number(kept, other, kind, kind in take) for kind in NUMBER_KINDS},
    )
    others = _other_addresses(kept, other, there, day)
    return rekeyed(kept, replace(kept, sender=sender, numbers=numbers, since=there.since, addresses=others))


def merge_of(kept: Correspondent, after: Correspondent, at: str, by: str) -> Merge:
    """What the given-up record remembers of the merge."""
    changed = {name: value for name, value in changed_fields_of(kept, after).items() if name != "key"}
    before = fields_of(kept)
    return Merge(kept.id, at, by, {name: before[name] for name in changed}, changed)


def undone(now: Correspondent, merge: Merge) -> tuple[Correspondent, tuple[str, ...]]:
    """The record that stayed as it was before a merge, and the fields somebody has changed since: those stay."""
    told = fields_of(now)
    stays = tuple(sorted(name for name, value in merge.after.items() if told[name] != value))
    back: dict[str, Any] = {name: value for name, value in merge.before.items() if name not in stays}
    was = correspondent_of_fields(now.id, told | back, now.version)
    return replace(was, uses=now.uses, last_used_at=now.last_used_at), stays


def _somewhere(place: Address) -> bool:
    return any((place.street, place.postcode, place.town))


def _emails(kept: Correspondent, other: Correspondent, take: bool) -> tuple[str, ...]:
    first, second = (other, kept) if take else (kept, other)
    return tuple(dict.fromkeys((*first.sender.email, *second.sender.email)))


def _number(kept: Correspondent, other: Correspondent, kind: str, take: bool) -> str | None:
    mine, theirs = getattr(kept.numbers, kind), getattr(other.numbers, kind)
    chosen: str | None = (theirs or mine) if take else (mine or theirs)
    return chosen


def _other_addresses(kept: Correspondent, other: Correspondent, there: Address, day: str) -> tuple[Address, ...]:
    found: list[Address] = []
    ended = [replace(present_address(each), until=day) for each in (kept, other)]
    for address in (*ended, *kept.addresses, *other.addresses):
        if _somewhere(address) and not any(same_place(address, each) for each in (there, *found)):
            found.append(address)
    return tuple(found[:MOST_ADDRESSES])
