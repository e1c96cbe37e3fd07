"""Items that may be a letter at hand: by page, by text, by sender with reference, likeness or date."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, select

from kancelaria.domain.correspondents import folded
from kancelaria.reading.duplicates import similarity
from kancelaria.services.duplicates import DuplicateCandidate
from kancelaria.services.ports import Fingerprint
from kancelaria.store import mappers
from kancelaria.store.reader import Reader
from kancelaria.store.tables import fingerprint, item, item_page

MAX_CANDIDATES = 50
NEWEST_OF_SENDER = 300
"""So many letters of one sender are compared."""
LIKE = 0.75
"""Two readings of one letter are liker than this, other letters of one sender seldom."""
_mark = fingerprint.c


class DuplicateReads(Reader):
    """Finds duplicates."""

    def alike(self, fingerprint: Fingerprint, except_id: str | None = None) -> list[DuplicateCandidate]:
        """Items sharing a page, the text, or the sender and more; voided ones are no duplicates."""
        reasons: dict[str, list[str]] = {}
        with self._read() as connection:
            for reason, item_id in _alike(connection, fingerprint):
                if item_id != except_id and reason not in reasons.setdefault(item_id, []):
                    reasons[item_id].append(reason)
            wanted = item.c.id.in_(reasons) & (item.c.state != "voided")
            rows = connection.execute(select(item).where(wanted).order_by(item.c.seq.desc())).mappings().all()
        return [
            DuplicateCandidate(
                row["document_uid"], row["rpw_number"], row["rpw_year"], row["title"],
                mappers.sender_of(row).display_name, row["received_on"], tuple(reasons[row["id"]]),
            )
            for row in rows
        ]  # fmt: skip


def _alike(connection: Connection, wanted: Fingerprint) -> Iterator[tuple[str, str]]:
    for reason, query in _exact(wanted):
        yield from ((reason, item_id) for item_id in connection.scalars(query.limit(MAX_CANDIDATES)))
    if wanted.likeness:
        for row in connection.execute(_same_sender_or_reference(wanted)):
            if similarity(wanted.likeness, row.likeness) >= LIKE and row.text != wanted.text:
                yield "like_text", row.item_id
    if wanted.sender and wanted.letter_date and wanted.title:
        for row in connection.execute(_of_day(wanted)):
            if folded(row.title) == wanted.title:
                yield "same_letter", row.id


def _exact(wanted: Fingerprint) -> list[tuple[str, Select[Any]]]:
    page = item_page.c
    queries: list[tuple[str, Select[Any]]] = []
    if wanted.page_hashes:
        queries.append(("same_page", select(page.item_id).where(page.sha256.in_(wanted.page_hashes), page.blank == 0)))
    if wanted.text:
        queries.append(("same_text", select(_mark.item_id).where(_mark.text == wanted.text)))
    if wanted.reference and wanted.sender:
        both = (_mark.reference == wanted.reference) & (_mark.sender == wanted.sender)
        queries.append(("same_reference", select(_mark.item_id).where(both)))
    return queries


def _same_sender_or_reference(wanted: Fingerprint) -> Any:
    """What is worth comparing word by word: a misread sender bears the same reference, or the other way round."""
    found = select(_mark.item_id, _mark.text, _mark.likeness).where(_mark.likeness.is_not(None))
    newest = found.where(_mark.item_id.in_(_newest(wanted.sender))) if wanted.sender else None
    named = found.where(_mark.reference == wanted.reference).limit(MAX_CANDIDATES) if wanted.reference else None
    if newest is None or named is None:
        return newest if newest is not None else named if named is not None else found.where(_mark.item_id == "")
    return select(named.subquery()).union(newest)


def _newest(sender: str | None) -> Select[Any]:
    return select(_mark.item_id).where(_mark.sender == sender).order_by(_mark.item_id.desc()).limit(NEWEST_OF_SENDER)


def _of_day(wanted: Fingerprint) -> Select[Any]:
    return select(item.c.id, item.c.title).where(
        item.c.id.in_(_newest(wanted.sender)), item.c.letter_date == wanted.letter_date
    )
