"""Tables of print-outs: series of labels reserved ahead, receipts issued and the keys that prove them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary, Table, Text

from kancelaria.store.tables import label, metadata

label_batch = Table(
    "label_batch", metadata,
    Column("id", Text, primary_key=True), Column("series", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("first", Integer, nullable=False), Column("last", Integer, nullable=False),
    Column("reserved_at", Text, nullable=False), Column("reserved_by", Text, nullable=False),
)  # fmt: skip
Index("label_batch_place", label_batch.c.series, label_batch.c.year, label_batch.c.first)
Index("label_reserved", label.c.series, label.c.year, label.c.serial, sqlite_where=label.c.state == "reserved")

# a key is never changed nor deleted: a receipt on paper outlives every series of its station
receipt_key = Table(
    "receipt_key", metadata,
    Column("series", Text, primary_key=True),
    Column("key", LargeBinary, CheckConstraint("length(key) = 32"), nullable=False),
    Column("made_at", Text, nullable=False),
)  # fmt: skip

receipt_issued = Table(
    "receipt_issued", metadata,
    Column("code", Text, primary_key=True), Column("at", Text, nullable=False), Column("by", Text, nullable=False),
    Column("letters", Text, nullable=False),
)  # fmt: skip
