"""Upkeep (`central run`): ends idle holders of locks, makes partitions, signs checkpoints, shows figures."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kancelaria.central.connection import Connection, connect, known_errors
from kancelaria.central.status import CentralStatus, status_of
from kancelaria.central.verify import sign
from kancelaria.domain.errors import CentralError

IDLE_LIMIT_S = 5.0
BLOCKING_LIMIT_S = 30.0
ROUND_S = 1.0
CHECKPOINT_S = 3600.0
KEY_BYTES = 32


@dataclass(frozen=True)
class UpkeepRound:
    """What one round did."""

    ended: tuple[str, ...]
    partitions: tuple[str, ...]
    checkpoints: int
    status: CentralStatus


def run(
    url: str,
    key_file: Path,
    stop: threading.Event,
    report: Callable[[UpkeepRound], None] = lambda _: None,
    idle_limit_s: float = IDLE_LIMIT_S,
) -> None:
    """Keep a central up under a superuser's URL until `stop` is set; a lost connection is made again."""
    key = checkpoint_key(key_file)
    signed_at = 0.0
    while not stop.is_set():
        try:
            with connect(url, application="kancelaria-upkeep") as connection:
                while not stop.wait(ROUND_S if signed_at else 0):
                    now = datetime.now(UTC).timestamp()
                    due = now - signed_at >= CHECKPOINT_S
                    report(one_round(connection, key if due else None, idle_limit_s))
                    signed_at = now if due else signed_at
        except CentralError as error:
            if error.code not in ("central_unreachable", "central_busy"):
                raise
            stop.wait(ROUND_S)


def one_round(connection: Connection, key: bytes | None, idle_limit_s: float = IDLE_LIMIT_S) -> UpkeepRound:
    """One round; with a key it signs checkpoints too."""
    with known_errors():
        ended = end_lock_holders(connection, idle_limit_s)
        partitions = make_partitions(connection)
        checkpoints = 0 if key is None else sign_checkpoints(connection, key)
        return UpkeepRound(tuple(ended), tuple(partitions), checkpoints, status_of(connection))


def checkpoint_key(path: Path) -> bytes:
    """The key of the checkpoints, made at first use, readable by its owner alone; it belongs outside the database."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=False)
        path.write_bytes(secrets.token_bytes(KEY_BYTES))
        return path.read_bytes()


_HOLDERS = """
    SELECT a.pid, a.usename FROM pg_stat_activity a
    WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND a.backend_type = 'client backend'
      AND (a.state LIKE 'idle in transaction%%' AND clock_timestamp() - a.state_change > make_interval(secs => %s)
           AND EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.locktype <> 'virtualxid')
        OR clock_timestamp() - a.xact_start > make_interval(secs => %s) AND EXISTS (
            SELECT FROM pg_locks w WHERE NOT w.granted AND a.pid = ANY (pg_blocking_pids(w.pid)))
           AND NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = a.usename AND r.rolsuper))
"""


def end_lock_holders(
    connection: Connection, idle_limit_s: float = IDLE_LIMIT_S, blocking_limit_s: float = BLOCKING_LIMIT_S
) -> list[str]:
    """End sessions that hold locks and do nothing, and people's sessions others have waited for too long.

    Any login may set its own time-outs to 0, so the server's settings alone don't help.
    """
    rows = connection.execute(_HOLDERS, (idle_limit_s, blocking_limit_s)).fetchall()
    for pid, _ in rows:
        connection.execute("SELECT pg_terminate_backend(%s)", (pid,))
    return [str(login) for _, login in rows]


def make_partitions(connection: Connection) -> list[str]:
    """Give this year's and next year's scans a partition each; years come by the Warsaw calendar."""
    made = []
    row = connection.execute("SELECT extract(year FROM now() AT TIME ZONE 'Europe/Warsaw')::integer").fetchone()
    assert row is not None
    for year in (row[0], row[0] + 1):
        name = f"scan_chunk_{year}"
        if connection.execute("SELECT to_regclass(%s) IS NOT NULL", (f"kancelaria.{name}",)).fetchone() == (True,):
            continue
        with connection.transaction():
            connection.execute("SET LOCAL lock_timeout = '2s'")
            connection.execute("SET LOCAL ROLE kancelaria_owner")
            _make_partition(connection, name, year)
        made.append(name)
    return made


def _make_partition(connection: Connection, name: str, year: int) -> None:
    """A partition of a year; rows that came before it and lie in the default one move along."""
    table, other = f"kancelaria.{name}", "kancelaria.scan_chunk_other"
    for statement in (
        f"CREATE TABLE {table} (LIKE kancelaria.scan_chunk INCLUDING ALL)",
        f"ALTER TABLE {table} ALTER COLUMN bytes SET STORAGE EXTERNAL",
        f"WITH early AS (DELETE FROM {other} WHERE year = {year} RETURNING *) INSERT INTO {table} SELECT * FROM early",
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY functions ON {table} TO kancelaria_owner USING (true) WITH CHECK (true)",
        f"ALTER TABLE kancelaria.scan_chunk ATTACH PARTITION {table} FOR VALUES IN ({year})",
    ):
        connection.execute(statement.encode())


def sign_checkpoints(connection: Connection, key: bytes) -> int:
    """Sign the newest link of every chain; returns how many were new."""
    made = 0
    for chain, newest in (
        ("audit", "SELECT DISTINCT ON (institution_id) institution_id, seq, link FROM kancelaria.audit"),
        ("access_log", "SELECT DISTINCT ON (institution_id) institution_id, seq, link FROM kancelaria.access_log"),
    ):
        for institution, seq, link in connection.execute(f"{newest} ORDER BY institution_id, seq DESC".encode()):
            made += connection.execute(
                "INSERT INTO kancelaria.checkpoint (institution_id, chain, seq, link, signature)"
                " VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                (institution, chain, seq, link, sign(key, institution, chain, seq, link)),
            ).rowcount
    return made
