"""The local store with a million items: registration, search, register view. `run(quick)` gives figures and limits."""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from kancelaria.bootstrap import Office, open_office
from kancelaria.domain.incoming import ItemState, Sender
from kancelaria.services.queries import ALL, ItemFilter, SortColumn
from kancelaria.services.register import RegisterIncoming, register_incoming
from tests.bench.store_seed import GIVEN, MATTERS, SURNAMES, prepared_home, sentence_pool

FULL, QUICK = 1_000_000, 20_000
LIMITS_MS = {"registration_p99": 50, "search_p95": 100, "register_open": 150, "register_end": 150, "register_sort": 150}
QUERIES = [
    "warunki zabudowy", "kowalczyk", "wiśniewskiej", "zolw", "drzewami", "prośba umorzenie", '"zajęcie pasa drogowego"',
    "sądu rejonowego w Olsztynie", "komornika", "odwołania decyzji", "AB.6730.123.2026", "AB.6730.17.2026", "hałasu",
    "fakturę materiały", "mieszkańców petycją", "zaległość rata", "kosztor*", "nowakow*", "postępowanie dowody",
    "zaświadczeniem zameldowanie Łódź", "rozprawa Tychy", "uchwała stawka", "Dąbrowska Żory", "działka 777",
    "pelnomocnictwo",
    "123/2026", "pro*", "sprawa decyzja dokument",
]  # fmt: skip


def run(quick: bool = False) -> dict[str, Any]:
    """Figures in milliseconds beside what they must be."""
    home = prepared_home(QUICK if quick else FULL)
    with open_office(home) as office:
        items = office.queries.register_count()
        figures = {
            "registration": _registration(office, 200 if quick else 2000),
            "search": _search(office, 3 if quick else 5),
            "register": _register_view(office),
        }
    got = {
        "registration_p99": figures["registration"]["p99"],
        "search_p95": figures["search"]["p95"],
        "register_open": figures["register"]["open"],
        "register_end": figures["register"]["end"],
        "register_sort": figures["register"]["sort"],
    }
    return {
        "name": "store",
        "items": items,
        "figures_ms": figures,
        "limits_ms": LIMITS_MS,
        "met": {name: got[name] <= limit for name, limit in LIMITS_MS.items()},
    }


def _registration(office: Office, repeats: int) -> dict[str, float]:
    source, pool = random.Random(1), sentence_pool()[:500]
    made: list[RegisterIncoming] = []
    for number in range(repeats):
        text = "\f".join(" ".join(s for s, _, _ in source.sample(pool, 12)) for _ in range(2))
        sender = Sender(surname=source.choice(SURNAMES), given_names=f"{source.choice(GIVEN)} {number}", town="Tychy")
        made.append(
            RegisterIncoming(
                office.ids.new(),
                "2026-11-21",
                source.choice(MATTERS),
                sender,
                no_date=True,
                no_reference=True,
                text=text,
                confirmed=True,
            )
        )
    commands = iter(made)
    return _timed(repeats, lambda: register_incoming(next(commands), office.uow("pomiar"), office.workplace))


def _search(office: Office, rounds: int) -> dict[str, Any]:
    slowest: dict[str, float] = {}
    times: list[float] = []
    for query in _rounds(QUERIES, rounds):
        start = time.perf_counter()
        office.queries.search(query, 50)
        took = (time.perf_counter() - start) * 1000
        times.append(took)
        slowest[query] = max(slowest.get(query, 0), took)
    worst = sorted(slowest.items(), key=lambda pair: -pair[1])[:3]
    return _summary(times) | {"slowest": {query: round(ms, 1) for query, ms in worst}}


def _rounds(queries: list[str], rounds: int) -> Iterator[str]:
    for _ in range(rounds):
        yield from queries


def _register_view(office: Office) -> dict[str, float]:
    """The slowest of five runs of each gesture."""
    queries = office.queries

    def opened() -> None:
        queries.register_count()
        queries.register_window(ALL, SortColumn.NUMBER, True, 0, 60)

    total = queries.register_count()
    return {
        "open": _timed(5, opened)["max"],
        "end": _timed(5, lambda: queries.register_window(ALL, SortColumn.NUMBER, True, total - 60, 60))["max"],
        "middle": _timed(5, lambda: queries.register_window(ALL, SortColumn.SENDER, False, total // 2, 60))["max"],
        "sort": max(
            _timed(3, lambda column=column: queries.register_window(ALL, column, False, 0, 60))["max"]  # type: ignore[misc]
            for column in SortColumn
        ),
        "filtered": _timed(5, lambda: queries.register_window(
            ItemFilter(since="2026-10-01", state=ItemState.TO_VERIFY), SortColumn.SENDER, False, 0, 60))["max"],
    }  # fmt: skip


def _timed(repeats: int, action: Callable[[], object]) -> dict[str, float]:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        times.append((time.perf_counter() - start) * 1000)
    return _summary(times)


def _summary(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "median": round(statistics.median(ordered), 2),
        "p95": round(ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)], 2),
        "p99": round(ordered[min(int(len(ordered) * 0.99), len(ordered) - 1)], 2),
        "max": round(ordered[-1], 2),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    print(json.dumps(run(parser.parse_args().quick), ensure_ascii=False, indent=2))
