"""Dates and times as people in the office write them: dd.mm.rrrr, Warsaw time."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kancelaria.domain.errors import InvalidInput

WARSAW = ZoneInfo("Europe/Warsaw")

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def date_for_people(text: str) -> str:
    """`2026-11-20` → `20.11.2026`; partial dates keep what is known: `11.2026`, `2026`."""
    match = _PARTIAL.fullmatch(text)
    if match is None:
        raise _bad(text)
    year, month, day = match.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError as error:
        raise _bad(text) from error
    return ".".join(part for part in (day, month, year) if part)


def moment_for_people(instant: str) -> str:
    """A UTC instant → `20.11.2026 10:42` in Warsaw."""
    return warsaw(instant).strftime("%d.%m.%Y %H:%M")


def warsaw(instant: str) -> datetime:
    """A UTC instant (ISO 8601, `Z`) as Warsaw time."""
    try:
        moment = datetime.fromisoformat(instant)
    except ValueError as error:
        raise _bad(instant) from error
    if moment.tzinfo is None:
        raise _bad(instant)
    return moment.astimezone(WARSAW)


def _bad(text: str) -> InvalidInput:
    return InvalidInput(
        "bad_date",
        f"„{text}” nie jest datą, którą można wydrukować.",
        "Podaj datę w postaci RRRR-MM-DD (także RRRR-MM lub RRRR), a chwilę jako RRRR-MM-DDTgg:mm:ssZ.",
        subject=text,
    )
