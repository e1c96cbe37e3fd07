"""Search in the local full-text index: newest first, counted only so far."""

from __future__ import annotations

import re

from sqlalchemy import Connection, select, text

from kancelaria.domain.identifiers import is_document_uid, with_hyphens
from kancelaria.reading.analysis import Term, parse_query
from kancelaria.services.queries import RegisterRow, SearchResult
from kancelaria.store.item_queries import register_row, shown_rows
from kancelaria.store.reader import Reader
from kancelaria.store.tables import ROWS_AN_ITEM, item

_NUMBER = re.compile(r"\s*(?:rpw\s*)?([0-9]{1,7})\s*/\s*([0-9]{4})\s*", re.IGNORECASE)
_MATCH = text("SELECT rowid FROM search_index WHERE search_index MATCH :match ORDER BY rowid DESC")


def match_expression(terms: tuple[Term, ...]) -> str:
    """The FTS5 expression of a parsed query."""
    return " AND ".join(_term(term) for term in terms)


def _term(term: Term) -> str:
    words = f'surface : "{" ".join(term.words)}"' + (" *" if term.prefix else "")
    if not term.lemmas:
        return f"({words})"
    lemmas = " OR ".join(f'"{lemma}"' for lemma in term.lemmas)
    return f"(lemmas : ({lemmas}) OR {words})"


class SearchQueries(Reader):
    """Full-text search."""

    def search(self, query: str, limit: int = 50, count_to: int = 1000) -> SearchResult:
        """Items by identifier, register number (`12/2026`) or words; newest first."""
        with self._read() as connection:
            found = found_items(connection, query, max(limit, count_to))
            return SearchResult(_rows(connection, found[:limit]), min(len(found), count_to), more=len(found) > count_to)


def found_items(connection: Connection, query: str, enough: int) -> list[int]:
    """`seq` of the items found, newest first."""
    exact = _exact(connection, query)
    return _by_words(connection, query, enough) if exact is None else exact


def _exact(connection: Connection, query: str) -> list[int] | None:
    if is_document_uid(query):
        wanted = select(item.c.seq).where(item.c.document_uid == with_hyphens(query))
        # an identifier may also be quoted in the text of another letter
        return list(connection.scalars(wanted)) or None
    if number := _NUMBER.fullmatch(query):
        wanted = select(item.c.seq).where(item.c.rpw_year == int(number[2]), item.c.rpw_number == int(number[1]))
        return list(connection.scalars(wanted)) or None
    return None


def _by_words(connection: Connection, query: str, enough: int) -> list[int]:
    terms = parse_query(query)
    if not terms:
        return []
    seqs: dict[int, None] = {}
    with connection.execution_options(stream_results=True).execute(
        _MATCH, {"match": match_expression(terms)}
    ) as matches:
        for (rowid,) in matches:
            seqs[rowid // ROWS_AN_ITEM] = None
            if len(seqs) > enough:
                break
    return list(seqs)


def _rows(connection: Connection, seqs: list[int]) -> tuple[RegisterRow, ...]:
    rows = {row["seq"]: register_row(row) for row in connection.execute(shown_rows(seqs)).mappings()}
    return tuple(rows[seq] for seq in seqs)
