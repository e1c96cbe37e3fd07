"""What the windows ask of the program, as Protocols: everything behind them is Qt-free and thread-safe."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from kancelaria.domain.incoming import Access, IncomingItem, Reproduction, Sender
from kancelaria.reading.model import LetterSuggestions
from scanning.devices.protocol import DeviceInfo, Mode, Source
from scanning.ocr.protocol import Box
from scanning.pages.model import SplitMode


@dataclass(frozen=True)
class ScanOptions:
    """What to scan and how to part it; `sheets_per_document` counts for `SplitMode.SHEETS`, sheets of paper."""

    device_id: str
    source: Source = Source.ADF
    dpi: int = 300
    mode: Mode = Mode.GRAY
    split: SplitMode = SplitMode.LABEL
    sheets_per_document: int = 1
    expected_sheets: int | None = None
    sealed: bool = False


@dataclass(frozen=True)
class PageImage:
    """A page as the window shows it. Sizes in pixels of the upright image; `image` None = being cleaned."""

    number: int
    image: Path | None
    thumbnail: Path | None
    raw: Path | None = None
    width: int = 2480
    height: int = 3508
    blank: bool = False


@dataclass(frozen=True)
class Letter:
    """One letter of the stack as the desk sees it; a new object comes with every change."""

    key: str
    pages: tuple[PageImage, ...]
    boundary_evidence: str = ""
    certain: bool = True
    label_uid: str | None = None
    suggestions: LetterSuggestions = field(default_factory=LetterSuggestions)
    header_only: bool = True
    sealed: bool = False
    item: IncomingItem | None = None

    @property
    def first_page(self) -> int:
        """The stack page the letter starts with."""
        return self.pages[0].number if self.pages else 0


@dataclass(frozen=True)
class UnfinishedStack:
    """A stack found on the spool at start: begun at (UTC ISO 8601), with so many pages and letters left."""

    id: str
    started_at: str
    pages: int
    registered: int = 0


@dataclass(frozen=True)
class StackChanged:
    """The letters of the stack are now these."""

    letters: tuple[Letter, ...]


@dataclass(frozen=True)
class PageArrived:
    """A page is safe on the spool."""

    number: int


@dataclass(frozen=True)
class PageRead:
    """A page's text is read ("odczytano")."""

    number: int


@dataclass(frozen=True)
class ReadingProgress:
    """So many pages are read of so many."""

    done: int
    total: int


@dataclass(frozen=True)
class ScanEnded:
    """The scanner is done; `expected_pages` None = nobody counted."""

    sheets: int
    pages: int


@dataclass(frozen=True)
class ScanFailed:
    """Scanning stopped; the pages so far are safe."""

    error: Exception
    last_good_sheet: int = 0


@dataclass(frozen=True)
class FileFailed:
    """One file or page could not be used; everything else goes on."""

    path: Path
    error: Exception


@dataclass(frozen=True)
class PdfWritten:
    """A letter's searchable PDF/A is there, or why it isn't."""

    target: Path
    error: Exception | None = None


BatchEvent = StackChanged | PageArrived | PageRead | ReadingProgress | ScanEnded | ScanFailed | FileFailed | PdfWritten


class Batch(Protocol):
    """The stack at this desk: scanning, reading and splitting in the background."""

    def start(self, options: ScanOptions) -> None:
        """Begin scanning; events follow."""
        ...

    def intake(self, paths: Sequence[Path], split: SplitMode | None, sheets_per_document: int) -> None:
        """The same for files and folders."""
        ...

    def cancel(self) -> None:
        """Stop after the current page; what has come stays."""
        ...

    def unfinished(self) -> list[UnfinishedStack]:
        """Stacks left over from before."""
        ...

    def resume(self, stack_id: str) -> None:
        """Go on with a stack left over."""
        ...

    def discard(self, stack_id: str) -> None:
        """Put a stack left over aside; its unregistered pages are kept on the spool."""
        ...

    def finish(self) -> None:
        """Close the stack once each letter is registered."""
        ...

    def prioritise(self, page_number: int) -> None:
        """Read this page next."""
        ...

    def rescan(self, page_number: int, options: ScanOptions) -> None:
        """Scan one sheet again in place of this page."""
        ...

    def split_at(self, page_number: int) -> None:
        """Let a letter begin at this page."""
        ...

    def join(self, letter_key: str) -> None:
        """Join this letter to the one before it."""
        ...

    def move_page(self, page_number: int, steps: int) -> None:
        """Move a page forward or back among its letter's pages."""
        ...

    def rotate(self, page_number: int, degrees: int) -> None:
        """Turn a page clockwise by 90, 180 or 270 degrees."""
        ...

    def set_sealed(self, letter_key: str, sealed: bool) -> None:
        """Only the envelope: no reading, no thumbnails."""
        ...

    def subscribe(self, callback: Callable[[BatchEvent], None]) -> Callable[[], None]:
        """Hear events on a background thread; returns the way to stop hearing."""
        ...


