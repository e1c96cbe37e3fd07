"""Adopting a station that was alone: numbers kept, all or nothing, and the same station again is no second one."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest

from kancelaria.central.adopt import Newcomer, adopt
from kancelaria.central.gateway import PgGateway
from kancelaria.central.provision import unit_list
from kancelaria.central.verify import verify
from kancelaria.domain.errors import CentralError
from kancelaria.domain.office import OrgUnit
from kancelaria.services.exchange import Event
from tests.integration.central.conftest import Central, Desk

ALONE = Newcomer("s-alone", series=("K1A",), years=(2026,), units=(OrgUnit("AB", "Architektura"),))
TITLES = (
    "SELECT array_agg(rpw_number || (record ->> 'title') ORDER BY rpw_number) FROM kancelaria.record"
    " WHERE aggregate = 'item'"
)


def code_of(action: Callable[[], object]) -> str:
    with pytest.raises(CentralError) as refused:
        action()
    assert refused.value.hint
    return refused.value.code


def standalone(count: int, series: str = "K1A", year: int = 2026) -> list[Event]:
    """What a station that was alone has in its journal: its own numbers given."""
    alone = Desk(cast("PgGateway", None), "kancelaria", "s-alone", series)
    events = []
    for number in range(1, count + 1):
        when = {"rpw_number": number, "rpw_year": year, "registered_at": f"{year}-11-20T09:14:00.000Z"}
        item = alone.letter(**when)
        events += [item, alone.change(item.aggregate_id, 0, title=f"List {number}")]
    return events


def test_numbers_are_kept_and_the_same_station_may_come_again(central: Central, desk: Callable[..., Desk]) -> None:
    events = standalone(5)
    asked = adopt(central.url, ALONE, events, only_ask=True)
    assert asked.outcomes == ()
    assert central.one("SELECT count(*) FROM kancelaria.event") == 0
    done = adopt(central.url, ALONE, events)
    assert [outcome.given.get("rpw_number") for outcome in done.outcomes[::2]] == [1, 2, 3, 4, 5]
    assert (done.strangers, done.institution_name) == (("kancelaria",), "Urząd Próbny")
    assert central.one(TITLES) == [f"{n}List {n}" for n in range(1, 6)]
    assert "AB" in {unit.symbol for unit in unit_list(central.url)}
    anna = desk("anna")
    assert anna.push(anna.letter())[0].given["rpw_number"] == 6
    again = adopt(central.url_of("admin"), ALONE, events)
    assert again.outcomes == done.outcomes
    told = verify(central.url)
    assert (told.problems, told.counts["adopted_years"], told.counts["items"]) == ([], 1, 6)
    with central.sql() as boss:
        boss.execute("UPDATE kancelaria.adoption SET station_id = 'inne'")
    assert {problem.code for problem in verify(central.url).problems} == {"adoption_lost"}


@pytest.mark.rule("one register")
def test_a_year_has_one_register(central: Central, desk: Callable[..., Desk]) -> None:
    """A second register of a year is refused, another year's is welcome."""
    adopt(central.url, ALONE, standalone(2))
    second = Newcomer("s-other", series=("K2A",), years=(2026,))
    assert code_of(lambda: adopt(central.url, second, [])) == "adopted_already"
    anna = desk("anna")
    anna.push(anna.letter(registered_at="2025-11-20T09:14:00.000Z"))
    older = Newcomer("s-other", series=("K2A",), years=(2025,))
    assert code_of(lambda: adopt(central.url, older, [])) == "register_not_empty"
    assert adopt(central.url, Newcomer("s-other", series=("K2A",), years=(2024,)), []).outcomes == ()
    foreign = Newcomer("s-third", series=(anna.series,), years=(2023,))
    assert code_of(lambda: adopt(central.url, foreign, [])) == "series_foreign"
    assert code_of(lambda: adopt(central.url_of("anna"), foreign, [])) == "central_refused"


def test_it_is_all_or_nothing(central: Central) -> None:
    events = standalone(3)
    assert code_of(lambda: adopt(central.url, ALONE, [events[0], *events[2:]])) == "adoption_refused"
    assert code_of(lambda: adopt(central.url, ALONE, [*events[:2], *standalone(9)[16:]])) == "adoption_refused"
    assert central.one("SELECT count(*) FROM kancelaria.event") == 0
    assert central.one("SELECT count(*) FROM kancelaria.adoption") == 0


def test_people_it_has_routed_letters_to_need_accounts_first(central: Central) -> None:
    alone = Desk(cast("PgGateway", None), "kancelaria", "s-alone", "K1A")
    item = alone.letter(rpw_number=1, rpw_year=2026)
    routed = alone.assignment(item.aggregate_id, person="j.nieznany")
    with pytest.raises(CentralError) as refused:
        adopt(central.url, ALONE, [item, routed])
    assert (refused.value.code, refused.value.subject) == ("people_missing", "j.nieznany")


def test_numbers_with_a_hole_are_refused(central: Central) -> None:
    alone = Desk(cast("PgGateway", None), "kancelaria", "s-alone", "K1A")
    holed = [alone.letter(rpw_number=number, rpw_year=2026) for number in (1, 3)]
    assert code_of(lambda: adopt(central.url, ALONE, holed)) == "register_has_gaps"
    assert central.one("SELECT count(*) FROM kancelaria.register_entry") == 0


def test_an_unknown_year_brings_no_numbers_of_its_own(central: Central) -> None:
    """An administrator can't slip numbers into a year that wasn't adopted."""
    events = standalone(1, year=2025)
    assert code_of(lambda: adopt(central.url, ALONE, events)) == "adoption_refused"
