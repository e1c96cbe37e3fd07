"""The desk's scanning: begin, stop, files, one page again, sealed letters, a stack left over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from scanning.devices.protocol import DeviceInfo
from scanning.errors import ScanningError
from scanning.pages.model import SplitMode
from ui.desktop import said

if TYPE_CHECKING:
    from ui.desktop.views.registry.desk import DeskView


class DeskScanning(QObject):
    """What the desk asks of scanner and files."""

    def __init__(self, desk: DeskView) -> None:
        super().__init__(desk)
        self._desk = desk
        self._batch = desk.frame.station.batch
        self.sealed_next = False
        self.cancelled = False
        self.looking = False
        self.too_many = False
        self.from_feeder = self.from_device = True
        """Sheets come through a feeder; or at least from a device, not from files chosen."""
        self._start_when_found = False

    def scan(self) -> None:
        """Begin scanning, unless letters still wait to be confirmed."""
        if self._desk.bar.scanning:
            return
        if self._desk.stops.stopped or self._desk.passes.awaited:
            self.scan_on()
            return
        if self._desk.counts.ask_again():
            return
        waiting = self._desk.flow.state.waiting
        if waiting:
            self._desk.notice.say(
                f"Do zatwierdzenia: {said.letters(waiting)}.",
                ("Wróć do pism", lambda: self._desk.form.focus_first()),
                ("Dołóż do tego stosu", self.scan_on),
                ("Zostaw na później, skanuj nowy", self.scan_new),
                hint="Stos zostawiony na później wróci, gdy skończysz nowy. Nic z niego nie zginie.",
            )
            self._desk.notice.answer(0).setFocus()
            return
        self._start()

    def scan_on(self) -> None:
        """Scan more sheets into the stack in hand."""
        self._start(new=False)

    def scan_new(self) -> None:
        """Leave the stack in hand for later and begin another one."""
        self._desk.left.left_behind = True
        self._desk.run_batch(self._batch.put_aside)
        self._start()

    def _start(self, new: bool = True) -> None:
        options = self._desk.bar.options()
        if options is None and self.looking:
            self._start_when_found = True
            self._desk.frame.status.say("Szukam skanera. Skanowanie zacznie się, gdy go znajdę.")
            return
        if options is None:
            self._desk.notice.say(
                "Nie znaleziono skanera. Włącz go i podłącz do sieci lub komputera.",
                ("Szukaj ponownie", self.look),
            )
            return
        if self.sealed_next:
            options = replace(options, sealed=True)
        options = options if new else self._desk.passes.options(options)
        self.cancelled = self._desk.stops.stopped = False
        self.from_feeder = self.from_device = True
        for notice in (self._desk.notice, self._desk.recovery):
            notice.hide()
        self._desk.refused.begin()
        self._desk.events.go_on()
        if new:
            self._desk.flow.begin()
            self._desk.forget_sticky()
            self._desk.events.begin(said.now().strftime("%H:%M"))
            self._desk.drafts.begin(said.now().isoformat())
        self.too_many = False
        self._desk.bar.show_scanning(True)
        self._desk.frame.status.show_scanner("skanuje…")
        self._desk.show_stack()
        self._desk.hold_focus()
        self._desk.run_batch(lambda: self._batch.start(options), failed=self._desk.events.scan_failed)

    def look(self) -> None:
        """Look for scanners; a scan asked for meanwhile begins when one is found."""
        devices = self._desk.frame.station.devices
        self._show_profiles()
        self._show(devices.known())
        self.looking = True
        self._desk.frame.jobs.submit(
            "net", lambda _job: devices.discover(), self._on_found, self._on_not_found, owner=self
        )

    def _show_profiles(self) -> None:
        try:
            self._desk.bar.show_profiles(self._desk.frame.station.devices.profiles())
        except ScanningError as error:  # an administrator's slip of the pen; scanning says so again
            self._desk.frame.show_failure(error)

    def _on_found(self, devices: list[DeviceInfo]) -> None:
        self.looking = False
        self._show(devices)
        if devices:
            self._desk.notice.hide()
        if self._start_when_found:
            self._start_when_found = False
            self._start()

    def _on_not_found(self, error: Exception) -> None:
        self.looking = self._start_when_found = False
        self._desk.frame.show_failure(error)

    def _show(self, devices: list[DeviceInfo]) -> None:
        desk = self._desk
        if desk.bar.scanning:
            return
        desk.bar.show_devices(devices)
        device = desk.bar.device()
        if not desk.flow.state.letters:
            if device is None:
                desk.frame.status.show_scanner("nie znaleziono", "Włącz go i naciśnij F2.")
            else:
                self.show_state("gotowy", f"{device.name}. F2 skanuje.")

    def show_state(self, text: str, detail: str) -> None:
        """What the scanner does, and beneath it how it has done so far."""
        desk, device = self._desk, self._desk.bar.device()
        desk.frame.status.show_scanner(text, detail)
        if device is not None:
            devices, status = desk.frame.station.devices, desk.frame.status
            desk.frame.jobs.submit(
                "db", lambda _job: devices.health(device.id),
                lambda line: status.add_to_scanner(line) if line else None, owner=self,
            )  # fmt: skip

    def cancel_scan(self) -> None:
        """Stop after the current page."""
        if self._desk.bar.scanning:
            self.cancelled = True
            self._desk.frame.status.say("Przerywam po tej kartce…")
        # not behind the scan itself: starting may hold its lane for a while
        self._desk.frame.jobs.submit("control", lambda _job: self._batch.cancel(), owner=self._desk)

    def stop_after_one(self, letters: int) -> None:
        """At the counter one letter is taken: a second one in the feeder stops it."""
        if letters > 1 and self._desk.bar.at_counter and self._desk.bar.scanning and not self.too_many:
            self.too_many = True
            self._desk.frame.jobs.submit("control", lambda _job: self._batch.cancel(), owner=self._desk)

    def say_too_many(self) -> None:
        """What to do with the letters that were in the feeder besides the first."""
        count = len(self._desk.flow.state.letters)
        if self._desk.bar.at_counter and count > 1:
            self._desk.notice.say(
                f"W podajniku było więcej niż jedno pismo, zeskanowano {said.letters(count)}. Zatwierdź je po kolei "
                "albo połącz z poprzednim (Ctrl+J). Kartki, które zostały w podajniku, zeskanuj potem klawiszem F2.",
                ("Rozumiem", lambda: self._desk.form.focus_first()),
            )

    def intake(self) -> None:
        """Take files instead of paper."""
        names, _ = QFileDialog.getOpenFileNames(
            self._desk,
            "Wczytaj pliki",
            "",
            "Skany i dokumenty (*.pdf *.tif *.tiff *.png *.jpg *.jpeg);;Wszystkie pliki (*)",
        )
        if names:
            self.take_files([Path(name) for name in names])

    def take_files(self, paths: list[Path]) -> None:
        """Register from files, parted as chosen in the bar."""
        self.from_feeder = self.from_device = self._desk.stops.stopped = False
        self._desk.refused.begin()
        self._desk.flow.begin()
        self._desk.events.begin(said.now().strftime("%H:%M"))
        self._desk.drafts.begin(said.now().isoformat())
        self._desk.bar.show_scanning(True)
        options = self._desk.bar.options()
        split = options.split if options else SplitMode.LABEL
        each = options.sheets_per_document if options else 1
        batch = self._batch
        self._desk.run_batch(lambda: batch.intake(paths, split, each), failed=self._desk.events.scan_failed)

    def rescan(self) -> None:
        """Scan the page on screen again."""
        page, options = self._desk.page.current, self._desk.bar.options()
        if page is not None and options is not None:
            self._one_sheet(lambda: self._batch.rescan(page.number, options))

    def insert(self) -> None:
        """Scan one more sheet, behind the page on screen."""
        page, options = self._desk.page.current, self._desk.bar.options()
        if page is not None and options is not None:
            self._one_sheet(lambda: self._batch.insert(page.number, options))

    def _one_sheet(self, scan: Callable[[], None]) -> None:
        if self._desk.bar.scanning:
            return
        self.from_feeder, self.from_device = False, True
        self._desk.bar.show_scanning(True)
        self._desk.pages.do(scan, self._desk.events.scan_failed)

    def toggle_sealed(self) -> None:
        """The open letter, or the next scan, is sealed: only the envelope, nothing read."""
        letter = self._desk.flow.letter
        if letter is None or self._desk.flow.item is not None:
            self.sealed_next = not self.sealed_next
            self._desk.frame.status.say(
                "Następny skan: zaklejona, tylko koperta." if self.sealed_next else "Następny skan: zwykły."
            )
            return
        key, sealed = letter.key, not letter.sealed
        self._desk.run_batch(lambda: self._batch.set_sealed(key, sealed))
