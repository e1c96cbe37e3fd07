"""The outbox: events waiting for the central, in the order they were made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from kancelaria.domain.office import Station
from kancelaria.store.tables import accepted_base, event, item

EVENT_SCHEMA = 1


class SqlOutbox:
    """Events for the central; a stream belongs to a station, a person and an epoch."""

    def __init__(self, connection: Connection, station: Station) -> None:
        self._connection = connection
        self._station = station

    def append(
        self,
        event_id: str,
        at: str,
        actor: str,
        aggregate: tuple[str, str],
        base_version: int,
        patch: Mapping[str, Any],
    ) -> None:
        """Append an event to the author's stream; its sequence is given when it leaves."""
        kind, aggregate_id = aggregate
        taken_in = select(accepted_base.c.version).where(
            accepted_base.c.aggregate == kind, accepted_base.c.aggregate_id == aggregate_id
        )
        self._connection.execute(
            insert(event).values(
                id=event_id,
                stream=f"{self._station.id}/{actor}/{self._station.epoch}",
                at=at,
                author=actor,
                aggregate=kind,
                aggregate_id=aggregate_id,
                base_version=base_version,
                accepted_version=func.coalesce(taken_in.scalar_subquery(), 0),
                patch=json.dumps(patch, ensure_ascii=False, sort_keys=True),
                schema=EVENT_SCHEMA,
                depends_on=patch.get("item_id") or patch.get("consignment_id"),
            )
        )
        if kind == "item":
            self._connection.execute(
                update(item).where(item.c.id == aggregate_id, item.c.sync_state == "pushed").values(sync_state="local")
            )
