"""Dates as letters write them."""

from __future__ import annotations

import random
from datetime import date, timedelta

MONTHS = (
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "września",
    "października",
    "listopada",
    "grudnia",
)
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def letter_day(rng: random.Random) -> date:
    """A day on which letters of this stack may have been written."""
    return date(2026, 11, 20) - timedelta(days=int(rng.triangular(0, 320, 4)))


def written(day: date, rng: random.Random) -> str:
    """The date in one of the usual ways."""
    year = rng.choice((f"{day.year} r.", f"{day.year} r.", f"{day.year}r.", f"{day.year} roku", f"{day.year}"))
    return rng.choice(
        (
            f"{day.day} {MONTHS[day.month - 1]} {year}",
            f"{day.day} {MONTHS[day.month - 1]} {year}",
            f"{day.day:02d}.{day.month:02d}.{year}",
            f"{day.day:02d}.{day.month:02d}.{year}",
            f"{day.day}.{day.month:02d}.{year}",
            day.isoformat(),
            day.isoformat() + " r.",
            f"{day.day:02d}-{day.month:02d}-{day.year}",
            f"{day.day:02d}/{day.month:02d}/{day.year}",
            f"{day.day} {ROMAN[day.month - 1]} {year}",
            f"{day.day}.{ROMAN[day.month - 1]}.{year}",
        )
    )


def place_and_date(place: str, day: date, rng: random.Random) -> str:
    """The line at the head of a letter."""
    when = written(day, rng)
    return rng.choice(
        (
            f"{place}, dnia {when}",
            f"{place}, {when}",
            f"{place}, dn. {when}",
            f"{place}, dnia {when}",
            f"{place} {when}",
        )
    )


def plain(day: date) -> str:
    """The commonest way, for dates inside sentences."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year} r."


def shifted(day: date, days: int) -> date:
    """A later day."""
    return day + timedelta(days=days)
