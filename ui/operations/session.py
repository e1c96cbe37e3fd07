"""Who works at this station under a central: signing in, taking over, unlocking, offline with a limited life.

The password is held in memory while its person is signed in, for the sync engine to connect with; on the disk lie a
verifier and the delivery grant. Docs: `docs/adr/0013-who-works-at-a-station.md`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kancelaria.bootstrap import Office
from kancelaria.domain.errors import CentralError, CentralUnreachable, InvalidInput, OfficeError, StoreError
from kancelaria.domain.numbering import instant_text, parse_instant
from kancelaria.logs import get_log
from kancelaria.services.exchange import Welcome
from kancelaria.services.preferences import keep_setting
from kancelaria.sync.status import SyncMood, SyncStatus
from ui.operations.facts import KnownPerson, SignedIn
from ui.operations.secrets import GRANT, LOGIN, PASSWORD, SEEN, VERIFIER, StationSecrets, not_signed_in
from ui.operations.session_pace import Pace
from ui.operations.session_verifier import Verifier, from_text, make_verifier

PUT_OUT = frozenset({"login_refused", "wrong_password"})
"""Answers of the central after which a person no longer works here."""
BEHIND = frozenset({"client_too_old", "central_too_old", "central_recovering", "central_busy"})
"""The password was right, but the central can't work with this program now."""
RECENT, SHOWN = "people.recent", 5
PUSH_ONLY = "Program jest za stary dla tej centrali: wysyła zmiany, ale nie pobiera nowych. Zainstaluj nowszą wersję."

_log = get_log()


@dataclass(frozen=True)
class Answer:
    """What the central says to a sign-in."""

    welcome: Welcome
    grant: str
    name: str


Ask = Callable[[str, str], Answer]
"""(login, password) → the central's answer; CentralUnreachable soon where there is none."""
Listener = Callable[[SignedIn | None, OfficeError | None], None]


@dataclass(frozen=True)
class _Present:
    person: SignedIn
    password: str


