"""Wires store, sync, blobs and analysis to the services: prepare a station, open the office."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import metadata
from pathlib import Path

from sqlalchemy import Engine

from kancelaria.domain.errors import NotFound, StateForbids, StoreError
from kancelaria.domain.identifiers import series_of_point
from kancelaria.domain.office import Institution, RegistryPoint, Station
from kancelaria.reading.analysis import PolishAnalyzer
from kancelaria.services.demo import ADDRESS, INSTITUTION, TOWN, fill_demo
from kancelaria.services.exchange import CentralGateway, Hello
from kancelaria.services.ids import SystemClock, Uuid7Source
from kancelaria.services.office import describe_institution
from kancelaria.services.ports import Clock, Workplace
from kancelaria.settings import Settings, load_settings
from kancelaria.store.adoption import SqlAdoption
from kancelaria.store.blobs import FileBlobStore
from kancelaria.store.checkpoints import Checkpointer
from kancelaria.store.checks import disk_warning, require_local_disk, require_room, require_safe_sqlite
from kancelaria.store.engine import known_errors, reading_engine, writing_engine
from kancelaria.store.integrity import damage
from kancelaria.store.journal import SqlJournal
from kancelaria.store.journal_streams import write_changed, write_epoch
from kancelaria.store.migrate import bring_up_to_date
from kancelaria.store.office_book import SqlOfficeBook, demo_classes, fill_dictionaries, read_station, write_station
from kancelaria.store.outbox import EVENT_SCHEMA
from kancelaria.store.queries import SqlQueries
from kancelaria.store.unit_of_work import SqlUnitOfWork, WriteLane
from kancelaria.sync.engine import Client, SyncEngine

DEFAULT_ACTOR = "kancelaria"


class Office:
    """An open station: reads through `queries`, writes through `uow()` and the services."""

    def __init__(self, settings: Settings, writing: Engine, reading: Engine, station: Station, clock: Clock) -> None:
        analyzer = PolishAnalyzer()
        self.settings = settings
        self.station = station
        self.clock = clock
        self.ids = Uuid7Source()
        self.blobs = FileBlobStore(settings.blobs)
        self.analyzer = analyzer
        self.workplace = Workplace(station, clock, self.ids, analyzer, self.blobs)
        self.queries = SqlQueries(reading, analyzer)
        self._checkpointer = Checkpointer(settings.store)
        self._lane = WriteLane(writing, self._checkpointer)
        self._engines = (writing, reading)

    def uow(self, actor: str = DEFAULT_ACTOR) -> SqlUnitOfWork:
        """A new unit of work for a person (login)."""
        return SqlUnitOfWork(self._lane, self.station, actor, self.analyzer)

    def journal(self, grants: Callable[[str], str | None] | None = None) -> SqlJournal:
        """The journal sync works with; `grants` finds the delivery grant a person left here."""
        return SqlJournal(
            self._lane, self._engines[1], self.blobs, self.analyzer, self.clock, self.ids,
            grants or (lambda _person: None), self._renew,
        )  # fmt: skip

    def sync_engine(
        self,
        connect: Callable[[], CentralGateway],
        grants: Callable[[str], str | None] | None = None,
        keep_grant: Callable[[str, str], None] | None = None,
    ) -> SyncEngine:
        """The engine that keeps this station and the central in step; `connect` signs in the person at work."""
        client = Client(metadata.version("kancelaria"), EVENT_SCHEMA, self.analyzer.version)
        return SyncEngine(
            self.journal(grants), connect, self.blobs, self.clock, lambda: self.station, client,
            self.settings.blobs / "arriving", keep_grant,
        )  # fmt: skip

    def hello(self) -> Hello:
        """What this station says of itself to a central."""
        station, application = self.station, metadata.version("kancelaria")
        return Hello(station.id, station.epoch, application, EVENT_SCHEMA, self.analyzer.version)

    def join_central(self, url: str, series: str | None = None) -> None:
        """Belong to a central from now on: it gives the register numbers; `series` is the one it gave this station."""
        with known_errors(), self._lane.lock, self._lane.engine.begin() as connection:
            joined = replace(self.station, central=url)
            if series is not None and series != joined.series:
                joined = write_epoch(connection, joined, joined.epoch, series)
            write_changed(connection, joined)
        self._renew(joined)

    def adoption(self) -> SqlAdoption:
        """This station's way into a central, if it was alone."""
        return SqlAdoption(self._lane, self._engines[1], self._renew)

    def describe(self, institution: Institution, actor: str) -> None:
        """Keep other facts of the institution; what is printed from now on bears them."""
        self._renew(describe_institution(institution, self.uow(actor), self.workplace))

    def _renew(self, station: Station) -> None:
        self.station = station
        self.workplace = replace(self.workplace, station=station)

    def damage(self) -> list[StoreError]:
        """What is damaged in the store; empty where it is whole. Reads everything: minutes on a large store."""
        with known_errors(), self._engines[1].connect() as connection:
            return damage(connection)

    def disk_warning(self) -> str | None:
        """What to tell the clerk about the disk, or None while there is room."""
        return disk_warning(self.settings.home)

    def close(self) -> None:
        """Close all connections."""
        self._checkpointer.close()
        for engine in self._engines:
            engine.dispose()

    def __enter__(self) -> Office:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def is_prepared(home: Path) -> bool:
    """True where the folder holds a station."""
    return load_settings(home).store.is_file()


