""" "Do mnie", matters and what waits over real stores and a central in memory: what the windows are told, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kancelaria.domain.errors import CentralUnreachable, NotFound
from kancelaria.services.assign import Order, Role, Target, assign_item, route_item
from kancelaria.services.inbox import Inbox
from kancelaria.sync.status import Moving, SyncMood
from tests.integration.sync.posts import FakeSite, Post, Site
from ui.operations.assigned import StationAssigned
from ui.operations.facts import SignedIn
from ui.operations.register import StationRegister
from ui.operations.routing import StationRouting
from ui.operations.routing_facts import AssignedFilter, AssignedLook, RoutingForm, Settling
from ui.operations.tasks import StationTasks
from ui.operations.tasks_waiting import StationWaits

ALL = AssignedFilter()


class Worker:
    """A person at a station, with what their window is given."""

    def __init__(self, post: Post, role: str) -> None:
        self.post = post
        self.wanted: list[str] = []
        office = post.office
        self.register = StationRegister(office, lambda: post.login, post.home / "cache")
        person = SignedIn(post.login, post.login, frozenset({role}))
        self.assigned = StationAssigned(office, lambda: person, self.register.details, self.wanted.append)
        self.routing = StationRouting(office, lambda: post.login)
        self.tasks = StationTasks(office, lambda: post.login)
        self.waits = StationWaits(office, self.tasks, lambda: post.engine.status, lambda: None)

    def look(self, which: AssignedFilter = ALL) -> AssignedLook:
        return self.assigned.look(which, None, None, 50)


@pytest.fixture
def maria(fake_site: FakeSite, post: Callable[..., Post]) -> Worker:
    return Worker(post(fake_site, fake_site.person("maria", "registry")), "registry")


@pytest.fixture
def ola(fake_site: FakeSite, post: Callable[..., Post]) -> Worker:
    return Worker(post(fake_site, fake_site.person("ola", "officer", "GK"), "K2"), "officer")


def step(*workers: Worker) -> None:
    for worker in workers:
        worker.post.sync()


def test_assigned_it_is_listed_read_returned_and_back_at_the_registry(maria: Worker, ola: Worker) -> None:
    item = maria.post.register(title="Warunki zabudowy")
    at = maria.post.office.workplace
    assign_item(item.document_uid, Target(person="ola"), maria.post.uow(), at, due="2026-11-01", note="pilnie")
    assign_item(item.document_uid, Target(person="piotr"), maria.post.uow(), at, Role.CONTRIBUTING)
    step(maria, ola)
    look = ola.look()
    [row] = look.rows
    assert (row.title, row.role, row.issuer, row.disposition) == ("Warunki zabudowy", "lead", "maria", "pilnie")
    assert (row.overdue, row.seen, look.counts.new, look.counts.overdue) == (True, False, 1, 1)
    letter = ola.assigned.open(row)
    assert not letter.scan_coming, "it was registered without a scan"
    assert [(line.to, line.standing) for line in letter.routing] == [("ola", True), ("piotr", True)]
    history = [each.what for each in letter.details.history]
    assert "zadekretowano: ola – prowadzi, do 01.11.2026, „pilnie”" in history
    assert ola.look().counts.new == 0

    before = ola.routing.before(item.document_uid)
    assert before.superior is not None
    assert (before.superior.due_on, before.superior.issuer) == ("2026-11-01", "maria")
    with pytest.raises(NotFound):
        ola.routing.assign(item.document_uid, RoutingForm((("XX", "lead"),)))
    ola.routing.give_back(item.document_uid, "nie nasze")
    step(ola, maria, ola)
    assert ola.look().count == 0
    assert ola.post.items() == {}
    [back] = maria.look().rows
    assert (back.role, back.reason, back.issuer, back.seen) == ("returned", "nie nasze", "ola", False)
    assert "Zwrot: nie nasze" in maria.register.details(item.document_uid).item.remarks
    assign_item(item.document_uid, Target(person="ola"), maria.post.uow(), at)
    assert maria.look().count == 0
    piotr = Inbox("piotr", (), registry=False, today="2026-11-21")
    assert maria.post.office.queries.inbox_counts(piotr).all == 0, "what stood before the return has ended here too"


def test_urgency_reaches_the_other_station(site: Site, post: Callable[..., Post]) -> None:
    desk = post(site, site.person("maria", "registry"))
    other = post(site, site.person("piotr", "registry"), "K2")
    item, at = desk.register(), desk.office.workplace
    route_item(
        item.document_uid, [(Target(person=other.login), Role.LEAD)], Order("2026-12-15", urgent=True), desk.uow(), at
    )
    desk.sync()
    other.sync()
    [row] = Worker(other, "registry").look().rows
    assert (row.urgent, row.due_on, desk.office.queries.tasks()) == (True, "2026-12-15", [])


def test_a_conflict_in_plain_words_is_settled(maria: Worker, fake_site: FakeSite, post: Callable[..., Post]) -> None:
    other = post(fake_site, fake_site.person("bogdan", "registry"), "K2")
    item = maria.post.register(title="Był")
    maria.post.sync()
    other.sync()
    other.amend(other.item(item.id), title="Ich")
    other.sync()
    maria.post.amend(item, title="Mój")
    maria.post.sync()
    [line] = maria.tasks.open()
    assert (line.heading, line.field, line.mine, line.theirs, line.base) == (
        "Dotyczy: dwie różne wartości", "Dotyczy", "Mój", "Ich", "Był",
    )  # fmt: skip
    assert (line.document_uid, line.who) == (item.document_uid, "maria")
    assert [answer.choice for answer in line.answers] == [Settling.MINE, Settling.THEIRS]
    assert "title" not in line.explanation
    maria.tasks.settle(line.id, Settling.MINE)
    step(maria)
    assert fake_site.central.item(item.id).record["title"] == "Mój"
    assert maria.tasks.open() == []


def test_a_refused_change_says_why_and_holds_back_what_follows(maria: Worker, fake_site: FakeSite) -> None:
    item = maria.post.register()
    maria.post.sync()
    fake_site.central.item(item.id).record["state"] = "registered"
    with maria.post.uow() as uow:
        uow.outbox.append("zły", "2026-11-20T09:14:00.000Z", "maria", ("item", item.id), 1, {"registry_point": "X"})
        uow.commit()
    maria.post.sync()
    maria.post.amend(maria.post.item(item.id), title="Po odrzuceniu")
    maria.post.sync()
    [line] = maria.tasks.open()
    assert line.heading == "Centrala nie przyjęła zmiany (pismo)"
    assert line.explanation
    assert (line.changes, line.held) == ((("Punkt kancelaryjny", "X"),), 1)
    assert [answer.choice for answer in line.answers] == [Settling.AGAIN, Settling.DROP]
    look = maria.waits.look()
    assert (look.tasks, look.changes, look.registrations) == (1, 1, 0)
    [held] = look.held
    assert (held.document_uid, held.what, held.who, held.why) == (item.document_uid, "Dotyczy", "maria", line.heading)
    maria.tasks.settle(line.id, Settling.DROP)
    step(maria)
    assert maria.waits.look().held == ()
    assert fake_site.central.item(item.id).record["title"] == "Po odrzuceniu"


def test_what_the_central_never_saw_cant_be_dropped(maria: Worker, fake_site: FakeSite) -> None:
    fake_site.central.push_only = False
    item = maria.post.register()
    fake_site.person("maria", "auditor")  # the right was taken away meanwhile
    maria.post.sync()
    [line] = maria.tasks.open()
    assert line.heading == "Centrala nie przyjęła rejestracji pisma"
    assert line.explanation == "Osoba, która zrobiła tę zmianę, nie ma do niej prawa."
    assert [answer.choice for answer in line.answers] == [Settling.AGAIN]
    assert line.document_uid == item.document_uid


def test_what_waits_is_counted_by_kind_and_why(maria: Worker) -> None:
    item = maria.post.register()
    assign_item(item.document_uid, Target(unit="GK"), maria.post.uow(), maria.post.office.workplace)
    maria.post.site.connect = lambda _login: (_ for _ in ()).throw(  # type: ignore[method-assign]
        CentralUnreachable("central_unreachable", "Brak połączenia z centralą.", "Praca trwa dalej.")
    )
    with pytest.raises(CentralUnreachable):
        maria.post.sync()
    look = maria.waits.look()
    assert (look.connected, look.problem, look.hint) == (False, "Brak połączenia z centralą.", "Praca trwa dalej.")
    assert (look.registrations, look.routings) == (1, 1)
    assert look.total == maria.post.office.queries.waiting_events()
    assert look.since is not None
    assert look.oldest is not None
    engine = maria.post.engine
    engine._status = replace(engine.status, mood=SyncMood.WORKING, moving=Moving(item.id, 10, 40))
    moving = maria.waits.look().sending
    assert moving is not None
    assert (moving.document_uid, moving.done, moving.size) == (item.document_uid, 10, 40)
