"""What a stack's pages count as: a person's word, the stack's, the page's own looks; durable, and carried along."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanning.devices.protocol import RawPage
from scanning.ocr.protocol import PageText
from scanning.pages.minima import PageMaterial
from scanning.pages.model import Look, PageFacts, PageReading
from scanning.spool import Spool, Stack
from ui.operations.materials import MATERIAL, Materials


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    made = Spool(tmp_path, stop_free=0).new_stack(None, "x")
    for sheet in (1, 2):
        raw = made.scratch / "raw.png"
        raw.write_bytes(b"page %d" % sheet)
        made.add_page(RawPage(raw, 300, sheet))
    return made


def reading(number: int, colours: float = 0.0) -> PageReading:
    nowhere = Path("page.png")
    look = Look(tones=0.0, colours=colours, letters=0, bits=24, lossy=False)
    facts = PageFacts(
        number, "0" * 64, 2481, 3507, 300, 0, 0.0, False, True, (), nowhere, nowhere, look=look
    )  # fmt: skip
    return PageReading(facts, text=PageText((), 2481, 3507, 300))


def test_a_persons_word_goes_before_the_stacks_and_that_before_the_pages_looks(stack: Stack) -> None:
    materials = Materials(stack)
    assert materials.of(1) is PageMaterial.PRINT
    materials.take_in(reading(1, colours=0.9))
    assert materials.of(1) is PageMaterial.COLOUR
    stack.record(MATERIAL, PageMaterial.HANDWRITING.value)
    materials = Materials(stack)
    materials.take_in(reading(1, colours=0.9))
    assert (materials.of(1), materials.chosen(1)) == (PageMaterial.HANDWRITING, False)
    assert materials.choose(1, PageMaterial.PHOTOGRAPH)
    assert not materials.choose(1, PageMaterial.PHOTOGRAPH), "the same word again is nothing new"
    assert (Materials(stack).of(1), Materials(stack).chosen(1)) == (PageMaterial.PHOTOGRAPH, True)
    assert materials.choose(1, None)
    assert Materials(stack).of(1) is PageMaterial.HANDWRITING


def test_a_page_scanned_again_is_what_the_one_before_was_said_to_be(stack: Stack) -> None:
    materials = Materials(stack)
    materials.inherit(2, 1)
    assert not materials.chosen(2)
    materials.choose(1, PageMaterial.COLOUR)
    materials.inherit(2, 1)
    assert Materials(stack).of(2) is PageMaterial.COLOUR


def test_each_set_of_choices_makes_a_file_of_its_own(stack: Stack) -> None:
    materials = Materials(stack)
    assert materials.mark((1, 2)) == ""
    marks = set()
    for choice in (PageMaterial.COLOUR, PageMaterial.PRINT):
        materials.choose(1, choice)
        marks.add(materials.mark((1, 2)))
        assert materials.mark((2,)) == ""
    materials.choose(2, PageMaterial.PRINT)
    assert len(marks | {materials.mark((1, 2))}) == 3


def test_what_nobody_knows_is_no_choice(stack: Stack) -> None:
    stack.record(MATERIAL, "papier")
    stack.record(f"{MATERIAL}:1", 7)
    assert (Materials(stack).of(1), Materials(stack).chosen(1)) == (PageMaterial.PRINT, False)
