"""The register of incoming mail as a windowed model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt

from kancelaria.domain.incoming import ItemState
from kancelaria.domain.item_state import state_word
from ui.desktop import said, theme
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.models.windowed import ROW_ROLE, Column, WindowedModel, row_font
from ui.desktop.ports import Register, RegisterFilter, RegisterRow

UID_ROLE = ROW_ROLE


def _number(row: RegisterRow) -> str:
    return f"{row.rpw_number}/{row.rpw_year}" if row.rpw_number else "nada centrala"


STATES = {state: state_word(state) for state in ItemState}

COLUMNS: tuple[Column[str, RegisterRow], ...] = (
    Column("rpw_number", "RPW", 106, _number),
    Column("document_uid", "Identyfikator", 146, lambda row: row.document_uid),
    Column(
        "received_on",
        "Wpłynęło",
        102,
        lambda row: said.day(row.received_on),
        lambda row: said.day_full(row.received_on),
    ),
    Column("sender", "Nadawca", 190, lambda row: row.sender or "brak nadawcy"),
    Column("title", "Dotyczy", 190, lambda row: row.title or "brak tytułu"),
    Column("sender_reference", "Znak", 112, lambda row: row.sender_reference or "brak"),
    Column(
        "letter_date",
        "Data pisma",
        102,
        lambda row: said.day(row.letter_date) if row.letter_date else "brak",
        lambda row: said.day_full(row.letter_date or ""),
    ),
    Column(
        "attachment_count", "Zał.", 46, lambda row: "" if row.attachment_count is None else str(row.attachment_count)
    ),
    Column(
        "state",
        "Stan",
        128,
        lambda row: STATES[ItemState(row.state)],
        lambda row: STATES[ItemState(row.state)] + (f": {row.void_reason}" if row.void_reason else ""),
    ),
    Column(
        "registered_at",
        "Rejestracja",
        116,
        lambda row: said.instant(row.registered_at),
        lambda row: said.instant_full(row.registered_at),
    ),
)


class RegisterModel(WindowedModel[RegisterFilter, str, RegisterRow]):
    """Rows of the register; a row is known by its identifier, a place without content by its number."""

    def __init__(self, register: Register, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(register, jobs, COLUMNS, RegisterFilter(), "registered_at", "Czytanie rejestru", parent)

    def key_of_row(self, row: RegisterRow) -> str:
        """Its identifier, or its number."""
        return row.document_uid or _number(row)

    def words_of(self, row: RegisterRow, column: Column[str, RegisterRow], full: bool) -> str:
        """Of what its reader may not see: number, day and that it is there."""
        if row.restricted:
            return _restricted(row, column.name, said.day_full if full else said.day)
        return super().words_of(row, column, full)

    def role_of(self, row: RegisterRow, column: Column[str, RegisterRow], role: int) -> Any:
        """The identifier, and how a row is written."""
        if role == UID_ROLE:
            return "" if row.restricted else row.document_uid
        if role == Qt.ItemDataRole.FontRole:
            fixed = column.name == "document_uid"
            bold = row.state == ItemState.TO_VERIFY and not fixed
            return row_font(fixed, bold, row.state == ItemState.VOIDED)
        if role == Qt.ItemDataRole.ForegroundRole and (row.restricted or row.state == ItemState.VOIDED):
            return theme.current().color("muted")
        return None


def _restricted(row: RegisterRow, column: str, day: Callable[[str], str]) -> str:
    told = {"rpw_number": _number(row), "title": row.title, "registered_at": day(row.registered_at)}
    return told.get(column, "")
