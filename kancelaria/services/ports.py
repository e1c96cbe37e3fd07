"""What use cases need from outside: the unit of work with its repositories, blobs, clock, ids and text analysis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self

from kancelaria.domain.correspondents import Correspondent
from kancelaria.domain.incoming import Consignment, IncomingItem, Suggestion
from kancelaria.domain.labels import Label, LabelBatch
from kancelaria.domain.office import Assignment, OrgUnit, Person, RecordsClass, RegistryPoint, Station

if TYPE_CHECKING:
    from kancelaria.services.chronological_store import StoreBook
    from kancelaria.services.deliveries import DeliveryBook
    from kancelaria.services.handover import HandoverBook
    from kancelaria.services.outgoing import OutgoingBook
    from kancelaria.services.receipts import ReceiptBook
    from kancelaria.services.reproduction import ReproductionBook
    from kancelaria.services.series import SeriesBook
    from kancelaria.services.tasks import TaskBook


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime: ...


class IdSource(Protocol):
    """Where ids come from: UUIDv7 as text, growing."""

    def new(self) -> str: ...


@dataclass(frozen=True)
class SearchRow:
    """One row of the full-text index: folded lemmas and folded surface words of a few pages."""

    lemmas: str
    surface: str
    analyzer_version: int


class TextAnalyzer(Protocol):
    """Turns text into the tokens of the index."""

    @property
    def version(self) -> int: ...
    def lemmas(self, text: str) -> str: ...
    def surface(self, text: str) -> str: ...
    def likeness(self, text: str) -> str:
        """A hash of which few bits differ where two texts say nearly the same; empty where there is too little."""
        ...


@dataclass(frozen=True)
class BlobRef:
    """A stored file, named by its SHA-256."""

    sha256: str
    size: int
    media_type: str


class BlobStore(Protocol):
    """Content-addressed files, durable before `put` returns."""

    def put_file(self, source: Path, media_type: str) -> BlobRef: ...
    def put_bytes(self, content: bytes, media_type: str) -> BlobRef: ...
    def path(self, sha256: str) -> Path: ...
    def read(self, sha256: str) -> bytes: ...


@dataclass(frozen=True)
class Fingerprint:
    """What duplicates are found by: page hashes, a fingerprint of the text, folded sender and reference."""

    page_hashes: tuple[str, ...]
    text: str | None
    sender: str | None
    reference: str | None
    likeness: str | None = None
    """What texts that say nearly the same have nearly in common."""
    letter_date: str | None = None
    title: str | None = None


@dataclass(frozen=True)
class Rendition:
    """A file made from an item's scan (kind `searchable_pdf`); rebuilt by any station, so no field of the item."""

    id: str
    item_id: str
    kind: str
    sha256: str
    made_at: str


class ItemRepository(Protocol):
    """Incoming items."""

    def get(self, item_id: str) -> IncomingItem | None: ...
    def by_uid(self, document_uid: str) -> IncomingItem | None: ...
    def add(self, item: IncomingItem, text: str | None) -> None: ...
    def save(self, item: IncomingItem) -> None: ...
    def text(self, item_id: str) -> str: ...
    def set_reading(self, item_id: str, text: str, suggestions: Sequence[Suggestion]) -> None: ...
    def link(self, item_id: str, kind: str, other_id: str) -> None: ...
    def links(self, item_id: str) -> list[tuple[str, str]]: ...


class RegisterBook(Protocol):
    """The register of incoming items: numbers are given here and never taken back."""

    def highest_number(self, year: int) -> int | None: ...
    def enter(self, item: IncomingItem) -> None: ...
    def strike(self, item: IncomingItem, reason: str, at: str, by: str) -> None: ...


class LabelRepository(Protocol):
    """Identifiers of this station's series."""

    def own_series(self) -> frozenset[str]: ...
    def highest_serial(self, series: str, year: int) -> int | None: ...
    def get(self, document_uid: str) -> Label | None: ...
    def add(self, label: Label) -> None: ...
    def save(self, label: Label) -> None: ...
    def prints(self, document_uid: str, kind: str = "label") -> int: ...
    def log_print(self, document_uid: str, at: str, by: str, copy: int, kind: str = "label") -> None: ...
    def add_batch(self, batch: LabelBatch) -> None: ...


class ConsignmentRepository(Protocol):
    """Envelopes and parcels."""

    def get(self, consignment_id: str) -> Consignment | None: ...
    def by_posting_number(self, posting_number: str) -> Consignment | None: ...
    def add(self, consignment: Consignment) -> None: ...
    def save(self, consignment: Consignment) -> None: ...
    def items_of(self, consignment_id: str) -> list[IncomingItem]: ...


