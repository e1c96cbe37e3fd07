"""What the central's benchmarks share: a prepared central, registrations as stations send them, client processes."""

from __future__ import annotations

import hashlib
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from kancelaria.central.connection import connect
from kancelaria.central.gateway import PgGateway
from kancelaria.central.provision import central_init, unit_add, user_add
from kancelaria.domain.identifiers import make_document_uid
from kancelaria.services.exchange import Event, Hello, Verdict
from kancelaria.services.ids import Uuid7Source
from tests.bench.store_seed import GIVEN, MATTERS, SURNAMES
from tests.fakes.postgres import PostgresServer

DATABASE = "pomiar"
PASSWORD = "tylko-do-pomiaru"
SCHEMA = 1
PROCESSES = 4


def login_of(number: int) -> str:
    return f"k{number:03d}"


@contextmanager
def prepared_central(people: int, settings: dict[str, str] | None = None) -> Iterator[tuple[PostgresServer, str]]:
    """A server with an empty office and `people` clerks; (server, administrator's URL)."""
    with PostgresServer({"max_connections": "200"} | (settings or {})) as server:
        url = server.new_database(DATABASE)
        central_init(url, "Urząd Pomiarowy")
        unit_add(url, "GK", "Gospodarka komunalna")
        for number in range(people):
            user_add(url, login_of(number), "registry", PASSWORD)
        user_add(url, "referent", "officer", PASSWORD, unit="GK")
        yield server, url


def station_events(number: int, count: int) -> Iterator[list[Event]]:
    """Registrations of one station as it sends them: a correspondent and an item with two pages each."""
    source, ids, login = random.Random(number), Uuid7Source(), login_of(number)
    series = f"{chr(65 + number // 26)}{chr(65 + number % 26)}X"
    sequence = 0

    def event(aggregate: str, aggregate_id: str, patch: dict[str, Any]) -> Event:
        nonlocal sequence
        sequence += 1
        at = "2026-11-20T09:14:00.000Z"
        return Event(ids.new(), f"s{number}/{login}/0", sequence, at, login, aggregate, aggregate_id, 0, patch, SCHEMA)

    for serial in range(1, count + 1):
        sender = {"surname": source.choice(SURNAMES), "given_names": f"{source.choice(GIVEN)} {number} {serial}",
                  "town": "Tychy", "street": f"Polna {serial}", "postcode": "43-100", "country": "Polska"}  # fmt: skip
        patch = {f"sender.{name}": value for name, value in sender.items()}
        pages = [{"number": n, "width": 2480, "height": 3508, "dpi": 300, "blank": False, "barcodes": [],
                  "sha256": hashlib.sha256(f"{number}/{serial}/{n}".encode()).hexdigest()} for n in (1, 2)]  # fmt: skip
        item_id = ids.new()
        patch |= {
            "id": item_id, "document_uid": make_document_uid(series, 26, serial), "pages": pages, "rpw_year": 2026,
            "registered_at": "2026-11-20T09:14:00.000Z", "received_on": "2026-11-20", "title": source.choice(MATTERS),
            "letter_date": "2026-11-17", "sender_reference": f"AB.6730.{serial}.2026", "delivery_method": "post",
            "document_kind": ["application"], "access": "public", "attachment_count": 2, "dcmi_type": "Text",
            "reproduction.extent": "full", "state": "registered", "registered_by": login, "registry_point": "K1",
            "text_sha256": hashlib.sha256(item_id.encode()).hexdigest(), "addressee": "Wydział Gospodarki Komunalnej",
        }  # fmt: skip
        yield [event("correspondent", ids.new(), sender), event("item", item_id, patch)]


def stations_at_work(
    url: str, logins: list[tuple[int, str]], batch: int, seconds: float
) -> tuple[list[tuple[int, float]], float]:
    """One process's stations, each on its own connection; (registrations accepted, slowest push in ms) of each.

    And the processor seconds of this process: in an office they are spent at 64 desks, here on the server's cores.
    """
    begin, begun = threading.Barrier(len(logins)), time.process_time()
    done: list[tuple[int, float]] = []

    def work(number: int, own_url: str) -> None:
        waiting = station_events(number, 1_000_000)
        with PgGateway(own_url) as gateway:
            gateway.hello(Hello(f"s{number}", 0, "bench", SCHEMA, 1))
            begin.wait()
            end, accepted, slowest = time.monotonic() + seconds, 0, 0.0
            while time.monotonic() < end:
                events = [event for _ in range(batch) for event in next(waiting)]
                start = time.perf_counter()
                outcomes = gateway.push(events)
                slowest = max(slowest, (time.perf_counter() - start) * 1000)
                if any(outcome.verdict is not Verdict.ACCEPTED for outcome in outcomes):
                    raise RuntimeError(outcomes)
                accepted += batch
            done.append((accepted, slowest))

    _all_threads(lambda pair: work(*pair), logins)
    return done, time.process_time() - begun


def raw_inserts(url: str, connections: int, seconds: float) -> int:
    """How many one-row transactions the same server takes: nothing but the payload."""
    body = str(next(station_events(0, 1))[1].patch).replace("'", "")
    begin, done = threading.Barrier(connections), []

    def work(_: int) -> None:
        with connect(url) as connection:
            begin.wait()
            end, count = time.monotonic() + seconds, 0
            while time.monotonic() < end:
                connection.execute("INSERT INTO raw_ceiling (body) VALUES (%s)", (body,))
                count += 1
            done.append(count)

    _all_threads(work, list(range(connections)))
    return sum(done)


def _all_threads(work: Any, inputs: list[Any]) -> None:
    failures: list[BaseException] = []

    def guarded(value: Any) -> None:
        try:
            work(value)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(value,)) for value in inputs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def in_processes(work: Any, calls: list[tuple[Any, ...]]) -> list[Any]:
    """Run calls of a module's function in processes of their own, all at once."""
    with ProcessPoolExecutor(len(calls), mp_context=get_context("spawn")) as pool:
        return [future.result() for future in [pool.submit(work, *call) for call in calls]]
