"""An item's fields by their flat names (`sender.town`), for change records and corrections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from kancelaria.domain.incoming import Access, IncomingItem, ItemState, Page, Reproduction, ReproductionExtent, Sender
from kancelaria.domain.notes import ItemNote, NoteKind

NOTE = "note."
"""Each note of an item is a field of its own, by its id: notes of two stations never meet."""
_NOT_RECORDED = {"suggestions", "version", "sync_state"}


def flat_fields(item: IncomingItem) -> dict[str, Any]:
    """Every recorded field of an item; lists as lists, nested records by dotted names."""
    flat: dict[str, Any] = {}
    for name, value in asdict(item).items():
        if name in _NOT_RECORDED:
            continue
        if name == "notes":
            flat.update({f"{NOTE}{note['id']}": _note_value(note) for note in value})
        elif name in {"sender", "reproduction"}:
            flat.update({f"{name}.{inner}": _plain(entry) for inner, entry in value.items()})
        else:
            flat[name] = _plain(value)
    return flat


def changed_fields(before: IncomingItem, after: IncomingItem) -> dict[str, tuple[Any, Any]]:
    """The fields that differ: name → (old, new)."""
    old, new = flat_fields(before), flat_fields(after)
    return {name: (old.get(name), new.get(name)) for name in old | new if old.get(name) != new.get(name)}


def filled_fields(item: IncomingItem) -> dict[str, Any]:
    """The fields that hold something: what a new record tells the central."""
    return {name: value for name, value in flat_fields(item).items() if value not in (None, [], False)}


def item_of_fields(fields: Mapping[str, Any], version: int = 1) -> IncomingItem:
    """The item of its flat fields; what isn't named is empty, what an item doesn't have is left out."""
    known = {name: value for name, value in fields.items() if value is not None}
    plain = {name: _listless(known[name]) for name in _PLAIN_FIELDS & known.keys()}
    sender = {name: _listless(value) for name, value in _inner(known, "sender").items()}
    scan = _inner(known, "reproduction")
    return IncomingItem(
        **{"title": "", "rpw_number": None} | plain,
        sender=Sender(**sender),
        reproduction=Reproduction(ReproductionExtent(scan.get("extent", "full")), scan.get("reason")),
        access=Access(known.get("access", "public")),
        state=ItemState(known.get("state", "to_verify")),
        pages=tuple(Page(**{**page, "barcodes": tuple(page.get("barcodes", ()))}) for page in known.get("pages", ())),
        notes=tuple(sorted(_notes(known), key=lambda note: (note.at, note.id))),
        version=version,
    )


def _notes(fields: Mapping[str, Any]) -> Iterator[ItemNote]:
    for name, value in fields.items():
        if name.startswith(NOTE) and isinstance(value, dict):
            kind = NoteKind(value["kind"])
            yield ItemNote(name.removeprefix(NOTE), kind, value["at"], value["by"], dict(value.get("details") or {}))


def _note_value(note: Mapping[str, Any]) -> dict[str, Any]:
    value = {name: entry for name, entry in note.items() if name != "id"}
    return value | {"kind": str(note["kind"]), "details": dict(note["details"])}


def _inner(fields: Mapping[str, Any], record: str) -> dict[str, Any]:
    start = f"{record}."
    return {name.removeprefix(start): value for name, value in fields.items() if name.startswith(start)}


def _listless(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


_PLAIN_FIELDS = IncomingItem.__dataclass_fields__.keys() - {
    "sender", "reproduction", "access", "state", "pages", "suggestions", "version", "sync_state", "notes",
}  # fmt: skip


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
