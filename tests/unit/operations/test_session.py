"""Who may work at a station: by the central, without it for a limited time, and not after too many wrong passwords."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kancelaria.bootstrap import Office, init_station, open_office
from kancelaria.domain.errors import CentralError, CentralUnreachable, StoreError
from kancelaria.services.exchange import Waiting, Welcome
from kancelaria.sync.status import SyncMood, SyncStatus
from ui.operations import session_verifier
from ui.operations.secrets import GRANT, LOGIN, PASSWORD, StationSecrets, secrets_of
from ui.operations.session import Answer, StationPeople, keep_for_good

RIGHT = "zmyślone-hasło"
REGISTRY = ("registry", "register", "office", "institution")
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@dataclass
class Time:
    """A clock people can set, and the running time they can't."""

    at: datetime = MONDAY
    running: float = 1000.0

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.running

    def pass_(self, **span: float) -> None:
        self.at += timedelta(**span)
        self.running += timedelta(**span).total_seconds()


@dataclass
class FakeDoor:
    """A central that knows people by password; `down`: nobody answers."""

    passwords: dict[str, str] = field(default_factory=lambda: {"anna": RIGHT, "bogna": RIGHT, "olek": RIGHT})
    disabled: set[str] = field(default_factory=set)
    down: bool = False
    behind: str = ""
    push_only: bool = False
    ask_instead: str = ""
    """What it says before it looks at the password."""
    asked: list[str] = field(default_factory=list)

    def ask(self, login: str, password: str) -> Answer:
        self.asked.append(login)
        if self.down:
            raise CentralUnreachable("central_unreachable", "Brak połączenia z centralą.")
        if self.ask_instead:
            raise CentralError(self.ask_instead, "Centrala nie może teraz odpowiedzieć.")
        if self.passwords.get(login) != password:
            raise CentralError("wrong_password", "Niepoprawny login lub hasło.")
        if login in self.disabled:
            raise CentralError("login_refused", "To konto nie ma dostępu.")
        if self.behind:
            raise CentralError(self.behind, "Ten program jest za stary dla tej centrali.", "Zainstaluj nowszą wersję.")
        roles, audiences = (("officer",), ("office", "unit:GK")) if login == "olek" else (("registry",), REGISTRY)
        seen = ("person:" + login, *audiences)
        welcome = Welcome("i", "u", "Urząd Próbny", login, roles, seen, "2026-11-23T08:00:00Z", self.push_only)
        return Answer(welcome, f"grant-{login}", f"{login.capitalize()} Zmyślona")


@dataclass
class Station:
    """A station with people, which can be closed and opened again."""

    office: Office
    time: Time
    door: FakeDoor
    people: StationPeople

    @property
    def secrets(self) -> StationSecrets:
        return secrets_of(self.office)

    def restart(self) -> None:
        self.time.running = 50.0
        self.people = make_people(self.office, self.time, self.door)

    def on_disk(self) -> dict[str, str]:
        kept: dict[str, str] = json.loads((self.office.settings.home / "secrets.json").read_text("utf-8"))
        return kept

    def meets(self, login: str, *, push_only: bool = False) -> None:
        """The sync engine greets the central under this login."""
        at = self.time.now().isoformat()
        self.people.heard(SyncStatus(SyncMood.CURRENT, Waiting(), last_contact=at, login=login, push_only=push_only))


def make_people(office: Office, time: Time, door: FakeDoor) -> StationPeople:
    return StationPeople(office, secrets_of(office), door.ask, 72, time.monotonic)


