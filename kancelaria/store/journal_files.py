"""The journal's lane and its files: what travels to the central and here, and what is to be erased."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict

from sqlalchemy import Connection, Engine, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from kancelaria.domain.incoming import IncomingItem
from kancelaria.domain.numbering import instant_text
from kancelaria.domain.office import Station
from kancelaria.services.exchange import SearchRows, WaitingBlob, WantedBlob
from kancelaria.services.ports import BlobRef, Clock, IdSource, TextAnalyzer
from kancelaria.services.search_rows import search_rows, with_number
from kancelaria.store.blobs import FileBlobStore
from kancelaria.store.engine import known_errors
from kancelaria.store.journal_purge import Purge
from kancelaria.store.journal_records import RAW_PAGE, Record, want_files
from kancelaria.store.repositories import SqlRenditions, load_items
from kancelaria.store.sync_tables import blob_doomed, blob_download, blob_upload, search_upload
from kancelaria.store.tables import blob, item, item_reading, rendition
from kancelaria.store.unit_of_work import WriteLane

SEARCH_BYTES = 64 * 1024
"""So much goes to the central at once, but a whole item at least."""


def _no_grant(_person: str) -> str | None:
    return None


class JournalFiles:
    """Queues of files and search rows over the local store, each call one transaction."""

    def __init__(
        self,
        lane: WriteLane,
        reading: Engine,
        blobs: FileBlobStore,
        analyzer: TextAnalyzer,
        clock: Clock,
        ids: IdSource,
        grants: Callable[[str], str | None] = _no_grant,
        station_changed: Callable[[Station], None] = lambda _station: None,
    ) -> None:
        self._lane = lane
        self._reading = reading
        self._blobs = blobs
        self._analyzer = analyzer
        self._clock = clock
        self._ids = ids
        self._grants = grants
        self._station_changed = station_changed
        self._search_rounds: dict[str, int] = {}

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with known_errors(), self._lane.lock, self._lane.engine.begin() as connection:
            yield connection
        self._lane.checkpointer.committed()

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with known_errors(), self._reading.connect() as connection:
            yield connection

    def waiting_blobs(self, limit: int) -> list[WaitingBlob]:
        """Files to send, oldest first."""
        query = (
            select(blob_upload.c.item_id, blob.c.sha256, blob.c.size, blob.c.media_type, blob_upload.c.author)
            .join(blob, blob.c.sha256 == blob_upload.c.sha256)
            .order_by(blob_upload.c.seq)
            .limit(limit)
        )
        with self._read() as connection:
            return [WaitingBlob(*row) for row in connection.execute(query)]

    def blob_done(self, item_id: str, sha256: str) -> None:
        """The central holds this file whole."""
        with self._write() as connection:
            mine = (blob_upload.c.item_id == item_id) & (blob_upload.c.sha256 == sha256)
            connection.execute(delete(blob_upload).where(mine))

    def wanted_blobs(self, limit: int) -> list[WantedBlob]:
        """Files to fetch: routed items' and those somebody opened."""
        query = select(blob_download).where(blob_download.c.wanted > 0)
        # of several the PDF comes first: it shows all pages at once
        order = (blob_download.c.wanted.desc(), blob_download.c.kind == RAW_PAGE)
        with self._read() as connection:
            rows = connection.execute(query.order_by(*order).limit(limit)).all()
        return [WantedBlob(row.rendition_id, row.item_id, row.sha256, row.kind, row.made_at) for row in rows]

    def expects_blob(self, sha256: str) -> bool:
        """This file, or its beginning, may lie here until the rest comes."""
        with self._read() as connection:
            return connection.scalar(select(blob_download.c.sha256).where(blob_download.c.sha256 == sha256)) is not None

    def want_blobs(self, item_id: str) -> None:
        """Somebody opened this item: its files come first."""
        with self._write() as connection:
            want_files(connection, item_id, 2)

    def blob_arrived(self, wanted: WantedBlob, stored: BlobRef) -> list[Record]:
        """A fetched file is here: its rendition takes its place."""
        with self._write() as connection:
            here = delete(blob_download).where(blob_download.c.rendition_id == wanted.rendition_id)
            expected = connection.execute(here).rowcount > 0
            purge = Purge(connection)
            if expected:
                SqlRenditions(connection).record_blob(stored, self._now())
            else:
                purge.forget_files({stored.sha256})  # withdrawn meanwhile
            if expected and wanted.kind != RAW_PAGE:
                values = asdict(wanted)
                values["id"] = values.pop("rendition_id")
                connection.execute(upsert(rendition).values(**values).on_conflict_do_nothing())
        self._erase(purge)
        return [("rendition", wanted.rendition_id), ("item", wanted.item_id)] if expected else []

    def waiting_search(self, limit: int, put_off: Collection[str] = ()) -> list[SearchRows]:
        """Search rows to send: `limit` items, or as many as make `SEARCH_BYTES`."""
        query = select(search_upload).limit(limit + len(put_off))
        with self._read() as connection:
            queued = [row for row in connection.execute(query) if row.item_id not in put_off][:limit]
            names = [row.item_id for row in queued]
            rows = connection.execute(select(item).where(item.c.id.in_(names))).mappings().all()
            items = {each.id: each for each in load_items(connection, [dict(row) for row in rows])}
            read = select(item_reading.c.item_id, item_reading.c.text).where(item_reading.c.item_id.in_(names))
            texts = {row.item_id: row.text for row in connection.execute(read)}
        self._search_rounds = {row.item_id: row.round for row in queued}
        found: list[SearchRows] = []
        size = 0
        for name in names:
            made = self._rows_of(items[name], texts.get(name) or "") if name in items else []
            found.append((name, self._analyzer.version, made))
            size += sum(len(lemmas) + len(surface) for lemmas, surface in made)
            if size >= SEARCH_BYTES:
                break
        return found

    def _rows_of(self, of: IncomingItem, text: str) -> list[tuple[str, str]]:
        rows = with_number(search_rows(of, text, self._analyzer), of)
        return [(row.lemmas, row.surface) for row in rows]

    def search_done(self, items: Sequence[SearchRows]) -> None:
        """The central has these search rows; those of an item changed meanwhile go once more."""
        sent = [(name, self._search_rounds.get(name, 0)) for name, version, _ in items
                if version == self._analyzer.version]  # fmt: skip
        if sent:
            with self._write() as connection:
                connection.exec_driver_sql("DELETE FROM search_upload WHERE item_id = ? AND round = ?", sent)

    def _erase(self, purge: Purge) -> None:
        """Erase doomed files; one that is open elsewhere stays doomed, one that came back stays."""
        if not purge.dooms:
            return
        with self._write() as connection:
            for sha256 in connection.scalars(select(blob_doomed.c.sha256)).all():
                if connection.scalar(select(blob.c.sha256).where(blob.c.sha256 == sha256)) is None:
                    try:
                        self._blobs.remove(sha256)
                    except PermissionError:
                        continue
                connection.execute(delete(blob_doomed).where(blob_doomed.c.sha256 == sha256))

    def _now(self) -> str:
        return instant_text(self._clock.now())
