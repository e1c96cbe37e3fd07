"""Fingerprints of texts, and departments out of earlier assignments."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kancelaria.reading.departments import SimilarLetter, similar_letters_text, suggest_departments
from kancelaria.reading.duplicates import fingerprint, similarity
from tests.integration.suggestions.pages import misread
from tests.unit.reading.drawn_letters import CASES


def test_the_same_letter_read_twice_is_alike() -> None:
    rng = random.Random(4)
    for text, _ in CASES.values():
        again = "\n".join(misread(line, rng, 0.02) for line in text.splitlines())
        assert similarity(fingerprint(text), fingerprint(again)) > 0.6


def test_different_letters_are_not() -> None:
    prints = [fingerprint(text) for text, _ in CASES.values()]
    closest = max(similarity(a, b) for i, a in enumerate(prints) for b in prints[:i])
    assert closest < 0.6


def test_case_spacing_and_diacritics_do_not_matter() -> None:
    text = next(iter(CASES.values()))[0]
    assert fingerprint(text) == fingerprint("  ".join(text.upper().split()))


def test_too_little_text_has_no_fingerprint_and_is_like_nothing() -> None:
    assert fingerprint("Dzień dobry") == ""
    assert similarity("", "") == 0.0
    assert similarity("zz" * 16, "zz" * 16) == 0.0


@given(st.text(), st.text())
def test_likeness_is_within_bounds(left: str, right: str) -> None:
    assert 0.0 <= similarity(fingerprint(left), fingerprint(right)) <= 1.0


class EarlierLetters:
    """Confirmed assignments kept in a list."""

    def __init__(self, *letters: SimilarLetter) -> None:
        self._letters = letters

    def similar(self, text: str, limit: int) -> Sequence[SimilarLetter]:
        return self._letters[:limit]


def test_the_unit_most_like_letters_went_to_comes_first() -> None:
    earlier = EarlierLetters(
        SimilarLetter("a", "GK", 0.9),
        SimilarLetter("b", "GK", 0.8),
        SimilarLetter("c", "FN", 0.7),
        SimilarLetter("d", "GK", 0.6),
        SimilarLetter("e", "AU", 0.05),
    )
    found = suggest_departments("wniosek o naprawę chodnika", earlier)
    assert [entry.unit for entry in found] == ["GK", "FN"]
    assert found[0].reason == "3 podobne pisma"
    assert found[0].item_ids == ("a", "b", "d")
    assert found[0].confidence > found[1].confidence


def test_one_neighbour_is_no_proof() -> None:
    found = suggest_departments("wniosek", EarlierLetters(SimilarLetter("a", "GK", 0.9)))
    assert found[0].confidence < 0.5


def test_nothing_like_it_suggests_nothing() -> None:
    assert suggest_departments("wniosek", EarlierLetters()) == []
    assert suggest_departments("  ", EarlierLetters(SimilarLetter("a", "GK", 0.9))) == []


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (1, "1 podobne pismo"),
        (2, "2 podobne pisma"),
        (5, "5 podobnych pism"),
        (12, "12 podobnych pism"),
        (22, "22 podobne pisma"),
    ],
)
def test_the_reason_is_good_polish(count: int, text: str) -> None:
    assert similar_letters_text(count) == text
