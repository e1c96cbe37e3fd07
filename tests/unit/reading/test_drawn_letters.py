"""Whole drawn letters: what is suggested is what a clerk would enter."""

from __future__ import annotations

import pytest

from kancelaria.reading.model import OfficeContext
from tests.unit.reading.drawn_letters import CASES
from tests.unit.reading.paper import read, value


@pytest.mark.parametrize("name", CASES)
def test_letter_is_read_as_a_clerk_would(name: str) -> None:
    text, wanted = CASES[name]
    found = read(text)
    given: dict[str, str | None] = {}
    for field in wanted:
        best = found.best(field)
        given[field] = best.value if best is not None and best.confidence >= 0.5 else None
    wrong = {
        field: (given[field], value)
        for field, value in wanted.items()
        if given[field] not in (value.split("|") if value else (None,))
    }
    assert not wrong


@pytest.mark.parametrize("name", CASES)
def test_our_own_office_is_never_the_sender(name: str) -> None:
    found = read(CASES[name][0])
    for entry in found.items:
        if entry.field == "sender.organisation":
            assert "Wzorów" not in entry.value or "Wspólnota" in entry.value


def test_the_office_is_known_by_its_name_alone() -> None:
    text = "Centrum Usług Wspólnych\nul. Makietowa 1\n43-555 Wzorów\n\n\nProszę o odpowiedź."
    ours = OfficeContext(own_names=("Centrum Usług Wspólnych",))
    assert value(read(text, OfficeContext()), "sender.organisation") == "Centrum Usług Wspólnych"
    assert value(read(text, ours), "sender.organisation") is None
