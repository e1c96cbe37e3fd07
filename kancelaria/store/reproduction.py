"""How pages are kept, how much paper there is, carriers not copied: their tables, the writing book and the reads.

A carrier names its item without a foreign key: the list of carriers outlives an item that is purged here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import CheckConstraint, Column, Connection, Index, Integer, Table, Text, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from kancelaria.domain.handover import PAPER
from kancelaria.domain.reproduction import Carrier, CarrierKind, KeptPage, Shortfall, Volume
from kancelaria.store.handovers import handover, handover_row
from kancelaria.store.reader import Reader
from kancelaria.store.tables import metadata

_MOST_ASKED = 500

kept_page = Table(
    "kept_page", metadata,
    Column("item_id", Text, primary_key=True), Column("number", Integer, primary_key=True),
    Column("material", Text, nullable=False), Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False), Column("dpi", Integer, nullable=False),
    Column("bits", Integer, nullable=False), Column("format", Text, nullable=False),
    Column("shortfalls", Text, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

item_volume = Table(
    "item_volume", metadata,
    Column("item_id", Text, primary_key=True),
    Column("volumes", Integer, CheckConstraint("volumes > 0"), nullable=False),
    Column("copies", Integer, CheckConstraint("copies > 0"), nullable=False),
    Column("pages", Integer, CheckConstraint("pages >= 0"), nullable=False),
    Column("counted_at", Text, nullable=False), Column("counted_by", Text, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

carrier = Table(
    "carrier", metadata,
    Column("id", Text, primary_key=True), Column("item_id", Text, nullable=False),
    Column("document_uid", Text, nullable=False),
    Column("kind", Text, CheckConstraint(f"kind IN ({', '.join(repr(k.value) for k in CarrierKind)})"), nullable=False),
    Column("count", Integer, CheckConstraint("count > 0"), nullable=False),
    Column("description", Text, nullable=False), Column("place", Text, nullable=False),
    Column("noted_at", Text, nullable=False), Column("noted_by", Text, nullable=False),
    Column("copied_at", Text), Column("copied_by", Text),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("carrier_item", carrier.c.item_id)
Index("carrier_not_copied", carrier.c.id, sqlite_where=carrier.c.copied_at.is_(None))


@dataclass(frozen=True)
class PaperPlace:
    """Who has the paper: by which list, for which unit, who signed (None = nobody yet), since when."""

    number: str
    unit: str
    received_by: str | None
    since: str


class SqlReproduction:
    """What this station knows of the copies it made and of the paper behind them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep_pages(self, item_id: str, pages: Sequence[KeptPage]) -> None:
        """How the pages of the newest PDF/A are kept; what was known of an older one goes."""
        self._connection.execute(delete(kept_page).where(kept_page.c.item_id == item_id))
        if pages:
            self._connection.execute(insert(kept_page), [_stored_page(item_id, page) for page in pages])

    def volume(self, item_id: str) -> Volume | None:
        """How much paper an item has, where it was counted."""
        return volumes_of(self._connection, [item_id]).get(item_id)

    def put_volume(self, item_id: str, volume: Volume, at: str, by: str) -> None:
        """Write it down; what was counted before goes."""
        values = {**asdict(volume), "counted_at": at, "counted_by": by}
        new = upsert(item_volume).values(item_id=item_id, **values)
        self._connection.execute(new.on_conflict_do_update(index_elements=["item_id"], set_=values))

    def carrier(self, carrier_id: str) -> Carrier | None:
        """The carrier of an id."""
        found = _carriers(self._connection, carrier.c.id == carrier_id)
        return found[0] if found else None

    def add_carrier(self, new: Carrier) -> None:
        """Add a carrier."""
        self._connection.execute(insert(carrier).values(**asdict(new) | {"kind": new.kind.value}))

    def save_carrier(self, changed: Carrier) -> None:
        """Save where a carrier lies, and that it is copied."""
        values = {name: getattr(changed, name) for name in ("place", "copied_at", "copied_by")}
        self._connection.execute(update(carrier).where(carrier.c.id == changed.id).values(**values))


class ReproductionQueries(Reader):
    """Reads of it."""

    def kept_pages(self, item_id: str) -> list[KeptPage]:
        """How the pages of an item's PDF/A are kept; none where this station didn't make it."""
        mine = select(kept_page).where(kept_page.c.item_id == item_id).order_by(kept_page.c.number)
        with self._read() as connection:
            return [_kept(row) for row in connection.execute(mine).mappings()]

    def volume(self, item_id: str) -> Volume | None:
        """How much paper an item has, where it was counted."""
        return self.volumes([item_id]).get(item_id)

    def volumes(self, item_ids: Iterable[str]) -> Mapping[str, Volume]:
        """The same for many."""
        with self._read() as connection:
            return volumes_of(connection, list(item_ids))

    def carriers(self, item_id: str) -> list[Carrier]:
        """Those of an item, copied ones too, in the order they were noted."""
        with self._read() as connection:
            return _carriers(connection, carrier.c.item_id == item_id)

    def carriers_not_copied(self) -> list[Carrier]:
        """All that lie somewhere uncopied, in the order they were noted."""
        with self._read() as connection:
            return _carriers(connection, carrier.c.copied_at.is_(None))

    def paper_at(self, item_ids: Iterable[str]) -> Mapping[str, PaperPlace]:
        """Where the paper of items was handed to last; a position found not handed over doesn't count."""
        found: dict[str, PaperPlace] = {}
        with self._read() as connection:
            for asked in _portions(list(item_ids)):
                rows = connection.execute(
                    select(
                        handover_row.c.item_id, handover.c.number, handover.c.unit, handover.c.received_by,
                        handover.c.made_at,
                    )
                    .join(handover, handover.c.id == handover_row.c.handover_id)
                    .where(
                        handover_row.c.item_id.in_(asked), handover_row.c.kept == 0,
                        handover_row.c.what.in_([kind.value for kind in PAPER]),
                    )
                    .order_by(handover.c.made_at, handover.c.serial)
                )  # fmt: skip
                found |= {row.item_id: PaperPlace(row.number, row.unit, row.received_by, row.made_at) for row in rows}
        return found


def volumes_of(connection: Connection, item_ids: Sequence[str]) -> dict[str, Volume]:
    """What was counted, by item."""
    found: dict[str, Volume] = {}
    for asked in _portions(item_ids):
        rows = connection.execute(select(item_volume).where(item_volume.c.item_id.in_(asked)))
        found |= {row.item_id: Volume(row.volumes, row.copies, row.pages) for row in rows}
    return found


def _portions(item_ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (item_ids[start : start + _MOST_ASKED] for start in range(0, len(item_ids), _MOST_ASKED))


def _carriers(connection: Connection, condition: Any) -> list[Carrier]:
    rows = connection.execute(select(carrier).where(condition).order_by(carrier.c.id)).mappings()
    return [Carrier(**{**row, "kind": CarrierKind(row["kind"])}) for row in rows]


def _stored_page(item_id: str, page: KeptPage) -> dict[str, Any]:
    values = asdict(page)
    return values | {"item_id": item_id, "shortfalls": json.dumps(values["shortfalls"], ensure_ascii=False)}


def _kept(row: Mapping[Any, Any]) -> KeptPage:
    values = {name: row[name] for name in KeptPage.__dataclass_fields__ if name != "shortfalls"}
    return KeptPage(**values, shortfalls=tuple(Shortfall(**found) for found in json.loads(row["shortfalls"])))
