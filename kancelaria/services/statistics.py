"""What an office counts of its mail: by day and hour, by unit, way of delivery, kind, point and state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kancelaria.domain.incoming import ItemState


@dataclass(frozen=True)
class MailCounts:
    """Incoming items registered from `first` to `last` (Warsaw days, inclusive); voided ones are counted apart.

    `by_day`: `YYYY-MM-DD` → items; `by_hour`: 24 numbers, the hour of registration in Warsaw; `by_unit`: symbol of the
    unit that leads → items, "" for those nobody leads yet; the others by their code or symbol, "" where it isn't said.
    `restricted`: places of the register whose item isn't to be seen here; they are in no other number.
    """

    first: str
    last: str
    total: int = 0
    voided: int = 0
    to_verify: int = 0
    incomplete_scan: int = 0
    sealed: int = 0
    restricted: int = 0
    by_day: Mapping[str, int] = field(default_factory=dict)
    by_hour: tuple[int, ...] = (0,) * 24
    by_unit: Mapping[str, int] = field(default_factory=dict)
    by_method: Mapping[str, int] = field(default_factory=dict)
    by_kind: Mapping[str, int] = field(default_factory=dict)
    by_point: Mapping[str, int] = field(default_factory=dict)
    by_state: Mapping[ItemState, int] = field(default_factory=dict)
