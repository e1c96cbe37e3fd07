"""The record: items, register, labels, correspondents, audit, outbox, full-text index."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    statements = Path(__file__).with_name("v0001_record.sql").read_text("utf-8")
    for statement in statements.split("\n;;\n"):
        op.get_bind().exec_driver_sql(statement)
