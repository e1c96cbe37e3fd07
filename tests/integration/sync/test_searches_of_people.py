"""What one person looked for at a station isn't the next one's: another search, another line in the access log."""

from __future__ import annotations

from collections.abc import Callable

from kancelaria.services.access import AccessKind
from kancelaria.services.assign import Target, assign_item
from tests.integration.sync.posts import FakeSite, Post
from ui.operations.assigned import StationAssigned
from ui.operations.facts import RegisterFilter, SignedIn
from ui.operations.register import StationRegister
from ui.operations.routing_facts import AssignedFilter


def searchers(post: Post) -> list[str]:
    return sorted(entry.actor for entry in post.office.queries.accesses() if entry.kind == AccessKind.SEARCH)


def test_whoever_takes_over_searches_the_register_anew(fake_site: FakeSite, post: Callable[..., Post]) -> None:
    maria = post(fake_site, fake_site.person("maria", "registry"))
    item = maria.register(title="Warunki zabudowy")
    at_work = ["maria"]
    register = StationRegister(maria.office, lambda: at_work[0], maria.home / "cache")
    wanted = RegisterFilter(text="zabudowy")
    assert [row.document_uid for row in register.rows(wanted, "rpw_number", True, 0, 9)] == [item.document_uid]
    assert register.count(wanted) == 1
    assert searchers(maria) == ["maria"], "one look at the list is one search"
    at_work[:] = ["ola"]
    assert register.count(wanted) == 1
    assert searchers(maria) == ["maria", "ola"]


def test_whoever_takes_over_searches_the_assigned_anew(fake_site: FakeSite, post: Callable[..., Post]) -> None:
    maria = post(fake_site, fake_site.person("maria", "registry"))
    item = maria.register(title="Warunki zabudowy")
    assign_item(item.document_uid, Target(person="maria"), maria.uow(), maria.office.workplace)
    at_work = ["maria"]
    register = StationRegister(maria.office, lambda: at_work[0], maria.home / "cache")
    assigned = StationAssigned(maria.office, lambda: SignedIn(at_work[0]), register.details)
    wanted = AssignedFilter(text="zabudowy")
    for person, found in (("maria", 1), ("maria", 1), ("ola", 0)):
        at_work[:] = [person]
        assert assigned.look(wanted, None, None, 9).count == found
    assert searchers(maria) == ["maria", "ola"]
