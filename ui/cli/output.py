"""What the command says and how it ends: tables for people, JSON Lines for scripts, exit codes by the contract."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from typing import Any, Protocol

from kancelaria.domain.errors import CentralError, CentralUnreachable, NotFound, OfficeError, StoreError
from kancelaria.printing.label_printer import PrinterUnreachable
from scanning.errors import DeviceError, ScanningError


class Exit(IntEnum):
    """Exit codes of the command line contract."""

    OK = 0
    SOME_FAILED = 1
    USAGE = 2
    UNREACHABLE = 3
    REFUSED = 4
    DAMAGED = 5


class Known(Protocol):
    """What every known error carries, from either side of the house."""

    code: str
    message: str
    hint: str
    subject: str


KNOWN_ERRORS = (OfficeError, ScanningError)


def exit_code_of(error: OfficeError | ScanningError) -> Exit:
    """The exit code a known error ends the command with when nothing else could be done."""
    if error.code in ("profile_locked", "profile_required"):
        return Exit.REFUSED
    if isinstance(error, DeviceError | CentralUnreachable | PrinterUnreachable):
        return Exit.UNREACHABLE
    if isinstance(error, CentralError):
        return Exit.REFUSED
    if isinstance(error, StoreError) and "damaged" in error.code:
        return Exit.DAMAGED
    return Exit.SOME_FAILED


def error_object(error: Known, subject: str = "") -> dict[str, Any]:
    """The error object of the contract."""
    return {
        "error": {"code": error.code, "message": error.message, "hint": error.hint, "subject": subject or error.subject}
    }


class Output:
    """Standard output for results, standard error for everything said about them. Remembers the worst that happened."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        self.exit_code = Exit.OK

    def record(self, value: Mapping[str, Any], text: str = "") -> None:
        """One result: a JSON line, or `text` for a person."""
        if self.as_json:
            self._line(value)
        elif text:
            print(text)

    def table(self, rows: Iterable[Mapping[str, Any]], columns: Sequence[tuple[str, str]], empty: str) -> None:
        """Results of one kind. `columns` = (key, Polish heading); `empty` is said when there is no row."""
        if self.as_json:
            for row in rows:
                self._line(row)
            return
        self._draw(list(rows), columns, empty)

    def failed(self, error: OfficeError | ScanningError, subject: str = "") -> None:
        """An input failed: named on standard error and, in JSON, as an error line; the rest goes on."""
        if self.as_json:
            self._line(error_object(error, subject))
        about = subject or error.subject
        print(f"Błąd: {about + ': ' if about else ''}{error.message}", file=sys.stderr)
        if error.hint:
            print(f"  → {error.hint}", file=sys.stderr)
        code = exit_code_of(error) if not isinstance(error, NotFound) else Exit.SOME_FAILED
        self.exit_code = max(self.exit_code, code)

    def say(self, text: str) -> None:
        """Progress and messages, on standard error."""
        print(text, file=sys.stderr, flush=True)

    @staticmethod
    def _line(value: Mapping[str, Any]) -> None:
        sys.stdout.write(json.dumps(value, ensure_ascii=False, separators=(", ", ": ")) + "\n")
        sys.stdout.flush()

    @staticmethod
    def _draw(rows: list[Mapping[str, Any]], columns: Sequence[tuple[str, str]], empty: str) -> None:
        from rich.box import SIMPLE_HEAD
        from rich.console import Console
        from rich.table import Table

        if not rows:
            print(empty)
            return
        table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False)
        for _key, heading in columns:
            table.add_column(heading, overflow="fold")
        for row in rows:
            table.add_row(*("" if row.get(key) is None else str(row[key]) for key, _heading in columns))
        width = None if sys.stdout.isatty() else 160
        Console(width=width, highlight=False).print(table)
