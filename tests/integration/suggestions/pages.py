"""Samples as read pages: true words taken as read (misread when asked), or through the real pipeline."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import cv2

from kancelaria.reading.model import OfficeContext, ReadPage
from scanning.ocr.choose import choose_engine
from scanning.pages.model import SpooledPage
from scanning.pages.process import PageProcessor
from tests.letters import office, people
from tests.letters.render import RenderedPage

_CONFUSED = {
    "0": "O",
    "1": "l",
    "l": "1",
    "O": "0",
    "rn": "m",
    "ł": "l",
    "ę": "e",
    "ą": "a",
    "ś": "s",
    "ż": "z",
    "5": "S",
    "i": "l",
}


@dataclass(frozen=True)
class TestWord:
    """A word as an OCR engine gives it."""

    __test__ = False

    text: str
    box: tuple[int, int, int, int]
    confidence: float
    line: int
    block: int


def our_office() -> OfficeContext:
    """The receiving office of the sample letters."""
    return OfficeContext(
        own_names=(people.OFFICE, "Urząd Miasta w Mikołowie", "Gmina Mikołów"),
        own_town=people.OFFICE_TOWN,
        unit_names=tuple((symbol, names[0]) for symbol, names in office.UNITS.items()),
        own_mark_prefixes=tuple(office.UNITS),
        today=date(2026, 11, 21),
    )


def true_page(page: RenderedPage, number: int = 1, rng: random.Random | None = None, errors: float = 0.0) -> ReadPage:
    """The page's true words in lines, each letter misread with probability `errors`."""
    rows: list[list[tuple[str, tuple[int, int, int, int]]]] = []
    placed = sorted(((word.text, word.box) for word in page.words), key=lambda entry: (entry[1][1] + entry[1][3]) / 2)
    for text, box in placed:
        middle = (box[1] + box[3]) / 2
        for row in reversed(rows[-3:]):
            top = sum(entry[1][1] for entry in row) / len(row)
            bottom = sum(entry[1][3] for entry in row) / len(row)
            if top <= middle <= bottom:
                row.append((text, box))
                break
        else:
            rows.append([(text, box)])
    words = []
    for index, row in enumerate(rows):
        for text, box in sorted(row, key=lambda entry: entry[1][0]):
            read = misread(text, rng, errors) if rng else text
            words.append(TestWord(read, box, 0.95 if read == text else 0.75, index, 0))
    return ReadPage(number, words, page.width, page.height, page.dpi)


def misread(text: str, rng: random.Random, errors: float) -> str:
    """A word with OCR's usual confusions."""
    out = []
    for char in text:
        out.append(_CONFUSED.get(char, char) if rng.random() < errors else char)
    return "".join(out)


class RealReader:
    """Samples through the real pipeline: page file → straightened, cleaned → OCR. Keeps its files under `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processor = PageProcessor(folder / "out", choose_engine())

    def read(self, page: RenderedPage, number: int = 1) -> ReadPage:
        """One page as the program would read it."""
        path = self._folder / f"{number}.png"
        cv2.imwrite(str(path), page.image)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        facts = self._processor.facts_of(SpooledPage(number, path, digest, page.dpi, number))
        text = self._processor.read_full(facts)
        return ReadPage(number, text.words, text.width, text.height, text.dpi)


def header_of(page: ReadPage, share: float = 0.35) -> ReadPage:
    """The page as its header zone alone would be read."""
    words = [word for word in page.words if word.box[3] < page.height * share]
    return ReadPage(page.number, words, page.width, page.height, page.dpi)
