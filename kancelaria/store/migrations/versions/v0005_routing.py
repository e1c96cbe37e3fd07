"""Routing as people work with it: urgency, what was seen, what a return ended, whose it is, usual dispositions."""

from __future__ import annotations

import csv
from importlib.resources import files

from alembic import op
from sqlalchemy import text

revision = "0005"
down_revision = "0004"

_ADD = text(
    "INSERT OR IGNORE INTO dictionary_entry (dictionary, code, name, position, active)"
    " VALUES ('disposition', :code, :name, :position, 1)"
)


def upgrade() -> None:
    op.execute("ALTER TABLE assignment ADD COLUMN urgency TEXT")
    op.execute("CREATE INDEX assignment_person ON assignment (person)")
    op.execute("CREATE TABLE assignment_ended (assignment_id TEXT NOT NULL, PRIMARY KEY (assignment_id))")
    op.execute(
        "CREATE TABLE assignment_seen (person TEXT NOT NULL, subject TEXT NOT NULL, at TEXT NOT NULL,"
        " PRIMARY KEY (person, subject))"
    )
    # a fresh store gets its dictionaries from init; one that works already gets the new one here
    connection = op.get_bind()
    if connection.scalar(text("SELECT count(*) FROM dictionary_entry")):
        with (files("resources") / "dictionaries" / "disposition.csv").open(encoding="utf-8") as stream:
            for position, row in enumerate(csv.DictReader(stream)):
                connection.execute(_ADD, {"code": row["code"], "name": row["name"], "position": position})
