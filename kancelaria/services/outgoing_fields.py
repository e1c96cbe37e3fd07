"""An outgoing item's fields as JSON values: for change records, for the central, for the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from kancelaria.domain.incoming import Access
from kancelaria.domain.outgoing import AddressCheck, Addressee, Method, OutgoingItem, OutgoingState

NOT_RECORDED = frozenset({"version"})
_NAMES = OutgoingItem.__dataclass_fields__.keys()
_LISTS = frozenset({"document_kind", "remarks", "notices"})


def outgoing_fields(item: OutgoingItem) -> dict[str, Any]:
    """Every recorded field, lists as lists; an addressee is told by what is known of it."""
    flat = {name: _plain(value) for name, value in asdict(item).items() if name not in NOT_RECORDED}
    flat["addressees"] = [{k: v for k, v in asdict(each).items() if v is not None} for each in item.addressees]
    return flat


def filled_outgoing(item: OutgoingItem) -> dict[str, Any]:
    """The fields that hold something: what a new record tells the central."""
    return {name: value for name, value in outgoing_fields(item).items() if value not in (None, [], False)}


def changed_outgoing(before: OutgoingItem, after: OutgoingItem) -> dict[str, tuple[Any, Any]]:
    """The fields that differ: name → (old, new)."""
    old, new = outgoing_fields(before), outgoing_fields(after)
    return {name: (old[name], new[name]) for name in new if old[name] != new[name]}


def outgoing_of_fields(fields: Mapping[str, Any], version: int = 1) -> OutgoingItem:
    """The item of its fields; what isn't named is empty, what an item doesn't have is left out."""
    known = {name: value for name, value in fields.items() if name in _NAMES and value is not None}
    known |= {name: tuple(known[name]) for name in _LISTS & known.keys()}
    known |= {
        "addressees": tuple(_addressee(each) for each in known.get("addressees", ())),
        "method": Method(known["method"]),
        "access": Access(known.get("access", "public")),
        "check_result": AddressCheck(known["check_result"]) if "check_result" in known else None,
        "state": OutgoingState(known.get("state", "prepared")),
        "version": version,
    }
    return OutgoingItem(**{"number": None, "title": ""} | known)


def outgoing_json(item: OutgoingItem) -> dict[str, Any]:
    """An outgoing item as the command line tells it."""
    return outgoing_fields(item) | {
        "readable_number": item.readable_number or None,
        "addressees": [asdict(each) for each in item.addressees],
        "version": item.version,
    }


def _addressee(fields: Mapping[str, Any]) -> Addressee:
    return Addressee(**{name: fields[name] for name in Addressee.__dataclass_fields__ if fields.get(name) is not None})


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
