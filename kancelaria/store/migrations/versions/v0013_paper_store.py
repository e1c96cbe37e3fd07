"""The chronological store and the media store: modes of handling, boxes, papers, loans, transfer lists."""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"

_TABLES = (
    """
CREATE TABLE handling_mode (
    records_class TEXT NOT NULL, from_day TEXT NOT NULL,
    handling TEXT NOT NULL CHECK (handling IN ('electronic', 'traditional')),
    set_at TEXT NOT NULL, set_by TEXT NOT NULL,
    PRIMARY KEY (records_class, from_day)
) WITHOUT ROWID
""",
    """
CREATE TABLE store_box (
    id TEXT NOT NULL, name TEXT NOT NULL, number INTEGER NOT NULL CHECK (number > 0),
    kind TEXT NOT NULL CHECK (kind IN ('full', 'incomplete', 'carriers')),
    year INTEGER NOT NULL, place TEXT NOT NULL, opened_at TEXT NOT NULL, closed_at TEXT, transferred TEXT,
    PRIMARY KEY (id), UNIQUE (name)
)
""",
    """
CREATE TABLE store_paper (
    seq INTEGER NOT NULL, item_id TEXT NOT NULL, document_uid TEXT NOT NULL, box_id TEXT NOT NULL, sort TEXT NOT NULL,
    placed_at TEXT NOT NULL, placed_by TEXT NOT NULL, reason TEXT, basis TEXT, withdrawn_at TEXT, withdrawn_by TEXT,
    PRIMARY KEY (seq), FOREIGN KEY (box_id) REFERENCES store_box (id)
)
""",
    """
CREATE TABLE store_loan (
    id TEXT NOT NULL, paper_seq INTEGER NOT NULL, borrower TEXT NOT NULL, due_on TEXT NOT NULL, lent_at TEXT NOT NULL,
    lent_by TEXT NOT NULL, returned_at TEXT, returned_by TEXT,
    PRIMARY KEY (id), FOREIGN KEY (paper_seq) REFERENCES store_paper (seq)
)
""",
    """
CREATE TABLE store_transfer (
    id TEXT NOT NULL, number TEXT NOT NULL, year INTEGER NOT NULL, serial INTEGER NOT NULL, made_at TEXT NOT NULL,
    made_by TEXT NOT NULL, boxes TEXT NOT NULL,
    PRIMARY KEY (id), UNIQUE (number)
)
""",
)
_INDEXES = (
    "CREATE UNIQUE INDEX store_paper_lies ON store_paper (item_id) WHERE withdrawn_at IS NULL",
    "CREATE INDEX store_paper_item ON store_paper (item_id)",
    "CREATE INDEX store_paper_box ON store_paper (box_id, sort)",
    "CREATE UNIQUE INDEX store_loan_out ON store_loan (paper_seq) WHERE returned_at IS NULL",
    "CREATE INDEX store_loan_paper ON store_loan (paper_seq)",
)
_KEPT = tuple(
    f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table}"
    " BEGIN SELECT RAISE(ABORT, 'what the store held is kept'); END"
    for table in ("store_box", "store_paper", "store_loan", "store_transfer")
)


def upgrade() -> None:
    run = op.get_bind().exec_driver_sql
    for statement in (*_TABLES, *_INDEXES, *_KEPT):
        run(statement)
