"""Stacks are parted where the evidence is, and no page is ever lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanning.pages.model import Barcode, PageFacts, PageReading, SplitMode
from scanning.pages.split import split

LABELS = {"K1A26000001A", "K1A26000002B", "K1A26000003C"}


def is_label(text: str) -> bool:
    """The caller's check, here a short list."""
    return text in LABELS


def page(number: int, *codes: str, blank: bool = False, sheet: int = 0) -> PageReading:
    """A page of a stack as far as splitting looks at it."""
    barcodes = tuple(Barcode(code, "Code128", (0, 10 * i, 100, 10 * i + 9)) for i, code in enumerate(codes))
    nowhere = Path("nowhere")
    return PageReading(
        PageFacts(number, "0" * 64, 10, 10, 300, 0, 0.0, blank, False, barcodes, nowhere, nowhere, sheet=sheet)
    )


def test_label_starts_a_letter_and_names_it() -> None:
    stack = [page(1, "K1A26000001A"), page(2), page(3, "JUNK", "K1A-26-000002-B"), page(4)]
    documents = split(stack, SplitMode.LABEL, None, is_label)
    assert [d.pages for d in documents] == [(1, 2), (3, 4)]
    assert [d.label for d in documents] == ["K1A26000001A", "K1A26000002B"]
    assert all(d.boundary.certain for d in documents)
    assert "K1A26000002B" in documents[1].boundary.evidence


def test_pages_before_the_first_label_are_asked_about() -> None:
    documents = split([page(1), page(2, "K1A26000001A")], SplitMode.LABEL, None, is_label)
    assert [(d.pages, d.label, d.boundary.certain) for d in documents] == [
        ((1,), None, False),
        ((2,), "K1A26000001A", True),
    ]


def test_the_same_label_on_following_pages_is_one_letter_but_later_is_doubtful() -> None:
    stack = [page(1, "K1A26000001A"), page(2, "K1A26000001A"), page(3, "K1A26000002B"), page(4, "K1A26000001A")]
    documents = split(stack, SplitMode.LABEL, None, is_label)
    assert [d.pages for d in documents] == [(1, 2), (3,), (4,)]
    assert [d.boundary.certain for d in documents] == [True, True, False]


def test_two_labels_on_one_page_are_asked_about() -> None:
    documents = split([page(1, "K1A26000001A", "K1A26000002B")], SplitMode.LABEL, None, is_label)
    assert not documents[0].boundary.certain
    assert "K1A26000002B" in documents[0].boundary.evidence


@pytest.mark.parametrize("code", ["PATCHT", "KANCELARIA-SEPARATOR", " kancelaria-separator "])
def test_separator_sheets_are_dropped_with_their_blank_backs(code: str) -> None:
    stack = [
        page(1, sheet=1),
        page(2, blank=True, sheet=1),
        page(3, code, sheet=2),
        page(4, blank=True, sheet=2),
        page(5, sheet=3),
        page(6, blank=True, sheet=3),
    ]
    documents = split(stack, SplitMode.SEPARATOR, None, is_label)
    assert [(d.pages, d.dropped) for d in documents] == [((1, 2), ()), ((5, 6), (3, 4))]
    assert "karta rozdzielająca" in documents[1].boundary.evidence


def test_a_written_back_of_a_separator_is_kept() -> None:
    stack = [page(1, sheet=1), page(2, "PATCHT", sheet=2), page(3, sheet=2)]
    documents = split(stack, SplitMode.SEPARATOR, None, is_label)
    assert [(d.pages, d.dropped) for d in documents] == [((1,), ()), ((3,), (2,))]


def test_separators_at_both_ends_and_in_a_row_make_no_empty_letters() -> None:
    stack = [page(1, "PATCHT"), page(2, "PATCHT"), page(3), page(4, "PATCHT")]
    documents = split(stack, SplitMode.SEPARATOR, None, is_label)
    assert [(d.pages, d.dropped) for d in documents] == [((3,), (1, 2, 4))]


def test_another_label_inside_a_separated_letter_is_asked_about() -> None:
    stack = [page(1, "K1A26000001A"), page(2, "K1A26000002B")]
    document = split(stack, SplitMode.SEPARATOR, None, is_label)[0]
    assert document.label == "K1A26000001A"
    assert not document.boundary.certain


def test_a_blank_sheet_parts_but_a_blank_back_does_not() -> None:
    stack = [
        page(1, sheet=1),
        page(2, blank=True, sheet=1),
        page(3, sheet=2),
        page(4, blank=True, sheet=3),
        page(5, blank=True, sheet=3),
        page(6, sheet=4),
    ]
    documents = split(stack, SplitMode.BLANK, None, is_label)
    assert [d.pages for d in documents] == [(1, 2, 3, 4, 5), (6,)]


def test_a_count_of_sheets_counts_both_sides_once() -> None:
    stack = [page(number, sheet=(number + 1) // 2) for number in range(1, 7)]
    documents = split(stack, SplitMode.SHEETS, 2, is_label)
    assert [d.pages for d in documents] == [(1, 2, 3, 4), (5, 6)]
    assert [d.boundary.certain for d in documents] == [True, False]
    assert documents[0].boundary.evidence == "Co 2 kartki."


def test_a_count_is_needed_for_sheets() -> None:
    with pytest.raises(ValueError, match="count"):
        split([page(1)], SplitMode.SHEETS, None, is_label)


@pytest.mark.parametrize("mode", list(SplitMode))
def test_an_empty_stack_has_no_letters(mode: SplitMode) -> None:
    assert split([], mode, 1, is_label) == []


@st.composite
def stacks(draw: st.DrawFn) -> list[PageReading]:
    """Stacks of any make-up, numbered from 1."""
    duplex = draw(st.booleans())
    made = []
    for number in range(1, draw(st.integers(1, 14)) + 1):
        codes = draw(st.lists(st.sampled_from([*sorted(LABELS), "PATCHT", "X"]), max_size=2))
        sheet = (number + 1) // 2 if duplex else number
        made.append(page(number, *codes, blank=draw(st.booleans()), sheet=sheet))
    return made


@given(stacks(), st.sampled_from(list(SplitMode)), st.integers(1, 4))
def test_every_page_is_in_exactly_one_letter_or_dropped(stack: list[PageReading], mode: SplitMode, count: int) -> None:
    documents = split(stack, mode, count, is_label)
    kept = [number for d in documents for number in d.pages]
    dropped = [number for d in documents for number in d.dropped]
    assert kept == sorted(kept)
    assert all(d.pages and d.boundary.first == d.pages[0] and d.boundary.evidence for d in documents)
    if mode is not SplitMode.SEPARATOR:
        assert dropped == []
    if documents:
        assert sorted(kept + dropped) == [reading.facts.number for reading in stack]
    else:
        assert mode is SplitMode.SEPARATOR