@pytest.fixture
def station(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    monkeypatch.setattr("ui.operations.secrets._keyring", lambda: None)
    monkeypatch.setattr(session_verifier, "N", 2**4)  # what it costs to guess is asked in one test below
    init_station(tmp_path, "Urząd Próbny", "K1")
    time, door = Time(), FakeDoor()
    with open_office(tmp_path, time) as office:
        office.join_central("postgresql://127.0.0.1:1/kancelaria")
        yield Station(office, time, door, make_people(office, time, door))


def refused(station: Station, login: str, password: str = RIGHT) -> str:
    with pytest.raises(CentralError) as error:
        station.people.sign_in(login, password)
    return error.value.code


def test_nobody_works_until_somebody_signs_in(station: Station) -> None:
    assert station.people.current() is None
    with pytest.raises(CentralError) as error:
        station.people.login()
    assert (error.value.code, bool(error.value.hint)) == ("not_signed_in", True)
    person = station.people.sign_in(" Anna ", RIGHT)
    assert (person.login, person.name, person.roles, person.online) == (
        "anna", "Anna Zmyślona", frozenset({"registry"}), True,
    )  # fmt: skip
    assert station.people.login() == "anna"
    assert [known.login for known in station.people.known()] == ["anna"]


def test_the_password_is_never_written_down_by_the_window(station: Station) -> None:
    station.people.sign_in("anna", RIGHT)
    station.people.sign_in("bogna", RIGHT)
    raw = (station.office.settings.home / "secrets.json").read_bytes()
    assert RIGHT.encode() not in raw
    assert json.dumps(RIGHT).encode() not in raw
    assert {GRANT + "anna", GRANT + "bogna"} <= station.on_disk().keys()
    assert (station.office.settings.home / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_signing_out_removes_a_password_kept_for_good_and_leaves_the_grant(station: Station) -> None:
    until = (MONDAY + timedelta(hours=72)).isoformat()
    keep_for_good(station.secrets, "anna", RIGHT, station.door.ask("anna", RIGHT), until)
    station.restart()
    assert station.people.login() == "anna"
    station.people.sign_out()
    assert station.people.current() is None
    assert not {LOGIN, PASSWORD + "anna"} & station.on_disk().keys()
    assert station.on_disk()[GRANT + "anna"] == "grant-anna"


def test_taking_over_removes_what_was_kept_for_good_of_another(station: Station) -> None:
    until = (MONDAY + timedelta(hours=72)).isoformat()
    keep_for_good(station.secrets, "anna", RIGHT, station.door.ask("anna", RIGHT), until)
    station.restart()
    station.people.sign_in("bogna", RIGHT)
    assert not {LOGIN, PASSWORD + "anna"} & station.on_disk().keys()
    assert station.people.credentials() == ("bogna", RIGHT)
    assert [known.login for known in station.people.known()] == ["bogna"]


def test_a_full_disk_lets_the_next_person_in_or_leaves_the_one_before(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never half: a window that shows one person while another's password sends their work."""
    connected: list[str] = []
    station.people.on_taken_over = lambda: connected.append(station.people.credentials()[0])

    def full(*_: object, **__: object) -> None:
        raise StoreError("disk_full", "Brakuje miejsca na dysku.")

    keep_for_good(station.secrets, "anna", RIGHT, station.door.ask("anna", RIGHT), "2027-01-01T00:00:00Z")
    station.restart()
    station.people.on_taken_over = lambda: connected.append(station.people.credentials()[0])
    with monkeypatch.context() as disk:
        disk.setattr(StationSecrets, "forget", full)
        with pytest.raises(StoreError):
            station.people.sign_in("bogna", RIGHT)
    assert station.people.credentials() == ("anna", RIGHT)
    assert connected == []
    with monkeypatch.context() as disk:
        disk.setattr("ui.operations.session.keep_setting", full)
        assert station.people.sign_in("bogna", RIGHT).login == "bogna"
    assert station.people.credentials() == ("bogna", RIGHT)
    assert connected == ["bogna"]


def test_without_the_central_only_who_was_here_and_knows_the_password(station: Station) -> None:
    station.people.sign_in("anna", RIGHT)
    station.restart()
    station.door.down = True
    assert refused(station, "bogna") == "never_here"
    assert refused(station, "anna", "nie to") == "wrong_password"
    person = station.people.sign_in("anna", RIGHT)
    assert (person.online, person.roles) == (False, frozenset({"registry"}))
    assert station.people.credentials() == ("anna", RIGHT)  # for the sync engine, once the central answers


def test_work_without_the_central_ends_after_three_days(station: Station) -> None:
    station.people.sign_in("anna", RIGHT)
    station.door.down = True
    station.time.pass_(hours=71.9)
    station.people.sign_in("anna", RIGHT)
    station.people.unreachable = lambda: True
    assert station.people.check() is None
    station.time.pass_(hours=0.2)
    over = station.people.check()
    assert over is not None
    assert over.code == "offline_too_long"
    assert refused(station, "anna") == "offline_too_long"
    with pytest.raises(CentralError):
        station.people.unlock(RIGHT)
    station.restart()
    assert refused(station, "anna") == "offline_too_long"


def test_a_clock_moved_back_wins_no_time(station: Station) -> None:
    station.people.sign_in("anna", RIGHT)
    station.door.down = True
    station.time.pass_(hours=71)
    station.people.check()
    station.time.at = MONDAY  # set back by 71 hours
    station.time.pass_(hours=2)
    assert refused(station, "anna") == "offline_too_long"
    station.people.check()
    station.restart()
    assert refused(station, "anna") == "offline_too_long"


def test_after_a_clock_that_was_ahead_the_central_sets_it_right(station: Station) -> None:
    station.time.at = MONDAY + timedelta(days=4000)
    station.people.sign_in("anna", RIGHT)
    station.time.at = MONDAY
    station.people.sign_in("anna", RIGHT)
    station.restart()
    station.door.down = True
    assert station.people.sign_in("anna", RIGHT).login == "anna"


def test_each_meeting_with_the_central_begins_the_three_days_anew(station: Station) -> None:
    station.people.sign_in("anna", RIGHT)
    station.time.pass_(hours=60)
    station.meets("anna")
    station.door.down = True
    station.time.pass_(hours=60)
    assert station.people.unlock(RIGHT).login == "anna"
    station.meets("bogna")  # somebody else's meeting says nothing of Anna
    station.time.pass_(hours=13)
    assert refused(station, "anna") == "offline_too_long"


def test_unlocking_asks_nobody(station: Station) -> None:
    station.people.sign_in("anna", RIGHT)
    station.door.down = True
    before = len(station.door.asked)
    assert station.people.unlock(RIGHT).login == "anna"
    assert len(station.door.asked) == before
    with pytest.raises(CentralError) as error:
        station.people.unlock("nie to")
    assert error.value.code == "wrong_password"
    assert station.people.login() == "anna"


def test_a_password_changed_at_the_central_unlocks_and_the_old_one_no_longer_does(station: Station) -> None:
    station.people.sign_in("anna", RIGHT)
    station.door.passwords["anna"] = "nowe-hasło"
    assert station.people.unlock("nowe-hasło").login == "anna"
    station.door.down = True
    with pytest.raises(CentralError):
        station.people.unlock(RIGHT)


def test_an_old_password_the_central_refuses_opens_nothing_offline_either(station: Station) -> None:
    station.people.sign_in("anna", RIGHT)
    station.people.sign_in("bogna", RIGHT)
    station.door.passwords["anna"] = "nowe-hasło"
    assert refused(station, "anna") == "wrong_password"
    station.door.down = True
    assert refused(station, "anna") == "never_here"


def test_wrong_passwords_slow_down_and_a_restart_does_not_help(station: Station) -> None:
    station.people.sign_in("anna", RIGHT)
    station.door.down = True
    for _ in range(3):
        assert refused(station, "anna", "nie to") == "wrong_password"
    assert refused(station, "anna") == "wait_after_failures"
    station.time.at += timedelta(days=1)  # the clock has no say
    assert refused(station, "anna") == "wait_after_failures"
    station.restart()
    assert refused(station, "anna") == "wait_after_failures"
    station.time.pass_(seconds=5)
    assert refused(station, "anna", "nie to") == "wrong_password"
    station.time.pass_(seconds=9)
    assert refused(station, "anna") == "wait_after_failures"
    station.time.pass_(seconds=1)
    assert station.people.sign_in("anna", RIGHT).login == "anna"
    assert refused(station, "anna", "nie to") == "wrong_password"  # counted anew


def test_guessing_at_a_locked_window_is_slow_though_the_central_judges_nothing(station: Station) -> None:
    station.people.sign_in("anna", RIGHT)
    station.door.ask_instead = "too_many_connections"
    codes = []
    for _ in range(4):
        with pytest.raises(CentralError) as error:
            station.people.unlock("nie to")
        codes.append(error.value.code)
    assert codes == ["too_many_connections"] * 3 + ["wait_after_failures"]
    station.time.pass_(seconds=6)
    assert station.people.unlock(RIGHT).login == "anna"


def test_waiting_is_each_persons_own(station: Station) -> None:
    for _ in range(3):
        refused(station, "anna", "nie to")
    assert refused(station, "anna") == "wait_after_failures"
    assert station.people.sign_in("bogna", RIGHT).login == "bogna"


def test_a_disabled_account_is_put_out_when_the_central_answers(station: Station) -> None:
    heard: list[tuple[object, str]] = []
    station.people.subscribe(lambda person, error: heard.append((person, error.code if error else "")))
    station.people.sign_in("anna", RIGHT)
    station.door.down = True
    station.people.sign_in("anna", RIGHT)
    station.people.refused("bogna", CentralError("login_refused", "…"))  # another login's refusal is none of Anna's
    assert station.people.login() == "anna"
    station.people.refused("anna", CentralError("login_refused", "…"))
    assert heard == [(None, "login_refused")]
    assert station.people.current() is None
    assert refused(station, "anna") == "never_here"
    assert GRANT + "anna" in station.on_disk()


def test_a_password_refused_late_does_not_put_out_whoever_came_in_with_the_new_one(station: Station) -> None:
    station.people.sign_in("anna", RIGHT)
    station.door.passwords["anna"] = "nowe-zmyślone"
    station.people.sign_in("anna", "nowe-zmyślone")
    error = CentralError("wrong_password", "Niepoprawny login lub hasło.")
    station.people.refused("anna", error, RIGHT)
    assert station.people.login() == "anna"
    station.door.down = True
    assert station.people.unlock("nowe-zmyślone").login == "anna", "its verifier is still there"
    station.people.refused("anna", error, "nowe-zmyślone")
    assert station.people.current() is None


def test_a_disabled_account_is_nobodys_for_commands_either(station: Station) -> None:
    keep_for_good(station.secrets, "anna", RIGHT, station.door.ask("anna", RIGHT), "2026-11-01T00:00:00Z")
    station.restart()
    assert station.people.current() is None, "too long ago"
    station.door.disabled.add("anna")
    assert refused(station, "anna") == "login_refused"
    assert {LOGIN, PASSWORD + "anna"} & station.on_disk().keys() == set()


def test_signing_out_leaves_no_password_of_whom_a_command_signed_in_meanwhile(station: Station) -> None:
    station.people.sign_in("anna", RIGHT)
    keep_for_good(station.secrets, "bogna", RIGHT, station.door.ask("bogna", RIGHT), "2026-12-01T00:00:00Z")
    station.people.sign_out()
    assert {LOGIN, PASSWORD + "bogna"} & station.on_disk().keys() == set()


def test_a_busy_central_puts_nobody_out(station: Station) -> None:
    station.people.sign_in("anna", RIGHT)
    station.people.refused("anna", CentralError("central_busy", "…"))
    assert station.people.login() == "anna"


def test_an_older_program_may_work_but_says_so(station: Station) -> None:
    station.door.push_only = True
    assert "za stary" in station.people.sign_in("anna", RIGHT).notice
    station.door.push_only, station.door.behind = False, "client_too_old"
    person = station.people.sign_in("anna", RIGHT)
    assert not person.online
    assert "Zainstaluj nowszą wersję." in person.notice
    assert refused(station, "bogna") == "client_too_old"  # never let in here, so nothing is known of their rights


def test_what_lies_here_must_be_theirs_to_see(station: Station) -> None:
    station.people.sign_in("olek", RIGHT)
    station.people.sign_in("anna", RIGHT)
    for audience in ("person:anna", *REGISTRY):
        station.office.journal().join(audience)
    station.door.down = True
    assert refused(station, "olek") == "station_of_others"
    assert station.people.sign_in("anna", RIGHT).login == "anna"


def test_known_to_be_out_of_reach_the_central_is_not_asked(station: Station) -> None:
    station.people.sign_in("anna", RIGHT)
    station.people.unreachable = lambda: True
    before = len(station.door.asked)
    assert not station.people.sign_in("anna", RIGHT).online
    assert len(station.door.asked) == before


def test_the_engine_connects_anew_only_where_somebody_else_works(station: Station) -> None:
    anew: list[str] = []
    station.people.on_taken_over = lambda: anew.append("!")
    station.people.sign_in("anna", RIGHT)
    station.people.unlock(RIGHT)
    assert len(anew) == 1
    station.people.sign_in("bogna", RIGHT)
    assert len(anew) == 2


def test_guessing_a_password_costs_memory_and_time() -> None:
    kept = session_verifier.make_verifier(RIGHT, "", "Anna", ("registry",), REGISTRY)
    assert 128 * kept.n * kept.r >= 32 * 1024 * 1024
    assert kept.p >= 2
    again = session_verifier.from_text(kept.as_text())
    assert again == kept
    assert (kept.fits(RIGHT), kept.fits(RIGHT + " ")) == (True, False)
    assert session_verifier.make_verifier(RIGHT, "", "Anna", (), ()).salt != kept.salt


@pytest.mark.parametrize("text", [None, "", "{}", "[]", "nie json", '{"kdf": "md5"}', '{"kdf": "scrypt", "salt": ""}'])
def test_a_verifier_this_program_cannot_read_lets_nobody_in(text: str | None) -> None:
    assert session_verifier.from_text(text) is None
