"""A central in memory that keeps the rules of `services.exchange`, and a proxy that loses, doubles, turns answers."""

from __future__ import annotations

import copy
import hashlib
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kancelaria.domain.correspondents import deduplication_key
from kancelaria.domain.errors import CentralError, CentralUnreachable
from kancelaria.domain.incoming import Sender
from kancelaria.domain.item_state import FROZEN_FACTS, ItemState, may_change
from kancelaria.services.exchange import (
    LATE,
    Conflict,
    Event,
    FeedRow,
    Hello,
    Outcome,
    SearchRows,
    Standing,
    Verdict,
    Welcome,
    audience_of,
)

KINDS = {"item", "consignment", "correspondent", "rendition", "assignment", "label", "label_series"}
FIXED = {"document_uid", "rpw_number", "rpw_year", "registered_at", "registered_by", "registry_point", "pages"}


@dataclass
class Account:
    """A person's login."""

    login: str
    role: str
    unit: str | None = None


@dataclass
class Stored:
    """A record, who sees it, and who changed which field at which version."""

    aggregate: str
    id: str
    version: int
    record: dict[str, Any]
    audiences: set[str]
    changes: list[tuple[int, tuple[str, str], dict[str, Any]]] = field(default_factory=list)


@dataclass
class Books:
    """Everything a backup of the central holds."""

    events: dict[str, tuple[Event, Outcome]] = field(default_factory=dict)
    streams: dict[str, dict[int, str]] = field(default_factory=dict)
    records: dict[tuple[str, str], Stored] = field(default_factory=dict)
    feed: list[tuple[int, str, str, str]] = field(default_factory=list)
    numbers: dict[int, dict[int, str]] = field(default_factory=dict)
    files: dict[tuple[str, str], bytes] = field(default_factory=dict)
    search: dict[str, tuple[int, list[tuple[str, str]]]] = field(default_factory=dict)


