"""Issue 3, shows 1 and 2: the central stopped, 500 letters at each of two registry points, the central started."""

from __future__ import annotations

import multiprocessing
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kancelaria.central.provision import central_init, unit_add
from kancelaria.central.verify import verify
from kancelaria.domain.errors import CentralUnreachable
from kancelaria.domain.incoming import ItemState, SyncState
from kancelaria.services.assign import Target, assign_item
from kancelaria.services.return_item import return_item
from tests.e2e.children import register_many
from tests.fakes.postgres import PostgresServer
from tests.integration.sync.conftest import folder as folder
from tests.integration.sync.posts import PASSWORD, PgSite, Post, new_post

LETTERS = 500
ROUTED = 10


class OwnSite(PgSite):
    """An institution alone on a server of its own, which may be stopped."""

    def __init__(self, server: PostgresServer) -> None:
        self._server, self.database, self._number = server, f"urzad_{uuid.uuid4().hex[:8]}", "u1"
        server.new_database(self.database)
        administrator = ("admin.u1", PASSWORD)
        central_init(server.url(database=self.database), "Urząd Próbny", administrator=administrator)
        self.admin = server.url(administrator[0], self.database, PASSWORD)
        unit_add(self.admin, "GK", "Wydział Gospodarki Komunalnej")


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    with PostgresServer() as running:
        yield running


@pytest.fixture
def post(folder: Path) -> Iterator[Callable[..., Post]]:
    made: list[Post] = []

    def make(site: PgSite, login: str, point: str) -> Post:
        made.append(new_post(folder / point, site, login, point))
        return made[-1]

    yield make
    for each in made:
        each.close()


def registered_in_processes(posts: dict[str, Post]) -> None:
    """Each station in a process of its own, at the same time."""
    context = multiprocessing.get_context("forkserver")
    children = [
        context.Process(target=register_many, args=(each.home, each.login, point, LETTERS))
        for point, each in posts.items()
    ]
    for child in children:
        child.start()
    for child in children:
        child.join(240)
        assert child.exitcode == 0


def test_five_hundred_letters_at_each_point_while_the_central_is_down(
    server: PostgresServer, post: Callable[..., Post]
) -> None:
    site = OwnSite(server)
    first = post(site, site.person("anna", "registry"), "K1")
    second = post(site, site.person("bogdan", "registry"), "K2")
    officer = post(site, site.person("olga", "officer", "GK"), "GK1")
    early = first.register(title="Sprzed przerwy")
    assign_item(early.document_uid, Target(unit="GK"), first.uow(), first.office.workplace)
    for each in (first, second, officer):
        each.sync()

    server.stop()
    registered_in_processes({"K1": first, "K2": second})
    # the officer works on, too
    officer.amend(officer.item(early.id), case_mark="GK.6131.1.2026")
    for each in (first, second, officer):
        with pytest.raises(CentralUnreachable):
            each.sync()
        assert each.office.queries.waiting_events() > 0
    server.start()

    for each in (first, second, officer):
        each.sync()
    routed = list(first.items().values())[:ROUTED]
    for item in routed:
        assign_item(item.document_uid, Target(unit="GK"), first.uow(), first.office.workplace)
    for each in (first, second, officer):
        each.sync()
    here, there = first.items(), second.items()
    assert {name: seen(item) for name, item in here.items()} == {name: seen(item) for name, item in there.items()}
    assert len(here) == 2 * LETTERS + 1
    assert sorted(item.rpw_number or 0 for item in here.values()) == list(range(1, 2 * LETTERS + 2))
    titles = sorted(item.title for item in here.values() if item.id != early.id)
    assert titles == sorted(f"Wniosek {point}-{n:03d}" for point in ("K1", "K2") for n in range(LETTERS))
    assert len({item.document_uid for item in here.values()}) == len(here)
    assert {item.sync_state for item in (*here.values(), *there.values())} == {SyncState.PUSHED}
    assert {item.id for item in officer.items().values()} == {early.id, *(item.id for item in routed)}
    assert here[early.id].case_mark == "GK.6131.1.2026"
    for each in (first, second, officer):
        assert each.office.queries.waiting_events() == 0
        assert each.office.queries.tasks() == []
        assert each.office.damage() == []
        assert each.sync().pulled == 0
    found = verify(server.url(database=site.database))
    assert found.problems == []
    assert found.counts["register_entries"] == found.counts["items"] == 2 * LETTERS + 1


def seen(item: Any) -> tuple[Any, ...]:
    return item.document_uid, item.rpw_number, item.title, item.addressee, item.state, item.registered_by


def test_what_anna_left_behind_offline_arrives_under_her_name_while_bogdan_works(
    server: PostgresServer, post: Callable[..., Post]
) -> None:
    site = OwnSite(server)
    desk = post(site, site.person("anna", "registry"), "K1")
    other = post(site, site.person("celina", "registry"), "K2")
    anna, bogdan = desk.login, site.person("bogdan", "registry")
    for each in (desk, other):
        each.sync()
    server.stop()
    left = [desk.register(title=f"Anny {n}") for n in range(3)]
    with pytest.raises(CentralUnreachable):
        desk.sync()
    # she goes home; he signs in at the same counter, the central still down
    desk.login = bogdan
    own = desk.register(title="Bogdana")
    assign_item(left[0].document_uid, Target(unit="GK"), desk.uow(), desk.office.workplace)
    return_item(left[0].document_uid, "nie nasze", desk.uow(), desk.office.workplace)
    with pytest.raises(CentralUnreachable):
        desk.sync()
    server.start()
    report = desk.sync()
    assert report.stuck == ()
    assert desk.office.queries.waiting_events() == 0
    other.sync()
    assert {item.title: item.registered_by for item in other.items().values()} == {
        "Anny 0": anna, "Anny 1": anna, "Anny 2": anna, "Bogdana": bogdan,
    }  # fmt: skip
    assert other.item(left[0].id).state is ItemState.RETURNED
    assert other.item(own.id).rpw_number is not None
    with site.connection() as connection:
        authors = connection.execute(
            "SELECT DISTINCT split_part(stream, '/', 2), aggregate_id = %s FROM kancelaria.event"
            " WHERE aggregate = 'item' AND given ? 'rpw_number'",
            (own.id,),
        ).fetchall()
    assert set(authors) == {(anna, False), (bogdan, True)}
    assert verify(server.url(database=site.database)).problems == []
