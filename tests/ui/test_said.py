from __future__ import annotations

from datetime import date

import pytest

from ui.desktop import said

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("2026-11-20", "dziś"),
        ("2026-11-19", "wczoraj"),
        ("2026-11-17", "wt. 17.11"),
        ("2026-11-13", "13.11"),
        ("2025-11-17", "17.11.2025"),
        ("2026-11-25", "25.11"),
        ("2026-11", "11.2026"),
        ("2026", "2026"),
    ],
)
def test_day_as_people_say_it(given: str, wanted: str) -> None:
    assert said.day(given, TODAY) == wanted


def test_instant_is_said_in_the_offices_zone() -> None:
    assert said.instant("2026-11-20T08:14:05Z", TODAY) == "dziś 09:14"
    assert said.instant("2026-11-19T23:30:00Z", TODAY) == "dziś 00:30"
    assert said.instant_full("2026-07-01T08:14:05Z") == "01.07.2026, 10:14:05"


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("2026-11-17", "2026-11-17"),
        ("17.11.2026", "2026-11-17"),
        ("17.11.2026 r.", "2026-11-17"),
        ("17.11", "2026-11-17"),
        ("7/1/25", "2025-01-07"),
        ("11.2026", "2026-11"),
        ("2026", "2026"),
        ("2026-11", "2026-11"),
        ("dziś", "2026-11-20"),
        ("31.02.2026", None),
        ("2026-13", None),
        ("jutro", None),
        ("", None),
    ],
)
def test_typed_dates(typed: str, wanted: str | None) -> None:
    assert said.to_date(typed, TODAY) == wanted


@pytest.mark.parametrize(
    ("number", "wanted"),
    [(1, "1 strona"), (2, "2 strony"), (5, "5 stron"), (12, "12 stron"), (22, "22 strony"), (0, "0 stron")],
)
def test_pages_are_counted_in_polish(number: int, wanted: str) -> None:
    assert said.pages(number) == wanted
