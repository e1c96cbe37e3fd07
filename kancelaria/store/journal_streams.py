"""Streams of the outbox: which wait, closing a gap, and a new epoch where the disk turned out to be a copy."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from kancelaria.domain.errors import StoreError
from kancelaria.domain.office import Station
from kancelaria.services.exchange import SealedNumber, entered
from kancelaria.store.journal_outbox import set_last
from kancelaria.store.office_book import read_station
from kancelaria.store.sync_tables import blob_doomed, parked, purge_due, task
from kancelaria.store.tables import event, label_series, meta

_HIGHEST = "highest_number/"


def parts(stream: str) -> tuple[str, str, int]:
    """Station, person and epoch of a stream."""
    station, rest = stream.split("/", 1)
    person, epoch = rest.rsplit("/", 1)
    return station, person, int(epoch)


def waiting(connection: Connection) -> list[str]:
    """Streams with waiting events, the oldest event first; a person's later epoch waits for the earlier one."""
    first = select(event.c.stream, func.min(event.c.ordinal)).where(event.c.outcome.is_(None)).group_by(event.c.stream)
    found = [row[0] for row in sorted(connection.execute(first), key=lambda row: row[1])]
    earliest: dict[str, int] = {}
    for stream in found:
        _, person, epoch = parts(stream)
        earliest[person] = min(epoch, earliest.get(person, epoch))
    return [stream for stream in found if parts(stream)[2] == earliest[parts(stream)[1]]]


def held(connection: Connection) -> int:
    """How many waiting events stand behind an open task of a rejected one."""
    refused = select(task.c.aggregate_id).where(task.c.resolved_at.is_(None), task.c.kind == "rejected")
    behind = or_(event.c.aggregate_id.in_(refused), event.c.depends_on.in_(refused))
    counted = select(func.count()).select_from(event).where(event.c.outcome.is_(None), behind)
    return connection.scalar(counted) or 0


def unregistered(connection: Connection) -> dict[int, int]:
    """Registrations the central hasn't accepted, those behind a task among them, by year."""
    year = func.coalesce(func.json_extract(event.c.patch, "$.rpw_year"), func.json_extract(event.c.patch, "$.year"))
    made = event.c.aggregate.in_(("item", "outgoing")) & (event.c.base_version == 0)
    open_tasks = select(task.c.event_id).where(task.c.resolved_at.is_(None), task.c.kind == "rejected")
    refused = connection.scalars(open_tasks).all()
    waits: ColumnElement[bool] = event.c.outcome.is_(None)
    if refused:
        waits = or_(waits, event.c.id.in_(refused), event.c.held_by.in_(refused))
    counted = select(year, func.count()).where(made, waits).group_by(year)
    return {row[0]: row[1] for row in connection.execute(counted)}


def highest_numbers(connection: Connection) -> dict[str, SealedNumber]:
    """The highest number of each register the central has told of, by year; on places without content, too."""
    kept = select(meta.c.key, meta.c.value).where(meta.c.key.startswith(_HIGHEST, autoescape=True))
    found = {row.key.removeprefix(_HIGHEST): json.loads(row.value) for row in connection.execute(kept)}
    return {register: (number, seal) for register, (number, seal) in found.items()}


def keep_highest(connection: Connection, told: Iterable[tuple[str, Mapping[str, Any], str]]) -> None:
    """Keep what proves that the highest numbers were given: of (aggregate, record, seal) those above what is kept."""
    fresh = [(place, seal) for kind, record, seal in told if seal and (place := entered(kind, record))]
    if not fresh:
        return
    known = highest_numbers(connection)
    for (register, number), seal in fresh:
        if number > known.get(register, (0, ""))[0]:
            known[register] = (number, seal)
            values = {"key": f"{_HIGHEST}{register}", "value": json.dumps([number, seal])}
            connection.execute(upsert(meta).values(**values).on_conflict_do_update(index_elements=["key"], set_=values))


def renumber(connection: Connection, stream: str, expected: int) -> None:
    """Take back the numbers of a stream from `expected` on; the next event to leave gets it."""
    mine = (event.c.stream == stream) & (event.c.sequence >= expected)
    connection.execute(update(event).where(mine).values(sequence=None))
    set_last(connection, stream, expected - 1)


def fork(connection: Connection, stream: str, epoch: int, series: str) -> Station:
    """Move the waiting events of a stream to the new epoch; the station gets it with a new series."""
    station = read_station(connection)
    if station is None:
        raise StoreError("store_unfinished", "Stanowisko nie jest przygotowane.", "Wykonaj: kancelaria init.")
    name, person, old = parts(stream)
    if old == station.epoch:
        station = write_epoch(connection, station, epoch, series)
    target = f"{name}/{person}/{station.epoch}"
    mine = (event.c.stream == stream) & event.c.outcome.is_(None)
    connection.execute(update(event).where(mine).values(stream=target, sequence=None))
    return station


def write_epoch(connection: Connection, station: Station, epoch: int, series: str) -> Station:
    """The station in a new epoch with its own series."""
    renewed = replace(station, epoch=epoch, series=series)
    write_changed(connection, renewed)
    connection.execute(upsert(label_series).values(series=series, epoch=epoch).on_conflict_do_nothing())
    return renewed


def write_changed(connection: Connection, station: Station) -> None:
    """Record the station as it is now."""
    values = {"key": "station", "value": json.dumps(asdict(station), ensure_ascii=False)}
    connection.execute(upsert(meta).values(**values).on_conflict_do_update(index_elements=["key"], set_=values))


def unsettled(connection: Connection) -> bool:
    """True where a purge, a file to erase or a record waits for its time."""
    due = connection.scalar(select(purge_due.c.aggregate_id).limit(1))
    return (
        due is not None
        or doomed(connection)
        or connection.scalar(select(parked.c.aggregate_id).where(parked.c.aggregate == "item").limit(1)) is not None
    )


def doomed(connection: Connection) -> bool:
    """True where files are to be erased."""
    return connection.scalar(select(blob_doomed.c.sha256).limit(1)) is not None
