"""What the window asks about deliveries: lists checked and signed, drop boxes, what waits to be registered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kancelaria.bootstrap import Office
from kancelaria.domain.deliveries import SETTLED, Delivery, Found, number_doubt, plain_number
from kancelaria.domain.incoming import Consignment
from kancelaria.domain.numbering import warsaw_day
from kancelaria.services.consignments import settle_consignment
from kancelaria.services.deliveries import (
    BoxOrder,
    CourierOrder,
    empty_drop_box,
    make_courier_list,
    mark_row,
    row_words,
    scan_code,
    sign_delivery,
)
from kancelaria.services.returns import CameBack, take_back
from ui.operations.consignments import numbers_of_file, print_delivery, read_numbers, waited_words

SETTLINGS = tuple(SETTLED.items())
"""Why no letter comes of something accepted: (code, Polish)."""


@dataclass(frozen=True)
class Checked:
    """What a scanned code meant, in words for a person; `fine` False: it should be looked at."""

    delivery: Delivery
    ordinal: int
    words: str
    fine: bool


@dataclass(frozen=True)
class Pending:
    """Something accepted that waits for its letters; `received_on`: the receipt day of those."""

    id: str
    waited: str
    posting_number: str
    operator: str
    condition: str
    received_on: str


class Deliveries(Protocol):
    """Methods run on a lane and may take a while."""

    def operators(self) -> tuple[tuple[str, str], ...]: ...
    def box_rule(self) -> str:
        """The hour before which a drop box counts for the working day before; empty: the day it is emptied."""
        ...

    def open_lists(self) -> list[Delivery]: ...
    def read_file(self, file: Path) -> str:
        """The posting numbers of a file, one a line."""
        ...

    def begin(self, text: str, operator: str, name: str) -> Delivery: ...
    def check(self, number: str, code: str) -> Checked: ...
    def mark(self, number: str, ordinal: int, state: Found, remarks: str) -> Delivery: ...
    def sign(self, number: str, delivered_by: str, remarks: str) -> Delivery: ...
    def empty_box(self, count: int, witness: str, place: str, remarks: str) -> Delivery: ...
    def pdf(self, number: str) -> Path: ...
    def pending(self) -> list[Pending]: ...
    def accepted(self, posting_number: str) -> Pending | None:
        """What was accepted under a posting number and waits; None where nothing does."""
        ...

    def settle(self, consignment_id: str, how: str, words: str) -> None: ...
    def take_back(self, came: CameBack) -> tuple[str, bool]:
        """What was done with a return or a receipt, and whether it found its pair."""
        ...


class StationDeliveries:
    """Deliveries of this station. `clerk`: whoever works here, refused where their role may not register."""

    def __init__(self, office: Office, clerk: Callable[[], str], prints: Path) -> None:
        self._office, self._clerk, self._prints = office, clerk, prints

    def operators(self) -> tuple[tuple[str, str], ...]:
        """Operators of the office's dictionary: (code, Polish)."""
        known = self._office.queries.dictionary("posting_operator")
        return tuple((entry.code, entry.name) for entry in known if entry.active)

    def box_rule(self) -> str:
        """The hour before which a drop box counts for the working day before."""
        return self._office.settings.drop_box_before

    def open_lists(self) -> list[Delivery]:
        """Lists nobody has signed, newest first."""
        return self._office.queries.deliveries(open_only=True)

    def read_file(self, file: Path) -> str:
        """The posting numbers of a file, one a line."""
        return "\n".join(numbers_of_file(file))

    def begin(self, text: str, operator: str, name: str) -> Delivery:
        """Begin a list from what was typed or pasted."""
        words = name.strip() or dict(self.operators()).get(operator, "")
        order = CourierOrder(read_numbers(text), operator or None, words)
        return make_courier_list(order, self._office.uow(self._clerk()), self._office.workplace)

    def check(self, number: str, code: str) -> Checked:
        """A code was scanned or typed: it is here."""
        found = scan_code(number, code, self._office.uow(self._clerk()), self._office.workplace)
        row, doubt = found.row, number_doubt(found.row.posting_number or "")
        again = " – już sprawdzona" if found.again else ""
        words = f"{row.ordinal}. {row.posting_number}: {row_words(row)}{again}"
        fine = row.state is Found.PRESENT and row.expected and not found.again and not doubt
        return Checked(found.delivery, row.ordinal, f"{words}. {doubt}".strip(" .") + ".", fine)

    def mark(self, number: str, ordinal: int, state: Found, remarks: str) -> Delivery:
        """Mark a position."""
        return mark_row(number, ordinal, state, self._office.uow(self._clerk()), self._office.workplace, remarks)

    def sign(self, number: str, delivered_by: str, remarks: str) -> Delivery:
        """Sign a list."""
        return sign_delivery(number, delivered_by, self._office.uow(self._clerk()), self._office.workplace, remarks)

    def empty_box(self, count: int, witness: str, place: str, remarks: str) -> Delivery:
        """Write the protocol of emptying a drop box."""
        order = BoxOrder(count, witness, place, remarks)
        return empty_drop_box(order, self.box_rule(), self._office.uow(self._clerk()), self._office.workplace)

    def pdf(self, number: str) -> Path:
        """A list as a PDF file."""
        self._prints.mkdir(parents=True, exist_ok=True)
        target = self._prints / f"lista-{number}.pdf"
        print_delivery(self._office, self._clerk(), number, target)
        return target

    def pending(self) -> list[Pending]:
        """What waits to be registered, the oldest first."""
        return [self._waiting(each) for each in self._office.queries.pending_consignments()]

    def accepted(self, posting_number: str) -> Pending | None:
        """What was accepted under a posting number and waits."""
        queries = self._office.queries
        known = queries.consignment_by_number(plain_number(posting_number))
        if known is None or known.settled is not None or queries.items_of_consignment(known.id):
            return None
        return self._waiting(known)

    def _waiting(self, known: Consignment) -> Pending:
        operators = dict(self.operators())
        return Pending(
            known.id, waited_words(known, self._office.clock.now()), known.posting_number or "bez numeru",
            operators.get(known.operator or "", known.operator or ""), known.condition or "",
            known.received_on or warsaw_day(known.accepted_at),
        )  # fmt: skip

    def settle(self, consignment_id: str, how: str, words: str) -> None:
        """Say why no letter comes of something accepted."""
        settle_consignment(consignment_id, how, words, self._office.uow(self._clerk()), self._office.workplace)

    def take_back(self, came: CameBack) -> tuple[str, bool]:
        """Join a return or a receipt to its outgoing item."""
        clerk = self._clerk()
        matched = take_back(came, lambda: self._office.uow(clerk), self._office.workplace)
        if not matched.outgoing:
            return "Bez pary: nie ma przesyłki wychodzącej o tym numerze. Zwrot czeka na nią.", False
        rows = ", ".join(f"{row.readable_number} {row.addressee_names}".strip() for row in matched.outgoing)
        return f"Dołączono do przesyłki wychodzącej: {rows}.", True
