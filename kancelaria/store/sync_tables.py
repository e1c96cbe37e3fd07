"""The tables of sync: what was handed out, what the feed has shown, what waits to travel, what a person must settle."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from kancelaria.store.tables import metadata

sync_stream = Table(
    "sync_stream", metadata,
    Column("stream", Text, primary_key=True), Column("sequence", Integer, nullable=False),
)  # fmt: skip

# `position`: how far news are applied. Whoever joins begins at the newest; places below `older` are still to come
sync_cursor = Table(
    "sync_cursor", metadata,
    Column("audience", Text, primary_key=True), Column("position", Integer, nullable=False), Column("older", Integer),
)  # fmt: skip

# which audiences show a record here; the last one gone, its content goes too
shown = Table(
    "shown", metadata,
    Column("audience", Text, primary_key=True), Column("aggregate", Text, primary_key=True),
    Column("aggregate_id", Text, primary_key=True),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("shown_record", shown.c.aggregate, shown.c.aggregate_id)

# records of the feed that can't take their place yet: their item isn't here, or another one bears their identifier
parked = Table(
    "parked", metadata,
    Column("aggregate", Text, primary_key=True), Column("aggregate_id", Text, primary_key=True),
    Column("waits_for", Text, nullable=False),
)  # fmt: skip
Index("parked_waits_for", parked.c.waits_for)

# content to be purged as soon as nothing of it waits to be delivered
purge_due = Table(
    "purge_due", metadata,
    Column("aggregate", Text, primary_key=True), Column("aggregate_id", Text, primary_key=True),
)  # fmt: skip

blob_upload = Table(
    "blob_upload", metadata,
    Column("seq", Integer, primary_key=True), Column("item_id", Text, nullable=False),
    Column("sha256", Text, ForeignKey("blob.sha256"), nullable=False), Column("author", Text, nullable=False),
)  # fmt: skip
Index("blob_upload_once", blob_upload.c.item_id, blob_upload.c.sha256, unique=True)

# `round` tells rows sent from those changed meanwhile
search_upload = Table(
    "search_upload", metadata,
    Column("item_id", Text, primary_key=True), Column("round", Integer, nullable=False),
)  # fmt: skip

# renditions and raw pages whose file isn't here yet; wanted: 0 when somebody opens it, 1 by itself, 2 somebody waits
blob_download = Table(
    "blob_download", metadata,
    Column("rendition_id", Text, primary_key=True), Column("item_id", Text, nullable=False),
    Column("sha256", Text, nullable=False), Column("kind", Text, nullable=False),
    Column("made_at", Text, nullable=False), Column("wanted", Integer, nullable=False),
)  # fmt: skip
Index("blob_download_item", blob_download.c.item_id)

# files whose rows are gone, to be erased: whoever erases may be killed, or find the file open
blob_doomed = Table("blob_doomed", metadata, Column("sha256", Text, primary_key=True))

task = Table(
    "task", metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, CheckConstraint("kind IN ('conflict', 'rejected')"), nullable=False),
    Column("aggregate", Text, nullable=False), Column("aggregate_id", Text, nullable=False),
    Column("event_id", Text, nullable=False), Column("author", Text, nullable=False),
    Column("raised_at", Text, nullable=False), Column("field", Text), Column("base", Text), Column("mine", Text),
    Column("theirs", Text), Column("code", Text, nullable=False), Column("message", Text, nullable=False),
    Column("choice", Text), Column("resolved_at", Text), Column("resolved_by", Text),
)  # fmt: skip
Index("task_open", task.c.aggregate_id, sqlite_where=task.c.resolved_at.is_(None))
Index("task_event", task.c.event_id)
