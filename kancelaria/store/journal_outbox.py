"""The outgoing side of the journal: which events leave next, and what the central's answers mean here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, case, exists, func, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from kancelaria.services.exchange import Conflict, Event, Outcome, Verdict
from kancelaria.store.sync_tables import blob_upload, sync_stream, task
from kancelaria.store.tables import accepted_base, blob, event, item, item_page

HELD_BACK = "held_back"
_CHUNK = 400


def event_of(row: Row[Any]) -> Event:
    """The event of its row, as the central is told of it."""
    return Event(
        row.id, row.stream, row.sequence, row.at, row.author, row.aggregate, row.aggregate_id,
        row.accepted_version, json.loads(row.patch), row.schema,
    )  # fmt: skip


def outcome_text(outcome: Outcome) -> str:
    """An outcome as it is stored with its event."""
    # asdict() copies every value in depth, which took a third of the time of an answer
    conflicts = [vars(conflict) for conflict in outcome.conflicts]
    return json.dumps(vars(outcome) | {"conflicts": conflicts}, ensure_ascii=False)


def outcome_of(text: str) -> Outcome:
    """The outcome stored with an event."""
    values = json.loads(text)
    conflicts = tuple(Conflict(**conflict) for conflict in values["conflicts"])
    return Outcome(**(values | {"verdict": Verdict(values["verdict"]), "conflicts": conflicts}))


def hand_out(connection: Connection, stream: str, limit: int) -> list[Event]:
    """The next events of a stream; one without a sequence gets it now, so what is held back makes no hole."""
    mine = and_(event.c.stream == stream, event.c.outcome.is_(None))
    numbered = select(event).where(mine, event.c.sequence.is_not(None)).order_by(event.c.sequence).limit(limit)
    rows = connection.execute(numbered).all()
    if len(rows) == limit:
        return [event_of(row) for row in rows]
    fresh = select(event.c.id).where(mine, event.c.sequence.is_(None), ~_blocked()).order_by(event.c.ordinal)
    ids = connection.scalars(fresh.limit(limit - len(rows))).all()
    if ids:
        last = connection.scalar(select(sync_stream.c.sequence).where(sync_stream.c.stream == stream)) or 0
        connection.exec_driver_sql(
            "UPDATE event SET sequence = ? WHERE id = ?", [(last + n, name) for n, name in enumerate(ids, 1)]
        )
        set_last(connection, stream, last + len(ids))
        rows = connection.execute(numbered).all()
    return [event_of(row) for row in rows]


def set_last(connection: Connection, stream: str, sequence: int) -> None:
    """Remember the last sequence given in a stream."""
    connection.execute(
        upsert(sync_stream)
        .values(stream=stream, sequence=sequence)
        .on_conflict_do_update(index_elements=["stream"], set_={"sequence": sequence})
    )


def _blocked() -> Any:
    """An event waits behind another person's earlier one of its record, or behind a rejected one."""
    earlier = event.alias("earlier")
    touches = or_(earlier.c.aggregate_id == event.c.aggregate_id, earlier.c.aggregate_id == event.c.depends_on)
    foreign = exists().where(
        touches, earlier.c.outcome.is_(None), earlier.c.ordinal < event.c.ordinal, earlier.c.stream != event.c.stream
    )
    refused = exists().where(
        or_(task.c.aggregate_id == event.c.aggregate_id, task.c.aggregate_id == event.c.depends_on),
        task.c.resolved_at.is_(None),
        task.c.kind == "rejected",
    )
    return or_(foreign, refused)


