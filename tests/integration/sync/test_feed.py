"""The feed: the office itself to every station, the newest first to whoever joins, each record once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from kancelaria.central.provision import unit_add, user_add, user_disable
from kancelaria.domain.incoming import Reproduction, ReproductionExtent
from kancelaria.services.assign import Target, assign_item, target_of
from kancelaria.services.exchange import FeedRow
from kancelaria.services.return_item import return_item
from kancelaria.services.void import void_item
from kancelaria.sync import pull
from tests.fakes.postgres import PostgresServer
from tests.integration.sync.posts import PASSWORD, FakeSite, PgSite, Post, Site

MakePost = Callable[..., Post]


@pytest.fixture
def pg(postgres_server: PostgresServer) -> PgSite:
    return PgSite(postgres_server)


class Watched:
    """A gateway that says what it is asked, before and after."""

    def __init__(self, inner: Any, asked: Callable[[str, list[FeedRow]], None]) -> None:
        self._inner = inner
        self._asked = asked

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._inner, name)
        if name not in ("pull", "pull_older"):
            return call

        def through(*args: Any) -> Any:
            rows = call(*args)
            self._asked(name, rows)
            return rows

        return through


def test_units_and_people_reach_every_station_and_so_do_their_changes(pg: PgSite, post: MakePost) -> None:
    desk = post(pg, pg.person("anna", "registry"))
    officer = post(pg, pg.person("olga", "officer", "GK"), "GK1")
    for each in (desk, officer):
        each.sync()
        queries = each.office.queries
        assert [(unit.symbol, unit.name) for unit in queries.units()] == [("BU", "Wydział BU"), ("GK", "Wydział GK")]
        assert {(one.login, one.role, one.unit) for one in queries.people()} == {
            (desk.login, "registry", None), (officer.login, "officer", "GK"),
        }, "an administrator takes no part in the office's work"  # fmt: skip
    unit_add(pg.admin, "BU-I", "Referat Pozwoleń", "BU")
    new = f"jan.{pg.admin.split('admin.')[1][:8]}"
    user_add(pg.admin, new, "officer", PASSWORD, unit="BU-I", surname="Nowak", given_names="Jan")
    for each in (desk, officer):
        each.sync()
        assert ("BU-I", "BU") in {(unit.symbol, unit.parent) for unit in each.office.queries.units()}
        [jan] = [one for one in each.office.queries.people() if one.login == new]
        assert (jan.surname, jan.given_names, jan.unit, jan.active) == ("Nowak", "Jan", "BU-I", True)
    item, queries = desk.register(), desk.office.queries
    to = target_of(new, [unit.symbol for unit in queries.units()], [one.login for one in queries.people()])
    assign_item(item.document_uid, to, desk.uow(), desk.office.workplace)
    assert desk.sync().rejected == 0

    user_disable(pg.admin, new)
    for each in (desk, officer):
        each.sync()
        assert new not in {one.login for one in each.office.queries.people()}, "nothing more is given to who left"
        assert new in {one.login for one in each.office.queries.people(active_only=False)}, "their name is still known"


def test_whoever_joins_gets_the_newest_first_and_news_between(
    site: Site, post: MakePost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pull, "BATCH", 4)
    here = post(site, site.person("anna", "registry"))
    made = [here.register(title=f"Pismo {n}") for n in range(15)]
    here.sync()
    there = post(site, site.person("bogdan", "registry"), "K2")
    steps: list[tuple[str, list[str]]] = []
    fresh: list[str] = []
    usable: list[list[str]] = []

    def asked(name: str, rows: Sequence[FeedRow]) -> None:
        steps.append((name, [row.aggregate_id for row in rows if row.aggregate == "item"]))
        usable.append([item.title for item in there.items().values()])
        if name == "pull_older" and not fresh and usable[-1]:
            # while older ones still come, somebody registers
            fresh.append(here.register(title="Nowe").id)
            here.sync()
            assert there.office.journal().counts().older > 0

    there.wrap = lambda gateway: Watched(gateway, asked)
    there.sync()
    ids = [item.id for item in made]
    older = [name for call, names in steps if call == "pull_older" for name in names]
    assert older[:4] == list(reversed(ids))[:4], "the newest come first"
    assert sorted(older) == sorted(ids)
    news = next(place for place, (call, names) in enumerate(steps) if call == "pull" and fresh[0] in names)
    last = max(place for place, (call, names) in enumerate(steps) if call == "pull_older" and names)
    assert news < last, "news don't wait for what is old"
    assert any(0 < len(titles) < len(made) and titles[0] == "Pismo 14" for titles in usable)
    assert [item.title for item in there.items().values()] == ["Nowe"] + [f"Pismo {n}" for n in reversed(range(15))]
    assert there.items() == here.items()
    found = there.office.queries.search("pismo").rows
    assert [row.title for row in found] == [item.title for item in there.items().values() if item.title != "Nowe"]
    assert there.office.journal().counts().older == 0
    assert there.sync().pulled == 0


def test_of_a_record_changed_often_only_its_last_row_is_sent(site: Site, post: MakePost) -> None:
    here, there = post(site, site.person("anna", "registry")), post(site, site.person("bogdan", "registry"), "K2")
    there.sync()
    item = here.register(title="0")
    for n in range(1, 6):
        here.amend(here.item(item.id), title=str(n))
        here.sync()
    rows: list[FeedRow] = []
    late = post(site, here.login, "K3")
    for each in (there, late):
        rows.clear()
        each.wrap = lambda gateway: Watched(gateway, lambda _name, found: rows.extend(found))
        each.sync()
        assert [row.version for row in rows if row.aggregate == "item"] == [6]
        assert each.item(item.id).title == "5"
    # read again from the beginning, as after a restore of the central
    rows.clear()
    there.office.journal().reset_cursors("another")
    there.office.journal().reset_cursors(here.office.journal().incarnation() or "")
    there.sync()
    assert [row.version for row in rows if row.aggregate == "item"] == [6]
    assert there.items() == here.items()


def test_every_version_of_every_record_stands_in_the_feed_of_each_of_its_audiences(pg: PgSite, post: MakePost) -> None:
    """Leaving superseded rows out rests on this."""
    desk = post(pg, pg.person("anna", "registry"))
    officer = post(pg, pg.person("olga", "officer", "GK"), "GK1")
    sealed = desk.register(sealed=True, reproduction=Reproduction(ReproductionExtent.NONE, "sealed"))
    items = [desk.register(title=f"Pismo {n}") for n in range(4)]
    at = desk.office.workplace
    for item in (sealed, *items[:3]):
        assign_item(item.document_uid, Target(unit="GK"), desk.uow(), at)
    for each in (desk, officer, desk):
        each.sync()
    return_item(items[0].document_uid, "nie nasze", officer.uow(), officer.office.workplace)
    officer.amend(officer.item(items[1].id), addressee="Referat")
    void_item(items[2].document_uid, "pomyłka", desk.uow(), at)
    assign_item(items[3].document_uid, Target(person=officer.login), desk.uow(), at)
    for each in (officer, desk, officer):
        each.sync()
    assign_item(items[0].document_uid, Target(unit="BU"), desk.uow(), at)
    desk.sync()
    with pg.connection() as connection:
        missing = connection.execute(
            "SELECT r.aggregate, r.id, a FROM kancelaria.record r, unnest(r.audiences) a WHERE NOT EXISTS ("
            " SELECT FROM kancelaria.feed f WHERE f.institution_id = r.institution_id"
            " AND f.audience IN (a, 'late:' || a) AND f.aggregate = r.aggregate AND f.aggregate_id = r.id"
            " AND f.version = r.version)"
        ).fetchall()
        [(records,)] = connection.execute("SELECT count(*) FROM kancelaria.record").fetchall()
    assert missing == []
    assert int(str(records)) > 15


def test_a_sender_written_down_at_two_stations_is_one_everywhere(site: Site, post: MakePost) -> None:
    here, there = post(site, site.person("anna", "registry")), post(site, site.person("bogdan", "registry"), "K2")
    for each in (here, there):
        each.sync()
    first, second = here.register(title="Tu"), there.register(title="Tam")
    assert book(here)[0].id != book(there)[0].id
    # the other one is told first; before this one hears of it, it learns more of its own
    there.sync()
    known = book(there)[0].id
    here.register(title="Z adresem", sender_street="ul. Próbna 5")
    for each in (here, there, here):
        each.sync()
    for each in (here, there):
        [one] = book(each)
        assert (one.id, one.sender.street) == (known, "ul. Próbna 5"), "one entry, its gaps filled"
        assert each.office.queries.tasks() == []
    # and what either learns of them later reaches both
    here.register(title="Z pocztą", sender_email=("biuro@example.com",))
    for each in (here, there):
        each.sync()
    assert [one.sender.email for each in (here, there) for one in book(each)] == [("biuro@example.com",)] * 2
    assert {first.id, second.id} < set(there.items())


def book(post: Post) -> list[Any]:
    return list(post.office.queries.complete_sender("Firma"))


def test_a_page_from_the_past_asked_for_before_news_came_counts_no_more(fake_site: FakeSite, post: MakePost) -> None:
    """Another process of the station may have taken in that one of its letters was withdrawn."""
    here = post(fake_site, fake_site.person("anna", "registry"))
    item = here.register()
    here.sync()
    late = post(fake_site, fake_site.person("bogdan", "registry"), "K2")
    gateway, journal = fake_site.connect(late.login), late.office.journal()
    newest = gateway.newest()["registry"]
    journal.join("registry")
    assert journal.begin("registry", newest)
    page = gateway.pull_older("registry", newest + 1, 100)
    assert [row.aggregate_id for row in page] == [item.id]
    journal.apply("registry", [FeedRow(newest + 1, "registry", "item", item.id, 0, None)], newest + 1)
    assert journal.apply_older("registry", page, {"registry": newest}, newest + 1) == []
    assert late.items() == {}
    assert journal.older() == {"registry": newest + 1}, "it is asked for again"
    assert journal.apply_older("registry", [], {"registry": newest + 1}, newest + 1) == []
    assert journal.older() == {}
    assert not journal.begin("registry", newest + 2), "who has begun doesn't begin anew"
