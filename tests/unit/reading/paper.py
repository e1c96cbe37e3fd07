"""Letters drawn as plain text for tests: a column of the text is a place on the page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kancelaria.reading.model import LetterSuggestions, OfficeContext, ReadPage
from kancelaria.reading.suggestions import suggest

CHAR, LINE, HEIGHT, LEFT, TOP = 22, 58, 36, 200, 150
SIZE = (2480, 3508)


@dataclass(frozen=True)
class PaperWord:
    """A word with its place."""

    text: str
    box: tuple[int, int, int, int]
    confidence: float = 0.95
    line: int = 0
    block: int = 0


OFFICE = OfficeContext(
    own_names=("Urząd Miasta Wzorów", "Gmina Wzorów", "Miasto Wzorów"),
    own_town="Wzorów",
    unit_names=(
        ("GK", "Wydział Gospodarki Komunalnej"),
        ("AU", "Wydział Architektury i Urbanistyki"),
        ("FN", "Wydział Finansowy"),
    ),
    own_mark_prefixes=("GK", "AU", "FN"),
    today=date(2026, 4, 20),
)


def words_of(text: str) -> list[PaperWord]:
    """Words of a drawing; a row of the drawing is a line as an OCR engine gives it."""
    found = []
    for row, line in enumerate(text.strip("\n").splitlines()):
        for match in re.finditer(r"\S+", line):
            left, top = LEFT + match.start() * CHAR, TOP + row * LINE
            box = (left, top, left + len(match[0]) * CHAR, top + HEIGHT)
            found.append(PaperWord(match[0], box, 0.95, row, 0))
    return found


def page(text: str, number: int = 1) -> ReadPage:
    """A page of A4 at 300 dpi out of a drawing of about 95 × 55 characters."""
    return ReadPage(number, words_of(text), *SIZE, 300)


def read(text: str, context: OfficeContext = OFFICE) -> LetterSuggestions:
    """Suggestions for a one-page letter."""
    return suggest([page(text)], context)


def value(found: LetterSuggestions, field: str) -> str | None:
    """The best value of a field."""
    best = found.best(field)
    return best.value if best else None


def values(found: LetterSuggestions, fields: Iterable[str]) -> dict[str, str | None]:
    """The best values of several fields."""
    return {field: value(found, field) for field in fields}
