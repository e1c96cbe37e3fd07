"""Purging: what no audience shows here any more goes, unless something of it still waits to be delivered."""

from __future__ import annotations

from sqlalchemy import Connection, delete, exists, func, or_, select, text
from sqlalchemy.dialects.sqlite import insert as upsert

from kancelaria.domain.numbering import warsaw_day
from kancelaria.store.correspondents_tables import correspondent
from kancelaria.store.journal_records import Record
from kancelaria.store.outgoing_tables import outgoing
from kancelaria.store.reproduction import item_volume, kept_page
from kancelaria.store.sync_tables import (
    blob_doomed,
    blob_download,
    blob_upload,
    parked,
    purge_due,
    search_upload,
    shown,
    task,
)
from kancelaria.store.tables import (
    ROWS_AN_ITEM,
    accepted_base,
    assignment,
    audit,
    audit_personal,
    blob,
    consignment,
    event,
    fingerprint,
    item,
    item_link,
    item_page,
    item_reading,
    org_unit,
    person,
    register_entry,
    rendition,
    restricted_entry,
    search_row,
)

_OWN_COLUMNS = {
    "consignment": consignment.c.id,
    "correspondent": correspondent.c.id,
    "assignment": assignment.c.id,
    "rendition": rendition.c.id,
    "org_unit": org_unit.c.symbol,
    "person": person.c.login,
    "outgoing": outgoing.c.id,
}


class Purge:
    """Takes records away, inside one transaction; files nobody needs afterwards are doomed in the same one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.dooms = False
        """Some files are to be erased once this is committed."""

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
        elif aggregate == "register_entry":
            self._take_restricted(aggregate_id)
        elif aggregate in _OWN_COLUMNS:
            column = _OWN_COLUMNS[aggregate]
            hashes = set(self._connection.scalars(select(rendition.c.sha256).where(rendition.c.id == aggregate_id)))
            coming = blob_download.c.rendition_id == aggregate_id
            hashes |= set(self._connection.scalars(select(blob_download.c.sha256).where(coming)))
            if aggregate == "outgoing":
                entries = select(audit.c.seq).where(audit.c.subject_id == aggregate_id)
                run(delete(audit_personal).where(audit_personal.c.seq.in_(entries)))
            run(delete(column.table).where(column == aggregate_id))
            run(delete(blob_download).where(coming))
            self.forget_files(hashes)
        run(delete(accepted_base).where(accepted_base.c.aggregate_id == aggregate_id))
        run(delete(parked).where(parked.c.aggregate_id == aggregate_id))

    def _take_item(self, item_id: str) -> None:
        seq = self._connection.scalar(select(item.c.seq).where(item.c.id == item_id))
        if seq is None:
            return
        hashes = set(self._connection.scalars(select(item_page.c.sha256).where(item_page.c.item_id == item_id)))
        for table in (rendition, blob_download):
            hashes |= set(self._connection.scalars(select(table.c.sha256).where(table.c.item_id == item_id)))
        self._take_index(seq)
        of_item = (item_page, item_reading, fingerprint, rendition, assignment, kept_page, item_volume)
        for table in (*of_item, blob_download, search_upload):
            self._connection.execute(delete(table).where(table.c.item_id == item_id))
        linked = or_(item_link.c.item_id == item_id, item_link.c.other_id == item_id)
        self._connection.execute(delete(item_link).where(linked))
        entries = select(audit.c.seq).where(audit.c.subject_id == item_id)
        self._connection.execute(delete(audit_personal).where(audit_personal.c.seq.in_(entries)))
        self._leave_place(item_id)
        self._connection.execute(delete(item).where(item.c.id == item_id))
        self.forget_files(hashes)

    def _take_index(self, seq: int) -> None:
        mine = search_row.c.rowid_.between(seq * ROWS_AN_ITEM, seq * ROWS_AN_ITEM + ROWS_AN_ITEM - 1)
        for rowid in self._connection.scalars(select(search_row.c.rowid_).where(mine)).all():
            self._connection.execute(text("DELETE FROM search_index WHERE rowid = :rowid"), {"rowid": rowid})
        self._connection.execute(delete(search_row).where(mine))

    def _leave_place(self, item_id: str) -> None:
        """A number this store gave stays in its register with its day, without what it stood for."""
        mine = select(item.c.rpw_year, item.c.rpw_number, item.c.registered_at).join(
            register_entry, register_entry.c.item_id == item.c.id
        )
        row = self._connection.execute(mine.where(item.c.id == item_id)).first()
        if row is not None:
            values = {"rpw_year": row.rpw_year, "rpw_number": row.rpw_number}
            values["entered_on"] = warsaw_day(row.registered_at)
            self._connection.execute(upsert(restricted_entry).values(**values).on_conflict_do_nothing())

    def _take_restricted(self, entry_id: str) -> None:
        year, number = (int(part) for part in entry_id.split("/"))
        place = (restricted_entry.c.rpw_year == year) & (restricted_entry.c.rpw_number == number)
        given_here = exists().where(register_entry.c.rpw_year == year, register_entry.c.rpw_number == number)
        self._connection.execute(delete(restricted_entry).where(place, ~given_here))

    def forget_files(self, hashes: set[str]) -> None:
        """Doom those of the files that nothing here speaks of."""
        for sha256 in sorted(hashes):
            used = (
                select(func.count()).select_from(item_page).where(item_page.c.sha256 == sha256).scalar_subquery()
                + select(func.count()).select_from(rendition).where(rendition.c.sha256 == sha256).scalar_subquery()
                + select(func.count()).select_from(blob_upload).where(blob_upload.c.sha256 == sha256).scalar_subquery()
            )
            if not self._connection.scalar(select(used)):
                self._connection.execute(delete(blob).where(blob.c.sha256 == sha256))
                self._connection.execute(upsert(blob_doomed).values(sha256=sha256).on_conflict_do_nothing())
                self.dooms = True
