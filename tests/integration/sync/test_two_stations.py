"""Two stations and a central: letters reach everybody once, numbered; changes meet field by field."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kancelaria.domain.errors import StateForbids
from kancelaria.domain.incoming import ItemState, Page, SyncState
from kancelaria.services.assign import Target, assign_item, correct_assignment
from kancelaria.services.renditions import SEARCHABLE_PDF, add_rendition
from kancelaria.services.return_item import return_item
from kancelaria.services.tasks import Choice, TaskKind, resolve_task
from tests.integration.sync.posts import FakeSite, Post, Site

MakePost = Callable[..., Post]


def two(site: Site, post: MakePost) -> tuple[Post, Post]:
    return post(site, site.person("anna", "registry"), "K1"), post(site, site.person("bogdan", "registry"), "K2")


def settled(*posts: Post) -> None:
    for _ in range(2):
        for each in posts:
            each.sync()


def test_a_letter_gets_its_number_from_the_central_and_reaches_the_other_station(site: Site, post: MakePost) -> None:
    here, there = two(site, post)
    mine = here.register(title="Wniosek o drzewa")
    assert mine.rpw_number is None
    assert here.office.queries.register_window
    first, second = here.sync(), there.sync()
    assert (first.accepted, first.rejected, first.conflicts) == (2, 0, 0), "the letter and its sender"
    assert here.item(mine.id).rpw_number == 1
    assert here.item(mine.id).sync_state is SyncState.PUSHED
    assert second.pulled >= 1
    assert there.item(mine.id) == here.item(mine.id)
    assert ("item", mine.id) in there.changed
    assert [row.id for row in there.office.queries.search("drzewo").rows] == [mine.id]
    assert [row.id for row in there.office.queries.search(f"1/{mine.rpw_year}").rows] == [mine.id]
    assert here.office.queries.waiting_events() == 0
    # a second run finds nothing to do
    assert (here.sync().pushed, there.sync().pulled) == (0, 0)


def test_numbers_are_consecutive_over_both_stations_and_offline_work_arrives_once(site: Site, post: MakePost) -> None:
    here, there = two(site, post)
    made = [here.register(title=f"Tu {n}") for n in range(12)] + [there.register(title=f"Tam {n}") for n in range(9)]
    settled(here, there)
    assert here.items() == there.items()
    assert sorted(item.rpw_number or 0 for item in here.items().values()) == list(range(1, len(made) + 1))
    assert {item.id for item in made} == set(here.items())


def test_disjoint_changes_merge_without_a_question(site: Site, post: MakePost) -> None:
    here, there = two(site, post)
    item = here.register()
    settled(here, there)
    here.amend(item, title="Nowy tytuł")
    there.amend(there.item(item.id), addressee="Referat Budowlany")
    settled(here, there)
    for each in (here, there):
        assert (each.item(item.id).title, each.item(item.id).addressee) == ("Nowy tytuł", "Referat Budowlany")
        assert each.office.queries.tasks() == []
    assert here.item(item.id) == there.item(item.id)


@pytest.mark.parametrize("choice", [Choice.MINE, Choice.THEIRS])
def test_a_real_conflict_becomes_a_task_a_person_settles(site: Site, post: MakePost, choice: Choice) -> None:
    here, there = two(site, post)
    item = here.register(title="Pierwotny")
    settled(here, there)
    there.amend(there.item(item.id), title="Ich")
    here.amend(item, title="Mój", addressee="Burmistrz")
    there.sync()
    assert here.sync().conflicts == 1
    [task] = here.office.queries.tasks()
    assert (task.kind, task.field, task.base, task.mine, task.theirs) == (
        TaskKind.CONFLICT, "title", "Pierwotny", "Mój", "Ich",
    )  # fmt: skip
    shown = here.item(item.id)
    assert (shown.title, shown.addressee, shown.sync_state) == ("Ich", "Burmistrz", SyncState.CONFLICT)

    resolve_task(task.id, choice, here.uow(), here.office.workplace)
    assert resolve_task(task.id, choice, here.uow(), here.office.workplace).choice is choice
    settled(here, there)
    expected = "Mój" if choice is Choice.MINE else "Ich"
    for each in (here, there):
        assert (each.item(item.id).title, each.item(item.id).addressee) == (expected, "Burmistrz")
        assert each.office.queries.tasks() == []
    assert here.item(item.id).sync_state is SyncState.PUSHED


@pytest.mark.parametrize("read", [True, False])
def test_mine_never_replaces_what_a_third_person_wrote_since(site: Site, post: MakePost, read: bool) -> None:
    """Read here or still on its way: whoever insists hasn't seen it, so it is a conflict once more."""
    here, there = two(site, post)
    item = here.register(title="Pierwotny")
    settled(here, there)
    there.amend(there.item(item.id), title="Ich")
    here.amend(item, title="Mój")
    there.sync()
    here.sync()
    [task] = here.office.queries.tasks()
    there.amend(there.item(item.id), title="Trzecie")
    there.sync()
    if read:
        here.sync()
        with pytest.raises(StateForbids) as refused:
            resolve_task(task.id, Choice.MINE, here.uow(), here.office.workplace)
        assert refused.value.code == "theirs_changed"
    else:
        resolve_task(task.id, Choice.MINE, here.uow(), here.office.workplace)
    settled(here, there)
    for each in (here, there):
        assert each.item(item.id).title == "Trzecie"
    [again] = here.office.queries.tasks()
    assert (again.field, again.mine, again.theirs) == ("title", "Mój", "Trzecie")
    assert (again.id == task.id) is read
    # having seen it, they may insist
    resolve_task(again.id, Choice.MINE, here.uow(), here.office.workplace)
    settled(here, there)
    for each in (here, there):
        assert each.item(item.id).title == "Mój"
        assert each.office.queries.tasks() == []


