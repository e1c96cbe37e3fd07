"""Dates on letters: a whole day, a month or a year alone (`YYYY[-MM[-DD]]`)."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from kancelaria.domain.errors import InvalidInput

_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True)
class PartialDate:
    """A date known to the year, the month or the day."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        return "-".join([f"{self.year:04d}"] + [f"{part:02d}" for part in (self.month, self.day) if part is not None])

    @property
    def earliest(self) -> date:
        """The first day it may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it may mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


def parse_partial_date(text: str, field: str = "letter_date") -> PartialDate:
    """The partial date written `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; InvalidInput (subject = field) otherwise."""
    match = _FORM.fullmatch(text)
    if match is not None:
        parsed = PartialDate(int(match[1]), int(match[2]) if match[2] else None, int(match[3]) if match[3] else None)
        try:
            parsed.earliest  # noqa: B018 - building the date is the check
        except ValueError:
            pass
        else:
            return parsed
    raise InvalidInput("bad_date", f"Niepoprawna data: {text}.", "Podaj datę jako RRRR-MM-DD, RRRR-MM lub RRRR.", field)


def parse_day(text: str, field: str) -> date:
    """A whole day `YYYY-MM-DD`; InvalidInput (subject = field) otherwise."""
    parsed = parse_partial_date(text, field)
    if parsed.day is None:
        raise InvalidInput("bad_date", f"Niepełna data: {text}.", "Podaj dzień, miesiąc i rok: RRRR-MM-DD.", field)
    return parsed.earliest
