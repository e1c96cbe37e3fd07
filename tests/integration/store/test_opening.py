"""Opening a store: what is refused, how a store is brought up to date, what a full disk does."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from pysqlite3 import dbapi2
from sqlalchemy import text
from sqlalchemy.schema import CreateIndex, CreateTable

from kancelaria.bootstrap import init_station, open_office
from kancelaria.domain.errors import InvalidInput, NotFound, StateForbids, StoreError
from kancelaria.services.access import AccessKind, log_access
from kancelaria.services.amend import amend_item
from kancelaria.services.register import register_incoming
from kancelaria.store import checkpoints, checks, migrate
from kancelaria.store.chain import damaged_audit, damaged_link
from kancelaria.store.engine import writing_engine
from kancelaria.store.tables import access, metadata
from tests.integration.store.children import command


def test_every_connection_is_durable_and_strict(home: Path) -> None:
    with open_office(home) as office:
        for engine in office._engines:
            with engine.connect() as connection:
                found = {
                    name: connection.scalar(text(f"PRAGMA {name}"))
                    for name in ("journal_mode", "synchronous", "foreign_keys")
                }
            assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_second_init_is_refused(home: Path) -> None:
    with pytest.raises(StateForbids) as refused:
        init_station(home, "Inny Urząd", "K2")
    assert refused.value.code == "station_exists"


def test_a_folder_without_a_station_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as refused:
        open_office(tmp_path)
    assert "kancelaria init" in refused.value.hint


def test_an_interrupted_init_is_said_and_can_be_repeated(tmp_path: Path) -> None:
    engine = writing_engine(tmp_path / "kancelaria.sqlite")
    migrate.bring_up_to_date(engine, tmp_path / "kancelaria.sqlite", tmp_path / "backups")
    engine.dispose()
    with pytest.raises(StoreError) as refused:
        open_office(tmp_path)
    assert refused.value.code == "store_unfinished"
    assert init_station(tmp_path, "Urząd", "K1").series == "K1A"


def test_a_point_without_letters_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput):
        init_station(tmp_path, "Urząd", "--")


def test_an_unsafe_sqlite_is_refused() -> None:
    with pytest.raises(StoreError) as refused:
        checks.require_safe_sqlite((3, 40, 1))
    assert refused.value.code == "sqlite_unsafe"
    checks.require_safe_sqlite()


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "9p"])
def test_a_network_share_is_refused(tmp_path: Path, kind: str) -> None:
    mounts = f"/dev/sda1 / ext4 rw 0 0\nserver:/export {tmp_path} {kind} rw 0 0\n"
    with pytest.raises(StoreError) as refused:
        checks.require_local_disk(tmp_path / "stanowisko", mounts)
    assert refused.value.code == "network_share"
    checks.require_local_disk(tmp_path.parent, mounts)
    checks.require_local_disk(tmp_path)


def test_a_disk_that_fills_is_said_in_time(tmp_path: Path) -> None:
    assert checks.disk_warning(tmp_path, 3 * 1024**3) is None
    assert "700 MB" in (checks.disk_warning(tmp_path, 700 * 1024**2) or "")
    checks.require_room(tmp_path, 600 * 1024**2)
    with pytest.raises(StoreError) as refused:
        checks.require_room(tmp_path, 400 * 1024**2)
    assert refused.value.code == "disk_full"


def test_a_newer_store_is_refused_and_left_alone(home: Path) -> None:
    store = home / "kancelaria.sqlite"
    database = dbapi2.connect(str(store))
    database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.commit()
    database.close()
    with pytest.raises(StoreError) as refused:
        open_office(home)
    assert refused.value.code == "store_newer"
    assert not (home / "backups").exists()


def test_a_file_that_is_no_store_is_said(tmp_path: Path) -> None:
    (tmp_path / "kancelaria.sqlite").write_bytes(b"to nie jest baza danych" * 100)
    with pytest.raises(StoreError) as refused:
        open_office(tmp_path)
    assert refused.value.code == "store_damaged"


def test_migrations_end_where_the_program_expects() -> None:
    versions = sorted(file.name[1:5] for file in Path(migrate._SCRIPTS, "versions").glob("v*.py"))
    assert versions[-1] == migrate.HEAD


def test_migrations_make_the_tables_the_program_knows(home: Path) -> None:
    expected = {"alembic_version", *metadata.tables}
    wanted = {index.name: str(CreateIndex(index)) for table in metadata.tables.values() for index in table.indexes}
    with open_office(home) as office, office.queries._read() as connection:
        objects = connection.execute(text("SELECT type, name, sql FROM sqlite_master")).all()
        tables = {
            row.name for row in objects if row.type == "table" and not row.name.startswith(("search_index", "sqlite"))
        }
        assert tables == expected
        assert {row.name for row in objects if row.type == "index" and row.sql} == set(wanted)
        for table in metadata.tables.values():
            made = {row.name: row.type for row in connection.execute(text(f"PRAGMA table_info({table.name})"))}
            assert made == {c.name: c.type.compile(connection.dialect) for c in table.columns}, CreateTable(table)


def made_old(home: Path, version: str) -> None:
    """Put the station's data into a store of an earlier version."""
    store, newer = home / "kancelaria.sqlite", home / "newer.sqlite"
    database = dbapi2.connect(str(store))
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    store.rename(newer)
    engine = writing_engine(store)
    migrate.bring_up_to_date(engine, store, home / "unused", target=version)
    engine.dispose()
    database = dbapi2.connect(str(store))
    database.execute("ATTACH DATABASE ? AS newer", (str(newer),))
    listed = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    for (table,) in database.execute(listed + " AND name NOT LIKE 'search_index%'").fetchall():
        if table not in ("alembic_version", "event"):
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            named = ", ".join(f'"{name}"' for name in columns if (table, name) != ("accepted_base", "stale"))
            database.execute(f"INSERT INTO {table} ({named}) SELECT {named} FROM newer.{table}")
    columns = "id, stream, sequence, at, author, aggregate, aggregate_id, base_version, patch, schema"
    database.execute(f"INSERT INTO event ({columns}) SELECT {columns.replace('sequence', 'ordinal')} FROM newer.event")
    database.execute(
        "INSERT INTO search_index (rowid, lemmas, surface) SELECT rowid_, 'pismo', 'pisma' FROM newer.search_row"
    )
    database.commit()
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    newer.unlink()


