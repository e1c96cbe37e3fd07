"""Numbers: gap-free and given once, whatever is cut, killed or sent twice, by however many at once."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from kancelaria.central.connection import connect
from kancelaria.central.gateway import PgGateway
from kancelaria.central.provision import close_year
from kancelaria.central.verify import verify
from kancelaria.domain.errors import CentralError
from kancelaria.services.exchange import Event, Hello, Outcome, Verdict
from tests.integration.central.conftest import PASSWORD, Central, Desk

STATIONS, LETTERS = 8, 25


def test_many_stations_while_connections_are_killed(central: Central) -> None:
    """Every letter gets one number, its own, though the server ends connections in mid-transaction all the time."""
    numbers: dict[str, int] = {}
    failures: list[BaseException] = []
    over = threading.Event()

    def station(number: int) -> None:
        try:
            desk = Desk(central.gateway("anna"), "anna", f"s{number}", f"Z{number}")
            for _ in range(LETTERS):
                event = desk.letter()
                outcome = _until_answered(central, desk, event)
                assert outcome.verdict is Verdict.ACCEPTED, outcome
                numbers[event.id] = outcome.given["rpw_number"]
            desk.gateway.close()
        except BaseException as error:  # noqa: BLE001 - a thread's failure is the test's
            failures.append(error)

    killed = _KilledConnections(central, over)
    threads = [threading.Thread(target=station, args=(number,)) for number in range(STATIONS)]
    for thread in (killed, *threads):
        thread.start()
    for thread in threads:
        thread.join()
    over.set()
    killed.join()
    assert not failures, failures
    assert killed.count > 10
    assert sorted(numbers.values()) == list(range(1, STATIONS * LETTERS + 1))
    assert verify(central.url).problems == []


def _until_answered(central: Central, desk: Desk, event: Event) -> Outcome:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            return desk.gateway.push([event])[0]
        except CentralError as error:
            if error.code not in ("central_unreachable", "central_busy"):
                raise
            with suppress(CentralError):
                desk.gateway.close()
                desk.gateway = central.gateway("anna")
    raise AssertionError("no answer in time")


class _KilledConnections(threading.Thread):
    """Ends a random working connection again and again."""

    def __init__(self, central: Central, over: threading.Event) -> None:
        super().__init__()
        self._central, self._over, self.count = central, over, 0

    def run(self) -> None:
        source = random.Random(7)
        with connect(self._central.url) as connection:
            while not self._over.wait(0.02):
                busy = connection.execute(
                    "SELECT pid FROM pg_stat_activity WHERE usename = 'anna' AND state <> 'idle'"
                ).fetchall()
                if busy:
                    connection.execute("SELECT pg_terminate_backend(%s)", (source.choice(busy)[0],))
                    self.count += 1


class _CutAfterCommit(PgGateway):
    """The accepting transaction commits; the answer never arrives."""

    def _settle(self) -> None:
        self._connection.close()
        super()._settle()


def test_cut_after_commit_before_the_reply(central: Central, desk: Callable[..., Desk]) -> None:
    here = desk("anna")
    event = here.letter()
    cut = _CutAfterCommit(central.url_of("anna"))
    with_error = ""
    try:
        cut.push([event])
    except CentralError as error:
        with_error = error.code
    assert with_error == "central_unreachable"
    assert central.one("SELECT count(*) FROM kancelaria.register_entry") == 1
    bogna = desk("bogna")
    bogna.register()
    (outcome,) = here.push(event)
    assert (outcome.verdict, outcome.given["rpw_number"]) == (Verdict.ACCEPTED, 1)
    assert central.one("SELECT count(*) FROM kancelaria.register_entry") == 2


def test_a_duplicate_gets_its_first_answer(desk: Callable[..., Desk]) -> None:
    here = desk("anna")
    item = here.letter()
    amended = here.change(item.aggregate_id, 1, title="Wniosek")
    first = here.push(item, amended)
    here.register()
    assert here.push(item, amended) == first
    bad = here.change("nie-ma", 1, title="x")
    rejected = here.push(bad)
    assert rejected[0].verdict is Verdict.REJECTED
    assert rejected[0].message
    assert here.push(bad) == rejected


def test_gap_and_fork(central: Central, desk: Callable[..., Desk]) -> None:
    here = desk("anna")
    here.register()
    second, third = here.letter(), here.letter()
    (gap,) = here.push(third)
    assert (gap.verdict, gap.given) == (Verdict.GAP, {"expected": 2})
    copy = Desk(central.gateway("anna"), "anna", here.station, here.series, sequence=1, serial=7)
    assert [o.verdict for o in here.push(second, third)] == [Verdict.ACCEPTED] * 2
    forked = copy.push(copy.letter(), copy.letter())
    assert [o.verdict for o in forked] == [Verdict.FORK]
    assert central.one("SELECT count(*) FROM kancelaria.register_entry") == 3
    copy.gateway.close()


def test_the_same_id_with_other_words_is_a_fork(desk: Callable[..., Desk]) -> None:
    here = desk("anna")
    item = here.register()
    told = Event(**{name: getattr(item, name) for name in Event.__dataclass_fields__} | {"patch": {"title": "inny"}})
    assert here.push(told)[0].verdict is Verdict.FORK


def test_a_known_event_in_a_new_stream_keeps_its_answer(desk: Callable[..., Desk]) -> None:
    here = desk("anna")
    item = here.letter()
    first = here.push(item)[0]
    moved = desk("anna", station=here.station, series=here.series, epoch=1)
    again = Event(**{n: getattr(item, n) for n in Event.__dataclass_fields__} | {"stream": f"{here.station}/anna/1"})
    assert moved.push(again) == [first]
    moved.sequence, moved.serial = 1, 5
    assert moved.push(moved.letter())[0].given["rpw_number"] == 2


def test_the_year_is_warsaws_and_a_closed_one_takes_nothing(central: Central, desk: Callable[..., Desk]) -> None:
    here = desk("anna")
    late = here.push(here.letter(registered_at="2025-12-31T23:30:00.000Z"))[0]
    assert late.given == {"rpw_number": 1, "rpw_year": 2026}
    here.report()
    close_year(central.url_of("admin"), 2025)
    refused = here.push(here.letter(registered_at="2025-12-31T22:30:00.000Z"))[0]
    assert refused.code == "year_closed"
    assert "close-year" in refused.message
    assert here.push(here.letter())[0].given["rpw_number"] == 2


def test_a_void_keeps_its_number(central: Central, desk: Callable[..., Desk]) -> None:
    here = desk("anna")
    item = here.register()
    assert here.push(here.change(item.aggregate_id, 1, state="voided", void_reason="pomyłka"))[0].version == 2
    assert here.push(here.letter())[0].given["rpw_number"] == 2
    assert here.push(here.change(item.aggregate_id, 2, title="x"))[0].code == "state_forbids"
    with central.sql("anna") as connection:
        rows = connection.execute("SELECT rpw_number, voided FROM api_v1.register ORDER BY 1").fetchall()
    assert rows == [(1, True), (2, False)]
    assert verify(central.url).problems == []


def test_what_a_station_may_not_say(desk: Callable[..., Desk]) -> None:
    here, there = desk("anna"), desk("bogna")
    uid = here.register().patch["document_uid"]
    assert here.push(here.letter(rpw_number=7))[0].code == "number_not_yours"
    assert here.push(here.letter(document_uid=uid))[0].code == "uid_taken"
    assert there.push(there.letter(document_uid=uid))[0].code == "series_foreign"
    assert here.push(here.letter(wymyślone=1))[0].code == "field_unknown"
    assert here.push(here.letter(registered_at="nigdy"))[0].code == "bad_event"
    assert here.push(here.letter(registered_by="bogna"))[0].code == "bad_event"
    assert here.push(here.letter())[0].given["rpw_number"] == 2


def test_series_are_unique_and_always_the_same(central: Central) -> None:
    with central.gateway("anna") as anna, central.gateway("bogna") as bogna:
        anna.hello(Hello("s-a", 0, "test", 1, 1))
        bogna.hello(Hello("s-b", 0, "test", 1, 1))
        first, second = anna.series("K1"), bogna.series("K1")
        assert first == anna.series("K1") == "K1A"
        assert second == "K1B"
        anna.hello(Hello("s-a", 1, "test", 1, 1))
        assert anna.series("K1") == "K1C"


def test_refused_before_anything_is_written(central: Central, desk: Callable[..., Desk]) -> None:
    """Somebody else's stream, without a grant; an unknown password; a disabled account."""
    anna, bogna = desk("anna"), desk("bogna")
    event = anna.letter()
    for action, code in (
        (lambda: bogna.push(event), "author_refused"),
        (lambda: PgGateway(central.server.url("anna", central.database, "zle")), "wrong_password"),
        (lambda: PgGateway(central.server.url("anna", central.database)), "wrong_password"),
    ):
        got = ""
        try:
            action()
        except CentralError as error:
            got = error.code
        assert got == code
    assert central.one("SELECT count(*) FROM kancelaria.event") == 0
    assert PASSWORD not in str(central.one("SELECT string_agg(rolpassword, ' ') FROM pg_authid"))
