"""The tables of outgoing mail. `body` holds every field; the columns beside it are what is sorted and searched."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, Text, text

from kancelaria.store.tables import metadata

outgoing = Table(
    "outgoing", metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True), Column("letter_id", Text, nullable=False),
    Column("number", Integer), Column("year", Integer, nullable=False),
    Column("registered_at", Text, nullable=False), Column("handed_on", Text), Column("posted_on", Text),
    Column("method", Text, nullable=False),
    Column(
        "state", Text,
        CheckConstraint("state IN ('prepared', 'handed_over', 'posted', 'delivered', 'returned', 'voided')"),
        nullable=False,
    ),
    Column("zpo", Integer, CheckConstraint("zpo IN (0, 1)"), nullable=False),
    Column("posting_number", Text), Column("case_mark", Text),
    Column("addressee_sort", Text, nullable=False), Column("title_sort", Text, nullable=False),
    Column("version", Integer, nullable=False), Column("body", Text, nullable=False),
)  # fmt: skip
Index("outgoing_number", outgoing.c.year, outgoing.c.number)
Index("outgoing_letter", outgoing.c.letter_id)
Index("outgoing_registered_at", outgoing.c.registered_at)
Index("outgoing_handed_on", outgoing.c.handed_on)
# words are looked for in what stands behind the addressee, too: the index alone is read for that
Index(
    "outgoing_addressee_sort", outgoing.c.addressee_sort, outgoing.c.title_sort, outgoing.c.case_mark,
    outgoing.c.posting_number,
)  # fmt: skip
Index("outgoing_title_sort", outgoing.c.title_sort)
Index("outgoing_case_mark", outgoing.c.case_mark)
Index("outgoing_method", outgoing.c.method)
Index("outgoing_state", outgoing.c.state)
Index("outgoing_posting_number", outgoing.c.posting_number)
Index("outgoing_awaits", outgoing.c.registered_at, sqlite_where=text("zpo = 1 AND state IN ('handed_over', 'posted')"))

# numbers this store gave itself; the row they belong to may leave a station one day, its number never does
outgoing_entry = Table(
    "outgoing_entry", metadata,
    Column("year", Integer, primary_key=True), Column("number", Integer, primary_key=True),
    Column("item_id", Text, nullable=False, unique=True),
    CheckConstraint("number > 0"),
    sqlite_with_rowid=False,
)  # fmt: skip
