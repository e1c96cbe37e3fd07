"""Series of identical letters in the store: the writing book and the reads."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from kancelaria.domain.series import SeriesLine, common_of, common_text
from kancelaria.services.series import Series, SeriesRow
from kancelaria.store.correspondents_tables import series, series_row
from kancelaria.store.reader import Reader
from kancelaria.store.tables import item

_REGISTERED = select(item.c.document_uid).where(item.c.id == series_row.c.item_id).scalar_subquery()


class SqlSeries:
    """Series of this station."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, series_id: str) -> Series | None:
        """The series of an id."""
        return self._first(select(series).where(series.c.id == series_id))

    def of_digest(self, digest: str) -> Series | None:
        """The series of these common values."""
        return self._first(select(series).where(series.c.digest == digest))

    def add(self, new: Series) -> None:
        """Add a series."""
        values = {"id": new.id, "begun_at": new.begun_at, "begun_by": new.begun_by, "digest": new.digest}
        self._connection.execute(upsert(series).values(**values, common=common_text(new.common), dropped=0))

    def save(self, changed: Series) -> None:
        """Save whether it has ended."""
        values = {"ended_at": changed.ended_at, "dropped": int(changed.dropped)}
        self._connection.execute(update(series).where(series.c.id == changed.id).values(**values))

    def rows(self, series_id: str) -> list[SeriesRow]:
        """Rows in their order, with the identifier of each one registered."""
        mine = select(series_row, _REGISTERED.label("document_uid")).where(series_row.c.series_id == series_id)
        return [_row_of(row) for row in self._connection.execute(mine.order_by(series_row.c.number)).mappings()]

    def put_rows(self, series_id: str, rows: Sequence[SeriesRow]) -> None:
        """Add rows, or replace those of the same digest."""
        if not rows:
            return
        values = [
            {"series_id": series_id, "digest": row.digest, "number": row.number, "item_id": row.item_id,
             "told": _told_text(row.line), "fault": row.fault}
            for row in rows
        ]  # fmt: skip
        fresh = upsert(series_row)
        changed = {name: fresh.excluded[name] for name in ("number", "told", "fault")}
        self._connection.execute(
            fresh.on_conflict_do_update(index_elements=["series_id", "digest"], set_=changed), values
        )

    def drop_waiting(self, series_id: str, except_digests: Sequence[str]) -> None:
        """Forget rows not registered, but for these."""
        kept = set(except_digests)
        gone = [row.digest for row in self.rows(series_id) if row.document_uid is None and row.digest not in kept]
        for digest in gone:
            mine = (series_row.c.series_id == series_id) & (series_row.c.digest == digest)
            self._connection.execute(delete(series_row).where(mine))

    def set_fault(self, series_id: str, digest: str, fault: str | None) -> None:
        """Say why a row couldn't be registered."""
        mine = (series_row.c.series_id == series_id) & (series_row.c.digest == digest)
        self._connection.execute(update(series_row).where(mine).values(fault=fault))

    def forget_told(self, series_id: str) -> None:
        """The rows' values aren't needed any more."""
        self._connection.execute(update(series_row).where(series_row.c.series_id == series_id).values(told=None))

    def _first(self, query: Any) -> Series | None:
        row = self._connection.execute(query).mappings().first()
        return None if row is None else _series_of(row)


class SeriesQueries(Reader):
    """Reads of series."""

    def open_series(self) -> list[Series]:
        """Series not ended, newest first."""
        query = select(series).where(series.c.ended_at.is_(None)).order_by(series.c.id.desc())
        with self._read() as connection:
            return [_series_of(row) for row in connection.execute(query).mappings()]

    def series_rows(self, series_id: str) -> list[SeriesRow]:
        """Rows of a series."""
        with self._read() as connection:
            return SqlSeries(connection).rows(series_id)


def _series_of(row: Mapping[Any, Any]) -> Series:
    values = {name: row[name] for name in ("id", "begun_at", "begun_by", "digest", "ended_at")}
    return Series(**values, common=common_of(row["common"]), dropped=bool(row["dropped"]))


def _row_of(row: Mapping[Any, Any]) -> SeriesRow:
    told = row["told"]
    line = None if told is None else SeriesLine(row["number"], json.loads(told))
    return SeriesRow(row["number"], row["item_id"], row["digest"], line, row["fault"], row["document_uid"])


def _told_text(line: SeriesLine | None) -> str | None:
    return None if line is None else json.dumps(dict(line.told), ensure_ascii=False)
