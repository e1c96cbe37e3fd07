"""What reading takes and gives. Reading knows no scanner: any object with these attributes will do as a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from kancelaria.domain.incoming import Suggestion


class ReadWord(Protocol):
    """A word read on a page. `box` = left, top, right, bottom in pixels; `confidence` 0…1."""

    @property
    def text(self) -> str: ...
    @property
    def box(self) -> tuple[int, int, int, int]: ...
    @property
    def confidence(self) -> float: ...
    @property
    def line(self) -> int: ...
    @property
    def block(self) -> int: ...


@dataclass(frozen=True)
class ReadPage:
    """The words of one page in reading order; `width`, `height` in pixels, `dpi` dots an inch."""

    number: int
    words: Sequence[ReadWord]
    width: int
    height: int
    dpi: int


@dataclass(frozen=True)
class OfficeContext:
    """What the office already knows and reading may lean on. `own_names`, `own_address`: never a sender's."""

    own_names: tuple[str, ...] = ()
    own_town: str | None = None
    unit_names: tuple[tuple[str, str], ...] = ()
    known_senders: tuple[str, ...] = ()
    own_mark_prefixes: tuple[str, ...] = ()
    today: date | None = None
    own_address: str = ""


@dataclass(frozen=True)
class LetterSuggestions:
    """Suggestions for one letter, best first within a field."""

    items: tuple[Suggestion, ...] = field(default=())

    def best(self, name: str) -> Suggestion | None:
        """The most confident suggestion for a field, or None."""
        return max((s for s in self.items if s.field == name), key=lambda s: s.confidence, default=None)

    def confident(self, threshold: float) -> tuple[Suggestion, ...]:
        """The best suggestion of each field that is at least this sure: what unattended registration may take."""
        names = dict.fromkeys(entry.field for entry in self.items)
        best = (self.best(name) for name in names)
        return tuple(entry for entry in best if entry is not None and entry.confidence >= threshold)
