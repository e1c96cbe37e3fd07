"""Prints of receipts are counted like those of labels: the second one is a duplicate and says so."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute("ALTER TABLE label_print ADD COLUMN kind TEXT DEFAULT 'label' NOT NULL")
