"""Routing of items in the store: what was ordered, what a return ended, what a person has opened."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from kancelaria.domain.errors import NotFound
from kancelaria.domain.office import Assignment
from kancelaria.store.tables import assignment, assignment_ended, assignment_seen, item


class SqlAssignments:
    """Routing of items."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: Assignment) -> None:
        """Add an assignment; NotFound where the item isn't here."""
        if self._connection.scalar(select(item.c.seq).where(item.c.id == new.item_id)) is None:
            raise NotFound("item_unknown", "Nie ma takiego pisma.", subject=new.item_id)
        self._connection.execute(insert(assignment).values(**asdict(new)))

    def save(self, changed: Assignment) -> None:
        """Save a corrected assignment."""
        self._connection.execute(update(assignment).where(assignment.c.id == changed.id).values(**asdict(changed)))

    def get(self, assignment_id: str) -> Assignment | None:
        """The assignment of an id."""
        row = self._connection.execute(select(assignment).where(assignment.c.id == assignment_id)).mappings().first()
        return None if row is None else Assignment(**row)

    def of_item(self, item_id: str) -> list[Assignment]:
        """The routing of an item, oldest first."""
        mine = select(assignment).where(assignment.c.item_id == item_id).order_by(assignment.c.id)
        return [Assignment(**row) for row in self._connection.execute(mine).mappings()]

    def standing(self, item_id: str) -> list[Assignment]:
        """Those in force, oldest first: a return ended the ones before it."""
        ended = set(self._connection.scalars(_ended_of(item_id)))
        return [each for each in self.of_item(item_id) if each.id not in ended]

    def end(self, item_id: str) -> None:
        """The item went back to the registry: its routing has ended."""
        for each in self.of_item(item_id):
            self._connection.execute(upsert(assignment_ended).values(assignment_id=each.id).on_conflict_do_nothing())

    def follow(self, item_id: str, before: str | None, after: str) -> None:
        """An item's state came from elsewhere: a return ends its routing, a return taken back restores it."""
        if after == "returned" and before != "returned":
            self.end(item_id)
        elif (before, after) == ("returned", "assigned") and not self.standing(item_id):
            ended = assignment_ended.c.assignment_id
            self._connection.execute(delete(assignment_ended).where(ended.in_(_ended_of(item_id))))

    def see(self, person: str, subject: str, at: str) -> None:
        """A person has opened what was routed to them."""
        values = {"person": person, "subject": subject, "at": at}
        self._connection.execute(upsert(assignment_seen).values(**values).on_conflict_do_nothing())


def _ended_of(item_id: str) -> Select[Any]:
    return (
        select(assignment_ended.c.assignment_id)
        .join(assignment, assignment.c.id == assignment_ended.c.assignment_id)
        .where(assignment.c.item_id == item_id)
    )
