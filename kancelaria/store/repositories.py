"""Repositories of a unit of work: items, register, consignments, renditions and the small ones."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from kancelaria.domain.errors import StateForbids
from kancelaria.domain.incoming import Consignment, IncomingItem, Page, Suggestion
from kancelaria.domain.numbering import parse_instant
from kancelaria.services.ports import BlobRef, Fingerprint, Rendition
from kancelaria.store import mappers
from kancelaria.store.tables import (
    blob,
    consignment,
    fingerprint,
    item,
    item_link,
    item_page,
    item_reading,
    register_entry,
    rendition,
    setting,
)

_BESIDE = 64
"""So many items of one millisecond keep their place."""


def load_items(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> list[IncomingItem]:
    """Items of their rows, with pages and suggestions fetched in two queries."""
    ids = [row["id"] for row in rows]
    pages: dict[str, list[Page]] = {}
    for found in connection.execute(
        select(item_page).where(item_page.c.item_id.in_(ids)).order_by(item_page.c.item_id, item_page.c.number)
    ).mappings():
        pages.setdefault(found["item_id"], []).append(mappers.page_of(found))
    readings = {
        found.item_id: mappers.suggestions_of(found.suggestions)
        for found in connection.execute(
            select(item_reading.c.item_id, item_reading.c.suggestions).where(item_reading.c.item_id.in_(ids))
        )
    }
    return [mappers.item_of(row, tuple(pages.get(row["id"], ())), readings.get(row["id"], ())) for row in rows]


class SqlItems:
    """Incoming items."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, item_id: str) -> IncomingItem | None:
        """The item of an id."""
        return self._one(select(item).where(item.c.id == item_id))

    def by_uid(self, document_uid: str) -> IncomingItem | None:
        """The item of an identifier with hyphens."""
        return self._one(select(item).where(item.c.document_uid == document_uid))

    def _one(self, query: Select[Any]) -> IncomingItem | None:
        row = self._connection.execute(query).mappings().first()
        return None if row is None else load_items(self._connection, [dict(row)])[0]

    def add(self, new: IncomingItem, text: str | None) -> None:
        """Add an item with its pages and its read text."""
        row = mappers.item_row(new) | {"seq": self._place(new.registered_at)}
        # values given beside the statement: SQLAlchemy builds and compiles it once, not for every item
        self._connection.execute(insert(item), row)
        if new.pages:
            self._connection.execute(insert(item_page), [mappers.page_row(new.id, page) for page in new.pages])
        suggestions = mappers.suggestions_text(new.suggestions)
        self._connection.execute(insert(item_reading), {"item_id": new.id, "text": text, "suggestions": suggestions})

    def _place(self, registered_at: str) -> int:
        """Where an item stands among all: by its registration, whenever it comes here; the newest may come first."""
        first = int(parse_instant(registered_at).timestamp() * 1000)
        beside = item.c.seq >= first, item.c.seq < first + _BESIDE
        taken = self._connection.scalars(select(item.c.seq).where(*beside).order_by(item.c.seq)).all()
        free = next((first + n for n, seq in enumerate([*taken, None]) if seq != first + n), first)
        if free < first + _BESIDE:
            return free
        return int(self._connection.scalar(select(func.max(item.c.seq))) or first) + 1

    def save(self, changed: IncomingItem) -> None:
        """Save an item one version on; StateForbids where somebody else changed it meanwhile."""
        done = self._connection.execute(
            update(item)
            .where(item.c.id == changed.id, item.c.version == changed.version - 1)
            .values(**mappers.item_row(changed))
        )
        if done.rowcount != 1:
            raise StateForbids(
                "changed_meanwhile",
                "To pismo zmienił w międzyczasie ktoś inny.",
                "Odśwież je i popraw jeszcze raz.",
                changed.document_uid,
            )

    def text(self, item_id: str) -> str:
        """The read text, pages parted by form feeds."""
        return self._connection.scalar(select(item_reading.c.text).where(item_reading.c.item_id == item_id)) or ""

    def set_reading(self, item_id: str, text: str, suggestions: Sequence[Suggestion]) -> None:
        """Replace the read text and the suggestions."""
        self._connection.execute(
            update(item_reading)
            .where(item_reading.c.item_id == item_id)
            .values(text=text, suggestions=mappers.suggestions_text(suggestions))
        )

    def link(self, item_id: str, kind: str, other_id: str) -> None:
        """Link an item to another."""
        self._connection.execute(
            upsert(item_link).values(item_id=item_id, kind=kind, other_id=other_id).on_conflict_do_nothing()
        )

    def links(self, item_id: str) -> list[tuple[str, str]]:
        """The links of an item: (kind, other id)."""
        rows = self._connection.execute(select(item_link).where(item_link.c.item_id == item_id))
        return [(row.kind, row.other_id) for row in rows]


