"""The generator's truth: the same seed gives the same letter, and what the truth says stands on the pages."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest
from stdnum.pl import nip, pesel, regon

from tests.letters.dates import MONTHS, ROMAN
from tests.letters.degrade import Level
from tests.letters.framework import Letter, compose, generate, layouts
from tests.letters.render import render
from tests.letters.truth import DocumentKind

UNSEEN = layouts("unseen")
SEEDS = range(12)


def letters() -> Iterator[tuple[str, Letter]]:
    for name, layout in UNSEEN.items():
        for seed in SEEDS:
            yield f"{name}/{seed}", compose(layout, f"test/{seed}/{name}")


ALL = dict(letters())


def text_of(letter: Letter) -> str:
    return " ".join(word.text for sheet in letter.sheets for word in sheet.words)


def test_there_are_enough_layouts() -> None:
    assert len(UNSEEN) >= 7


def test_the_same_seed_gives_the_same_pages() -> None:
    first, again, other = (list(generate(seed, 3, Level.HARD, dpi=100)) for seed in (4, 4, 5))
    for one, two, three in zip(first, again, other, strict=True):
        assert one.truth == two.truth
        assert all(
            np.array_equal(a.image, b.image) and a.words == b.words for a, b in zip(one.pages, two.pages, strict=True)
        )
        assert one.truth != three.truth


def test_the_number_of_pages_and_kinds_are_true() -> None:
    assert all(letter.truth.pages == len(letter.sheets) >= 1 for letter in ALL.values())
    assert {len(letter.sheets) for letter in ALL.values()} >= {1, 2, 3}
    assert max(len(letter.sheets) for letter in ALL.values()) <= 4
    assert len({letter.truth.document_kind for letter in ALL.values()}) >= 10
    assert all(isinstance(letter.truth.document_kind, DocumentKind) and letter.truth.titles for letter in ALL.values())


@pytest.mark.parametrize("key", ALL)
def test_what_the_truth_says_stands_on_the_first_pages(key: str) -> None:
    letter = ALL[key]
    truth, text = letter.truth, text_of(letter)
    sender = truth.sender
    for value in (sender.surname, sender.given_names, sender.street, sender.postcode, sender.town, truth.place):
        assert value is None or value in text
    assert sender.organisation or (sender.surname and sender.given_names)
    folded = text.lower()
    if sender.organisation:
        assert all(part.lower() in folded for part in sender.organisation.split())
    assert truth.sender_reference is None or truth.sender_reference in text
    assert truth.case_mark is None or truth.case_mark in text
    if truth.letter_date:
        assert any(written in text for written in spellings(date.fromisoformat(truth.letter_date)))


@pytest.mark.parametrize("key", ALL)
def test_identifiers_are_valid_belong_to_nobody_and_stand_on_the_page(key: str) -> None:
    ids, digits = ALL[key].truth.identifiers, re.sub(r"[-\s]", "", text_of(ALL[key]))
    assert all(number in digits for number in (*ids.pesel, *ids.nip, *ids.regon, *ids.krs))
    assert all(pesel.is_valid(number) and 81 <= int(number[2:4]) <= 92 for number in ids.pesel)
    assert all(nip.is_valid(number) and number.startswith("000") for number in ids.nip)
    assert all(regon.is_valid(number) and number.startswith("99") for number in ids.regon)


def spellings(day: date) -> set[str]:
    y, m, d = day.year, day.month, day.day
    return {
        day.isoformat(),
        f"{d} {MONTHS[m - 1]} {y}",
        f"{d:02d}.{m:02d}.{y}",
        f"{d}.{m:02d}.{y}",
        f"{d:02d}-{m:02d}-{y}",
        f"{d:02d}/{m:02d}/{y}",
        f"{d} {ROMAN[m - 1]} {y}",
        f"{d}.{ROMAN[m - 1]}.{y}",
    }


@pytest.mark.parametrize("name", UNSEEN)
def test_word_boxes_hold_all_the_ink_of_the_words_and_no_box_is_empty(name: str) -> None:
    sheet = compose(UNSEEN[name], f"boxes/{name}").sheets[0]
    bare = dataclasses.replace(sheet, shapes=[])
    page = render(bare, 150)
    ink = page.image < 150
    covered = np.zeros_like(ink)
    for word in page.words:
        left, top, right, bottom = word.box
        assert 0 <= left < right <= page.width, word
        assert 0 <= top < bottom <= page.height, word
        assert ink[top:bottom, left:right].any(), word
        covered[max(0, top - 1) : bottom + 1, max(0, left - 1) : right + 1] = True
    assert [word.text for word in page.words] == [word.text for word in sheet.words]
    assert (ink & ~covered).sum() <= 0.002 * ink.sum()
