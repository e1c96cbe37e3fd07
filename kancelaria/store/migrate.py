"""Bring a store up to date: a backup before each migration; a newer store is refused."""

from __future__ import annotations

import re
from pathlib import Path

from pysqlite3 import dbapi2
from sqlalchemy import Connection, Engine, inspect, text

from kancelaria.domain.errors import StoreError
from kancelaria.store.engine import known_errors

HEAD = "0014"
_SCRIPTS = Path(__file__).with_name("migrations")


def current_revision(connection: Connection) -> str | None:
    """The revision of a store, None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def bring_up_to_date(engine: Engine, path: Path, backups: Path, target: str = HEAD) -> None:
    """Migrate to `target`; StoreError where the store is newer than this program."""
    with known_errors(str(path)), engine.connect() as connection:
        revision = current_revision(connection)
        connection.rollback()
    if revision == target:
        return
    if revision is not None:
        _refuse_newer(revision, path)
        _back_up(path, backups, revision)
    with known_errors(str(path)), engine.connect() as connection, connection.begin():
        # looked at again inside the write transaction: another process may have been faster
        if current_revision(connection) != target:
            _upgrade(connection, target)


def _refuse_newer(revision: str, path: Path) -> None:
    if not re.fullmatch(r"[0-9]{4}", revision) or revision > HEAD:
        raise StoreError(
            "store_newer",
            "Dane zapisała nowsza wersja programu.",
            "Zainstaluj najnowszą wersję programu na tym stanowisku.",
            str(path),
        )


def _back_up(path: Path, backups: Path, revision: str) -> None:
    backups.mkdir(parents=True, exist_ok=True)
    target = backups / f"{path.stem}-przed-{revision}.sqlite"
    source, copy = dbapi2.connect(str(path)), dbapi2.connect(str(target))
    try:
        source.backup(copy)
    finally:
        copy.close()
        source.close()


def _upgrade(connection: Connection, target: str) -> None:
    # Alembic is loaded only when there is something to migrate: a start should be quick
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, target)
