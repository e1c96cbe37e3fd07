"""The central under load: registrations a second, also with a slow flush and a backup, and search under its rights."""

from __future__ import annotations

import argparse
import json
import shutil
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from kancelaria.central.backup import backup
from kancelaria.central.connection import connect
from kancelaria.central.verify import verify
from tests.bench.central_search import search_figures
from tests.bench.central_seed import (
    DATABASE,
    PASSWORD,
    PROCESSES,
    in_processes,
    login_of,
    prepared_central,
    raw_inserts,
    stations_at_work,
)
from tests.fakes.postgres import PostgresServer

STATIONS = 64
# a station under load has more than one letter waiting when its turn comes; one at a time stands beside it
A_PUSH = 5
SLOW_FLUSH = {"commit_delay": "2000", "commit_siblings": "0"}
LIMITS = {"as_it_is": 1000, "slow_flush_and_backup": 500, "search_p95_ms": 200}


def run(quick: bool = False) -> dict[str, Any]:
    """Figures beside what they must be, and the raw insert ceiling of the same server."""
    seconds = 5.0 if quick else 20.0
    figures: dict[str, Any] = {
        "as_it_is_one_a_push": _registrations({}, seconds, 1, with_backup=False),
        "as_it_is": _registrations({}, seconds, A_PUSH, with_backup=False),
        "slow_flush_and_backup": _registrations(SLOW_FLUSH, seconds, A_PUSH, with_backup=True),
        "search": search_figures(quick),
    }
    got = {
        "as_it_is": figures["as_it_is"]["registrations_a_second"],
        "slow_flush_and_backup": figures["slow_flush_and_backup"]["registrations_a_second"],
        "search_p95_ms": figures["search"]["p95_ms"],
    }
    met = {name: got[name] <= LIMITS[name] if name.endswith("_ms") else got[name] >= LIMITS[name] for name in LIMITS}
    return {"name": "central", "stations": STATIONS, "a_push": A_PUSH, "figures": figures, "limits": LIMITS, "met": met}


def _registrations(settings: dict[str, str], seconds: float, batch: int, with_backup: bool) -> dict[str, Any]:
    with prepared_central(STATIONS, settings) as (server, url):
        ceiling = _ceiling(url, seconds / 2)
        calls = []
        for process in range(PROCESSES):
            numbers = range(process, STATIONS, PROCESSES)
            logins = [(number, server.url(login_of(number), DATABASE, PASSWORD)) for number in numbers]
            calls.append((url, logins, batch, seconds))
        server_seconds = -_processor_seconds(server)
        with _BackupsRunning(server, url, with_backup) as backups:
            parts = in_processes(stations_at_work, calls)
        server_seconds += _processor_seconds(server)
        done = [pair for part, _ in parts for pair in part]
        accepted = sum(count for count, _ in done)
        report = verify(url)
        return {
            "registrations_a_second": round(accepted / seconds),
            "share_of_raw": round(accepted / seconds / ceiling, 3),
            "slowest_push_ms": round(max(slowest for _, slowest in done)),
            "raw_inserts_a_second": ceiling,
            "server_processor_ms": round(server_seconds / accepted * 1000, 3),
            "stations_processor_ms": round(sum(spent for _, spent in parts) / accepted * 1000, 3),
            "backups_taken": backups.taken,
            "numbers_given": report.counts["register_entries"],
            "problems": len(report.problems),
        }


def _ceiling(url: str, seconds: float) -> int:
    with connect(url) as connection:
        connection.execute("CREATE TABLE raw_ceiling (id bigserial PRIMARY KEY, body text NOT NULL)")
    counts: list[int] = in_processes(raw_inserts, [(url, STATIONS // PROCESSES, seconds)] * PROCESSES)
    with connect(url) as connection:
        connection.execute("DROP TABLE raw_ceiling")
    return round(sum(counts) / seconds)


def _processor_seconds(server: PostgresServer) -> float:
    """What the server and all its connections, ended ones too, have spent so far."""
    postmaster = psutil.Process(server.pid)
    spent = 0.0
    for child in postmaster.children():
        with suppress(psutil.NoSuchProcess):  # one that ends meanwhile is among the ended, read afterwards
            each = child.cpu_times()
            spent += each.user + each.system
    ended = postmaster.cpu_times()
    return float(ended.children_user + ended.children_system + spent)


class _BackupsRunning:
    """Backups one after another while the block runs."""

    def __init__(self, server: PostgresServer, url: str, wanted: bool) -> None:
        self.taken = 0
        self._folder = server.data.parent / "backups"
        self._url = url
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work) if wanted else None

    def _work(self) -> None:
        while not self._over.is_set():
            target = self._folder / str(time.monotonic_ns())
            backup(self._url, target, check=False)
            self.taken += 1
            shutil.rmtree(target)

    def __enter__(self) -> _BackupsRunning:
        Path(self._folder).mkdir()
        if self._thread is not None:
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    print(json.dumps(run(parser.parse_args().quick), ensure_ascii=False, indent=2))
