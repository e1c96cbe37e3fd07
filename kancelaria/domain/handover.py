"""The hand-over list (lista przekazania): what leaves the registry, to whom, and what was found not to agree."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum

from kancelaria.domain.errors import InvalidInput, NotFound, StateForbids
from kancelaria.domain.incoming import Access, IncomingItem, ItemState, ReproductionExtent
from kancelaria.domain.list_number import ListNumbers

_NUMBERS = ListNumbers("L")
ELECTRONIC = frozenset({"e_delivery", "epuap", "email", "e-Doręczenia", "ePUAP", "poczta elektroniczna"})
"""Ways of delivery that bring no paper."""


class Handed(StrEnum):
    """What is handed over of an item."""

    ORIGINAL = "original"
    SEALED = "sealed"
    CARRIER = "carrier"
    SCAN = "scan"


HANDED_WORDS = {
    Handed.ORIGINAL: "oryginał",
    Handed.SEALED: "przesyłka nieotwierana",
    Handed.CARRIER: "nośnik",
    Handed.SCAN: "tylko odwzorowanie",
}

PAPER = frozenset({Handed.ORIGINAL, Handed.SEALED})
"""What takes the paper itself out of the registry."""


@dataclass(frozen=True)
class Discrepancy:
    """What was found not to agree. `kept` says, once settled, that the item is at the registry and waits again."""

    reason: str
    noted_at: str
    noted_by: str
    settled: str | None = None
    settled_at: str | None = None
    settled_by: str | None = None
    kept: bool = False


@dataclass(frozen=True)
class HandoverRow:
    """One position of a list; `amount` is its pages or volumes in words, empty where somebody has to count."""

    ordinal: int
    item_id: str
    document_uid: str
    what: Handed
    amount: str = ""
    remarks: str = ""
    discrepancy: Discrepancy | None = None

    @property
    def disputed(self) -> bool:
        """A discrepancy nobody has settled."""
        return self.discrepancy is not None and self.discrepancy.settled is None

    @property
    def kept(self) -> bool:
        """The item turned out not to have been handed over."""
        return self.discrepancy is not None and self.discrepancy.kept


@dataclass(frozen=True)
class Handover:
    """A hand-over list from a registry point to a unit. `received_by`: who signed; `noted_by`: who wrote that down."""

    id: str
    number: str
    series: str
    year: int
    serial: int
    point: str
    unit: str
    made_at: str
    made_by: str
    rows: tuple[HandoverRow, ...]
    received_by: str | None = None
    received_at: str | None = None
    noted_by: str | None = None

    @property
    def is_open(self) -> bool:
        """Not signed for, or a discrepancy isn't settled."""
        return self.received_at is None or any(row.disputed for row in self.rows)

    @property
    def totals(self) -> dict[Handed, int]:
        """How many of each kind, in the order of the kinds, without those that have none."""
        counted = Counter(row.what for row in self.rows)
        return {kind: counted[kind] for kind in Handed if counted[kind]}

    def row_of(self, document_uid: str) -> HandoverRow:
        """The position of an item; NotFound where it isn't on the list."""
        for row in self.rows:
            if row.document_uid == document_uid:
                return row
        raise NotFound(
            "not_on_handover", f"Tego pisma nie ma na liście {self.number}.",
            f"Zobacz, co na niej jest: kancelaria handover show {self.number}", document_uid,
        )  # fmt: skip


def make_number(series: str, year: int, serial: int) -> str:
    """The readable number of a list: `K1A-26-L00012-X`; without hyphens it is its barcode."""
    number = _NUMBERS.make(series, year, serial)
    if number is None:
        raise InvalidInput("serial_out_of_range", "Numery list przekazania na ten rok się skończyły.", subject=series)
    return number


def parse_number(text: str) -> str:
    """The readable number of a list typed or scanned in any form; InvalidInput where its check fails."""
    number = _NUMBERS.parse(text)
    if number is None:
        example = make_number("K1A", 26, 12)
        raise InvalidInput(
            "bad_handover_number", "To nie jest numer listy przekazania.",
            f"Numer stoi u góry listy, na przykład {example}. Listy pokazuje: kancelaria handover list", text,
        )  # fmt: skip
    return number


def has_paper(item: IncomingItem) -> bool:
    """Whether the item came on paper: an electronic one has a format, or came by an electronic way."""
    return not item.format and item.delivery_method not in ELECTRONIC


