"""From pages to letters not yet registered: the split of the stack with a person's corrections applied. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from scanning.pages.model import Boundary, Document, PageReading, SplitMode
from scanning.pages.split import split


@dataclass(frozen=True)
class SplitPlan:
    """How the stack is parted. `starts` and `joins`: stack pages a person made, or forbade to be, a letter's first.

    `files`: pages with which a taken-in file begins, where each file is a letter of its own.
    """

    mode: SplitMode = SplitMode.LABEL
    sheets: int | None = None
    starts: frozenset[int] = field(default_factory=frozenset)
    joins: frozenset[int] = field(default_factory=frozenset)
    files: frozenset[int] = field(default_factory=frozenset)

    def start_at(self, page: int) -> SplitPlan:
        """The plan with a letter beginning at this page."""
        return replace(self, starts=self.starts | {page}, joins=self.joins - {page})

    def join_at(self, page: int) -> SplitPlan:
        """The plan in which this page goes on with the letter before it."""
        return replace(self, starts=self.starts - {page}, joins=self.joins | {page})

    def as_fact(self) -> dict[str, object]:
        """The plan as JSON, for the stack's manifest."""
        return {
            "mode": self.mode.value,
            "sheets": self.sheets,
            "starts": sorted(self.starts),
            "joins": sorted(self.joins),
            "files": sorted(self.files),
        }

    @classmethod
    def from_fact(cls, fact: dict[str, object] | None) -> SplitPlan:
        """The plan kept in a manifest, or the usual one."""
        if not fact:
            return cls()
        sheets = fact.get("sheets")
        pages = [fact.get(name) for name in ("starts", "joins", "files")]
        return cls(
            SplitMode(str(fact.get("mode", SplitMode.LABEL))),
            sheets if isinstance(sheets, int) else None,
            *(frozenset(given if isinstance(given, list) else ()) for given in pages),
        )


def key_of(document: Document) -> str:
    """A letter's key within its stack: its first page's number, which never changes."""
    return f"p{document.pages[0]}"


def documents_of(
    readings: Sequence[PageReading],
    plan: SplitPlan,
    is_label: Callable[[str], bool],
    registered: Mapping[str, Sequence[int]] | None = None,
) -> list[Document]:
    """Letters of the stack in order. A registered letter (by key) keeps exactly its pages, however the rest is parted.

    Pages that came to it later begin a letter of their own: no item has them.
    """
    found = split(readings, plan.mode, plan.sheets, is_label)
    frozen = {int(key.removeprefix("p")) for key in registered or {}}
    owner = {number: key for key, pages in (registered or {}).items() for number in pages}
    order = [page for document in found for page in document.pages]
    late = {page for before, page in pairwise(order) if before in owner and page not in owner}
    starts = (plan.starts - owner.keys()) | frozen | late
    joins = (plan.joins | owner.keys()) - frozen - late
    result: list[Document] = []
    for document in found:
        for part in _parted(document, starts, plan.files - owner.keys()):
            if part.pages[0] in joins and result:
                before = result[-1]
                result[-1] = replace(before, pages=before.pages + part.pages, dropped=before.dropped + part.dropped)
            else:
                result.append(part)
    return result


def _parted(document: Document, starts: frozenset[int], files: frozenset[int]) -> list[Document]:
    parts: list[list[int]] = [[]]
    for page in document.pages:
        if parts[-1] and (page in starts or page in files):
            parts.append([])
        parts[-1].append(page)
    first, *others = [tuple(pages) for pages in parts]
    return [
        replace(document, pages=first),
        *(
            Document(pages, Boundary(pages[0], "Nowy plik." if pages[0] in files else "Podzielono ręcznie."))
            for pages in others
        ),
    ]
