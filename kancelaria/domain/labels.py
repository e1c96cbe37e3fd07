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
