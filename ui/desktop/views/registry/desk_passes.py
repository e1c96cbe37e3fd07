"""Fronts first, then the stack turned over: the desk says what to put in when, and asks where the two don't fit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.desktop import said
from ui.desktop.ports import Passes, ScanOptions

if TYPE_CHECKING:
    from ui.desktop.views.registry.desk import DeskView


class DeskPasses(QObject):
    """While backs are awaited F2 scans them, and no letter of the stack is registered."""

    def __init__(self, desk: DeskView) -> None:
        super().__init__(desk)
        self._desk = desk
        self._fronts_again = False

    @property
    def awaited(self) -> bool:
        """Whether the backs of the stack in hand are still to come."""
        passes = self._desk.flow.state.passes
        return passes is not None and passes.awaited

    def options(self, options: ScanOptions) -> ScanOptions:
        """What to scan now: fronts, or the backs of those in hand."""
        if not self.awaited or self._fronts_again:
            return options
        return replace(options, backs=True)

    def ended(self) -> bool:
        """The scanner is done; True where something is asked."""
        self._fronts_again = False
        passes = self._desk.flow.state.passes
        if passes is None or self._desk.bar.at_counter:
            return False
        if not passes.awaited:
            if passes.backs:
                self._desk.frame.status.say(f"Tyły dołożono do przodów: {said.sheets(passes.fronts)}.")
            return False
        self._ask(passes)
        return True

    def fault(self) -> bool:
        """The scanner stopped among the backs; True where that was said."""
        passes = self._desk.flow.state.passes
        if passes is None or not passes.awaited or not passes.backs:
            return False
        self._desk.notice.say(
            f"Są tyły {passes.backs} z {passes.fronts} kartek. Połóż w podajniku pozostałe, "
            f"tył kartki {passes.fronts - passes.backs}. jako pierwszy, potem naciśnij F2.",
            ("Skanuj dalej  F2", self._desk.scanning.scan_on),
            ("Tyły jeszcze raz", self.again),
        )
        return True

    def again(self) -> None:
        """The backs don't fit: they come once more."""
        pages = self._desk.frame.station.batch.pages
        self._desk.run_batch(lambda: pages.settle_backs(again=True))
        self._desk.scanning.scan_on()

    def none(self) -> None:
        """No more backs come."""
        pages = self._desk.frame.station.batch.pages
        self._desk.run_batch(lambda: pages.settle_backs(again=False))
        self._desk.hold_focus()

    def more_fronts(self) -> None:
        """The feeder didn't hold all of them."""
        self._fronts_again = True
        self._desk.scanning.scan_on()

    def _ask(self, passes: Passes) -> None:
        fronts = said.sheets(passes.fronts)
        if not passes.backs:
            self._desk.notice.say(
                f"Przody są zeskanowane: {fronts}. Odwróć cały plik tak, jak wyszedł, i włóż go jeszcze raz.",
                ("Skanuj tyły  F2", self._desk.scanning.scan_on),
                ("Jeszcze przody", self.more_fronts),
                ("Nie ma tyłów", self.none),
                hint="Pierwszy idzie tył ostatniej kartki. Program sam złoży strony w całość.",
            )
        else:
            self._desk.notice.say(
                f"Przodów jest {passes.fronts}, tyłów {passes.backs}: kartki mogły się skleić, a strony rozjechać.",
                ("Tyły jeszcze raz", self.again),
                ("Tak ma być", self.none),
                hint="Włóż do podajnika wszystkie kartki tyłem do skanowania, jak za pierwszym razem.",
            )
        self._desk.notice.answer(0).setFocus()
