"""Rows ↔ records of the domain."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from kancelaria.domain.correspondents import polish_sort_key
from kancelaria.domain.incoming import (
    Access,
    IncomingItem,
    ItemState,
    Page,
    Reproduction,
    ReproductionExtent,
    Sender,
    Suggestion,
    SyncState,
)
from kancelaria.domain.notes import ItemNote, NoteKind

_PLAIN = (
    "id", "document_uid", "rpw_number", "rpw_year", "registered_at", "received_on", "received_time", "title",
    "letter_date", "posted_on", "sender_reference", "addressee", "depositor", "delivery_method", "posting_operator",
    "attachment_count", "format", "dcmi_type", "consignment_id", "case_mark", "text_sha256", "void_reason",
    "registered_by", "registry_point", "version", "sealed_reason", "inscription", "offer_deadline", "envelope_page",
)  # fmt: skip
_FLAGS = ("no_date", "no_reference", "sealed")
_LISTS = ("document_kind", "remarks")
_SENDER_PLAIN = ("organisation", "surname", "given_names", "street", "postcode", "town", "country")


def listed(values: Sequence[str]) -> str:
    """A list as it is stored."""
    return json.dumps(list(values), ensure_ascii=False)


def item_row(item: IncomingItem) -> dict[str, Any]:
    """The row of an item (pages and reading are rows of their own)."""
    row: dict[str, Any] = {name: getattr(item, name) for name in _PLAIN}
    row |= {name: int(getattr(item, name)) for name in _FLAGS}
    row |= {name: listed(getattr(item, name)) for name in _LISTS}
    row |= {f"sender_{name}": getattr(item.sender, name) for name in _SENDER_PLAIN}
    return row | {
        "sender_email": listed(item.sender.email),
        "sender_anonymous": int(item.sender.anonymous),
        "access": item.access.value,
        "state": item.state.value,
        "sync_state": item.sync_state.value,
        "reproduction_extent": item.reproduction.extent.value,
        "reproduction_reason": item.reproduction.reason,
        "sender_sort": polish_sort_key(item.sender.display_name),
        "title_sort": polish_sort_key(item.title),
        "notes": notes_text(item.notes),
    }


def item_of(row: Mapping[Any, Any], pages: tuple[Page, ...], suggestions: tuple[Suggestion, ...]) -> IncomingItem:
    """The item of its row."""
    values: dict[str, Any] = {name: row[name] for name in _PLAIN}
    values |= {name: bool(row[name]) for name in _FLAGS}
    values |= {name: tuple(json.loads(row[name])) for name in _LISTS}
    return IncomingItem(
        sender=sender_of(row),
        access=Access(row["access"]),
        state=ItemState(row["state"]),
        sync_state=SyncState(row["sync_state"]),
        reproduction=Reproduction(ReproductionExtent(row["reproduction_extent"]), row["reproduction_reason"]),
        notes=notes_of(row["notes"]),
        pages=pages,
        suggestions=suggestions,
        **values,
    )


def notes_text(notes: Sequence[ItemNote]) -> str | None:
    """Notes as they are stored; most items have none."""
    return json.dumps([asdict(note) for note in notes], ensure_ascii=False) if notes else None


def notes_of(text: str | None) -> tuple[ItemNote, ...]:
    """Notes as they were stored."""
    return tuple(ItemNote(**(each | {"kind": NoteKind(each["kind"])})) for each in json.loads(text)) if text else ()


def sender_of(row: Mapping[Any, Any]) -> Sender:
    """The sender written in an item's row."""
    return Sender(
        **{name: row[f"sender_{name}"] for name in _SENDER_PLAIN},
        email=tuple(json.loads(row["sender_email"])),
        anonymous=bool(row["sender_anonymous"]),
    )


def page_row(item_id: str, page: Page) -> dict[str, Any]:
    """The row of a page."""
    return asdict(page) | {"item_id": item_id, "blank": int(page.blank), "barcodes": listed(page.barcodes)}


def page_of(row: Mapping[Any, Any]) -> Page:
    """The page of its row."""
    return Page(
        row["number"], row["width"], row["height"], row["dpi"], row["sha256"], bool(row["blank"]),
        tuple(json.loads(row["barcodes"])),
    )  # fmt: skip


def suggestions_text(suggestions: Sequence[Suggestion]) -> str:
    """Suggestions as they are stored."""
    return json.dumps([asdict(suggestion) for suggestion in suggestions], ensure_ascii=False)


def suggestions_of(text: str) -> tuple[Suggestion, ...]:
    """Suggestions as they were stored."""
    return tuple(
        Suggestion(**(entry | {"box": tuple(entry["box"]) if entry["box"] else None})) for entry in json.loads(text)
    )
