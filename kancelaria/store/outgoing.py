"""Outgoing mail in the store: the register as use cases write it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from kancelaria.domain.correspondents import polish_sort_key
from kancelaria.domain.errors import StateForbids
from kancelaria.domain.outgoing import OutgoingItem
from kancelaria.services.outgoing_fields import outgoing_fields, outgoing_of_fields
from kancelaria.store.outgoing_tables import outgoing, outgoing_entry


class SqlOutgoing:
    """The outgoing register inside a unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, item_id: str) -> OutgoingItem | None:
        """The row of an id."""
        found = self._all(select(outgoing).where(outgoing.c.id == item_id))
        return found[0] if found else None

    def by_number(self, year: int, number: int) -> OutgoingItem | None:
        """The row of a register number."""
        found = self._all(select(outgoing).where(outgoing.c.year == year, outgoing.c.number == number))
        return found[0] if found else None

    def of_letter(self, letter_id: str) -> list[OutgoingItem]:
        """The rows of a letter, in the order of its addressees."""
        return self._all(select(outgoing).where(outgoing.c.letter_id == letter_id).order_by(outgoing.c.seq))

    def find_outgoing_by_posting_number(self, posting_number: str) -> list[OutgoingItem]:
        """Whose envelope a posting number was on, the newest first."""
        return self._all(by_posting_number(posting_number))

    def highest_number(self, year: int) -> int | None:
        """The highest number this store gave in a year."""
        number: int | None = self._connection.scalar(
            select(func.max(outgoing_entry.c.number)).where(outgoing_entry.c.year == year)
        )
        return number

    def add(self, new: OutgoingItem) -> None:
        """Add a row."""
        self._connection.execute(insert(outgoing).values(**outgoing_row(new)))

    def enter(self, new: OutgoingItem) -> None:
        """Enter a row under the number this store gave it."""
        self._connection.execute(
            insert(outgoing_entry).values(year=new.year, number=new.number, item_id=new.id)
        )  # fmt: skip

    def save(self, changed: OutgoingItem) -> None:
        """Save a row one version on; StateForbids where somebody else changed it meanwhile."""
        mine = (outgoing.c.id == changed.id) & (outgoing.c.version == changed.version - 1)
        if self._connection.execute(update(outgoing).where(mine).values(**outgoing_row(changed))).rowcount != 1:
            raise StateForbids(
                "changed_meanwhile", "Tę przesyłkę zmienił w międzyczasie ktoś inny.",
                "Odśwież ją i popraw jeszcze raz.", changed.readable_number or changed.id,
            )  # fmt: skip

    def place(self, item: OutgoingItem) -> None:
        """Put a row as the central knows it, with what waits here, in its place."""
        row = outgoing_row(item)
        statement = upsert(outgoing).values(**row)
        changed = {name: value for name, value in row.items() if name != "id"}
        self._connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=changed))

    def _all(self, query: Select[Any]) -> list[OutgoingItem]:
        return [outgoing_of(row) for row in self._connection.execute(query).mappings()]


def by_posting_number(posting_number: str) -> Select[Any]:
    """The query for rows of a posting number, newest first."""
    mine = outgoing.c.posting_number == "".join(posting_number.split()).upper()
    return select(outgoing).where(mine).order_by(outgoing.c.registered_at.desc(), outgoing.c.seq.desc())


def outgoing_row(item: OutgoingItem) -> dict[str, Any]:
    """The columns of an item, but for its place."""
    plain = ("id", "letter_id", "number", "year", "registered_at", "handed_on", "posted_on", "posting_number",
             "case_mark", "version")  # fmt: skip
    return {name: getattr(item, name) for name in plain} | {
        "method": item.method.value,
        "state": item.state.value,
        "zpo": int(item.zpo),
        "addressee_sort": polish_sort_key(item.addressee_names),
        "title_sort": polish_sort_key(item.title),
        "body": json.dumps(outgoing_fields(item), ensure_ascii=False, separators=(",", ":")),
    }


def outgoing_of(row: Mapping[Any, Any]) -> OutgoingItem:
    """The item of its row; the columns say the number the central may have given since."""
    given = {"number": row["number"], "year": row["year"]}
    return outgoing_of_fields(json.loads(row["body"]) | given, row["version"])
