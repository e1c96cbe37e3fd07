"""The office's ports in memory: a unit of work that forgets what isn't committed, a clock that stands, counted ids."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kancelaria.domain.chronological_store import ModeRule
from kancelaria.domain.correspondents import Correspondent, deduplication_key
from kancelaria.domain.deliveries import Delivery, DeliveryRow
from kancelaria.domain.errors import NotFound, StateForbids
from kancelaria.domain.handover import PAPER, Handover, has_paper
from kancelaria.domain.incoming import Consignment, IncomingItem, Suggestion
from kancelaria.domain.labels import Label, LabelBatch
from kancelaria.domain.office import Assignment, Institution, Station
from kancelaria.domain.receipts import IssuedReceipt
from kancelaria.domain.reproduction import Carrier, KeptPage, Volume
from kancelaria.services.ports import BlobRef, Fingerprint, Rendition, SearchRow, Workplace
from kancelaria.services.series import Series, SeriesRow

STATION = Station("station-1", Institution("office-1", "Urząd Próbny", "Rynek 1"), "K1", "Punkt K1", "K1A")


@dataclass
class FakeClock:
    """Stands still until moved."""

    moment: datetime = datetime(2026, 11, 20, 9, 14, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def move(self, **step: float) -> None:
        self.moment += timedelta(**step)


@dataclass
class FakeIds:
    """Counts."""

    count: int = 0

    def new(self) -> str:
        self.count += 1
        return f"id-{self.count:06d}"


class FakeAnalyzer:
    """Lower case words, each its own lemma."""

    version = 1

    def lemmas(self, text: str) -> str:
        return " ".join(text.lower().split())

    def surface(self, text: str) -> str:
        return " ".join(text.lower().split())

    def likeness(self, text: str) -> str:
        return ""


@dataclass
class FakeBlobs:
    """Blobs in a dictionary; `folder` serves those who need a path."""

    folder: Path
    content: dict[str, bytes] = field(default_factory=dict)

    def put_file(self, source: Path, media_type: str) -> BlobRef:
        return self.put_bytes(source.read_bytes(), media_type)

    def put_bytes(self, content: bytes, media_type: str) -> BlobRef:
        name = hashlib.sha256(content).hexdigest()
        self.content[name] = content
        return BlobRef(name, len(content), media_type)

    def path(self, sha256: str) -> Path:
        target = self.folder / sha256
        target.write_bytes(self.read(sha256))
        return target

    def read(self, sha256: str) -> bytes:
        if sha256 not in self.content:
            raise NotFound("blob_missing", "Brak pliku.", subject=sha256)
        return self.content[sha256]


@dataclass
class OfficeState:
    """Everything the office has written; the fake store."""

    items: dict[str, IncomingItem] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    links: list[tuple[str, str, str]] = field(default_factory=list)
    register: dict[tuple[int, int], str] = field(default_factory=dict)
    struck: dict[str, str] = field(default_factory=dict)
    labels: dict[str, Label] = field(default_factory=dict)
    label_prints: list[str] = field(default_factory=list)
    label_batches: list[LabelBatch] = field(default_factory=list)
    receipt_keys: dict[str, bytes] = field(default_factory=dict)
    receipts: dict[str, IssuedReceipt] = field(default_factory=dict)
    consignments: dict[str, Consignment] = field(default_factory=dict)
    correspondents: dict[str, Correspondent] = field(default_factory=dict)
    untold: set[str] = field(default_factory=set)
    apart: set[tuple[str, str]] = field(default_factory=set)
    search: dict[str, list[SearchRow]] = field(default_factory=dict)
    fingerprints: dict[str, Fingerprint] = field(default_factory=dict)
    audit: list[tuple[str, str, tuple[str, str], dict[str, Any]]] = field(default_factory=list)
    access: list[tuple[str, str, tuple[str, ...], str]] = field(default_factory=list)
    events: list[tuple[str, tuple[str, str], int, dict[str, Any]]] = field(default_factory=list)
    blobs: dict[str, BlobRef] = field(default_factory=dict)
    renditions: list[Rendition] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    ended: set[str] = field(default_factory=set)
    seen: dict[tuple[str, str], str] = field(default_factory=dict)
    handovers: dict[str, Handover] = field(default_factory=dict)
    modes: list[ModeRule] = field(default_factory=list)
    kept_pages: dict[str, list[KeptPage]] = field(default_factory=dict)
    volumes: dict[str, Volume] = field(default_factory=dict)
    carriers: dict[str, Carrier] = field(default_factory=dict)
    deliveries: dict[str, Delivery] = field(default_factory=dict)
    series: dict[str, Series] = field(default_factory=dict)
    series_rows: dict[str, dict[str, SeriesRow]] = field(default_factory=dict)
    settings: dict[tuple[str, str], Any] = field(default_factory=dict)
    office: dict[str, list[Any]] = field(default_factory=dict)


class _Part:
    def __init__(self, state: OfficeState) -> None:
        self.state = state


class _Items(_Part):
    def get(self, item_id: str) -> IncomingItem | None:
        return self.state.items.get(item_id)

    def by_uid(self, document_uid: str) -> IncomingItem | None:
        return next((item for item in self.state.items.values() if item.document_uid == document_uid), None)

    def add(self, item: IncomingItem, text: str | None) -> None:
        assert item.id not in self.state.items
        self.state.items[item.id] = item
        self.state.texts[item.id] = text or ""

    def save(self, item: IncomingItem) -> None:
        if self.state.items[item.id].version != item.version - 1:
            raise StateForbids("changed_meanwhile", "Zmieniono w międzyczasie.")
        self.state.items[item.id] = item

    def text(self, item_id: str) -> str:
        return self.state.texts[item_id]

    def set_reading(self, item_id: str, text: str, suggestions: Sequence[Suggestion]) -> None:
        self.state.texts[item_id] = text

    def link(self, item_id: str, kind: str, other_id: str) -> None:
        self.state.links.append((item_id, kind, other_id))

    def links(self, item_id: str) -> list[tuple[str, str]]:
        return [(kind, other) for first, kind, other in self.state.links if first == item_id]


class _Register(_Part):
    def highest_number(self, year: int) -> int | None:
        return max((number for entered, number in self.state.register if entered == year), default=None)

    def enter(self, item: IncomingItem) -> None:
        assert item.rpw_number is not None
        assert (item.rpw_year, item.rpw_number) not in self.state.register
        self.state.register[item.rpw_year, item.rpw_number] = item.id

    def strike(self, item: IncomingItem, reason: str, at: str, by: str) -> None:
        self.state.struck[item.id] = reason


class _Labels(_Part):
    def own_series(self) -> frozenset[str]:
        return frozenset({STATION.series})

    def highest_serial(self, series: str, year: int) -> int | None:
        mine = (label.serial for label in self.state.labels.values() if (label.series, label.year) == (series, year))
        return max(mine, default=None)

    def get(self, document_uid: str) -> Label | None:
        return self.state.labels.get(document_uid)

    def add(self, label: Label) -> None:
        assert label.document_uid not in self.state.labels
        self.state.labels[label.document_uid] = label

    def save(self, label: Label) -> None:
        self.state.labels[label.document_uid] = label

    def prints(self, document_uid: str, kind: str = "label") -> int:
        return self.state.label_prints.count(f"{kind}:{document_uid}")

    def log_print(self, document_uid: str, at: str, by: str, copy: int, kind: str = "label") -> None:
        self.state.label_prints.append(f"{kind}:{document_uid}")

    def add_batch(self, batch: LabelBatch) -> None:
        self.state.label_batches.append(batch)


class _Receipts(_Part):
    def key(self, series: str) -> bytes | None:
        return self.state.receipt_keys.get(series)

    def keep_key(self, series: str, key: bytes, at: str) -> None:
        assert series not in self.state.receipt_keys
        self.state.receipt_keys[series] = key

    def add(self, issued: IssuedReceipt) -> None:
        self.state.receipts.setdefault(issued.code, issued)

    def get(self, code: str) -> IssuedReceipt | None:
        return self.state.receipts.get(code)


class _Consignments(_Part):
    def get(self, consignment_id: str) -> Consignment | None:
        return self.state.consignments.get(consignment_id)

    def by_posting_number(self, posting_number: str) -> Consignment | None:
        return next((c for c in self.state.consignments.values() if c.posting_number == posting_number), None)

    def add(self, consignment: Consignment) -> None:
        self.state.consignments[consignment.id] = consignment

    def save(self, consignment: Consignment) -> None:
        self.state.consignments[consignment.id] = consignment

    def items_of(self, consignment_id: str) -> list[IncomingItem]:
        return [item for item in self.state.items.values() if item.consignment_id == consignment_id]


class _Correspondents(_Part):
    def by_key(self, key: str) -> Correspondent | None:
        if (own := self.bearer(key)) is not None:
            return own
        found = next((each for each in self._all() if key in (deduplication_key(each.sender), *each.former)), None)
        while found is not None and found.merged is not None:
            found = self.get(found.merged.into)
        return found

    def bearer(self, key: str) -> Correspondent | None:
        mine = (each for each in self._all() if each.merged is None)
        return next((each for each in mine if deduplication_key(each.sender) == key), None)

    def get(self, correspondent_id: str) -> Correspondent | None:
        return self.state.correspondents.get(correspondent_id)

    def add(self, correspondent: Correspondent) -> None:
        assert correspondent.id not in self.state.correspondents
        self.save(correspondent)

    def save(self, correspondent: Correspondent) -> None:
        self.state.correspondents[correspondent.id] = correspondent

    def told(self, correspondent_id: str) -> bool:
        return correspondent_id not in self.state.untold

    def keep_apart(self, first_id: str, second_id: str, at: str, by: str) -> None:
        assert first_id < second_id
        self.state.apart.add((first_id, second_id))

    def _all(self) -> list[Correspondent]:
        return list(self.state.correspondents.values())


class _Search(_Part):
    def add(self, item_id: str, rows: Sequence[SearchRow]) -> None:
        self.state.search[item_id] = list(rows)

    def put(self, item_id: str, rows: Sequence[SearchRow]) -> None:
        self.state.search[item_id] = list(rows)

    def outdated(self, analyzer_version: int, limit: int) -> list[str]:
        old = [name for name, rows in self.state.search.items() if rows[0].analyzer_version < analyzer_version]
        return old[:limit]


class _Fingerprints(_Part):
    def put(self, item_id: str, fingerprint: Fingerprint) -> None:
        self.state.fingerprints[item_id] = fingerprint


class _Audit(_Part):
    def append(self, at: str, actor: str, action: str, subject: tuple[str, str], personal: Mapping[str, Any]) -> None:
        self.state.audit.append((actor, action, subject, dict(personal)))


class _Access(_Part):
    def append(self, at: str, actor: str, kind: str, objects: Sequence[str], purpose: str) -> None:
        self.state.access.append((actor, kind, tuple(objects), purpose))


class _Outbox(_Part):
    def append(
        self,
        event_id: str,
        at: str,
        actor: str,
        aggregate: tuple[str, str],
        base_version: int,
        patch: Mapping[str, Any],
    ) -> None:
        self.state.events.append((actor, aggregate, base_version, dict(patch)))


class _Renditions(_Part):
    def record_blob(self, blob: BlobRef, at: str) -> None:
        self.state.blobs[blob.sha256] = blob

    def add(self, rendition: Rendition) -> None:
        assert rendition.sha256 in self.state.blobs
        self.state.renditions.append(rendition)

    def latest(self, item_id: str, kind: str) -> Rendition | None:
        mine = [r for r in self.state.renditions if (r.item_id, r.kind) == (item_id, kind)]
        return mine[-1] if mine else None


class _Assignments(_Part):
    def add(self, assignment: Assignment) -> None:
        self.state.assignments.append(assignment)

    def save(self, assignment: Assignment) -> None:
        self.state.assignments = [assignment if each.id == assignment.id else each for each in self.state.assignments]

    def get(self, assignment_id: str) -> Assignment | None:
        return next((each for each in self.state.assignments if each.id == assignment_id), None)

    def of_item(self, item_id: str) -> list[Assignment]:
        return [each for each in self.state.assignments if each.item_id == item_id]

    def standing(self, item_id: str) -> list[Assignment]:
        return [each for each in self.of_item(item_id) if each.id not in self.state.ended]

    def end(self, item_id: str) -> None:
        self.state.ended |= {each.id for each in self.of_item(item_id)}

    def see(self, person: str, subject: str, at: str) -> None:
        self.state.seen.setdefault((person, subject), at)


class _Handovers(_Part):
    def highest_serial(self, series: str, year: int) -> int | None:
        mine = (made.serial for made in self.state.handovers.values() if (made.series, made.year) == (series, year))
        return max(mine, default=None)

    def get(self, number: str) -> Handover | None:
        return self.state.handovers.get(number)

    def add(self, handover: Handover) -> None:
        assert handover.number not in self.state.handovers
        self.save(handover)

    def save(self, handover: Handover) -> None:
        self.state.handovers[handover.number] = handover

    def open_list_of(self, item_id: str) -> str | None:
        for made in self.state.handovers.values():
            for row in made.rows:
                if row.item_id == item_id and (row.disputed or (made.received_at is None and not row.kept)):
                    return made.number
        return None

    def waiting(self, unit: str, since: str, limit: int) -> list[IncomingItem]:
        led = {each.item_id for each in self.state.assignments if each.unit == unit and each.issued_at >= since}
        rows = [row for made in self.state.handovers.values() for row in made.rows]
        gone = {row.item_id for row in rows if row.what in PAPER and not row.kept}
        mine = [self.state.items[item_id] for item_id in sorted(led - gone)]
        return [item for item in mine if has_paper(item) and self.open_list_of(item.id) is None][:limit]


class _PaperStore(_Part):
    def modes(self) -> list[ModeRule]:
        return self.state.modes


class _Deliveries(_Part):
    def highest_serial(self, series: str, year: int) -> int | None:
        mine = (made.serial for made in self.state.deliveries.values() if (made.series, made.year) == (series, year))
        return max(mine, default=None)

    def get(self, number: str) -> Delivery | None:
        return self.state.deliveries.get(number)

    def save(self, delivery: Delivery) -> None:
        self.state.deliveries[delivery.number] = delivery

    def save_row(self, delivery: Delivery, row: DeliveryRow) -> None:
        assert row in delivery.rows
        self.save(delivery)

    def open_list_with(self, posting_number: str) -> str | None:
        return next(
            (d.number for d in self.state.deliveries.values() if d.signed_at is None and d.row_of(posting_number)), None
        )


class _Reproduction(_Part):
    def keep_pages(self, item_id: str, pages: Sequence[KeptPage]) -> None:
        self.state.kept_pages[item_id] = list(pages)

    def volume(self, item_id: str) -> Volume | None:
        return self.state.volumes.get(item_id)

    def put_volume(self, item_id: str, volume: Volume, at: str, by: str) -> None:
        self.state.volumes[item_id] = volume

    def carrier(self, carrier_id: str) -> Carrier | None:
        return self.state.carriers.get(carrier_id)

    def add_carrier(self, carrier: Carrier) -> None:
        assert carrier.id not in self.state.carriers
        self.save_carrier(carrier)

    def save_carrier(self, carrier: Carrier) -> None:
        self.state.carriers[carrier.id] = carrier


class _Series(_Part):
    def get(self, series_id: str) -> Series | None:
        return self.state.series.get(series_id)

    def of_digest(self, digest: str) -> Series | None:
        return next((each for each in self.state.series.values() if each.digest == digest), None)

    def add(self, series: Series) -> None:
        assert series.id not in self.state.series
        self.save(series)

    def save(self, series: Series) -> None:
        self.state.series[series.id] = series

    def rows(self, series_id: str) -> list[SeriesRow]:
        mine = sorted(self.state.series_rows.get(series_id, {}).values(), key=lambda row: row.number)
        items = self.state.items
        return [
            replace(row, document_uid=items[row.item_id].document_uid if row.item_id in items else None) for row in mine
        ]

    def put_rows(self, series_id: str, rows: Sequence[SeriesRow]) -> None:
        self.state.series_rows.setdefault(series_id, {}).update({row.digest: row for row in rows})

    def drop_waiting(self, series_id: str, except_digests: Sequence[str]) -> None:
        for row in self.rows(series_id):
            if row.document_uid is None and row.digest not in except_digests:
                del self.state.series_rows[series_id][row.digest]

    def set_fault(self, series_id: str, digest: str, fault: str | None) -> None:
        row = self.state.series_rows[series_id][digest]
        self.state.series_rows[series_id][digest] = replace(row, fault=fault)

    def forget_told(self, series_id: str) -> None:
        kept = self.state.series_rows.get(series_id, {})
        self.state.series_rows[series_id] = {digest: replace(row, line=None) for digest, row in kept.items()}


class _Settings(_Part):
    def put(self, person: str, key: str, value: Any) -> None:
        self.state.settings[person, key] = value


class _OfficeBook(_Part):
    def put_station(self, station: Any) -> None:
        self.state.office["station"] = [station]

    def put_points(self, points: Sequence[Any]) -> None:
        self.state.office["points"] = list(points)

    def put_units(self, units: Sequence[Any]) -> None:
        self.state.office["units"] = list(units)

    def put_people(self, people: Sequence[Any]) -> None:
        self.state.office["people"] = list(people)

    def put_classes(self, classes: Sequence[Any]) -> None:
        self.state.office["classes"] = list(classes)


class FakeUnitOfWork:
    """Works on a copy of the office's state; `commit` makes the copy the state."""

    def __init__(self, office: FakeOffice, actor: str) -> None:
        self._office = office
        self.actor = actor

    def __enter__(self) -> Self:
        assert not self._office.busy, "one writer at a time"
        self._office.busy = True
        self._working = working = copy.deepcopy(self._office.state)
        self.items, self.register, self.labels = _Items(working), _Register(working), _Labels(working)
        self.consignments, self.correspondents = _Consignments(working), _Correspondents(working)
        self.search, self.fingerprints = _Search(working), _Fingerprints(working)
        self.audit, self.access, self.outbox = _Audit(working), _Access(working), _Outbox(working)
        self.renditions, self.assignments = _Renditions(working), _Assignments(working)
        self.receipts = _Receipts(working)
        self.series = _Series(working)
        self.settings, self.office = _Settings(working), _OfficeBook(working)
        self.handovers, self.deliveries = _Handovers(working), _Deliveries(working)
        self.reproduction = _Reproduction(working)
        self.paper_store = _PaperStore(working)
        return self

    def commit(self) -> None:
        self._office.state = copy.deepcopy(self._working)
        self._office.commits += 1

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._office.busy = False


class FakeOffice:
    """A station in memory: `uow()`, `workplace` and its `state`."""

    def __init__(self, folder: Path) -> None:
        self.state = OfficeState()
        self.commits = 0
        self.busy = False
        self.clock = FakeClock()
        self.blobs = FakeBlobs(folder)
        self.workplace = Workplace(STATION, self.clock, FakeIds(), FakeAnalyzer(), self.blobs)

    def uow(self, actor: str = "m.nowicka") -> FakeUnitOfWork:
        return FakeUnitOfWork(self, actor)