class StationPeople:
    """The people of one station with a central. Methods may come from any thread and may take seconds."""

    def __init__(
        self,
        office: Office,
        secrets: StationSecrets,
        ask: Ask,
        hours: float = 72,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._office = office
        self._secrets = secrets
        self._ask = ask
        self._life = timedelta(hours=hours)
        self._monotonic = monotonic
        self._pace = Pace(secrets, monotonic)
        self._lock = threading.RLock()
        self._present: _Present | None = None
        self._listeners: list[Listener] = []
        self._contact: str | None = None
        seen = secrets.get(SEEN)
        self._latest = parse_instant(seen) if seen else office.clock.now()
        self._latest_at = monotonic()
        self.unreachable: Callable[[], bool] = lambda: False
        """Whether the central is known to be out of reach, so that nobody waits to find out again."""
        self.on_taken_over: Callable[[], None] = lambda: None
        """Somebody signed in or out: connect anew."""
        self._resume()

    # who is here

    @property
    def central(self) -> str:
        """The central's name for people: the office it belongs to."""
        return self._office.station.institution.name

    def current(self) -> SignedIn | None:
        """Who is signed in."""
        present = self._present
        return present.person if present else None

    def login(self) -> str:
        """The login whatever is done now is done under. CentralError while nobody is signed in."""
        present = self._present
        if present is None:
            raise not_signed_in()
        return present.person.login

    def credentials(self) -> tuple[str, str]:
        """Login and password for the sync engine. CentralError while nobody is signed in."""
        present = self._present
        if present is None:
            raise not_signed_in()
        return present.person.login, present.password

    def known(self) -> list[KnownPerson]:
        """The last people of this station, the last one first."""
        kept = self._office.queries.setting("", RECENT, [])
        return [KnownPerson(login, name) for login, name in kept][:SHOWN]

    def subscribe(self, listener: Listener) -> None:
        """Hear of changes nobody here asked for, and of their cause; on the thread where they happen."""
        self._listeners.append(listener)

    # coming and going

    def sign_in(self, login: str, password: str) -> SignedIn:
        """Let a person in: by the central, or while it can't be reached by what is kept of their last time here."""
        login = login.strip().lower()
        if not login or not password:
            raise InvalidInput("sign_in_missing", "Podaj login i hasło.", subject="login" if not login else "password")
        self._pace.require(login)
        if self.unreachable() and self._kept(login) is not None:
            return self._let_in_offline(login, password)
        try:
            answer = self._ask(login, password)
        except CentralUnreachable:
            return self._let_in_offline(login, password)
        except CentralError as error:
            return self._refused_at_the_door(login, password, error)
        return self._let_in(login, password, answer)

    def unlock(self, password: str) -> SignedIn:
        """The person signed in comes back; no central is needed."""
        person = self.current()
        if person is None:
            raise not_signed_in()
        self._pace.require(person.login)
        kept = self._kept(person.login)
        if kept is not None and self._in_time(kept) and kept.fits(password):
            self._pace.right(person.login)
            self._note_seen()
            return person
        # changed at the central meanwhile, or expired: the central knows
        try:
            return self.sign_in(person.login, password)
        except CentralError as error:
            # it couldn't judge this password, but the verifier has: guessing must not be free meanwhile
            if kept is not None and error.code not in PUT_OUT and not kept.fits(password):
                self._pace.failed(person.login)
            raise

    def sign_out(self) -> None:
        """Nobody works here now. Of the password nothing is left; the delivery grant stays for what waits."""
        with self._lock:
            present, self._present = self._present, None
        if present is not None:
            self._note_seen()
            # a command may have signed somebody in for good meanwhile
            kept_for_good = self._secrets.get(LOGIN) or present.person.login
            self._secrets.forget(LOGIN, PASSWORD + present.person.login, PASSWORD + kept_for_good)
            self.on_taken_over()

    # what time and the central say

    def heard(self, status: SyncStatus) -> None:
        """The sync engine met the central, or didn't; on its thread."""
        with self._lock:
            present = self._present
            met = present is not None and status.mood is not SyncMood.OFFLINE and status.login == present.person.login
            if not met or present is None or status.last_contact == self._contact:
                return
            self._contact = status.last_contact
            person = replace(
                present.person, online=True, until=self._until(), notice=PUSH_ONLY if status.push_only else ""
            )
            self._present = replace(present, person=person)
        kept = self._kept(person.login)
        self._latest, self._latest_at = self._office.clock.now(), self._monotonic()
        longer = {VERIFIER + person.login: kept.lasting(self._until()).as_text()} if kept is not None else {}
        self._secrets.keep_all(longer | self._seen())
        if person != present.person:
            self._tell(person, None)

    def refused(self, login: str, error: CentralError, password: str | None = None) -> None:
        """The central let this login in no more: whoever works under it is put out.

        `password`: the one it refused; who has come in with another since then stays.
        """
        if error.code not in PUT_OUT:
            return
        with self._lock:
            present = self._present
            theirs = present is not None and present.person.login == login
            if theirs and present and error.code == "wrong_password" and password not in (None, present.password):
                return
            if theirs:
                self._present = None
        try:
            kept_for_good = (LOGIN,) if self._secrets.get(LOGIN) == login else ()
            self._secrets.forget(VERIFIER + login, PASSWORD + login, *kept_for_good)
        finally:  # whoever is out is told so, though the system's keyring be closed
            if theirs:
                self._tell(None, _put_out(login, error))

    def check(self) -> OfficeError | None:
        """The error to lock the window with where work without the central has lasted too long."""
        self._note_seen()
        present = self._present
        if present is None or present.person.until is None or not self.unreachable():
            return None
        return None if self._now() < parse_instant(present.person.until) else _too_long()

    # inside

    def _resume(self) -> None:
        """A person signed in for good (by `init` or `sign-in`) is signed in at once."""
        login = self._secrets.get(LOGIN)
        password = self._secrets.get(PASSWORD + login) if login else None
        kept = self._kept(login) if login else None
        if login and password and kept and self._in_time(kept):
            self._present = _Present(_person(login, kept, online=True), password)

    def _let_in(self, login: str, password: str, answer: Answer) -> SignedIn:
        welcome, until = answer.welcome, self._until()
        verifier = make_verifier(password, until, answer.name, welcome.roles, welcome.audiences)
        # what was seen with a wrong clock holds nobody back once the central has spoken
        self._latest, self._latest_at = self._office.clock.now(), self._monotonic()
        self._secrets.keep_all({VERIFIER + login: verifier.as_text(), GRANT + login: answer.grant} | self._seen())
        person = _person(login, verifier, online=True)
        return self._take_over(replace(person, notice=PUSH_ONLY if welcome.push_only else ""), password)

    def _let_in_offline(self, login: str, password: str, notice: str = "") -> SignedIn:
        kept = self._kept(login)
        if kept is None:
            hint = "Zaloguj się tu raz, gdy centrala odpowiada; potem można pracować także bez niej."
            raise CentralError("never_here", "Centrala nie odpowiada, a tej osoby tu jeszcze nie było.", hint, login)
        if not kept.fits(password):
            self._pace.failed(login)
            self._note_seen()
            raise CentralError("wrong_password", "Niepoprawny login lub hasło.", "Sprawdź hasło, także Caps Lock.")
        if not self._in_time(kept):
            raise _too_long()
        self._require_nothing_foreign(login, kept)
        self._note_seen()
        return self._take_over(replace(_person(login, kept, online=False), notice=notice), password)

    def _refused_at_the_door(self, login: str, password: str, error: CentralError) -> SignedIn:
        kept = self._kept(login)
        if error.code in BEHIND and kept is not None:
            return self._let_in_offline(login, password, f"{error.message} {error.hint}".strip())
        if error.code == "wrong_password":
            self._pace.failed(login)
            if kept is not None and kept.fits(password):  # the old one: changed at the central
                self._secrets.forget(VERIFIER + login, PASSWORD + login)
        elif error.code in PUT_OUT:
            self.refused(login, error)
        raise error

    def _require_nothing_foreign(self, login: str, kept: Verifier) -> None:
        """What lies here must be theirs to see: without the central nobody purges it."""
        here = {name for name in self._office.journal().cursors() if not name.startswith("person:")}
        if not here <= set(kept.audiences):
            raise CentralError(
                "station_of_others", "Na tym stanowisku są pisma, których ta osoba nie może widzieć.",
                "Zaloguj się, gdy centrala znów odpowiada, albo na stanowisku swojego wydziału.", login,
            )  # fmt: skip

    def _take_over(self, person: SignedIn, password: str) -> SignedIn:
        self._pace.right(person.login)
        kept_for_good = self._secrets.get(LOGIN)
        if kept_for_good is not None and kept_for_good != person.login:
            self._secrets.forget(LOGIN, PASSWORD + kept_for_good)
        with self._lock:
            same = self._present is not None and self._present.person.login == person.login
            changed = not same or self._present is None or self._present.password != password
            self._present = _Present(person, password)
            self._contact = None
        others = [[known.login, known.name] for known in self.known() if known.login != person.login]
        try:
            keep_setting("", RECENT, [[person.login, person.name], *others][:SHOWN], self._office.uow(person.login))
        except StoreError as error:  # who worked here last is worth less than who works here now: a full disk
            _log.warning("recent_not_kept", code=error.code)
        if changed:
            self.on_taken_over()
        return person

    def _kept(self, login: str) -> Verifier | None:
        return from_text(self._secrets.get(VERIFIER + login))

    def _in_time(self, kept: Verifier) -> bool:
        return self._now() < parse_instant(kept.until)

    def _until(self) -> str:
        return instant_text(self._office.clock.now() + self._life)

    def _now(self) -> datetime:
        """This instant, never earlier than one seen before: a clock moved back wins no time."""
        passed = timedelta(seconds=self._monotonic() - self._latest_at)
        return max(self._office.clock.now(), self._latest + passed)

    def _note_seen(self) -> None:
        self._latest, self._latest_at = self._now(), self._monotonic()
        self._secrets.keep_all(self._seen())

    def _seen(self) -> dict[str, str]:
        return {SEEN: instant_text(self._latest)}

    def _tell(self, person: SignedIn | None, error: OfficeError | None) -> None:
        for listener in self._listeners:
            listener(person, error)


def keep_for_good(secrets: StationSecrets, login: str, password: str, answer: Answer, until: str) -> None:
    """Sign a person in until they sign out, as commands without a window need it: the password is kept too."""
    verifier = make_verifier(password, until, answer.name, answer.welcome.roles, answer.welcome.audiences)
    before = secrets.get(LOGIN)
    if before is not None and before != login:
        secrets.forget(PASSWORD + before)
    kept = {VERIFIER + login: verifier.as_text(), GRANT + login: answer.grant, PASSWORD + login: password}
    secrets.keep_all(kept | {LOGIN: login})


def _person(login: str, kept: Verifier, *, online: bool) -> SignedIn:
    return SignedIn(login, kept.name, frozenset(kept.roles), online, kept.until)


def _too_long() -> CentralError:
    hint = "Zaloguj się, gdy centrala znów odpowiada; zapisane pisma są bezpieczne i zostaną wysłane."
    return CentralError("offline_too_long", "Skończył się czas pracy bez centrali.", hint)


def _put_out(login: str, error: CentralError) -> CentralError:
    if error.code == "login_refused":
        return CentralError(
            "login_refused", f"Konto {login} zostało wyłączone w centrali.",
            "Zaloguj inną osobę albo poproś administratora. Praca w toku została zapisana.", login,
        )  # fmt: skip
    return CentralError(
        "password_changed", f"Hasło osoby {login} zmieniono w centrali.", "Zaloguj się nowym hasłem.", login
    )
