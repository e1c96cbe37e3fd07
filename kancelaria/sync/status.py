"""What the window shows of sync: how it stands, what waits and why, since when, and what to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kancelaria.services.exchange import Waiting


class SyncMood(StrEnum):
    """How it stands, in one word."""

    CURRENT = "current"
    WORKING = "working"
    OFFLINE = "offline"
    STOPPED = "stopped"


@dataclass(frozen=True)
class LastError:
    """The last error, for a person; `hint` is the next step."""

    code: str
    message: str
    hint: str
    at: str


@dataclass(frozen=True)
class Moving:
    """A file on its way: whose, how many bytes of it, which way."""

    item_id: str
    done: int
    size: int
    outwards: bool = True


@dataclass(frozen=True)
class SyncStatus:
    """How the station stands with the central; a new one at every change."""

    mood: SyncMood = SyncMood.STOPPED
    waiting: Waiting = field(default_factory=Waiting)
    reasons: tuple[str, ...] = ()
    offline_since: str | None = None
    last_error: LastError | None = None
    notice: LastError | None = None
    """Something a person should know though it isn't in the way: this disk turned out to be a copy."""
    last_contact: str | None = None
    login: str | None = None
    push_only: bool = False
    clock_ahead: float = 0.0
    """Seconds this station's clock is ahead of the central's; order never depends on it."""
    next_try: str | None = None
    """While it can't be reached: the instant of the next try."""
    moving: Moving | None = None


@dataclass
class Report:
    """What one run moved."""

    pushed: int = 0
    accepted: int = 0
    conflicts: int = 0
    rejected: int = 0
    pulled: int = 0
    uploaded: int = 0
    downloaded: int = 0
    forked: bool = False
    stuck: tuple[str, ...] = ()
    """Why something still waits, in words."""


def reasons(waiting: Waiting, undelivered: dict[str, int], no_room: bool = False) -> tuple[str, ...]:
    """Why something waits; `undelivered`: persons without a delivery grant here → how many events."""
    said = [
        f"Zmiany osoby {person} ({count}) czekają, aż się tu zaloguje." for person, count in sorted(undelivered.items())
    ]
    if waiting.held:
        said.append(f"Zmiany czekające na rozstrzygnięcie zadania: {waiting.held}.")
    if waiting.tasks:
        said.append(f"Zadania do rozstrzygnięcia: {waiting.tasks}.")
    if waiting.older:
        said.append("Starsze pisma jeszcze przychodzą; najnowsze już są.")
    if waiting.uploads:
        said.append(f"Skany w drodze do centrali: {waiting.uploads}.")
    if waiting.downloads:
        said.append(f"Skany w drodze na to stanowisko: {waiting.downloads}.")
    if no_room:
        said.append("Na dysku brakuje miejsca: skany z centrali przyjdą, gdy się zwolni.")
    return tuple(said)