@pytest.mark.parametrize("version", ["0001", "0002"])
def test_a_store_of_an_earlier_version_is_migrated_with_its_data_after_a_backup(home: Path, version: str) -> None:
    with open_office(home) as office:
        items = [register_incoming(command(f"old-{n}"), office.uow(), office.workplace) for n in range(5)]
        amend_item(items[0].document_uid, {"title": "Poprawiony"}, office.uow(), office.workplace)
        items[0] = office.queries.item(items[0].document_uid) or items[0]
        with office.queries._read() as connection:
            events = connection.execute(text("SELECT id, aggregate_id, patch FROM event ORDER BY ordinal")).all()
    made_old(home, version)

    with open_office(home) as office:
        assert office.queries.items() == list(reversed(items))
        assert office.queries.search("pisma").count == 5
        with office.queries._read() as connection:
            assert migrate.current_revision(connection) == migrate.HEAD
            assert connection.scalar(text("SELECT count(*) FROM sqlite_master WHERE name = 'item_consignment'")) == 1
            kept_events = connection.execute(text("SELECT id, aggregate_id, patch FROM event ORDER BY ordinal")).all()
            assert kept_events == events
        item = register_incoming(command("after"), office.uow(), office.workplace)
        assert item.rpw_number == 6
    copies = list((home / "backups").glob("*.sqlite"))
    assert len(copies) == 1
    kept = dbapi2.connect(str(copies[0]))
    assert kept.execute("SELECT version_num FROM alembic_version").fetchone() == (version,)
    assert kept.execute("SELECT count(*) FROM item").fetchone() == (5,)
    kept.close()


def test_a_failed_migration_leaves_the_store_as_it_was(home: Path) -> None:
    database = dbapi2.connect(str(home / "kancelaria.sqlite"))
    database.execute("UPDATE alembic_version SET version_num = '0001'")  # the indexes of 0002 are there already
    database.commit()
    database.close()
    with pytest.raises(Exception, match="already exists"):
        open_office(home)
    database = dbapi2.connect(str(home / "kancelaria.sqlite"))
    assert database.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
    database.close()


