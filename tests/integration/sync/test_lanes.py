"""What people do just now isn't kept waiting: neither by another desk's long outage nor by what one missed oneself."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest

from kancelaria.domain.errors import CentralUnreachable
from kancelaria.services.assign import Target, assign_item
from kancelaria.services.exchange import FeedRow, audience_of, feed_of, gap_end, gap_lane
from kancelaria.services.return_item import return_item
from kancelaria.sync import pull
from tests.fakes.central import Proxy
from tests.fakes.postgres import PostgresServer
from tests.integration.sync.posts import FakeSite, PgSite, Post, Site

MakePost = Callable[..., Post]


def letters(post: Post) -> list[str]:
    """Items in the order they came to a station."""
    return [name for kind, name in post.changed if kind == "item"]


def test_names_of_lanes() -> None:
    gap = gap_lane("unit:GK-II", 512)
    assert (gap_end(gap), feed_of(gap), audience_of(gap)) == (512, "unit:GK-II", "unit:GK-II")
    assert (gap_end("late:unit:GK"), feed_of("late:unit:GK")) == (None, "late:unit:GK")
    assert [audience_of(name) for name in ("late:unit:GK", "person:late", "registry")] == [
        "unit:GK", "person:late", "registry",
    ]  # fmt: skip


def test_a_new_letter_goes_before_the_long_outage_of_another_desk(
    postgres_server: PostgresServer, post: MakePost
) -> None:
    site = PgSite(postgres_server)
    away, here, there = (post(site, site.person(f"k{n}", "registry"), f"K{n}") for n in (1, 2, 3))
    here.register(title="Dawne")
    for each in (here, there):
        each.sync()
    old = [away.register(title=f"Z awarii {n}").id for n in range(60)]
    away.sync()
    new = here.register(title="Nowe")
    here.sync()
    there.changed.clear()
    there.sync()
    came = letters(there)
    behind = came[came.index(new.id) + 1 :]
    assert len(behind) >= 45, "all but the end of the outage, which no longer is one"
    assert set(came) == {*old, new.id}
    for each in (here, away):
        each.sync()
    assert there.items().keys() == here.items().keys() == away.items().keys()
    joins = post(site, site.person("k4", "registry"), "K4")
    joins.sync()
    assert joins.items().keys() == there.items().keys(), "who joins reads both lanes"
    assert joins.office.journal().counts().older == 0
    there.sync()
    assert there.sync().pulled == joins.sync().pulled == 0


def test_who_was_away_sees_the_newest_first_and_the_rest_after_any_end(
    site: Site, post: MakePost, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("FAR", 20), ("NEAR", 6), ("BATCH", 4), ("BETWEEN", 4)):
        monkeypatch.setattr(pull, name, value)
    here, there = (post(site, site.person(f"k{n}", "registry"), f"K{n}") for n in (1, 2))
    first = here.register(title="Najpierw")
    for each in (here, there):
        each.sync()
    made = []
    for number in range(24):
        made.append(here.register(title=f"Pismo {number}"))
        here.sync()
    here.amend(first, title="Po zmianie")
    here.sync()
    behind = []
    for calls in range(3, 12):
        left = iter([None] * calls + ["before"] * 99)
        there.wrap = lambda gateway, left=left: Proxy(gateway, lambda _name: next(left))  # type: ignore[misc]
        with suppress(CentralUnreachable):
            there.sync()
        if there.office.journal().counts().older:
            behind.append({item.title for item in there.items().values()})
        there.close()
        there.open()
    assert any("Pismo 23" in titles and "Pismo 5" not in titles for titles in behind), "the newest come first"
    there.wrap = lambda gateway: gateway
    there.sync()
    assert {item.title for item in there.items().values()} == {"Po zmianie", *(item.title for item in made)}
    assert there.items() == here.items()
    assert there.office.journal().counts().older == 0
    assert there.office.journal().lanes().keys() == there.office.journal().cursors().keys(), "no gap is left"
    assert there.sync().pulled == 0


def test_what_was_withdrawn_in_the_places_passed_over_goes(
    site: Site, post: MakePost, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("FAR", 5), ("NEAR", 2), ("BATCH", 3), ("BETWEEN", 1)):
        monkeypatch.setattr(pull, name, value)
    here = post(site, site.person("anna", "registry"))
    officer = post(site, site.person("olga", "officer", "GK"), "GK1")
    item = here.register(title="Krótko w wydziale")
    at = here.office.workplace
    assign_item(item.document_uid, Target(unit="GK"), here.uow(), at)
    here.sync()
    officer.sync()
    assert item.id in officer.items()
    return_item(item.document_uid, "nie nasze", here.uow(), at)
    others = [here.register(title=f"Następne {n}") for n in range(8)]
    for other in others:
        assign_item(other.document_uid, Target(unit="GK"), here.uow(), at)
    here.sync()
    officer.sync()
    assert set(officer.items()) == {other.id for other in others}


def test_a_batch_asked_for_before_another_process_moved_counts_no_more(fake_site: FakeSite, post: MakePost) -> None:
    here = post(fake_site, fake_site.person("anna", "registry"))
    item = here.register()
    here.sync()
    journal = here.office.journal()
    stood = {lane: position for lane, position in journal.lanes().items() if audience_of(lane) == "registry"}
    place = stood["registry"] + 1
    gone = FeedRow(place, "registry", "item", item.id, 0, None)
    # another process of the station takes in that the letter was withdrawn; ours comes late with what it was before
    journal.apply("registry", [gone], place, stood)
    late = FeedRow(place, "late:registry", "item", item.id, 9, {**fake_site.central.item(item.id).record})
    assert journal.apply("late:registry", [late], place, stood) == []
    assert "late:registry" not in journal.lanes()
    assert not journal.skip("registry", place - 1, place + 50), "nor is anything passed over from where nobody stands"
    assert journal.skip("registry", place, place + 50)
    assert journal.lanes()[gap_lane("registry", place + 50)] == place
    assert "registry" in journal.cursors()
    assert gap_lane("registry", place + 50) not in journal.cursors()
    assert journal.counts().older == 1
    journal.reset_cursors("another")
    assert set(journal.lanes().values()) == {0}, "who reads all again has nothing passed over"
    assert journal.counts().older == 0
    journal.skip("registry", 0, 7)
    journal.leave("registry")
    assert "registry" not in {audience_of(lane) for lane in journal.lanes()}
