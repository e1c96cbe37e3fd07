"""Mail at the desk: why it isn't opened, notes, the envelope; receipt and fate of consignments; lists of deliveries."""

from __future__ import annotations

import csv
from importlib.resources import files

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_DELIVERY = """
CREATE TABLE delivery (
    id TEXT NOT NULL, number TEXT NOT NULL, series TEXT NOT NULL, year INTEGER NOT NULL,
    serial INTEGER NOT NULL CHECK (serial > 0),
    kind TEXT NOT NULL CHECK (kind IN ('courier', 'drop_box')),
    point TEXT NOT NULL, operator TEXT, operator_name TEXT NOT NULL, made_at TEXT NOT NULL, made_by TEXT NOT NULL,
    received_on TEXT, place TEXT NOT NULL, signed_at TEXT, signed_by TEXT, delivered_by TEXT, remarks TEXT NOT NULL,
    PRIMARY KEY (id), UNIQUE (number), UNIQUE (series, year, serial)
)
"""
_ROW = """
CREATE TABLE delivery_row (
    delivery_id TEXT NOT NULL, ordinal INTEGER NOT NULL, posting_number TEXT,
    expected INTEGER DEFAULT 0 NOT NULL CHECK (expected IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'present', 'damaged', 'missing')),
    remarks TEXT NOT NULL, checked_at TEXT, checked_by TEXT, consignment_id TEXT,
    PRIMARY KEY (delivery_id, ordinal), UNIQUE (delivery_id, posting_number),
    FOREIGN KEY (delivery_id) REFERENCES delivery (id)
) WITHOUT ROWID
"""
_STATEMENTS = (
    _DELIVERY,
    _ROW,
    "CREATE INDEX delivery_unsigned ON delivery (id) WHERE signed_at IS NULL",
    "CREATE INDEX delivery_row_number ON delivery_row (posting_number)",
    "CREATE INDEX item_notes ON item (seq) WHERE notes IS NOT NULL",
    "CREATE INDEX consignment_accepted_at ON consignment (accepted_at)",
    "CREATE TRIGGER delivery_kept BEFORE DELETE ON delivery"
    " BEGIN SELECT RAISE(ABORT, 'a list of a delivery is never deleted'); END",
    "CREATE TRIGGER delivery_row_kept BEFORE DELETE ON delivery_row"
    " BEGIN SELECT RAISE(ABORT, 'a position of a delivery is never deleted'); END",
    "CREATE TRIGGER delivery_signed BEFORE UPDATE ON delivery WHEN OLD.signed_at IS NOT NULL"
    " BEGIN SELECT RAISE(ABORT, 'a signed list of a delivery never changes'); END",
    "CREATE TRIGGER delivery_row_signed BEFORE UPDATE ON delivery_row"
    " WHEN (SELECT signed_at FROM delivery WHERE id = OLD.delivery_id) IS NOT NULL"
    " BEGIN SELECT RAISE(ABORT, 'a position of a signed delivery never changes'); END",
)
_ITEM = ("sealed_reason TEXT", "inscription TEXT", "offer_deadline TEXT", "envelope_page INTEGER", "notes TEXT")
_CONSIGNMENT = ("received_on", "settled", "settled_words", "settled_at", "settled_by")
_REASON = sa.text("INSERT OR IGNORE INTO dictionary_entry VALUES ('not_opened', :code, :name, :position, 1)")


def upgrade() -> None:
    run = op.get_bind().exec_driver_sql
    for column in _ITEM:
        run(f"ALTER TABLE item ADD COLUMN {column}")
    for column in _CONSIGNMENT:
        run(f"ALTER TABLE consignment ADD COLUMN {column} TEXT")
    for statement in _STATEMENTS:
        run(statement)
    _fill_reasons()


def _fill_reasons() -> None:
    """A prepared station gets the usual reasons not to open; a new one gets them with its other dictionaries."""
    connection = op.get_bind()
    if not connection.scalar(sa.text("SELECT count(*) FROM dictionary_entry")):
        return
    with (files("resources") / "dictionaries" / "not_opened.csv").open(encoding="utf-8") as stream:
        for position, row in enumerate(csv.DictReader(stream)):
            values = {"code": row["code"], "name": row["name"], "position": position}
            connection.execute(
                sa.text("INSERT OR IGNORE INTO dictionary_entry VALUES ('not_opened', :code, :name, :position, 1)"),
                values,
            )
