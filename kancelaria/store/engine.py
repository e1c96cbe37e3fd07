"""Connections to the store: WAL, full synchronisation, foreign keys; writes begin IMMEDIATE, reads can't write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool, StaticPool

from kancelaria.domain.errors import StoreError
from kancelaria.store.checks import disk_full

STORE_FILE = "kancelaria.sqlite"
BUSY_MS = 30_000
LOG_PAGES = 20_000
"""A commit makes the checkpoint itself only where the thread for it has fallen so far behind."""
BEGIN_WRITE = "BEGIN IMMEDIATE"


def writing_engine(path: Path) -> Engine:
    """The single writing connection of this process."""
    return _engine(path, begin=BEGIN_WRITE, read_only=False)


def reading_engine(path: Path) -> Engine:
    """A few connections for reading: each read sees one snapshot and can't write."""
    return _engine(path, begin="BEGIN", read_only=True)


@contextmanager
def known_errors(subject: str = "") -> Iterator[None]:
    """Turn what the disk and the database can do to us into known errors."""
    try:
        yield
    except DBAPIError as failure:
        raise _known(failure, subject) from failure


def _known(failure: DBAPIError, subject: str) -> Exception:
    text = str(failure.orig).lower()
    if "disk is full" in text or "disk i/o" in text:
        return disk_full(subject)
    if "locked" in text or "busy" in text:
        return StoreError(
            "store_busy",
            "Baza jest zajęta przez inny program.",
            "Powtórz czynność za chwilę; jeśli to trwa, zamknij inne okna programu.",
            subject,
        )
    if "malformed" in text or "not a database" in text:
        return StoreError(
            "store_damaged", "Baza jest uszkodzona.", "Nie zapisuj nic więcej; przywróć kopię zapasową.", subject
        )
    if "readonly" in text:
        return StoreError("store_read_only", "Nie można zapisywać w folderze danych.", "Sprawdź uprawnienia.", subject)
    return failure


def _engine(path: Path, *, begin: str, read_only: bool) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        module=dbapi2,
        poolclass=QueuePool if read_only else StaticPool,
        connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000},
        hide_parameters=True,  # an error is logged whole, and what was written is names and texts
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun by us, below
        for pragma in _pragmas(read_only):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _pragmas(read_only: bool) -> tuple[str, ...]:
    common = (
        f"busy_timeout={BUSY_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "cache_size=-65536",
        "temp_store=MEMORY",
        f"wal_autocheckpoint={LOG_PAGES}",
        "mmap_size=268435456",
    )
    return (*common, "query_only=ON") if read_only else common