class FakeCentral:
    """The central's books and its people; `gateway(login)` is a connection."""

    def __init__(self) -> None:
        self.books = Books()
        self.accounts: dict[str, Account] = {}
        self.grants: dict[str, str] = {}
        self.series_given: dict[tuple[str, int], str] = {}
        self.incarnation = "incarnation-1"
        self.up = True
        self.push_only = False
        self.recovering: set[str] = set()
        self.lanes = False
        self.lock = threading.Lock()

    def add(self, login: str, role: str, unit: str | None = None) -> None:
        self.accounts[login] = Account(login, role, unit)

    def gateway(self, login: str) -> FakeGateway:
        if not self.up:
            raise unreachable()
        if login not in self.accounts:
            raise CentralError("login_refused", "Niepoprawny login lub hasło.", "Sprawdź hasło.")
        return FakeGateway(self, self.accounts[login])

    def backup(self) -> Books:
        return copy.deepcopy(self.books)

    def restore(self, books: Books, stations: set[str]) -> None:
        """An earlier point: a new incarnation, which first collects what stations know."""
        self.books, self.recovering = copy.deepcopy(books), set(stations)
        self.incarnation = f"incarnation-{int(self.incarnation.split('-')[1]) + 1}"

    def audiences(self, who: Account) -> tuple[str, ...]:
        own = [f"person:{who.login}"] + ([f"unit:{who.unit}"] if who.unit else [])
        more = ["registry", "register"] if who.role == "registry" else []
        return tuple(sorted([*own, "institution", "office", *more]))

    def item(self, item_id: str) -> Stored:
        return self.books.records["item", item_id]

    def accept(self, event: Event, kept: Mapping[str, Any], behind: set[str]) -> Outcome:
        """One event by the rules of the exchange."""
        taken = self.books.streams.setdefault(event.stream, {})
        last = max(taken, default=0)
        if event.id in self.books.events:
            if event.sequence == last + 1:
                taken[event.sequence] = event.id
            return self.books.events[event.id][1]
        if event.sequence <= last:
            return Outcome(event.id, Verdict.FORK)
        if event.sequence > last + 1:
            return Outcome(event.id, Verdict.GAP, given={"expected": last + 1})
        key = f"{event.aggregate}/{event.aggregate_id}"
        outcome = _rejected(event, "held_back") if key in behind else self._judge(event, kept)
        if outcome.verdict is Verdict.REJECTED:
            behind.add(key)
        taken[event.sequence] = event.id
        self.books.events[event.id] = (event, outcome)
        return outcome

    def _judge(self, event: Event, kept: Mapping[str, Any]) -> Outcome:
        if event.aggregate not in KINDS:
            return _rejected(event, "aggregate_unknown")
        if event.aggregate in ("label", "label_series"):
            return Outcome(event.id, Verdict.ACCEPTED, None, event.base_version + 1)
        stored = self.books.records.get((event.aggregate, event.aggregate_id))
        if stored is not None and "joined_into" in stored.record:
            return self._fill_gaps(event, self.books.records[event.aggregate, stored.record["joined_into"]])
        if stored is None:
            return self._create(event, kept) if event.base_version == 0 else _rejected(event, "unknown")
        return self._change(event, stored)

    def _create(self, event: Event, kept: Mapping[str, Any]) -> Outcome:
        record, given = dict(event.patch) | {"id": event.aggregate_id}, {}
        audiences = {"office"}
        if event.aggregate == "item":
            refused = self._refuse_item(event)
            if refused:
                return _rejected(event, refused)
            year = int(record["rpw_year"])
            book = self.books.numbers.setdefault(year, {})
            number = kept.get("rpw_number") or max(book, default=0) + 1
            if number in book:
                return _rejected(event, "number_taken")
            book[number] = event.aggregate_id
            given = {"rpw_number": number, "rpw_year": year}
            record |= given
            audiences = {"registry"} if not record.get("sealed") else {f"person:{event.author}"}
        elif event.aggregate == "correspondent" and (known := self._known_sender(event)) is not None:
            given = {"joined_into": known}
            stored = Stored(event.aggregate, event.aggregate_id, 1, dict(given), set())
            self.books.records[event.aggregate, event.aggregate_id] = stored
            return Outcome(event.id, Verdict.ACCEPTED, None, 1, given)
        elif event.aggregate in ("rendition", "assignment"):
            item = self.books.records.get(("item", record["item_id"]))
            if item is None:
                return _rejected(event, "item_unknown")
            audiences = set(item.audiences)
        stored = Stored(event.aggregate, event.aggregate_id, 1, record, audiences)
        stored.changes.append((1, _maker(event.stream), dict(event.patch)))
        self.books.records[event.aggregate, event.aggregate_id] = stored
        if event.aggregate == "assignment":
            self._follow(record["item_id"])
        return Outcome(event.id, Verdict.ACCEPTED, self._publish(stored), 1, given)

    def _known_sender(self, event: Event) -> str | None:
        key = _key(event.patch)
        for (kind, name), stored in self.books.records.items():
            if kind == "correspondent" and "joined_into" not in stored.record and _key(stored.record) == key:
                return name
        return None

    def _fill_gaps(self, event: Event, main: Stored) -> Outcome:
        new = {name: value for name, value in event.patch.items() if value and not main.record.get(name)}
        if new:
            main.record |= new
            main.version += 1
            self._publish(main)
        return Outcome(event.id, Verdict.ACCEPTED, None, 1, {"joined_into": main.id})

    def _refuse_item(self, event: Event) -> str:
        if self.accounts[event.author].role != "registry":
            return "no_right"
        uids = {stored.record["document_uid"] for (kind, _), stored in self.books.records.items() if kind == "item"}
        return "uid_taken" if event.patch.get("document_uid") in uids else ""

    def _change(self, event: Event, stored: Stored) -> Outcome:
        state = ItemState(stored.record.get("state", "registered"))
        foreign = [
            (version, patch)
            for version, maker, patch in stored.changes
            if version > event.base_version and maker != _maker(event.stream)
        ]
        applied, conflicts = {}, []
        for name, mine in event.patch.items():
            theirs = stored.record.get(name)
            if (mine or None) == (theirs or None):
                continue
            if name in FIXED:
                return _rejected(event, "field_fixed")
            if any(name in patch for _, patch in foreign):
                base = next(
                    (p[name] for v, _, p in reversed(stored.changes) if v <= event.base_version and name in p), None
                )
                conflicts.append(Conflict(name, base, mine, theirs))
            elif stored.aggregate == "item" and name in FROZEN_FACTS and not may_change(state, name, bool(theirs)):
                if theirs is not True:
                    return _rejected(event, "fact_frozen")
                applied[name] = mine
            else:
                applied[name] = mine
        verdict = Verdict.CONFLICT if conflicts else Verdict.ACCEPTED
        if conflicts and not applied:
            return Outcome(event.id, verdict, None, stored.version, conflicts=tuple(conflicts))
        stored.record |= applied
        stored.version += 1
        stored.changes.append((stored.version, _maker(event.stream), applied))
        if stored.aggregate == "item":
            self._follow(stored.id)
        return Outcome(event.id, verdict, self._publish(stored), stored.version, conflicts=tuple(conflicts))

    def _follow(self, item_id: str) -> None:
        """Whoever an item is routed to sees it and what hangs on it; a returned item its registry alone."""
        item = self.item(item_id)
        parts = [s for s in self.books.records.values() if s.record.get("item_id") == item_id]
        wanted = {"registry"} if not item.record.get("sealed") else {f"person:{item.record['registered_by']}"}
        if item.record.get("state") != "returned":
            for part in parts:
                if part.aggregate == "assignment":
                    unit, person = part.record.get("unit"), part.record.get("person")
                    wanted.add(f"unit:{unit}" if unit else f"person:{person}")
        for stored in (item, *parts):
            moved, stored.audiences = stored.audiences ^ wanted, set(wanted)
            self._publish(stored, moved)

    def _publish(self, stored: Stored, audiences: set[str] | None = None) -> int:
        position = len(self.books.feed) + 1
        named = sorted(stored.audiences if audiences is None else audiences)
        start = max((row[0] for row in self.books.feed), default=0) + 1
        # what comes in bulk stands in a lane of its own: here every third change, so that tests read both
        lane = LATE if self.lanes and start % 3 == 0 else ""
        self.books.feed += [(start, lane + name, stored.aggregate, stored.id) for name in named]
        return position if not named else start


