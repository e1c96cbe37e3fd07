"""The desk without its window: one stack scanned or resumed, its letters registered through `StationDesk` as they come.

`python desk_program.py HOME`; each registered letter is acknowledged by a JSON line when `register` has returned. What
lies in the demo feeder goes into the stack in hand, as a clerk puts back the sheets that did not arrive.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import time
from contextlib import suppress
from pathlib import Path

from kancelaria.domain.errors import StateForbids
from kancelaria.domain.incoming import Sender
from ui.operations.facts import BatchEvent, Letter, LetterForm, ScanEnded, ScanOptions
from ui.operations.ports import Station
from ui.operations.station import open_station

TIMEOUT_S = 60.0
FORM = LetterForm(
    sender=Sender(surname="Wymyślna", given_names="Bożena", town="Próbnik"),
    title="Wniosek o wydanie zaświadczenia",
    received_on="2026-11-20",
    no_date=True,
    no_reference=True,
)


def main(home: Path) -> None:
    """Work one stack off to its end."""
    station = open_station(home, workers=1)
    events: queue.SimpleQueue[BatchEvent] = queue.SimpleQueue()
    station.batch.subscribe(events.put)
    feeder = os.environ.get("KANCELARIA_DEMO_DIR")
    sheets = bool(feeder) and any(Path(str(feeder)).iterdir())
    left = station.batch.unfinished()
    if left:
        station.batch.resume(left[0].id)
    if sheets:
        station.batch.start(ScanOptions("demo:letters", dpi=150))
    work_off(station, events, feeding=sheets)
    station.close()


def work_off(station: Station, events: queue.SimpleQueue[BatchEvent], *, feeding: bool) -> None:
    """Try to register each letter as soon as it is seen, like a clerk in a hurry; finish when all is registered."""
    while True:
        event = events.get(timeout=TIMEOUT_S)
        feeding = feeding and not isinstance(event, ScanEnded)
        for letter in known_letters(station):
            if letter.item is None:
                hurry(station, letter)
        if not feeding and all_read(station):
            station.batch.finish()
            break
    deadline = time.monotonic() + TIMEOUT_S
    while station.batch.closing.waiting:  # type: ignore[attr-defined]
        assert time.monotonic() < deadline, "the stack is never closed"
        with suppress(queue.Empty):
            events.get(timeout=0.02)


def hurry(station: Station, letter: Letter) -> None:
    """Register a letter; one of which more pages may come is refused, and tried again at the next event."""
    try:
        item = station.desk.register(letter.key, FORM)
    except StateForbids as error:
        if error.code not in ("letter_in_feeder", "letter_growing"):
            raise
        return
    number = {"rpw_number": item.rpw_number, "rpw_year": item.rpw_year}
    print(json.dumps({"document_uid": item.document_uid, **number}), flush=True)


def known_letters(station: Station) -> list[Letter]:
    """Letters among the pages known so far."""
    return list(station.batch.hand.letters())  # type: ignore[attr-defined]


def all_read(station: Station) -> bool:
    """Whether nothing is left to read or to register."""
    hand = station.batch.hand  # type: ignore[attr-defined]
    return bool(hand.worked_through) and all(letter.item is not None for letter in hand.letters())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
