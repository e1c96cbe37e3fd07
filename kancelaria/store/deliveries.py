"""Lists of deliveries in the store, and the consignments that wait for their letters."""

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
    except_,
    exists,
    func,
    select,
    union,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from kancelaria.domain.deliveries import Delivery, DeliveryKind, DeliveryRow, Found
from kancelaria.domain.incoming import Consignment, IncomingItem, ItemState
from kancelaria.services.returns import has_no_pair
from kancelaria.store.reader import Reader
from kancelaria.store.repositories import load_items
from kancelaria.store.tables import consignment, item, metadata

delivery = Table(
    "delivery", metadata,
    Column("id", Text, primary_key=True), Column("number", Text, nullable=False, unique=True),
    Column("series", Text, nullable=False), Column("year", Integer, nullable=False),
    Column("serial", Integer, CheckConstraint("serial > 0"), nullable=False),
    Column("kind", Text, CheckConstraint("kind IN ('courier', 'drop_box')"), nullable=False),
    Column("point", Text, nullable=False), Column("operator", Text), Column("operator_name", Text, nullable=False),
    Column("made_at", Text, nullable=False), Column("made_by", Text, nullable=False), Column("received_on", Text),
    Column("place", Text, nullable=False), Column("signed_at", Text), Column("signed_by", Text),
    Column("delivered_by", Text), Column("remarks", Text, nullable=False),
    UniqueConstraint("series", "year", "serial"),
)  # fmt: skip
Index("delivery_unsigned", delivery.c.id, sqlite_where=delivery.c.signed_at.is_(None))

