"""Duplicates: found by page hash, text, sender and reference or date; shown with reasons, never refused.

They are looked for among all items of this store, also those other stations registered.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kancelaria.domain.correspondents import folded
from kancelaria.domain.incoming import IncomingItem, Page, Sender
from kancelaria.services.ports import Fingerprint, TextAnalyzer

SHORTEST_TELLING_TEXT = 80
REASONS = {
    "same_page": "ten sam skan strony",
    "same_text": "ta sama treść",
    "same_reference": "ten sam nadawca i znak",
    "like_text": "bardzo podobna treść",
    "same_letter": "ten sam nadawca, data pisma i tytuł",
}


@dataclass(frozen=True)
class DuplicateCandidate:
    """An item that may be the same letter; `reasons` are keys of `REASONS`."""

    document_uid: str
    rpw_number: int | None
    rpw_year: int
    title: str
    sender_name: str
    received_on: str
    reasons: tuple[str, ...]


class DuplicateQueries(Protocol):
    """Finds items by fingerprint."""

    def alike(self, fingerprint: Fingerprint, except_id: str | None) -> list[DuplicateCandidate]: ...


def fingerprint(
    pages: Sequence[Page],
    text: str | None,
    sender: Sender,
    reference: str | None,
    analyzer: TextAnalyzer | None = None,
) -> Fingerprint:
    """What a letter is recognised by. Blank pages and very short texts tell nothing."""
    plain = folded(text or "").replace(" ", "")
    telling = len(plain) >= SHORTEST_TELLING_TEXT
    return Fingerprint(
        tuple(page.sha256 for page in pages if not page.blank),
        hashlib.sha256(plain.encode()).hexdigest() if telling else None,
        folded(sender.organisation or f"{sender.surname or ''} {sender.given_names or ''}") or None,
        folded(reference or "") or None,
        analyzer.likeness(text or "") or None if telling and analyzer is not None else None,
    )


def fingerprint_of(item: IncomingItem, text: str | None, analyzer: TextAnalyzer) -> Fingerprint:
    """The fingerprint of an item; of a sealed one only what stands on the envelope."""
    return fingerprint(item.pages, None if item.sealed else text, item.sender, item.sender_reference, analyzer)


def find_duplicates(
    queries: DuplicateQueries,
    *,
    pages: Sequence[Page] = (),
    text: str | None = None,
    sender: Sender | None = None,
    reference: str | None = None,
    letter_date: str | None = None,
    title: str | None = None,
    analyzer: TextAnalyzer | None = None,
    except_id: str | None = None,
) -> list[DuplicateCandidate]:
    """Items that may be this letter already, the most reasons first."""
    mark = fingerprint(pages, text, sender or Sender(), reference, analyzer)
    wanted = Fingerprint(
        mark.page_hashes,
        mark.text,
        mark.sender,
        mark.reference,
        mark.likeness,
        letter_date,
        folded(title or "") or None,
    )
    return sorted(queries.alike(wanted, except_id), key=lambda candidate: -len(candidate.reasons))
