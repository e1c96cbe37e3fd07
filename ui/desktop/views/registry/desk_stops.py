"""The feeder stopped on a fault: which sheets are safe, which to put back, and how to go on with the same stack."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.desktop.ports import SheetsRepeated

if TYPE_CHECKING:
    from ui.desktop.views.registry.desk import DeskView


class DeskStops(QObject):
    """While `stopped`, F2 scans on into the stack and its last letter may lack pages."""

    def __init__(self, desk: DeskView) -> None:
        super().__init__(desk)
        self._desk = desk
        self.stopped = False
        self._last_good = 0

    def fault(self, last_good: int) -> None:
        """The scanner failed; sheets up to this one are whole and safe."""
        self._last_good = last_good
        if last_good:
            self._say(half=False)

    def count(self, sheets: int) -> None:
        """So many sheets left something on the stack: one more than are whole came in half."""
        if sheets > self._last_good:
            self._say(half=True)

    def cut_off(self, last_good: int) -> None:
        """A stack is gone on with whose feeder was cut off."""
        self.fault(last_good)

    def go_on(self) -> None:
        """Scan the sheets put back."""
        self._desk.scanning.scan_on()

    def enough(self) -> None:
        """No sheet is missing: the stack is as it is."""
        self.stopped = False
        self._desk.notice.hide()
        self._desk.hold_focus()

    def ask_about_last(self, register: Callable[[], None]) -> None:
        """Before the letter in which the scanner stopped is registered."""

        def anyway() -> None:
            self.stopped = False
            register()

        self._desk.notice.say(
            "W tym piśmie zatrzymał się skaner, może w nim brakować stron.",
            ("Skanuj dalej  F2", self.go_on),
            ("Zarejestruj, jest całe", anyway),
        )
        self._desk.notice.answer(0).setFocus()

    def repeated(self, event: SheetsRepeated) -> None:
        """A sheet that was safe already was put back, too: its second scan is set aside, or it is another sheet."""
        pages = self._desk.pages
        batch = self._desk.frame.station.batch.pages
        self._desk.notice.say(
            f"{_listed(event.sheets)} jak zeskanowane już przed zatrzymaniem.",
            ("Odłóż powtórkę", lambda: pages.do(lambda: batch.drop_repeated(event.pages))),
            ("To inne kartki", self._desk.hold_focus),
            hint="Odłożone strony zostają na dysku; Ctrl+Z przywraca je do stosu.",
        )

    def _say(self, half: bool) -> None:
        self.stopped = True
        self._desk.notice.say(
            put_back(self._last_good),
            ("Skanuj dalej  F2", self.go_on),
            ("Nie ma więcej kartek", self.enough),
            hint=one_side(self._last_good + 1) if half else "",
        )


def _listed(sheets: Sequence[int]) -> str:
    if len(sheets) == 1:
        return f"Kartka {sheets[0]}. wygląda"
    return f"Kartki {sheets[0]}–{sheets[-1]} wyglądają"


def put_back(last_good: int) -> str:
    """What is safe and what to put back into the feeder."""
    if not last_good:
        return "Żadna kartka nie zapisała się w całości. Połóż wszystkie w podajniku jeszcze raz i naciśnij F2."
    safe = f"Bezpieczne są kartki 1–{last_good}." if last_good > 1 else "Bezpieczna jest kartka 1."
    return f"{safe} Połóż w podajniku kartkę {last_good + 1}. i następne, potem naciśnij F2."


def one_side(sheet: int) -> str:
    """What becomes of the sheet that went only half through."""
    return f"Kartka {sheet}. zapisała się tylko z jednej strony, jej skan powtórzy się w całości."
