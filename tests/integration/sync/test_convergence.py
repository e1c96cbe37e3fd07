"""Whatever two or three people do, and whatever the line does: in the end every station shows the same."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from kancelaria.domain.errors import CentralUnreachable, OfficeError
from kancelaria.services.assign import Target, assign_item
from kancelaria.services.return_item import return_item
from kancelaria.services.tasks import TaskKind, choices, resolve_task
from kancelaria.services.void import void_item
from kancelaria.sync import pull
from tests.fakes.central import Proxy
from tests.fakes.postgres import PostgresServer
from tests.integration.sync.posts import FakeSite, PgSite, Post, Site, new_post

FAULTS = ["before", "after", "twice", "turned", "doubled", None, None]
FIELDS = ["title", "addressee", "attachment_count", "case_mark"]


class Convergence(RuleBasedStateMachine):
    """Two or three registry stations and one central."""

    server: PostgresServer | None = None
    items = Bundle("items")

    @initialize(stations=st.integers(2, 3))
    def begin(self, stations: int) -> None:
        memory = Path("/dev/shm")
        self.folder = Path(tempfile.mkdtemp(dir=memory if os.access(memory, os.W_OK) else None))
        self.site: Site = FakeSite(lanes=True) if self.server is None else PgSite(self.server)
        self.posts = []
        for number, name in enumerate(("anna", "bogdan", "celina")[:stations]):
            login = self.site.person(name, "registry")
            self.posts.append(new_post(self.folder / f"s{number}", self.site, login, f"K{number}"))
        self.registered: dict[str, str] = {}
        self.numbers: dict[str, int] = {}

    def _at(self, who: int) -> Post:
        return self.posts[who % len(self.posts)]

    @rule(target=items, who=st.integers(0, 2), title=st.sampled_from("abc"))
    def register(self, who: int, title: str) -> str:
        item = self._at(who).register(title=title)
        self.registered[item.id] = item.document_uid
        return item.id

    @rule(who=st.integers(0, 2), item_id=items, field=st.sampled_from(FIELDS), value=st.sampled_from("123"))
    def amend(self, who: int, item_id: str, field: str, value: str) -> None:
        post = self._at(who)
        item = post.items().get(item_id)
        if item is not None:
            self._allowed(lambda: post.amend(item, **{field: value}))

    @rule(who=st.integers(0, 2), item_id=items, what=st.sampled_from(["assign", "return", "void"]))
    def move(self, who: int, item_id: str, what: str) -> None:
        post = self._at(who)
        item = post.items().get(item_id)
        if item is None:
            return
        uid, uow, at = item.document_uid, post.uow(), post.office.workplace
        if what == "assign":
            self._allowed(lambda: assign_item(uid, Target(unit="GK"), uow, at))
        elif what == "return":
            self._allowed(lambda: return_item(uid, "nie nasze", uow, at))
        else:
            self._allowed(lambda: void_item(uid, "pomyłka", uow, at))

    @rule(who=st.integers(0, 2), faults=st.lists(st.sampled_from(FAULTS), max_size=6))
    def sync(self, who: int, faults: list[str | None]) -> None:
        post, left = self._at(who), list(faults)
        post.wrap = lambda gateway: Proxy(gateway, lambda name: left.pop() if left and name != "hello" else None)
        try:
            post.sync()
        except CentralUnreachable:
            pass

    @rule(who=st.integers(0, 2))
    def start_again(self, who: int) -> None:
        """The program ends wherever the last fault left it."""
        self._at(who).close()
        self._at(who).open()

    @rule(item_id=items, field=st.sampled_from(FIELDS), order=st.permutations(range(3)), late=st.booleans())
    def clash(self, item_id: str, field: str, order: list[int], late: bool) -> None:
        """Everybody knows the letter, and all change the same field of it; one may read before they write."""
        for post in (*self.posts, *self.posts):
            post.wrap = lambda gateway: gateway
            post.sync()
        for who in order[: len(self.posts)]:
            self.amend(who, item_id, field, str(who))
            if late:
                self.sync(who + 1, [])
        for who in order:
            self.sync(who, [])

    @rule(who=st.integers(0, 2), which=st.integers(0, 1))
    def settle_task(self, who: int, which: int) -> None:
        post = self._at(who)
        if tasks := post.office.queries.tasks():
            task, options = tasks[0], choices(tasks[0])
            choice = options[which % len(options)]
            self._allowed(lambda: resolve_task(task.id, choice, post.uow(), post.office.workplace))

    @staticmethod
    def _allowed(action: Any) -> None:
        try:
            action()
        except OfficeError:
            pass  # the office's own rules refuse it; nothing may have changed

    @invariant()
    def numbers_once_shown_stay(self) -> None:
        for post in getattr(self, "posts", ()):
            for item in post.items().values():
                if item.rpw_number is not None:
                    assert self.numbers.setdefault(item.id, item.rpw_number) == item.rpw_number

    def teardown(self) -> None:
        if not hasattr(self, "posts"):
            return
        try:
            self._converge()
        finally:
            for post in self.posts:
                post.close()
            shutil.rmtree(self.folder)

    def _converge(self) -> None:
        for post in self.posts:
            post.wrap = lambda gateway: gateway
        for _ in range(8):
            for post in self.posts:
                post.sync()
                for task in post.office.queries.tasks():
                    # theirs, or what was refused dropped
                    resolve_task(task.id, choices(task)[-1], post.uow(), post.office.workplace)
        shown = [{item.id: self._facts(item) for item in post.items().values()} for post in self.posts]
        assert all(each == shown[0] for each in shown)
        assert set(shown[0]) == set(self.registered)
        assert sorted(number for number in self.numbers.values()) == list(range(1, len(self.registered) + 1))
        for post in self.posts:
            assert post.office.queries.waiting_events() == 0
            assert [task for task in post.office.queries.tasks() if task.kind is TaskKind.REJECTED] == []
            assert {item.sync_state.value for item in post.items().values()} <= {"pushed"}

    def _facts(self, item: Any) -> tuple[Any, ...]:
        self.numbers.setdefault(item.id, item.rpw_number)
        return (
            item.document_uid, item.rpw_number, item.title, item.addressee, item.attachment_count, item.case_mark,
            item.state, item.void_reason, item.remarks,
        )  # fmt: skip


QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@pytest.fixture(autouse=True)
def soon_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few places behind is far here: stations pass places over all the time, and read them later two by two."""
    for name, value in (("FAR", 3), ("NEAR", 1), ("BETWEEN", 2), ("BATCH", 3)):
        monkeypatch.setattr(pull, name, value)


def test_stations_converge_over_a_central_in_memory() -> None:
    few = settings(max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=QUIET, database=None)
    run_state_machine_as_test(Convergence, settings=few)


@pytest.fixture
def on_postgres(postgres_server: PostgresServer) -> type[Convergence]:
    return type("ConvergenceOnPostgres", (Convergence,), {"server": postgres_server})


def test_stations_converge_over_the_real_central(on_postgres: type[Convergence]) -> None:
    fewer = settings(max_examples=4, stateful_step_count=20, deadline=None, suppress_health_check=QUIET, database=None)
    run_state_machine_as_test(on_postgres, settings=fewer)
