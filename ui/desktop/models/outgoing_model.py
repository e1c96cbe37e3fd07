"""The outgoing register as a windowed model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt

from kancelaria.domain.outgoing import METHOD_WORDS, STATE_WORDS, OutgoingItem, OutgoingState
from kancelaria.services.outgoing_queries import OutgoingFilter, OutgoingSort
from ui.desktop import said, theme
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.models.windowed import ROW_ROLE, Column, WindowedModel, row_font
from ui.operations.outgoing_ports import Outgoing


def _state(item: OutgoingItem) -> str:
    return STATE_WORDS[item.state]


def _fate(item: OutgoingItem) -> str:
    told = [_state(item), "czeka na ZPO" if item.awaits_receipt else ""]
    if item.delivered_on:
        told.append(said.day_full(item.delivered_on))
    if item.returned_on:
        notices = ", ".join(said.day_full(day) for day in item.notices)
        told += [said.day_full(item.returned_on), item.return_reason or "", f"awizo: {notices}" if notices else ""]
    return " · ".join(part for part in (*told, item.void_reason or "") if part)


def _addressee(item: OutgoingItem) -> str:
    return "\n".join(", ".join((each.display_name, *each.address_lines)) for each in item.addressees)


COLUMNS: tuple[Column[OutgoingSort, OutgoingItem], ...] = (
    Column(OutgoingSort.NUMBER, "Numer", 100, lambda item: item.readable_number or "nada centrala"),
    Column(OutgoingSort.HANDED_ON, "Przekazano", 104, lambda item: said.day(item.handed_on) if item.handed_on else "–",
           lambda item: said.day_full(item.handed_on) if item.handed_on else "jeszcze nie przekazano"),
    Column(OutgoingSort.ADDRESSEE, "Adresat", 118, lambda item: item.addressee_names, _addressee),
    Column(OutgoingSort.TITLE, "Dotyczy", 118, lambda item: item.title),
    Column(OutgoingSort.METHOD, "Sposób", 134, lambda item: METHOD_WORDS[item.method] + ", ZPO" * item.zpo),
    Column(OutgoingSort.STATE, "Stan", 118, _state, _fate),
    Column(OutgoingSort.CASE_MARK, "Znak sprawy", 130, lambda item: item.case_mark or ""),
    Column(OutgoingSort.POSTING_NUMBER, "Nr nadania", 170, lambda item: item.posting_number or ""),
    Column(OutgoingSort.REGISTERED_AT, "Rejestracja", 110, lambda item: said.instant(item.registered_at),
           lambda item: said.instant_full(item.registered_at)),
)  # fmt: skip
FILLS = (2, 3)
NEWEST = len(COLUMNS) - 1


class OutgoingModel(WindowedModel[OutgoingFilter, OutgoingSort, OutgoingItem]):
    """Rows of outgoing mail; a row is known by its id."""

    def __init__(self, outgoing: Outgoing, jobs: JobRunner, parent: QObject | None = None) -> None:
        label, order = "Czytanie rejestru przesyłek wychodzących", OutgoingSort.REGISTERED_AT
        super().__init__(outgoing, jobs, COLUMNS, OutgoingFilter(), order, label, parent)

    def key_of_row(self, row: OutgoingItem) -> str:
        """Its id."""
        return row.id

    def role_of(self, row: OutgoingItem, column: Column[OutgoingSort, OutgoingItem], role: int) -> Any:  # noqa: ARG002
        """The row itself, and how it is written."""
        if role == ROW_ROLE:
            return row
        voided = row.state is OutgoingState.VOIDED
        if role == Qt.ItemDataRole.FontRole and (voided or row.state is OutgoingState.PREPARED):
            return row_font(False, not voided, voided)
        if role == Qt.ItemDataRole.ForegroundRole and voided:
            return theme.current().color("muted")
        return None

    def ask_changed(self, ids: frozenset[str], then: Callable[[], None]) -> None:
        """Call `then` where one of these records is here, or there are more rows or fewer than there were."""
        if any(row.id in ids for rows in self._windows.values() for row in rows):
            then()
            return
        wanted, before = self._filter, self._count

        def counted(count: int) -> None:
            if wanted == self._filter and count != before:
                then()

        self._jobs.submit("db", lambda _job: self._source.count(wanted), counted, self.failed.emit, owner=self)
