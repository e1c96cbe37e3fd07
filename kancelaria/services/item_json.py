"""The JSON form of an item, in one place: the command line and exports speak it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from kancelaria.domain.incoming import Consignment, IncomingItem, Page, Sender, Suggestion
from kancelaria.domain.office import Assignment
from kancelaria.domain.reproduction import Carrier, KeptPage, Volume
from kancelaria.services.notes import note_json
from kancelaria.services.ports import BlobStore
from kancelaria.services.queries import HistoryEntry, Queries
from kancelaria.services.renditions import SEARCHABLE_PDF

_PLAIN_BEFORE = ("document_uid", "rpw_number", "rpw_year", "registered_at", "received_on", "title")
_PLAIN_AFTER = (
    "letter_date", "no_date", "posted_on", "sender_reference", "no_reference", "delivery_method", "posting_operator",
    "attachment_count", "addressee", "depositor", "received_time", "format", "dcmi_type", "sealed", "sealed_reason",
    "inscription", "offer_deadline", "envelope_page", "case_mark",
    "text_sha256", "void_reason", "registered_by", "registry_point", "version",
)  # fmt: skip


def item_to_json(
    item: IncomingItem,
    *,
    consignment: Consignment | None = None,
    pdf: str | None = None,
    kept: Sequence[KeptPage] = (),
    volume: Volume | None = None,
    carriers: Sequence[Carrier] = (),
    assignments: Sequence[Assignment] = (),
) -> dict[str, Any]:
    """An item as JSON values, keys as the contract lists them; `pdf` is the path of the searchable PDF/A."""
    of_number = {page.number: page for page in kept}
    return (
        {"id": item.id}
        | {name: getattr(item, name) for name in _PLAIN_BEFORE}
        | {"sender": _sender(item.sender)}
        | {name: getattr(item, name) for name in _PLAIN_AFTER}
        | {
            "document_kind": list(item.document_kind),
            "access": item.access.value,
            "remarks": list(item.remarks),
            "notes": [note_json(note) for note in item.notes],
            "reproduction": {"extent": item.reproduction.extent.value, "reason": item.reproduction.reason},
            "consignment": None if consignment is None else asdict(consignment),
            "volume": None if volume is None else asdict(volume),
            "carriers": [_carrier(carrier) for carrier in carriers],
            "pages": [_page(page, of_number.get(page.number)) for page in item.pages],
            "pdf": pdf,
            "suggestions": [_suggestion(suggestion) for suggestion in item.suggestions],
            "assignments": [asdict(assignment) for assignment in assignments],
            "state": item.state.value,
            "sync_state": item.sync_state.value,
        }
    )


def describe_item(item: IncomingItem, queries: Queries, blobs: BlobStore) -> dict[str, Any]:
    """The JSON of an item with its consignment, PDF and assignments looked up."""
    rendition = queries.rendition(item.id, SEARCHABLE_PDF)
    return item_to_json(
        item,
        consignment=queries.consignment(item.consignment_id) if item.consignment_id else None,
        pdf=str(blobs.path(rendition.sha256)) if rendition else None,
        kept=queries.kept_pages(item.id),
        volume=queries.volume(item.id),
        carriers=queries.carriers(item.id),
        assignments=queries.assignments(item.id),
    )


def describe_whole(item: IncomingItem, queries: Queries, blobs: BlobStore) -> dict[str, Any]:
    """What `show` gives: the item with its read text and its history."""
    return describe_item(item, queries, blobs) | {
        "text": queries.text(item.id),
        "history": [history_to_json(entry) for entry in queries.history(item.id)],
    }


def history_to_json(entry: HistoryEntry) -> dict[str, Any]:
    """A history entry as JSON values."""
    return {
        "at": entry.at,
        "actor": entry.actor,
        "action": entry.action,
        "fields": list(entry.fields),
        "changes": dict(entry.changes),
    }


def _sender(sender: Sender) -> dict[str, Any]:
    return asdict(sender) | {"email": list(sender.email)}


def _page(page: Page, kept: KeptPage | None) -> dict[str, Any]:
    """A page; what is kept of it where this station made the PDF/A, `material` null where another did."""
    short = [asdict(found) for found in kept.shortfalls] if kept else []
    image = {name: getattr(kept, name) for name in ("width", "height", "dpi", "bits", "format")} if kept else None
    known = {"material": kept.material if kept else None, "shortfalls": short, "kept": image}
    return asdict(page) | {"barcodes": list(page.barcodes)} | known


def _carrier(carrier: Carrier) -> dict[str, Any]:
    return {name: value for name, value in asdict(carrier).items() if name not in ("item_id", "document_uid")}


def _suggestion(suggestion: Suggestion) -> dict[str, Any]:
    return asdict(suggestion) | {"box": None if suggestion.box is None else list(suggestion.box)}
