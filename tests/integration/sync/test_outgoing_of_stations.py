"""Outgoing mail of two stations and a real central: one series of numbers, everybody sees each row once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kancelaria.domain.outgoing import Addressee, Method, OutgoingItem, OutgoingState
from kancelaria.services.outgoing import (
    Returned,
    add_outgoing,
    amend_outgoing,
    deliver_outgoing,
    post_outgoing,
    return_outgoing,
    void_outgoing,
)
from kancelaria.services.outgoing_queries import ALL_OUTGOING, OutgoingSort
from kancelaria.services.tasks import Choice, TaskKind, resolve_task
from tests.fakes.postgres import PostgresServer
from tests.integration.sync.posts import PgSite, Post

MakePost = Callable[..., Post]
SOMEBODY = Addressee(surname="Próbny", given_names="Jan", ade="AE:PL-12345-67890-ABCDE-12")


@pytest.fixture
def pg(postgres_server: PostgresServer) -> PgSite:
    return PgSite(postgres_server)


@pytest.fixture
def two(pg: PgSite, post: MakePost) -> tuple[Post, Post]:
    return post(pg, pg.person("anna", "registry"), "K1"), post(pg, pg.person("bogdan", "registry"), "K2")


def add(at: Post, title: str, **more: object) -> OutgoingItem:
    new = OutgoingItem("", at.office.ids.new(), None, 0, "", title, (SOMEBODY,), Method.E_DELIVERY)
    return add_outgoing(replace(new, **more), at.office.uow(at.login), at.office.workplace)[0]


def rows(at: Post) -> dict[str, OutgoingItem]:
    found = at.office.queries.outgoing_window(ALL_OUTGOING, OutgoingSort.NUMBER, False, 0, 100)
    return {row.id: row for row in found}


def settled(*posts: Post) -> None:
    for _ in range(2):
        for each in posts:
            each.sync()


def test_numbers_come_from_the_central_and_reach_both_stations(two: tuple[Post, Post]) -> None:
    here, there = two
    made = [add(here, f"Tu {n}") for n in range(4)] + [add(there, f"Tam {n}") for n in range(3)]
    assert all(row.number is None for row in made)
    assert here.office.journal().standing().waiting == {made[0].year: 4}, "no year is closed while they wait"
    incoming = here.register()
    settled(here, there)
    assert sorted(row.number or 0 for row in rows(here).values()) == list(range(1, 8))
    assert rows(here) == {key: replace(row, version=rows(here)[key].version) for key, row in rows(there).items()}
    assert here.item(incoming.id).rpw_number == 1
    assert here.sync().pushed == 0


def test_a_row_changed_before_it_had_a_number_keeps_both(two: tuple[Post, Post]) -> None:
    here, there = two
    row = add(here, "Decyzja")
    post_outgoing([row.id], row.registered_at[:10], here.office.uow(here.login), here.office.workplace)
    settled(here, there)
    for at in two:
        known = rows(at)[row.id]
        assert (known.number, known.state, known.posted_on) == (1, OutgoingState.POSTED, row.registered_at[:10])


def test_delivered_at_one_and_returned_at_the_other_becomes_a_matter_to_clear_up(two: tuple[Post, Post]) -> None:
    here, there = two
    row, day = add(here, "Decyzja"), ""
    day = row.registered_at[:10]
    post_outgoing([row.id], day, here.office.uow(here.login), here.office.workplace)
    settled(here, there)
    deliver_outgoing([row.id], day, here.office.uow(here.login), here.office.workplace)
    back = Returned(day, "nie podjęto w terminie", (day,))
    return_outgoing([row.id], back, there.office.uow(there.login), there.office.workplace)
    settled(here, there)
    assert {at.office.queries.outgoing(row.id).state for at in two} == {OutgoingState.DELIVERED}  # type: ignore[union-attr]
    tasks = there.office.queries.tasks()
    assert {task.kind for task in tasks} == {TaskKind.CONFLICT}
    for task in tasks:
        resolve_task(task.id, Choice.THEIRS, there.office.uow(there.login), there.office.workplace)
    settled(here, there)
    assert rows(here)[row.id].return_reason is rows(there)[row.id].return_reason is None


def test_a_voided_row_keeps_its_number_everywhere(two: tuple[Post, Post]) -> None:
    here, there = two
    first = add(here, "Pomyłka")
    settled(here, there)
    void_outgoing(first.id, "pomyłka", there.office.uow(there.login), there.office.workplace)
    second = add(here, "Następna")
    settled(here, there)
    for at in two:
        assert (rows(at)[first.id].number, rows(at)[first.id].state) == (1, OutgoingState.VOIDED)
        assert rows(at)[second.id].number == 2


def test_what_leaves_a_persons_sight_is_purged_there(pg: PgSite, post: MakePost) -> None:
    here = post(pg, pg.person("anna", "registry"), "K1")
    officer = post(pg, pg.person("olek", "officer", "GK"), "K2")
    row, other = add(here, "Decyzja", unit="GK"), add(here, "Obca", unit="BU")
    settled(here, officer)
    assert rows(officer).keys() == {row.id}
    assert other.id in rows(here)
    amend_outgoing(row.id, {"unit": "BU"}, here.office.uow(here.login), here.office.workplace)
    settled(here, officer)
    assert rows(officer) == {}
    assert rows(here)[row.id].unit == "BU"
