"""Known layouts: every field from true words, and a few letters through real reading."""

from __future__ import annotations

import random
from pathlib import Path

from kancelaria.reading.suggestions import suggest
from tests.integration.suggestions.pages import RealReader, our_office, true_page
from tests.integration.suggestions.scoring import Answer, Tally, judge
from tests.letters.degrade import Level
from tests.letters.framework import compose, generate, layouts
from tests.letters.render import render

_MAIN = ("sender", "letter_date", "sender_reference", "document_kind")


def _tally(seed: int, rounds: int, errors: float = 0.0) -> Tally:
    tally, context = Tally(), our_office()
    for number in range(rounds):
        for name, layout in layouts("known").items():
            letter = compose(layout, f"{seed}/{number}/{name}")
            rng = random.Random(f"{name}{number}")
            pages = [true_page(render(sheet, 75), index, rng, errors) for index, sheet in enumerate(letter.sheets, 1)]
            tally.add(judge(suggest(pages, context), letter.truth))
    return tally


def _wrong(tally: Tally, field: str) -> list[Answer]:
    return [answer for answer in tally.answers if answer.field == field and not answer.right]


def test_true_words_of_every_known_layout() -> None:
    tally = _tally(3, 1)
    figures = tally.figures()
    for field in _MAIN:
        assert figures[field]["accuracy"] >= 0.97, (
            field,
            [a for a in tally.answers if a.field == field and not a.right],
        )
    for field in ("street", "postcode", "town", "addressee", "attachment_count", "case_mark", "identifiers"):
        assert figures[field]["accuracy"] >= 0.92, (
            field,
            [a for a in tally.answers if a.field == field and not a.right],
        )
    assert tally.precision() >= 0.98


def test_misread_words_lower_accuracy_but_not_precision() -> None:
    tally = _tally(4, 1, errors=0.01)
    assert tally.precision(_MAIN) >= 0.95
    assert tally.figures()["letter_date"]["accuracy"] >= 0.85


def test_letters_read_by_the_real_engine(tmp_path: Path) -> None:
    reader, tally = RealReader(tmp_path), Tally()
    for sample in generate(11, 6, Level.CLEAN, "known"):
        if sample.truth.hand_filled:
            continue
        tally.add(
            judge(suggest([reader.read(page, n) for n, page in enumerate(sample.pages, 1)], our_office()), sample.truth)
        )
    right = [answer.right for answer in tally.answers if answer.field in _MAIN]
    assert sum(right) >= 0.9 * len(right)
