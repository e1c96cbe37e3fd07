"""The program measured by `bench_stack`: a real station reads a stack, registers its letters, keeps their PDF/A.

`python -m tests.bench.measuring_stack HOME TARGET.json`; the scanner is the demo feeder over `KANCELARIA_DEMO_DIR`.
"""

from __future__ import annotations

import json
import queue
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from kancelaria.domain.errors import OfficeError
from kancelaria.domain.incoming import Sender
from scanning.devices.protocol import Mode, Source
from scanning.pages.model import SplitMode
from ui.operations.batch import StackBatch
from ui.operations.facts import (
    BatchEvent,
    Letter,
    LetterForm,
    PageArrived,
    PdfWritten,
    ScanEnded,
    ScanFailed,
    ScanOptions,
    StackChanged,
)
from ui.operations.registration import unattended_form
from ui.operations.station import open_station

PATIENCE_S = 3600.0


class Told:
    """When each thing was first said, in seconds since the epoch."""

    def __init__(self, batch: StackBatch) -> None:
        self.arrived: dict[int, float] = {}
        self.known: dict[int, float] = {}
        self.suggested: dict[int, float] = {}
        self.pdf: list[tuple[str, float]] = []
        self.failed: list[str] = []
        self.scanned_at: float | None = None
        self._changed: queue.SimpleQueue[None] = queue.SimpleQueue()
        batch.subscribe(self._hear)

    def until(self, reached: Callable[[], bool]) -> None:
        """Wait for a state, looking at each event."""
        deadline = time.monotonic() + PATIENCE_S
        while not reached():
            self._changed.get(timeout=max(0.01, deadline - time.monotonic()))

    def _hear(self, event: BatchEvent) -> None:
        now = time.time()
        if isinstance(event, PageArrived):
            self.arrived[event.number] = now
        elif isinstance(event, StackChanged):
            self._letters(event.letters, now)
        elif isinstance(event, PdfWritten):
            self.pdf.append((event.target.name, now))
            if event.error is not None:
                self.failed.append(repr(event.error))
        elif isinstance(event, ScanFailed):
            self.failed.append(repr(event.error))
        elif isinstance(event, ScanEnded):
            self.scanned_at = now
        self._changed.put(None)

    def _letters(self, letters: tuple[Letter, ...], now: float) -> None:
        for letter in letters:
            for page in letter.pages:
                self.known.setdefault(page.number, now)
            if letter.suggestions.items:
                self.suggested.setdefault(letter.first_page, now)


def main(home: Path, target: Path) -> int:
    """Scan, read, register; write what was seen."""
    station = open_station(home)
    batch = station.batch
    assert isinstance(batch, StackBatch)
    batch.warm_up()
    told = Told(batch)
    begun = time.time()
    batch.start(ScanOptions("demo:letters", Source.ADF_DUPLEX, 300, Mode.GRAY, SplitMode.LABEL))
    told.until(lambda: told.scanned_at is not None)
    told.until(lambda: batch.hand.worked_through)
    read_at = time.time()
    spooled = {page.number: page.path.stat().st_mtime for page in batch.hand.stack.pages()}
    letters = batch.hand.letters()
    seen: dict[str, Any] = {
        "begun": begun,
        "scanned_at": told.scanned_at,
        "read_at": read_at,
        "letters": len(letters),
        "first_pages": [letter.first_page for letter in letters],
        "spooled": spooled,
    }
    seen["registering_ms"] = _register(station.desk, letters)
    told.until(lambda: len(told.pdf) >= len(letters))
    seen |= {"written_at": time.time(), "arrived": told.arrived, "known": told.known, "suggested": told.suggested}
    seen["failed"] = told.failed
    target.write_text(json.dumps(seen), encoding="utf-8")
    station.close()
    return 0


def _register(desk: Any, letters: tuple[Letter, ...]) -> list[float]:
    """Confirm each letter with what was suggested; milliseconds a letter."""
    took = []
    for letter in letters:
        form = _filled(unattended_form(letter.suggestions, "2026-11-20"))
        begun = time.perf_counter()
        try:
            desk.register(letter.key, form)
        except OfficeError as error:
            print(f"{letter.key}: {error}", file=sys.stderr)
            raise
        took.append((time.perf_counter() - begun) * 1000)
    return took


def _filled(form: LetterForm) -> LetterForm:
    """What a clerk would add where nothing sure was read."""
    sender = form.sender if form.sender.display_name else Sender(organisation="Spółka Zmyślona")
    sender = sender if sender.town else replace(sender, town="Próbne")
    return replace(
        form,
        sender=sender,
        title=form.title or "Pismo",
        no_date=form.letter_date is None,
        no_reference=form.sender_reference is None,
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
