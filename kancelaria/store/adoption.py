"""A station that was alone, on its way into a central: what it has, and how far the way has been gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Engine, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from kancelaria.domain.errors import StoreError
from kancelaria.domain.office import OrgUnit, Station
from kancelaria.services.exchange import Event
from kancelaria.store.engine import known_errors
from kancelaria.store.journal_outbox import event_of, set_last
from kancelaria.store.journal_streams import write_changed
from kancelaria.store.office_book import read_station
from kancelaria.store.outgoing_tables import outgoing_entry
from kancelaria.store.sync_tables import sync_stream
from kancelaria.store.tables import event, item, label_series, meta, org_unit
from kancelaria.store.unit_of_work import WriteLane

_MARK = "adopting"


@dataclass(frozen=True)
class Belongings:
    """What a station brings along besides its events: label series, years with numbers, units."""

    series: tuple[str, ...]
    years: tuple[int, ...]
    units: tuple[OrgUnit, ...]


class SqlAdoption:
    """The steps of an adoption; each is one transaction, so that a killed program finds its way again."""

    def __init__(self, lane: WriteLane, reading: Engine, station_changed: Callable[[Station], None]) -> None:
        self._lane = lane
        self._reading = reading
        self._station_changed = station_changed

    def unfinished(self) -> str | None:
        """The address of the central an adoption was begun to and not ended."""
        with known_errors(), self._reading.connect() as connection:
            address: str | None = connection.scalar(select(meta.c.value).where(meta.c.key == _MARK))
            return address

    def begin(self, address: str) -> None:
        """From here on this store gives no numbers; whoever has it open must open it anew."""
        with known_errors(), self._lane.lock, self._lane.engine.begin() as connection:
            connection.execute(upsert(meta).values(key=_MARK, value=address).on_conflict_do_nothing())
            station = replace(_station(connection), central=address)
            write_changed(connection, station)
        self._station_changed(station)

    def cancel(self) -> None:
        """The central refused: the station stays alone, as it was."""
        self._end(lambda station: replace(station, central=""))

    def finish(self, institution_id: str, institution_name: str) -> None:
        """All is answered: the station belongs to the central's institution."""
        self._end(
            lambda station: replace(
                station, institution=replace(station.institution, id=institution_id, name=institution_name)
            )
        )

    def _end(self, changed: Callable[[Station], Station]) -> None:
        with known_errors(), self._lane.lock, self._lane.engine.begin() as connection:
            station = changed(_station(connection))
            write_changed(connection, station)
            connection.execute(delete(meta).where(meta.c.key == _MARK))
        self._station_changed(station)

    def belongings(self) -> Belongings:
        """What the central must know before the events come."""
        with known_errors(), self._reading.connect() as connection:
            numbered = (
                select(item.c.rpw_year).where(item.c.rpw_number.is_not(None)).union(select(outgoing_entry.c.year))
            )
            return Belongings(
                tuple(connection.scalars(select(label_series.c.series).order_by(label_series.c.series))),
                tuple(sorted(connection.scalars(numbered))),
                tuple(OrgUnit(row.symbol, row.name, row.parent) for row in connection.execute(select(org_unit))),
            )

    def events(self) -> list[Event]:
        """All that isn't answered yet, in the order it was made, numbered in its streams."""
        waits = event.c.outcome.is_(None)
        with known_errors(), self._lane.lock, self._lane.engine.begin() as connection:
            _number(connection)
            return [event_of(row) for row in connection.execute(select(event).where(waits).order_by(event.c.ordinal))]


def _number(connection: Connection) -> None:
    last = {row.stream: row.sequence for row in connection.execute(select(sync_stream))}
    fresh = select(event.c.id, event.c.stream).where(event.c.outcome.is_(None), event.c.sequence.is_(None))
    numbered = []
    for row in connection.execute(fresh.order_by(event.c.ordinal)):
        last[row.stream] = last.get(row.stream, 0) + 1
        numbered.append((last[row.stream], row.id))
    if numbered:
        connection.exec_driver_sql("UPDATE event SET sequence = ? WHERE id = ?", numbered)
    for stream, sequence in last.items():
        set_last(connection, stream, sequence)


def _station(connection: Connection) -> Station:
    station = read_station(connection)
    if station is None:
        raise StoreError("store_unfinished", "Stanowisko nie jest przygotowane.", "Wykonaj: kancelaria init.")
    return station