def _key(record: Mapping[str, Any]) -> str:
    return deduplication_key(Sender(**{name: record[name] for name in Sender.__dataclass_fields__ if name in record}))


def _maker(stream: str) -> tuple[str, str]:
    return stream.split("/", 1)[0], stream.rsplit("/", 1)[1]


def _rejected(event: Event, code: str) -> Outcome:
    return Outcome(event.id, Verdict.REJECTED, code=code, message=f"Odrzucono: {code}.")


def unreachable() -> CentralUnreachable:
    return CentralUnreachable("central_unreachable", "Brak połączenia z centralą.", "Program spróbuje ponownie sam.")


class FakeGateway:
    """One connection under one login."""

    def __init__(self, central: FakeCentral, who: Account) -> None:
        self.central = central
        self.who = who
        self._hello: Hello | None = None

    def _books(self) -> Books:
        if not self.central.up:
            raise unreachable()
        return self.central.books

    def hello(self, hello: Hello) -> Welcome:
        self._books()
        self._hello = hello
        return Welcome(
            self.central.incarnation, "office-1", "Urząd Próbny", self.who.login, (self.who.role,),
            self.central.audiences(self.who), "2026-11-20T09:14:00.000Z", self.central.push_only,
            f"seal of {hello.station_id}/{hello.epoch}",
        )  # fmt: skip

    def series(self, point: str) -> str:
        assert self._hello is not None
        if self.who.role != "registry":
            raise CentralError("central_refused", "To konto nie ma prawa do tej czynności.")
        given, key = self.central.series_given, (self._hello.station_id, self._hello.epoch)
        return given.setdefault(key, f"{point[:2]}Z{chr(65 + len(given))}"[:4])

    def grant(self) -> str:
        token = hashlib.sha256(f"grant {self.who.login}".encode()).hexdigest()
        self.central.grants[token] = self.who.login
        return token

    def push(self, events: Sequence[Event], grant: str | None = None) -> list[Outcome]:
        self._books()
        author = self.who.login if grant is None else self.central.grants.get(grant)
        if any(event.author != author for event in events):
            raise CentralError("author_refused", "Centrala przyjmuje tylko zmiany osoby, która je zrobiła.")
        if self.central.recovering:
            raise CentralError("central_recovering", "Centrala zbiera nadane już numery.")
        return self._take([(event, {}) for event in events])

    def _take(self, pairs: Sequence[tuple[Event, Mapping[str, Any]]]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        behind: set[str] = set()
        with self.central.lock:
            for event, kept in pairs:
                outcomes.append(self.central.accept(event, kept, behind))
                if outcomes[-1].verdict in (Verdict.FORK, Verdict.GAP):
                    break
        return outcomes

    def restore(self, acknowledged: Sequence[tuple[Event, Outcome]]) -> list[Outcome]:
        self._books()
        return self._take([(event, outcome.given) for event, outcome in acknowledged])

    def report(self, point: str, standing: Standing) -> bool:
        assert self._hello is not None
        self.central.recovering.discard(self._hello.station_id)
        return bool(self.central.recovering)

    def newest(self) -> Mapping[str, int]:
        feed = self._books().feed
        plain = dict.fromkeys(self.central.audiences(self.who), 0)
        mine = [row for row in feed if audience_of(row[1]) in plain]
        return plain | {name: max(row[0] for row in mine if row[1] == name) for name in {row[1] for row in mine}}

    def pull(self, audience: str, after: int, limit: int) -> list[FeedRow]:
        books = self._books()
        whose = audience_of(audience)
        if whose not in self.central.audiences(self.who):
            raise CentralError("audience_refused", "To konto nie należy do tej grupy.")
        found = []
        with self.central.lock:
            for position, name, aggregate, record_id in books.feed:
                if (
                    name == audience
                    and position > after
                    and not self._superseded(position, whose, aggregate, record_id)
                ):
                    stored = books.records[aggregate, record_id]
                    seen = whose in stored.audiences
                    record = copy.deepcopy(stored.record) if seen else None
                    found.append(FeedRow(position, name, aggregate, record_id, stored.version if seen else 0, record))
        return found[:limit]

    def _superseded(self, position: int, audience: str, aggregate: str, record_id: str) -> bool:
        """A later row of the same feed tells the same record."""
        return any(
            row[0] > position and (audience_of(row[1]), *row[2:]) == (audience, aggregate, record_id)
            for row in self._books().feed
        )

    def pull_older(self, audience: str, before: int, limit: int) -> list[FeedRow]:
        rows = [row for row in self.pull(audience, 0, 1 << 62) if row.position < before and row.record is not None]
        return list(reversed(rows))[:limit]

    def uploaded(self, item_id: str, sha256: str, grant: str | None = None) -> int:
        return len(self._books().files.get((item_id, sha256), b""))

    def upload(
        self, item_id: str, sha256: str, size: int, media_type: str, offset: int, data: bytes, grant: str | None = None
    ) -> int:
        books = self._books()
        if ("item", item_id) not in books.records:
            raise CentralError("item_unknown", "Nie ma takiego pisma.")
        held = books.files.get((item_id, sha256), b"")
        if offset != len(held):
            return len(held)
        books.files[item_id, sha256] = held + data
        return len(held) + len(data)

    def download(self, item_id: str, sha256: str, offset: int, limit: int) -> bytes:
        return self._books().files.get((item_id, sha256), b"")[offset : offset + limit]

    def put_search(self, items: Sequence[SearchRows]) -> list[bool]:
        for item_id, analyzer_version, rows in items:
            self._books().search[item_id] = (analyzer_version, list(rows))
        return [True] * len(items)

    def search(self, alternatives: Sequence[Sequence[str]], limit: int) -> list[Mapping[str, Any]]:
        return []

    def close(self) -> None:
        pass


class Proxy:
    """A gateway whose answers get lost, double or turn round: `fault(name)` says what happens to a call."""

    def __init__(self, inner: Any, fault: Callable[[str], str | None]) -> None:
        self._inner = inner
        self._fault = fault

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._inner, name)

        def through(*args: Any, **named: Any) -> Any:
            fault = self._fault(name)
            if fault == "before":
                raise unreachable()
            answer = call(*args, **named)
            if fault == "after":
                raise unreachable()
            if fault == "twice":
                answer = call(*args, **named)
            if fault == "turned" and name.startswith("pull"):
                answer = list(reversed(answer))
            if fault == "doubled" and name.startswith("pull"):
                answer = [*answer, *(replace(row) for row in answer)]
            return answer

        return call if name == "close" else through
