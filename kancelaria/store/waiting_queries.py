"""Reads of what waits at this station, and behind what."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from kancelaria.services.waiting import HeldChange, WaitingWork
from kancelaria.store.reader import Reader
from kancelaria.store.sync_tables import blob_download, blob_upload, task
from kancelaria.store.tables import accepted_base, assignment, blob, event, rendition

MOST_HELD = 50
_UNSENT = event.c.outcome.is_(None)
_REFUSED = and_(task.c.resolved_at.is_(None), task.c.kind == "rejected")


class WaitingQueries(Reader):
    """Reads of the outbox for people."""

    def waiting_work(self) -> WaitingWork:
        """How much waits to leave and to come, and what stands behind a refused change."""
        new = event.c.base_version == 0
        kinds = {
            "registrations": and_(event.c.aggregate == "item", new),
            "routings": event.c.aggregate == "assignment",
        }
        with self._read() as connection:
            counted = {name: connection.scalar(_count(_UNSENT, which)) or 0 for name, which in kinds.items()}
            total = connection.scalar(_count(_UNSENT)) or 0
            files = select(func.count(), func.coalesce(func.sum(blob.c.size), 0))
            out, size = connection.execute(
                files.select_from(blob_upload).join(blob, blob.c.sha256 == blob_upload.c.sha256)
            ).one()
            coming = select(func.count(blob_download.c.item_id.distinct())).where(blob_download.c.wanted > 0)
            held = [_held_change(row) for row in connection.execute(_held())]
            return WaitingWork(
                **counted,
                others=total - sum(counted.values()),
                oldest=connection.scalar(select(func.min(event.c.at)).where(_UNSENT)),
                scans_out=out,
                bytes_out=size,
                scans_in=connection.scalar(coming) or 0,
                held=tuple(held),
            )

    def held_counts(self) -> Mapping[str, int]:
        """Record of an open refused change → how many later changes stand behind it."""
        behind = _held().limit(None).subquery()
        query = select(behind.c.refused_id, func.count()).group_by(behind.c.refused_id)
        with self._read() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def item_spoken_of(self, aggregate: str, aggregate_id: str) -> str | None:
        """The item an assignment or a rendition speaks of."""
        table = {"assignment": assignment, "rendition": rendition}.get(aggregate)
        if table is None:
            return None
        with self._read() as connection:
            found: str | None = connection.scalar(select(table.c.item_id).where(table.c.id == aggregate_id))
        return found

    def central_knows(self, aggregate: str, aggregate_id: str) -> bool:
        """True where the central has accepted this record once."""
        mine = (accepted_base.c.aggregate == aggregate) & (accepted_base.c.aggregate_id == aggregate_id)
        with self._read() as connection:
            return (connection.scalar(select(accepted_base.c.version).where(mine)) or 0) > 0


def _count(*which: ColumnElement[bool]) -> Select[Any]:
    return select(func.count()).select_from(event).where(*which)


def _held() -> Select[Any]:
    """Changes behind an open refused one: not sent yet, or sent and answered that they have to wait."""
    same = or_(task.c.aggregate_id == event.c.aggregate_id, task.c.aggregate_id == event.c.depends_on)
    waits = or_(and_(_UNSENT, same), event.c.held_by == task.c.event_id)
    return (
        select(
            event.c.aggregate, event.c.aggregate_id, event.c.depends_on, event.c.author, event.c.at, event.c.patch,
            task.c.id.label("task_id"), task.c.aggregate_id.label("refused_id"),
        )
        .join(task, waits)
        .where(_REFUSED)
        .order_by(event.c.ordinal)
        .limit(MOST_HELD)
    )  # fmt: skip


def _held_change(row: Row[Any]) -> HeldChange:
    fields = tuple(json.loads(row.patch))
    return HeldChange(row.aggregate, row.aggregate_id, row.depends_on, row.author, row.at, fields, row.task_id)
