"""Counts the sheets of a stack: what was put into the feeder must be found again. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class SheetCount:
    """Sheets with something on them, blank ones and separators; `expected` None = nobody counted the paper."""

    written: int
    blank: int = 0
    separators: int = 0
    expected: int | None = None

    @property
    def total(self) -> int:
        """All sheets on the stack."""
        return self.written + self.blank + self.separators

    @property
    def settled(self) -> bool:
        """Whether as many sheets are there as were put in."""
        return self.expected is None or self.expected == self.total


def count_sheets(
    sides: Iterable[tuple[int, int]], blank: Collection[int], separators: Collection[int], expected: int | None
) -> SheetCount:
    """`sides`: page and sheet of each; a page of unknown sheet (0) is a sheet of its own.

    A sheet is a separator if one of its sides is, and blank if all of them are.
    """
    sheets: dict[int, list[int]] = {}
    for page, sheet in sides:
        sheets.setdefault(sheet or -page, []).append(page)
    parting = sum(any(page in separators for page in pages) for pages in sheets.values())
    empty = sum(
        all(page in blank for page in pages) and not any(page in separators for page in pages)
        for pages in sheets.values()
    )
    return SheetCount(len(sheets) - parting - empty, empty, parting, expected)
