"""Keeps an open window's station in step with its central, and says in Polish how it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kancelaria.bootstrap import Office
from kancelaria.central.gateway import PgGateway
from kancelaria.domain.errors import CentralError, StoreError
from kancelaria.logs import get_log
from kancelaria.sync.status import SyncMood, SyncStatus
from ui.operations.central import central_of, engine_of, url_for
from ui.operations.facts import CentralStatus
from ui.operations.session import PUSH_ONLY, StationPeople

_log = get_log()


class StationCentral:
    """The sync engine on its own thread, from opening the station to closing it, under whoever is signed in."""

    def __init__(self, office: Office, people: StationPeople) -> None:
        self._office = office
        self._people = people
        self._connecting = ""
        self._engine = engine_of(office, self._connect)
        self._engine.on_status(self._on_status)
        people.unreachable = self._unreachable
        people.on_taken_over = self._engine.reconnect
        self._stop = self._engine.start()

    def status(self) -> CentralStatus:
        """How it stands now."""
        return self._said(self._engine.status)

    def subscribe(self, callback: Callable[[CentralStatus], None]) -> None:
        """Hear every change of the status, on the sync thread."""
        self._engine.on_status(lambda status: callback(self._said(status)))

    def wake(self) -> None:
        """Something was written: send it at once."""
        self._engine.wake()

    def sync_status(self) -> SyncStatus:
        """How it stands, for whoever shows all of it."""
        return self._engine.status

    def try_now(self) -> None:
        """Don't wait for the next try."""
        self._engine.reconnect()

    def want(self, item_id: str) -> None:
        """Somebody opened an item: its scan comes first."""
        self._engine.want(item_id)

    def on_changed(self, callback: Callable[[frozenset[str]], None]) -> None:
        """Hear which records came or changed, by their ids, on the sync thread."""
        self._engine.on_changed(lambda records: callback(frozenset(name for _, name in records)))

    def close(self) -> None:
        """End the thread; what wasn't sent waits for the next start."""
        self._stop()

    def _connect(self) -> PgGateway:
        login, password = self._people.credentials()
        self._connecting = login
        try:
            return PgGateway(url_for(central_of(self._office), login, password))
        except CentralError as error:
            self._people.refused(login, error, password)
            raise

    def _on_status(self, status: SyncStatus) -> None:
        error = status.last_error
        if status.mood is SyncMood.OFFLINE and error is not None and error.code == "login_refused":
            self._people.refused(self._connecting, CentralError(error.code, error.message, error.hint))
        else:
            try:
                self._people.heard(status)
            except StoreError as error:  # the system's keyring is closed: sync must not stop for that
                _log.warning("sign_in_not_prolonged", code=error.code)

    def _unreachable(self) -> bool:
        status = self._engine.status
        return (
            status.mood is SyncMood.OFFLINE
            and status.last_error is not None
            and status.last_error.code == "central_unreachable"
        )

    def _said(self, status: SyncStatus) -> CentralStatus:
        person = self._people.current()
        until = person.until if person is not None and status.mood is SyncMood.OFFLINE else None
        return replace(said(status), until=until)


def said(status: SyncStatus) -> CentralStatus:
    """The status in words."""
    waiting = status.waiting.total
    count = f"{waiting} {_waits(waiting)} na wysłanie" if waiting else ""
    error = status.last_error if status.mood is SyncMood.OFFLINE else None
    if error is not None and error.code == "not_signed_in":
        text = " · ".join(part for part in (count, "nikt nie jest zalogowany") if part)
    elif error is not None and error.code == "central_recovering":
        text = " · ".join(part for part in (count, "centrala odzyskuje dane") if part)
    elif error is not None and error.code == "disk_full":
        text = " · ".join(part for part in (count, "brak miejsca na dysku") if part)
    elif status.mood is SyncMood.OFFLINE:
        text = " · ".join(part for part in (count, "brak połączenia z centralą") if part)
    else:
        text = count or "centrala: na bieżąco"
        if status.push_only:
            text = f"{count or 'centrala'} · tylko wysyłanie, program jest za stary"
    notice = () if status.notice is None else (status.notice.message, status.notice.hint)
    return CentralStatus(
        text=text,
        waiting=waiting,
        since=status.offline_since,
        reasons=(*notice, *((PUSH_ONLY,) if status.push_only else ()), *status.reasons),
        problem=error.message if error else "",
        hint=error.hint if error else "",
        tasks=status.waiting.tasks,
    )


def _waits(count: int) -> str:
    few = count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14)
    return "czekają" if few else "czeka"