class SqlRegister:
    """The register of incoming items."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def highest_number(self, year: int) -> int | None:
        """The highest number given in a year."""
        number: int | None = self._connection.scalar(
            select(func.max(register_entry.c.rpw_number)).where(register_entry.c.rpw_year == year)
        )
        return number

    def enter(self, new: IncomingItem) -> None:
        """Enter an item under its number."""
        self._connection.execute(
            insert(register_entry).values(rpw_year=new.rpw_year, rpw_number=new.rpw_number, item_id=new.id)
        )

    def strike(self, voided: IncomingItem, reason: str, at: str, by: str) -> None:
        """Void an entry; its number stays."""
        self._connection.execute(
            update(register_entry)
            .where(register_entry.c.item_id == voided.id)
            .values(void_reason=reason, voided_at=at, voided_by=by)
        )


class SqlConsignments:
    """Envelopes and parcels."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, consignment_id: str) -> Consignment | None:
        """The consignment of an id."""
        return self._one(select(consignment).where(consignment.c.id == consignment_id))

    def by_posting_number(self, posting_number: str) -> Consignment | None:
        """The last consignment of a posting number."""
        return self._one(
            select(consignment)
            .where(consignment.c.posting_number == posting_number)
            .order_by(consignment.c.accepted_at.desc())
        )

    def _one(self, query: Select[Any]) -> Consignment | None:
        row = self._connection.execute(query).mappings().first()
        return None if row is None else Consignment(**row)

    def add(self, new: Consignment) -> None:
        """Add a consignment."""
        self._connection.execute(insert(consignment).values(**asdict(new)))

    def save(self, changed: Consignment) -> None:
        """Save what may change of a consignment."""
        values = {name: value for name, value in asdict(changed).items() if name not in ("id", "accepted_at")}
        self._connection.execute(update(consignment).where(consignment.c.id == changed.id).values(**values))

    def items_of(self, consignment_id: str) -> list[IncomingItem]:
        """The items one envelope held, in the order of registration."""
        mine = select(item).where(item.c.consignment_id == consignment_id).order_by(item.c.seq)
        return load_items(self._connection, [dict(row) for row in self._connection.execute(mine).mappings()])


_NEW_FINGERPRINT = upsert(fingerprint)
_PUT_FINGERPRINT = _NEW_FINGERPRINT.on_conflict_do_update(
    index_elements=["item_id"],
    set_={name: _NEW_FINGERPRINT.excluded[name] for name in ("text", "sender", "reference", "likeness")},
)


class SqlFingerprints:
    """Fingerprints for finding duplicates; page hashes are found in the pages themselves."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, item_id: str, found: Fingerprint) -> None:
        """Set the fingerprint of an item."""
        values = {"text": found.text, "sender": found.sender, "reference": found.reference}
        values["likeness"] = found.likeness
        self._connection.execute(_PUT_FINGERPRINT, {"item_id": item_id, **values})


class SqlRenditions:
    """Files made from scans, and the rows of stored blobs."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def record_blob(self, stored: BlobRef, at: str) -> None:
        """Record a stored file; the same content again changes nothing."""
        self._connection.execute(
            upsert(blob)
            .values(sha256=stored.sha256, size=stored.size, media_type=stored.media_type, stored_at=at)
            .on_conflict_do_nothing()
        )

    def add(self, made: Rendition) -> None:
        """Add a rendition."""
        self._connection.execute(insert(rendition).values(**asdict(made)))

    def latest(self, item_id: str, kind: str) -> Rendition | None:
        """The last rendition of a kind."""
        row = self._connection.execute(latest_rendition(item_id, kind)).mappings().first()
        return None if row is None else Rendition(**row)


def latest_rendition(item_id: str, kind: str) -> Select[Any]:
    """The query for the last rendition of a kind; ids grow with time."""
    mine = (rendition.c.item_id == item_id) & (rendition.c.kind == kind)
    return select(rendition).where(mine).order_by(rendition.c.id.desc()).limit(1)


class SqlSettings:
    """A person's choices."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, person: str, key: str, value: Any) -> None:
        """Set a choice."""
        text = json.dumps(value, ensure_ascii=False)
        statement = upsert(setting).values(person=person, key=key, value=text)
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=["person", "key"], set_={"value": text})
        )
