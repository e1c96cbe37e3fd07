"""Repository of the correspondents' book: one row a record, kept findable, and placed where the feed brings it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from kancelaria.domain.correspondents import (
    NUMBER_KINDS,
    Correspondent,
    Merge,
    PublicNumbers,
    addresses_of,
    correspondent_of_fields,
    deduplication_key,
    folded,
    usual,
)
from kancelaria.domain.incoming import Sender
from kancelaria.store.correspondents_tables import (
    PLACES,
    RAREST,
    correspondent,
    correspondent_apart,
    correspondent_former,
)
from kancelaria.store.tables import accepted_base

_BY_ID = select(correspondent).where(correspondent.c.id == bindparam("id"))
_BY_KEY = select(correspondent).where(correspondent.c.key == bindparam("key"))
_BY_OWN_KEY = (
    select(correspondent)
    .where(correspondent.c.own_key == bindparam("key"))
    .order_by(correspondent.c.merged_into.is_not(None), correspondent.c.id)
)
_BY_FORMER = (
    select(correspondent_former.c.correspondent_id)
    .where(correspondent_former.c.key == bindparam("key"))
    .order_by(correspondent_former.c.correspondent_id)
)
_NEXT_SEQ = select(func.coalesce(func.max(correspondent.c.seq), 0) + 1)
# one the central joined into another goes by the other's id as soon as the feed brings it
_TOLD = select(
    exists().where(
        accepted_base.c.aggregate == "correspondent",
        accepted_base.c.aggregate_id == bindparam("id"),
        func.json_extract(accepted_base.c.body, "$.joined_into").is_(None),
    )
)
_LONGEST_CHAIN = 100


class SqlCorrespondents:
    """The correspondents' book."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_key(self, key: str) -> Correspondent | None:
        """Whose letters bear the key; of a merged record the one it was joined into."""
        return self.bearer(key) or self._first_of(key)

    def bearer(self, key: str) -> Correspondent | None:
        """The record of the key itself, where it isn't merged."""
        row = self._connection.execute(_BY_KEY, {"key": key}).mappings().first()
        return None if row is None else correspondent_of(row)

    def get(self, correspondent_id: str) -> Correspondent | None:
        """The record of an id, merged or not."""
        row = self._connection.execute(_BY_ID, {"id": correspondent_id}).mappings().first()
        return None if row is None else correspondent_of(row)

    def living(self, correspondent_id: str) -> Correspondent | None:
        """The record an id stands for now: a merged one for the one it was joined into."""
        for _ in range(_LONGEST_CHAIN):
            row = self._connection.execute(_BY_ID, {"id": correspondent_id}).mappings().first()
            if row is None or row["merged_into"] is None:
                return None if row is None else correspondent_of(row)
            correspondent_id = row["merged_into"]
        return None

    def add(self, new: Correspondent) -> None:
        """Add a correspondent."""
        self._connection.execute(insert(correspondent).values(id=new.id, **self._values(new, self._next_seq())))
        if new.former:
            self._remember_former(new)

    def save(self, changed: Correspondent) -> None:
        """Save a correspondent."""
        mine = correspondent.c.id == changed.id
        seq = self._connection.scalar(select(correspondent.c.seq).where(mine)) or self._next_seq()
        self._connection.execute(update(correspondent).where(mine).values(**self._values(changed, seq)))
        self._remember_former(changed)

    def told(self, correspondent_id: str) -> bool:
        """Whether the central knows the record under this id."""
        return bool(self._connection.scalar(_TOLD, {"id": correspondent_id}))

    def keep_apart(self, first_id: str, second_id: str, at: str, by: str) -> None:
        """Two ids aren't suspected of being one any more."""
        values = {"first_id": first_id, "second_id": second_id, "at": at, "by": by}
        self._connection.execute(upsert(correspondent_apart).values(**values).on_conflict_do_nothing())

    def place(self, record_id: str, version: int, fields: Mapping[str, Any]) -> None:
        """Put a record of the feed into the book; how often it was used here stays."""
        new = correspondent_of_fields(record_id, fields, version)
        before = self.get(record_id)
        if before is None and new.merged is None:
            before = self._written_here(new)
        if before is None:
            self.add(new)
        else:
            self.save(replace(new, uses=before.uses, last_used_at=before.last_used_at))
        self._break_cycle(record_id)

    def _written_here(self, new: Correspondent) -> Correspondent | None:
        """Two stations wrote the same sender down: one row, under the id the central knew first, as everywhere."""
        same = self.bearer(deduplication_key(new.sender))
        if same is None or self.told(same.id):
            return None  # two the central knows apart stay apart, until a person merges them
        mine = correspondent.c.id == same.id
        self._connection.execute(update(correspondent).where(mine).values(id=new.id))
        return same

    def _break_cycle(self, record_id: str) -> None:
        """Merged into each other at two stations: the oldest of the circle stays, the same one everywhere."""
        circle, at = [record_id], self._merged_into(record_id)
        while at is not None and at not in circle:
            circle.append(at)
            at = self._merged_into(at)
        if at is None:
            return
        oldest = min(circle[circle.index(at) :])
        found = self.get(oldest)
        assert found is not None
        self.save(replace(found, merged=None))

    def _merged_into(self, record_id: str) -> str | None:
        found: str | None = self._connection.scalar(
            select(correspondent.c.merged_into).where(correspondent.c.id == record_id)
        )
        return found

    def _first_of(self, key: str) -> Correspondent | None:
        row = self._connection.execute(_BY_OWN_KEY, {"key": key}).mappings().first()
        if row is not None:
            return self.living(row["id"])
        former = self._connection.scalars(_BY_FORMER, {"key": key}).first()
        return None if former is None else self.living(former)

    def _remember_former(self, record: Correspondent) -> None:
        former = correspondent_former
        self._connection.execute(delete(former).where(former.c.correspondent_id == record.id))
        if record.former:
            rows = [{"key": key, "correspondent_id": record.id} for key in dict.fromkeys(record.former)]
            self._connection.execute(insert(former), rows)

    def _next_seq(self) -> int:
        return int(self._connection.scalar(_NEXT_SEQ) or 1)

    def _values(self, record: Correspondent, seq: int) -> dict[str, Any]:
        values = row_values(record, seq)
        if record.merged is not None:
            return values | {"key": f"merged|{record.id}"}
        bearer = self._connection.execute(_BY_KEY, {"key": values["key"]}).mappings().first()
        return values if bearer is None or bearer["id"] == record.id else values | {"key": f"twin|{record.id}"}


