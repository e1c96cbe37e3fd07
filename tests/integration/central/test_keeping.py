"""Keeping a central: verify finds tampering, upkeep ends idle holders, scans find their partition."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from kancelaria.central.connection import connect
from kancelaria.central.provision import central_init, is_superuser, unit_list, user_add, user_list
from kancelaria.central.schema import bring_up_to_date
from kancelaria.central.upkeep import UpkeepRound, checkpoint_key, end_lock_holders, one_round, run
from kancelaria.central.verify import look_over, verify
from kancelaria.domain.errors import CentralError
from kancelaria.services.exchange import Event
from tests.integration.central.conftest import Central, Desk

KEY = b"k" * 32


def _code(action: Callable[[], object]) -> str:
    with pytest.raises(CentralError) as refused:
        action()
    return refused.value.code


TAMPERINGS = (
    ("UPDATE kancelaria.audit SET body = body || ' ' WHERE seq = {n}", "audit_broken"),
    ("DELETE FROM kancelaria.audit WHERE seq = {n}", "audit_broken"),
    ("DELETE FROM kancelaria.audit WHERE seq > {n}", "audit_cut_short"),
    ("UPDATE kancelaria.audit_personal SET body = '{{}}' WHERE seq = {n}", "audit_values_differ"),
    ("UPDATE kancelaria.checkpoint SET signature = 'x' WHERE chain = 'audit'", "audit_checkpoint_differs"),
    ("DELETE FROM kancelaria.register_entry WHERE rpw_number = 1", "number_gap"),
    ("UPDATE kancelaria.register_entry SET rpw_number = 9 WHERE rpw_number = 3", "item_without_entry"),
    ("UPDATE kancelaria.register_entry SET voided = true WHERE rpw_number = 3", "void_differs"),
    ("UPDATE kancelaria.record SET record = record || '{{\"rpw_number\": 9}}' WHERE rpw_number = 2", "columns_differ"),
    ("UPDATE kancelaria.record SET version = 5 WHERE rpw_number = 2", "version_differs"),
    ("DELETE FROM kancelaria.record WHERE rpw_number = 2", "event_without_row"),
    ("UPDATE kancelaria.event SET verdict = 'rejected' WHERE sequence = 2", "event_not_in_audit"),
    ("UPDATE kancelaria.event SET given = '{{\"rpw_number\": 8}}' WHERE sequence = 2", "number_differs"),
    ("DELETE FROM kancelaria.event WHERE sequence = 2", "stream_hole"),
    ("DELETE FROM kancelaria.feed WHERE aggregate = 'item'", "item_not_in_feed"),
    ("UPDATE kancelaria.access_log SET body = 'x'", "access_log_broken"),
    ("DELETE FROM kancelaria.scan_chunk", "scan_short"),
)


def test_verify_finds_tampering(central: Central, desk: Callable[..., Desk]) -> None:
    """Even the server's superuser can't change what was without its showing."""
    anna = desk("anna")
    items = [anna.register() for _ in range(3)]
    anna.gateway.search([["podanie"]], 5)
    anna.gateway.upload(items[0].aggregate_id, hashlib.sha256(b"skan").hexdigest(), 4, "image/png", 0, b"skan")
    with connect(central.url) as connection:
        one_round(connection, KEY)
    before = verify(central.url, KEY)
    assert before.problems == []
    assert before.counts["register_entries"] == before.counts["items"] == 3
    with connect(central.url, autocommit=False) as connection:
        for tampering, code in TAMPERINGS:
            done = connection.execute(tampering.format(n=before.counts["audit"] - 1).encode())
            assert done.rowcount > 0, tampering
            assert code in {problem.code for problem in look_over(connection, KEY).problems}, tampering
            connection.rollback()


def test_erased_personal_values_leave_the_chain_whole(central: Central, desk: Callable[..., Desk]) -> None:
    desk("anna").register()
    with connect(central.url) as connection:
        connection.execute("DELETE FROM kancelaria.audit_personal")
    assert verify(central.url).problems == []


def test_an_idle_holder_of_the_head_row_is_ended(central: Central, desk: Callable[..., Desk], tmp_path: Path) -> None:
    """Somebody's open transaction stops nobody while upkeep runs; their own time-outs can't save it."""
    anna, bogna = desk("anna"), desk("bogna")
    told, stop = threading.Event(), threading.Event()
    ended: list[str] = []

    def report(done: UpkeepRound) -> None:
        ended.extend(done.ended)
        told.set()

    upkeep = threading.Thread(target=run, args=(central.url, tmp_path / "key", stop, report, 0.2))
    with central.sql("anna", autocommit=False) as holder:
        holder.execute("SET idle_in_transaction_session_timeout = 0")
        holder.execute("SELECT api_v1.push(%s)", (psycopg.types.json.Jsonb([_wired(anna.letter())]),))
        upkeep.start()
        assert bogna.register()
        assert told.wait(30)
        with pytest.raises(psycopg.OperationalError):
            holder.execute("SELECT 1")
    stop.set()
    upkeep.join(30)
    assert "anna" in ended
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert checkpoint_key(tmp_path / "key") == (tmp_path / "key").read_bytes()
    assert central.one("SELECT count(*) FROM kancelaria.register_entry") == 1


def _wired(event: Event) -> dict[str, object]:
    return {name: getattr(event, name) for name in Event.__dataclass_fields__}


def test_the_service_ends_idle_holders_and_stops_when_told(
    central: Central, desk: Callable[..., Desk], tmp_path: Path
) -> None:
    """`central run` as a service manager runs it."""
    anna, bogna = desk("anna"), desk("bogna")
    command = [str(Path(sys.executable).parent / "kancelaria"), "--json", "central", "run"]
    command += ["--url", central.url, "--key", str(tmp_path / "key")]
    with (
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as service,
        central.sql("anna", autocommit=False) as holder,
    ):
        assert service.stdout is not None
        assert json.loads(service.stdout.readline())["checkpoints"] == 1
        holder.execute("SET idle_in_transaction_session_timeout = 0")
        holder.execute("SELECT api_v1.push(%s)", (psycopg.types.json.Jsonb([_wired(anna.letter())]),))
        assert bogna.register()
        with pytest.raises(psycopg.OperationalError):
            holder.execute("SELECT 1")
        service.send_signal(signal.SIGTERM)
        rounds = [json.loads(line) for line in service.stdout]
        assert service.wait(30) == 0
        assert ["anna"] in [told["ended"] for told in rounds]


def test_a_busy_holder_is_ended_when_others_wait_too_long(central: Central, desk: Callable[..., Desk]) -> None:
    """Whoever keeps their session busy, so that it is never idle, stops the office no longer than the limit."""
    anna, bogna = desk("anna"), desk("bogna")
    holding = threading.Event()

    def hold() -> None:
        with central.sql("anna", autocommit=False) as holder:
            holder.execute("SELECT api_v1.push(%s)", (psycopg.types.json.Jsonb([_wired(anna.letter())]),))
            holding.set()
            with pytest.raises(psycopg.OperationalError):
                holder.execute("SELECT pg_sleep(600)")

    busy, waiting = threading.Thread(target=hold), threading.Thread(target=bogna.register)
    busy.start()
    assert holding.wait(30)
    waiting.start()
    with connect(central.url) as boss:
        deadline = time.monotonic() + 30
        while not (ended := end_lock_holders(boss, blocking_limit_s=0.1)):
            assert time.monotonic() < deadline, "nobody was found to stop the office"
            threading.Event().wait(0.05)
    for each in (busy, waiting):
        each.join(30)
    assert ended == ["anna"]
    assert [outcome.given["rpw_number"] for _, outcome in bogna.made] == [1]


def test_who_holds_nothing_or_works_is_left_alone(central: Central) -> None:
    with central.sql("anna", autocommit=False) as idle, connect(central.url) as boss:
        idle.execute("SELECT 1")
        assert end_lock_holders(boss, idle_limit_s=60) == []
        idle.execute("SELECT 1")


def test_partitions_take_what_came_before_them(central: Central, desk: Callable[..., Desk]) -> None:
    anna = desk("anna")
    year = central.one("SELECT extract(year FROM now() AT TIME ZONE 'Europe/Warsaw')::integer")
    item = anna.register(registered_at=f"{year}-06-01T10:00:00.000Z").aggregate_id
    data = bytes(range(256)) * 8192
    name = hashlib.sha256(data).hexdigest()
    assert anna.gateway.upload(item, name, len(data), "image/png", 0, data[:1_500_000]) == 1_500_000
    with connect(central.url) as connection:
        done = one_round(connection, None)
        assert done.partitions == (f"scan_chunk_{year}", f"scan_chunk_{year + 1}")
        assert one_round(connection, None).partitions == ()
    assert anna.gateway.uploaded(item, name) == 1_500_000
    assert anna.gateway.upload(item, name, len(data), "image/png", 1_500_000, data[1_500_000:]) == len(data)
    got = b""
    while part := anna.gateway.download(item, name, len(got), 1 << 20):
        got += part
    assert got == data
    assert central.one(f"SELECT count(*) FROM kancelaria.scan_chunk_{year}") == 3
    assert central.one("SELECT attstorage::text FROM pg_attribute WHERE attname = 'bytes' AND attrelid = %s::regclass",
                       f"kancelaria.scan_chunk_{year}") == "e"  # fmt: skip


def test_a_damaged_scan_is_refused_and_sent_again(desk: Callable[..., Desk]) -> None:
    anna = desk("anna")
    item = anna.register().aggregate_id
    name = hashlib.sha256(b"dobry").hexdigest()
    assert _code(lambda: anna.gateway.upload(item, name, 5, "image/png", 0, b"zepsu")) == "scan_damaged"
    assert anna.gateway.uploaded(item, name) == 0
    assert anna.gateway.upload(item, name, 5, "image/png", 0, b"dobry") == 5
    assert anna.gateway.upload(item, name, 5, "image/png", 0, b"dobry") == 5


def test_preparing_twice_changes_nothing_and_a_newer_schema_is_refused(central: Central) -> None:
    assert central_init(central.url, "Urząd Próbny") == central.institution
    assert {user.login for user in user_list(central.url)} >= {"anna", "admin", "postgres"}
    assert [unit.symbol for unit in unit_list(central.url_of("admin"))] == ["FN", "GK"]
    assert is_superuser(central.url)
    assert not is_superuser(central.url_of("admin"))
    assert _code(lambda: user_add(central.url_of("admin"), "anna", "officer", "x")) == "login_taken"
    assert _code(lambda: user_add(central.url_of("admin"), "nowa", "superuser", "x")) == "bad_login"
    assert _code(lambda: user_add(central.url_of("anna"), "nowa", "officer", "x")) == "central_refused"
    assert _code(lambda: central_init(central.url_of("admin"), "Inny")) == "superuser_needed"
    with connect(central.url) as connection:
        connection.execute("INSERT INTO kancelaria.schema_version VALUES (9000, 'later')")
        assert _code(lambda: bring_up_to_date(connection)) == "central_newer"


def test_two_institutions_in_one_database_know_nothing_of_each_other(
    central: Central, desk: Callable[..., Desk]
) -> None:
    anna = desk("anna")
    item = anna.register()
    other = central_init(central.url, "Urząd Drugi", administrator=("szef", "haslo-szefa"))
    boss = central.server.url("szef", central.database, "haslo-szefa")
    user_add(boss, "zofia", "registry", "tylko-do-testow")
    zofia = desk("zofia")
    assert zofia.hello().institution_id == other
    assert zofia.push(zofia.letter(document_uid=item.patch["document_uid"]))[0].code == "series_foreign"
    assert zofia.push(zofia.letter())[0].given["rpw_number"] == 1
    assert zofia.push(zofia.change(item.aggregate_id, 1, title="x"))[0].code == "item_unknown"
    assert {user.login for user in user_list(boss)} == {"szef", "zofia"}
    assert verify(central.url).problems == []


def test_the_register_is_kept_over_a_crash_of_the_server(central: Central, desk: Callable[..., Desk]) -> None:
    """What was answered was flushed: the server is killed at once after the answer."""
    anna = desk("anna")
    for _ in range(5):
        anna.register()
    central.server.restart(signal.SIGQUIT)
    assert central.one("SELECT max(rpw_number) FROM kancelaria.register_entry") == 5
    assert verify(central.url).problems == []
