"""Purging: what no audience shows here any more goes, unless something of it still waits to be delivered."""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, or_, select, text, update
from sqlalchemy.dialects.sqlite import insert as upsert

from kancelaria.store.journal_records import Record
from kancelaria.store.sync_tables import blob_download, blob_upload, parked, purge_due, search_upload, shown, task
from kancelaria.store.tables import (
    ROWS_AN_ITEM,
    accepted_base,
    assignment,
    audit,
    audit_personal,
    blob,
    consignment,
    correspondent,
    event,
    fingerprint,
    item,
    item_link,
    item_page,
    item_reading,
    register_entry,
    rendition,
    search_row,
)

PLACEHOLDER = "pozycja zastrzeżona"
_OWN_TABLES = {
    "consignment": consignment,
    "correspondent": correspondent,
    "assignment": assignment,
    "rendition": rendition,
}


class Purge:
    """Takes records away, inside one transaction; `orphaned` lists files nobody needs afterwards."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.orphaned: list[str] = []

    def unseen(self, records: list[Record]) -> list[Record]:
        """Purge those of the records that no audience shows; what can't go yet is remembered."""
        gone = []
        for aggregate, aggregate_id in records:
            still = select(shown.c.audience).where(shown.c.aggregate == aggregate, shown.c.aggregate_id == aggregate_id)
            due = (purge_due.c.aggregate == aggregate) & (purge_due.c.aggregate_id == aggregate_id)
            if self._connection.scalar(still.limit(1)) is not None:
                self._connection.execute(delete(purge_due).where(due))
            elif self._is_needed(aggregate_id):
                values = {"aggregate": aggregate, "aggregate_id": aggregate_id}
                self._connection.execute(upsert(purge_due).values(**values).on_conflict_do_nothing())
            else:
                self._take_away(aggregate, aggregate_id)
                self._connection.execute(delete(purge_due).where(due))
                gone.append((aggregate, aggregate_id))
        return gone

    def overdue(self) -> list[Record]:
        """Try again what couldn't go before."""
        return self.unseen([(row.aggregate, row.aggregate_id) for row in self._connection.execute(select(purge_due))])

    def _is_needed(self, aggregate_id: str) -> bool:
        touches = or_(event.c.aggregate_id == aggregate_id, event.c.depends_on == aggregate_id)
        queries = (
            select(event.c.id).where(event.c.outcome.is_(None), touches),
            select(task.c.id).where(task.c.aggregate_id == aggregate_id, task.c.resolved_at.is_(None)),
            select(blob_upload.c.seq).where(blob_upload.c.item_id == aggregate_id),
            select(item.c.id).where(item.c.consignment_id == aggregate_id),
        )
        return any(self._connection.scalar(query.limit(1)) is not None for query in queries)

    def _take_away(self, aggregate: str, aggregate_id: str) -> None:
        run = self._connection.execute
        if aggregate == "item":
            self._take_item(aggregate_id)
        elif aggregate in _OWN_TABLES:
            table = _OWN_TABLES[aggregate]
            hashes = set(self._connection.scalars(select(rendition.c.sha256).where(rendition.c.id == aggregate_id)))
            run(delete(table).where(table.c.id == aggregate_id))
            run(delete(blob_download).where(blob_download.c.rendition_id == aggregate_id))
            self._forget_files(hashes)
        run(delete(accepted_base).where(accepted_base.c.aggregate_id == aggregate_id))
        run(delete(parked).where(parked.c.aggregate_id == aggregate_id))

    def _take_item(self, item_id: str) -> None:
        seq = self._connection.scalar(select(item.c.seq).where(item.c.id == item_id))
        if seq is None:
            return
        hashes = set(self._connection.scalars(select(item_page.c.sha256).where(item_page.c.item_id == item_id)))
        hashes |= set(self._connection.scalars(select(rendition.c.sha256).where(rendition.c.item_id == item_id)))
        self._take_index(seq)
        for table in (item_page, item_reading, fingerprint, rendition, assignment, blob_download, search_upload):
            self._connection.execute(delete(table).where(table.c.item_id == item_id))
        linked = or_(item_link.c.item_id == item_id, item_link.c.other_id == item_id)
        self._connection.execute(delete(item_link).where(linked))
        entries = select(audit.c.seq).where(audit.c.subject_id == item_id)
        self._connection.execute(delete(audit_personal).where(audit_personal.c.seq.in_(entries)))
        if self._connection.scalar(select(register_entry.c.rpw_number).where(register_entry.c.item_id == item_id)):
            self._leave_placeholder(item_id)
        else:
            self._connection.execute(delete(item).where(item.c.id == item_id))
        self._forget_files(hashes)

    def _take_index(self, seq: int) -> None:
        mine = search_row.c.rowid_.between(seq * ROWS_AN_ITEM, seq * ROWS_AN_ITEM + ROWS_AN_ITEM - 1)
        for rowid in self._connection.scalars(select(search_row.c.rowid_).where(mine)).all():
            self._connection.execute(text("DELETE FROM search_index WHERE rowid = :rowid"), {"rowid": rowid})
        self._connection.execute(delete(search_row).where(mine))

    def _leave_placeholder(self, item_id: str) -> None:
        """A number this store gave stays in its register, without what it stood for."""
        emptied = {
            column.name: None
            for column in item.columns
            if column.nullable and column.name not in ("rpw_number", "registry_point")
        }
        self._connection.execute(
            update(item)
            .where(item.c.id == item_id)
            .values(
                **emptied, title=PLACEHOLDER, title_sort=PLACEHOLDER, sender_sort="", sender_email="[]",
                document_kind="[]", remarks="[]", access="not_public", sender_anonymous=0, sync_state="pushed",
            )
        )  # fmt: skip
        self._connection.execute(item_reading.insert().values(item_id=item_id, text=None, suggestions="[]"))

    def _forget_files(self, hashes: set[str]) -> None:
        for sha256 in sorted(hashes):
            used = (
                select(func.count()).select_from(item_page).where(item_page.c.sha256 == sha256).scalar_subquery()
                + select(func.count()).select_from(rendition).where(rendition.c.sha256 == sha256).scalar_subquery()
                + select(func.count()).select_from(blob_upload).where(blob_upload.c.sha256 == sha256).scalar_subquery()
            )
            if not self._connection.scalar(select(used)):
                self._connection.execute(delete(blob).where(blob.c.sha256 == sha256))
                self.orphaned.append(sha256)
