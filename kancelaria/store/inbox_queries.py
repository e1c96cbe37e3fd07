"""Reads of "Do mnie": one row an item, by due date, from the routing in force."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Subquery,
    and_,
    case,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from kancelaria.domain.incoming import ItemState
from kancelaria.services.inbox import RETURNED, Inbox, InboxCounts, InboxFilter, InboxRow, Part
from kancelaria.store import mappers
from kancelaria.store.reader import Reader
from kancelaria.store.search_queries import found_items
from kancelaria.store.tables import assignment, assignment_ended, assignment_seen, item

MOST_HITS = 5000
_ORDERED = ("unit", "person", "issuer", "issued_at", "disposition", "due_on", "urgency")
_FACTS = (
    "document_uid", "rpw_number", "rpw_year", "received_on", "title", "sender_reference", "case_mark",
)  # fmt: skip
_OPEN = (ItemState.REGISTERED.value, ItemState.ASSIGNED.value)


class InboxQueries(Reader):
    """Reads of what is assigned to a person and their units."""

    def inbox_counts(self, whose: Inbox) -> InboxCounts:
        """How many rows each part has."""
        rows = _rows_of(whose)
        named = {part.value: _part(rows, part, whose) for part in Part} | {"today": _due(rows) == whose.today}
        counted = [func.coalesce(func.sum(case((condition, 1), else_=0)), 0) for condition in named.values()]
        with self._read() as connection:
            return InboxCounts(**dict(zip(named, connection.execute(select(*counted)).one(), strict=True)))

    def inbox_count(self, whose: Inbox, which: InboxFilter) -> int:
        """How many rows match."""
        with self._read() as connection:
            rows = _rows_of(whose)
            wanted = select(func.count()).select_from(rows).where(_wanted(connection, rows, whose, which))
            return connection.scalar(wanted) or 0

    def inbox_window(self, whose: Inbox, which: InboxFilter, offset: int, limit: int) -> list[InboxRow]:
        """Rows `offset` … `offset + limit`."""
        rows = _rows_of(whose)
        with self._read() as connection:
            wanted = select(rows).where(_wanted(connection, rows, whose, which)).order_by(*_order(rows))
            # only the rows shown are fetched whole
            shown = wanted.limit(limit).offset(offset).subquery()
            query = select(shown, item).join(item, item.c.id == shown.c.item_id).order_by(*_order(shown))
            return [_row(row) for row in connection.execute(query).mappings()]

    def ended_assignments(self, item_id: str) -> frozenset[str]:
        """Routing of an item that a return ended, by its ids."""
        mine = select(assignment_ended.c.assignment_id).join(
            assignment, assignment.c.id == assignment_ended.c.assignment_id
        )
        with self._read() as connection:
            return frozenset(connection.scalars(mine.where(assignment.c.item_id == item_id)))

    def inbox_place(self, whose: Inbox, which: InboxFilter, item_id: str) -> int | None:
        """The row an item stands in, None where it isn't listed."""
        rows = _rows_of(whose)
        place = func.row_number().over(order_by=_order(rows)).label("place")
        with self._read() as connection:
            placed = select(rows.c.item_id, place).where(_wanted(connection, rows, whose, which)).subquery()
            found: int | None = connection.scalar(select(placed.c.place).where(placed.c.item_id == item_id))
        return None if found is None else found - 1


def _rows_of(whose: Inbox) -> Subquery:
    """What the list holds: of several routings of an item to the same eyes the one that asks most of them."""
    routed = _routed(whose)
    best = select(routed).where(routed.c.best == 1)
    rows = (union_all(best, _returned()) if whose.registry else best).subquery()
    seen = (assignment_seen.c.person == whose.person) & (assignment_seen.c.subject == rows.c.subject)
    return select(rows, assignment_seen.c.at.label("seen_at")).outerjoin(assignment_seen, seen).subquery("inbox")


