"""What of outgoing mail is printed or written to a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from kancelaria.domain.outgoing import OutgoingItem
from ui.desktop import said
from ui.desktop.shell.frame import Frame
from ui.desktop.views.outgoing.table import OutgoingTable
from ui.operations.outgoing_ports import Outgoing


class OutgoingPrints:
    """The posting book, the register, envelopes, address labels and slips of what is chosen in the table."""

    def __init__(self, frame: Frame, outgoing: Outgoing, table: OutgoingTable, place: QWidget) -> None:
        self._frame, self._outgoing, self._table, self._place = frame, outgoing, table, place

    def print_book(self) -> None:
        """Ctrl+B: the posting book of today."""
        day = self._outgoing.today()
        self._frame.print_file("posting_book", lambda: self._outgoing.posting_book(day), said.day_full(day))

    def save_book(self) -> None:
        """The posting book of today as a file: to be read, or for the operator's system."""
        day = self._outgoing.today()
        kinds = "Książka do podpisu (*.pdf);;Wykaz dla operatora (*.xml);;Wykaz dla arkusza (*.csv)"
        self._to_file(f"ksiazka-nadawcza-{day}.pdf", kinds, lambda target: self._outgoing.posting_book(day, target))

    def save_register(self) -> None:
        """The register of this year as a file."""
        day = self._outgoing.today()
        first, kinds = f"{day[:4]}-01-01", "Rejestr (*.pdf);;Arkusz (*.csv)"
        self._to_file(
            f"rejestr-wychodzacych-{day}.pdf", kinds, lambda target: self._outgoing.register(first, day, target)
        )

    def print_envelopes(self, size: str = "DL") -> None:
        """Envelopes of what is chosen."""
        ids = ids_of(self._table.chosen)
        if ids:
            self._frame.print_file("envelope", lambda: self._outgoing.envelopes(ids, size), size)

    def print_labels(self) -> None:
        """Address labels of what is chosen."""
        ids = ids_of(self._table.chosen)
        if ids:
            self._frame.print_file("address_label", lambda: self._outgoing.labels(ids))

    def print_slips(self) -> None:
        """Delivery receipts of what is chosen."""
        ids = ids_of([row for row in self._table.chosen if row.zpo])
        if ids:
            self._frame.print_file("zpo", lambda: self._outgoing.slips(ids))

    def _to_file(self, name: str, kinds: str, make: Callable[[Path], Path]) -> None:
        chosen, kind = QFileDialog.getSaveFileName(self._place, "Zapisz jako", name, kinds)
        if not chosen:
            return
        target = Path(chosen)
        suffix = kind.rpartition("*")[2].rstrip(")")
        target = target.with_suffix(suffix) if suffix and target.suffix != suffix else target
        self._frame.jobs.submit(
            "db", lambda _job: make(target), lambda path: self._frame.status.say(f"Zapisano: {path.name}."),
            self._frame.show_failure, label="Zapisywanie pliku", owner=self._place,
        )  # fmt: skip


def ids_of(rows: Sequence[OutgoingItem]) -> list[str]:
    """The ids of rows."""
    return [row.id for row in rows]
