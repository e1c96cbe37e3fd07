"""Indexes for what belongs together: the items of one envelope, and what replaced an item."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("CREATE INDEX item_consignment ON item (consignment_id) WHERE consignment_id IS NOT NULL")
    op.execute("CREATE INDEX item_link_other ON item_link (other_id)")
