"""Whatever stands around our authority's name, and however it is misread, it is no sender."""

from __future__ import annotations

import random
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from kancelaria.reading.folding import tokens
from kancelaria.reading.suggestions import suggest, suggest_header
from tests.integration.suggestions.pages import misread
from tests.unit.reading.paper import page
from tests.unit.reading.test_our_own_names import OURS, STATION

_LINES = st.sampled_from(
    [
        "",
        "Rynek 16",
        "43-190 Mikołów",
        "Halina Próbna",
        "ul. Długa 4",
        "00-950 Próbkowo",
        "Mikołów, dnia 3 marca 2026 r.",
        "Znak: AB.123.4.2026",
        "WNIOSEK",
        "Dotyczy: progów zwalniających",
        "Szanowni Państwo,",
        "IUIINSANNA",
        "Testex sp. z o.o.",
        "Sąd Rejonowy w Próbkowie",
        "Proszę o zamontowanie progów zwalniających na ulicy Długiej, bo kierowcy jeżdżą tam za szybko.",
    ]
)
_AUTHORITY = re.compile(
    r"^(?:burmistrz|prezydent|wojt|sekretarz|skarbnik|rada|rady|gmina|gminy|miasto|miasta|urzad|urzedu)"
)


@st.composite
def _letters(draw: st.DrawFn) -> str:
    rows = draw(st.lists(_LINES, max_size=12))
    for _ in range(draw(st.integers(1, 2))):
        name = draw(st.sampled_from(OURS))
        if draw(st.booleans()):
            name = misread(name, random.Random(draw(st.integers(0, 99))), 0.03)
        rows.insert(draw(st.integers(0, len(rows))), name)
    return "\n".join(" " * draw(st.sampled_from((0, 0, 24, 48))) + row for row in rows)


@settings(max_examples=150, deadline=None)
@given(_letters())
def test_our_authority_is_nowhere_the_sender(text: str) -> None:
    read = page(text)
    for found in (suggest([read], STATION), suggest_header(read, STATION)):
        for entry in found.items:
            if entry.field not in ("sender.organisation", "sender.surname"):
                continue
            words = tokens(entry.value)
            town = any(word.startswith("mikolow") for word in words)
            assert not (town and any(_AUTHORITY.match(word) for word in words)), entry.value
