"""Dates and counts as people say them."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

WARSAW = ZoneInfo("Europe/Warsaw")
WEEKDAYS = ("pon.", "wt.", "śr.", "czw.", "pt.", "sob.", "niedz.")


def now() -> datetime:
    """This moment in the office's zone."""
    return datetime.now(WARSAW)


def instant(text: str, today: date | None = None) -> str:
    """An instant (UTC ISO 8601) as said: "dziś 09:14", "wczoraj 15:02", "wt. 17.11", "17.11.2025"."""
    moment = datetime.fromisoformat(text).astimezone(WARSAW)
    said = day(moment.date().isoformat(), today)
    return f"{said} {moment:%H:%M}" if said in ("dziś", "wczoraj") else said


def until(text: str, today: date | None = None) -> str:
    """An instant to come as said: "dziś 15:00", "jutro 09:00", "pt. 09:00", "27.11 09:00"."""
    moment = datetime.fromisoformat(text).astimezone(WARSAW)
    ahead = (moment.date() - (today or now().date())).days
    near = {0: "dziś", 1: "jutro"}.get(ahead)
    day_said = near or (WEEKDAYS[moment.weekday()] if 1 < ahead < 7 else f"{moment:%d.%m}")
    return f"{day_said} {moment:%H:%M}"


def instant_full(text: str) -> str:
    """An instant in full: "17.11.2026, 09:14:05"."""
    return f"{datetime.fromisoformat(text).astimezone(WARSAW):%d.%m.%Y, %H:%M:%S}"


def day(text: str, today: date | None = None) -> str:
    """A date (`YYYY[-MM[-DD]]`) as said; partial dates stay partial."""
    if len(text) != 10:
        return ".".join(reversed(text.split("-")))
    asked, today = date.fromisoformat(text), today or now().date()
    ago = (today - asked).days
    if ago in (0, 1):
        return ("dziś", "wczoraj")[ago]
    if 1 < ago < 7:
        return f"{WEEKDAYS[asked.weekday()]} {asked:%d.%m}"
    return f"{asked:%d.%m}" if asked.year == today.year else f"{asked:%d.%m.%Y}"


def day_full(text: str) -> str:
    """A date in full: "17.11.2026"."""
    return ".".join(reversed(text.split("-")))


_NUMERIC = re.compile(r"(\d{1,2})[.\-/ ](\d{1,2})(?:[.\-/ ](\d{4}|\d{2}))?")


def to_date(text: str, today: date | None = None) -> str | None:
    """What a person typed ("17.11", "11.2026", "dziś") as `YYYY[-MM[-DD]]`; None if it is no date."""
    text, today = text.strip().rstrip(" r."), today or now().date()
    if text.casefold() in ("d", "dziś", "dzis"):
        return today.isoformat()
    if re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
        return text if _is_date(text) else None
    if month := re.fullmatch(r"(\d{1,2})[./](\d{4})", text):
        made = f"{month[2]}-{int(month[1]):02d}"
        return made if _is_date(made) else None
    if match := _NUMERIC.fullmatch(text):
        year = int(match[3]) if match[3] else today.year
        made = f"{year + 2000 if year < 100 else year:04d}-{int(match[2]):02d}-{int(match[1]):02d}"
        return made if _is_date(made) else None
    return None


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text + "-01-01"[: 10 - len(text)] if len(text) == 4 else text + "-01" * (len(text) == 7))
    except ValueError:
        return False
    return True


def number(count: int) -> str:
    """A number with its thousands apart: 12 345."""
    return f"{count:,}".replace(",", "\u00a0")


def count(number: int, one: str, few: str, many: str) -> str:
    """A number with its noun: 1 strona, 2 strony, 5 stron."""
    if number == 1:
        return f"{number} {one}"
    if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14):
        return f"{number} {few}"
    return f"{number} {many}"


def pages(number: int) -> str:
    """So many pages."""
    return count(number, "strona", "strony", "stron")


def letters(number: int) -> str:
    """So many letters."""
    return count(number, "pismo", "pisma", "pism")


def sheets(number: int) -> str:
    """So many sheets."""
    return count(number, "kartka", "kartki", "kartek")