def init_station(
    home: Path,
    institution: str | None = None,
    point: str = "K1",
    demo: bool = False,
    address: str = "",
    town: str = "",
) -> Station:
    """Prepare a station in a folder; StateForbids where one is there already. `demo` adds an invented office."""
    settings = load_settings(home)
    require_safe_sqlite()
    series = series_of_point(point)
    _make_folders(settings)
    require_local_disk(settings.home)
    require_room(settings.home)
    ids = Uuid7Source()
    name = institution or (INSTITUTION if demo else "Urząd")
    office = Institution(ids.new(), name, address or (ADDRESS if demo else ""), town or (TOWN if demo else ""))
    station = Station(ids.new(), office, point, f"Punkt kancelaryjny {point}", series, demo=demo)
    writing = writing_engine(settings.store)
    try:
        bring_up_to_date(writing, settings.store, settings.backups)
        _write_first_rows(writing, station, settings)
    finally:
        writing.dispose()
    if demo:
        with open_office(home) as opened:
            fill_demo(opened.uow, opened.workplace, demo_classes())
    return station


def _write_first_rows(writing: Engine, station: Station, settings: Settings) -> None:
    with known_errors(str(settings.home)), writing.begin() as connection:
        if read_station(connection) is not None:
            raise StateForbids("station_exists", "To stanowisko jest już przygotowane.", subject=str(settings.home))
        write_station(connection, station)
        SqlOfficeBook(connection).put_points([RegistryPoint(station.point, station.point_name)])
        fill_dictionaries(connection)


def open_office(home: Path | None = None, clock: Clock | None = None) -> Office:
    """Open a prepared station; NotFound where there is none, StoreError where the store can't be trusted."""
    settings = load_settings(home)
    require_safe_sqlite()
    if not settings.store.is_file():
        raise NotFound(
            "no_station",
            "W tym folderze nie ma przygotowanego stanowiska.",
            "Przygotuj je poleceniem: kancelaria init.",
            str(settings.home),
        )
    require_local_disk(settings.home)
    _make_folders(settings)
    writing = writing_engine(settings.store)
    try:
        bring_up_to_date(writing, settings.store, settings.backups)
        reading = reading_engine(settings.store)
        with known_errors(), reading.connect() as connection:
            station = read_station(connection)
        if station is None:
            raise StoreError("store_unfinished", "Przygotowanie stanowiska zostało przerwane.",
                             "Powtórz: kancelaria init.", str(settings.home))  # fmt: skip
    except BaseException:
        writing.dispose()
        raise
    return Office(settings, writing, reading, station, clock or SystemClock())


def _make_folders(settings: Settings) -> None:
    for folder in (settings.home, settings.blobs, settings.spool, settings.logs):
        folder.mkdir(parents=True, exist_ok=True)