def row_values(record: Correspondent, seq: int) -> dict[str, Any]:
    """The columns of a correspondent but for its id."""
    sender, prefix = record.sender, folded(record.sender.display_name)
    key = deduplication_key(sender)
    rarity = max(0, RAREST - usual(record.uses, record.last_used_at))
    others = [asdict(address) for address in record.addresses]
    return {
        "key": key, "own_key": key, "prefix": prefix, "sender": json.dumps(asdict(sender), ensure_ascii=False),
        "uses": record.uses, "last_used_at": record.last_used_at, "version": record.version,
        "seq": seq, "place": rarity * PLACES + seq, "words": f"{prefix}|{folded(sender.town or '')}",
        "postcode": sender.postcode, "town": sender.town,
        **{kind: getattr(record.numbers, kind) for kind in NUMBER_KINDS},
        "since": record.since, "addresses": json.dumps(others, ensure_ascii=False) if others else None,
        "former": json.dumps(list(record.former), ensure_ascii=False) if record.former else None,
        "merged": json.dumps(asdict(record.merged), ensure_ascii=False) if record.merged else None,
        "merged_into": record.merged.into if record.merged else None,
    }  # fmt: skip


def correspondent_of(row: Mapping[Any, Any]) -> Correspondent:
    """The correspondent of its row."""
    stored = json.loads(row["sender"])
    return Correspondent(
        row["id"],
        Sender(**(stored | {"email": tuple(stored["email"])})),
        row["uses"],
        row["last_used_at"],
        row["version"],
        PublicNumbers(**{kind: row[kind] for kind in NUMBER_KINDS}),
        row["since"],
        addresses_of(json.loads(row["addresses"])) if row["addresses"] else (),
        tuple(json.loads(row["former"])) if row["former"] else (),
        Merge(**json.loads(row["merged"])) if row["merged"] else None,
    )
