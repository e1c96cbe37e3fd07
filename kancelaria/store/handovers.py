"""Hand-over lists in the store: their tables, the writing book and the reads.

A position names its item without a foreign key: a list outlives an item that is purged here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    and_,
    exists,
    func,
    insert,
    or_,
    select,
    union_all,
    update,
)

from kancelaria.domain.handover import ELECTRONIC, PAPER, Discrepancy, Handed, Handover, HandoverRow
from kancelaria.domain.incoming import IncomingItem, ItemState
from kancelaria.store.reader import Reader
from kancelaria.store.repositories import load_items
from kancelaria.store.tables import assignment, assignment_ended, item, metadata, person

handover = Table(
    "handover", metadata,
    Column("id", Text, primary_key=True), Column("number", Text, nullable=False, unique=True),
    Column("series", Text, nullable=False), Column("year", Integer, nullable=False),
    Column("serial", Integer, CheckConstraint("serial > 0"), nullable=False),
    Column("point", Text, nullable=False), Column("unit", Text, nullable=False),
    Column("made_at", Text, nullable=False), Column("made_by", Text, nullable=False),
    Column("received_by", Text), Column("received_at", Text), Column("noted_by", Text),
    UniqueConstraint("series", "year", "serial"),
)  # fmt: skip

handover_row = Table(
    "handover_row", metadata,
    Column("handover_id", Text, ForeignKey("handover.id"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("item_id", Text, nullable=False), Column("document_uid", Text, nullable=False),
    Column("what", Text, CheckConstraint("what IN ('original', 'sealed', 'carrier', 'scan')"), nullable=False),
    Column("amount", Text, nullable=False), Column("remarks", Text, nullable=False),
    Column("reason", Text), Column("noted_at", Text), Column("noted_by", Text),
    Column("settled", Text), Column("settled_at", Text), Column("settled_by", Text),
    Column("kept", Integer, CheckConstraint("kept IN (0, 1)"), nullable=False, server_default="0"),
    UniqueConstraint("handover_id", "item_id"),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("handover_row_item", handover_row.c.item_id)
Index("handover_row_disputed", handover_row.c.handover_id, sqlite_where=handover_row.c.reason.is_not(None))
Index("handover_unreceived", handover.c.id, sqlite_where=handover.c.received_at.is_(None))

_DISPUTED = and_(handover_row.c.reason.is_not(None), handover_row.c.settled.is_(None))
_DISCREPANCY = ("reason", "noted_at", "noted_by", "settled", "settled_at", "settled_by", "kept")


class SqlHandovers:
    """The lists of this station."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def highest_serial(self, series: str, year: int) -> int | None:
        """The highest serial given in a series and year."""
        mine = select(func.max(handover.c.serial)).where(handover.c.series == series, handover.c.year == year)
        serial: int | None = self._connection.scalar(mine)
        return serial

    def get(self, number: str) -> Handover | None:
        """The list of a number."""
        found = _lists(self._connection, handover.c.number == number)
        return found[0] if found else None

    def add(self, new: Handover) -> None:
        """Add a list with its positions."""
        self._connection.execute(insert(handover).values(**_head(new)))
        self._connection.execute(insert(handover_row), [_stored(new.id, row) for row in new.rows])

    def save(self, changed: Handover) -> None:
        """Save who received a list and what became of its discrepancies; nothing else of it ever changes."""
        head = {name: getattr(changed, name) for name in ("received_by", "received_at", "noted_by")}
        self._connection.execute(update(handover).where(handover.c.id == changed.id).values(**head))
        for row in changed.rows:
            if row.discrepancy is not None:
                mine = (handover_row.c.handover_id == changed.id) & (handover_row.c.ordinal == row.ordinal)
                stored = _stored(changed.id, row)
                values = {name: stored[name] for name in _DISCREPANCY}
                self._connection.execute(update(handover_row).where(mine).values(**values))

    def open_list_of(self, item_id: str) -> str | None:
        """The number of the open list an item lies on."""
        mine = _joined(handover.c.number).where(handover_row.c.item_id == item_id, _holds())
        number: str | None = self._connection.scalar(mine.limit(1))
        return number

    def waiting(self, unit: str, since: str, limit: int) -> list[IncomingItem]:
        """What a unit leads, oldest first, that lies on no open list and whose paper is still at the registry."""
        held = exists(_joined(handover_row.c.item_id).where(handover_row.c.item_id == item.c.id, _holds()))
        wanted = (
            select(item)
            .join(assignment, assignment.c.item_id == item.c.id)
            .where(
                # the unit's own routing leads the search: the index of states would lead through the whole register
                func.coalesce(item.c.state, "") == ItemState.ASSIGNED.value,
                _leads(unit), assignment.c.issued_at >= since,
                func.coalesce(item.c.format, "") == "", func.coalesce(item.c.delivery_method, "").not_in(ELECTRONIC),
                ~held, ~_gone(),
            )
            .order_by(item.c.seq)
            .limit(limit)
        )  # fmt: skip
        rows = [dict(row) for row in self._connection.execute(wanted).mappings()]
        return load_items(self._connection, rows)