def test_later_changes_of_my_own_never_conflict_with_my_earlier_ones(site: Site, post: MakePost) -> None:
    here, there = two(site, post)
    item = here.register(title="Jeden")
    settled(here, there)
    there.amend(there.item(item.id), addressee="Kadry")
    there.sync()
    here.amend(item, title="Dwa")
    assert here.sync().conflicts == 0
    here.amend(here.item(item.id), title="Trzy")
    here.amend(here.item(item.id), title="Cztery")
    settled(here, there)
    assert here.office.queries.tasks() == []
    assert there.item(item.id).title == "Cztery"


def test_a_pending_change_stays_on_top_of_what_a_pull_brings(site: Site, post: MakePost) -> None:
    here, there = two(site, post)
    item = here.register(title="Jeden")
    settled(here, there)
    there.amend(there.item(item.id), addressee="Kadry")
    there.sync()
    here.amend(item, title="Czeka")
    welcome = here.site.connect(here.login)
    journal = here.office.journal()
    for audience, newest in welcome.newest().items():
        journal.apply(audience, welcome.pull(audience, journal.cursors()[audience], 100), newest)
    welcome.close()
    shown = here.item(item.id)
    assert (shown.title, shown.addressee, shown.sync_state) == ("Czeka", "Kadry", SyncState.LOCAL)


def test_a_rejected_change_holds_back_only_its_own_record(site: Site, post: MakePost) -> None:
    here = post(site, site.person("anna", "registry"))
    officer = post(site, site.person("olga", "officer", "GK"), "GK1")
    refused = officer.register(title="Nie wolno mi rejestrować")
    officer.amend(refused, addressee="Burmistrz")
    item = here.register(title="Do załatwienia")
    assign_item(
        item.document_uid, Target(unit="GK"), here.uow(), here.office.workplace, due="2026-12-15", note="Proszę"
    )
    settled(here, officer)
    [task] = officer.office.queries.tasks()
    assert (task.kind, task.code, task.aggregate_id) == (TaskKind.REJECTED, "no_right", refused.id)
    assert task.message
    assert officer.item(refused.id).sync_state is SyncState.REJECTED
    # the other letter goes on
    officer.amend(officer.item(item.id), addressee="Referat")
    settled(officer, here)
    assert here.item(item.id).addressee == "Referat"
    assert officer.office.queries.waiting_events() + len(officer.office.queries.tasks()) >= 1
    with pytest.raises(StateForbids):
        resolve_task(task.id, Choice.DROP, officer.uow(), officer.office.workplace)
    resolve_task(task.id, Choice.AGAIN, officer.uow(), officer.office.workplace)
    officer.sync()
    [again] = officer.office.queries.tasks()
    assert again.event_id != task.event_id
    assert officer.item(refused.id).title == "Nie wolno mi rejestrować", "never dropped"


def test_assigning_brings_a_letter_to_the_officer_and_returning_takes_it_away(site: Site, post: MakePost) -> None:
    desk = post(site, site.person("anna", "registry"))
    officer = post(site, site.person("olga", "officer", "GK"), "GK1")
    item, other = desk.register(title="Wycinka"), desk.register(title="Cudze")
    settled(desk, officer)
    assert officer.items() == {}
    made = assign_item(item.document_uid, Target(unit="GK"), desk.uow(), desk.office.workplace, due="2026-12-15")
    settled(desk, officer)
    assert set(officer.items()) == {item.id}
    assert officer.office.queries.assignments(item.id) == [made]
    assert officer.item(item.id).state is ItemState.ASSIGNED
    correct_assignment(made.id, desk.uow(), desk.office.workplace, due="2026-12-20", note="Pilne")
    settled(desk, officer)
    assert officer.office.queries.assignments(item.id) == [replace(made, due_on="2026-12-20", disposition="Pilne")]

    return_item(item.document_uid, "Nie nasza sprawa", officer.uow(), officer.office.workplace)
    settled(officer, desk)
    assert desk.item(item.id).state is ItemState.RETURNED
    assert desk.item(item.id).remarks == ("Zwrot: Nie nasza sprawa",)
    settled(officer)
    assert officer.items() == {}, "withdrawn and purged"
    assert officer.office.queries.search("wycinka").rows == ()
    assert set(desk.items()) == {item.id, other.id}


