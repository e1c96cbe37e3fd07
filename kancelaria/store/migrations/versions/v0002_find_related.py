"""Indexes for what belongs together, and merging of the full-text index outside registrations."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("CREATE INDEX item_consignment ON item (consignment_id) WHERE consignment_id IS NOT NULL")
    op.execute("CREATE INDEX item_link_other ON item_link (other_id)")
    # segments are merged in quiet moments (store/checkpoints.py); inside a registration it took up to 100 ms
    op.execute("INSERT INTO search_index (search_index, rank) VALUES ('automerge', 0)")
    op.execute("INSERT INTO search_index (search_index, rank) VALUES ('crisismerge', 400)")