class HandoverQueries(Reader):
    """Reads of hand-over lists."""

    def handover(self, number: str) -> Handover | None:
        """The list of a number."""
        with self._read() as connection:
            return SqlHandovers(connection).get(number)

    def handover_waiting(self, unit: str, since: str, limit: int) -> list[IncomingItem]:
        """What waits to be handed over to a unit, oldest first, of what was routed from an instant on."""
        with self._read() as connection:
            return SqlHandovers(connection).waiting(unit, since, limit)

    def handovers(self, open_only: bool = False, limit: int = 200) -> list[Handover]:
        """Lists, newest first; `open_only`: those not received, or with a discrepancy nobody settled."""
        is_open = or_(
            handover.c.received_at.is_(None),
            exists().where(handover_row.c.handover_id == handover.c.id, _DISPUTED),
        )
        with self._read() as connection:
            return _lists(connection, *([is_open] if open_only else []), limit=limit)


def _joined(column: ColumnElement[Any]) -> Any:
    return select(column).join_from(handover_row, handover, handover.c.id == handover_row.c.handover_id)


def _holds() -> ColumnElement[bool]:
    """A position holds its item until the list is signed for, a disputed one until it is settled."""
    return or_(_DISPUTED, and_(handover.c.received_at.is_(None), handover_row.c.kept == 0))


def _leads(unit: str) -> ColumnElement[bool]:
    """The routing is the item's lead, in force, and goes to the unit or to somebody of it."""
    other, routed = assignment.alias("other"), assignment.alias("routed")
    newer = exists().where(
        other.c.item_id == assignment.c.item_id,
        other.c.role == "lead",
        or_(
            other.c.issued_at > assignment.c.issued_at,
            and_(other.c.issued_at == assignment.c.issued_at, other.c.id > assignment.c.id),
        ),
    )
    people = select(person.c.login).where(person.c.unit == unit)
    # each half by its own index: with OR every item would be looked at
    led = union_all(
        select(routed.c.id).where(routed.c.unit == unit),
        select(routed.c.id).where(routed.c.person.in_(people)),
    )
    ended = exists().where(assignment_ended.c.assignment_id == assignment.c.id)
    return and_(assignment.c.role == "lead", assignment.c.id.in_(led), ~newer, ~ended)


def _gone() -> ColumnElement[bool]:
    """The paper left the registry and no return brought it back: a return ends the routing before the present one."""
    before, after = assignment.alias("before"), assignment.alias("after")
    over = select(assignment_ended.c.assignment_id)
    # spoken of by the position: one level deeper `item` would be another one
    mine = handover_row.c.item_id
    came_back = exists().where(before.c.item_id == mine, before.c.id.in_(over))
    routed_again = (
        select(func.min(after.c.issued_at))
        .where(after.c.item_id == mine, after.c.id.not_in(over))
        .scalar_subquery()
    )  # fmt: skip
    left = _joined(handover_row.c.item_id).where(
        handover_row.c.item_id == item.c.id,
        handover_row.c.what.in_([kind.value for kind in PAPER]),
        handover_row.c.kept == 0,
        or_(~came_back, handover.c.made_at >= routed_again),
    )
    return exists(left.correlate(item))


def _head(new: Handover) -> dict[str, Any]:
    return {column.name: getattr(new, column.name) for column in handover.columns}


def _stored(handover_id: str, row: HandoverRow) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in ("ordinal", "item_id", "document_uid", "amount", "remarks")}
    found = dict.fromkeys(_DISCREPANCY) if row.discrepancy is None else asdict(row.discrepancy)
    return {"handover_id": handover_id, "what": row.what.value, **plain, **found, "kept": int(row.kept)}


def _lists(connection: Connection, *conditions: ColumnElement[bool], limit: int = 1) -> list[Handover]:
    wanted = select(handover).where(*conditions).order_by(handover.c.made_at.desc(), handover.c.serial.desc())
    heads = [dict(row) for row in connection.execute(wanted.limit(limit)).mappings()]
    rows: dict[str, list[HandoverRow]] = {}
    of_them = handover_row.c.handover_id.in_([head["id"] for head in heads])
    found = connection.execute(select(handover_row).where(of_them).order_by(handover_row.c.ordinal)).mappings()
    for row in found:
        rows.setdefault(row["handover_id"], []).append(_row_of(row))
    return [Handover(**head, rows=tuple(rows.get(head["id"], ()))) for head in heads]


def _row_of(row: Mapping[Any, Any]) -> HandoverRow:
    found = None
    if row["reason"] is not None:
        values = {name: row[name] for name in _DISCREPANCY}
        found = Discrepancy(**(values | {"kept": bool(row["kept"])}))
    plain = {name: row[name] for name in ("ordinal", "item_id", "document_uid", "amount", "remarks")}
    return HandoverRow(what=Handed(row["what"]), discrepancy=found, **plain)