class Answers:
    """Takes in the central's answers to pushed events, inside one transaction."""

    def __init__(self, connection: Connection, moment: str, incarnation: str | None, new_id: Any) -> None:
        self._connection = connection
        self._moment = moment
        self._incarnation = incarnation
        self._new_id = new_id
        self._touched: dict[tuple[str, str], None] = {}
        self.refused: dict[str, tuple[str, str]] = {}
        """Not (wholly) accepted just now: event id → its record, whose current row is to be made without that."""

    def take(self, outcomes: Sequence[Outcome]) -> list[tuple[str, str]]:
        """Store the answers; the (aggregate, id) pairs they speak of."""
        told = {outcome.event_id: outcome for outcome in outcomes}
        for start in range(0, len(told), _CHUNK):
            chunk = list(told)[start : start + _CHUNK]
            rows = self._connection.execute(select(event).where(event.c.id.in_(chunk)).order_by(event.c.ordinal)).all()
            self._take_rows([(row, told[row.id]) for row in rows])
        self._renew_sync_state([name for kind, name in self._touched if kind == "item"])
        return list(self._touched)

    def _take_rows(self, answered: list[tuple[Row[Any], Outcome]]) -> None:
        kept = [(row, o) for row, o in answered if o.verdict not in (Verdict.FORK, Verdict.GAP)]
        self._store([(row, outcome) for row, outcome in kept])
        # a restored central may judge otherwise than it did
        fresh = [
            (row, outcome)
            for row, outcome in kept
            if row.outcome is None or outcome_of(row.outcome).verdict is not outcome.verdict
        ]
        self._touched |= {(row.aggregate, row.aggregate_id): None for row, _ in fresh}
        accepted = [(row, outcome) for row, outcome in fresh if outcome.verdict is not Verdict.REJECTED]
        # a conflict speaks of a change we may not have read: only the feed brings its base
        self._rebase([(row, outcome) for row, outcome in accepted if outcome.verdict is Verdict.ACCEPTED])
        self._give_numbers([(row, outcome) for row, outcome in kept if outcome.given.get("rpw_number")])
        # what a restored central had lost, its files have to go again too
        back = [(row, o) for row, o in kept if row.outcome is not None and row.incarnation != self._incarnation]
        self._give_outgoing_numbers([(row, outcome) for row, outcome in kept if row.aggregate == "outgoing"])
        self._queue_files(accepted + [(row, o) for row, o in back if o.verdict is not Verdict.REJECTED])
        for row, outcome in fresh:
            if outcome.verdict is Verdict.CONFLICT:
                self._raise_conflicts(row, outcome)
            elif outcome.verdict is Verdict.REJECTED:
                self._raise_rejected(row, outcome)
            if outcome.verdict is not Verdict.ACCEPTED:
                self.refused[row.id] = (row.aggregate, row.aggregate_id)

    def _store(self, kept: list[tuple[Row[Any], Outcome]]) -> None:
        when = (self._moment, self._incarnation)
        values = [
            (outcome_text(outcome), None if outcome.verdict is Verdict.REJECTED else outcome.version, *when, row.id)
            for row, outcome in kept
        ]
        if values:
            self._connection.exec_driver_sql(
                "UPDATE event SET outcome = ?, feed_version = ?, answered_at = ?, incarnation = ? WHERE id = ?", values
            )

    def _rebase(self, accepted: list[tuple[Row[Any], Outcome]]) -> None:
        """Where nothing foreign lies between, what was accepted is the new base; else the feed will bring it."""
        wanted = list({row.aggregate_id for row, _ in accepted})
        found = self._connection.execute(select(accepted_base).where(accepted_base.c.aggregate_id.in_(wanted)))
        bases = {(row.aggregate, row.aggregate_id): (row.version, json.loads(row.body)) for row in found}
        changed: dict[tuple[str, str], tuple[int, dict[str, Any]]] = {}
        for row, outcome in accepted:
            key = (row.aggregate, row.aggregate_id)
            version, body = changed.get(key) or bases.get(key) or (0, {})
            if outcome.version is not None and outcome.version == version + 1:
                changed[key] = (outcome.version, body | accepted_patch(row, outcome) | dict(outcome.given))
        if changed:
            statement = (
                "INSERT INTO accepted_base (aggregate, aggregate_id, version, body) VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET version = excluded.version, body = excluded.body"
            )
            values = [(*key, version, _json(body)) for key, (version, body) in changed.items()]
            self._connection.exec_driver_sql(statement, values)

    def _give_numbers(self, numbered: list[tuple[Row[Any], Outcome]]) -> None:
        if numbered:
            # a number once given stays: a second answer says the same one
            self._connection.exec_driver_sql(
                "UPDATE item SET rpw_number = ?, rpw_year = ? WHERE id = ? AND rpw_number IS NULL",
                [(o.given["rpw_number"], o.given["rpw_year"], r.aggregate_id) for r, o in numbered],
            )

    def _give_outgoing_numbers(self, answered: list[tuple[Row[Any], Outcome]]) -> None:
        given = [(o.given["number"], o.given["year"], r.aggregate_id) for r, o in answered if o.given.get("number")]
        if given:
            self._connection.exec_driver_sql(
                "UPDATE outgoing SET number = ?, year = ? WHERE id = ? AND number IS NULL", given
            )

    def _queue_files(self, accepted: list[tuple[Row[Any], Outcome]]) -> None:
        """A record accepted for the first time lets its files travel; a changed text lets its search rows."""
        born = {r.aggregate_id: r.author for r, o in accepted if r.aggregate == "item" and o.version == 1}
        pages = select(item_page.c.item_id, item_page.c.sha256).join(blob, blob.c.sha256 == item_page.c.sha256)
        for item_id, sha256 in self._connection.execute(pages.where(item_page.c.item_id.in_(born))).all():
            queue_blob(self._connection, item_id, sha256, born[item_id])
        for row, _ in accepted:
            patch = json.loads(row.patch)
            if row.aggregate == "rendition" and "sha256" in patch:
                queue_blob(self._connection, patch["item_id"], patch["sha256"], row.author)
        items = {row.aggregate_id: None for row, _ in accepted if row.aggregate == "item"}
        queue_search(self._connection, list(items))

    def _raise_conflicts(self, row: Row[Any], outcome: Outcome) -> None:
        for conflict in outcome.conflicts:
            values = {name: _json(getattr(conflict, name)) for name in ("base", "mine", "theirs")}
            self._raise(row, "conflict", field=conflict.field, code=outcome.code, message=outcome.message, **values)

    def _raise_rejected(self, row: Row[Any], outcome: Outcome) -> None:
        if outcome.code == HELD_BACK:
            behind = (
                select(task.c.event_id)
                .where(task.c.kind == "rejected", task.c.resolved_at.is_(None))
                .where(or_(task.c.aggregate_id == row.aggregate_id, task.c.aggregate_id == row.depends_on))
                .order_by(task.c.id.desc())
            )
            first = self._connection.scalar(behind)
            if first is not None:
                self._connection.execute(update(event).where(event.c.id == row.id).values(held_by=first))
                return
        self._raise(row, "rejected", code=outcome.code, message=outcome.message, mine=row.patch)

    def _raise(self, row: Row[Any], kind: str, **values: Any) -> None:
        self._connection.execute(
            insert(task).values(
                id=self._new_id(), kind=kind, aggregate=row.aggregate, aggregate_id=row.aggregate_id,
                event_id=row.id, author=row.author, raised_at=self._moment, **values,
            )
        )  # fmt: skip

    def _renew_sync_state(self, items: list[str]) -> None:
        for start in range(0, len(items), _CHUNK):
            renew_sync_state(self._connection, items[start : start + _CHUNK])


