"""Sync against a real PostgreSQL: a drain of 50,000 events, and the time from one station's store to the other's."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import statistics
import tempfile
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from kancelaria.bootstrap import Office, open_office
from kancelaria.central.connection import connect
from kancelaria.central.gateway import EVENTS_A_TRANSACTION, PgGateway
from kancelaria.central.provision import central_init, user_add
from kancelaria.domain.incoming import Sender
from kancelaria.services.register import RegisterIncoming, _draft, _numbered, _write, register_incoming
from kancelaria.services.search_rows import search_rows
from kancelaria.sync.status import SyncMood
from tests.bench.central_seed import station_events
from tests.bench.store_seed import MATTERS
from tests.fakes.postgres import PostgresServer
from tests.integration.sync.posts import PASSWORD, new_post

EVENTS, QUICK_EVENTS = 50_000, 3_000
LETTERS, QUICK_LETTERS = 200, 40
LIMITS = {"drain_50000_seconds": 60, "to_other_store_p95_ms": 1000}
_A_TRANSACTION = 500
CEILING_S, QUICK_CEILING_S = 5.0, 1.0


def run(quick: bool = False) -> dict[str, Any]:
    """Figures beside what they must be; a quick run's drain is scaled to 50,000 events."""
    with PostgresServer() as server, tempfile.TemporaryDirectory() as folder:
        server.new_database("bench")
        central_init(server.url(database="bench"), "Urząd Pomiarów", administrator=("admin", PASSWORD))
        for login in ("anna", "bogdan"):
            user_add(server.url("admin", "bench", PASSWORD), login, "registry", PASSWORD)
        urls = {login: server.url(login, "bench", PASSWORD) for login in ("anna", "bogdan")}
        homes = {login: _station(Path(folder) / login, urls[login], login) for login in urls}
        latency = _to_other_store(homes, urls, QUICK_LETTERS if quick else LETTERS)
        drain = _drain(homes["anna"], urls["anna"], QUICK_EVENTS if quick else EVENTS)
        ceiling = _ceiling(server.url(database="bench"), QUICK_CEILING_S if quick else CEILING_S)
        drain |= ceiling | {
            "share_of_raw": round(drain["events_a_second"] / ceiling["raw_rows_a_second"], 3),
        }
    got = {
        "drain_50000_seconds": drain["seconds"] * EVENTS / drain["events"],
        "to_other_store_p95_ms": latency["p95_ms"],
    }
    return {
        "name": "sync",
        "figures": {"drain": drain, "register_to_other_store": latency},
        "limits": LIMITS,
        "met": {name: got[name] <= limit for name, limit in LIMITS.items()},
    }


class _Urls:
    def __init__(self, url: str) -> None:
        self._url = url

    def connect(self, _login: str) -> PgGateway:
        return PgGateway(self._url)


def _station(home: Path, url: str, login: str) -> Path:
    new_post(home, _Urls(url), login, login[0].upper() + "1").close()  # type: ignore[arg-type]
    return home


def _command(office: Office, number: int) -> RegisterIncoming:
    return RegisterIncoming(
        office.ids.new(), "2026-11-20", f"{MATTERS[number % len(MATTERS)]} {number}",
        Sender(organisation="Firma Próbna", town="Żory"), no_date=True, no_reference=True, confirmed=True,
        text=f"Treść pisma numer {number} w sprawie {MATTERS[number % len(MATTERS)]}",
    )  # fmt: skip


def fill(office: Office, count: int, login: str = "anna") -> None:
    """Letters of a long outage; many a transaction, so that making them takes no longer than it must."""
    at = office.workplace
    for start in range(0, count, _A_TRANSACTION):
        with office.uow(login) as uow:
            for number in range(start, min(start + _A_TRANSACTION, count)):
                cmd = _command(office, number)
                draft = _draft(cmd, at)
                _write(_numbered(draft, cmd, uow, at), cmd, search_rows(draft, cmd.text, at.analyzer), uow, at)
            uow.commit()


