"""The correspondents' book in the store.

`words` (folded name and town) is what completion looks up in `search_index_correspondents`, a full-text index whose
row ids (`place`) put the usual ones first, so that the first matches are the wanted ones. No number stands in it.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from kancelaria.store.tables import metadata

PLACES = 1 << 32
"""`place` = (rarity × this) + seq; less rare ones come first."""
RAREST = (1 << 20) - 1

# of a merged record (`merged_into`), or one whose key another bears, `key` is a stand-in; `own_key` is its own
correspondent = Table(
    "correspondent", metadata,
    Column("id", Text, primary_key=True), Column("key", Text, nullable=False, unique=True),
    Column("prefix", Text, nullable=False), Column("sender", Text, nullable=False),
    Column("uses", Integer, nullable=False), Column("last_used_at", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("seq", Integer), Column("place", Integer), Column("words", Text), Column("own_key", Text),
    Column("postcode", Text), Column("town", Text),
    Column("pesel", Text), Column("nip", Text), Column("regon", Text), Column("krs", Text), Column("ade", Text),
    Column("since", Text), Column("addresses", Text), Column("former", Text), Column("merged", Text),
    Column("merged_into", Text),
)  # fmt: skip
_c = correspondent.c
Index("correspondent_seq", _c.seq, unique=True)
Index("correspondent_words", _c.words)
Index("correspondent_own_key", _c.own_key)
Index("correspondent_place", _c.postcode, _c.town, sqlite_where=_c.postcode.is_not(None))
Index("correspondent_pesel", _c.pesel, sqlite_where=_c.pesel.is_not(None))
Index("correspondent_nip", _c.nip, sqlite_where=_c.nip.is_not(None))
Index("correspondent_regon", _c.regon, sqlite_where=_c.regon.is_not(None))
Index("correspondent_krs", _c.krs, sqlite_where=_c.krs.is_not(None))
Index("correspondent_merged", _c.merged_into, sqlite_where=_c.merged_into.is_not(None))

# keys records went by before a correction: letters that bear one are still theirs
correspondent_former = Table(
    "correspondent_former", metadata,
    Column("key", Text, primary_key=True), Column("correspondent_id", Text, primary_key=True),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("correspondent_former_id", correspondent_former.c.correspondent_id)

# two that look alike and aren't the same: a person of this station has said so
correspondent_apart = Table(
    "correspondent_apart", metadata,
    Column("first_id", Text, primary_key=True), Column("second_id", Text, primary_key=True),
    Column("at", Text, nullable=False), Column("by", Text, nullable=False),
    CheckConstraint("first_id < second_id"),
    sqlite_with_rowid=False,
)  # fmt: skip

# a series of identical letters: its common values, and a row a sender with the item's id made beforehand
series = Table(
    "series", metadata,
    Column("id", Text, primary_key=True), Column("begun_at", Text, nullable=False),
    Column("begun_by", Text, nullable=False), Column("digest", Text, nullable=False),
    Column("common", Text, nullable=False), Column("ended_at", Text),
    Column("dropped", Integer, CheckConstraint("dropped IN (0, 1)"), nullable=False, server_default="0"),
)  # fmt: skip
Index("series_digest", series.c.digest, unique=True)
Index("series_open", series.c.id, sqlite_where=series.c.ended_at.is_(None))

series_row = Table(
    "series_row", metadata,
    Column("series_id", Text, ForeignKey("series.id"), primary_key=True), Column("digest", Text, primary_key=True),
    Column("number", Integer, nullable=False), Column("item_id", Text, nullable=False),
    Column("told", Text), Column("fault", Text),
    UniqueConstraint("item_id"),
    sqlite_with_rowid=False,
)  # fmt: skip
