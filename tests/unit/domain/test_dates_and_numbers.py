"""Partial dates, the register's year, numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kancelaria.domain import numbering
from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.partial_date import PartialDate, parse_day, parse_partial_date


@given(st.dates(date(1, 1, 1)), st.sampled_from(["%d", "%m", "%y"]))
def test_partial_dates_are_read_as_written(day: date, until: str) -> None:
    parts = {"%y": (day.year,), "%m": (day.year, day.month), "%d": (day.year, day.month, day.day)}[until]
    written = str(PartialDate(*parts))
    parsed = parse_partial_date(written)
    assert parsed == PartialDate(*parts)
    assert str(parsed) == written
    assert parsed.earliest <= day <= parsed.latest


def test_the_days_a_partial_date_may_mean() -> None:
    assert (parse_partial_date("2024-02").latest, parse_partial_date("2026").latest) == (
        date(2024, 2, 29),
        date(2026, 12, 31),
    )
    assert parse_day("2026-11-21", "received_on") == date(2026, 11, 21)


@pytest.mark.parametrize(
    "text",
    ["", "26", "2026-13", "2026-02-30", "2026-1-1", "2026-11-21T10:00", "21.11.2026", "0000", "２０２６", "2026-", "x"],
)
def test_other_forms_are_refused_with_their_field(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_partial_date(text, "posted_on")
    assert (refused.value.code, refused.value.subject) == ("bad_date", "posted_on")


def test_a_day_must_be_whole() -> None:
    with pytest.raises(InvalidInput):
        parse_day("2026-11", "received_on")


@given(st.datetimes(datetime(1990, 1, 2), datetime(2199, 1, 1)))
def test_the_year_is_warsaws(moment: datetime) -> None:
    instant = numbering.instant_text(moment.replace(tzinfo=UTC))
    assert instant.endswith("Z")
    local = numbering.parse_instant(instant).astimezone(numbering.WARSAW)
    assert numbering.rpw_year(instant) == local.year
    assert numbering.warsaw_day(instant) == local.date().isoformat()


def test_new_year_comes_an_hour_before_utc() -> None:
    assert numbering.rpw_year("2026-12-31T22:59:59.999Z") == 2026
    assert numbering.rpw_year("2026-12-31T23:00:00.000Z") == 2027
    assert numbering.next_number(None) == 1
    assert numbering.next_number(41) == 42
