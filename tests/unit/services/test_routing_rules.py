"""The office's rules of routing (dekretacja), each test named after its rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kancelaria.domain.errors import InvalidInput, OfficeError, StateForbids
from kancelaria.domain.incoming import IncomingItem, ItemState
from kancelaria.domain.office import Assignment, Person
from kancelaria.services.assign import (
    Order,
    Role,
    Target,
    assign_item,
    correct_assignment,
    issuer_of,
    lead_of,
    route_item,
    superior_of,
)
from kancelaria.services.register import register_incoming
from kancelaria.services.return_item import return_item
from tests.fakes.office import FakeOffice
from tests.unit.services.test_register import LETTER

AB, GK, FN = Target(unit="AB"), Target(unit="GK"), Target(unit="FN")
OLA, JAN = Target(person="o.lis"), Target(person="j.kos")
LEAD, HELPS, INFORMED = Role.LEAD, Role.CONTRIBUTING, Role.FOR_INFORMATION


@pytest.fixture
def letter(office: FakeOffice) -> IncomingItem:
    return register_incoming(replace(LETTER, confirmed=True), office.uow(), office.workplace)


@pytest.fixture
def route(office: FakeOffice, letter: IncomingItem) -> Callable[..., list[Assignment]]:
    def run(by: str, *targets: tuple[Target, Role], due: str | None = None, note: str | None = None,
            urgent: bool = False) -> list[Assignment]:  # fmt: skip
        office.clock.move(seconds=1)
        return route_item(letter.document_uid, targets, Order(due, note, urgent), office.uow(by), office.workplace)

    return run


Route = Callable[..., list[Assignment]]


def refused(code: str, action: Callable[[], object]) -> OfficeError:
    with pytest.raises(OfficeError) as told:
        action()
    assert told.value.code == code
    return told.value


def test_what_is_kept_of_a_routing(office: FakeOffice, letter: IncomingItem, route: Route) -> None:
    [kept] = route("b.zieba", (AB, LEAD), due="2026-12-15", note="proszę załatwić", urgent=True)
    assert office.state.assignments == [kept]
    assert (kept.issuer, kept.unit, kept.person, kept.role) == ("b.zieba", "AB", None, "lead")
    assert (kept.disposition, kept.due_on, kept.urgency) == ("proszę załatwić", "2026-12-15", "urgent")
    assert kept.issued_at == "2026-11-20T09:14:01.000Z"
    assert office.state.items[letter.id].state is ItemState.ASSIGNED


def test_several_targets_have_exactly_one_lead(office: FakeOffice, route: Route) -> None:
    said = refused("two_leads", lambda: route("b.zieba", (AB, LEAD), (GK, LEAD)))
    assert isinstance(said, InvalidInput)
    assert "tylko jedna" in said.message
    refused("no_lead", lambda: route("b.zieba", (AB, HELPS), (GK, INFORMED)))
    assert office.state.assignments == [], "refused as a whole"
    route("b.zieba", (AB, LEAD), (GK, HELPS), (FN, INFORMED))
    assert [each.role for each in office.state.assignments] == [LEAD, HELPS, INFORMED]
    route("b.zieba", (OLA, HELPS))
    assert len(office.state.assignments) == 4, "beside a lead others may be added"


def test_one_target_has_one_role(route: Route) -> None:
    assert "AB" in refused("target_twice", lambda: route("b.zieba", (AB, LEAD), (AB, INFORMED))).message
    refused("target_missing", lambda: route("b.zieba"))
    route("b.zieba", (AB, LEAD), (GK, INFORMED))
    refused("already_routed", lambda: route("k.dab", (AB, LEAD)))
    refused("already_routed", lambda: route("k.dab", (GK, INFORMED)))


def test_for_information_only_informs(office: FakeOffice, letter: IncomingItem, route: Route) -> None:
    refused("due_for_information", lambda: route("b.zieba", (AB, INFORMED), due="2026-12-15"))
    [informed] = route("b.zieba", (AB, INFORMED), note="do zapoznania")
    assert (informed.due_on, informed.disposition) == (None, "do zapoznania")
    assert office.state.items[letter.id].state is ItemState.REGISTERED
    _, beside = route("b.zieba", (GK, LEAD), (FN, INFORMED), due="2026-12-15")
    assert beside.due_on is None, "a deadline binds those who act"


def test_a_reassignment_may_not_change_the_superiors_disposition(route: Route) -> None:
    route("b.zieba", (AB, LEAD), note="proszę o odpowiedź")
    said = refused("disposition_kept", lambda: route("k.dab", (OLA, LEAD), note="ad acta"))
    assert "proszę o odpowiedź" in said.hint
    assert route("k.dab", (OLA, LEAD))[0].disposition == "proszę o odpowiedź"
    refused("disposition_kept", lambda: route("k.dab", (JAN, HELPS), note="ad acta"))
    assert route("k.dab", (JAN, INFORMED), note="dla porządku")[0].disposition == "dla porządku"


def test_a_reassignment_may_not_extend_the_deadline(route: Route) -> None:
    route("b.zieba", (AB, LEAD), due="2026-12-15", urgent=True)
    said = refused("deadline_kept", lambda: route("k.dab", (OLA, LEAD), due="2026-12-16"))
    assert "15.12.2026" in said.message
    shortened = route("k.dab", (OLA, LEAD), due="2026-12-10")[0]
    assert (shortened.due_on, shortened.urgency) == ("2026-12-10", "urgent")
    refused("deadline_kept", lambda: route("o.lis", (JAN, LEAD), due="2026-12-11"))
    assert route("o.lis", (JAN, LEAD))[0].due_on == "2026-12-10"


def test_passing_to_and_fro_or_correcting_loosens_nothing(office: FakeOffice, route: Route) -> None:
    route("b.zieba", (AB, LEAD), due="2026-12-15", note="proszę załatwić")
    [mine] = route("k.dab", (OLA, LEAD), due="2026-12-10")
    refused("deadline_kept", lambda: route("k.dab", (JAN, LEAD), due="2026-12-31"))
    uow, at = office.uow("k.dab"), office.workplace
    refused("deadline_kept", lambda: correct_assignment(mine.id, uow, at, due="2026-12-31"))
    assert correct_assignment(mine.id, office.uow("k.dab"), at, due="2026-12-15").due_on == "2026-12-15"


def test_only_the_issuer_corrects_by_naming_the_same_lead_again(office: FakeOffice, route: Route) -> None:
    [first] = route("b.zieba", (AB, LEAD), due="2026-12-15")
    [again] = route("b.zieba", (AB, LEAD), due="2026-12-20", note="proszę załatwić")
    assert office.state.assignments == [again]
    assert again == replace(first, due_on="2026-12-20", disposition="proszę załatwić")
    assert route("b.zieba", (AB, LEAD), (GK, HELPS))[0] == again, "what isn't said again stays"
    assert isinstance(
        refused("not_the_issuer", lambda: correct_assignment(first.id, office.uow("k.dab"), office.workplace)),
        StateForbids,
    )


def test_who_ordered_first_is_bound_by_nobody(route: Route) -> None:
    route("b.zieba", (AB, LEAD), due="2026-12-15", note="proszę załatwić")
    route("k.dab", (OLA, LEAD), due="2026-12-10")
    assert route("b.zieba", (GK, LEAD), due="2027-01-15", note="ad acta")[0].due_on == "2027-01-15"
    assert superior_of([], "k.dab") is None


def test_a_misrouted_item_goes_back_with_a_reason_and_is_routed_anew(
    office: FakeOffice, letter: IncomingItem, route: Route
) -> None:
    route("b.zieba", (AB, LEAD), (GK, HELPS), due="2026-12-15", note="proszę załatwić")
    refused("reason_missing", lambda: return_item(letter.document_uid, " ", office.uow("o.lis"), office.workplace))
    back = return_item(letter.document_uid, "to sprawa GK", office.uow("o.lis"), office.workplace)
    assert (back.state, back.remarks) == (ItemState.RETURNED, ("Zwrot: to sprawa GK",))
    with office.uow() as uow:
        assert uow.assignments.standing(letter.id) == []
    refused("no_lead", lambda: route("m.nowicka", (GK, HELPS)))
    [anew] = route("m.nowicka", (GK, LEAD), due="2027-01-10", note="według właściwości")
    assert anew.due_on == "2027-01-10", "what was ordered before the return binds nobody"
    with office.uow() as uow:
        assert lead_of(uow.assignments.standing(letter.id)) == anew
    assert office.state.items[letter.id].state is ItemState.ASSIGNED


def test_an_item_not_confirmed_or_voided_is_not_routed(office: FakeOffice) -> None:
    item = register_incoming(LETTER, office.uow(), office.workplace)
    said = refused("state_forbids", lambda: assign_item(item.document_uid, AB, office.uow(), office.workplace))
    assert "do sprawdzenia" in said.message


def test_the_event_tells_the_central_what_was_ordered(office: FakeOffice, route: Route) -> None:
    route("b.zieba", (AB, LEAD), due="2026-12-15", urgent=True)
    told = next(patch for _, aggregate, _, patch in office.state.events if aggregate[0] == "assignment")
    assert told.keys() == {"id", "item_id", "unit", "role", "issuer", "issued_at", "due_on", "urgency"}


@pytest.mark.rule("assigned on behalf")
def test_what_a_head_wrote_on_the_paper_is_the_heads_word(office: FakeOffice, letter: IncomingItem) -> None:
    """Issuer and typist are two people; who passes it on later is bound by the head, and so is the clerk."""
    people = [Person("b.zieba", "Zięba", "Barbara", "head"), Person("o.lis", "Lis", "Ola", "officer")]
    assert issuer_of("b.zieba", people) == "b.zieba"
    assert issuer_of("", people) == ""
    refused("not_a_head", lambda: issuer_of("o.lis", people))
    refused("not_a_head", lambda: issuer_of("b.zieba", [replace(people[0], active=False)]))
    order = Order("2026-12-15", "proszę załatwić", issuer="b.zieba")
    [kept] = route_item(letter.document_uid, [(AB, LEAD)], order, office.uow("m.nowicka"), office.workplace)
    assert (kept.issuer, kept.typed_by) == ("b.zieba", "m.nowicka")
    later = Order("2026-12-20")
    route = [(OLA, LEAD)]
    refused(
        "deadline_kept",
        lambda: route_item(letter.document_uid, route, later, office.uow("m.nowicka"), office.workplace),
    )
    again = replace(later, issuer="b.zieba")
    [corrected] = route_item(letter.document_uid, [(AB, LEAD)], again, office.uow("m.nowicka"), office.workplace)
    assert (corrected.id, corrected.due_on) == (kept.id, "2026-12-20")
