"""Years and numbers of the register: instants are UTC, the year is Warsaw's."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

WARSAW = ZoneInfo("Europe/Warsaw")


def instant_text(moment: datetime) -> str:
    """An instant as it is stored: UTC ISO 8601 with milliseconds and `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_instant(text: str) -> datetime:
    """The moment of a stored instant."""
    return datetime.fromisoformat(text)


def rpw_year(registered_at: str) -> int:
    """The register's year of an instant: the year in Warsaw at that moment."""
    return parse_instant(registered_at).astimezone(WARSAW).year


def warsaw_day(instant: str) -> str:
    """The day in Warsaw of a stored instant, `YYYY-MM-DD`."""
    return parse_instant(instant).astimezone(WARSAW).date().isoformat()


def next_number(highest: int | None) -> int:
    """The number after the highest one given; the first is 1."""
    return (highest or 0) + 1