class CorrespondentRepository(Protocol):
    """The correspondents' book."""

    def by_key(self, key: str) -> Correspondent | None:
        """Whose letters bear the key; of a merged record the one it was joined into."""
        ...

    def bearer(self, key: str) -> Correspondent | None:
        """The record of the key itself, where it isn't merged."""
        ...

    def get(self, correspondent_id: str) -> Correspondent | None: ...
    def add(self, correspondent: Correspondent) -> None: ...
    def save(self, correspondent: Correspondent) -> None: ...
    def told(self, correspondent_id: str) -> bool:
        """Whether the central knows the record under this id."""
        ...

    def keep_apart(self, first_id: str, second_id: str, at: str, by: str) -> None:
        """Two ids, in order, aren't suspected of being one any more."""
        ...


class SearchIndex(Protocol):
    """The full-text index; `put` replaces all rows of an item, `add` gives a new item its first ones."""

    def add(self, item_id: str, rows: Sequence[SearchRow]) -> None: ...
    def put(self, item_id: str, rows: Sequence[SearchRow]) -> None: ...
    def outdated(self, analyzer_version: int, limit: int) -> list[str]: ...


class FingerprintBook(Protocol):
    """Fingerprints of items, for finding duplicates."""

    def put(self, item_id: str, fingerprint: Fingerprint) -> None: ...


class AuditLog(Protocol):
    """Append-only chain of what was done; `personal` goes salted to an erasable side table."""

    def append(
        self, at: str, actor: str, action: str, subject: tuple[str, str], personal: Mapping[str, Any]
    ) -> None: ...


class AccessLog(Protocol):
    """Append-only chain of views, prints, exports and searches."""

    def append(self, at: str, actor: str, kind: str, objects: Sequence[str], purpose: str) -> None: ...


class Outbox(Protocol):
    """Events waiting for the central."""

    def append(
        self,
        event_id: str,
        at: str,
        actor: str,
        aggregate: tuple[str, str],
        base_version: int,
        patch: Mapping[str, Any],
    ) -> None: ...


class RenditionRepository(Protocol):
    """Files made from scans, and the rows of stored blobs."""

    def record_blob(self, blob: BlobRef, at: str) -> None: ...
    def add(self, rendition: Rendition) -> None: ...
    def latest(self, item_id: str, kind: str) -> Rendition | None: ...


class AssignmentRepository(Protocol):
    """Routing of items."""

    def add(self, assignment: Assignment) -> None: ...
    def save(self, assignment: Assignment) -> None: ...
    def get(self, assignment_id: str) -> Assignment | None: ...
    def of_item(self, item_id: str) -> list[Assignment]: ...
    def standing(self, item_id: str) -> list[Assignment]:
        """Those in force, oldest first: a return ended the ones before it."""
        ...

    def end(self, item_id: str) -> None:
        """The item went back to the registry: its routing has ended."""
        ...

    def see(self, person: str, subject: str, at: str) -> None:
        """A person has opened what was routed to them."""
        ...


class SettingsBook(Protocol):
    """A person's choices."""

    def put(self, person: str, key: str, value: Any) -> None: ...


class OfficeBook(Protocol):
    """The office's own rows; `put` replaces rows of the same key."""

    def put_station(self, station: Station) -> None: ...
    def put_points(self, points: Sequence[RegistryPoint]) -> None: ...
    def put_units(self, units: Sequence[OrgUnit]) -> None: ...
    def put_people(self, people: Sequence[Person]) -> None: ...
    def put_classes(self, classes: Sequence[RecordsClass]) -> None: ...


class UnitOfWork(Protocol):
    """One write transaction; rolls back unless committed."""

    @property
    def actor(self) -> str: ...
    @property
    def items(self) -> ItemRepository: ...
    @property
    def register(self) -> RegisterBook: ...
    @property
    def labels(self) -> LabelRepository: ...
    @property
    def consignments(self) -> ConsignmentRepository: ...
    @property
    def correspondents(self) -> CorrespondentRepository: ...
    @property
    def search(self) -> SearchIndex: ...
    @property
    def fingerprints(self) -> FingerprintBook: ...
    @property
    def audit(self) -> AuditLog: ...
    @property
    def access(self) -> AccessLog: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def renditions(self) -> RenditionRepository: ...
    @property
    def assignments(self) -> AssignmentRepository: ...
    @property
    def handovers(self) -> HandoverBook: ...
    @property
    def paper_store(self) -> StoreBook: ...
    @property
    def outgoing(self) -> OutgoingBook: ...
    @property
    def reproduction(self) -> ReproductionBook: ...
    @property
    def deliveries(self) -> DeliveryBook: ...
    @property
    def receipts(self) -> ReceiptBook: ...
    @property
    def series(self) -> SeriesBook: ...
    @property
    def settings(self) -> SettingsBook: ...
    @property
    def office(self) -> OfficeBook: ...
    @property
    def tasks(self) -> TaskBook: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def commit(self) -> None: ...


@dataclass(frozen=True)
class Workplace:
    """What every use case has at hand beside its unit of work."""

    station: Station
    clock: Clock
    ids: IdSource
    analyzer: TextAnalyzer
    blobs: BlobStore
