"""Hand-over lists: numbered by the station, never deleted; a position is changed by its discrepancy alone."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"

_LIST = """
CREATE TABLE handover (
    id TEXT NOT NULL, number TEXT NOT NULL, series TEXT NOT NULL, year INTEGER NOT NULL,
    serial INTEGER NOT NULL CHECK (serial > 0), point TEXT NOT NULL, unit TEXT NOT NULL,
    made_at TEXT NOT NULL, made_by TEXT NOT NULL, received_by TEXT, received_at TEXT, noted_by TEXT,
    PRIMARY KEY (id), UNIQUE (number), UNIQUE (series, year, serial)
)
"""
_ROW = """
CREATE TABLE handover_row (
    handover_id TEXT NOT NULL, ordinal INTEGER NOT NULL, item_id TEXT NOT NULL, document_uid TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('original', 'sealed', 'carrier', 'scan')),
    amount TEXT NOT NULL, remarks TEXT NOT NULL,
    reason TEXT, noted_at TEXT, noted_by TEXT, settled TEXT, settled_at TEXT, settled_by TEXT,
    kept INTEGER DEFAULT 0 NOT NULL CHECK (kept IN (0, 1)),
    PRIMARY KEY (handover_id, ordinal), UNIQUE (handover_id, item_id),
    FOREIGN KEY (handover_id) REFERENCES handover (id)
) WITHOUT ROWID
"""
_INDEXES = (
    "CREATE INDEX handover_row_item ON handover_row (item_id)",
    "CREATE INDEX handover_row_disputed ON handover_row (handover_id) WHERE reason IS NOT NULL",
    "CREATE INDEX handover_unreceived ON handover (id) WHERE received_at IS NULL",
)
_KEPT = (
    "CREATE TRIGGER handover_kept BEFORE DELETE ON handover"
    " BEGIN SELECT RAISE(ABORT, 'a hand-over list is never deleted'); END",
    "CREATE TRIGGER handover_row_kept BEFORE DELETE ON handover_row"
    " BEGIN SELECT RAISE(ABORT, 'a position of a hand-over list is never deleted'); END",
    "CREATE TRIGGER handover_number_kept BEFORE UPDATE OF number, series, year, serial, unit, made_at ON handover"
    " BEGIN SELECT RAISE(ABORT, 'a hand-over list never changes'); END",
    "CREATE TRIGGER handover_row_fixed BEFORE UPDATE OF item_id, document_uid, what ON handover_row"
    " BEGIN SELECT RAISE(ABORT, 'a position of a hand-over list never changes'); END",
)


def upgrade() -> None:
    run = op.get_bind().exec_driver_sql
    for statement in (_LIST, _ROW, *_INDEXES, *_KEPT):
        run(statement)
