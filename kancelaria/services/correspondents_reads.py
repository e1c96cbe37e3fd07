"""What is read of the correspondents' book: completion, one record with its letters, and who may be the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kancelaria.domain.correspondents import Correspondent
from kancelaria.services.queries import RegisterRow

SUSPICIONS = {
    "pesel": "ten sam PESEL", "nip": "ten sam NIP", "regon": "ten sam REGON", "krs": "ten sam numer KRS",
    "name": "ta sama nazwa i miejscowość", "near": "podobna nazwa, ta sama miejscowość",
}  # fmt: skip


@dataclass(frozen=True)
class Suspicion:
    """Two records that may be one correspondent; `reason` is a key of `SUSPICIONS`."""

    first: Correspondent
    second: Correspondent
    reason: str


@dataclass(frozen=True)
class TownOfPostcode:
    """A town this office has seen with a postcode, and with how many correspondents."""

    town: str
    count: int


class CorrespondentReads(Protocol):
    """Reads of the book; `go_on` is asked between steps and ends the work where it says no."""

    def complete_sender(self, beginning: str, limit: int = 8) -> list[Correspondent]: ...
    def correspondent(self, correspondent_id: str) -> Correspondent | None: ...
    def merged_into(self, correspondent_id: str) -> list[Correspondent]: ...
    def letters_of(self, correspondent_id: str, limit: int = 100) -> list[RegisterRow]: ...
    def towns_of(self, postcode: str, limit: int = 3) -> list[TownOfPostcode]: ...
    def may_be(self, correspondent_id: str, limit: int = 20) -> list[Suspicion]: ...
    def suspected(self, limit: int = 200, go_on: Callable[[], bool] = lambda: True) -> list[Suspicion]: ...
