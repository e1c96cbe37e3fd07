"""The station's journal for sync: outbox, cursors, queues and tasks over the local store, each call one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from kancelaria.logs import get_log
from kancelaria.services.exchange import (
    Event,
    FeedRow,
    Outcome,
    Standing,
    Waiting,
    audience_of,
    gap_end,
    gap_lane,
)
from kancelaria.store import journal_streams as streams
from kancelaria.store.journal_files import JournalFiles
from kancelaria.store.journal_outbox import Answers, event_of, hand_out, outcome_of, waiting_by_author
from kancelaria.store.journal_purge import Purge
from kancelaria.store.journal_records import OWN_AUDIENCES, UNPLACEABLE, Record, Records
from kancelaria.store.sync_tables import (
    blob_download,
    blob_upload,
    parked,
    shown,
    sync_cursor,
    task,
)
from kancelaria.store.tables import accepted_base, event, meta

INCARNATION = "incarnation"


class SqlJournal(JournalFiles):
    """`sync.ports.Journal` over the local store."""

    def streams_waiting(self) -> list[str]:
        """Streams with waiting events, the oldest event first; a person's later epoch waits for the earlier one."""
        with self._read() as connection:
            return streams.waiting(connection)

    def waiting(self, stream: str, limit: int) -> list[Event]:
        """The next events of a stream, numbered."""
        with self._write() as connection:
            return hand_out(connection, stream, limit)

    def acknowledge(self, outcomes: Sequence[Outcome]) -> list[Record]:
        """Store the central's answers; the records they speak of."""
        with self._write() as connection:
            answers = Answers(connection, self._now(), self._meta(connection, INCARNATION), self._ids.new)
            touched = answers.take(outcomes)
            streams.keep_highest(
                connection, ((_kind_of(outcome), outcome.given, outcome.number_seal) for outcome in outcomes)
            )
            records = Records(connection, self._analyzer)
            for outcome in outcomes:
                if (refused := answers.refused.get(outcome.event_id)) is not None:
                    records.place(*refused)
            return touched

    def acknowledged_since(self, incarnation: str, limit: int = 500) -> list[tuple[Event, Outcome]]:
        """Events answered by another incarnation, in the order they left."""
        other = event.c.incarnation.is_distinct_from(incarnation) & event.c.outcome.is_not(None)
        query = select(event).where(other).order_by(event.c.answered_at, event.c.stream, event.c.sequence).limit(limit)
        return self._answered(query)

    def answered(self, stream: str, sequence: int) -> list[tuple[Event, Outcome]]:
        """Answered events of a stream from a sequence on."""
        mine = (event.c.stream == stream) & (event.c.sequence >= sequence) & event.c.outcome.is_not(None)
        return self._answered(select(event).where(mine).order_by(event.c.sequence))

    def _answered(self, query: Select[Any]) -> list[tuple[Event, Outcome]]:
        with self._read() as connection:
            return [(event_of(row), outcome_of(row.outcome)) for row in connection.execute(query)]

    def close_gap(self, stream: str, expected: int) -> None:
        """Number what waits in a stream from `expected` on."""
        with self._write() as connection:
            streams.renumber(connection, stream, expected)

    def fork(self, stream: str, epoch: int, series: str) -> None:
        """A new epoch and series; the stream's waiting events move to a stream of the new epoch."""
        with self._write() as connection:
            station = streams.fork(connection, stream, epoch, series)
        self._station_changed(station)

    def cursors(self) -> Mapping[str, int]:
        """Audience → how far its feed is applied."""
        return {lane: position for lane, position in self.lanes().items() if audience_of(lane) == lane}

    def lanes(self) -> Mapping[str, int]:
        """The same with the lanes beside them."""
        with self._read() as connection:
            return _lanes(connection)

    def older(self) -> Mapping[str, int]:
        """Lanes just joined → places below it in their feed are still to be read."""
        joined = select(sync_cursor.c.audience, sync_cursor.c.older).where(sync_cursor.c.older.is_not(None))
        with self._read() as connection:
            return {row.audience: row.older for row in connection.execute(joined)}

    def begin(self, lane: str, newest: int) -> bool:
        """Begin a lane of an audience of which nothing is here at its newest place, and go back from there."""
        with self._write() as connection:
            here = select(shown.c.audience).where(shown.c.audience == audience_of(lane)).limit(1)
            if connection.scalar(here) is not None:
                return False
            connection.execute(upsert(sync_cursor).values(audience=lane, position=0).on_conflict_do_nothing())
            mine = (sync_cursor.c.audience == lane) & (sync_cursor.c.position == 0)
            begun = update(sync_cursor).where(mine).values(position=newest, older=newest + 1)
            return connection.execute(begun).rowcount > 0

    def skip(self, audience: str, position: int, to: int) -> bool:
        """Go on at `to` and leave what lies between for later; False where the cursor stands elsewhere now."""
        with self._write() as connection:
            mine = (sync_cursor.c.audience == audience) & (sync_cursor.c.position == position)
            if connection.execute(update(sync_cursor).where(mine).values(position=to)).rowcount == 0:
                return False
            self._move(connection, gap_lane(audience, to), position)
            return True

    def apply(
        self, lane: str, rows: Sequence[FeedRow], position: int, stood: Mapping[str, int] | None = None
    ) -> list[Record]:
        """Apply a batch and move the cursor; the records that changed. None where a lane doesn't stand as it `stood`:
        another process may have taken in that one of these was withdrawn."""

        def take_in(careful: bool) -> list[Record]:
            with self._write() as connection:
                if stood is not None and _lanes(connection, audience_of(lane)) != stood:
                    return []
                changed, purge = self._take_in(connection, audience_of(lane), rows, careful)
                end = gap_end(lane)
                if end is not None and position >= end:
                    connection.execute(delete(sync_cursor).where(sync_cursor.c.audience == lane))
                else:
                    self._move(connection, lane, position)
            self._erase(purge)
            return changed

        return _go_on(take_in)

    def apply_older(self, lane: str, rows: Sequence[FeedRow], stood: Mapping[str, int], before: int) -> list[Record]:
        """Apply a batch from below `before`, read while the lanes stood so; none: everything is here."""

        def take_in(careful: bool) -> list[Record]:
            with self._write() as connection:
                mine = (sync_cursor.c.audience == lane) & (sync_cursor.c.older == before)
                unmoved = connection.scalar(select(sync_cursor.c.audience).where(mine)) is not None
                if not unmoved or _lanes(connection, audience_of(lane)) != stood:
                    return []
                changed, purge = self._take_in(connection, audience_of(lane), rows, careful)
                self._move(connection, lane, stood[lane], min((row.position for row in rows), default=None))
            self._erase(purge)
            return changed

        return _go_on(take_in)

    def _take_in(
        self, connection: Connection, audience: str, rows: Sequence[FeedRow], careful: bool
    ) -> tuple[list[Record], Purge]:
        records, purge = Records(connection, self._analyzer), Purge(connection)
        gone = [(row.aggregate, row.aggregate_id) for row in rows if row.record is None]
        self._mark_shown(connection, audience, rows)
        streams.keep_highest(connection, ((row.aggregate, row.record or {}, row.number_seal) for row in rows))
        changed = [
            (row.aggregate, row.aggregate_id)
            for row in rows
            if row.record is not None and _taken(connection, records, row, row.record, careful)
        ]
        if audience.startswith(OWN_AUDIENCES):
            items = [row.aggregate_id for row in rows if row.aggregate == "item" and row.record is not None]
            items += [str(row.record["item_id"]) for row in rows if row.record and "item_id" in row.record]
            records.fetch_own(list(dict.fromkeys(items)))
        return changed + purge.unseen(gone), purge

    @staticmethod
    def _mark_shown(connection: Connection, audience: str, rows: Sequence[FeedRow]) -> None:
        # of several rows of a record the last one counts
        last = {(row.aggregate, row.aggregate_id): row.record is not None for row in rows}
        here = [(audience, *name) for name, is_here in last.items() if is_here]
        gone = [(audience, *name) for name, is_here in last.items() if not is_here]
        if here:
            connection.exec_driver_sql(
                "INSERT INTO shown (audience, aggregate, aggregate_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", here
            )
        if gone:
            connection.exec_driver_sql(
                "DELETE FROM shown WHERE audience = ? AND aggregate = ? AND aggregate_id = ?", gone
            )

    @staticmethod
    def _move(connection: Connection, audience: str, position: int, *older: int | None) -> None:
        """Move the cursor; with a second number the one that goes back."""
        values = {"position": position} | ({"older": older[0]} if older else {})
        connection.execute(
            upsert(sync_cursor)
            .values(audience=audience, **values)
            .on_conflict_do_update(index_elements=["audience"], set_=values)
        )

    def join(self, audience: str) -> None:
        """A new audience is read from its beginning."""
        with self._write() as connection:
            connection.execute(upsert(sync_cursor).values(audience=audience, position=0).on_conflict_do_nothing())

    def leave(self, audience: str) -> list[Record]:
        """Purge what only this audience showed."""
        with self._write() as connection:
            purge = Purge(connection)
            mine = shown.c.audience == audience
            listed = select(shown.c.aggregate, shown.c.aggregate_id).where(mine)
            records = [(row.aggregate, row.aggregate_id) for row in connection.execute(listed)]
            connection.execute(delete(shown).where(mine))
            lanes = list(_lanes(connection, audience))
            connection.execute(delete(sync_cursor).where(sync_cursor.c.audience.in_(lanes)))
            # items last: what speaks of them goes before them
            gone = purge.unseen(sorted(records, key=lambda record: record[0] in ("item", "consignment")))
            gone += purge.overdue()
        self._erase(purge)
        return gone

    def settle(self) -> list[Record]:
        """Purge what had to wait for delivery; place records whose identifier was taken."""
        with self._read() as connection:
            if not streams.unsettled(connection):
                return []
        with self._write() as connection:
            purge, records = Purge(connection), Records(connection, self._analyzer)
            done = purge.overdue()
            for bearer in connection.scalars(select(parked.c.waits_for).where(parked.c.aggregate == "item").distinct()):
                done += records.place_parked(bearer)
            purge.dooms |= streams.doomed(connection)
        self._erase(purge)
        return done

    def reset_cursors(self, incarnation: str) -> None:
        """Another incarnation: read every feed again; its next word counts, whatever its version."""
        with self._write() as connection:
            first = self._meta(connection, INCARNATION) is None
            values = {"key": INCARNATION, "value": incarnation}
            connection.execute(upsert(meta).values(**values).on_conflict_do_update(index_elements=["key"], set_=values))
            if not first:
                gaps = [lane for lane in _lanes(connection) if gap_end(lane) is not None]
                connection.execute(delete(sync_cursor).where(sync_cursor.c.audience.in_(gaps)))
                connection.execute(update(sync_cursor).values(position=0, older=None))
                connection.execute(update(accepted_base).values(stale=1))

    def incarnation(self) -> str | None:
        """The incarnation of the feed read so far."""
        with self._read() as connection:
            return self._meta(connection, INCARNATION)

    @staticmethod
    def _meta(connection: Connection, key: str) -> str | None:
        value: str | None = connection.scalar(select(meta.c.value).where(meta.c.key == key))
        return value

    def grant_of(self, person: str) -> str | None:
        """The delivery grant a person left here."""
        return self._grants(person)

    def counts(self) -> Waiting:
        """What waits, for the window."""

        def count(connection: Connection, what: object) -> int:
            return connection.scalar(select(func.count()).select_from(what)) or 0  # type: ignore[arg-type]

        open_tasks = select(task.c.id).where(task.c.resolved_at.is_(None)).subquery()
        with self._read() as connection:
            return Waiting(
                waiting_by_author(connection),
                streams.held(connection),
                count(connection, blob_upload),
                count(connection, select(blob_download.c.item_id).where(blob_download.c.wanted > 0).subquery()),
                count(connection, open_tasks),
                sum(
                    1
                    for row in connection.execute(select(sync_cursor.c.audience, sync_cursor.c.older))
                    if row.older is not None or gap_end(row.audience) is not None
                ),
            )

    def seal(self, epoch: int) -> str:
        """What the central knows this station by in this epoch."""
        with self._read() as connection:
            return self._meta(connection, f"station_seal/{epoch}") or ""

    def keep_seal(self, epoch: int, seal: str) -> None:
        """Keep what the central knows this station by."""
        values = {"key": f"station_seal/{epoch}", "value": seal}
        with self._write() as connection:
            connection.execute(upsert(meta).values(**values).on_conflict_do_update(index_elements=["key"], set_=values))

    def standing(self) -> Standing:
        """What the central must know before it closes a year or gives numbers again."""
        with self._read() as connection:
            return Standing(streams.unregistered(connection), streams.highest_numbers(connection))

    def forget_old(self, before: str) -> int:
        """Forget events answered before an instant; what an open task speaks of stays."""
        spoken_of = select(task.c.event_id).where(task.c.resolved_at.is_(None))
        old = (event.c.answered_at < before) & event.c.held_by.is_(None) & event.c.id.not_in(spoken_of)
        with self._read() as connection:
            if connection.scalar(select(event.c.id).where(old).limit(1)) is None:
                return 0
        with self._write() as connection:
            return connection.execute(delete(event).where(old)).rowcount


def _kind_of(outcome: Outcome) -> str:
    return "outgoing" if "number" in outcome.given else "item"


def _lanes(connection: Connection, audience: str | None = None) -> dict[str, int]:
    """How far each lane is applied, of an audience or of all."""
    rows = connection.execute(select(sync_cursor.c.audience, sync_cursor.c.position))
    return {lane: position for lane, position in rows if audience in (None, audience_of(lane))}


def _go_on(take_in: Callable[[bool], list[Record]]) -> list[Record]:
    """Take a batch in; where one of its records can't be one, again without that, so that the feed goes on."""
    try:
        return take_in(False)
    except UNPLACEABLE:
        return take_in(True)


def _taken(connection: Connection, records: Records, row: FeedRow, body: Mapping[str, Any], careful: bool) -> bool:
    """Take a record in; True where that changed it."""
    if not careful:
        return records.take(row.aggregate, row.aggregate_id, row.version, body)
    try:
        with connection.begin_nested():
            return records.take(row.aggregate, row.aggregate_id, row.version, body)
    except UNPLACEABLE as error:
        kind, name = row.aggregate, row.aggregate_id
        get_log().error("record_left_out", kind=kind, item_id=name, revision=row.version, code=type(error).__name__)
        return False
