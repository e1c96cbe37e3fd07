"""What is told of routing, of "Do mnie", of sync's tasks and of what waits: frozen facts, no behaviour."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from ui.operations.facts import ItemDetails

LEAD, CONTRIBUTING, FOR_INFORMATION, RETURNED = "lead", "contributing", "for_information", "returned"


@dataclass(frozen=True)
class Receiver:
    """A unit or person a letter may go to. `name` is what people see, `words` what it is found by."""

    key: str
    name: str
    is_person: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class RoutingChoices:
    """What the dialog offers."""

    receivers: tuple[Receiver, ...] = ()
    dispositions: tuple[str, ...] = ()
    heads: tuple[tuple[str, str], ...] = ()
    """Login and name of whose word on paper the registry may enter; empty for others."""


@dataclass(frozen=True)
class RoutingLine:
    """One routing as people read it; `standing` False: it has ended, or a later lead took over."""

    at: str
    issuer: str
    to: str
    role: str
    due_on: str | None = None
    disposition: str | None = None
    urgent: bool = False
    standing: bool = True


@dataclass(frozen=True)
class RoutingBefore:
    """How a letter stands before it is routed: who leads, and whose disposition and deadline bind this person."""

    document_uid: str
    about: str
    lead: RoutingLine | None = None
    superior: RoutingLine | None = None


@dataclass(frozen=True)
class RoutingForm:
    """What a person ordered: (receiver's key, role), deadline, disposition."""

    targets: tuple[tuple[str, str], ...] = ()
    due: str | None = None
    note: str | None = None
    urgent: bool = False
    issuer: str = ""
    """The login of whose word on paper it is; empty for one's own."""


@dataclass(frozen=True)
class AssignedFilter:
    """Which rows of "Do mnie": `all`, `new`, `overdue` or `unit`; `kept`: this letter stays, it is being read."""

    part: str = "all"
    text: str = ""
    kept: str | None = None


@dataclass(frozen=True)
class AssignedRow:
    """A letter as it stands with this person. `role` as in routing, or `returned`: back at the registry."""

    item_id: str
    document_uid: str
    subject: str
    sender: str
    title: str
    role: str
    to_unit: str | None
    issuer: str
    issued_at: str | None
    disposition: str | None
    due_on: str | None
    overdue: bool
    urgent: bool
    seen: bool
    sealed: bool = False
    reference: str | None = None
    reason: str | None = None
    """Why it came back."""


@dataclass(frozen=True)
class AssignedCounts:
    """How many rows each part has; `today`: due today."""

    all: int = 0
    new: int = 0
    overdue: int = 0
    today: int = 0
    unit: int = 0


@dataclass(frozen=True)
class AssignedLook:
    """The list at one moment. `places`: rows the letters asked for stand in now."""

    count: int
    counts: AssignedCounts
    offset: int
    rows: tuple[AssignedRow, ...]
    places: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class AssignedLetter:
    """A letter opened from the list: its facts, its routing, and whether its scan is still to come."""

    details: ItemDetails
    routing: tuple[RoutingLine, ...]
    scan_coming: bool


class Settling(StrEnum):
    """How a task may be settled."""

    MINE = "mine"
    THEIRS = "theirs"
    AGAIN = "again"
    DROP = "drop"
    NEW_LABEL = "new_label"


@dataclass(frozen=True)
class Answer:
    """One way to settle a task: what the button says, and what comes of it."""

    choice: Settling
    text: str
    meaning: str


@dataclass(frozen=True)
class TaskLine:
    """A matter to be cleared up, in plain Polish. Of a conflict `field` with three values; else `changes`."""

    id: str
    document_uid: str
    about: str
    heading: str
    explanation: str
    who: str
    at: str
    field: str = ""
    mine: str = ""
    theirs: str = ""
    base: str = ""
    changes: tuple[tuple[str, str], ...] = ()
    held: int = 0
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class HeldLine:
    """A change that stands behind a matter to be cleared up."""

    document_uid: str
    what: str
    who: str
    at: str
    why: str


@dataclass(frozen=True)
class Sending:
    """A file on its way: which letter's, how much of it."""

    document_uid: str
    done: int
    size: int
    outwards: bool = True


@dataclass(frozen=True)
class WaitingLook:
    """What waits at this station, and why. `since`, `next_try`: UTC instants."""

    connected: bool = True
    since: str | None = None
    problem: str = ""
    hint: str = ""
    next_try: str | None = None
    last_contact: str | None = None
    registrations: int = 0
    routings: int = 0
    changes: int = 0
    oldest: str | None = None
    scans_out: int = 0
    bytes_out: int = 0
    scans_in: int = 0
    sending: Sending | None = None
    held: tuple[HeldLine, ...] = ()
    others: tuple[str, ...] = ()
    tasks: int = 0

    @property
    def total(self) -> int:
        """All changes that wait."""
        return self.registrations + self.routings + self.changes