delivery_row = Table(
    "delivery_row", metadata,
    Column("delivery_id", Text, ForeignKey("delivery.id"), primary_key=True),
    Column("ordinal", Integer, primary_key=True), Column("posting_number", Text),
    Column("expected", Integer, CheckConstraint("expected IN (0, 1)"), nullable=False, server_default="0"),
    Column("state", Text, CheckConstraint("state IN ('waiting', 'present', 'damaged', 'missing')"), nullable=False),
    Column("remarks", Text, nullable=False), Column("checked_at", Text), Column("checked_by", Text),
    Column("consignment_id", Text),
    UniqueConstraint("delivery_id", "posting_number"),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("delivery_row_number", delivery_row.c.posting_number)

_NEW_ROW = upsert(delivery_row)
_PUT_ROW = _NEW_ROW.on_conflict_do_update(
    index_elements=["delivery_id", "ordinal"],
    set_={name: _NEW_ROW.excluded[name] for name in ("state", "remarks", "checked_at", "checked_by", "consignment_id")},
)


class SqlDeliveries:
    """The lists of this station."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def highest_serial(self, series: str, year: int) -> int | None:
        """The highest serial given in a series and year."""
        mine = select(func.max(delivery.c.serial)).where(delivery.c.series == series, delivery.c.year == year)
        serial: int | None = self._connection.scalar(mine)
        return serial

    def get(self, number: str) -> Delivery | None:
        """The list of a number."""
        found = _lists(self._connection, delivery.c.number == number)
        return found[0] if found else None

    def save(self, changed: Delivery) -> None:
        """Save a list with what was found; rows come before the head, which may be signed and fixed from then on."""
        head = _head(changed)
        if self.get(changed.number) is None:
            # what is signed never changes, nor do its rows: the signature comes last
            self._connection.execute(upsert(delivery).values(**head | {"signed_at": None}))
        rows = [_stored(changed.id, row) for row in changed.rows]
        if rows:
            self._connection.execute(_PUT_ROW, rows)
        fixed = ("id", "number", "series", "year", "serial", "kind", "made_at", "made_by")
        changing = {name: value for name, value in head.items() if name not in fixed}
        self._connection.execute(delivery.update().where(delivery.c.id == changed.id).values(**changing))

    def save_row(self, changed: Delivery, row: DeliveryRow) -> None:
        """Save one position of an open list: a scanned code writes one row, however long the list is."""
        self._connection.execute(_PUT_ROW, [_stored(changed.id, row)])

    def open_list_with(self, posting_number: str) -> str | None:
        """The number of an unsigned list that announces a posting number."""
        mine = select(delivery.c.number).join(delivery_row, delivery_row.c.delivery_id == delivery.c.id)
        number: str | None = self._connection.scalar(
            mine.where(delivery_row.c.posting_number == posting_number, delivery.c.signed_at.is_(None)).limit(1)
        )
        return number


class DeliveryQueries(Reader):
    """Reads of lists of deliveries and of what was accepted and not registered."""

    def delivery(self, number: str) -> Delivery | None:
        """The list of a number."""
        with self._read() as connection:
            return SqlDeliveries(connection).get(number)

    def deliveries(self, open_only: bool = False, limit: int = 200) -> list[Delivery]:
        """Lists, newest first; `open_only`: those nobody has signed."""
        with self._read() as connection:
            return _lists(connection, *([delivery.c.signed_at.is_(None)] if open_only else []), limit=limit)

    def pending_consignments(self, limit: int = 1000) -> list[Consignment]:
        """What was accepted and neither registered nor settled, the oldest first."""
        with self._read() as connection:
            wanted = select(consignment).where(*_pending()).order_by(consignment.c.accepted_at, consignment.c.id)
            return [Consignment(**row) for row in connection.execute(wanted.limit(limit)).mappings()]

    def unmatched_returns(self) -> list[IncomingItem]:
        """Items on which something that came back is noted without its outgoing item, the oldest first."""
        noted = select(item).where(item.c.notes.is_not(None), item.c.notes.contains('"returned_mail"'))
        with self._read() as connection:
            rows = [dict(row) for row in connection.execute(noted.order_by(item.c.seq)).mappings()]
            return [found for found in load_items(connection, rows) if has_no_pair(found)]

    def consignment_by_number(self, posting_number: str) -> Consignment | None:
        """The last consignment of a posting number."""
        wanted = select(consignment).where(consignment.c.posting_number == posting_number)
        with self._read() as connection:
            row = connection.execute(wanted.order_by(consignment.c.accepted_at.desc()).limit(1)).mappings().first()
        return None if row is None else Consignment(**row)


def _pending() -> tuple[ColumnElement[bool], ...]:
    """Not settled, and without a letter that stands.

    Two indexes in step tell what has no letter at all: asked one by one, a million envelopes took seconds.
    """
    in_letters = select(item.c.consignment_id).where(item.c.consignment_id.is_not(None))
    lonely = except_(select(consignment.c.id), in_letters).subquery()
    without = union(select(lonely.c.id), in_letters.where(item.c.state == ItemState.VOIDED.value))
    mine = (item.c.consignment_id == consignment.c.id, item.c.consignment_id.is_not(None))
    live = exists().where(*mine, item.c.state != ItemState.VOIDED.value)
    return consignment.c.id.in_(without), consignment.c.settled.is_(None), ~live


def _head(made: Delivery) -> dict[str, Any]:
    return {column.name: getattr(made, column.name) for column in delivery.columns} | {"kind": made.kind.value}


def _stored(delivery_id: str, row: DeliveryRow) -> dict[str, Any]:
    values = asdict(row) | {"expected": int(row.expected), "state": row.state.value}
    return {"delivery_id": delivery_id} | values


def _lists(connection: Connection, *conditions: ColumnElement[bool], limit: int = 1) -> list[Delivery]:
    wanted = select(delivery).where(*conditions).order_by(delivery.c.made_at.desc(), delivery.c.serial.desc())
    heads = [dict(row) for row in connection.execute(wanted.limit(limit)).mappings()]
    rows: dict[str, list[DeliveryRow]] = {}
    of_them = delivery_row.c.delivery_id.in_([head["id"] for head in heads])
    found = connection.execute(
        select(delivery_row).where(of_them).order_by(delivery_row.c.delivery_id, delivery_row.c.ordinal)
    )
    for row in found.mappings():
        rows.setdefault(row["delivery_id"], []).append(_row_of(row))
    return [
        Delivery(**(head | {"kind": DeliveryKind(head["kind"])}), rows=tuple(rows.get(head["id"], ())))
        for head in heads
    ]


def _row_of(row: Mapping[Any, Any]) -> DeliveryRow:
    values = {name: row[name] for name in DeliveryRow.__dataclass_fields__}
    return DeliveryRow(**(values | {"expected": bool(row["expected"]), "state": Found(row["state"])}))
