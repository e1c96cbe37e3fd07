"""What the windows ask of print-outs: jobs that are printed first and counted once they were taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

Progress = Callable[[int, int], None]
"""Told how many are done of how many; raises to stop."""


@dataclass(frozen=True)
class PrintJob:
    """Something ready to be printed. `kind`: which printer is chosen for it; `what`: how the status line names it.

    `send` gives it to a printer that speaks ZPL, and counts what that took; None for what isn't a label. For other
    printers `pdf` draws it, and `taken` is called when it is printed.
    """

    kind: str
    what: str
    pdf: Callable[[], Path]
    taken: Callable[[], None]
    send: Callable[[str, Progress], int] | None = None


@dataclass(frozen=True)
class LabelWish:
    """Labels asked for at the window; `kind`: a `LabelKind` value, empty = by the item."""

    uids: tuple[str, ...] = ()
    series: int = 0
    rest: bool = False
    kind: str = ""
    procedure: str = ""
    deadline: str = ""


@dataclass(frozen=True)
class SheetWish:
    """On A4 sheets: how they are parted (empty: by settings), and the first free place."""

    layout: str = ""
    start: int = 1


@dataclass(frozen=True)
class ReceiptWish:
    """A receipt asked for at the window; `paper`: A5, A4 or roll80."""

    uids: tuple[str, ...]
    paper: str = "A5"
    copies: int = 1
    case_number: str = ""
    case_code: str = ""


@dataclass(frozen=True)
class OralWish:
    """The protocol of an oral application; empty where its note says it."""

    document_uid: str
    content: str = ""
    reason: str = ""
    second: str = ""
    cannot_sign: bool | None = None


@dataclass(frozen=True)
class UnusedRun:
    """A run of labels printed ahead that are on no paper; texts as people read them."""

    first: str
    last: str
    count: int
    unprinted: int
    reserved_at: str
    reserved_by: str


@dataclass(frozen=True)
class CheckedReceipt:
    """What a receipt's code proved."""

    genuine: bool
    title: str
    lines: tuple[str, ...]
    document_uids: tuple[str, ...]


class Printouts(Protocol):
    """Print-outs of the counter. Methods may take seconds."""

    @property
    def label_printer(self) -> str:
        """The printer of labels an administrator set, used where a person chose none; may be empty."""
        ...

    def labels(self, wish: LabelWish, sheet: SheetWish | None = None) -> PrintJob:
        """Labels ready to be printed; a new series is reserved by that."""
        ...

    def receipt(self, wish: ReceiptWish) -> PrintJob:
        """A receipt ready to be printed."""
        ...

    def oral_protocol(self, wish: OralWish) -> PrintJob:
        """The protocol of an oral application, or of a person who can't sign."""
        ...

    def damage_protocol(self, document_uid: str) -> PrintJob:
        """The protocol of a damaged consignment."""
        ...

    def sample(self) -> PrintJob:
        """A label that is nobody's, to try a printer with; nothing is counted."""
        ...

    def queues(self) -> list[str]:
        """Queues of the system a label printer may stand behind."""
        ...

    def unused(self) -> list[UnusedRun]:
        """Labels printed ahead that are on no paper."""
        ...

    def void(self, labels: Sequence[str], reason: str) -> int:
        """Void spoiled labels (identifiers, or `FIRST..LAST`); gives how many."""
        ...

    def check(self, code: str) -> CheckedReceipt:
        """Whether a receipt is ours."""
        ...
