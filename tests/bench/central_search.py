"""Search in the central under row-level security over many items, each with one row of words."""

from __future__ import annotations

import statistics
import time
from itertools import product
from typing import Any

from kancelaria.central.connection import Connection, connect
from kancelaria.central.gateway import PgGateway
from tests.bench.central_seed import DATABASE, PASSWORD, login_of, prepared_central

FULL, QUICK = 1_000_000, 50_000
PART = 50_000
# (people who search, what they look for): common and rare words, numbers, beginnings, phrases
QUERIES: list[list[list[str]]] = [
    [["w3"]], [["w40"]], [["w999"]], [["w3"], ["w7"]], [["w12"], ["w300"]], [["w1", "w2"], ["w55"]], [["=ab 6730 17"]],
    [["=ab 6730 4242 2026"]], [["=n123*"]], [["w5"], ["=n77*"]], [["w100"], ["w200"], ["w300"]], [["nieznane"]],
]  # fmt: skip

# every item: a few words of falling frequency (as in language), a reference number, and its own number
_FILL = """
    INSERT INTO kancelaria.record (institution_id, aggregate, id, version, audiences, state, record)
    SELECT %(i)s, 'item', lpad(n::text, 12, '0'), 1,
           CASE WHEN n %% 50 = 0 THEN ARRAY['registry', 'unit:GK'] ELSE ARRAY['registry'] END, 'registered',
           jsonb_build_object('title', 'List ' || n)
    FROM generate_series(%(a)s::int, %(b)s::int) n;
"""
_WORDS = """
    INSERT INTO kancelaria.search_row
    SELECT %(i)s, lpad(n::text, 12, '0'), 1, 1,
           CASE WHEN n %% 50 = 0 THEN ARRAY['registry', 'unit:GK'] ELSE ARRAY['registry'] END,
           array_to_tsvector(w.words),
           (array_to_string(w.words, ' ') || ' n' || n || ' ab:100 6730:101 ' || n %% 9000 || ':102 2026:103')::tsvector
    FROM generate_series(%(a)s::int, %(b)s::int) n,
         LATERAL (SELECT array_agg(DISTINCT word) AS words FROM (
             SELECT 'w' || (1000 * power(random(), 3) + n * 0)::int AS word FROM generate_series(1, 40)) drawn) w;
"""


def search_figures(quick: bool) -> dict[str, Any]:
    """p95 over common and rare queries of a clerk who sees all, and of an officer who sees two in a hundred."""
    with prepared_central(1, {"shared_buffers": "512MB", "maintenance_work_mem": "512MB"}) as (server, url):
        count = QUICK if quick else FULL
        with connect(url) as connection:
            _fill(connection, count)
        times: dict[str, list[float]] = {}
        for login in (login_of(0), "referent"):
            with PgGateway(server.url(login, DATABASE, PASSWORD)) as gateway:
                gateway.search(QUERIES[0], 50)
                for _, query in product(range(5), QUERIES):
                    start = time.perf_counter()
                    gateway.search(query, 50)
                    times.setdefault(str(query), []).append((time.perf_counter() - start) * 1000)
    every = sorted(took for took_all in times.values() for took in took_all)
    worst = sorted(((max(took), query) for query, took in times.items()), reverse=True)[:3]
    return {
        "items": count,
        "median_ms": round(statistics.median(every), 1),
        "p95_ms": round(every[int(len(every) * 0.95)], 1),
        "slowest": {query: round(took, 1) for took, query in worst},
    }


def _fill(connection: Connection, count: int) -> None:
    row = connection.execute("SELECT institution_id FROM kancelaria.institution").fetchone()
    assert row is not None
    connection.execute("DROP INDEX kancelaria.search_words")
    for start in range(1, count + 1, PART):
        bounds = {"i": row[0], "a": start, "b": min(start + PART - 1, count)}
        connection.execute(_FILL, bounds)
        connection.execute(_WORDS, bounds)
    connection.execute("CREATE INDEX search_words ON kancelaria.search_row USING gin (lemmas, surface, audiences)")
    connection.execute("VACUUM ANALYZE kancelaria.search_row")
    connection.execute("VACUUM ANALYZE kancelaria.record")
