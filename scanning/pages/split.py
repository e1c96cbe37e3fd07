"""Parts a stack into documents by labels, separator sheets, blank sheets or a count. Pure: no files, no clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from scanning.pages.model import Boundary, Document, Evidence, PageFacts, PageReading, SplitMode

SEPARATOR_TEXTS = frozenset({"KANCELARIA-SEPARATOR", "PATCHT"})
"""Our own separator code, and the common patch code T (drawn as bars, or written in a code)."""

IsLabel = Callable[[str], bool]


def split(readings: Sequence[PageReading], mode: SplitMode, sheets: int | None, is_label: IsLabel) -> list[Document]:
    """Documents in stack order; each page is in one of them or in its `dropped`.

    `is_label` judges a code's text without hyphens. A stack of nothing but separators gives no document.
    """
    facts = {reading.facts.number: reading.facts for reading in readings}
    found = parted(list(facts.values()), mode, sheets, is_label)
    return [with_label(document, [facts[number] for number in document.pages], is_label) for document in found]


def parted(pages: Sequence[PageFacts], mode: SplitMode, sheets: int | None, is_label: IsLabel) -> list[Document]:
    """The same without looking for a label inside each document."""
    if mode is SplitMode.SEPARATOR:
        return _by_separator(pages)
    starts = _label_starts(pages, is_label) if mode is SplitMode.LABEL else _starts(pages, mode, sheets)
    bounds = [*(position for position, _ in starts), len(pages)]
    return [
        Document(_numbers(pages[first:last]), boundary)
        for first, last, (_, boundary) in zip(bounds[:-1], bounds[1:], starts, strict=True)
    ]


def with_label(document: Document, pages: Sequence[PageFacts], is_label: IsLabel) -> Document:
    """A document of these pages with the label found on them; different ones make its boundary doubtful."""
    labels = list(dict.fromkeys(label for page in pages for label in labels_on(page, is_label)))
    boundary = document.boundary
    if len(labels) > 1 and boundary.certain:
        evidence = f"{boundary.evidence} W środku są różne etykiety: {', '.join(labels)}. Sprawdź."
        boundary = replace(boundary, evidence=evidence, certain=False)
    return replace(document, boundary=boundary, label=labels[0] if labels else None)


def labels_on(page: PageFacts, is_label: IsLabel) -> tuple[str, ...]:
    """Different label identifiers on a page, hyphenless, top to bottom."""
    texts = (code.text.strip().replace("-", "").upper() for code in page.barcodes)
    return tuple(dict.fromkeys(text for text in texts if is_label(text)))


def is_separator(page: PageFacts) -> bool:
    """True for a sheet that carries a separator code."""
    return any(code.text.strip().upper() in SEPARATOR_TEXTS for code in page.barcodes)


def _starts(pages: Sequence[PageFacts], mode: SplitMode, sheets: int | None) -> list[tuple[int, Boundary]]:
    if not pages:
        return []
    if mode is SplitMode.BLANK:
        return _after_blank_sheets(pages)
    if mode is SplitMode.SHEETS:
        if sheets is None or sheets < 1:
            raise ValueError("splitting by sheets needs a count of at least 1")
        return _every(pages, sheets)
    return [(0, Boundary(pages[0].number, "Cały stos to jedno pismo."))]


def _every(pages: Sequence[PageFacts], count: int) -> list[tuple[int, Boundary]]:
    groups = _sheets(pages)
    starts = []
    for index in range(0, len(groups), count):
        position = groups[index][0]
        full = index + count <= len(groups)
        evidence = f"Co {count} {_sheet_word(count)}." if full else f"Zostało mniej kartek niż {count}: sprawdź."
        starts.append((position, Boundary(pages[position].number, evidence, full, Evidence.SHEETS)))
    return starts


def _after_blank_sheets(pages: Sequence[PageFacts]) -> list[tuple[int, Boundary]]:
    starts = [(0, Boundary(pages[0].number, "Początek stosu."))]
    written = False
    parted = False
    for positions in _sheets(pages):
        if all(pages[position].blank for position in positions):
            parted = written
            continue
        if parted:
            first = pages[positions[0]].number
            evidence = f"Przed stroną {first} leży pusta kartka."
            starts.append((positions[0], Boundary(first, evidence, kind=Evidence.BLANK)))
        written, parted = True, False
    return starts


def _label_starts(pages: Sequence[PageFacts], is_label: IsLabel) -> list[tuple[int, Boundary]]:
    starts: list[tuple[int, Boundary]] = []
    current: str | None = None
    seen: set[str] = set()
    for position, page in enumerate(pages):
        labels = labels_on(page, is_label)
        if labels and (labels[0] != current or not starts):
            starts.append((position, _label_boundary(page.number, labels, seen)))
            current = labels[0]
        elif not starts:
            starts.append((0, Boundary(page.number, "Początek stosu, ale bez etykiety: sprawdź.", certain=False)))
        seen.update(labels)
    return starts


def _label_boundary(number: int, labels: tuple[str, ...], seen: set[str]) -> Boundary:
    if len(labels) > 1:
        several = f"Na stronie są różne etykiety: {', '.join(labels)}. Sprawdź."
        return Boundary(number, several, certain=False, kind=Evidence.LABEL)
    if labels[0] in seen:
        again = f"Etykieta {labels[0]} była już w tym stosie: sprawdź."
        return Boundary(number, again, certain=False, kind=Evidence.LABEL)
    return Boundary(number, f"Etykieta {labels[0]} na stronie {number}.", kind=Evidence.LABEL)


def _by_separator(pages: Sequence[PageFacts]) -> list[Document]:
    documents: list[Document] = []
    dropped: list[int] = []
    group: list[PageFacts] = []
    boundary = Boundary(pages[0].number, "Początek stosu.") if pages else None
    for page, leaves in zip(pages, _separator_pages(pages), strict=True):
        if not leaves:
            if not group and dropped:
                evidence = f"Przed stroną {page.number} leży karta rozdzielająca."
                boundary = Boundary(page.number, evidence, kind=Evidence.SEPARATOR)
            group.append(page)
            continue
        if group and boundary is not None:
            documents.append(Document(_numbers(group), boundary, dropped=tuple(dropped)))
            group, dropped = [], []
        dropped.append(page.number)
    if group and boundary is not None:
        documents.append(Document(_numbers(group), boundary, dropped=tuple(dropped)))
    elif documents:
        documents[-1] = replace(documents[-1], dropped=(*documents[-1].dropped, *dropped))
    return documents


def _separator_pages(pages: Sequence[PageFacts]) -> list[bool]:
    """Separator sheets, with their other side where that is blank."""
    leaves = [is_separator(page) for page in pages]
    for positions in _sheets(pages):
        if any(leaves[position] for position in positions):
            for position in positions:
                leaves[position] = leaves[position] or pages[position].blank
    return leaves


def _numbers(pages: Sequence[PageFacts]) -> tuple[int, ...]:
    return tuple(page.number for page in pages)


def _sheets(pages: Sequence[PageFacts]) -> list[list[int]]:
    """Positions of pages grouped by their sheet of paper; a page of unknown sheet is a sheet of its own."""
    groups: list[list[int]] = []
    for position, page in enumerate(pages):
        if groups and page.sheet and pages[groups[-1][0]].sheet == page.sheet:
            groups[-1].append(position)
        else:
            groups.append([position])
    return groups


def _sheet_word(count: int) -> str:
    if count == 1:
        return "kartkę"
    few = count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14)
    return "kartki" if few else "kartek"
