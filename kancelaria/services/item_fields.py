"""An item's fields by their flat names (`sender.town`), for change records and corrections."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from kancelaria.domain.incoming import IncomingItem

_NOT_RECORDED = {"suggestions", "version", "sync_state"}


def flat_fields(item: IncomingItem) -> dict[str, Any]:
    """Every recorded field of an item; lists as lists, nested records by dotted names."""
    flat: dict[str, Any] = {}
    for name, value in asdict(item).items():
        if name in _NOT_RECORDED:
            continue
        if name in {"sender", "reproduction"}:
            flat.update({f"{name}.{inner}": _plain(entry) for inner, entry in value.items()})
        else:
            flat[name] = _plain(value)
    return flat


def changed_fields(before: IncomingItem, after: IncomingItem) -> dict[str, tuple[Any, Any]]:
    """The fields that differ: name → (old, new)."""
    old, new = flat_fields(before), flat_fields(after)
    return {name: (old[name], new[name]) for name in new if old[name] != new[name]}


def filled_fields(item: IncomingItem) -> dict[str, Any]:
    """The fields that hold something: what a new record tells the central."""
    return {name: value for name, value in flat_fields(item).items() if value not in (None, [], False)}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
