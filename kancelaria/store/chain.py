"""The chains of the audit and the access log: each link is SHA-256 over the link before and the stored bytes."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from kancelaria.store.tables import access, audit, audit_personal

FIRST_LINK = bytes(32)


def canonical(value: Mapping[str, Any]) -> bytes:
    """The bytes that are stored and hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def next_link(previous: bytes, body: bytes) -> bytes:
    """The link over the one before and a body."""
    return hashlib.sha256(previous + body).digest()


def personal_digest(salt: bytes, body: bytes) -> str:
    """What stands in the chain for personal values; without salt and values it says nothing."""
    return hashlib.sha256(salt + body).hexdigest()


class SqlAuditLog:
    """What was done to what; the values live salted in a side table that can be erased without breaking the chain."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(self, at: str, actor: str, action: str, subject: tuple[str, str], personal: Mapping[str, Any]) -> None:
        """Append an entry; `personal` holds the changed values."""
        salt, values = secrets.token_bytes(16), canonical(personal)
        body = canonical(
            {
                "at": at,
                "actor": actor,
                "action": action,
                "subject": list(subject),
                "fields": sorted(personal),
                "values": personal_digest(salt, values),
            }
        )
        seq, previous = _last(self._connection, audit)
        self._connection.execute(
            insert(audit).values(
                seq=seq + 1, subject_kind=subject[0], subject_id=subject[1], body=body, link=next_link(previous, body)
            )
        )
        self._connection.execute(insert(audit_personal).values(seq=seq + 1, salt=salt, body=values))


class SqlAccessLog:
    """Who viewed, printed, exported or searched what, when and why."""

    def __init__(self, connection: Connection, station_id: str) -> None:
        self._connection = connection
        self._station_id = station_id

    def append(self, at: str, actor: str, kind: str, objects: Sequence[str], purpose: str) -> None:
        """Append one link for a batch of objects."""
        body = canonical(
            {
                "at": at,
                "actor": actor,
                "station": self._station_id,
                "kind": kind,
                "objects": list(objects),
                "purpose": purpose,
            }
        )
        seq, previous = _last(self._connection, access)
        self._connection.execute(insert(access).values(seq=seq + 1, body=body, link=next_link(previous, body)))


def _last(connection: Connection, table: Table) -> tuple[int, bytes]:
    row = connection.execute(select(table.c.seq, table.c.link).order_by(table.c.seq.desc()).limit(1)).first()
    return (row.seq, row.link) if row is not None else (0, FIRST_LINK)


def damaged_link(connection: Connection, table: Table) -> int | None:
    """The sequence number of the first entry that doesn't fit the chain, or None where all fit."""
    expected_seq, previous = 1, FIRST_LINK
    for row in connection.execute(select(table.c.seq, table.c.body, table.c.link).order_by(table.c.seq)):
        # a body that isn't bytes any more was written by somebody else
        whole = isinstance(row.body, bytes) and row.link == next_link(previous, row.body)
        if row.seq != expected_seq or not whole:
            return int(expected_seq)
        expected_seq, previous = expected_seq + 1, row.link
    return None


def damaged_audit(connection: Connection) -> int | None:
    """The first damaged audit entry: a broken link, a subject or values that don't fit what was hashed."""
    if (broken := damaged_link(connection, audit)) is not None:
        return broken
    joined = select(audit, audit_personal.c.salt, audit_personal.c.body.label("personal")).outerjoin(audit_personal)
    for row in connection.execute(joined.order_by(audit.c.seq)):
        body = json.loads(row.body)
        if body["subject"] != [row.subject_kind, row.subject_id]:
            return int(row.seq)
        if row.salt is not None and not _fits(row.salt, row.personal, body["values"]):
            return int(row.seq)
    return None


def _fits(salt: Any, values: Any, digest: str) -> bool:
    return isinstance(salt, bytes) and isinstance(values, bytes) and personal_digest(salt, values) == digest
