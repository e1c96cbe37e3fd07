"""What waits at a station for the central, for people to look at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class HeldChange:
    """A change behind a refused one (`task_id`); `fields` it would set, `about`: the other record it needs."""

    aggregate: str
    aggregate_id: str
    about: str | None
    author: str
    at: str
    fields: tuple[str, ...]
    task_id: str


@dataclass(frozen=True)
class WaitingWork:
    """Changes not accepted yet, by kind, the oldest one's instant; files each way; what is held back."""

    registrations: int = 0
    routings: int = 0
    others: int = 0
    oldest: str | None = None
    scans_out: int = 0
    bytes_out: int = 0
    scans_in: int = 0
    held: tuple[HeldChange, ...] = ()
