"""The central as a station speaks to it: one connection under one person's login."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from kancelaria.central.connection import Connection, central_error, connect, known_errors, rejection, unreachable
from kancelaria.domain.correspondents import deduplication_key
from kancelaria.domain.errors import CentralError
from kancelaria.domain.incoming import Sender
from kancelaria.services.exchange import (
    Conflict,
    Event,
    FeedRow,
    Hello,
    Outcome,
    SearchRows,
    Standing,
    Verdict,
    Welcome,
    entered,
)

EVENTS_A_TRANSACTION = 50
CHUNK = 1024 * 1024
MAX_SCAN = 512 * CHUNK


class PgGateway:
    """CentralGateway over psycopg; `url` carries the person's login and password."""

    def __init__(self, url: str) -> None:
        self._connection: Connection = connect(url)
        self._hello: Hello | None = None
        self._newest: dict[str, int] = {}

    def hello(self, hello: Hello) -> Welcome:
        """Say who we are; the central's answer says what this person belongs to."""
        told = self._json("SELECT api_v1.hello(%s)", json.dumps(_hello(hello)))
        self._hello = replace(hello, seal=told["seal"] or hello.seal)
        for name in ("roles", "audiences"):
            told[name] = tuple(told[name])
        return Welcome(**told)

    def series(self, point: str) -> str:
        """The label series of this station and epoch."""
        if self._hello is None:
            raise central_error("bad_batch")
        series = self._one("SELECT api_v1.series(%s, %s, %s)", self._hello.station_id, self._hello.epoch, point)
        self._settle()
        return str(series)

    def grant(self) -> str:
        """A push-only delivery grant of this person."""
        return str(self._one("SELECT api_v1.give_grant()"))

    def push(self, events: Sequence[Event], grant: str | None = None) -> list[Outcome]:
        """Push events of one stream; several a transaction, all answers flushed before they are returned."""
        return self._send("SELECT api_v1.push(%s, %s)", [wire(event) for event in events], grant)

    def restore(self, acknowledged: Sequence[tuple[Event, Outcome]]) -> list[Outcome]:
        """Give back to a restored central what it had accepted; says that this station has, when all is given."""
        told = sorted(acknowledged, key=lambda pair: (pair[0].stream, pair[0].sequence))
        pairs = [
            [wire(event), {name: getattr(outcome, name) for name in ("verdict", "given", "code", "seal")}]
            for event, outcome in told
        ]
        return self._send("SELECT api_v1.restore(%s)", pairs)

    def report(self, point: str, standing: Standing) -> bool:
        """How this station stands, having given back all it knew; True while the central still waits for others."""
        if self._hello is None:
            raise central_error("bad_batch")
        told = (json.dumps(standing.waiting), json.dumps(standing.highest))
        question = "SELECT api_v1.report(%s, %s, %s, %s, %s, %s)"
        ours = self._hello
        waiting = bool(self._one(question, ours.station_id, ours.epoch, point, *told, ours.seal))
        self._settle()
        return waiting

    def _send(self, statement: str, wired: list[Any], *more: Any) -> list[Outcome]:
        outcomes: list[Outcome] = []
        while len(outcomes) < len(wired):
            batch = wired[len(outcomes) : len(outcomes) + EVENTS_A_TRANSACTION]
            answers = self._json(statement, json.dumps(batch, ensure_ascii=False), *more)
            outcomes += [outcome_told(answer) for answer in answers]
            if not answers or outcomes[-1].verdict in (Verdict.FORK, Verdict.GAP):
                break
        self._settle()
        return outcomes

    def newest(self) -> Mapping[str, int]:
        """Audience → newest feed position."""
        told = self._json("SELECT api_v1.newest()")
        newest = cast("dict[str, int]", told["newest"])
        # what a crash may still take back is no news; old news was settled when it was new
        if newest != self._newest and told["unsettled"]:
            self._settle()
        self._newest = newest
        return newest

    def pull(self, audience: str, after: int, limit: int) -> list[FeedRow]:
        """Records after a position, as they stand now."""
        return self._rows(audience, self._json("SELECT api_v1.pull(%s, %s, %s)", audience, after, limit))

    def pull_older(self, audience: str, before: int, limit: int) -> list[FeedRow]:
        """Records before a position, newest first, for whoever joins."""
        return self._rows(audience, self._json("SELECT api_v1.pull_older(%s, %s, %s)", audience, before, limit))

    def _rows(self, audience: str, told: Any) -> list[FeedRow]:
        if told["unsettled"]:
            self._settle()
        seals = told["numbers"]
        return [
            FeedRow(position, audience, kind, name, version, record, _number_seal(kind, record, seals))
            for position, kind, name, version, record in told["rows"]
        ]

    def uploaded(self, item_id: str, sha256: str, grant: str | None = None) -> int:
        """Bytes of a scan the central holds."""
        return int(self._one("SELECT api_v1.scan_held(%s, %s, %s)", item_id, sha256, grant))

    def upload(self, item_id: str, sha256: str, size: int, media_type: str, offset: int, data: bytes,
               grant: str | None = None) -> int:  # fmt: skip
        """Send what follows `offset`; returns how much is held. CentralError where the whole doesn't fit its hash."""
        if not 0 < size <= MAX_SCAN:
            raise CentralError("scan_too_large", "Skan jest za duży dla centrali.", "Podziel dokument.", sha256)
        held = offset
        for start in range(0, len(data), CHUNK):
            part = data[start : start + CHUNK]
            held = int(self._one("SELECT api_v1.put_chunk(%s, %s, %s, %s, %s, %s, %s)",
                                 item_id, sha256, size, media_type, offset + start, part, grant))  # fmt: skip
            if held < 0:
                raise central_error("scan_damaged", sha256)
            if held != offset + start + len(part):
                break
        return held

    def download(self, item_id: str, sha256: str, offset: int, limit: int) -> bytes:
        """Bytes of a scan from `offset`; fewer than `limit` where a stored part ends, empty at the end."""
        return bytes(self._one("SELECT api_v1.get_chunk(%s, %s, %s, %s)", item_id, sha256, offset, limit))

    def put_search(self, items: Sequence[SearchRows]) -> list[bool]:
        """Replace what an analyser no newer had made; whether each was taken, the last ones may be left for later."""
        return cast("list[bool]", self._json("SELECT api_v1.put_search(%s)", json.dumps(list(items))))

    def search(self, alternatives: Sequence[Sequence[str]], limit: int) -> list[Mapping[str, Any]]:
        """Items fitting every group by any of its alternatives, newest first: {id, version, record}.

        An alternative is a base form (`warunek`), words as they stand side by side (`=ab 6730 12`), or such words of
        which the last is a beginning (`=warun*`).
        """
        groups = json.dumps([list(group) for group in alternatives])
        return cast("list[Mapping[str, Any]]", self._json("SELECT api_v1.search(%s, %s)", groups, limit))

    def log_access(self, kind: str, objects: Sequence[str], purpose: str) -> None:
        """Views, prints and exports of this person, a batch in one link of the access log."""
        self._one("SELECT api_v1.log_access(%s, %s, %s)", kind, list(objects), purpose)

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def __enter__(self) -> PgGateway:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _settle(self) -> None:
        self._one("SELECT api_v1.settle()")

    def _json(self, statement: str, *values: Any) -> Any:
        return self._one(statement, *values)

    def _one(self, statement: str, *values: Any) -> Any:
        if self._connection.closed:
            raise unreachable()
        with known_errors():
            row = self._connection.execute(statement.encode(), values).fetchone()
        return None if row is None else row[0]


