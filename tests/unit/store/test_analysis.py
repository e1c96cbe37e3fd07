"""Polish analysis: tokens in one safe alphabet, queries with and without diacritics."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kancelaria.reading.analysis import MAX_VARIANTS, PolishAnalyzer, Term, _with_diacritics, parse_query
from kancelaria.store.search_queries import match_expression

ANALYZER = PolishAnalyzer()


@pytest.mark.parametrize(
    ("indexed", "query"),
    [
        ("warunków zabudowy", "warunki"), ("warunków zabudowy", "zabudowę"), ("odwołaniu", "odwołania"),
        ("decyzją", "decyzje"), ("Sądu Rejonowego", "sąd"), ("wnioskami", "wniosek"), ("Wiśniewskiej", "Wiśniewska"),
        ("komornika", "komornik"), ("psów", "pies"), ("żółwiami", "zolwi"), ("pełnomocnictwem", "pelnomocnictwo"),
        ("ŁĄCZNIE", "lacznie"), ("prośbę", "prosby"),
        # surnames no dictionary knows, both ways
        ("Szablonowska", "szablonowskiej"), ("Szablonowskiej", "Szablonowska"), ("Zmyślińscy", "zmyslinskiemu"),
        ("Zmyślińskim", "Zmyślińscy"), ("Fikcyjniak", "fikcyjniaka"), ("Wzorcowiczowi", "Wzorcowicz"),
        ("Przykładczykiem", "przykladczyka"),
    ],
)  # fmt: skip
def test_inflected_words_meet(indexed: str, query: str) -> None:
    (term,) = parse_query(query)
    assert set(term.lemmas) & set(ANALYZER.lemmas(indexed).split())


@given(st.text(max_size=80))
def test_tokens_are_of_one_safe_alphabet(text: str) -> None:
    for tokens in (ANALYZER.lemmas(text), ANALYZER.surface(text)):
        assert re.fullmatch(r"[a-z0-9 ]*", tokens)
    for term in parse_query(text):
        assert all(re.fullmatch("[a-z0-9]+", word) for word in (*term.words, *term.lemmas))


def test_marks_are_split_and_asked_as_phrases() -> None:
    assert ANALYZER.surface("Znak: AB.6730.12.2026") == "znak ab 6730 12 2026"
    assert parse_query("AB.6730.12.2026") == (Term((), ("ab", "6730", "12", "2026")),)
    assert parse_query("123") == (Term((), ("123",)),)


def test_phrases_beginnings_and_unknown_words() -> None:
    assert parse_query('"Zajęcie pasa"') == (Term((), ("zajecie", "pasa")),)
    assert parse_query('"niedomknięty cytat') == (Term((), ("niedomkniety", "cytat")),)
    assert parse_query("warun*") == (Term((), ("warun",), prefix=True),)
    assert parse_query("wa*")[0].prefix is False
    assert parse_query("qwxzv") == (Term(("qwxzv",), ("qwxzv",), prefix=True),)
    assert parse_query("qx")[0].prefix is False
    assert parse_query("* ? ...") == ()
    assert len(parse_query("warunki zabudowy 12")) == 3


@pytest.mark.parametrize(
    ("word", "other"),
    [("szablonowskiej", "szablonowa"), ("fikcyjniaka", "fikcja"), ("qwxzv", "qwxzva"), ("zmyslinska", "zmyslin")],
)
def test_forms_of_a_surname_are_no_other_words(word: str, other: str) -> None:
    (term,) = parse_query(word)
    assert word in term.lemmas
    assert other not in term.lemmas
    assert len(term.lemmas) <= 13


def test_variants_are_bounded() -> None:
    assert "żółw" in set(_with_diacritics("zolw"))
    assert len(list(_with_diacritics("zaczesanosczaczesanosc"))) <= MAX_VARIANTS


def test_the_match_expression_joins_terms() -> None:
    terms = (Term(("a", "b"), ("a",)), Term((), ("c", "d"), prefix=True))
    assert match_expression(terms) == '(lemmas : ("a" OR "b") OR surface : "a") AND (surface : "c d" *)'
