"""How pages are kept, how much paper there is, carriers not copied."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"

_STATEMENTS = (
    """
CREATE TABLE kept_page (
    item_id TEXT NOT NULL, number INTEGER NOT NULL, material TEXT NOT NULL, width INTEGER NOT NULL,
    height INTEGER NOT NULL, dpi INTEGER NOT NULL, bits INTEGER NOT NULL, format TEXT NOT NULL,
    shortfalls TEXT NOT NULL,
    PRIMARY KEY (item_id, number)
) WITHOUT ROWID
""",
    """
CREATE TABLE item_volume (
    item_id TEXT NOT NULL, volumes INTEGER NOT NULL CHECK (volumes > 0),
    copies INTEGER NOT NULL CHECK (copies > 0), pages INTEGER NOT NULL CHECK (pages >= 0),
    counted_at TEXT NOT NULL, counted_by TEXT NOT NULL,
    PRIMARY KEY (item_id)
) WITHOUT ROWID
""",
    """
CREATE TABLE carrier (
    id TEXT NOT NULL, item_id TEXT NOT NULL, document_uid TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('cd', 'dvd', 'usb', 'card', 'disk', 'model', 'other')),
    count INTEGER NOT NULL CHECK (count > 0), description TEXT NOT NULL, place TEXT NOT NULL,
    noted_at TEXT NOT NULL, noted_by TEXT NOT NULL, copied_at TEXT, copied_by TEXT,
    PRIMARY KEY (id)
) WITHOUT ROWID
""",
    "CREATE INDEX carrier_item ON carrier (item_id)",
    "CREATE INDEX carrier_not_copied ON carrier (id) WHERE copied_at IS NULL",
    "CREATE TRIGGER carrier_kept BEFORE DELETE ON carrier"
    " BEGIN SELECT RAISE(ABORT, 'a carrier is never taken off its list, it is copied'); END",
)


def upgrade() -> None:
    run = op.get_bind().exec_driver_sql
    for statement in _STATEMENTS:
        run(statement)