def test_a_full_disk_leaves_nothing_half_done(home: Path) -> None:
    with open_office(home) as office:
        first = register_incoming(command("first"), office.uow(), office.workplace)
        with office._engines[0].connect() as connection:
            pages = connection.scalar(text("PRAGMA page_count"))
            connection.execute(text(f"PRAGMA max_page_count = {pages + 2}"))
        failures = set()
        for number in range(15):
            try:
                register_incoming(command(f"more-{number}"), office.uow(), office.workplace)
            except StoreError as failure:
                failures.add(failure.code)
        assert failures == {"disk_full"}
        stored = office.queries.items()
        assert stored[-1] == first
        assert [item.rpw_number for item in reversed(stored)] == list(range(1, len(stored) + 1))
        with office._engines[0].connect() as connection:
            connection.execute(text("PRAGMA max_page_count = 1000000"))
        after = register_incoming(command("after"), office.uow(), office.workplace)
        assert after.rpw_number == len(stored) + 1
        with office.queries._read() as connection:
            assert damaged_audit(connection) is None


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE audit SET body = replace(body, 'register', 'amendxxx') WHERE seq = 3",
        "UPDATE audit SET subject_id = 'other' WHERE seq = 3",
        "DELETE FROM audit WHERE seq = 3",
        "UPDATE audit_personal SET body = '{}' WHERE seq = 3",
    ],
)
def test_a_damaged_audit_chain_is_found(home: Path, damage: str) -> None:
    with open_office(home) as office:
        for number in range(4):
            register_incoming(command(f"item-{number}"), office.uow(), office.workplace)
        with office.queries._read() as connection:
            assert damaged_audit(connection) is None
    database = dbapi2.connect(str(home / "kancelaria.sqlite"))
    for table, verb in (("audit", "update"), ("audit", "delete")):
        database.execute(f"DROP TRIGGER {table}_append_only_{verb}")
    database.execute(damage)
    database.commit()
    database.close()
    with open_office(home) as office:
        assert [(error.code, error.subject) for error in office.damage()] == [("audit_damaged", "3")]


def test_personal_values_can_be_erased_without_breaking_the_chain(home: Path) -> None:
    with open_office(home) as office:
        item = register_incoming(command("one"), office.uow(), office.workplace)
        with office._engines[0].begin() as connection:
            connection.execute(text("DELETE FROM audit_personal"))
        with office.queries._read() as connection:
            assert damaged_audit(connection) is None
            assert damaged_link(connection, access) is None
        entry = office.queries.history(item.id)[0]
        assert (entry.action, dict(entry.changes)) == ("register", {})
        assert "title" in entry.fields


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit", "UPDATE audit SET body = ''", "DELETE FROM register_entry",
        "UPDATE register_entry SET rpw_number = 7", "DELETE FROM item",
    ],
)  # fmt: skip
def test_the_store_itself_refuses_to_rewrite_history(home: Path, statement: str) -> None:
    with open_office(home) as office:
        register_incoming(command("one"), office.uow(), office.workplace)
        with pytest.raises(Exception, match=r"append only|never|FOREIGN KEY"), office._engines[0].begin() as connection:
            connection.execute(text(statement))


def test_gaps_and_a_damaged_access_log_are_found(home: Path) -> None:
    with open_office(home) as office:
        for number in range(3):
            register_incoming(command(f"item-{number}"), office.uow(), office.workplace)
            log_access(AccessKind.VIEW, ["x"], "", office.uow(), office.workplace)
        assert office.damage() == []
        assert office.disk_warning() is None or "MB" in (office.disk_warning() or "")
    database = dbapi2.connect(str(home / "kancelaria.sqlite"))
    for trigger in ("access_append_only_update", "register_entry_kept"):
        database.execute(f"DROP TRIGGER {trigger}")
    database.execute("UPDATE access SET link = body WHERE seq = 2")
    database.execute("DELETE FROM register_entry WHERE rpw_number = 2")
    database.commit()
    database.close()
    with open_office(home) as office:
        assert {error.code for error in office.damage()} == {"access_log_damaged", "register_gap"}


def test_torn_pages_are_found(home: Path) -> None:
    with open_office(home) as office:
        for number in range(5):
            register_incoming(command(f"item-{number}"), office.uow(), office.workplace)
    store = home / "kancelaria.sqlite"
    database = dbapi2.connect(str(store))
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    root = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'label_print_uid'").fetchone()[0]
    database.close()
    with store.open("r+b") as stream:
        stream.seek((root - 1) * 4096)
        stream.write(bytes(range(1, 200)))
    with open_office(home) as office:
        assert "store_damaged" in {error.code for error in office.damage()}


def test_the_log_is_copied_into_the_store_while_the_office_is_open(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "QUIET_SECONDS", 0.01)
    store = home / "kancelaria.sqlite"
    before = store.read_bytes()
    with open_office(home) as office:
        register_incoming(command("one"), office.uow(), office.workplace)
        deadline, poll = time.monotonic() + 20, threading.Event()
        while store.read_bytes() == before and time.monotonic() < deadline:
            poll.wait(0.02)
        assert store.read_bytes() != before
