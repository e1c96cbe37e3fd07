"""Outgoing mail: its rows, and the numbers this store gave, which are never deleted nor changed."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"

_ROWS = """
CREATE TABLE outgoing (
    seq INTEGER NOT NULL, id TEXT NOT NULL, letter_id TEXT NOT NULL, number INTEGER, year INTEGER NOT NULL,
    registered_at TEXT NOT NULL, handed_on TEXT, posted_on TEXT, method TEXT NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('prepared', 'handed_over', 'posted', 'delivered', 'returned', 'voided')),
    zpo INTEGER NOT NULL CHECK (zpo IN (0, 1)), posting_number TEXT, case_mark TEXT,
    addressee_sort TEXT NOT NULL, title_sort TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (seq), UNIQUE (id)
)
"""
_NUMBERS = """
CREATE TABLE outgoing_entry (
    year INTEGER NOT NULL, number INTEGER NOT NULL, item_id TEXT NOT NULL,
    PRIMARY KEY (year, number), UNIQUE (item_id), CHECK (number > 0)
) WITHOUT ROWID
"""
_INDEXES = (
    "CREATE INDEX outgoing_number ON outgoing (year, number)",
    *(
        f"CREATE INDEX outgoing_{name} ON outgoing ({column})"
        for name, column in (
            ("letter", "letter_id"), ("registered_at", "registered_at"), ("handed_on", "handed_on"),
            ("addressee_sort", "addressee_sort, title_sort, case_mark, posting_number"),
            ("title_sort", "title_sort"), ("case_mark", "case_mark"), ("method", "method"), ("state", "state"),
        )
    ),
    "CREATE INDEX outgoing_posting_number ON outgoing (posting_number)",
    "CREATE INDEX outgoing_awaits ON outgoing (registered_at) WHERE zpo = 1 AND state IN ('handed_over', 'posted')",
)  # fmt: skip
_KEPT = (
    "CREATE TRIGGER outgoing_entry_kept BEFORE DELETE ON outgoing_entry"
    " BEGIN SELECT RAISE(ABORT, 'a number of the outgoing register is never deleted'); END",
    "CREATE TRIGGER outgoing_entry_fixed BEFORE UPDATE ON outgoing_entry"
    " BEGIN SELECT RAISE(ABORT, 'a number of the outgoing register never changes'); END",
    "CREATE TRIGGER outgoing_number_fixed BEFORE UPDATE OF number, year ON outgoing"
    " WHEN OLD.number IS NOT NULL AND (NEW.number IS NOT OLD.number OR NEW.year IS NOT OLD.year)"
    " BEGIN SELECT RAISE(ABORT, 'a number of the outgoing register never changes'); END",
)


def upgrade() -> None:
    run = op.get_bind().exec_driver_sql
    for statement in (_ROWS, _NUMBERS, *_INDEXES, *_KEPT):
        run(statement)
