"""Identifiers: only numbers whose check digit fits, and not those of another party."""

from __future__ import annotations

import pytest

from kancelaria.reading.identifiers import valid_identifier
from tests.unit.reading.paper import read


@pytest.mark.parametrize(
    ("field", "digits", "valid"),
    [
        ("pesel", "44851401353", True),
        ("pesel", "44851401354", False),
        ("nip", "1234563218", True),
        ("nip", "1234563219", False),
        ("regon", "123456785", True),
        ("regon", "123456784", False),
        ("krs", "0000123456", True),
        ("krs", "1000123456", False),
        ("krs", "000012345", False),
    ],
)
def test_only_a_fitting_check_counts(field: str, digits: str, valid: bool) -> None:
    assert (valid_identifier(field, digits) is not None) is valid


def test_a_wrong_nip_is_not_suggested() -> None:
    assert read("Testex sp. z o.o.\nul. Długa 12\n87-100 Toruń\nNIP 123-456-32-19").best("nip") is None
    right = read("Testex sp. z o.o.\nul. Długa 12\n87-100 Toruń\nNIP 123-456-32-18").best("nip")
    assert right is not None
    assert right.value == "1234563218"


def test_the_buyers_nip_is_doubted() -> None:
    found = read("Faktura nr 1/2026\n\nNabywca:\nGmina Wzorów\nul. Makietowa 1\nNIP 123-456-32-18").best("nip")
    assert found is None or found.confidence < 0.5
