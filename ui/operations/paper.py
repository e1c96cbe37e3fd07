"""What the window asks about the paper behind a letter: its volume, carriers not copied, the two lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kancelaria.bootstrap import Office
from kancelaria.domain.incoming import IncomingItem
from kancelaria.domain.register import RESTRICTED
from kancelaria.domain.registration import REPRODUCTION_REASONS
from kancelaria.domain.reproduction import CARRIER_WORDS, CarrierKind, Volume
from kancelaria.printing.facts import EXTENTS
from kancelaria.services.reproduction import carrier_copied, count_volume, move_carrier, note_carrier
from ui.operations.printouts import known_item, paper_words, print_carriers, print_missing_scans


@dataclass(frozen=True)
class CarrierLine:
    """A carrier in words; `copied`: its content is kept, it is on the list no more."""

    id: str
    kind: str
    count: int
    description: str
    place: str
    copied: bool


@dataclass(frozen=True)
class PaperLook:
    """A letter's paper: how much was copied and why not all, its volume, who has it, its carriers."""

    document_uid: str
    title: str
    extent: str
    volume: Volume | None
    where: str
    carriers: tuple[CarrierLine, ...]


class Paper(Protocol):
    """Methods run on a lane and may take a while."""

    def look(self, document_uid: str) -> PaperLook: ...
    def count(self, document_uid: str, volume: Volume) -> PaperLook: ...
    def add(self, document_uid: str, kind: CarrierKind, count: int, place: str, description: str) -> PaperLook: ...
    def move(self, document_uid: str, carrier_id: str, place: str) -> PaperLook: ...
    def copied(self, document_uid: str, carrier_id: str) -> PaperLook: ...
    def carriers_list(self) -> Path: ...
    def missing_scans(self) -> Path: ...


class StationPaper:
    """The paper at this station. `clerk`: whoever works here, refused where their role keeps no paper."""

    def __init__(self, office: Office, actor: Callable[[], str], clerk: Callable[[], str], prints: Path) -> None:
        self._office, self._actor, self._clerk, self._prints = office, actor, clerk, prints

    def look(self, document_uid: str) -> PaperLook:
        """A letter's paper as it is known now."""
        return self._look(known_item(self._office, document_uid))

    def count(self, document_uid: str, volume: Volume) -> PaperLook:
        """Write down how much paper there is."""
        count_volume(document_uid, volume, self._office.uow(self._clerk()), self._office.workplace)
        return self.look(document_uid)

    def add(self, document_uid: str, kind: CarrierKind, count: int, place: str, description: str) -> PaperLook:
        """Write down a carrier that isn't copied."""
        uow = self._office.uow(self._clerk())
        note_carrier(document_uid, kind, count, place, description, uow, self._office.workplace)
        return self.look(document_uid)

    def move(self, document_uid: str, carrier_id: str, place: str) -> PaperLook:
        """A carrier lies elsewhere now."""
        move_carrier(carrier_id, place, self._office.uow(self._clerk()), self._office.workplace)
        return self.look(document_uid)

    def copied(self, document_uid: str, carrier_id: str) -> PaperLook:
        """A carrier's content is kept now."""
        carrier_copied(carrier_id, self._office.uow(self._clerk()), self._office.workplace)
        return self.look(document_uid)

    def carriers_list(self) -> Path:
        """The list of carriers not copied as a PDF file."""
        target = self._prints / "nosniki.pdf"
        print_carriers(self._office, self._actor(), target)
        return target

    def missing_scans(self) -> Path:
        """The list of items without a full scan as a PDF file."""
        target = self._prints / "bez-pelnego-skanu.pdf"
        print_missing_scans(self._office, self._actor(), target)
        return target

    def _look(self, item: IncomingItem) -> PaperLook:
        queries, copy = self._office.queries, item.reproduction
        reason = REPRODUCTION_REASONS.get(copy.reason or "", copy.reason or "")
        lines = tuple(
            CarrierLine(
                known.id, CARRIER_WORDS[known.kind], known.count, known.description, known.place,
                known.copied_at is not None,
            )
            for known in queries.carriers(item.id)
        )  # fmt: skip
        return PaperLook(
            item.document_uid,
            item.title or (RESTRICTED if item.sealed else ""),
            f"{EXTENTS[copy.extent]} ({reason})" if reason else EXTENTS[copy.extent],
            queries.volume(item.id),
            paper_words(self._office, [item.id]).get(item.id, "w kancelarii"),
            lines,
        )
