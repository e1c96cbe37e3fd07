"""Sheets put in against sheets scanned: a stack in which they differ stays open until a person has settled it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.desktop import said
from ui.desktop.ports import ScanEnded

if TYPE_CHECKING:
    from ui.desktop.views.registry.desk import DeskView

DIFFER = "sheet_count"


class DeskCounts(QObject):
    """Asks about a number that doesn't fit; closes the stack once it does."""

    def __init__(self, desk: DeskView) -> None:
        super().__init__(desk)
        self._desk = desk
        self._batch = desk.frame.station.batch
        self.open = False
        """Every letter is registered, but the stack waits for its sheets to be settled."""

    def ended(self, event: ScanEnded) -> None:
        """The scanner is done."""
        if event.expected is not None and event.expected != event.sheets:
            self.ask(event.expected, event.sheets)

    def ask(self, expected: int, found: int) -> None:
        """What to do about sheets that are missing, or are more than were counted."""
        desk = self._desk
        missing = found < expected
        advice = (
            "Sprawdź, czy kartki się nie skleiły. Brakującą dołożysz też za dowolną stroną (Shift+F3)."
            if missing
            else "Sprawdź, czy kartka nie przeszła dwa razy."
        )
        settle = (f"Było ich {found}", lambda: self.settle(found))
        scan = ("Skanuj brakujące  F2", desk.scanning.scan_on)
        aside = ("Zostaw na później, skanuj nowy", self._leave)
        desk.notice.say(
            f"Włożono {_sheets(expected)}, zeskanowano {_sheets(found)}. Stos zostanie otwarty, aż się zgodzi.",
            *((scan, settle) if missing else (settle,)),
            *((aside,) if self.open else ()),
            hint=advice,
        )
        if self.open:
            desk.notice.answer(0).setFocus()

    def settle(self, sheets: int) -> None:
        """There really were so many."""
        self._desk.bar.expect(sheets)
        self._desk.run_batch(lambda: self._batch.pages.expect_sheets(sheets))
        if self.open:
            self.finish()
        else:
            self._desk.hold_focus()

    def finish(self) -> None:
        """Every letter is registered: close the stack, unless its sheets are still to be settled."""
        self._desk.frame.jobs.submit(
            "scanner", lambda _job: self._batch.finish(), self._on_finished, self._on_refused, owner=self
        )

    def ask_again(self) -> bool:
        """Before another stack is scanned: whether this one must be settled first."""
        count = self._desk.flow.state.count
        if not self.open or count is None or count.expected is None or count.settled:
            return False
        self.ask(count.expected, count.total)
        return True

    def begin(self) -> None:
        """Another stack is in hand."""
        self.open = False

    def _leave(self) -> None:
        self.open = False
        self._desk.scanning.scan_new()

    def _on_finished(self, _none: object) -> None:
        self.open = False
        self._desk.left.stack_done()

    def _on_refused(self, error: Exception) -> None:
        if getattr(error, "code", "") != DIFFER:
            self._desk.frame.show_failure(error)
            return
        self.open = True
        self.ask_again()


def _sheets(number: int) -> str:
    return said.count(number, "kartkę", "kartki", "kartek")
