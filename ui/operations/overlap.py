"""After a stop a person may put back a sheet that is safe already: its second scan is noticed and asked about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scanning.pages.model import PageFacts
from scanning.pages.overlap import LOOK_BACK, repeated
from scanning.spool import Stack


@dataclass(frozen=True)
class SheetsRepeated:
    """These pages look like those that came last before the stop; `sheets` they lie on, a person decides."""

    pages: tuple[int, ...]
    sheets: tuple[int, ...]


class OverlapWatch:
    """Looks once at the first pages that came after a stop."""

    def __init__(self) -> None:
        self._first: int | None = None

    def feed_begins(self, stack: Stack, after_sheet: int) -> None:
        """Another feed: only one that goes on after a stop can repeat sheets."""
        self._first = after_sheet + 1 if after_sheet and stack.feed_interrupted else None

    def look(self, stack: Stack, facts: Callable[[int], PageFacts | None], *, feeding: bool) -> SheetsRepeated | None:
        """What is repeated, once enough pages are worked through; None before, and ever after."""
        if self._first is None:
            return None
        pages = stack.scanned()
        known = [(page, facts(page.number)) for page in pages]
        before = [found for page, found in known if page.sheet < self._first and found is not None]
        after = [page for page in pages if page.sheet >= self._first][:LOOK_BACK]
        worked = [found for page in after if (found := facts(page.number)) is not None]
        if len(worked) < len(after) or (feeding and len(after) < LOOK_BACK):
            return None
        self._first = None
        count = repeated(before, worked)
        sheets = tuple(dict.fromkeys(page.sheet for page in after[:count]))
        return SheetsRepeated(tuple(page.number for page in after[:count]), sheets) if count else None
