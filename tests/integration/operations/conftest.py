"""A stack taken in from quick little letters, read for real."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from kancelaria.bootstrap import Office, init_station, open_office
from scanning.pages.model import SplitMode
from scanning.worker.pool import PoolSettings
from ui.operations.batch import StackBatch
from ui.operations.desk import StationDesk
from ui.operations.facts import BatchEvent, Letter, ScanEnded

FONT = Path(__file__).parents[3] / "resources" / "fonts" / "NotoSans-Regular.ttf"


def draw_page(path: Path, *lines: str, size: tuple[int, int] = (1240, 1754)) -> Path:
    """A page at 150 dpi with a few plain lines."""
    image = Image.new("L", size, 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONT), 30)
    for number, line in enumerate(lines):
        draw.text((120, 150 + 60 * number), line, 0, font)
    image.save(path, dpi=(150, 150))
    return path


@dataclass
class Bench:
    """A desk with its batch, and what it has said."""

    office: Office
    batch: StackBatch
    desk: StationDesk
    folder: Path
    events: queue.SimpleQueue[BatchEvent] = field(default_factory=queue.SimpleQueue)
    heard: list[BatchEvent] = field(default_factory=list)

    def until(self, reached: Callable[[], bool], seconds: float = 60) -> None:
        """Take events until a state is reached; the last step towards it may come after its event."""
        deadline = time.monotonic() + seconds
        while not reached():
            assert time.monotonic() < deadline, self.heard
            with suppress(queue.Empty):
                self.heard.append(self.events.get(timeout=0.05))

    def take_in(self, *pages: Path, split: SplitMode | None = None) -> list[Letter]:
        """Take files in and wait until they are read."""
        self.batch.intake(list(pages), split, 1)
        self.until(lambda: any(isinstance(event, ScanEnded) for event in self.heard))
        self.until(lambda: self.batch.hand.worked_through)
        return self.letters()

    def letters(self) -> list[Letter]:
        """The letters as they stand now."""
        return list(self.batch.hand.letters())

    def settled(self, number: int) -> None:
        """Wait until a page has been worked through again."""
        self.until(lambda: number in self.batch.hand.read)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    init_station(tmp_path / "station", "Urząd Miasta Próbnego", "K1")
    with open_office(tmp_path / "station") as office:
        batch = StackBatch(office, PoolSettings(workers=1, nice=0))
        desk = StationDesk(office, batch, lambda: "m.nowicka", tmp_path / "prints")
        batch.before_close = desk.settle
        bench = Bench(office, batch, desk, tmp_path)
        batch.subscribe(bench.events.put)
        yield bench
        batch.close()
