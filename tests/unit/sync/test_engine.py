"""The engine over a journal and a central in memory: forks, gaps, restores, polling, errors, and its thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kancelaria.domain.errors import CentralError, CentralUnreachable, StoreError
from kancelaria.services.exchange import FeedRow, Outcome, Verdict
from kancelaria.sync import engine as engine_module
from kancelaria.sync.engine import Client, SyncEngine
from kancelaria.sync.pull import next_between, pull_news
from kancelaria.sync.push import Pusher, person_of
from kancelaria.sync.status import Report, SyncMood, SyncStatus
from tests.fakes.central import FakeCentral, Proxy
from tests.fakes.office import STATION as OFFICE_STATION
from tests.fakes.office import FakeBlobs, FakeClock
from tests.unit.sync.fake_journal import STATION, MemoryJournal, event

DEADLINE = 20.0


class World:
    def __init__(self, folder: Path) -> None:
        self.central, self.journal = FakeCentral(), MemoryJournal()
        self.central.add("anna", "registry")
        self.central.add("bogdan", "registry")
        self.wrap: Callable[[Any], Any] = lambda gateway: gateway
        self.kept: dict[str, str] = {}
        self.changed: list[Any] = []
        self.said: list[SyncStatus] = []
        self.connections = 0
        self.engine = SyncEngine(
            self.journal, self._connect, FakeBlobs(folder), FakeClock(), lambda: OFFICE_STATION, Client("1", 1, 1),
            folder, self.kept.__setitem__, share=lambda: 0.0,
        )  # fmt: skip
        self.engine.on_changed(self.changed.extend)
        self.engine.on_status(self.said.append)

    def _connect(self) -> Any:
        self.connections += 1
        return self.wrap(self.central.gateway("anna"))

    def until(self, reached: Callable[[], bool]) -> None:
        """Wait for a state that a status tells of."""
        told = threading.Event()
        self.engine.on_status(lambda _status: told.set())
        end = threading.Event()
        timer = threading.Timer(DEADLINE, lambda: (end.set(), told.set()))
        timer.start()
        try:
            while not reached():
                assert not end.is_set(), "it never came to that"
                told.wait(0.05)
                told.clear()
        finally:
            timer.cancel()


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.fixture
def running(world: World) -> Iterator[World]:
    close = world.engine.start()
    yield world
    close()
    assert world.engine.status.mood is SyncMood.STOPPED


def test_once_pushes_pulls_and_keeps_the_grant(world: World) -> None:
    world.journal.outbox = [event(n) for n in range(1, 6)]
    report = world.engine.run_once()
    assert (report.pushed, report.accepted, report.rejected) == (5, 5, 0)
    assert report.pulled == 5, "our own records come back with the feed"
    assert world.kept["anna"] in world.central.grants
    assert ("correspondent", "r1") in world.changed
    status = world.engine.status
    assert (status.mood, status.login, status.last_error) == (SyncMood.CURRENT, "anna", None)
    assert status.clock_ahead == 0.0
    assert world.journal.resets == ["incarnation-1"]
    assert world.journal.forgotten == ["2026-10-16T09:14:00.000Z"], "answers are kept for five weeks"


def test_without_a_place_for_grants_none_is_asked_for(world: World, tmp_path: Path) -> None:
    plain = SyncEngine(
        world.journal, world._connect, FakeBlobs(tmp_path), FakeClock(), lambda: OFFICE_STATION, Client("1", 1, 1),
        tmp_path,
    )  # fmt: skip
    plain.run_once()
    assert world.central.grants == {}


def test_audiences_are_joined_and_left(world: World) -> None:
    world.journal.positions = {"unit:GK": 7, "registry": 3}
    world.engine.run_once()
    assert world.journal.left == ["unit:GK"]
    assert set(world.journal.positions) == {"registry", "register", "institution", "office", "person:anna"}


def test_somebody_elses_events_need_their_grant(world: World) -> None:
    world.journal.outbox = [event(1, "bogdan"), event(1, "anna")]
    report = world.engine.run_once()
    assert report.pushed == 1
    assert report.stuck == world.engine.status.reasons
    assert any("bogdan (1)" in reason for reason in world.engine.status.reasons)
    assert world.journal.streams_waiting() == [f"{STATION}/bogdan/0"]
    world.journal.grants["bogdan"] = world.central.gateway("bogdan").grant()
    assert world.engine.run_once().pushed == 1
    assert world.journal.streams_waiting() == []


def test_a_fork_takes_a_new_epoch_and_its_series(world: World) -> None:
    first = event(1, organisation="Ktoś inny")
    world.central.gateway("anna").push([first])
    world.journal.outbox = [replace(event(1), id="other", aggregate_id="r9")]
    report = world.engine.run_once()
    assert report.forked
    [(stream, epoch, series)] = world.journal.forks
    assert (stream, epoch) == (f"{STATION}/anna/0", 1)
    assert world.central.series_given == {("station-1", 1): series}
    assert world.engine.status.notice is not None
    assert series in world.engine.status.notice.message
    assert report.accepted == 1


def test_the_seal_is_kept_before_anything_is_said_under_it(world: World) -> None:
    def before_the_report(call: str) -> str | None:
        return "before" if call == "report" else None

    world.wrap = lambda gateway: Proxy(gateway, before_the_report)
    with pytest.raises(CentralUnreachable):
        world.engine.run_once()
    assert world.journal.seals == {0: f"seal of {OFFICE_STATION.id}/0"}


def test_a_copy_made_before_the_seal_was_given_takes_a_new_epoch(world: World) -> None:
    world.journal.outbox = [event(1)]
    refused = iter([CentralError("station_refused", "Za to stanowisko mówi już ktoś inny.")])

    class SpokenFor(Proxy):
        def report(self, *told: Any) -> bool:
            for error in refused:
                raise error
            return bool(self._inner.report(*told))

    world.wrap = lambda gateway: SpokenFor(gateway, lambda _: None)
    assert world.engine.run_once().forked
    [(stream, epoch, _series)] = world.journal.forks
    assert (stream, epoch) == (f"{OFFICE_STATION.id}/anna/0", 1)
    assert world.engine.status.notice is not None


def test_another_stream_of_the_old_epoch_moves_without_another_series(world: World) -> None:
    taken = event(1, organisation="Ktoś inny")
    old = replace(taken, stream=f"{STATION}/anna/7")
    world.central.gateway("anna").push([old])
    world.journal.outbox = [replace(old, id="other")]
    world.engine.run_once()
    assert world.journal.forks == [(f"{STATION}/anna/7", 1, OFFICE_STATION.series)]
    assert world.central.series_given == {}


def test_whoever_may_not_ask_for_a_series_keeps_the_old_one(world: World) -> None:
    first = event(1, organisation="Ktoś inny")
    world.central.gateway("anna").push([first])
    world.journal.outbox = [replace(first, id="other")]

    world.wrap = lambda gateway: Refusing(gateway, CentralError("central_refused", "To konto nie ma prawa."))
    world.engine.run_once()
    assert world.journal.forks == [(f"{STATION}/anna/0", 1, OFFICE_STATION.series)]


def test_a_fork_waits_for_its_series_where_the_line_breaks(world: World) -> None:
    first = event(1, organisation="Ktoś inny")
    world.central.gateway("anna").push([first])
    world.journal.outbox = [replace(first, id="other")]
    world.wrap = lambda gateway: Refusing(gateway, CentralUnreachable("central_unreachable", "Brak połączenia."))
    with pytest.raises(CentralUnreachable):
        world.engine.run_once()
    assert world.journal.forks == []


class Refusing:
    """A gateway that gives no series."""

    def __init__(self, inner: Any, error: Exception) -> None:
        self._inner = inner
        self._error = error

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def series(self, point: str) -> str:
        raise self._error


def test_what_the_central_lost_unnoticed_is_given_back_and_a_hole_numbered_over(world: World) -> None:
    world.journal.outbox = [event(1), event(2)]
    world.engine.run_once()
    world.central.books = type(world.central.books)()
    world.journal.outbox.append(event(3))
    world.engine.run_once()
    assert world.journal.gaps == []
    assert set(world.central.books.events) == {"e1", "e2", "e3"}
    world.journal.outbox.append(event(9))
    world.engine.run_once()
    assert world.journal.gaps == [(f"{STATION}/anna/0", 4)]
    assert "e9" in world.central.books.events


class Script:
    """A gateway whose push answers as written."""

    def __init__(self, answer: Callable[[Any], list[Outcome]]) -> None:
        self._answer = answer
        self.restored: list[Any] = []

    def push(self, events: Any, _grant: Any) -> list[Outcome]:
        return self._answer(events)

    def restore(self, pairs: Any) -> list[Outcome]:
        self.restored.append(pairs)
        return [outcome for _, outcome in pairs]


def pusher(world: World, answer: Callable[[Any], list[Outcome]]) -> Pusher:
    return Pusher(world.journal, Script(answer), "anna", Report(), lambda _records: None)  # type: ignore[arg-type]


def test_a_gap_that_stays_is_said_in_the_end(world: World) -> None:
    world.journal.outbox = [event(1)]
    stuck = pusher(world, lambda events: [Outcome(events[0].id, Verdict.GAP)])
    with pytest.raises(CentralError) as said:
        stuck.push_all(lambda: False)
    assert said.value.code == "stream_gap"
    assert said.value.hint


@pytest.mark.parametrize(
    "answer",
    [
        lambda events: [],
        lambda events: [Outcome("other", Verdict.ACCEPTED, 1, 1)],
        lambda events: [Outcome(events[0].id, Verdict.ACCEPTED, 1, 1)],
    ],
)
def test_an_answer_that_doesnt_fit_is_refused(world: World, answer: Any) -> None:
    world.journal.outbox = [event(1), event(2)]
    with pytest.raises(CentralError) as said:
        pusher(world, answer).push_all(lambda: False)
    assert said.value.code == "central_answer"
    assert world.journal.answers == {}


def test_pushing_and_pulling_stop_when_cancelled(world: World) -> None:
    world.journal.outbox = [event(1)]
    idle = pusher(world, lambda events: pytest.fail("it pushed"))
    idle.push_all(lambda: True)
    asked = iter([False, True, True])
    idle.push_all(lambda: next(asked))
    world.journal.positions = {"office": 0}
    gateway: Any = world.central.gateway("anna")
    assert not pull_news(world.journal, gateway, {"office": 5}, Report(), lambda _r: None, lambda: True)


def test_positions_that_hold_nothing_for_us_are_passed(world: World) -> None:
    world.journal.positions = {"office": 0}

    class Empty:
        def pull(self, audience: str, after: int, limit: int) -> list[FeedRow]:
            return []

    gateway: Any = Empty()
    assert pull_news(world.journal, gateway, {"office": 5}, Report(), lambda _r: None, lambda: False)
    assert world.journal.positions == {"office": 5}


def test_what_is_read_between_news_takes_no_longer_than_they_may_wait() -> None:
    assert next_between(25, 0.06) == 25
    assert next_between(0, 0.06) == 25, "to begin with"
    assert next_between(25, 0.03) == 50
    assert next_between(25, 0.6) == 8, "a busy machine still gets on"
    assert next_between(50, 0.0) == 100


def test_a_persons_name_in_a_stream() -> None:
    assert person_of("station/anna.nowak/12") == "anna.nowak"


def test_a_restored_central_is_given_back_stream_by_stream(world: World) -> None:
    world.journal.outbox = [event(1), event(1, "bogdan"), event(2)]
    world.journal.grants["bogdan"] = world.central.gateway("bogdan").grant()
    world.engine.run_once()
    world.central.restore(type(world.central.books)(), {"station-1"})
    world.engine.run_once()
    assert set(world.central.books.events) == {"e1", "e2", "bogdan1"}
    assert world.journal.resets == ["incarnation-1", "incarnation-2"]
    assert world.central.recovering == set()


def test_a_central_that_doesnt_take_back_is_said(world: World) -> None:
    world.journal.outbox = [event(1)]
    world.engine.run_once()
    world.central.restore(type(world.central.books)(), set())
    world.journal.deaf = True
    with pytest.raises(CentralError) as said:
        world.engine.run_once()
    assert said.value.code == "central_answer"


def test_a_membership_given_meanwhile_is_noticed(world: World) -> None:
    class Promoting:
        def __init__(self, inner: Any) -> None:
            self._inner = inner

        def __getattr__(self, name: str) -> Any:
            return getattr(self._inner, name)

        def newest(self) -> Any:
            world.central.accounts["anna"].unit = "GK"
            return self._inner.newest()

    world.wrap = Promoting
    world.engine.run_once()
    assert "unit:GK" in world.journal.positions


def test_the_thread_pushes_when_woken_and_tells(running: World) -> None:
    running.until(lambda: running.engine.status.mood is SyncMood.CURRENT)
    running.journal.outbox.append(event(1))
    running.engine.wake()
    running.until(lambda: "e1" in running.journal.answers)
    other = running.central.gateway("bogdan")
    other.push([replace(event(1, "bogdan", organisation="Firma Inna"), aggregate_id="foreign")])
    running.until(lambda: ("correspondent", "foreign") in running.changed)
    assert running.connections == 1


def test_the_thread_says_hello_again_from_time_to_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "HELLO_AGAIN_SECONDS", -1.0)
    close = world.engine.start()
    world.until(lambda: world.engine.status.mood is SyncMood.CURRENT)
    world.central.accounts["anna"].unit = "GK"
    world.until(lambda: "unit:GK" in world.journal.positions)
    close()


def test_the_thread_outlives_a_lost_central_and_says_since_when(running: World) -> None:
    running.until(lambda: running.engine.status.mood is SyncMood.CURRENT)
    running.central.up = False
    running.until(lambda: running.engine.status.mood is SyncMood.OFFLINE)
    since = running.engine.status.offline_since
    assert since is not None
    running.journal.outbox.append(event(1))
    running.engine.wake()
    running.central.up = True
    running.until(lambda: "e1" in running.journal.answers)
    running.until(lambda: running.engine.status.offline_since is None)
    assert running.engine.status.last_error is None


@pytest.mark.parametrize("error", [CentralError("wrong_password", "Niepoprawne hasło."), ValueError("a bug"),
                                   StoreError("disk_full", "Brak miejsca.", "Zwolnij miejsce.")])  # fmt: skip
def test_whoever_signs_in_or_mends_it_tries_again_at_once(world: World, error: Exception) -> None:
    failing = [error]

    def wrap(gateway: Any) -> Any:
        if failing:
            raise failing[0]
        return gateway

    world.wrap = wrap
    close = world.engine.start()
    world.until(lambda: world.engine.status.last_error is not None)
    told = world.engine.status.last_error
    assert told is not None
    assert told.code == getattr(error, "code", "bug")
    assert told.hint, "a next step"
    failing.clear()
    world.engine.want("i1")
    world.until(lambda: world.engine.status.mood is SyncMood.CURRENT)
    assert world.journal.wanted == ["i1"]
    close()


def test_once_tells_the_caller_what_went_wrong(world: World) -> None:
    world.wrap = lambda gateway: Proxy(gateway, lambda name: "before" if name == "hello" else None)
    with pytest.raises(CentralUnreachable):
        world.engine.run_once()
    assert world.engine.status.mood is SyncMood.OFFLINE


def test_a_client_too_old_to_read_still_pushes(world: World) -> None:
    world.central.push_only = True
    world.journal.outbox = [event(1)]
    assert world.engine.run_once().pushed == 1
    assert (world.journal.rows, world.journal.positions) == ([], {})
