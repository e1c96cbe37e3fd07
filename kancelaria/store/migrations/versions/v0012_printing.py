"""Print-outs: series of labels reserved ahead, receipts issued, and the keys that prove them."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"

_STATEMENTS = (
    """
CREATE TABLE label_batch (
    id TEXT NOT NULL, series TEXT NOT NULL, year INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    reserved_at TEXT NOT NULL, reserved_by TEXT NOT NULL, PRIMARY KEY (id)
)
""",
    """
CREATE TABLE receipt_key (
    series TEXT NOT NULL, "key" BLOB NOT NULL CHECK (length(key) = 32), made_at TEXT NOT NULL, PRIMARY KEY (series)
)
""",
    """
CREATE TABLE receipt_issued (
    code TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL, letters TEXT NOT NULL, PRIMARY KEY (code)
)
""",
    "CREATE INDEX label_batch_place ON label_batch (series, year, first)",
    "CREATE INDEX label_reserved ON label (series, year, serial) WHERE state = 'reserved'",
    "CREATE TRIGGER receipt_key_kept BEFORE DELETE ON receipt_key"
    " BEGIN SELECT RAISE(ABORT, 'a key of receipts is never deleted'); END",
    "CREATE TRIGGER receipt_key_fixed BEFORE UPDATE ON receipt_key"
    " BEGIN SELECT RAISE(ABORT, 'a key of receipts never changes'); END",
    "CREATE TRIGGER receipt_issued_kept BEFORE DELETE ON receipt_issued"
    " BEGIN SELECT RAISE(ABORT, 'an issued receipt is never deleted'); END",
)


def upgrade() -> None:
    run = op.get_bind().exec_driver_sql
    for statement in _STATEMENTS:
        run(statement)
