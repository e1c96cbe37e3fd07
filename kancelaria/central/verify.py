"""Prove the central whole: numbers without gaps, chains unbroken, rows that say what their events said."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import Any, LiteralString

from kancelaria.central.connection import Connection, connect, known_errors

FIRST_LINK = bytes(32)


@dataclass(frozen=True)
class Problem:
    """Something damaged: a stable code, and where."""

    code: str
    institution_id: str
    subject: str


@dataclass
class Verification:
    """What was looked at and what was found; whole where `problems` is empty."""

    counts: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


_COUNTS: dict[str, LiteralString] = {
    "institutions": "SELECT count(*) FROM kancelaria.institution",
    "register_entries": "SELECT count(*) FROM kancelaria.register_entry",
    "items": "SELECT count(*) FROM kancelaria.record WHERE aggregate = 'item'",
    "events": "SELECT count(*) FROM kancelaria.event WHERE NOT again",
    "feed_rows": "SELECT count(*) FROM kancelaria.feed",
    "scans": "SELECT count(*) FROM kancelaria.scan",
    "void_entries": "SELECT count(*) FROM kancelaria.register_entry WHERE voided",
    "adopted_years": "SELECT count(*) FROM kancelaria.adoption",
    "recovering": "SELECT count(*) FROM kancelaria.institution WHERE recovering",
}

# Each gives (institution_id, subject) of what is wrong.
_CHECKS: dict[str, LiteralString] = {
    "number_gap": """
        SELECT institution_id, rpw_year || ': ' || count(*) || ' / ' || max(rpw_number) FROM kancelaria.register_entry
        WHERE institution_id NOT IN (SELECT institution_id FROM kancelaria.institution WHERE recovering)
        GROUP BY institution_id, rpw_year HAVING count(*) <> max(rpw_number) OR min(rpw_number) <> 1""",
    "unclaimed_not_void": """
        SELECT institution_id, rpw_year || '/' || rpw_number FROM kancelaria.register_entry
        WHERE unclaimed AND NOT voided""",
    "adoption_lost": """
        SELECT a.institution_id, a.rpw_year || ' ' || a.station_id FROM kancelaria.adoption a WHERE NOT EXISTS (
            SELECT FROM kancelaria.event e WHERE e.institution_id = a.institution_id
              AND e.aggregate IN ('item', 'outgoing') AND e.verdict = 'accepted'
              AND coalesce(e.given ->> 'rpw_year', e.given ->> 'year') = a.rpw_year::text
              AND split_part(e.stream, '/', 1) = a.station_id)""",
    "outgoing_number_gap": """
        SELECT institution_id, year || ': ' || count(*) || ' / ' || max(number) FROM kancelaria.outgoing_entry
        WHERE institution_id NOT IN (SELECT institution_id FROM kancelaria.institution WHERE recovering)
        GROUP BY institution_id, year HAVING count(*) <> max(number) OR min(number) <> 1""",
    "outgoing_entry_differs": """
        SELECT coalesce(e.institution_id, r.institution_id), coalesce(r.id, e.year || '/' || e.number)
        FROM (SELECT * FROM kancelaria.outgoing_entry WHERE NOT unclaimed) e
        FULL JOIN (SELECT * FROM kancelaria.record WHERE aggregate = 'outgoing') r
            ON r.institution_id = e.institution_id AND r.record ->> 'year' = e.year::text
            AND r.record ->> 'number' = e.number::text
        WHERE e.number IS NULL OR r.id IS NULL OR e.voided <> (r.state = 'voided')""",
    "item_without_entry": """
        SELECT r.institution_id, r.id FROM kancelaria.record r LEFT JOIN kancelaria.register_entry e
            ON e.institution_id = r.institution_id AND e.rpw_year = r.rpw_year AND e.rpw_number = r.rpw_number
        WHERE r.aggregate = 'item' AND e.rpw_number IS NULL""",
    "entry_without_item": """
        SELECT e.institution_id, e.rpw_year || '/' || e.rpw_number FROM kancelaria.register_entry e
        LEFT JOIN kancelaria.record r ON r.institution_id = e.institution_id AND r.aggregate = 'item'
            AND r.rpw_year = e.rpw_year AND r.rpw_number = e.rpw_number
        WHERE r.id IS NULL AND NOT e.unclaimed""",
    "void_differs": """
        SELECT e.institution_id, r.id FROM kancelaria.register_entry e
        JOIN kancelaria.record r ON r.institution_id = e.institution_id AND r.aggregate = 'item'
            AND r.rpw_year = e.rpw_year AND r.rpw_number = e.rpw_number
        WHERE e.voided <> (r.state = 'voided')""",
    "columns_differ": """
        SELECT institution_id, id FROM kancelaria.record WHERE aggregate = 'item' AND (
            record ->> 'rpw_number' IS DISTINCT FROM rpw_number::text OR record ->> 'state' IS DISTINCT FROM state
            OR record ->> 'rpw_year' IS DISTINCT FROM rpw_year::text
            OR record ->> 'document_uid' IS DISTINCT FROM document_uid)""",
    "stream_hole": """
        SELECT institution_id, stream FROM kancelaria.event
        GROUP BY institution_id, stream HAVING count(*) <> max(sequence) OR min(sequence) <> 1""",
    "version_differs": """
        SELECT r.institution_id, r.aggregate || ' ' || r.id FROM kancelaria.record r JOIN LATERAL (
            SELECT max(e.version) AS last FROM kancelaria.event e WHERE e.institution_id = r.institution_id
                AND e.aggregate = r.aggregate AND e.aggregate_id = r.id AND NOT e.again) told ON true
        WHERE r.aggregate NOT IN ('register_entry', 'org_unit', 'person') AND told.last IS DISTINCT FROM r.version
          -- what was told under an id joined into another fills the other's gaps
          AND NOT (r.aggregate = 'correspondent' AND r.version > told.last AND EXISTS (
              SELECT FROM kancelaria.record j WHERE j.institution_id = r.institution_id
                AND j.aggregate = 'correspondent' AND j.record ->> 'joined_into' = r.id))""",
    "event_without_row": """
        SELECT e.institution_id, e.id FROM kancelaria.event e LEFT JOIN kancelaria.record r
            ON r.institution_id = e.institution_id AND r.aggregate = e.aggregate AND r.id = e.aggregate_id
        WHERE e.verdict = 'accepted' AND e.aggregate NOT IN ('label', 'label_series') AND r.id IS NULL""",
    "number_differs": """
        SELECT e.institution_id, e.id FROM kancelaria.event e JOIN kancelaria.record r
            ON r.institution_id = e.institution_id AND r.aggregate = 'item' AND r.id = e.aggregate_id
        WHERE e.aggregate = 'item' AND e.given ? 'rpw_number'
          AND (e.given ->> 'rpw_number')::integer IS DISTINCT FROM r.rpw_number""",
    "item_not_in_feed": """
        SELECT r.institution_id, r.id FROM kancelaria.record r WHERE r.aggregate = 'item' AND NOT EXISTS (
            SELECT FROM kancelaria.feed f WHERE f.institution_id = r.institution_id AND f.aggregate = 'item'
                AND f.aggregate_id = r.id)""",
    "scan_short": """
        SELECT s.institution_id, s.sha256 FROM kancelaria.scan s LEFT JOIN LATERAL (
            SELECT sum(octet_length(c.bytes)) AS bytes FROM kancelaria.scan_chunk c
            WHERE c.institution_id = s.institution_id AND c.year = s.year AND c.item_id = s.item_id
              AND c.sha256 = s.sha256) kept ON true
        WHERE s.held <> coalesce(kept.bytes, 0)""",
}


def verify(url: str, key: bytes | None = None) -> Verification:
    """Look everything over under a superuser's URL; with the key of `upkeep` its checkpoints too. Reads everything."""
    with connect(url, autocommit=False) as connection, known_errors():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return look_over(connection, key)


