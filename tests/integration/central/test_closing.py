"""A year is closed only when every station has said, after its end, that all its registrations have come."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kancelaria.central.provision import close_year, open_year
from kancelaria.central.status import status
from kancelaria.domain.errors import CentralError
from tests.integration.central.conftest import Central, Desk

LAST_YEAR = "2025-12-31T10:00:00.000Z"


def refused(action: Callable[[], object]) -> CentralError:
    with pytest.raises(CentralError) as error:
        action()
    assert error.value.hint
    return error.value


@pytest.mark.rule("year closed last")
def test_a_year_closes_when_every_station_has_reported(central: Central, desk: Callable[..., Desk]) -> None:
    anna, bogna, olek = desk("anna"), desk("bogna"), desk("olek")
    boss = central.url_of("admin")
    anna.register(registered_at=LAST_YEAR)
    anna.report()
    olek.report()
    behind = refused(lambda: close_year(boss, 2025))
    assert (behind.code, behind.subject) == ("stations_behind", "2025")
    assert behind.message.endswith("pisma: s-1 nie zgłosiło się.")
    bogna.report({2025: 2, 2026: 1})
    assert refused(lambda: close_year(boss, 2025)).message.endswith(": s-1 (bogna) ma niewysłane (2).")
    assert [(station.name, station.waiting) for station in status(central.url).behind] == [
        ("s-1", {"2025": 2, "2026": 1})
    ]
    bogna.report({2026: 1})
    with central.sql() as server:
        server.execute("UPDATE kancelaria.standing SET said_at = '2025-12-30 12:00Z' WHERE login = 'anna'")
    assert refused(lambda: close_year(boss, 2025)).message.endswith("K0A (anna) zgłosiło się ostatnio 2025-12-30.")
    anna.report()
    close_year(boss, 2025)
    close_year(boss, 2025)
    assert status(central.url).closed_years == ("Urząd Próbny 2025",)
    late = anna.push(anna.letter(registered_at=LAST_YEAR))[0]
    assert (late.code, "--undo" in late.message) == ("year_closed", True)
    assert anna.push(anna.letter())[0].verdict == "accepted", "this year goes on"


def test_a_station_that_will_not_come_is_left_out_by_name(central: Central, desk: Callable[..., Desk]) -> None:
    anna = desk("anna")
    desk("bogna")
    anna.register(registered_at=LAST_YEAR)
    anna.report()
    boss = central.url_of("admin")
    assert refused(lambda: close_year(boss, 2025, ["inne"])).code == "stations_behind"
    close_year(boss, 2025, ["s-1"])
    open_year(boss, 2025)
    assert anna.push(anna.letter(registered_at=LAST_YEAR))[0].given["rpw_number"] == 2
    assert refused(lambda: open_year(boss, 2025)).code == "year_not_closed"


def test_who_may_close_which_year(central: Central, desk: Callable[..., Desk]) -> None:
    desk("anna").report()
    assert refused(lambda: close_year(central.url_of("anna"), 2025)).code == "central_refused"
    assert refused(lambda: close_year(central.url_of("admin"), 2099)).code == "year_not_over"
    with central.sql() as server:
        server.execute("SELECT kancelaria.reopen()")
    assert refused(lambda: close_year(central.url_of("admin"), 2025)).code == "central_recovering"
