"""Tasks of sync in the store, and what settling them does to events."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from kancelaria.services.ports import TextAnalyzer
from kancelaria.services.tasks import Choice, SyncTask, TaskKind
from kancelaria.store.journal_outbox import outcome_of, renew_sync_state
from kancelaria.store.journal_records import Records
from kancelaria.store.sync_tables import task
from kancelaria.store.tables import accepted_base, event


def task_of(row: Row[Any]) -> SyncTask:
    """The task of its row."""
    values = dict(row._mapping)
    for name in ("base", "mine", "theirs"):
        values[name] = None if values[name] is None else json.loads(values[name])
    choice = values["choice"]
    return SyncTask(**(values | {"kind": TaskKind(values["kind"]), "choice": Choice(choice) if choice else None}))


def _base_of(aggregate: str, aggregate_id: str) -> ColumnElement[bool]:
    return (accepted_base.c.aggregate == aggregate) & (accepted_base.c.aggregate_id == aggregate_id)


class SqlTasks:
    """Tasks of this station."""

    def __init__(self, connection: Connection, analyzer: TextAnalyzer) -> None:
        self._connection = connection
        self._analyzer = analyzer

    def get(self, task_id: str) -> SyncTask | None:
        """The task of an id."""
        row = self._connection.execute(select(task).where(task.c.id == task_id)).first()
        return None if row is None else task_of(row)

    def close(self, task_id: str, choice: Choice, at: str, by: str) -> None:
        """Record how a task was settled."""
        values = {"choice": choice.value, "resolved_at": at, "resolved_by": by}
        self._connection.execute(update(task).where(task.c.id == task_id).values(**values))

    def taken_in(self, settled: SyncTask) -> bool:
        """True where the version a conflict was found at is here."""
        answer = self._connection.scalar(select(event.c.outcome).where(event.c.id == settled.event_id))
        version = self._accepted_version(settled.aggregate, settled.aggregate_id)
        return answer is None or version >= (outcome_of(answer).version or 0)

    def theirs_now(self, settled: SyncTask) -> Any:
        """What the field of a conflict holds at the central now, as far as it is known here."""
        body = self._connection.scalar(
            select(accepted_base.c.body).where(_base_of(settled.aggregate, settled.aggregate_id))
        )
        return None if body is None else json.loads(body).get(settled.field)

    def renew(self, task_id: str, theirs: Any) -> None:
        """The conflict speaks of another value of the other side."""
        values = {"theirs": json.dumps(theirs, ensure_ascii=False)}
        self._connection.execute(update(task).where(task.c.id == task_id).values(**values))

    def is_accepted(self, aggregate: str, aggregate_id: str) -> bool:
        """True where the central knows the record."""
        return self._accepted_version(aggregate, aggregate_id) > 0

    def _accepted_version(self, aggregate: str, aggregate_id: str) -> int:
        return self._connection.scalar(select(accepted_base.c.version).where(_base_of(aggregate, aggregate_id))) or 0

    def send_again(self, event_id: str, new_id: str, changes: Mapping[str, Any]) -> None:
        """A rejected event waits again in its old place under a new id; its answered self moves to the end."""
        row = self._connection.execute(select(event).where(event.c.id == event_id)).one()
        patch = json.dumps(json.loads(row.patch) | dict(changes), ensure_ascii=False, sort_keys=True)
        fresh = {
            "id": new_id, "sequence": None, "outcome": None, "feed_version": None, "answered_at": None,
            "incarnation": None, "held_by": None, "patch": patch,
        }  # fmt: skip
        self._connection.execute(update(event).where(event.c.ordinal == row.ordinal).values(**fresh))
        answered = {name: value for name, value in row._mapping.items() if name != "ordinal"}
        self._connection.execute(insert(event).values(**(answered | {"held_by": None})))

    def release(self, event_id: str, new_id: Callable[[], str]) -> None:
        """What was answered "held back" behind an event waits again."""
        held = select(event.c.id).where(event.c.held_by == event_id).order_by(event.c.ordinal)
        for name in self._connection.scalars(held).all():
            self.send_again(name, new_id(), {})

    def place(self, aggregate: str, aggregate_id: str) -> None:
        """Make the current row of a record anew."""
        Records(self._connection, self._analyzer).place(aggregate, aggregate_id)
        if aggregate == "item":
            renew_sync_state(self._connection, [aggregate_id])