def look_over(connection: Connection, key: bytes | None = None) -> Verification:
    """The same inside an open transaction."""
    found = Verification()
    for name, question in _COUNTS.items():
        row = connection.execute(question).fetchone()
        found.counts[name] = int(row[0]) if row else 0
    for code, question in _CHECKS.items():
        found.problems += [Problem(code, *row) for row in connection.execute(question).fetchall()]
    institutions = [row[0] for row in connection.execute("SELECT institution_id FROM kancelaria.institution")]
    for institution in institutions:
        for chain in ("audit", "access_log"):
            found.problems += _chain(connection, institution, chain, key, found.counts)
        found.problems += _events_in_chain(connection, institution)
    return found


_CHAINS: dict[str, LiteralString] = {
    "audit": """
        SELECT c.seq, c.body, c.link, p.salt, p.body FROM kancelaria.audit c
        LEFT JOIN kancelaria.audit_personal p USING (institution_id, seq)
        WHERE c.institution_id = %s ORDER BY c.seq""",
    "access_log": """
        SELECT seq, body, link, NULL, NULL FROM kancelaria.access_log WHERE institution_id = %s ORDER BY seq""",
}


def _chain(
    connection: Connection, institution: str, chain: str, key: bytes | None, counts: dict[str, int]
) -> list[Problem]:
    signed = {
        row[0]: row[1:]
        for row in connection.execute(
            "SELECT seq, link, signature FROM kancelaria.checkpoint WHERE institution_id = %s AND chain = %s",
            (institution, chain),
        )
    }
    expected, previous = 1, FIRST_LINK
    with connection.cursor(name=f"chain_{chain}") as cursor:
        for seq, body, link, salt, values in cursor.execute(_CHAINS[chain], (institution,)):
            if seq != expected or link != hashlib.sha256(previous + body).digest():
                return [Problem(f"{chain}_broken", institution, str(expected))]
            if values is not None and _digest(salt, values) != json.loads(body)["values"]:
                return [Problem("audit_values_differ", institution, str(seq))]
            if seq in signed:
                link_then, signature = signed.pop(seq)
                if link_then != link or (key is not None and signature != sign(key, institution, chain, seq, link)):
                    return [Problem(f"{chain}_checkpoint_differs", institution, str(seq))]
            expected, previous = expected + 1, link
    counts[chain] = counts.get(chain, 0) + expected - 1
    # a checkpoint beyond the end says that the chain was once longer
    return [Problem(f"{chain}_cut_short", institution, str(seq)) for seq in sorted(signed)[:1]]


def _events_in_chain(connection: Connection, institution: str) -> list[Problem]:
    rows = connection.execute(
        "SELECT e.id FROM kancelaria.event e LEFT JOIN kancelaria.audit a"
        " ON a.institution_id = e.institution_id AND a.seq = e.audit_seq WHERE e.institution_id = %s AND NOT e.again"
        " AND (a.seq IS NULL OR convert_from(a.body, 'UTF8')::jsonb -> 'subject'"
        " <> jsonb_build_array(e.aggregate, e.aggregate_id, e.id)"
        " OR convert_from(a.body, 'UTF8')::jsonb ->> 'action' <> e.verdict)",
        (institution,),
    )
    return [Problem("event_not_in_audit", institution, row[0]) for row in rows]


def _digest(salt: Any, values: Any) -> str:
    return hashlib.sha256(bytes(salt) + bytes(values)).hexdigest()


def sign(key: bytes, institution: str, chain: str, seq: int, link: bytes) -> bytes:
    """What a checkpoint is signed with; the key is kept outside the database."""
    return hmac.new(key, f"{institution}/{chain}/{seq}/".encode() + link, hashlib.sha256).digest()
