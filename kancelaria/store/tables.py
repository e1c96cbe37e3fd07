"""The tables of the local store. `item.seq` is the moment of registration in ms: it orders everything newest first."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()


def _text(name: str, *, required: bool = False) -> Column[str]:
    return Column(name, Text, nullable=not required)


def _flag(name: str) -> Column[int]:
    return Column(name, Integer, CheckConstraint(f"{name} IN (0, 1)"), nullable=False, server_default="0")


def _one_of(name: str, *values: str) -> Column[str]:
    listed = ", ".join(f"'{value}'" for value in values)
    return Column(name, Text, CheckConstraint(f"{name} IN ({listed})"), nullable=False)


meta = Table("meta", metadata, Column("key", Text, primary_key=True), _text("value", required=True))

consignment = Table(
    "consignment", metadata,
    Column("id", Text, primary_key=True), _text("accepted_at", required=True), _text("operator"),
    _text("posting_number"), _text("condition"), _text("clerk"),
    _text("received_on"), _text("settled"), _text("settled_words"), _text("settled_at"), _text("settled_by"),
)  # fmt: skip
Index("consignment_posting_number", consignment.c.posting_number)
Index("consignment_accepted_at", consignment.c.accepted_at)

item = Table(
    "item", metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("document_uid", Text, nullable=False, unique=True),
    Column("rpw_number", Integer), Column("rpw_year", Integer, nullable=False),
    _text("registered_at", required=True), _text("received_on", required=True), _text("received_time"),
    _text("title", required=True),
    _text("sender_organisation"), _text("sender_surname"), _text("sender_given_names"), _text("sender_street"),
    _text("sender_postcode"), _text("sender_town"), _text("sender_country"),
    _text("sender_email", required=True), _flag("sender_anonymous"),
    _text("letter_date"), _flag("no_date"), _text("posted_on"), _text("sender_reference"), _flag("no_reference"),
    _text("addressee"), _text("depositor"), _text("delivery_method"), _text("posting_operator"),
    _text("document_kind", required=True), _one_of("access", "public", "partly_public", "not_public"),
    Column("attachment_count", Integer), _text("format"), _text("dcmi_type", required=True),
    _text("remarks", required=True), _one_of("reproduction_extent", "full", "partial", "none"),
    _text("reproduction_reason"), Column("consignment_id", Text, ForeignKey("consignment.id")), _flag("sealed"),
    _text("case_mark"), _text("text_sha256"),
    _one_of("state", "to_verify", "registered", "assigned", "returned", "voided"),
    _one_of("sync_state", "local", "pushed", "conflict", "rejected"),
    _text("void_reason"), _text("registered_by"), _text("registry_point"), Column("version", Integer, nullable=False),
    _text("sender_sort", required=True), _text("title_sort", required=True),
    _text("sealed_reason"), _text("inscription"), _text("offer_deadline"), Column("envelope_page", Integer),
    _text("notes"),
)  # fmt: skip
Index("item_number", item.c.rpw_year, item.c.rpw_number)
Index("item_received_on", item.c.received_on)
Index("item_registered_at", item.c.registered_at)
Index("item_sender_sort", item.c.sender_sort)
Index("item_title_sort", item.c.title_sort)
Index("item_state", item.c.state)
Index("item_consignment", item.c.consignment_id, sqlite_where=item.c.consignment_id.is_not(None))
Index("item_notes", item.c.seq, sqlite_where=item.c.notes.is_not(None))
Index("item_incomplete_scan", item.c.reproduction_extent, sqlite_where=item.c.reproduction_extent != "full")

item_page = Table(
    "item_page", metadata,
    Column("item_id", Text, ForeignKey("item.id"), primary_key=True),
    Column("number", Integer, primary_key=True), Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False), Column("dpi", Integer, nullable=False),
    _text("sha256", required=True), _flag("blank"), _text("barcodes", required=True),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("item_page_sha256", item_page.c.sha256)

item_reading = Table(
    "item_reading", metadata,
    Column("item_id", Text, ForeignKey("item.id"), primary_key=True),
    _text("text"), _text("suggestions", required=True),
)  # fmt: skip

item_link = Table(
    "item_link", metadata,
    Column("item_id", Text, ForeignKey("item.id"), primary_key=True),
    Column("kind", Text, CheckConstraint("kind IN ('replaces', 'withdraws')"), primary_key=True),
    Column("other_id", Text, ForeignKey("item.id"), primary_key=True),
)  # fmt: skip

Index("item_link_other", item_link.c.other_id)

register_entry = Table(
    "register_entry", metadata,
    Column("rpw_year", Integer, primary_key=True), Column("rpw_number", Integer, primary_key=True),
    Column("item_id", Text, nullable=False, unique=True),
    _text("void_reason"), _text("voided_at"), _text("voided_by"),
    CheckConstraint("rpw_number > 0"),
    sqlite_with_rowid=False,
)  # fmt: skip

# places of the register whose item isn't to be seen here: number and day, nothing else
restricted_entry = Table(
    "restricted_entry", metadata,
    Column("rpw_year", Integer, primary_key=True), Column("rpw_number", Integer, primary_key=True),
    _text("entered_on", required=True),
    sqlite_with_rowid=False,
)  # fmt: skip

label = Table(
    "label", metadata,
    Column("document_uid", Text, primary_key=True), _text("series", required=True),
    Column("year", Integer, nullable=False), Column("serial", Integer, nullable=False),
    _one_of("state", "reserved", "used", "voided"), Column("item_id", Text), _text("void_reason"),
    UniqueConstraint("series", "year", "serial"),
)  # fmt: skip

label_series = Table("label_series", metadata, Column("series", Text, primary_key=True), Column("epoch", Integer))

label_print = Table(
    "label_print", metadata,
    Column("id", Integer, primary_key=True), _text("document_uid", required=True), _text("at", required=True),
    _text("by", required=True), Column("copy", Integer, nullable=False),
    Column("kind", Text, nullable=False, server_default="label"),
)  # fmt: skip
Index("label_print_uid", label_print.c.document_uid)

fingerprint = Table(
    "fingerprint", metadata,
    Column("item_id", Text, ForeignKey("item.id"), primary_key=True),
    _text("text"), _text("sender"), _text("reference"), _text("likeness"),
)  # fmt: skip
Index("fingerprint_text", fingerprint.c.text, sqlite_where=fingerprint.c.text.is_not(None))
Index(
    "fingerprint_reference", fingerprint.c.reference, fingerprint.c.sender,
    sqlite_where=fingerprint.c.reference.is_not(None),
)  # fmt: skip
Index("fingerprint_sender", fingerprint.c.sender, fingerprint.c.item_id, sqlite_where=fingerprint.c.sender.is_not(None))

blob = Table(
    "blob", metadata,
    Column("sha256", Text, primary_key=True), Column("size", Integer, nullable=False),
    _text("media_type", required=True), _text("stored_at", required=True),
)  # fmt: skip

rendition = Table(
    "rendition", metadata,
    Column("id", Text, primary_key=True), Column("item_id", Text, ForeignKey("item.id"), nullable=False),
    _text("kind", required=True), Column("sha256", Text, ForeignKey("blob.sha256"), nullable=False),
    _text("made_at", required=True),
)  # fmt: skip
Index("rendition_item", rendition.c.item_id, rendition.c.kind)

assignment = Table(
    "assignment", metadata,
    Column("id", Text, primary_key=True), Column("item_id", Text, ForeignKey("item.id"), nullable=False),
    _text("unit"), _text("person"), _one_of("role", "lead", "contributing", "for_information"),
    _text("issuer", required=True), _text("issued_at", required=True), _text("disposition"), _text("due_on"),
    _text("urgency"), _text("typed_by"),
)  # fmt: skip
Index("assignment_item", assignment.c.item_id)
Index("assignment_unit", assignment.c.unit)
Index("assignment_person", assignment.c.person)

# routing that ended when its item went back to the registry; known where that was seen, told to nobody
assignment_ended = Table("assignment_ended", metadata, Column("assignment_id", Text, primary_key=True))

# what a person has opened: an assignment's id, or "returned/" and the id of the one that came back
assignment_seen = Table(
    "assignment_seen", metadata,
    Column("person", Text, primary_key=True), Column("subject", Text, primary_key=True), _text("at", required=True),
)  # fmt: skip

# `sequence` is given when an event first leaves; `accepted_version` is the version last taken in from the central when
# the change was made; `depends_on` is the other record it speaks of; `held_by` the rejected event it came behind
event = Table(
    "event", metadata,
    Column("ordinal", Integer, primary_key=True), Column("id", Text, nullable=False, unique=True),
    _text("stream", required=True), Column("sequence", Integer),
    _text("at", required=True), _text("author", required=True), _text("aggregate", required=True),
    _text("aggregate_id", required=True), Column("base_version", Integer, nullable=False),
    Column("accepted_version", Integer, nullable=False, server_default="0"),
    _text("patch", required=True), Column("schema", Integer, nullable=False), _text("outcome"),
    _text("depends_on"), Column("feed_version", Integer), _text("answered_at"), _text("incarnation"), _text("held_by"),
    UniqueConstraint("stream", "sequence"),
)  # fmt: skip
Index("event_aggregate", event.c.aggregate, event.c.aggregate_id)
Index("event_waiting", event.c.stream, event.c.ordinal, sqlite_where=event.c.outcome.is_(None))
Index("event_unanswered", event.c.aggregate_id, event.c.ordinal, sqlite_where=event.c.outcome.is_(None))
Index("event_answered", event.c.answered_at, sqlite_where=event.c.answered_at.is_not(None))

# `stale`: the central was restored to an earlier point since; the feed's next word counts, whatever its version
accepted_base = Table(
    "accepted_base", metadata,
    Column("aggregate", Text, primary_key=True), Column("aggregate_id", Text, primary_key=True),
    Column("version", Integer, nullable=False), _text("body", required=True), _flag("stale"),
)  # fmt: skip

audit = Table(
    "audit", metadata,
    Column("seq", Integer, primary_key=True), _text("subject_kind", required=True),
    _text("subject_id", required=True), Column("body", LargeBinary, nullable=False),
    Column("link", LargeBinary, nullable=False),
)  # fmt: skip
Index("audit_subject", audit.c.subject_id)

audit_personal = Table(
    "audit_personal", metadata,
    Column("seq", Integer, ForeignKey("audit.seq"), primary_key=True), Column("salt", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
)  # fmt: skip

access = Table(
    "access", metadata,
    Column("seq", Integer, primary_key=True), Column("body", LargeBinary, nullable=False),
    Column("link", LargeBinary, nullable=False),
)  # fmt: skip

setting = Table(
    "setting", metadata,
    Column("person", Text, primary_key=True), Column("key", Text, primary_key=True), _text("value", required=True),
)  # fmt: skip

registry_point = Table(
    "registry_point", metadata,
    Column("symbol", Text, primary_key=True), _text("name", required=True), _text("address", required=True),
)  # fmt: skip
org_unit = Table(
    "org_unit", metadata,
    Column("symbol", Text, primary_key=True), _text("name", required=True), _text("parent"),
)  # fmt: skip
person = Table(
    "person", metadata,
    Column("login", Text, primary_key=True), _text("surname", required=True), _text("given_names", required=True),
    _one_of("role", "registry", "officer", "head", "kiosk", "auditor", "administrator"), _text("unit"),
    Column("active", Integer, CheckConstraint("active IN (0, 1)"), nullable=False, server_default="1"),
)  # fmt: skip
records_class = Table(
    "records_class", metadata,
    Column("symbol", Text, primary_key=True), _text("heading", required=True), _text("retention"),
)  # fmt: skip
dictionary_entry = Table(
    "dictionary_entry", metadata,
    Column("dictionary", Text, primary_key=True), Column("code", Text, primary_key=True), _text("name", required=True),
    Column("position", Integer, nullable=False), _flag("active"),
)  # fmt: skip

# rowid = item.seq * 256 + part: the index yields the newest item first without sorting
search_row = Table(
    "search_row", metadata,
    Column("rowid_", Integer, primary_key=True), Column("analyzer_version", Integer, nullable=False),
)  # fmt: skip
Index("search_row_version", search_row.c.analyzer_version)

ROWS_AN_ITEM = 256

EXTRA_DDL = (
    "CREATE VIRTUAL TABLE search_index USING fts5(lemmas, surface, content='', contentless_delete=1, tokenize='ascii')",
    *(
        f"CREATE TRIGGER {table}_append_only_{verb.lower()} BEFORE {verb} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, 'append only'); END"
        for table in ("audit", "access")
        for verb in ("UPDATE", "DELETE")
    ),
    "CREATE TRIGGER register_entry_kept BEFORE DELETE ON register_entry"
    " BEGIN SELECT RAISE(ABORT, 'a register entry is never deleted'); END",
    "CREATE TRIGGER register_number_kept BEFORE UPDATE OF rpw_year, rpw_number, item_id ON register_entry"
    " BEGIN SELECT RAISE(ABORT, 'a register number never changes'); END",
)
"""What `metadata` can't express: the full-text index, and tables that only grow."""