def test_a_scan_travels_behind_its_record_and_is_hashed_on_arrival(site: Site, post: MakePost, tmp_path: Path) -> None:
    desk = post(site, site.person("anna", "registry"))
    officer = post(site, site.person("olga", "officer", "GK"), "GK1")
    raw, pdf = tmp_path / "strona.png", tmp_path / "pismo.pdf"
    raw.write_bytes(b"\x89PNG" + bytes(range(256)) * 900)
    pdf.write_bytes(b"%PDF-1.7 " + bytes(range(255, -1, -1)) * 9000)
    page = desk.office.blobs.put_file(raw, "image/png")
    item = desk.register(pages=(Page(1, 10, 10, 300, page.sha256),), page_blobs=(page,), text="Treść o wycince drzew")
    made = add_rendition(item.id, pdf, desk.uow(), desk.office.workplace)
    assign_item(item.document_uid, Target(unit="GK"), desk.uow(), desk.office.workplace)
    assert desk.sync().uploaded == 2
    assert officer.sync().downloaded == 2, "the PDF, and the page as it was scanned"
    assert officer.office.blobs.read(page.sha256) == raw.read_bytes()
    found = officer.office.queries.rendition(item.id, SEARCHABLE_PDF)
    assert found is not None
    assert (found.id, found.sha256) == (made.id, hashlib.sha256(pdf.read_bytes()).hexdigest())
    assert officer.office.blobs.read(found.sha256) == pdf.read_bytes()
    gateway = site.connect(officer.login)
    assert gateway.uploaded(item.id, page.sha256) == raw.stat().st_size
    gateway.close()
    # leaving the audience takes the file away as well
    return_item(item.document_uid, "Pomyłka", officer.uow(), officer.office.workplace)
    settled(officer, desk, officer)
    assert officer.items() == {}
    assert not list(officer.home.glob(f"blobs/*/{found.sha256}*"))
    assert not list(officer.home.glob(f"blobs/*/{page.sha256}*"))


def test_what_one_left_behind_offline_arrives_under_their_own_name(site: Site, post: MakePost) -> None:
    desk = post(site, site.person("anna", "registry"))
    first = desk.login
    desk.sync()  # Anna signs in once: the station gets her delivery grant
    left = [desk.register(title=f"Anny {n}") for n in range(3)]
    desk.login = site.person("bogdan", "registry")
    own = desk.register(title="Bogdana")
    desk.amend(left[0], addressee="Burmistrz")
    report = desk.sync()
    assert report.rejected == report.conflicts == 0
    assert desk.office.queries.waiting_events() == 0
    other = post(site, site.person("celina", "registry"), "K2")
    other.sync()
    authors = {item.title: item.registered_by for item in other.items().values()}
    assert authors == {f"Anny {n}": first for n in range(3)} | {"Bogdana": desk.login}
    assert other.item(left[0].id).addressee == "Burmistrz"
    assert other.item(own.id).rpw_number is not None


def test_without_a_grant_their_work_waits_and_says_so_while_mine_goes(site: Site, post: MakePost) -> None:
    desk = post(site, site.person("anna", "registry"))
    anna = desk.login
    left = desk.register(title="Anny")
    desk.login = site.person("bogdan", "registry")
    desk.amend(left, addressee="Burmistrz")  # builds on what can't leave yet
    mine = desk.register(title="Bogdana")
    report = desk.sync()
    assert desk.item(mine.id).rpw_number == 1
    assert any(anna in reason for reason in report.stuck)
    assert desk.office.queries.waiting_events() >= 2
    desk.login = anna
    desk.sync()
    desk.login = mine.registered_by or ""
    desk.sync()
    assert desk.office.queries.waiting_events() == 0
    assert desk.item(left.id).addressee == "Burmistrz"
    assert desk.item(left.id).rpw_number == 2


def test_switching_to_somebody_who_may_see_less_purges_and_coming_back_reads_again(site: Site, post: MakePost) -> None:
    desk = post(site, site.person("anna", "registry"))
    anna = desk.login
    item = desk.register(title="Tylko rejestr")
    desk.sync()
    waiting = desk.register(title="Jeszcze nie wysłane")
    desk.login = site.person("olga", "officer", "GK")
    desk.grants.clear()
    desk.sync()
    assert set(desk.items()) == {waiting.id}, "what isn't delivered is never purged"
    desk.login = anna
    desk.sync()
    assert set(desk.items()) == {item.id, waiting.id}
    assert desk.item(waiting.id).rpw_number == 2


def test_an_old_client_may_still_push(fake_site: FakeSite, post: MakePost) -> None:
    here, there = two(fake_site, post)
    foreign = there.register()
    there.sync()
    fake_site.central.push_only = True
    mine = here.register()
    report = here.sync()
    assert (report.accepted, report.pulled) == (2, 0)
    assert set(here.items()) == {mine.id}
    assert here.engine.status.push_only
    fake_site.central.push_only = False
    here.sync()
    assert set(here.items()) == {mine.id, foreign.id}
