"""The full-text index: a contentless FTS5 table whose row ids order the newest item first."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, delete, insert, select, text

from kancelaria.services.ports import SearchRow
from kancelaria.store.tables import ROWS_AN_ITEM, item, search_row

_INSERT = text("INSERT INTO search_index (rowid, lemmas, surface) VALUES (:rowid, :lemmas, :surface)")
_SEQ = select(item.c.seq).where(item.c.id == bindparam("item_id"))
_DELETE = text("DELETE FROM search_index WHERE rowid = :rowid")


class SqlSearchIndex:
    """Writes the rows of items."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, item_id: str, rows: Sequence[SearchRow]) -> None:
        """The first rows of a new item."""
        first = self._first_rowid(item_id)
        numbered = list(enumerate(rows[:ROWS_AN_ITEM], start=first))
        self._connection.execute(
            _INSERT, [{"rowid": rowid, "lemmas": row.lemmas, "surface": row.surface} for rowid, row in numbered]
        )
        self._connection.execute(
            insert(search_row),
            [{"rowid_": rowid, "analyzer_version": row.analyzer_version} for rowid, row in numbered],
        )

    def put(self, item_id: str, rows: Sequence[SearchRow]) -> None:
        """Replace the rows of an item."""
        first = self._first_rowid(item_id)
        mine = search_row.c.rowid_.between(first, first + ROWS_AN_ITEM - 1)
        for rowid in self._connection.scalars(select(search_row.c.rowid_).where(mine)).all():
            self._connection.execute(_DELETE, {"rowid": rowid})
        self._connection.execute(delete(search_row).where(mine))
        self.add(item_id, rows)

    def outdated(self, analyzer_version: int, limit: int) -> list[str]:
        """Ids of items with rows an older version of the analyser made."""
        older = (
            select(search_row.c.rowid_ // ROWS_AN_ITEM)
            .where(search_row.c.analyzer_version < analyzer_version)
            .limit(limit)
        )
        return list(self._connection.scalars(select(item.c.id).where(item.c.seq.in_(older))))

    def _first_rowid(self, item_id: str) -> int:
        seq = self._connection.scalars(_SEQ, {"item_id": item_id}).one()
        return int(seq) * ROWS_AN_ITEM
