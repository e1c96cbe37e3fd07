"""A million correspondents: completion in the store and in the window, under a watchdog on its event loop."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2

from kancelaria.bootstrap import init_station, open_office
from kancelaria.domain.correspondents import Correspondent, PublicNumbers
from kancelaria.domain.incoming import Sender
from kancelaria.store.correspondents import row_values
from kancelaria.store.migrations import versions
from tests.bench.store_seed import GIVEN

FULL, QUICK = 1_000_000, 20_000
LIMITS_MS = {"store_p95": 100, "window_p95": 100, "longest_gap": 50}
_PARTS = ["ko", "wal", "nowa", "wiś", "niew", "dąb", "row", "lewan", "zie", "liń", "szy", "mań", "woź", "koz", "jan",
          "maz", "kra", "sob", "ol", "szew", "mich", "pie", "trz", "gra", "bą", "łuk", "żu"]  # fmt: skip
_ENDS = ["ski", "cka", "czyk", "ak", "owicz", "ek", "iński", "ewska", "ara", "uś"]
_KINDS = ("Spółka {} sp. z o.o.", "Wspólnota Mieszkaniowa {}", "Zakład {}", "Fundacja {}", "Stowarzyszenie {}")
_TYPED = (
    "ko", "kow", "kowal", "now", "jan", "jan ko", "wis", "wiśn", "dab", "dąbr", "katarzyna", "spol", "wspólnota m",
    "zakl", "fund", "tychy", "anna tychy", "krzysztof zo", "lewand", "szym", "wozn", "zzz", "mi", "a", "piotr krako",
    "stow sob", "123", "12345", "525-000", "barbara swid", "agnieszka lewandows", "tomasz k mik", "paw", "maria p",
)  # fmt: skip
_TOWNS = ["Mikołów", "Olsztyn", "Łódź", "Kraków", "Żory", "Tychy", "Katowice", "Gliwice", "Świdnica", "Poznań"]


def run(quick: bool = False) -> dict[str, Any]:
    """Figures in milliseconds beside what they must be."""
    home = prepared_home(QUICK if quick else FULL)
    with open_office(home) as office:
        times = []
        for typed in _TYPED * (3 if quick else 10):
            begun = time.perf_counter()
            office.queries.complete_sender(typed)
            times.append((time.perf_counter() - begun) * 1000)
        begun = time.perf_counter()
        pairs = len(office.queries.suspected())
        suspected = time.perf_counter() - begun
    window = _window(home)
    got = {"store_p95": _p95(times), "window_p95": window["p95"], "longest_gap": window["longest_gap"]}
    return {
        "name": "correspondents",
        "correspondents": QUICK if quick else FULL,
        "store_ms": {"median": round(statistics.median(times), 2), "p95": _p95(times), "max": round(max(times), 2)},
        "window_ms": window,
        "suspected": {"pairs": pairs, "seconds": round(suspected, 1)},
        "limits_ms": LIMITS_MS,
        "met": {name: got[name] <= limit for name, limit in LIMITS_MS.items()},
    }


def prepared_home(count: int) -> Path:
    """A station of so many correspondents, made once and kept in the temporary folder."""
    schema = b"".join(file.read_bytes() for file in sorted(Path(versions.__path__[0]).glob("v*")))
    mark = hashlib.sha256(Path(__file__).read_bytes() + schema).hexdigest()[:12]
    home = Path(os.environ.get("KANCELARIA_BENCH", tempfile.gettempdir())) / f"kancelaria-people-{count}-{mark}"
    if not (home / "ready").exists():
        if not (home / "kancelaria.sqlite").exists():
            init_station(home, "Urząd Miasta Pomiarowo", "K1")
        _fill(home, count)
        (home / "ready").touch()
    return home


def _fill(home: Path, count: int) -> None:
    database = dbapi2.connect(str(home / "kancelaria.sqlite"), isolation_level=None)
    database.execute("PRAGMA synchronous=OFF")
    database.execute("DELETE FROM correspondent")
    database.execute("BEGIN")
    rows = _rows(count)
    first = next(rows)
    insert = f"INSERT INTO correspondent ({', '.join(first)}) VALUES ({', '.join('?' * len(first))})"
    database.execute(insert, tuple(first.values()))
    database.executemany(insert, (tuple(row.values()) for row in rows))
    database.execute("COMMIT")
    database.execute("ANALYZE")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def _rows(count: int) -> Iterator[dict[str, Any]]:
    source = random.Random(20261121)
    surnames = [
        "".join(source.choices(_PARTS, k=source.randint(1, 3))).capitalize() + source.choice(_ENDS)
        for _ in range(40_000)
    ]
    for number in range(1, count + 1):
        town, street = source.choice(_TOWNS), f"ul. Próbna {number}"
        postcode = f"{source.randint(30, 49)}-{source.randint(100, 199)}"
        place: dict[str, Any] = {"street": street, "town": town, "postcode": postcode, "country": "PL"}
        if source.random() < 0.15:
            name = f"{source.choice(_KINDS).format(source.choice(surnames))} {number}"
            sender, nip = Sender(organisation=name, **place), f"{source.randint(10**9, 10**10 - 1)}"
        else:
            sender, nip = Sender(surname=source.choice(surnames), given_names=source.choice(GIVEN), **place), None
        uses = int(source.paretovariate(1.2))
        day = f"202{source.randint(3, 6)}-{source.randint(1, 10):02d}-{source.randint(1, 28):02d}T09:00:00.000Z"
        known = Correspondent(f"c{number:035d}", sender, uses, day, 1, PublicNumbers(nip=nip))
        yield {"id": known.id} | row_values(known, number)


def _window(home: Path) -> dict[str, Any]:
    """Typing in the desk's form, in a process of its own."""
    target = home / "window.json"
    environment = os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    subprocess.run(
        [sys.executable, "-m", "tests.bench.watchdog_correspondents", str(home), str(target), *_TYPED],
        env=environment, check=True,
    )  # fmt: skip
    told: dict[str, Any] = json.loads(target.read_text("utf-8"))
    times = told.pop("times_ms")
    return {"median": round(statistics.median(times), 1), "p95": _p95(times), "max": round(max(times), 1)} | told


def _p95(times: list[float]) -> float:
    ordered = sorted(times)
    return round(ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)], 2)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    print(json.dumps(run(parser.parse_args().quick), ensure_ascii=False, indent=2))
