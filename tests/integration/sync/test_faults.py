"""What goes wrong between a station and the central: cuts, doubled answers, a copied disk, a central restored."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kancelaria.domain.errors import CentralError, CentralUnreachable, InvalidInput, StateForbids
from kancelaria.domain.incoming import SyncState
from kancelaria.services.assign import Target, assign_item
from kancelaria.services.tasks import Choice, resolve_task
from kancelaria.sync.status import SyncMood
from tests.fakes.central import Proxy
from tests.integration.sync.posts import FakeSite, Post, Site

MakePost = Callable[..., Post]
CUTS = 30


def drained(post: Post, tries: int = 200) -> None:
    """Sync until nothing breaks any more."""
    for _ in range(tries):
        try:
            post.sync()
        except CentralUnreachable:
            continue
        return
    pytest.fail("the line never held")


def test_after_a_cut_between_commit_and_answer_the_original_number_comes(site: Site, post: MakePost) -> None:
    here, there = post(site, site.person("anna", "registry")), post(site, site.person("bogdan", "registry"), "K2")
    mine = here.register()
    here.wrap = lambda gateway: Proxy(gateway, lambda name: "after" if name == "push" else None)
    with pytest.raises(CentralUnreachable):
        here.sync()
    assert here.item(mine.id).rpw_number is None
    assert here.engine.status.mood is SyncMood.OFFLINE
    assert here.engine.status.offline_since is not None
    assert here.engine.status.last_error is not None
    later = there.register()
    there.sync()
    assert there.item(later.id).rpw_number == 2
    here.wrap = lambda gateway: gateway
    here.sync()
    assert here.item(mine.id).rpw_number == 1
    assert here.engine.status.offline_since is None
    there.sync()
    assert here.items().keys() == there.items().keys()


def test_cut_doubled_and_turned_answers_change_nothing(site: Site, post: MakePost) -> None:
    source = random.Random(7)

    def fault(_name: str) -> str | None:
        return source.choice(["before", "after", "twice", "turned", "doubled", None, None, None, None])

    posts = [post(site, site.person(name, "registry"), f"K{n}") for n, name in enumerate(("anna", "bogdan"), 1)]
    for each in posts:
        each.wrap = lambda gateway: Proxy(gateway, fault)
    made = []
    for number in range(CUTS):
        each = posts[number % 2]
        made.append(each.register(title=f"Pismo {number}"))
        if number % 5 == 4:
            each.amend(each.item(made[-1].id), addressee=f"Adresat {number}")
        if number % 3 == 0:
            drained(each)
    for each in (*posts, *posts):
        drained(each)
    first, second = (each.items() for each in posts)
    assert first == second
    assert sorted(item.rpw_number or 0 for item in first.values()) == list(range(1, CUTS + 1))
    assert {item.id for item in made} == set(first)
    assert all(each.office.queries.tasks() == [] for each in posts)


def copied(post: Post, folder: Path, site: Site, login: str) -> Post:
    """A copy of a station's disk, as a cloned computer has it."""
    post.close()
    shutil.copytree(post.home, folder)
    post.open()
    return Post(folder, site, login)


def test_a_copied_disk_is_found_out_and_goes_on_under_a_new_epoch_and_series(
    site: Site, post: MakePost, folder: Path
) -> None:
    original = post(site, site.person("anna", "registry"))
    shared = original.register(title="Sprzed kopiowania")
    clone = copied(original, folder / "klon", site, original.login)
    try:
        here = original.register(title="Oryginał")
        there = clone.register(title="Klon")
        assert here.document_uid == there.document_uid, "both printed the same label"
        original.sync()
        series = clone.office.station.series
        report = clone.sync()
        assert report.forked
        station = clone.office.station
        assert station.series != series
        assert station.epoch > original.office.station.epoch
        assert clone.engine.status.notice is not None
        assert station.series in clone.engine.status.notice.message
        # the letter whose label somebody else's paper bears is said, and gets a new one
        [task] = clone.office.queries.tasks()
        assert (task.code, task.aggregate_id) == ("uid_taken", there.id)
        with pytest.raises(InvalidInput):
            resolve_task(task.id, Choice.DROP, clone.uow(), clone.office.workplace)
        resolve_task(task.id, Choice.NEW_LABEL, clone.uow(), clone.office.workplace)
        assert clone.item(there.id).document_uid.startswith(station.series)
        after = clone.register(title="Po wykryciu")
        assert after.document_uid.startswith(station.series)
        for each in (clone, original, clone):
            each.sync()
        told, copy = (
            [replace(item, version=0) for item in sorted(each.items().values(), key=lambda item: item.id)]
            for each in (original, clone)
        )
        assert told == copy
        assert set(original.items()) == {shared.id, here.id, there.id, after.id}
        assert sorted(item.rpw_number or 0 for item in clone.items().values()) == [1, 2, 3, 4]
        assert original.office.queries.tasks() == clone.office.queries.tasks() == []
        assert all(item.sync_state is SyncState.PUSHED for item in clone.items().values())
    finally:
        clone.close()


