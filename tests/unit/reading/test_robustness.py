"""Whatever the engine gives, reading never raises and never points off the page."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from kancelaria.reading.calibration import TAKE_UNATTENDED
from kancelaria.reading.kinds import KIND_NAMES
from kancelaria.reading.model import LetterSuggestions, OfficeContext, ReadPage
from kancelaria.reading.suggestions import suggest, suggest_header
from tests.integration.suggestions.pages import misread
from tests.unit.reading.drawn_letters import CASES
from tests.unit.reading.paper import OFFICE, PaperWord, page

_SCRAPS = (
    "Sąd",
    "Rejonowy",
    "Komornik",
    "sp.",
    "z",
    "o.o.",
    "Jan",
    "Kowalski",
    "ul.",
    "12",
    "87-100",
    "Toruń",
    "12.03.2026",
    "marca",
    "2026",
    "Znak:",
    "AB.123.4.2026",
    "Sygn.",
    "akt",
    "I",
    "C",
    "1/26",
    "Km",
    "Załączniki:",
    "1.",
    "WNIOSEK",
    "o",
    "Dotyczy:",
    "Nasz",
    "Wasz",
    "znak",
    "NIP",
    "000-000-00-00",
    "PESEL",
    "KRS",
    "Nadawca:",
    "Sprzedawca:",
    "Imię",
    "i",
    "nazwisko:",
    "Nazwisko",
    "Urząd",
    "Miasta",
    "Wzorów",
    "|",
    "_",
    "…",
    "„",
    "”",
    "-",
    "Szanowny",
    "Pan",
    "z",
    "dnia",
    "L.dz.",
    "5/2026",
    "@",
    "a@example.com",
    "Niemcy",
    "Faktura",
    "nr",
    "p.o.",
    "O",
    "D",
    "W",
)
_COORDINATE = st.integers(-200, 4000)


@st.composite
def _words(draw: st.DrawFn) -> list[PaperWord]:
    found = []
    for _ in range(draw(st.integers(0, 40))):
        text = draw(st.one_of(st.sampled_from(_SCRAPS), st.text(max_size=12)))
        left, top = draw(_COORDINATE), draw(_COORDINATE)
        box = (left, top, left + draw(st.integers(-20, 600)), top + draw(st.integers(-20, 80)))
        confidence = draw(st.floats(-1, 2, allow_nan=False))
        found.append(PaperWord(text, box, confidence, draw(st.integers(0, 12)), draw(st.integers(0, 3))))
    return found


def _check(found: LetterSuggestions, width: int, height: int) -> None:
    for entry in found.items:
        assert entry.value.strip()
        assert 0.0 <= entry.confidence <= 1.0
        if entry.box is not None:
            left, top, right, bottom = entry.box
            assert 0 <= left <= right <= width
            assert 0 <= top <= bottom <= height
        if entry.field == "document_kind":
            assert entry.value in KIND_NAMES


@settings(max_examples=150, deadline=None)
@given(_words(), st.sampled_from(((2480, 3508), (0, 0), (1, 5000), (1240, 1754))), st.booleans())
def test_any_words_are_survived(words: list[PaperWord], size: tuple[int, int], known_office: bool) -> None:
    read = ReadPage(1, words, *size, 300)
    context = OFFICE if known_office else OfficeContext()
    _check(suggest([read, read], context), *size)
    _check(suggest_header(read, context), *size)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(CASES)), st.randoms(use_true_random=False))
def test_misread_letters_stay_within_the_page(name: str, rng: random.Random) -> None:
    clean = page(CASES[name][0])
    words = [
        PaperWord(misread(word.text, rng, 0.1), word.box, rng.random(), word.line, word.block)
        for word in clean.words
        if rng.random() > 0.1
    ]
    _check(suggest([ReadPage(1, words, clean.width, clean.height, 300)], OFFICE), clean.width, clean.height)


def test_no_pages_and_empty_pages_give_nothing() -> None:
    assert suggest([], OFFICE).items == ()
    assert suggest([ReadPage(1, [], 100, 100, 300)], OFFICE).items == ()
    assert suggest_header(ReadPage(1, [PaperWord("  ", (0, 0, 5, 5))], 100, 100, 300), OFFICE).items == ()


def test_an_empty_first_page_is_passed_over() -> None:
    name = next(iter(CASES))
    found = suggest([ReadPage(1, [], 2480, 3508, 300), page(CASES[name][0], 2)], OFFICE)
    date = found.best("letter_date")
    assert date is not None
    assert date.page == 2


def test_boxes_hold_the_words_of_the_value() -> None:
    drawn = page(CASES["policja, kryptonim jednostki i l.dz."][0])
    found = suggest([drawn], OFFICE)
    for field in ("letter_date", "sender_reference", "sender.postcode"):
        best = found.best(field)
        assert best is not None
        assert best.box is not None
        left, top, right, bottom = best.box
        inside = [
            w.text
            for w in drawn.words
            if left <= w.box[0] and w.box[2] <= right and top <= w.box[1] and w.box[3] <= bottom
        ]
        assert inside
        assert any(any(char.isdigit() for char in word) for word in inside)


def test_the_header_gives_the_first_suggestions() -> None:
    drawn = page(CASES["komornik, wszystko na środku"][0])
    head = ReadPage(
        1, [word for word in drawn.words if word.box[3] < drawn.height * 0.25], drawn.width, drawn.height, 300
    )
    found = suggest_header(head, OFFICE)
    assert {"sender.organisation", "letter_date", "sender_reference"} <= {entry.field for entry in found.items}


def test_only_the_sure_are_taken_unattended() -> None:
    found = suggest([page(CASES["komornik, wszystko na środku"][0])], OFFICE)
    taken = found.confident(TAKE_UNATTENDED)
    assert taken
    assert all(entry.confidence >= TAKE_UNATTENDED and entry == found.best(entry.field) for entry in taken)