def _open_task(kind: str) -> Any:
    return exists().where(task.c.aggregate_id == item.c.id, task.c.resolved_at.is_(None), task.c.kind == kind)


_WAITING = exists().where(event.c.aggregate_id == item.c.id, event.c.outcome.is_(None))
_RENEW = (
    update(item)
    .where(item.c.id.in_(bindparam("items", expanding=True)))
    .values(
        sync_state=case(
            (_open_task("rejected"), "rejected"),
            (_open_task("conflict"), "conflict"),
            (_WAITING, "local"),
            else_="pushed",
        )
    )
)


def renew_sync_state(connection: Connection, items: Sequence[str]) -> None:
    """Say of items where they stand with the central."""
    connection.execute(_RENEW, {"items": list(items)})


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def accepted_patch(row: Row[Any], outcome: Outcome) -> dict[str, Any]:
    """The fields of an event that were accepted."""
    left = {conflict.field for conflict in outcome.conflicts}
    patch: Mapping[str, Any] = json.loads(row.patch)
    return {name: value for name, value in patch.items() if name not in left}


def queue_blob(connection: Connection, item_id: str, sha256: str, author: str) -> None:
    """Let a stored file travel to the central, in the name of whoever made it part of the item."""
    values = {"item_id": item_id, "sha256": sha256, "author": author}
    connection.execute(upsert(blob_upload).values(**values).on_conflict_do_nothing())


def queue_search(connection: Connection, items: Sequence[str]) -> None:
    """Let the search rows of items travel to the central, again where they travel already."""
    if items:
        statement = (
            "INSERT INTO search_upload (item_id, round) VALUES (?, 0) ON CONFLICT DO UPDATE SET round = round + 1"
        )
        connection.exec_driver_sql(statement, [(name,) for name in items])


def waiting_by_author(connection: Connection) -> dict[str, int]:
    """How many events wait, by who made them."""
    counted = select(event.c.author, func.count()).where(event.c.outcome.is_(None)).group_by(event.c.author)
    return {row[0]: row[1] for row in connection.execute(counted)}
