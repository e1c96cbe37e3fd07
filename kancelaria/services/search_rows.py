"""What of an item goes into the full-text index: its metadata with every few pages of its text."""

from __future__ import annotations

from kancelaria.domain.identifiers import without_hyphens
from kancelaria.domain.incoming import IncomingItem
from kancelaria.services.ports import SearchRow, TextAnalyzer

PAGES_A_ROW = 4
MAX_ROWS = 250
PAGE_BREAK = "\f"


def metadata_text(item: IncomingItem) -> str:
    """The searchable words of the metadata."""
    sender = item.sender
    parts = [
        item.title, sender.organisation, sender.surname, sender.given_names, sender.street, sender.town,
        item.sender_reference, item.addressee, item.case_mark, *item.document_kind, *item.remarks,
    ]  # fmt: skip
    return "\n".join(part for part in parts if part)


def search_rows(item: IncomingItem, text: str | None, analyzer: TextAnalyzer) -> list[SearchRow]:
    """The rows of an item. Metadata stands in each, so a name and a word of any page meet in one row."""
    # sealed mail is found by its register data only
    pages = [] if item.sealed or not text else text.split(PAGE_BREAK)
    groups = ["\n".join(pages[start : start + PAGES_A_ROW]) for start in range(0, len(pages), PAGES_A_ROW)] or [""]
    head = metadata_text(item)
    head_lemmas, head_surface = analyzer.lemmas(head), analyzer.surface(head)
    return [
        SearchRow(
            f"{head_lemmas} {analyzer.lemmas(group)}".strip(),
            f"{head_surface} {analyzer.surface(group)}".strip(),
            analyzer.version,
        )
        for group in groups[:MAX_ROWS]
    ]


def with_number(rows: list[SearchRow], item: IncomingItem) -> list[SearchRow]:
    """The rows with the item's own identifier and register number (once given), known only in the transaction."""
    number = "" if item.rpw_number is None else f" {item.rpw_number}"
    mark = f" {without_hyphens(item.document_uid).lower()}{number} {item.rpw_year}"
    first = SearchRow(rows[0].lemmas, rows[0].surface + mark, rows[0].analyzer_version)
    return [first, *rows[1:]]
