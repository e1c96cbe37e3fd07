"""What the windows ask of the program, as Protocols: everything behind them is Qt-free and thread-safe."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from kancelaria.domain.errors import OfficeError
from kancelaria.domain.incoming import IncomingItem, Sender
from scanning.devices.protocol import DeviceInfo
from scanning.pages.minima import PageMaterial
from scanning.pages.model import SplitMode
from ui.operations.correspondents import Correspondents
from ui.operations.deliveries_desk import Deliveries
from ui.operations.facts import (
    BatchEvent,
    CentralStatus,
    Dictionaries,
    Duplicate,
    ItemDetails,
    KnownPerson,
    LetterForm,
    OfficeFacts,
    RegisterFilter,
    RegisterRow,
    ScanOptions,
    SignedIn,
    UnfinishedStack,
)
from ui.operations.handover_desk import Handovers
from ui.operations.item_notes import ItemNotes
from ui.operations.outgoing_ports import Outgoing
from ui.operations.page_work import PageStep
from ui.operations.paper import Paper
from ui.operations.paper_store import PaperStore
from ui.operations.print_ports import Printouts
from ui.operations.profiles import ScanProfile
from ui.operations.routing_ports import Inbox
from ui.operations.series import SeriesDesk
from ui.operations.statistics import Statistics


class Pages(Protocol):
    """Operations on the pages of the stack; each is kept before its event comes."""

    def split_at(self, page: int) -> None:
        """Let a letter begin at this page."""
        ...

    def join(self, key: str) -> None:
        """Join this letter to the one before it."""
        ...

    def move(self, page: int, steps: int) -> None:
        """Move a page forward or back among its letter's pages."""
        ...

    def rotate(self, page: int, degrees: int) -> None:
        """Turn a page clockwise by 90, 180 or 270 degrees."""
        ...

    def mark_blank(self, page: int, blank: bool) -> None:
        """A person says whether a page is blank."""
        ...

    def check_boundary(self, key: str) -> None:
        """The doubtful boundary of this letter is right."""
        ...

    def reread(self, page: int) -> None:
        """Read a page once more."""
        ...

    def give_label(self, key: str, document_uid: str) -> None:
        """A label was stuck on a letter after its scan; StateForbids (`label_not_free`) where it can't be."""
        ...

    def drop_repeated(self, pages: Sequence[int]) -> None:
        """Leave out pages of sheets that went through the feeder twice."""
        ...

    def settle_backs(self, *, again: bool) -> None:
        """Of a stack scanned in two passes: its backs come once `again`, or no more come."""
        ...

    def expect_sheets(self, sheets: int) -> None:
        """So many sheets were put in, whatever was said before."""
        ...

    def undo(self) -> PageStep | None:
        """Take the last operation back; None where there is none."""
        ...

    def redo(self) -> PageStep | None:
        """Make the operation taken back last once more."""
        ...


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

    def unfinished(self, aside: bool = False) -> list[UnfinishedStack]:
        """Stacks left over from before; those set aside only when asked for."""
        ...

    def look_again(self) -> None:
        """The register may have changed: what was voided there may be registered again from the open stack."""
        ...

    def resume(self, stack_id: str) -> None:
        """Go on with a stack left over."""
        ...

    def discard(self, stack_id: str) -> None:
        """Put a stack left over aside; its unregistered pages are kept on the spool."""
        ...

    def finish(self) -> None:
        """Close the stack once each letter is registered and its sheets are as many as were put in."""
        ...

    def put_aside(self) -> None:
        """Let the open stack go unfinished; it is offered again at the next start."""
        ...

    def prioritise(self, page_number: int) -> None:
        """Read this page next."""
        ...

    def rescan(self, page_number: int, options: ScanOptions) -> None:
        """Scan one sheet again in place of this page."""
        ...

    def insert(self, page_number: int, options: ScanOptions) -> None:
        """Scan one more sheet and put it in behind this page."""
        ...

    @property
    def pages(self) -> Pages:
        """What may be done to pages that are scanned."""
        ...

    def choose_material(self, page_number: int, material: PageMaterial | None) -> None:
        """What a page counts as; None = as recognised. The PDF/A of a registered letter is made anew."""
        ...

    def set_sealed(self, letter_key: str, sealed: bool) -> None:
        """Only the envelope: no reading, no thumbnails."""
        ...

    def subscribe(self, callback: Callable[[BatchEvent], None]) -> Callable[[], None]:
        """Hear events on a background thread; returns the way to stop hearing."""
        ...


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

    def towns(self, postcode: str) -> list[tuple[str, float]]:
        """Towns the office has seen with a postcode, each with its share; the most frequent first."""
        ...

    def duplicates(self, letter_key: str, form: LetterForm) -> list[Duplicate]:
        """Letters already registered that look the same."""
        ...

    def same_letter(self, letter_key: str, document_uid: str) -> IncomingItem:
        """This letter is that one in the register: it is left out, not registered."""
        ...


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

    def confirm(self, item: IncomingItem, shown: LetterForm, form: LetterForm) -> IncomingItem:
        """A person has checked an item to be verified; what differs from the form as shown is corrected first."""
        ...

    def amend(self, item: IncomingItem, shown: LetterForm, form: LetterForm) -> IncomingItem:
        """Correct an item where its state allows it."""
        ...

    def void(self, document_uid: str, reason: str) -> None:
        """Void an entry with its reason."""
        ...

    def print_out(self, wanted: RegisterFilter, target: Path) -> Path:
        """The register as .pdf or .csv, by the target's suffix."""
        ...


