"""Correspondents: found by words, numbers and town, with addresses and merges; likeness of letters; series."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from kancelaria.domain.correspondents import folded, usual

revision = "0010"
down_revision = "0009"

_COLUMNS = (
    "seq INTEGER", "place INTEGER", "words TEXT", "own_key TEXT", "postcode TEXT", "town TEXT", "pesel TEXT",
    "nip TEXT", "regon TEXT", "krs TEXT", "ade TEXT", "since TEXT", "addresses TEXT", "former TEXT", "merged TEXT",
    "merged_into TEXT",
)  # fmt: skip
_INDEX = (
    "CREATE VIRTUAL TABLE search_index_correspondents USING fts5(words, content='', contentless_delete=1,"
    " tokenize='ascii', detail='none', prefix='1 2 3 4')"
)
_TRIGGERS = (
    "CREATE TRIGGER correspondent_found AFTER INSERT ON correspondent WHEN NEW.place IS NOT NULL BEGIN"
    " INSERT INTO search_index_correspondents (rowid, words) VALUES (NEW.place, NEW.words); END",
    "CREATE TRIGGER correspondent_found_again AFTER UPDATE OF place, words ON correspondent"
    " WHEN OLD.place IS NOT NEW.place OR OLD.words IS NOT NEW.words BEGIN"
    " DELETE FROM search_index_correspondents WHERE rowid = OLD.place;"
    " INSERT INTO search_index_correspondents (rowid, words) SELECT NEW.place, NEW.words"
    " WHERE NEW.place IS NOT NULL; END",
    "CREATE TRIGGER correspondent_former_lost AFTER DELETE ON correspondent BEGIN"
    " DELETE FROM correspondent_former WHERE correspondent_id = OLD.id; END",
    "CREATE TRIGGER correspondent_lost AFTER DELETE ON correspondent WHEN OLD.place IS NOT NULL BEGIN"
    " DELETE FROM search_index_correspondents WHERE rowid = OLD.place; END",
)
_INDEXES = (
    "CREATE UNIQUE INDEX correspondent_seq ON correspondent (seq)",
    "CREATE INDEX correspondent_words ON correspondent (words)",
    "CREATE INDEX correspondent_own_key ON correspondent (own_key)",
    "CREATE INDEX correspondent_place ON correspondent (postcode, town) WHERE postcode IS NOT NULL",
    *(
        f"CREATE INDEX correspondent_{kind} ON correspondent ({kind}) WHERE {kind} IS NOT NULL"
        for kind in ("pesel", "nip", "regon", "krs")
    ),
    "CREATE INDEX correspondent_merged ON correspondent (merged_into) WHERE merged_into IS NOT NULL",
    "CREATE INDEX fingerprint_sender ON fingerprint (sender, item_id) WHERE sender IS NOT NULL",
)
_TABLES = (
    "CREATE TABLE correspondent_former (key TEXT NOT NULL, correspondent_id TEXT NOT NULL,"
    " PRIMARY KEY (key, correspondent_id)) WITHOUT ROWID",
    "CREATE INDEX correspondent_former_id ON correspondent_former (correspondent_id)",
    "CREATE TABLE correspondent_apart (first_id TEXT NOT NULL, second_id TEXT NOT NULL, at TEXT NOT NULL,"
    " by TEXT NOT NULL, PRIMARY KEY (first_id, second_id), CHECK (first_id < second_id)) WITHOUT ROWID",
    "CREATE TABLE series (id TEXT NOT NULL, begun_at TEXT NOT NULL, begun_by TEXT NOT NULL, digest TEXT NOT NULL,"
    " common TEXT NOT NULL, ended_at TEXT, dropped INTEGER DEFAULT 0 NOT NULL CHECK (dropped IN (0, 1)),"
    " PRIMARY KEY (id))",
    "CREATE UNIQUE INDEX series_digest ON series (digest)",
    "CREATE INDEX series_open ON series (id) WHERE ended_at IS NULL",
    "CREATE TABLE series_row (series_id TEXT NOT NULL, digest TEXT NOT NULL, number INTEGER NOT NULL,"
    " item_id TEXT NOT NULL, told TEXT, fault TEXT, PRIMARY KEY (series_id, digest), UNIQUE (item_id),"
    " FOREIGN KEY (series_id) REFERENCES series (id)) WITHOUT ROWID",
)
_AT_ONCE = 20_000
_PLACES = 1 << 32
_RAREST = (1 << 20) - 1


def upgrade() -> None:
    run = op.get_bind().exec_driver_sql
    for column in _COLUMNS:
        run(f"ALTER TABLE correspondent ADD COLUMN {column}")
    run("ALTER TABLE fingerprint ADD COLUMN likeness TEXT")
    run("DROP INDEX correspondent_prefix")
    run(_INDEX)
    _fill()
    for statement in (*_TABLES, *_TRIGGERS, *_INDEXES):
        run(statement)


def _fill() -> None:
    """Records that are there become findable; the triggers don't know them yet."""
    connection = op.get_bind()
    read = sa.text(
        "SELECT rowid, prefix, sender, uses, last_used_at FROM correspondent WHERE rowid > :after"
        " ORDER BY rowid LIMIT :limit"
    )
    put = sa.text(
        "UPDATE correspondent SET seq = :seq, place = :place, words = :words, own_key = key, postcode = :postcode,"
        " town = :town WHERE rowid = :seq"
    )
    found = sa.text("INSERT INTO search_index_correspondents (rowid, words) VALUES (:place, :words)")
    after = 0
    while rows := connection.execute(read, {"after": after, "limit": _AT_ONCE}).all():
        values = []
        for row in rows:
            sender = json.loads(row.sender)
            rarity = max(0, _RAREST - usual(row.uses, row.last_used_at))
            town, postcode = sender.get("town"), sender.get("postcode")
            place = rarity * _PLACES + row.rowid
            words = f"{row.prefix}|{folded(town or '')}"
            values.append({"seq": row.rowid, "place": place, "words": words, "postcode": postcode, "town": town})
        connection.execute(put, values)
        connection.execute(found, values)
        after = rows[-1].rowid
