"""The sync engine: one background thread that pushes, pulls and moves files; it never blocks a window."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from kancelaria.domain.errors import CentralError, CentralUnreachable, OfficeError
from kancelaria.domain.numbering import instant_text, parse_instant
from kancelaria.domain.office import Station
from kancelaria.services.exchange import CentralGateway, Hello, Welcome, audience_of
from kancelaria.services.ports import BlobStore, Clock
from kancelaria.sync.backoff import Backoff
from kancelaria.sync.ports import Journal, Record
from kancelaria.sync.pull import follow_audiences, next_between, pull_between, pull_news, pull_older
from kancelaria.sync.push import ForkFound, Pusher
from kancelaria.sync.restore import give_back
from kancelaria.sync.status import LastError, Report, SyncMood, SyncStatus, reasons
from kancelaria.sync.transfer import Transfer

POLL_SECONDS = 0.5
LIVELY_POLL_SECONDS = 0.25
LIVELY_SECONDS = 30.0
"""How long after the last letter a station asks for news more often."""
AT_A_TIME_SECONDS = 1.0
"""How long a long queue is pushed before news are looked at."""
HELLO_AGAIN_SECONDS = 300.0
EPOCHS = 1000
KEEP_ANSWERED = timedelta(days=35)
"""How long answered events stay, for a central restored to an earlier point (30 days at least)."""
logger = logging.getLogger("kancelaria.sync")
Changed = Callable[[Sequence[Record]], None]


@dataclass(frozen=True)
class Client:
    """What this program says of itself to the central."""

    application: str
    schema: int
    analyzer_version: int


@dataclass
class _Session:
    gateway: CentralGateway
    welcome: Welcome
    pusher: Pusher
    transfer: Transfer
    greeted: float
    lively_until: float = 0.0
    between: int = 0


class SyncEngine:
    """Keeps this station and the central in step. `connect` opens a connection under the signed-in person's login."""

    def __init__(
        self,
        journal: Journal,
        connect: Callable[[], CentralGateway],
        blobs: BlobStore,
        clock: Clock,
        station: Callable[[], Station],
        client: Client,
        partial: Path,
        keep_grant: Callable[[str, str], None] | None = None,
        share: Callable[[], float] = random.random,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._journal = journal
        self._connect = connect
        self._blobs = blobs
        self._clock = clock
        self._station = station
        self._client = client
        self._partial = partial
        self._keep_grant = keep_grant
        self._share = share
        self._backoff = Backoff(share)
        self._monotonic = monotonic
        self._wake = threading.Event()
        self._anew = threading.Event()
        self._changed_listeners: list[Changed] = []
        self._status_listeners: list[Callable[[SyncStatus], None]] = []
        self._status = SyncStatus()
        self._report = Report()
        self._undelivered: dict[str, int] = {}
        self._no_room = False

    @property
    def status(self) -> SyncStatus:
        """How it stands; a value, safe to read from any thread."""
        return self._status

    def on_changed(self, listener: Changed) -> None:
        """Call `listener` with the records that changed, in the sync thread."""
        self._changed_listeners.append(listener)

    def on_status(self, listener: Callable[[SyncStatus], None]) -> None:
        """Call `listener` at every change of the status, in the sync thread."""
        self._status_listeners.append(listener)

    def wake(self) -> None:
        """Something was written, or somebody signed in: push at once. From any thread; returns at once."""
        self._wake.set()

    def reconnect(self) -> None:
        """Somebody signed in or out: let go of the connection and open one anew. From any thread; returns at once."""
        self._anew.set()
        self._wake.set()

    def want(self, item_id: str) -> None:
        """Somebody opens an item: fetch its scan first."""
        self._journal.want_blobs(item_id)
        self.wake()

    def run_once(self) -> Report:
        """Push and pull until the outbox is empty and the feed read, then move files; errors are the caller's."""
        self._report = Report()
        try:
            self._with_forks(self._whole_run)
        except OfficeError as error:
            self._failed(error)
            raise
        return self._report

    def run(self, stop: threading.Event) -> None:
        """Stay in step until `stop`: poll twice a second, push when woken, wait longer after each error."""
        while not stop.is_set():
            self._anew.clear()
            try:
                self._with_forks(lambda session: self._stay(session, stop))
            except OfficeError as error:
                self._pause(error, stop)
            except Exception as bug:
                # a bug must not end the thread silently: it's logged whole and shown as such
                logger.exception("sync failed")
                self._pause(bug, stop)
        self._say(mood=SyncMood.STOPPED)

    def start(self) -> Callable[[], None]:
        """Run in a thread of its own; what it returns ends it and waits for it."""
        stop = threading.Event()
        thread = threading.Thread(target=self.run, args=(stop,), name="sync", daemon=True)
        thread.start()

        def close() -> None:
            stop.set()
            self._wake.set()
            thread.join()

        return close

    def _with_forks(self, work: Callable[[_Session], None]) -> None:
        """Open a session and work in it; a copied disk gets its new epoch and goes on."""
        while True:
            gateway = self._connect()
            try:
                work(self._open(gateway))
                return
            except ForkFound as found:
                self._fork(found.stream)
            finally:
                gateway.close()

    def _open(self, gateway: CentralGateway) -> _Session:
        self._say(mood=SyncMood.WORKING)
        welcome = self._greet(gateway)
        if self._keep_grant is not None:
            self._keep_grant(welcome.login, gateway.grant())
        report, journal = self._report, self._journal
        journal.forget_old(instant_text(self._clock.now() - KEEP_ANSWERED))
        pusher = Pusher(journal, gateway, welcome.login, report, self._tell)
        transfer = Transfer(
            journal, gateway, welcome.login, self._blobs, self._partial, report, self._tell, self._monotonic,
            lambda moving: self._say(moving=moving),
        )  # fmt: skip
        return _Session(gateway, welcome, pusher, transfer, self._monotonic())

    def _greet(self, gateway: CentralGateway) -> Welcome:
        station, client = self._station(), self._client
        welcome = gateway.hello(
            Hello(
                station.id, station.epoch, client.application, client.schema, client.analyzer_version,
                known_incarnation=self._journal.incarnation(), seal=(seal := self._journal.seal(station.epoch)),
            )
        )  # fmt: skip
        if welcome.seal not in ("", seal):
            # kept before anything is said under it: from then on the central asks for it
            self._journal.keep_seal(station.epoch, welcome.seal)
        give_back(self._journal, gateway, welcome.incarnation)
        self._stand(gateway, station, welcome.login)
        if not welcome.push_only:
            follow_audiences(self._journal, welcome.audiences, self._tell)
        now = self._clock.now()
        self._say(
            login=welcome.login, push_only=welcome.push_only, last_contact=instant_text(now), offline_since=None,
            last_error=None, next_try=None, clock_ahead=_ahead(now, welcome.server_time),
        )  # fmt: skip
        return welcome

    def _stand(self, gateway: CentralGateway, station: Station, login: str) -> None:
        """Said at every connection: a restored central gives no numbers before every station has said it."""
        try:
            gateway.report(station.point, self._journal.standing())
        except CentralError as error:
            if error.code != "station_refused":
                raise
            # another disk speaks as this station: ours was copied from it before it had the central's seal
            raise ForkFound(f"{station.id}/{login}/{station.epoch}") from error

    def _fork(self, stream: str) -> None:
        """This disk is a copy: take a new epoch and its own series, said aloud, and send on under them."""
        station = self._station()
        # two copies that find out at the same time must not choose the same epoch
        epoch = station.epoch + 1 + int(self._share() * EPOCHS)
        series = station.series
        if stream.endswith(f"/{station.epoch}"):
            series = self._series_of(station, epoch)
        self._journal.fork(stream, epoch, series)
        self._report.forked = True
        logger.warning("fork: stream %s, new epoch %d, series %s", stream, epoch, series)
        self._say(
            notice=LastError(
                "station_copied",
                f"Dane tego stanowiska są kopią innego. Nadano nową serię etykiet: {series}.",
                "Sprawdź, czy pisma zarejestrowane po skopiowaniu mają właściwe etykiety (Zadania).",
                instant_text(self._clock.now()),
            )
        )

    def _series_of(self, station: Station, epoch: int) -> str:
        client, gateway = self._client, self._connect()
        try:
            gateway.hello(Hello(station.id, epoch, client.application, client.schema, client.analyzer_version))
            return gateway.series(station.point)
        except CentralUnreachable:
            raise
        except CentralError:
            # an officer's station prints no labels; what it once printed is told apart by the new-label task
            return station.series
        finally:
            gateway.close()

    def _whole_run(self, session: _Session) -> None:
        for _ in range(2):
            while self._step(session, lambda: False) or self._go_back(session):
                pass
            session.transfer.move(lambda: False)
            self._no_room = session.transfer.no_room
        while self._step(session, lambda: False):
            pass
        # what waited has gone: a year may be closed on this word
        session.gateway.report(self._station().point, self._journal.standing())
        self._report.stuck = self._status.reasons

    def _stay(self, session: _Session, stop: threading.Event) -> None:
        def ended() -> bool:
            return stop.is_set() or self._anew.is_set()

        while not ended():
            self._wake.clear()
            if self._monotonic() - session.greeted > HELLO_AGAIN_SECONDS:
                session.welcome, session.greeted = self._greet(session.gateway), self._monotonic()
            moved = self._step(session, ended)
            self._backoff.reset()
            now = self._monotonic()
            if moved:
                session.lively_until = now + LIVELY_SECONDS
                continue
            until = now + (LIVELY_POLL_SECONDS if now < session.lively_until else POLL_SECONDS)
            self._move_files(session, ended, until)
            older = self._go_back(session)
            self._look()
            if not older and (left := until - self._monotonic()) > 0:
                self._wake.wait(left)

    def _move_files(self, session: _Session, ended: Callable[[], bool], until: float) -> None:
        """Files go while nothing else does; long ones don't keep news waiting."""
        session.transfer.move(lambda: ended() or self._wake.is_set() or self._monotonic() >= until)
        self._no_room = session.transfer.no_room

    def _step(self, session: _Session, cancelled: Callable[[], bool]) -> bool:
        """One round: push what waits, apply what is new; True where anything moved."""
        report, before = self._report, self._report.pushed
        until = self._monotonic() + AT_A_TIME_SECONDS
        session.pusher.push_all(lambda: cancelled() or self._monotonic() >= until)
        moved = report.pushed > before
        if not session.welcome.push_only:
            newest = session.gateway.newest()
            if {audience_of(lane) for lane in newest} - set(session.welcome.audiences):
                session.welcome = self._greet(session.gateway)
            moved |= pull_news(self._journal, session.gateway, newest, report, self._tell, cancelled)
            moved |= self._pull_between(session, newest)
        self._tell(self._journal.settle())
        self._look(session.pusher)
        return moved

    def _pull_between(self, session: _Session, newest: Mapping[str, int]) -> bool:
        """A little of what isn't new, for as long as news may wait."""
        begun = self._monotonic()
        journal, gateway, report = self._journal, session.gateway, self._report
        moved = pull_between(journal, gateway, newest, report, self._tell, session.between)
        if moved:
            session.between = next_between(session.between, self._monotonic() - begun)
        return moved

    def _go_back(self, session: _Session) -> bool:
        """Once news are in, a little of what is older for whoever joined; False where all of it is here."""
        if session.welcome.push_only:
            return False
        return pull_older(self._journal, session.gateway, session.welcome.audiences, self._report, self._tell)

    def _look(self, pusher: Pusher | None = None) -> None:
        waiting = self._journal.counts()
        if pusher is not None:
            self._undelivered = pusher.undelivered
        mood = SyncMood.WORKING if waiting.total else SyncMood.CURRENT
        self._say(mood=mood, waiting=waiting, reasons=reasons(waiting, self._undelivered, self._no_room))

    def _pause(self, error: Exception, stop: threading.Event) -> None:
        self._failed(error)
        pause = self._backoff.after(error)
        until = self._monotonic() + pause
        self._say(next_try=instant_text(self._clock.now() + timedelta(seconds=pause)))
        # whoever signs in or writes may try at once where it's not the line that is down
        hurried = not isinstance(error, CentralUnreachable)
        self._wake.clear()
        while not stop.is_set() and not self._anew.is_set() and (left := until - self._monotonic()) > 0:
            if self._wake.wait(min(left, POLL_SECONDS)) and hurried:
                return
            self._wake.clear()

    def _failed(self, error: Exception) -> None:
        now = instant_text(self._clock.now())
        known = error if isinstance(error, OfficeError) else None
        told = LastError(
            known.code if known else "bug",
            known.message if known else "Błąd programu przy wymianie danych z centralą.",
            (known.hint if known else "") or "Zmiany są bezpieczne na tym stanowisku; program spróbuje ponownie sam.",
            now,
        )
        self._say(
            mood=SyncMood.OFFLINE, waiting=self._journal.counts(), last_error=told,
            offline_since=self._status.offline_since or now,
        )  # fmt: skip

    def _tell(self, records: Sequence[Record]) -> None:
        if records:
            for listener in self._changed_listeners:
                listener(records)

    def _say(self, **changes: object) -> None:
        status = replace(self._status, **changes)  # type: ignore[arg-type]
        if status != self._status:
            self._status = status
            for listener in self._status_listeners:
                listener(status)


def _ahead(now: datetime, server_time: str) -> float:
    return round((now - parse_instant(server_time)).total_seconds(), 1)