class Office(Protocol):
    """The station's own facts."""

    def facts(self) -> OfficeFacts:
        """What is set now."""
        ...

    def configure(self, facts: OfficeFacts) -> OfficeFacts:
        """Keep other facts of the institution; gives what is set then."""
        ...


class Devices(Protocol):
    """Scanners in reach."""

    def known(self) -> list[DeviceInfo]:
        """At once, from the last look."""
        ...

    @property
    def health(self) -> Callable[[str], str]:
        """How a scanner does, on a line: pages, jams, double feeds, streaks; empty = not known."""
        ...

    def profiles(self) -> Sequence[ScanProfile]:
        """The administrator's scanner profiles; a locked one can't be overridden."""
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


class Central(Protocol):
    """The central, for a station that has one; it is kept in step on a thread of its own."""

    def status(self) -> CentralStatus:
        """How it stands now; a value, from any thread."""
        ...

    def subscribe(self, callback: Callable[[CentralStatus], None]) -> None:
        """Hear every change of the status, on the sync thread."""
        ...

    def wake(self) -> None:
        """Something was written: send it at once."""
        ...


class People(Protocol):
    """Who works at a station with a central. Methods may take seconds."""

    @property
    def central(self) -> str:
        """The central's name for people."""
        ...

    def current(self) -> SignedIn | None:
        """Who is signed in; a value, from any thread."""
        ...

    def known(self) -> list[KnownPerson]:
        """The last people of this station, the last one first."""
        ...

    def sign_in(self, login: str, password: str) -> SignedIn:
        """Let a person in; whoever was signed in is so no more."""
        ...

    def unlock(self, password: str) -> SignedIn:
        """The person signed in comes back; no central is needed."""
        ...

    def sign_out(self) -> None:
        """Nobody works here now; of the password nothing is left."""
        ...

    def subscribe(self, listener: Callable[[SignedIn | None, OfficeError | None], None]) -> None:
        """Hear of changes nobody here asked for, and of their cause, on another thread."""
        ...

    def check(self) -> OfficeError | None:
        """To be asked now and then: the error to lock the window with, once work without the central took too long."""
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
    central: Central | None = None
    inbox: Inbox | None = None
    people: People | None = None
    printouts: Printouts | None = None
    handovers: Handovers | None = None
    outgoing: Outgoing | None = None
    paper: Paper | None = None
    paper_store: PaperStore | None = None
    statistics: Statistics | None = None
    deliveries: Deliveries | None = None
    notes: ItemNotes | None = None
    correspondents: Correspondents | None = None
    series: SeriesDesk | None = None
    person: SignedIn = field(default_factory=SignedIn)
    """Who works where nobody signs in."""
    lock_minutes: int = 10
    join: Callable[[str, str, str], None] | None = None
    """Let a station that is alone belong to a central: address, login, password. The program opens anew then."""
    close: Callable[[], None] = lambda: None