def _drain(home: Path, url: str, events: int) -> dict[str, Any]:
    """From connecting until the outbox is empty and the feed, our own letters in it, is read; files come behind it."""
    with open_office(home) as office:
        fill(office, events)
        waiting = office.queries.waiting_events()
        done = threading.Event()
        moments: dict[str, float] = {}
        engine = office.sync_engine(lambda: PgGateway(url))

        def told(status: Any) -> None:
            if status.mood is SyncMood.CURRENT and not done.is_set():
                moments["end"] = time.perf_counter()
                done.set()

        engine.on_status(told)
        begun = time.perf_counter()
        close = engine.start()
        finished = done.wait(900)
        close()
        seconds = moments.get("end", time.perf_counter()) - begun
        left = office.queries.waiting_events()
    return {
        "events": waiting, "left": left, "finished": finished, "seconds": round(seconds, 1),
        "events_a_second": round(waiting / seconds),
    }  # fmt: skip


def _ceiling(url: str, seconds: float) -> dict[str, int]:
    """What the same server takes from one connection: plain rows as large as an event, as many a transaction as a drain
    pushes, flushed; and one a transaction."""
    body, rows, single = str(next(station_events(0, 1))[1].patch), 0, 0
    with connect(url) as connection:
        connection.execute("CREATE TABLE raw_ceiling (id bigserial PRIMARY KEY, body text NOT NULL)")
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            with connection.transaction(), connection.cursor() as cursor:
                cursor.executemany("INSERT INTO raw_ceiling (body) VALUES (%s)", [(body,)] * EVENTS_A_TRANSACTION)
            rows += EVENTS_A_TRANSACTION
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            connection.execute("INSERT INTO raw_ceiling (body) VALUES (%s)", (body,))
            single += 1
        connection.execute("DROP TABLE raw_ceiling")
    return {"raw_rows_a_second": round(rows / seconds), "raw_single_inserts_a_second": round(single / seconds)}


def _listen(home: Path, url: str, told: Connection) -> None:
    """The other station: says when each letter is in its store."""
    with open_office(home) as office:
        engine = office.sync_engine(lambda: PgGateway(url))
        engine.on_changed(
            lambda records: [told.send((name, time.time())) for kind, name in records if kind == "item"] and None
        )
        engine.on_status(lambda status: told.send(None) if status.mood is SyncMood.CURRENT else None)
        close = engine.start()
        told.poll(None)
        close()


def _to_other_store(homes: dict[str, Path], urls: dict[str, str], letters: int) -> dict[str, Any]:
    ours, theirs = multiprocessing.Pipe()
    context = multiprocessing.get_context("spawn")
    child = context.Process(target=_listen, args=(homes["bogdan"], urls["bogdan"], theirs))
    child.start()
    theirs.close()
    assert ours.poll(60), "the other station didn't start"
    ours.recv()
    times = []
    with open_office(homes["anna"]) as office:
        engine = office.sync_engine(lambda: PgGateway(urls["anna"]))
        close = engine.start()
        for number in range(letters):
            item = register_incoming(_command(office, number), office.uow("anna"), office.workplace)
            registered = time.time()
            engine.wake()
            times.append((_arrival(ours, item.id) - registered) * 1000)
        close()
    ours.send("end")
    child.join(30)
    ordered = sorted(times)
    return {
        "letters": letters, "median_ms": round(statistics.median(ordered)),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)]), "max_ms": round(ordered[-1]),
    }  # fmt: skip


def _arrival(told: Connection, item_id: str) -> float:
    while told.poll(60):
        said = told.recv()
        if said is not None and said[0] == item_id:
            return float(said[1])
    raise TimeoutError(item_id)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    print(json.dumps(run(parser.parse_args().quick), ensure_ascii=False, indent=2))
