"""Keeps an open window's station in step with its central, and says in Polish how it stands."""

from __future__ import annotations

from collections.abc import Callable

from kancelaria.bootstrap import Office
from kancelaria.sync.status import SyncMood, SyncStatus
from ui.operations.central import engine_of
from ui.operations.facts import CentralStatus


class StationCentral:
    """The sync engine on its own thread, from opening the station to closing it."""

    def __init__(self, office: Office) -> None:
        self._engine = engine_of(office)
        self._stop = self._engine.start()

    def status(self) -> CentralStatus:
        """How it stands now."""
        return said(self._engine.status)

    def subscribe(self, callback: Callable[[CentralStatus], None]) -> None:
        """Hear every change of the status, on the sync thread."""
        self._engine.on_status(lambda status: callback(said(status)))

    def wake(self) -> None:
        """Something was written: send it at once."""
        self._engine.wake()

    def close(self) -> None:
        """End the thread; what wasn't sent waits for the next start."""
        self._stop()


def said(status: SyncStatus) -> CentralStatus:
    """The status in words."""
    waiting = status.waiting.total
    count = f"{waiting} {_waits(waiting)} na wysłanie" if waiting else ""
    if status.mood is SyncMood.OFFLINE:
        text = " · ".join(part for part in (count, "brak połączenia z centralą") if part)
    else:
        text = count or "centrala: na bieżąco"
    error = status.last_error if status.mood is SyncMood.OFFLINE else None
    return CentralStatus(
        text=text,
        waiting=waiting,
        since=status.offline_since,
        reasons=status.reasons,
        problem=error.message if error else "",
        hint=error.hint if error else "",
    )


def _waits(count: int) -> str:
    few = count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14)
    return "czekają" if few else "czeka"