def _hello(hello: Hello) -> dict[str, Any]:
    names = ("station_id", "epoch", "application", "schema", "protocol", "seal")
    return {name: getattr(hello, name) for name in names}


def _number_seal(kind: str, record: Mapping[str, Any] | None, numbers: Mapping[str, Sequence[Any]]) -> str:
    place = entered(kind, record or {})
    number, seal = numbers.get(place[0], (None, "")) if place else (None, "")
    return str(seal) if place and place[1] == number else ""


def wire(event: Event) -> dict[str, Any]:
    """An event as `api_v1` takes it; a new correspondent carries the key it is found again by."""
    patch = dict(event.patch)
    if event.aggregate == "correspondent" and event.base_version == 0 and "key" not in patch:
        known = {name: value for name, value in patch.items() if name in Sender.__dataclass_fields__}
        patch["key"] = deduplication_key(Sender(**known))
    return {name: getattr(event, name) for name in Event.__dataclass_fields__} | {"patch": patch}


def outcome_told(told: Mapping[str, Any]) -> Outcome:
    """An answer of `api_v1` as the program knows it."""
    code = str(told.get("code") or "")
    return Outcome(
        told["event_id"],
        Verdict(told["verdict"]),
        told.get("position"),
        told.get("version"),
        told.get("given") or {},
        tuple(Conflict(c["field"], c["base"], c["mine"], c["theirs"]) for c in told.get("conflicts") or ()),
        code,
        rejection(code),
        told.get("seal") or "",
        told.get("number_seal") or "",
    )
