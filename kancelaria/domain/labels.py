"""Labels: an identifier is reserved ahead, used by one item, or voided when its label is spoiled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LabelState(StrEnum):
    """Where an identifier stands."""

    RESERVED = "reserved"
    USED = "used"
    VOIDED = "voided"


class LabelFinding(StrEnum):
    """What a label found on paper means here."""

    FREE = "free"
    USED = "used"
    VOIDED = "voided"
    FOREIGN = "foreign"
    INVALID = "invalid"


@dataclass(frozen=True)
class Label:
    """One identifier of a series; `document_uid` with hyphens."""

    document_uid: str
    series: str
    year: int
    serial: int
    state: LabelState
    item_id: str | None = None
    void_reason: str | None = None


@dataclass(frozen=True)
class LabelBatch:
    """A series printed ahead: serials `first`…`last` of `series` and `year`; `reserved_at` is an instant."""

    id: str
    series: str
    year: int
    first: int
    last: int
    reserved_at: str
    reserved_by: str


@dataclass(frozen=True)
class UnusedLabels:
    """A run of labels printed ahead that are on no paper yet. `printed`: how many of them came out of a printer.

    `reserved_at` and `reserved_by` are empty where the series was reserved by an older program.
    """

    first_uid: str
    last_uid: str
    count: int
    printed: int
    reserved_at: str = ""
    reserved_by: str = ""