def test_an_officers_copied_disk_is_found_out_too(site: Site, post: MakePost, folder: Path) -> None:
    """It prints no labels, so it keeps its series; its changes go on under an epoch of its own."""
    desk = post(site, site.person("anna", "registry"))
    original = post(site, site.person("olga", "officer", "GK"), "GK1")
    items = [desk.register(title=f"Pismo {n}") for n in range(3)]
    for item in items:
        assign_item(item.document_uid, Target(unit="GK"), desk.uow(), desk.office.workplace)
    for each in (desk, original):
        each.sync()
    original.amend(original.item(items[0].id), remarks=("sprzed kopiowania",))
    original.sync()
    clone = copied(original, folder / "klon", site, original.login)
    try:
        before = clone.office.station
        original.amend(original.item(items[0].id), case_mark="GK.1.2026")
        clone.amend(clone.item(items[1].id), case_mark="GK.2.2026")
        clone.amend(clone.item(items[0].id), addressee="Referat Zieleni")
        original.sync()
        report = clone.sync()
        assert report.forked
        assert clone.office.station.epoch > original.office.station.epoch == before.epoch
        assert clone.office.station.series == before.series
        assert clone.engine.status.notice is not None
        # both work on, and say different things of one letter: a person decides, nobody overwrites
        original.amend(original.item(items[2].id), title="Tytuł z oryginału")
        clone.amend(clone.item(items[2].id), title="Tytuł z klonu")
        for each in (original, clone, original, desk):
            each.sync()
        assert not original.office.queries.tasks()
        [task] = clone.office.queries.tasks()
        assert (task.field, task.mine, task.theirs) == ("title", "Tytuł z klonu", "Tytuł z oryginału")
        resolve_task(task.id, Choice.MINE, clone.uow(), clone.office.workplace)
        for each in (clone, original, desk):
            each.sync()
        for each in (original, clone, desk):
            shown = [each.item(item.id) for item in items]
            assert [item.case_mark for item in shown] == ["GK.1.2026", "GK.2.2026", None]
            assert (shown[0].addressee, shown[2].title) == ("Referat Zieleni", "Tytuł z klonu")
            assert each.office.queries.waiting_events() == 0
        assert [post.sync().forked for post in (original, clone)] == [False, False]
    finally:
        clone.close()


def test_whoever_still_holds_the_old_series_must_not_write(fake_site: FakeSite, post: MakePost, folder: Path) -> None:
    original = post(fake_site, fake_site.person("anna", "registry"))
    original.register()
    clone = copied(original, folder / "klon", fake_site, original.login)
    try:
        before = clone.office.workplace
        stale = clone.uow()
        clone.register(title="Klon")
        original.register(title="Oryginał")
        original.sync()
        clone.sync()
        with pytest.raises(StateForbids) as refused, stale:
            pass
        assert refused.value.code == "station_renewed"
        assert clone.office.workplace.station != before.station
    finally:
        clone.close()


def test_a_restored_central_gets_back_what_it_lost_and_printed_numbers_stay(
    fake_site: FakeSite, post: MakePost
) -> None:
    central = fake_site.central
    here = post(fake_site, fake_site.person("anna", "registry"))
    there = post(fake_site, fake_site.person("bogdan", "registry"), "K2")
    kept = here.register(title="W kopii")
    here.sync()
    there.sync()
    backup = central.backup()
    lost = [each.register(title=f"Po kopii {n}") for n, each in enumerate((there, here, there))]
    there.amend(there.item(kept.id), addressee="Burmistrz")
    for each in (there, here, there):
        each.sync()
    numbers = {item.id: item.rpw_number for item in here.items().values()}
    central.restore(backup, {here.office.station.id, there.office.station.id})

    fresh = here.register(title="Po odtworzeniu")
    with pytest.raises(CentralError) as waits:
        here.sync()
    assert waits.value.code == "central_recovering"
    there.sync()
    here.sync()
    there.sync()
    assert here.items() == there.items()
    found = {item.id: item.rpw_number for item in here.items().values()}
    assert found == numbers | {fresh.id: len(numbers) + 1}
    assert {item.id for item in lost} < set(found)
    assert there.item(kept.id).addressee == "Burmistrz"
    assert here.office.queries.tasks() == there.office.queries.tasks() == []


def test_a_central_that_forgot_without_saying_so_gets_its_gap_filled(fake_site: FakeSite, post: MakePost) -> None:
    central = fake_site.central
    here = post(fake_site, fake_site.person("anna", "registry"))
    here.register(title="Jeden")
    here.sync()
    backup = central.backup()
    two = here.register(title="Dwa")
    here.sync()
    central.books = backup  # no new incarnation: nobody told
    three = here.register(title="Trzy")
    here.sync()
    assert central.item(two.id).record["rpw_number"] == 2
    assert here.item(three.id).rpw_number == 3


def test_a_hole_nobody_can_fill_is_numbered_over(fake_site: FakeSite, post: MakePost) -> None:
    here = post(fake_site, fake_site.person("anna", "registry"))
    item = here.register()
    stream = f"{here.office.station.id}/{here.login}/0"
    journal = here.office.journal()
    journal.close_gap(stream, 5)  # as a stream continued after lost answers
    here.sync()
    assert here.item(item.id).rpw_number == 1
    assert here.office.queries.waiting_events() == 0


def test_offline_work_goes_on_and_the_status_says_since_when(site: Site, post: MakePost) -> None:
    here = post(site, site.person("anna", "registry"))
    here.sync()
    here.wrap = lambda gateway: Proxy(gateway, lambda _name: "before")
    for number in range(3):
        here.register(title=f"Bez sieci {number}")
        with pytest.raises(CentralUnreachable):
            here.sync()
    status = here.engine.status
    assert (status.mood, status.waiting.events) == (SyncMood.OFFLINE, {here.login: 4})
    assert status.last_error is not None
    assert status.last_error.hint
    here.wrap = lambda gateway: gateway
    here.sync()
    assert here.engine.status.mood is SyncMood.CURRENT
    assert here.engine.status.waiting.total == 0
    assert [item.rpw_number for item in here.items().values()] == [3, 2, 1]
