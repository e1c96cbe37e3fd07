"""Receipts issued by this station, and the keys that prove them."""

from __future__ import annotations

import json

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from kancelaria.domain.receipts import IssuedReceipt, LetterPages
from kancelaria.store.printing_tables import receipt_issued, receipt_key


class SqlReceipts:
    """What was issued, and the key of each series this station has had."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def key(self, series: str) -> bytes | None:
        """The key of a series."""
        kept: bytes | None = self._connection.scalar(select(receipt_key.c.key).where(receipt_key.c.series == series))
        return kept

    def keep_key(self, series: str, key: bytes, at: str) -> None:
        """Keep the key of a series for good."""
        self._connection.execute(insert(receipt_key).values(series=series, key=key, made_at=at))

    def add(self, issued: IssuedReceipt) -> None:
        """Note a copy; the same one issued again (its printer failed) is there already."""
        letters = [[letter.document_uid, *letter.page_hashes] for letter in issued.letters]
        values = {"code": issued.code, "at": issued.at, "by": issued.by, "letters": json.dumps(letters)}
        self._connection.execute(insert(receipt_issued).values(**values).on_conflict_do_nothing())

    def get(self, code: str) -> IssuedReceipt | None:
        """The copy of a code."""
        row = self._connection.execute(select(receipt_issued).where(receipt_issued.c.code == code)).first()
        if row is None:
            return None
        letters = tuple(LetterPages(uid, tuple(pages)) for uid, *pages in json.loads(row.letters))
        return IssuedReceipt(row.code, row.at, row.by, letters)
