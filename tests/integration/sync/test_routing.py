"""Routing: one lead, the superior's word kept, the issuer alone corrects; returning with a reason. And tasks' edges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kancelaria.domain.errors import InvalidInput, NotFound, OfficeError, StateForbids
from kancelaria.domain.incoming import ItemState
from kancelaria.services.assign import Role, Target, assign_item, correct_assignment, lead_of, target_of
from kancelaria.services.return_item import return_item
from kancelaria.services.tasks import Choice, resolve_task
from kancelaria.services.void import void_item
from tests.integration.sync.posts import FakeSite, Post


@pytest.fixture
def desk(fake_site: FakeSite, post: Callable[..., Post]) -> Post:
    return post(fake_site, fake_site.person("anna", "registry"))


def refused(code: str, action: Callable[[], object]) -> OfficeError:
    with pytest.raises(OfficeError) as told:
        action()
    assert told.value.code == code
    return told.value


def test_a_target_is_a_unit_or_a_person(desk: Post) -> None:
    assert target_of("GK", ["GK"], ["olga"]) == Target(unit="GK")
    assert target_of("olga", ["GK"], ["olga"]) == Target(person="olga")
    with pytest.raises(NotFound):
        target_of("nikt", ["GK"], ["olga"])
    item = desk.register()
    for wrong in (Target(), Target("GK", "olga")):
        refused(
            "target_missing",
            lambda wrong=wrong: assign_item(item.document_uid, wrong, desk.uow(), desk.office.workplace),
        )


def test_there_is_exactly_one_lead_and_others_contribute_or_are_informed(desk: Post) -> None:
    item, at = desk.register(), desk.office.workplace
    uid = item.document_uid
    refused("no_lead", lambda: assign_item(uid, Target("BU"), desk.uow(), at, Role.CONTRIBUTING))
    informed = assign_item(uid, Target(person="olga"), desk.uow(), at, Role.FOR_INFORMATION)
    assert desk.item(item.id).state is ItemState.REGISTERED, "for information only informs"
    lead = assign_item(uid, Target("GK"), desk.uow(), at)
    helping = assign_item(uid, Target("BU"), desk.uow(), at, Role.CONTRIBUTING)
    again = assign_item(uid, Target("OR"), desk.uow(), at)
    routed = desk.office.queries.assignments(item.id)
    assert routed == [informed, lead, helping, again]
    assert lead_of(routed) == again
    assert lead_of([]) is None
    assert desk.item(item.id).state is ItemState.ASSIGNED


def test_a_reassignment_keeps_the_superiors_disposition_and_deadline(desk: Post) -> None:
    item, at = desk.register(), desk.office.workplace
    uid = item.document_uid
    assign_item(uid, Target("GK"), desk.office.uow("burmistrz"), at, due="2026-12-15", note="Załatwić")
    head = desk.office.uow("kierownik")
    assert (
        "Załatwić"
        in refused("disposition_kept", lambda: assign_item(uid, Target(person="olga"), head, at, note="Odłożyć")).hint
    )
    assert (
        "burmistrz"
        in refused("deadline_kept", lambda: assign_item(uid, Target(person="olga"), head, at, due="2026-12-16")).hint
    )
    with pytest.raises(InvalidInput):
        assign_item(uid, Target(person="olga"), head, at, due="jutro")
    within = assign_item(uid, Target(person="olga"), head, at, due="2026-12-10", note="Załatwić")
    assert (within.due_on, within.disposition, within.issuer) == ("2026-12-10", "Załatwić", "kierownik")
    taken_over = assign_item(uid, Target(person="ola"), desk.office.uow("ktoś"), at)
    assert (taken_over.due_on, taken_over.disposition) == ("2026-12-10", "Załatwić")
    passed_on = desk.office.uow("ktoś")
    refused("disposition_kept", lambda: assign_item(uid, Target(person="jan"), passed_on, at, note="Inaczej"))
    again = desk.office.uow("burmistrz")
    free = assign_item(uid, Target(person="jan"), again, at, due="2027-01-31", note="Inaczej")
    assert free.due_on == "2027-01-31", "who ordered it first may set another"
    informed = assign_item(uid, Target("BU"), head, at, Role.FOR_INFORMATION, note="Do wiadomości")
    assert (informed.due_on, informed.disposition) == (None, "Do wiadomości")


def test_only_the_issuer_corrects(desk: Post) -> None:
    item, at = desk.register(), desk.office.workplace
    made = assign_item(item.document_uid, Target("GK"), desk.uow(), at, due="2026-12-15")
    refused("not_the_issuer", lambda: correct_assignment(made.id, desk.office.uow("inny"), at, due="2027-01-01"))
    refused("assignment_unknown", lambda: correct_assignment("nie ma", desk.uow(), at))
    before = desk.office.queries.waiting_events()
    assert correct_assignment(made.id, desk.uow(), at, due="2026-12-15") == made
    assert desk.office.queries.waiting_events() == before, "nothing changed, nothing is told"
    corrected = correct_assignment(made.id, desk.uow(), at, due="2026-12-20", note="Pilne")
    assert desk.office.queries.assignments(item.id) == [corrected]
    assert corrected == replace(made, due_on="2026-12-20", disposition="Pilne")


def test_what_the_state_forbids_is_refused(desk: Post) -> None:
    item, at = desk.register(), desk.office.workplace
    uid = item.document_uid
    refused("state_forbids", lambda: return_item(uid, "nie nasze", desk.uow(), at))
    assign_item(uid, Target("GK"), desk.uow(), at)
    refused("reason_missing", lambda: return_item(uid, "  ", desk.uow(), at))
    returned = return_item(uid, " nie nasze ", desk.uow(), at)
    assert (returned.state, returned.remarks) == (ItemState.RETURNED, ("Zwrot: nie nasze",))
    assign_item(uid, Target("BU"), desk.uow(), at)
    assert desk.item(item.id).state is ItemState.ASSIGNED
    void_item(uid, "pomyłka", desk.uow(), at)
    refused("state_forbids", lambda: assign_item(uid, Target("GK"), desk.uow(), at, Role.FOR_INFORMATION))


def conflict(desk: Post, fake_site: FakeSite, post: Callable[..., Post], **mine: object) -> tuple[Post, str]:
    """A conflict about the title at the first desk; the other station and the item."""
    other = post(fake_site, fake_site.person("bogdan", "registry"), "K2")
    item = desk.register(title="Był")
    desk.sync()
    other.sync()
    other.amend(other.item(item.id), title="Ich")
    other.sync()
    desk.amend(item, title="Mój")
    return other, item.id


def test_tasks_refuse_what_makes_no_sense(desk: Post, fake_site: FakeSite, post: Callable[..., Post]) -> None:
    _, item_id = conflict(desk, fake_site, post)
    desk.sync()
    [task] = desk.office.queries.tasks()
    at = desk.office.workplace
    refused("task_unknown", lambda: resolve_task("nie ma", Choice.MINE, desk.uow(), at))
    refused("bad_choice", lambda: resolve_task(task.id, Choice.AGAIN, desk.uow(), at))
    resolve_task(task.id, Choice.THEIRS, desk.uow(), at)
    refused("task_resolved", lambda: resolve_task(task.id, Choice.MINE, desk.uow(), at))
    assert desk.office.queries.tasks() == []
    [settled] = desk.office.queries.tasks(open_only=False)
    assert (settled.choice, settled.resolved_by) == (Choice.THEIRS, desk.login)
    assert [entry.action for entry in desk.office.queries.history(item_id)][-1] == "resolve_theirs"


def test_a_conflict_about_one_field_alone_shows_theirs_at_once(
    desk: Post, fake_site: FakeSite, post: Callable[..., Post]
) -> None:
    other, item_id = conflict(desk, fake_site, post)
    desk.sync()
    assert (desk.item(item_id).title, other.item(item_id).title) == ("Ich", "Ich")
    [task] = desk.office.queries.tasks()
    resolve_task(task.id, Choice.THEIRS, desk.uow(), desk.office.workplace)
    assert desk.item(item_id).title == "Ich"
    # read before it was pushed: nothing more will come from the feed
    desk.amend(desk.item(item_id), title="Znów mój")
    other.amend(other.item(item_id), title="Znów ich")
    other.sync()
    gateway, journal = fake_site.connect(desk.login), desk.office.journal()
    rows = gateway.pull("registry", journal.cursors()["registry"], 100)
    journal.apply("registry", rows, rows[-1].position)
    assert desk.item(item_id).title == "Znów mój"
    desk.sync()
    assert desk.item(item_id).title == "Znów ich"


def test_mine_waits_until_theirs_is_here(desk: Post, fake_site: FakeSite, post: Callable[..., Post]) -> None:
    conflict(desk, fake_site, post)
    fake_site.central.push_only = True  # it learns of the conflict, and can't read what the other wrote
    desk.sync()
    [task] = desk.office.queries.tasks()
    refused("theirs_not_here", lambda: resolve_task(task.id, Choice.MINE, desk.uow(), desk.office.workplace))
    fake_site.central.push_only = False
    desk.sync()
    resolve_task(task.id, Choice.MINE, desk.uow(), desk.office.workplace)
    desk.sync()
    assert fake_site.central.item(task.aggregate_id).record["title"] == "Mój"


def test_a_state_that_may_no_longer_be_reached_isnt_insisted_on(
    desk: Post, fake_site: FakeSite, post: Callable[..., Post]
) -> None:
    other = post(fake_site, fake_site.person("bogdan", "registry"), "K2")
    item, at = desk.register(), desk.office.workplace
    assign_item(item.document_uid, Target("GK"), desk.uow(), at)
    desk.sync()
    other.sync()
    void_item(item.document_uid, "pomyłka", other.uow(), other.office.workplace)
    other.sync()
    return_item(item.document_uid, "nie nasze", desk.uow(), at)
    desk.sync()
    [task] = [each for each in desk.office.queries.tasks() if each.field == "state"]
    with pytest.raises(StateForbids):
        resolve_task(task.id, Choice.MINE, desk.uow(), at)
    resolve_task(task.id, Choice.THEIRS, desk.uow(), at)
    assert desk.item(item.id).state is ItemState.VOIDED


def test_a_conflict_about_an_assignment_is_settled_the_same_way(
    desk: Post, fake_site: FakeSite, post: Callable[..., Post]
) -> None:
    other = post(fake_site, desk.login, "K2")  # the same person at another station
    item, at = desk.register(), desk.office.workplace
    made = assign_item(item.document_uid, Target("GK"), desk.uow(), at, due="2026-12-15")
    desk.sync()
    other.sync()
    correct_assignment(made.id, other.uow(), other.office.workplace, due="2026-12-10")
    other.sync()
    correct_assignment(made.id, desk.uow(), at, due="2026-12-12")
    desk.sync()
    [task] = desk.office.queries.tasks()
    assert (task.aggregate, task.field, task.mine, task.theirs) == ("assignment", "due_on", "2026-12-12", "2026-12-10")
    resolve_task(task.id, Choice.MINE, desk.uow(), at)
    desk.sync()
    other.sync()
    for each in (desk, other):
        assert [a.due_on for a in each.office.queries.assignments(item.id)] == ["2026-12-12"]


def test_a_rejected_change_may_be_dropped_and_later_ones_go_on(desk: Post, fake_site: FakeSite) -> None:
    item = desk.register(title="Był")
    desk.sync()
    fake_site.central.item(item.id).record["state"] = "registered"
    with desk.uow() as uow:
        # a change this station shouldn't have made: a fixed fact
        uow.outbox.append("zły", "2026-11-20T09:14:00.000Z", desk.login, ("item", item.id), 1, {"registry_point": "X"})
        uow.commit()
    desk.amend(item, addressee="Burmistrz")
    desk.sync()
    [task] = desk.office.queries.tasks()
    assert (task.code, task.mine) == ("field_fixed", {"registry_point": "X"})
    desk.amend(desk.item(item.id), title="Po odrzuceniu")
    desk.sync()
    assert fake_site.central.item(item.id).record["title"] == "Był", "held back behind the task"
    assert desk.engine.status.waiting.held == 1
    resolve_task(task.id, Choice.DROP, desk.uow(), desk.office.workplace)
    desk.sync()
    stored = fake_site.central.item(item.id).record
    assert (stored["title"], stored["addressee"]) == ("Po odrzuceniu", "Burmistrz")
    assert desk.item(item.id).title == "Po odrzuceniu"
    assert desk.office.queries.waiting_events() == 0


def test_answered_events_are_forgotten_only_when_old_and_settled(desk: Post) -> None:
    journal = desk.office.journal()
    desk.register()
    desk.sync()
    assert journal.forget_old("2000-01-01T00:00:00.000Z") == 0
    assert journal.forget_old("2999-01-01T00:00:00.000Z") == 2
    assert journal.forget_old("2999-01-01T00:00:00.000Z") == 0
    later = desk.register()
    desk.sync()
    assert desk.item(later.id).rpw_number == 2, "the stream goes on where it was"
