"""Sync: people who left, older parts of a feed still to be read, register places without content, files to erase."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"

# a purged item leaves its number in the register: the entry no longer needs the item's row
_REGISTER = """
CREATE TABLE register_entry (
    rpw_year INTEGER NOT NULL, rpw_number INTEGER NOT NULL, item_id TEXT NOT NULL,
    void_reason TEXT, voided_at TEXT, voided_by TEXT,
    PRIMARY KEY (rpw_year, rpw_number), CHECK (rpw_number > 0), UNIQUE (item_id)
) WITHOUT ROWID
"""
_KEPT = """
CREATE TRIGGER register_entry_kept BEFORE DELETE ON register_entry
    BEGIN SELECT RAISE(ABORT, 'a register entry is never deleted'); END
"""
_NUMBER_KEPT = """
CREATE TRIGGER register_number_kept BEFORE UPDATE OF rpw_year, rpw_number, item_id ON register_entry
    BEGIN SELECT RAISE(ABORT, 'a register number never changes'); END
"""


def upgrade() -> None:
    run = op.get_bind().exec_driver_sql
    run("ALTER TABLE person ADD COLUMN active INTEGER DEFAULT 1 NOT NULL CHECK (active IN (0, 1))")
    run("ALTER TABLE sync_cursor ADD COLUMN older INTEGER")
    run(
        "CREATE TABLE restricted_entry (rpw_year INTEGER NOT NULL, rpw_number INTEGER NOT NULL,"
        " entered_on TEXT NOT NULL, PRIMARY KEY (rpw_year, rpw_number)) WITHOUT ROWID"
    )
    run("CREATE TABLE blob_doomed (sha256 TEXT NOT NULL, PRIMARY KEY (sha256))")
    run("DROP TRIGGER register_entry_kept")
    run("DROP TRIGGER register_number_kept")
    run("ALTER TABLE register_entry RENAME TO old_entry")
    run(_REGISTER)
    run("INSERT INTO register_entry SELECT * FROM old_entry")
    run("DROP TABLE old_entry")
    run(_KEPT)
    run(_NUMBER_KEPT)