@dataclass(frozen=True)
class LetterForm:
    """What the clerk confirms for one letter; names as in the item."""

    sender: Sender = field(default_factory=Sender)
    title: str = ""
    received_on: str = ""
    received_time: str | None = None
    letter_date: str | None = None
    no_date: bool = False
    sender_reference: str | None = None
    no_reference: bool = False
    posted_on: str | None = None
    addressee: str | None = None
    depositor: str | None = None
    delivery_method: str | None = None
    posting_operator: str | None = None
    posting_number: str | None = None
    case_mark: str | None = None
    document_kind: tuple[str, ...] = ()
    attachment_count: int | None = None
    access: Access = Access.PUBLIC
    remarks: tuple[str, ...] = ()
    reproduction: Reproduction = field(default_factory=Reproduction)
    sealed: bool = False


@dataclass(frozen=True)
class Duplicate:
    """A letter already in the register that looks the same; `reason` in Polish."""

    item: IncomingItem
    reason: str
    first_page: Path | None = None


@dataclass(frozen=True)
class Dictionaries:
    """The office's words for the lists of choice: (value, Polish)."""

    delivery_methods: tuple[tuple[str, str], ...] = ()
    document_kinds: tuple[tuple[str, str], ...] = ()
    reproduction_reasons: tuple[tuple[str, str], ...] = ()


class Desk(Protocol):
    """Confirming letters."""

    def dictionaries(self) -> Dictionaries:
        """Words for the lists of choice."""
        ...

    def register(self, letter_key: str, form: LetterForm) -> IncomingItem:
        """Register a letter of the stack; on return it is safely stored."""
        ...

    def register_without_scan(self, form: LetterForm) -> IncomingItem:
        """Register a letter of which nothing is scanned; the form says why."""
        ...

    def undo(self, item: IncomingItem) -> None:
        """Back to the form: corrections of a registered letter are allowed while it is to be verified."""
        ...

    def amend(self, item: IncomingItem, form: LetterForm) -> IncomingItem:
        """Confirm again after undo; number and identifier stay."""
        ...

    def label_pdf(self, document_uid: str) -> Path:
        """The label as a PDF file."""
        ...

    def receipt_pdf(self, document_uid: str) -> Path:
        """The receipt as a PDF file."""
        ...

    def complete_sender(self, prefix: str) -> list[Sender]:
        """Correspondents whose name begins like this, the usual ones first."""
        ...

    def duplicates(self, letter_key: str, form: LetterForm) -> list[Duplicate]:
        """Letters already registered that look the same."""
        ...


@dataclass(frozen=True)
class RegisterFilter:
    """Which rows of the register; empty = all."""

    text: str = ""
    received_from: str | None = None
    received_to: str | None = None
    state: str | None = None


@dataclass(frozen=True)
class RegisterRow:
    """One line of the register. `assigned_to` names units or persons; `state` is an `ItemState` value."""

    document_uid: str
    rpw_number: int | None
    rpw_year: int
    registered_at: str
    received_on: str
    sender: str
    title: str
    letter_date: str | None
    sender_reference: str | None
    delivery_method: str | None
    attachment_count: int | None
    assigned_to: str | None
    state: str
    sealed: bool = False
    void_reason: str | None = None


@dataclass(frozen=True)
class HistoryLine:
    """What happened to an item: when (UTC ISO 8601), who, what in Polish."""

    at: str
    who: str
    what: str


@dataclass(frozen=True)
class ItemDetails:
    """An item with its pages as images, and its history."""

    item: IncomingItem
    pages: tuple[PageImage, ...]
    history: tuple[HistoryLine, ...]
    pdf: Path | None = None


class Register(Protocol):
    """Reading the register."""

    def count(self, wanted: RegisterFilter) -> int:
        """How many rows."""
        ...

    def rows(
        self, wanted: RegisterFilter, order: str, descending: bool, offset: int, limit: int
    ) -> Sequence[RegisterRow]:
        """Rows `offset`… in the given order (a RegisterRow field)."""
        ...

    def details(self, document_uid: str) -> ItemDetails:
        """One item with pages and history; NotFound when it isn't here."""
        ...

    def void(self, document_uid: str, reason: str) -> None:
        """Void an entry with its reason."""
        ...

    def print_out(self, wanted: RegisterFilter, target: Path) -> Path:
        """The register as .pdf or .csv, by the target's suffix."""
        ...


@dataclass(frozen=True)
class OfficeFacts:
    """Who we are: institution, registry point (name and symbol), the person at the desk."""

    institution: str = ""
    point_symbol: str = ""
    point_name: str = ""
    town: str = ""
    address: str = ""
    person: str = ""
    configured: bool = False


class Office(Protocol):
    """The station's own facts."""

    def facts(self) -> OfficeFacts:
        """What is set now."""
        ...

    def configure(self, facts: OfficeFacts) -> OfficeFacts:
        """First start: set the office and its registry point."""
        ...


class Devices(Protocol):
    """Scanners in reach."""

    def known(self) -> list[DeviceInfo]:
        """At once, from the last look."""
        ...

    def discover(self) -> list[DeviceInfo]:
        """Look now; may take seconds."""
        ...


class Choices(Protocol):
    """A person's choices, kept between runs (text only)."""

    def get(self, name: str, default: str = "") -> str:
        """A choice, or the default."""
        ...

    def set(self, name: str, value: str) -> None:
        """Keep a choice."""
        ...


@dataclass(frozen=True)
class Station:
    """Everything the window is given by the composition root."""

    batch: Batch
    desk: Desk
    register: Register
    office: Office
    devices: Devices
    choices: Choices
    drafts: Path
    close: Callable[[], None] = lambda: None


BoxOnPage = tuple[int, Box]
"""Stack page number and box in its upright pixels."""
