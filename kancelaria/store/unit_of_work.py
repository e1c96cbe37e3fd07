"""The unit of work: one writing lane, one BEGIN IMMEDIATE transaction, rolled back unless committed."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine

from kancelaria.domain.errors import StateForbids
from kancelaria.domain.office import Station
from kancelaria.services.ports import TextAnalyzer
from kancelaria.store.assignments import SqlAssignments
from kancelaria.store.chain import SqlAccessLog, SqlAuditLog
from kancelaria.store.checkpoints import Checkpointer
from kancelaria.store.correspondents import SqlCorrespondents
from kancelaria.store.deliveries import SqlDeliveries
from kancelaria.store.engine import known_errors
from kancelaria.store.handovers import SqlHandovers
from kancelaria.store.labels import SqlLabels
from kancelaria.store.office_book import SqlOfficeBook, read_station
from kancelaria.store.outbox import SqlOutbox
from kancelaria.store.outgoing import SqlOutgoing
from kancelaria.store.paper_store import SqlPaperStore
from kancelaria.store.receipts import SqlReceipts
from kancelaria.store.repositories import (
    SqlConsignments,
    SqlFingerprints,
    SqlItems,
    SqlRegister,
    SqlRenditions,
    SqlSettings,
)
from kancelaria.store.reproduction import SqlReproduction
from kancelaria.store.search_index import SqlSearchIndex
from kancelaria.store.series import SqlSeries
from kancelaria.store.sync_tasks import SqlTasks


class WriteLane:
    """The only way to write in this process: one connection, one writer at a time."""

    def __init__(self, engine: Engine, checkpointer: Checkpointer) -> None:
        self.engine = engine
        self.checkpointer = checkpointer
        self.lock = threading.Lock()


class SqlUnitOfWork:
    """One transaction of one person. Enter it once; what isn't committed is undone."""

    def __init__(self, lane: WriteLane, station: Station, actor: str, analyzer: TextAnalyzer) -> None:
        self._lane = lane
        self._analyzer = analyzer
        self._station = station
        self.actor = actor
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._lane.lock.acquire()
        self._open.callback(self._lane.lock.release)
        try:
            with known_errors():
                connection = self._open.enter_context(self._lane.engine.connect())
                connection.begin()
                self._refuse_renewed(connection)
        except BaseException:
            self._open.close()
            raise
        self._bind(connection)
        return self

    def _refuse_renewed(self, connection: Connection) -> None:
        """A copied disk gets a new epoch and series from sync; whoever still holds the old ones must not write."""
        if read_station(connection) != self._station:
            raise StateForbids(
                "station_renewed",
                "Stanowisko dostało właśnie nową serię etykiet.",
                "Powtórz czynność; jeśli to się powtarza, uruchom program ponownie.",
            )

    def _bind(self, connection: Connection) -> None:
        self._connection = connection
        self.items = SqlItems(connection)
        self.register = SqlRegister(connection)
        self.labels = SqlLabels(connection)
        self.consignments = SqlConsignments(connection)
        self.correspondents = SqlCorrespondents(connection)
        self.search = SqlSearchIndex(connection)
        self.fingerprints = SqlFingerprints(connection)
        self.audit = SqlAuditLog(connection)
        self.access = SqlAccessLog(connection, self._station.id)
        self.outbox = SqlOutbox(connection, self._station)
        self.renditions = SqlRenditions(connection)
        self.assignments = SqlAssignments(connection)
        self.handovers = SqlHandovers(connection)
        self.outgoing = SqlOutgoing(connection)
        self.deliveries = SqlDeliveries(connection)
        self.reproduction = SqlReproduction(connection)
        self.receipts = SqlReceipts(connection)
        self.series = SqlSeries(connection)
        self.paper_store = SqlPaperStore(connection)
        self.settings = SqlSettings(connection)
        self.office = SqlOfficeBook(connection)
        self.tasks = SqlTasks(connection, self._analyzer)

    def commit(self) -> None:
        """Make everything durable; after it returns a power cut loses nothing of it."""
        with known_errors():
            self._connection.commit()
        self._lane.checkpointer.committed()

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._open, known_errors():
            self._connection.rollback()
            if value is not None:
                # the first error is the one to tell: known where it is one
                raise value
