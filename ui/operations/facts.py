"""What operations and windows tell each other: frozen facts and events, no behaviour."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kancelaria.domain.incoming import Access, Consignment, IncomingItem, Reproduction, Sender
from kancelaria.reading.model import LetterSuggestions
from scanning.devices.protocol import Mode, Source
from scanning.ocr.protocol import Box
from scanning.pages.minima import KeptImage, PageMaterial
from scanning.pages.model import Evidence, SplitMode
from scanning.pages.tally import SheetCount
from ui.operations.overlap import SheetsRepeated
from ui.operations.two_pass import Passes


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
    one_letter: bool = False
    """At the counter: one letter lies in the feeder."""
    material: PageMaterial | None = None
    """What every page of the stack counts as; None = proposed page by page."""
    two_pass: bool = False
    """Fronts first; then the stack is turned over and its backs come in reverse."""
    backs: bool = False
    """The stack was turned over: the backs of the fronts in hand come now."""
    profile: str = ""
    """The administrator's profile these were chosen by."""


@dataclass(frozen=True)
class PageImage:
    """A page as the window shows it. Sizes in pixels of the upright image; `image` None = being cleaned.

    `shortfall`: why the scan is poorer than the archive's table allows, for a person; empty where it isn't.
    `material`: a `PageMaterial` value, as proposed or `material_chosen` by a person; empty = nobody knows.
    """

    number: int
    image: Path | None
    thumbnail: Path | None
    raw: Path | None = None
    width: int = 2480
    height: int = 3508
    blank: bool = False
    shortfall: str = ""
    material: str = ""
    material_chosen: bool = False
    blank_chosen: bool = False
    """A person said whether it is blank."""
    raw_turn: int = 0
    """Degrees clockwise from the raw page to the upright image."""


@dataclass(frozen=True)
class Letter:
    """One letter of the stack as the desk sees it; a new object comes with every change.

    `voided`: the identifier of the entry it had before, which was voided.
    """

    key: str
    pages: tuple[PageImage, ...]
    boundary_evidence: str = ""
    certain: bool = True
    evidence: Evidence = Evidence.STACK
    label_uid: str | None = None
    suggestions: LetterSuggestions = field(default_factory=LetterSuggestions)
    header_only: bool = True
    sealed: bool = False
    item: IncomingItem | None = None
    voided: str | None = None

    @property
    def first_page(self) -> int:
        """The stack page the letter starts with."""
        return self.pages[0].number if self.pages else 0


@dataclass(frozen=True)
class UnfinishedStack:
    """A stack found on the spool at start: begun at (UTC ISO 8601), with so many pages and letters left.

    `cut_off_after`: the program ended while the feeder ran; the last sheet that is whole. `begun_by`: a person's name.
    """

    id: str
    started_at: str
    pages: int
    registered: int = 0
    cut_off_after: int | None = None
    begun_by: str = ""


@dataclass(frozen=True)
class StackChanged:
    """The letters of the stack are now these, on so many sheets."""

    letters: tuple[Letter, ...]
    count: SheetCount | None = None
    passes: Passes | None = None


@dataclass(frozen=True)
class PageArrived:
    """A page is safe on the spool. `low_space`: the disk fills up."""

    number: int
    low_space: bool = False


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
class ScanPreparing:
    """Something must be made ready before the first page comes; what, in Polish."""

    text: str


@dataclass(frozen=True)
class ScanEnded:
    """The scanner is done; `expected` sheets were announced, None = nobody counted."""

    sheets: int
    pages: int
    expected: int | None = None


@dataclass(frozen=True)
class ScanFailed:
    """Scanning stopped; the pages so far are safe."""

    error: Exception
    last_good_sheet: int = 0


@dataclass(frozen=True)
class StackFailed(ScanFailed):
    """Work on the stack itself failed (a full disk, a defect): what was awaited may never come."""


