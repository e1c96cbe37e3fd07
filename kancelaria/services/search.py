"""Search as people use it: the result, with the search written to the access log."""

from __future__ import annotations

from kancelaria.domain.errors import InvalidInput
from kancelaria.services.access import AccessKind, log_access
from kancelaria.services.ports import UnitOfWork, Workplace
from kancelaria.services.queries import Queries, SearchResult


def search_items(query: str, queries: Queries, uow: UnitOfWork, at: Workplace, limit: int = 50) -> SearchResult:
    """Search the local store and log it."""
    if not query.strip():
        raise InvalidInput("query_empty", "Wpisz, czego szukasz.", subject="query")
    result = queries.search(query, limit)
    log_access(AccessKind.SEARCH, [query], "", uow, at)
    return result
