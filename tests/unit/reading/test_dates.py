"""Dates: every usual way of writing, OCR's errors, and the letter's own date among quoted ones."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kancelaria.reading.dates import find_dates, month_of
from tests.unit.reading.paper import read, value


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("12.03.2026 r.", "2026-03-12"),
        ("12.3.2026r.", "2026-03-12"),
        ("2026-03-12", "2026-03-12"),
        ("12-03-2026", "2026-03-12"),
        ("12/03/2026", "2026-03-12"),
        ("12 marca 2026 roku", "2026-03-12"),
        ("12. marca 2026", "2026-03-12"),
        ("1 III 2026", "2026-03-01"),
        ("1.III.2026 r.", "2026-03-01"),
        ("12. 03. 2026", "2026-03-12"),
        ("l2.O3.2O26", "2026-03-12"),
        ("12 rnarca 2026", "2026-03-12"),
        ("5 pazdziernika 2025", "2025-10-05"),
        ("5 wrzesnla 2025", "2025-09-05"),
        ("3O czerwca 2026", "2026-06-30"),
        ("marzec 2026", "2026-03"),
        ("12.03.26 r.", "2026-03-12"),
        ("29.02.2024", "2024-02-29"),
    ],
)
def test_a_written_date_is_read(text: str, iso: str) -> None:
    assert [found.value for found in find_dates(text)] == [iso]


@pytest.mark.parametrize(
    "text",
    [
        "30.02.2026",
        "art. 12.13.2026",
        "GK.7021.15.2026",
        "00-950 Próbkowo",
        "tel. 22 555 01 23",
        "I C 123/26",
        "FV/12/03/2026",
        "13.13.2026",
    ],
)
def test_what_is_no_date_stays_unread(text: str) -> None:
    assert find_dates(text) == []


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_in_every_notation(day: date) -> None:
    months = [
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
    ]
    for text in (day.isoformat(), f"{day:%d.%m.%Y}", f"{day.day} {months[day.month - 1]} {day.year} r."):
        assert [found.value for found in find_dates(text)] == [day.isoformat()]


def test_spans_point_at_the_date() -> None:
    text = "Wzorów, dnia 12 marca 2026 r., za pismem z 1.02.2026"
    assert [text[found.start : found.end] for found in find_dates(text)] == ["12 marca 2026", "1.02.2026"]


def test_months_are_told_apart() -> None:
    assert month_of("marca") == 3
    assert month_of("maja") == 5
    assert month_of("lipca") == 7
    assert month_of("strona") is None


_BODY = "\n\n     W odpowiedzi na pismo z dnia 2 lutego 2026 r. informuję, że termin 15.03.2026 r. został dotrzymany.\n"


def test_the_quoted_date_is_not_the_letters_date() -> None:
    assert value(read("Testowo, dnia 16 marca 2026 r.\n\n\nUrząd Miasta Wzorów" + _BODY), "letter_date") == "2026-03-16"


def test_without_its_own_date_a_quoted_one_is_unsure() -> None:
    best = read("Firma Testowa sp. z o.o.\n\n\nUrząd Miasta Wzorów\n\n\n" + _BODY).best("letter_date")
    assert best is None or best.confidence < 0.5


def test_a_future_date_is_no_letter_date() -> None:
    assert value(read("Testowo, dnia 16 marca 2031 r.\n\n\nUrząd Miasta Wzorów"), "letter_date") is None


def test_our_receipt_stamp_is_no_letter_date() -> None:
    text = "Jan Testowy            WPŁYNĘŁO\nul. Próbna 1           2026-04-17\n43-555 Wzorów\n\nWzorów, 14.04.2026 r."
    assert value(read(text), "letter_date") == "2026-04-14"
