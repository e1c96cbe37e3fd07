"""Sync: events numbered when they leave, cursors, what the feed shows, queues of files and search rows, tasks."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"

# nothing had ever left a store of these versions, so its events get their numbers when they do
_COPY = """
INSERT INTO event (id, stream, at, author, aggregate, aggregate_id, base_version, patch, schema, outcome, depends_on)
SELECT id, stream, at, author, aggregate, aggregate_id, base_version, patch, schema, outcome,
       coalesce(json_extract(patch, '$.item_id'), json_extract(patch, '$.consignment_id'))
FROM old_event ORDER BY rowid
"""


def upgrade() -> None:
    run = op.get_bind().exec_driver_sql
    run("DROP INDEX event_aggregate")
    run("ALTER TABLE event RENAME TO old_event")
    run("DROP TABLE accepted_base")
    for statement in Path(__file__).with_name("v0003_sync.sql").read_text("utf-8").split("\n;;\n"):
        run(statement)
    run(_COPY)
    run("DROP TABLE old_event")
