"""Issue 3, show 5: the line is cut after the commit and before the reply; the station learns its original number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kancelaria.central.gateway import PgGateway
from kancelaria.domain.errors import CentralUnreachable
from kancelaria.services.assign import Target, assign_item
from tests.fakes.postgres import PostgresServer
from tests.fakes.postgres import postgres_server as postgres_server
from tests.fakes.postgres import shared_postgres as shared_postgres
from tests.fakes.wire import CuttingProxy
from tests.integration.sync.posts import PASSWORD, PgSite, Post, new_post


class CutSite(PgSite):
    """The central behind a line that can be cut."""

    def __init__(self, server: PostgresServer, line: CuttingProxy) -> None:
        super().__init__(server)
        self._line = line

    def connect(self, login: str) -> PgGateway:
        return PgGateway(self._line.url(self._server.url(login, self.database, PASSWORD)))


@pytest.fixture
def line(postgres_server: PostgresServer) -> Iterator[CuttingProxy]:
    with CuttingProxy(postgres_server.port) as proxy:
        yield proxy


@pytest.fixture
def stations(postgres_server: PostgresServer, line: CuttingProxy, tmp_path: Path) -> Iterator[Callable[..., Post]]:
    behind = CutSite(postgres_server, line)
    made: list[Post] = []

    def make(name: str, point: str) -> Post:
        made.append(new_post(tmp_path / point, behind, behind.person(name, "registry"), point))
        return made[-1]

    yield make
    for each in made:
        each.close()


def numbers(post: Post) -> list[int]:
    return sorted(item.rpw_number or 0 for item in post.items().values())


@pytest.mark.parametrize("moment", [("api_v1.push",), ("api_v1.push", "api_v1.settle")], ids=["push", "settle"])
def test_the_number_given_behind_a_cut_line_is_the_one_it_gets(
    stations: Callable[..., Post], line: CuttingProxy, moment: tuple[str, ...]
) -> None:
    here, there = stations("anna", "K1"), stations("bogdan", "K2")
    mine = here.register(title="Przed zerwaniem")
    line.arm(*moment)
    with pytest.raises(CentralUnreachable):
        here.sync()
    assert line.cuts == 1
    assert here.item(mine.id).rpw_number is None, "it heard nothing"
    # the central has it: the other point gets the next number, and sees the letter
    later = there.register(title="Po zerwaniu")
    there.sync()
    assert (there.item(mine.id).rpw_number, there.item(later.id).rpw_number) == (1, 2)

    here.sync()
    assert here.item(mine.id).rpw_number == 1
    assert here.items() == there.items()
    assert here.office.queries.waiting_events() == 0
    assert here.office.queries.tasks() == []


def test_cut_at_every_step_of_a_day_nothing_is_lost_or_doubled(
    stations: Callable[..., Post], line: CuttingProxy
) -> None:
    here, there = stations("anna", "K1"), stations("bogdan", "K2")
    words = ("api_v1.push(", "api_v1.settle", "api_v1.pull(", "api_v1.newest", "api_v1.hello", "api_v1.give_grant")
    made = []
    for step, word in enumerate(words * 2):
        each = (here, there)[step % 2]
        made.append(each.register(title=f"Pismo {step}"))
        each.amend(each.item(made[-1].id), addressee=f"Referat {step}")
        if step % 3 == 0:
            assign_item(made[-1].document_uid, Target(unit="GK"), each.uow(), each.office.workplace)
        line.arm(word)
        try_to_sync(each)
        each.sync()
    for each in (here, there, here):
        each.sync()
    assert line.cuts >= len(words)
    assert here.items() == there.items()
    assert numbers(here) == list(range(1, len(made) + 1))
    for each in (here, there):
        assert each.office.queries.waiting_events() == 0
        assert each.office.queries.tasks() == []


def try_to_sync(post: Post) -> Any:
    try:
        return post.sync()
    except CentralUnreachable as error:
        return error