def _routed(whose: Inbox) -> Subquery:
    mine = or_(assignment.c.person == whose.person, assignment.c.unit.in_(whose.units))
    rank = case((assignment.c.role == "lead", 0), (assignment.c.role == "contributing", 1), else_=2)
    best = func.row_number().over(
        partition_by=assignment.c.item_id, order_by=(rank, assignment.c.person.is_(None), assignment.c.id.desc())
    )
    ended = exists().where(assignment_ended.c.assignment_id == assignment.c.id)
    taken_over = and_(assignment.c.role == "lead", _newer_lead())
    return (
        select(
            assignment.c.item_id, assignment.c.id.label("subject"), assignment.c.role,
            *(assignment.c[name] for name in _ORDERED), best.label("best"),
        )
        .join(item, item.c.id == assignment.c.item_id)
        .where(mine, item.c.state.in_(_OPEN), ~ended, ~taken_over)
        .subquery()
    )  # fmt: skip


def _newer_lead() -> ColumnElement[bool]:
    other = assignment.alias("other")
    later = or_(
        other.c.issued_at > assignment.c.issued_at,
        and_(other.c.issued_at == assignment.c.issued_at, other.c.id > assignment.c.id),
    )
    return exists().where(other.c.item_id == assignment.c.item_id, other.c.role == "lead", later)


def _returned() -> Select[Any]:
    """What came back to the registry; unit and person are those who held the lead."""
    lead = and_(assignment.c.item_id == item.c.id, assignment.c.role == "lead", ~_newer_lead())
    subject = literal(f"{RETURNED}/") + func.coalesce(assignment.c.id, item.c.id)
    held = {"unit": assignment.c.unit, "person": assignment.c.person, "issued_at": assignment.c.issued_at}
    return (
        select(
            item.c.id.label("item_id"), subject.label("subject"), literal(RETURNED).label("role"),
            *(held.get(name, null()).label(name) for name in _ORDERED), literal(1).label("best"),
        )
        .select_from(item)
        .outerjoin(assignment, lead)
        .where(item.c.state == ItemState.RETURNED.value)
    )  # fmt: skip


def _part(rows: Subquery, part: Part, whose: Inbox) -> ColumnElement[bool]:
    if part is Part.NEW:
        return rows.c.seen_at.is_(None)
    if part is Part.OVERDUE:
        return _due(rows) < whose.today
    if part is Part.UNIT:
        return and_(rows.c.unit.is_not(None), rows.c.role != RETURNED)
    return literal(1) == 1


def _due(rows: Subquery) -> ColumnElement[Any]:
    """The deadline of whoever has something to do; the informed have none."""
    return case((rows.c.role.in_(("lead", "contributing")), rows.c.due_on), else_=null())


def _wanted(connection: Connection, rows: Subquery, whose: Inbox, which: InboxFilter) -> ColumnElement[bool]:
    wanted = _part(rows, which.part, whose)
    if which.kept is not None:
        wanted = or_(wanted, rows.c.item_id == which.kept)
    if which.text.strip():
        hits = select(item.c.id).where(item.c.seq.in_(found_items(connection, which.text, MOST_HITS)))
        wanted = and_(wanted, rows.c.item_id.in_(hits))
    return wanted


def _order(rows: Subquery) -> tuple[ColumnElement[Any], ...]:
    """What came back first, then by due date, then what has none, what only informs last; the newest first."""
    group = case(
        (rows.c.role == RETURNED, 0), (_due(rows).is_not(None), 1), (rows.c.role == "for_information", 3), else_=2
    )
    return group, _due(rows), rows.c.issued_at.desc(), rows.c.item_id.desc()


def _row(row: Mapping[Any, Any]) -> InboxRow:
    return InboxRow(
        item_id=row["item_id"],
        sender_name=mappers.sender_of(row).display_name,
        sealed=bool(row["sealed"]),
        state=ItemState(row["state"]),
        remarks=tuple(json.loads(row["remarks"])),
        subject=row["subject"],
        role=row["role"],
        urgent=row["urgency"] is not None,
        seen=row["seen_at"] is not None,
        **{name: row[name] for name in _FACTS},
        **{name: row[name] for name in _ORDERED if name != "urgency"},
    )