@dataclass(frozen=True)
class FileFailed:
    """One file or page could not be used; everything else goes on."""

    path: Path
    error: Exception


@dataclass(frozen=True)
class PdfWritten:
    """A letter's searchable PDF/A is there, with how each page is kept in it, or why it isn't."""

    target: Path
    error: Exception | None = None
    kept: tuple[KeptImage, ...] = ()


BatchEvent = (
    StackChanged | PageArrived | PageRead | ReadingProgress | ScanPreparing | ScanEnded | ScanFailed | FileFailed
    | PdfWritten | SheetsRepeated
)  # fmt: skip


@dataclass(frozen=True)
class LetterForm:
    """What the clerk confirms for one letter; names as in the item.

    `envelope`: the stack page that shows the envelope; `same_envelope_as`: identifier of a letter that came in the same
    one; `consignment_id`: of what was accepted before; `condition`: in what state it came.
    """

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
    condition: str | None = None
    same_envelope_as: str | None = None
    consignment_id: str | None = None
    envelope: int | None = None
    case_mark: str | None = None
    document_kind: tuple[str, ...] = ()
    attachment_count: int | None = None
    access: Access = Access.PUBLIC
    remarks: tuple[str, ...] = ()
    reproduction: Reproduction = field(default_factory=Reproduction)
    sealed: bool = False
    sealed_reason: str | None = None
    inscription: str | None = None
    offer_deadline: str | None = None


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
    posting_operators: tuple[tuple[str, str], ...] = ()
    not_opened: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RegisterFilter:
    """Which rows of the register; empty = all."""

    text: str = ""
    received_from: str | None = None
    received_to: str | None = None
    state: str | None = None


@dataclass(frozen=True)
class RegisterRow:
    """One line of the register. `assigned_to` names units or persons; `state` is an `ItemState` value.

    Of a `restricted` one the reader may know its number, its day (`registered_at`) and that it is there.
    """

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
    restricted: bool = False


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
    consignment: Consignment | None = None
    siblings: tuple[str, ...] = ()
    """Identifiers of the other letters of the same envelope."""


@dataclass(frozen=True)
class OfficeFacts:
    """Who we are: institution, registry point (name and symbol), the person at the desk; `central` empty = alone."""

    institution: str = ""
    point_symbol: str = ""
    point_name: str = ""
    town: str = ""
    address: str = ""
    person: str = ""
    configured: bool = False
    phone: str = ""
    central: str = ""


ROLES = frozenset({"registry", "officer", "head", "kiosk", "auditor", "administrator"})


CLERKS = frozenset({"registry"})
"""Who registers, confirms and voids."""
WORKERS = frozenset({"registry", "officer", "head"})
"""Who amends, assigns, returns and clears matters up."""


@dataclass(frozen=True)
class SignedIn:
    """Who works here: login, name as people say it, roles. A station without a central lets its person do everything.

    `online` False: signed in while the central couldn't be asked; `until`: the instant (UTC) work without it ends.
    `notice`: what to say of how the central and this program get on, in Polish.
    """

    login: str = ""
    name: str = ""
    roles: frozenset[str] = ROLES
    online: bool = True
    until: str | None = None
    notice: str = ""

    def may(self, roles: frozenset[str] | None) -> bool:
        """Whether this person has one of these roles; None = everybody."""
        return roles is None or bool(roles & self.roles)


@dataclass(frozen=True)
class KnownPerson:
    """Somebody who has worked at this station."""

    login: str
    name: str


BoxOnPage = tuple[int, Box]


"""Stack page number and box in its upright pixels."""


@dataclass(frozen=True)
class CentralStatus:
    """How the station stands with its central. `since`: UTC instant from which it can't be reached, else None.

    `until`: the instant until which the person signed in may work without it.
    """

    text: str
    waiting: int = 0
    since: str | None = None
    reasons: tuple[str, ...] = ()
    problem: str = ""
    hint: str = ""
    until: str | None = None
    tasks: int = 0
