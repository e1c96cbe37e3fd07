"""From pages to letters not yet registered: the split of the stack with a person's corrections applied. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from scanning.pages.model import Boundary, Document, Evidence, PageReading, SplitMode
from scanning.pages.order import Arrangement, Mark
from scanning.pages.split import parted, with_label


@dataclass(frozen=True)
class SplitPlan:
    """How the stack is parted by itself.

    `files`: pages with which a taken-in file begins, where each file is a letter of its own.
    """

    mode: SplitMode = SplitMode.LABEL
    sheets: int | None = None
    files: frozenset[int] = field(default_factory=frozenset)

    def as_fact(self) -> dict[str, object]:
        """The plan as JSON, for the stack's manifest."""
        return {
            "mode": self.mode.value,
            "sheets": self.sheets,
            "files": sorted(self.files),
        }

    @classmethod
    def from_fact(cls, fact: dict[str, object] | None) -> SplitPlan:
        """The plan kept in a manifest, or the usual one."""
        if not fact:
            return cls()
        sheets, files = fact.get("sheets"), fact.get("files")
        return cls(
            SplitMode(str(fact.get("mode", SplitMode.LABEL))),
            sheets if isinstance(sheets, int) else None,
            frozenset(files if isinstance(files, list) else ()),
        )


def key_of(document: Document) -> str:
    """A letter's key within its stack: a page's number, kept however its pages are put in order or scanned again."""
    return f"p{document.origin or document.pages[0]}"


def documents_of(
    readings: Sequence[PageReading],
    plan: SplitPlan,
    is_label: Callable[[str], bool],
    registered: Mapping[str, Sequence[int]] | None = None,
    arrangement: Arrangement | None = None,
) -> list[Document]:
    """Letters of the stack in order; `readings` come as the paper lay, a person's `arrangement` is applied to them.

    A registered letter (by key) keeps exactly its pages, however the rest is parted. Pages that came to it later begin
    a letter of their own: no item has them.
    """
    facts = {reading.facts.number: reading.facts for reading in readings}
    found = parted(list(facts.values()), plan.mode, plan.sheets, is_label)
    now = arrangement or Arrangement(tuple(facts), tuple(facts))
    cut = _Cut(plan, now, {document.pages[0]: document for document in found}, registered or {})
    dropped = {number for document in found for number in document.dropped}
    letters: list[list[int]] = []
    for number in now.order:
        if number not in facts or number in dropped:
            continue
        if letters and not cut.begins(number, letters[-1][-1]):
            letters[-1].append(number)
        else:
            letters.append([number])
    return [with_label(cut.letter(pages), [facts[number] for number in pages], is_label) for pages in letters]


class _Cut:
    """Where letters begin: what the machine found, what a person said, and registered letters as they are."""

    def __init__(
        self, plan: SplitPlan, now: Arrangement, found: Mapping[int, Document], registered: Mapping[str, Sequence[int]]
    ) -> None:
        self._plan, self._now, self._found = plan, now, found
        self._firsts = {(pages or [int(key.removeprefix("p"))])[0] for key, pages in registered.items()}
        self._owner = {number: key for key, pages in registered.items() for number in pages}

    def begins(self, page: int, before: int) -> bool:
        """Whether a letter begins at this page, behind that one."""
        if page in self._firsts:
            return True
        if page in self._owner:
            return False
        if before in self._owner:
            return True
        if self._now.get(Mark.JOIN, page):
            return False
        return self._now.get(Mark.START, page) is not None or page in self._found or page in self._plan.files

    def letter(self, pages: Sequence[int]) -> Document:
        """The letter of these pages."""
        first = pages[0]
        origin = min(self._now.root(page) for page in pages)
        if key := self._owner.get(first):
            origin = int(key.removeprefix("p"))
        dropped = [number for page in pages if page in self._found for number in self._found[page].dropped]
        return Document(tuple(pages), self._boundary(pages), dropped=tuple(dropped), origin=origin)

    def _boundary(self, pages: Sequence[int]) -> Boundary:
        first = pages[0]
        source = self._now.get(Mark.START, first) or first
        if source not in pages and self._now.has(source):
            source = first  # the page it took over from has gone to another letter
        sure = bool(self._now.get(Mark.SURE, first))
        if source in self._plan.files:
            return Boundary(first, "Nowy plik.", kind=Evidence.FILE)
        if source in self._found:
            boundary = self._found[source].boundary
            looked_at = " Granicę sprawdzono." if sure and not boundary.certain else ""
            return replace(
                boundary, first=first, evidence=boundary.evidence + looked_at, certain=boundary.certain or sure
            )
        evidence = "Strona zeskanowana ponownie." if source != first else "Podzielono ręcznie."
        return Boundary(first, evidence, kind=Evidence.PERSON)
