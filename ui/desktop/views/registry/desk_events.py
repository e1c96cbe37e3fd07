"""What the desk does about each event of its batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.desktop import said
from ui.desktop.models import form_values
from ui.desktop.ports import (
    BatchEvent,
    FileFailed,
    PageArrived,
    PageRead,
    PdfWritten,
    ReadingProgress,
    ScanEnded,
    ScanFailed,
    ScanPreparing,
    SheetsRepeated,
    StackChanged,
    StackFailed,
)
from ui.desktop.sounds import Sound, play

if TYPE_CHECKING:
    from ui.desktop.views.registry.desk import DeskView


class DeskEvents(QObject):
    """Takes events on the main thread, in order."""

    def __init__(self, desk: DeskView) -> None:
        super().__init__(desk)
        self._desk = desk
        self.started = ""
        self._pages = 0
        self._failed = False
        self._space_said = False

    def begin(self, started: str) -> None:
        """A stack begins (time of day, for its name)."""
        self.started = started
        self._desk.pages.begin()
        self._desk.counts.begin()
        self._pages = 0
        self._space_said = False

    def go_on(self) -> None:
        """The scanner starts once more: how it stopped before says nothing about this time."""
        self._failed = False

    def take(self, event: BatchEvent) -> None:
        """Do what an event asks for."""
        status = self._desk.frame.status
        if isinstance(event, StackChanged):
            self._stack_changed(event)
        elif isinstance(event, PageArrived):
            self._warn_of_space(event)
            self._pages += 1
            if self._desk.bar.scanning:
                self._desk.bar.show_scanning(True, self._pages)
            status.show_scanner(said.pages(self._pages), f"Bezpiecznie zapisano {said.pages(self._pages)}.")
        elif isinstance(event, ScanPreparing):
            status.show_scanner(event.text)
            self._desk.empty.say(event.text, "Pierwsze pismo pojawi się za kilka sekund.", can_scan=False)
        elif isinstance(event, ReadingProgress):
            status.show_reading(event.done, event.total)
        elif isinstance(event, FileFailed):
            if not self._desk.refused.take(event):
                self._desk.frame.show_failure(event.error)
        elif isinstance(event, PdfWritten):
            if event.error is not None:
                self._desk.frame.show_failure(event.error)
        elif isinstance(event, PageRead):
            pass  # suggestions come with the letters; the page itself doesn't change
        elif isinstance(event, SheetsRepeated):
            self._desk.stops.repeated(event)
        elif isinstance(event, ScanEnded):
            self._scan_ended(event)
        else:
            assert isinstance(event, ScanFailed)
            self._failed = not isinstance(event, StackFailed)
            self.scan_failed(event.error)
            if self._failed and self._desk.scanning.from_feeder and not self._desk.passes.fault():
                self._desk.stops.fault(event.last_good_sheet)

    def scan_failed(self, error: Exception) -> None:
        """The scanner stopped: what came is kept, the error says what to do next."""
        self._desk.bar.show_scanning(False)
        self._desk.frame.status.show_scanner("zatrzymany", str(getattr(error, "message", "Skanowanie przerwane.")))
        self._sound(Sound.NOT_READ)
        self._desk.show_stack()
        self._desk.frame.show_failure(error)

    def _stack_changed(self, event: StackChanged) -> None:
        desk, flow = self._desk, self._desk.flow
        if not event.letters and flow.state.letters:
            flow.state.passes = None
            return  # the stack is closed: its last letter stays to be labelled or taken back until the next scan
        before, item = flow.letter, flow.item
        flow.replace_letters(event)
        desk.show_stack()
        desk.scanning.stop_after_one(len(event.letters))
        now = flow.letter
        if now is None:
            following = flow.state.holding(before.first_page if before else 0) or flow.state.next_open(None)
            if following is not None:
                flow.open(following.key)
            elif event.letters:
                flow.open(event.letters[-1].key)
        elif now != before:
            voided = item is not None and flow.item is None
            if item is not None and voided:
                desk.drafts.put(now.key, form_values.of_item(item))  # nobody should have to type it again
            if voided or (before is not None and now.sealed != before.sealed):
                flow.open(now.key)
            else:
                desk.refresh_letter(now)
        else:
            desk.strip.show_letter(now)
        desk.pages.follow()

    def _scan_ended(self, event: ScanEnded) -> None:
        desk = self._desk
        desk.bar.show_scanning(False)
        desk.scanning.sealed_next = False
        if self._failed:
            self._failed = False
            desk.show_stack()
            if desk.scanning.from_feeder and not desk.passes.awaited:
                desk.stops.count(event.sheets)
            return
        desk.scanning.show_state(
            f"{said.sheets(event.sheets)}, {said.pages(event.pages)}", "Skaner skończył. Wszystkie strony są zapisane."
        )
        if desk.scanning.cancelled:
            desk.scanning.cancelled = False
            desk.frame.status.say(f"Przerwano skanowanie. Zapisano: {said.pages(event.pages)}.")
        self._sound(Sound.READ if event.pages else Sound.NOT_READ)
        desk.show_stack()
        desk.scanning.say_too_many()
        if not desk.passes.ended():
            desk.counts.ended(event)

    def _warn_of_space(self, event: PageArrived) -> None:
        if event.low_space and not self._space_said:
            self._space_said = True
            self._desk.notice.say(
                "Kończy się miejsce na dysku. Skanowanie zatrzyma się samo, zanim go zabraknie; to, co zapisane, "
                "jest bezpieczne. Powiedz administratorowi, żeby zwolnił miejsce.",
                ("Rozumiem", lambda: None),
            )

    def _sound(self, sound: Sound) -> None:
        if self._desk.frame.station.choices.get("sounds", "yes") == "yes":
            play(sound)
