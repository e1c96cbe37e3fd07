""" "Do mnie" in the store: whose rows, one an item, in order of their dates, read and unread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kancelaria.bootstrap import Office, init_station, open_office
from kancelaria.domain.incoming import IncomingItem, Sender
from kancelaria.services.assign import Order, Role, Target, route_item
from kancelaria.services.inbox import Inbox, InboxFilter, Part, see_routed
from kancelaria.services.register import RegisterIncoming, register_incoming
from kancelaria.services.return_item import return_item

OLA = Inbox("o.lis", ("AB",), registry=False, today="2026-11-21")
REGISTRY = Inbox("m.nowicka", (), registry=True, today="2026-11-21")
LEAD, HELPS, INFORMED = Role.LEAD, Role.CONTRIBUTING, Role.FOR_INFORMATION
Route = Callable[..., IncomingItem]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    init_station(tmp_path / "home", "Urząd Próbny")
    with open_office(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def route(office: Office) -> Route:
    def run(title: str, *to: tuple[Target, Role], due: str | None = None, by: str = "b.zieba") -> IncomingItem:
        command = RegisterIncoming(
            office.ids.new(), "2026-11-20", title, Sender(organisation="Firma Próbna", town="Żory"),
            no_date=True, no_reference=True, confirmed=True,
        )  # fmt: skip
        item = register_incoming(command, office.uow(), office.workplace)
        if to:
            route_item(item.document_uid, to, Order(due, "proszę załatwić"), office.uow(by), office.workplace)
        return item

    return run


def titles(office: Office, whose: Inbox = OLA, part: Part = Part.ALL, **more: str) -> list[str]:
    which = InboxFilter(part, **more)
    rows = office.queries.inbox_window(whose, which, 0, 50)
    assert office.queries.inbox_count(whose, which) == len(rows)
    assert [office.queries.inbox_place(whose, which, row.item_id) for row in rows] == list(range(len(rows)))
    return [row.title for row in rows]


def test_mine_and_my_units_by_due_date_the_informed_last(office: Office, route: Route) -> None:
    route("cudze", (Target(unit="GK"), LEAD))
    route("niczyje")
    route("bez terminu", (Target(unit="AB"), LEAD))
    route("wiadomość", (Target(person="o.lis"), INFORMED))
    route("późniejsze", (Target(person="o.lis"), LEAD), due="2026-12-20")
    route("wcześniejsze", (Target(unit="GK"), LEAD), (Target(unit="AB"), HELPS), due="2026-12-01")
    route("spóźnione", (Target(unit="AB"), LEAD), due="2026-11-20")
    assert titles(office) == ["spóźnione", "wcześniejsze", "późniejsze", "bez terminu", "wiadomość"]
    assert titles(office, part=Part.OVERDUE) == ["spóźnione"]
    assert titles(office, part=Part.UNIT) == ["spóźnione", "wcześniejsze", "bez terminu"]
    counts = office.queries.inbox_counts(OLA)
    assert (counts.all, counts.new, counts.overdue, counts.today, counts.unit) == (5, 5, 1, 0, 3)
    assert office.queries.inbox_counts(REGISTRY).all == 0
    [row] = office.queries.inbox_window(OLA, InboxFilter(), 2, 1)
    assert (row.role, row.person, row.issuer, row.disposition) == ("lead", "o.lis", "b.zieba", "proszę załatwić")


def test_one_row_an_item_and_a_lead_taken_over_is_gone(office: Office, route: Route) -> None:
    item = route("dwa razy", (Target(unit="AB"), INFORMED), (Target(person="o.lis"), LEAD))
    [row] = office.queries.inbox_window(OLA, InboxFilter(), 0, 5)
    assert (row.item_id, row.role) == (item.id, "lead")
    route_item(item.document_uid, [(Target(person="j.kos"), LEAD)], Order(), office.uow("o.lis"), office.workplace)
    [row] = office.queries.inbox_window(OLA, InboxFilter(), 0, 5)
    assert row.role == "for_information", "what else stands remains"


def test_opened_is_no_longer_new_for_this_person_alone(office: Office, route: Route) -> None:
    item = route("pismo", (Target(unit="AB"), LEAD))
    route("drugie", (Target(unit="AB"), LEAD))
    [_, row] = office.queries.inbox_window(OLA, InboxFilter(), 0, 5)
    for _ in range(2):
        see_routed(row.subject, office.uow("o.lis"), office.workplace)
    assert titles(office, part=Part.NEW) == ["drugie"]
    assert titles(office, part=Part.NEW, kept=item.id) == ["drugie", "pismo"], "what is being read stays"
    other = Inbox("j.kos", ("AB",), registry=False, today="2026-11-21")
    assert office.queries.inbox_counts(other).new == 2


def test_what_came_back_is_the_registrys_until_routed_anew(office: Office, route: Route) -> None:
    item = route("zwracane", (Target(unit="AB"), LEAD), (Target(unit="GK"), HELPS), due="2026-11-01")
    return_item(item.document_uid, "nie nasze", office.uow("o.lis"), office.workplace)
    assert titles(office) == []
    [row] = office.queries.inbox_window(REGISTRY, InboxFilter(), 0, 5)
    assert (row.role, row.unit, row.remarks, row.due_on) == ("returned", "AB", ("Zwrot: nie nasze",), None)
    see_routed(row.subject, office.uow("m.nowicka"), office.workplace)
    assert office.queries.inbox_counts(REGISTRY).new == 0
    route_item(item.document_uid, [(Target(unit="FN"), LEAD)], Order(), office.uow(), office.workplace)
    assert titles(office, REGISTRY) == []
    helpers = Inbox("x", ("GK",), registry=False, today="2026-11-21")
    assert titles(office, helpers) == [], "what stood before the return has ended"
    return_item(item.document_uid, "też nie nasze", office.uow("o.lis"), office.workplace)
    assert office.queries.inbox_counts(REGISTRY).new == 1, "back again is new again"


def test_words_find_within_the_list(office: Office, route: Route) -> None:
    route("odwołanie od decyzji", (Target(unit="AB"), LEAD))
    route("wniosek o zezwolenie", (Target(unit="AB"), LEAD))
    found = route("odwołanie sąsiada", (Target(unit="GK"), LEAD))
    assert titles(office, text="odwołania") == ["odwołanie od decyzji"]
    assert titles(office, text=found.document_uid) == []
