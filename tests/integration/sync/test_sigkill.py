"""A station killed in the middle of its sync, at every kind of moment: nothing lost, nothing doubled, numbers 1…n."""

from __future__ import annotations

import multiprocessing
import random
import signal
from collections import Counter
from collections.abc import Callable
from multiprocessing.context import ForkServerContext

import pytest
from pysqlite3 import dbapi2

from tests.fakes.postgres import PostgresServer
from tests.integration.sync.children import JOINING, POINTS, join_and_die, sync_and_die
from tests.integration.sync.posts import PASSWORD, PgSite, Post

KILLS = 40
LIVES_AT_MOST = 90


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Real processes from a server that has everything imported."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.integration.sync.children"])
    return context


def test_kills_in_the_middle_of_sync_lose_and_double_nothing(
    postgres_server: PostgresServer, post: Callable[..., Post], processes: ForkServerContext
) -> None:
    site = PgSite(postgres_server)
    posts = [post(site, site.person(name, "registry"), f"K{n}") for n, name in enumerate(("anna", "bogdan"), 1)]
    source, made, ends = random.Random(20261121), [], Counter[str]()
    for kill in range(LIVES_AT_MOST):
        if ends["killed"] >= KILLS:
            break
        each, point = posts[kill % 2], POINTS[(kill // 2) % len(POINTS)]
        made += [each.register(title=f"Pismo {kill}/{n}") for n in range(2)]
        each.amend(source.choice(list(each.items().values())), addressee=f"Referat {kill}")
        url = postgres_server.url(each.login, site.database, PASSWORD)
        child = processes.Process(target=sync_and_die, args=(each.home, url, point, source.choice((1, 1, 2))))
        child.start()
        child.join(60)
        assert child.exitcode in (0, -signal.SIGKILL), "it neither ended nor was killed"
        if child.exitcode:
            ends.update(["killed", point])
    assert ends["killed"] >= KILLS
    assert all(ends[point] for point in POINTS), "a moment was never met"

    for each in (*posts, *posts):
        each.sync()
    first, second = (each.items() for each in posts)
    assert {item.id for item in made} == set(first) == set(second)
    assert {name: (item.rpw_number, item.title) for name, item in first.items()} == {
        name: (item.rpw_number, item.title) for name, item in second.items()
    }
    assert sorted(item.rpw_number or 0 for item in first.values()) == list(range(1, len(made) + 1))
    for each in posts:
        assert each.office.queries.waiting_events() == 0
        assert each.office.damage() == []
        database = dbapi2.connect(str(each.home / "kancelaria.sqlite"))
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        database.close()


def test_kills_while_joining_leave_no_hole_and_news_come_between(
    postgres_server: PostgresServer, post: Callable[..., Post], processes: ForkServerContext
) -> None:
    site = PgSite(postgres_server)
    here, late = (post(site, site.person(name, "registry"), f"K{n}") for n, name in enumerate(("anna", "bogdan"), 1))
    made = [here.register(title=f"Pismo {n}") for n in range(40)]
    here.sync()
    url, kills, seen = postgres_server.url(late.login, site.database, PASSWORD), 0, set[int]()
    for life in range(40):
        child = processes.Process(target=join_and_die, args=(late.home, url, JOINING[life % 2], 1 + life % 3))
        child.start()
        child.join(60)
        assert child.exitcode in (0, -signal.SIGKILL)
        kills += bool(child.exitcode)
        seen.add(len(late.items()))
        if not child.exitcode and not late.office.journal().counts().older:
            break
        if life % 3 == 0:
            here.amend(here.item(made[life % 40].id), addressee=f"Referat {life}")
            made.append(here.register(title=f"Nowe {life}"))
            here.sync()
    assert kills >= 5
    assert len(seen) > 3, "it came bit by bit"
    late.sync()
    assert list(late.items()) == list(here.items()), "all of them, in the same order"
    first, second = ({item.id: (item.rpw_number, item.title, item.addressee) for item in each.items().values()}
                     for each in (here, late))  # fmt: skip
    assert first == second
    assert set(second) == {item.id for item in made}
    assert late.office.damage() == []
