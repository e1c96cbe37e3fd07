"""Scanned, blank and separator sheets together are what was put into the feeder."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scanning.pages.tally import SheetCount, count_sheets


def test_each_sheet_is_counted_once_by_what_it_is() -> None:
    sides = [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (6, 3), (7, 4)]
    count = count_sheets(sides, {2, 3, 4, 6}, {5}, 4)
    assert count == SheetCount(written=2, blank=1, separators=1, expected=4)
    assert (count.total, count.settled) == (4, True)


def test_a_missing_or_doubled_sheet_is_not_settled() -> None:
    assert not count_sheets([(1, 1)], (), (), 2).settled
    assert not count_sheets([(1, 1), (2, 2)], (), (), 1).settled
    assert count_sheets([(1, 1)], (), (), None).settled


def test_pages_of_unknown_sheets_are_sheets_of_their_own() -> None:
    assert count_sheets([(1, 0), (2, 0)], {2}, (), 2) == SheetCount(1, 1, 0, 2)


@given(st.lists(st.integers(0, 6), max_size=14), st.frozensets(st.integers(1, 14)), st.frozensets(st.integers(1, 14)))
def test_no_sheet_is_lost_between_the_kinds(
    sheets: list[int], blank: frozenset[int], separators: frozenset[int]
) -> None:
    count = count_sheets(list(enumerate(sheets, 1)), blank, separators, None)
    assert count.total == len({sheet for sheet in sheets if sheet}) + sheets.count(0)
    assert min(count.written, count.blank, count.separators) >= 0
