"""Who entered an assignment that somebody else wrote on the paper."""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.get_bind().exec_driver_sql("ALTER TABLE assignment ADD COLUMN typed_by TEXT")
