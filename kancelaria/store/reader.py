"""The reading side: each read sees one snapshot and never waits for a writer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from kancelaria.services.ports import TextAnalyzer
from kancelaria.store.engine import known_errors


class Reader:
    """Holds the reading connections."""

    def __init__(self, engine: Engine, analyzer: TextAnalyzer) -> None:
        self._engine = engine
        self._analyzer = analyzer

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with known_errors(), self._engine.connect() as connection:
            yield connection
