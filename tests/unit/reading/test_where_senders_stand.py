"""Senders that stand elsewhere than top left."""

from __future__ import annotations

from datetime import date

import pytest

from kancelaria.domain.incoming import Suggestion
from kancelaria.reading.calibration import calibrated
from tests.unit.reading.paper import OFFICE, read, value, values

_TEXT = """
     Zwracam się z uprzejmą prośbą o zamontowanie progów zwalniających na ulicy Długiej, ponieważ
kierowcy jeżdżą tamtędy bardzo szybko, a dzieci przechodzą tą drogą do szkoły podstawowej.
"""
_NAMES = ("sender.organisation", "sender.surname", "sender.given_names", "sender.street", "sender.postcode")


def test_sender_under_a_left_hand_addressee() -> None:
    text = (
        "Urząd Miasta Wzorów\nul. Makietowa 1\n43-555 Wzorów\n\n\n"
        "Halina Próbna\nul. Długa 4\n00-950 Próbkowo\n\n" + _TEXT
    )
    assert values(read(text), _NAMES) == {
        "sender.organisation": None,
        "sender.surname": "Próbna",
        "sender.given_names": "Halina",
        "sender.street": "ul. Długa 4",
        "sender.postcode": "00-950",
    }


def test_sender_under_the_text() -> None:
    text = (
        "                                                    Wzorów, 3.03.2026\n\n\nDo Urzędu Miasta Wzorów\n\n\n"
        + _TEXT
        + "\n\n\nHalina Próbna\nul. Długa 4\n00-950 Próbkowo"
    )
    assert values(read(text), _NAMES[1:4]) == {
        "sender.surname": "Próbna",
        "sender.given_names": "Halina",
        "sender.street": "ul. Długa 4",
    }


def test_writer_of_a_printed_mail() -> None:
    text = (
        "Od:        Halina Próbna <halina@example.com>\nWysłano:   3 marca 2026 12:31\n"
        "Do:        urzad@wzorow.example.com\nTemat:     progi na Długiej\n\n\nDzień dobry,\n" + _TEXT
    )
    assert value(read(text), "sender.surname") == "Próbna"
    assert value(read(text), "sender.organisation") is None
    signed = text + "\n\nHalina Próbna\nTestex sp. z o.o.\nul. Długa 4\n00-950 Próbkowo"
    assert value(read(signed), "sender.organisation") == "Testex sp. z o.o."


def test_organisation_in_a_column_beside_the_text() -> None:
    rows = _TEXT.strip().splitlines()
    side = ["", "Fundacja", "„Dom”", "", "ul. Długa 4", "00-950 Wzor"]
    body = ["     Szanowni Państwo,", "", *rows, "", ""]
    text = "\n".join(f"{left:<16}{right[:78]}" for left, right in zip(side, body, strict=False))
    assert value(read("\n\n\n\n" + text), "sender.organisation") == "Fundacja „Dom”"


def test_name_ends_where_its_address_and_register_begin() -> None:
    text = (
        "WZÓR\n\n\nUrząd Miasta Wzorów\nul. Makietowa 1\n43-555 Wzorów\n\n"
        + _TEXT
        + "\n" * 34
        + "Towarzystwo Ubezpieczeń Wzór S.A., ul. Długa 4, 00-950 Próbkowo\n"
        + "Sąd Rejonowy w Próbkowie, KRS 0000123456, NIP 0001234567, kapitał zakładowy 9 000 000 zł"
    )
    assert value(read(text), "sender.organisation") == "Towarzystwo Ubezpieczeń Wzór S.A."


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("Ministerstwo\nRozwoju i Wzorów\nDepartament Prawny", "Ministerstwo Rozwoju i Wzorów"),
        ("F.H.U.\nHalina Próbna", "F.H.U. Halina Próbna"),
        ("Stowarzyszenie „Dom”\nHalina Próbna", "Stowarzyszenie „Dom”"),
        ("Sołectwo Próbkowo", "Sołectwo Próbkowo"),
    ],
)
def test_names_set_on_two_lines(head: str, name: str) -> None:
    assert value(read(head + "\nul. Długa 4\n00-950 Próbkowo\n\n\n" + _TEXT), "sender.organisation") == name


def test_addressees_address_is_never_the_senders() -> None:
    text = "Bank Wzór S.A.\n\nUrząd Miasta Wzorów\nul. Makietowa 1\n43-555 Wzorów\n\n" + _TEXT
    assert value(read(text), "sender.street") is None


def test_november_still_to_come_is_a_roman_two() -> None:
    assert OFFICE.today == date(2026, 4, 20)
    assert value(read("Halina Próbna\n\n     Wzorów, dnia 12.11.2026 r.\n" + _TEXT), "letter_date") == "2026-02-12"
    assert value(read("Halina Próbna\n\n     Wzorów, dnia 12.11.2025 r.\n" + _TEXT), "letter_date") == "2025-11-12"


@pytest.mark.parametrize("field", ["sender.surname", "title"])
def test_calibration_keeps_the_order_and_the_bounds(field: str) -> None:
    raw = [step / 50 for step in range(-5, 61)]
    given = [calibrated(Suggestion(field, "x", score, 1)).confidence for score in raw]
    assert given == sorted(given)
    assert given[0] == 0.0
    assert given[-1] == 1.0