def handed_of(item: IncomingItem, asked: Handed | None) -> Handed:
    """What is handed over of an item: what was asked for, where that can be; else the obvious."""
    _refuse_voided(item)
    obvious = Handed.SEALED if item.sealed else Handed.ORIGINAL if has_paper(item) else Handed.SCAN
    if asked is None or asked is obvious:
        return obvious
    if item.sealed:
        raise StateForbids(
            "handover_sealed", "Przesyłkę nieotwieraną przekazuje się tylko zamkniętą.",
            "Opuść --what albo podaj --what sealed.", item.document_uid,
        )  # fmt: skip
    if asked is Handed.SEALED:
        raise StateForbids(
            "handover_not_sealed", "To pismo nie jest zarejestrowane jako przesyłka nieotwierana.",
            "Opuść --what albo podaj --what original.", item.document_uid,
        )  # fmt: skip
    if asked is Handed.ORIGINAL:
        raise StateForbids(
            "handover_no_paper", "To pismo wpłynęło elektronicznie, nie ma papierowego oryginału.",
            "Podaj --what scan albo --what carrier.", item.document_uid,
        )  # fmt: skip
    return asked


def amount_of(item: IncomingItem, what: Handed) -> str:
    """Pages or volumes as far as the record knows them; a scan that isn't full doesn't tell how much paper there is."""
    if what is Handed.SEALED:
        return "1 koperta"
    if what is Handed.CARRIER or not item.pages:
        return ""
    if what is Handed.ORIGINAL and item.reproduction.extent is not ReproductionExtent.FULL:
        return ""
    return f"{len(item.pages)} str."


def shows_content(item: IncomingItem, what: Handed) -> bool:
    """Whether sender and title may stand on a list that passes through many hands."""
    return what is not Handed.SEALED and not item.sealed and item.access is not Access.NOT_PUBLIC


def noted(handover: Handover, document_uid: str, found: Discrepancy) -> Handover:
    """The list with a discrepancy noted at a position."""
    row = handover.row_of(document_uid)
    if row.discrepancy is not None:
        state = "czeka na wyjaśnienie" if row.disputed else "została już wyjaśniona"
        hint = f"Wyjaśnij ją: kancelaria handover settle {handover.number} {document_uid} --how …"
        raise StateForbids(
            "discrepancy_noted", f"Niezgodność w pozycji {row.ordinal} {state}.",
            hint if row.disputed else "Kolejną rzecz opisz w uwagach pisma.", document_uid,
        )  # fmt: skip
    return _with_row(handover, replace(row, discrepancy=found))


def settled(handover: Handover, document_uid: str, how: str, at: str, by: str, kept: bool) -> Handover:
    """The list with the discrepancy of a position settled."""
    row = handover.row_of(document_uid)
    if row.discrepancy is None or not row.disputed:
        raise StateForbids(
            "no_discrepancy", f"W pozycji {row.ordinal} nie ma niezgodności do wyjaśnienia.",
            f"Zobacz listę: kancelaria handover show {handover.number}", document_uid,
        )  # fmt: skip
    done = replace(row.discrepancy, settled=how, settled_at=at, settled_by=by, kept=kept)
    return _with_row(handover, replace(row, discrepancy=done))


def received(handover: Handover, by: str, at: str, noted_by: str) -> Handover:
    """The list signed for."""
    if handover.received_at is not None:
        raise StateForbids(
            "handover_received", f"Tę listę odebrał(a) już {handover.received_by}.",
            "Jeśli czegoś brakuje, zapisz niezgodność: kancelaria handover discrepancy", handover.number,
        )  # fmt: skip
    return replace(handover, received_by=by, received_at=at, noted_by=noted_by)


def _with_row(handover: Handover, changed: HandoverRow) -> Handover:
    return replace(
        handover, rows=tuple(changed if row.ordinal == changed.ordinal else row for row in handover.rows)
    )  # fmt: skip


def _refuse_voided(item: IncomingItem) -> None:
    if item.state is ItemState.VOIDED:
        raise StateForbids(
            "handover_voided", "Anulowanej pozycji nie można przekazać.",
            "Usuń ją z polecenia; jeśli zastąpiło ją inne pismo, podaj jego identyfikator.", item.document_uid,
        )  # fmt: skip
