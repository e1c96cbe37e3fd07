"""Words read by scanning, handed to the office's reading: pages of a letter in, suggestions out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from kancelaria.bootstrap import Office
from kancelaria.reading.model import LetterSuggestions, OfficeContext, ReadPage
from scanning.pages.model import PageReading

WARSAW = ZoneInfo("Europe/Warsaw")


def office_context(office: Office) -> OfficeContext:
    """What reading may lean on: our own names and units, and today's date in Warsaw."""
    institution = office.station.institution
    points = office.queries.points()
    units = office.queries.units()
    return OfficeContext(
        own_names=(institution.name, *(point.name for point in points)),
        own_town=institution.town or None,
        unit_names=tuple((unit.symbol, unit.name) for unit in units),
        own_mark_prefixes=tuple(unit.symbol for unit in units),
        today=datetime.now(WARSAW).date(),
        own_address=institution.address,
    )


def suggestions_for(readings: Sequence[PageReading], context: OfficeContext) -> tuple[LetterSuggestions, bool]:
    """Suggestions for a letter, and whether they come from the header alone. Page numbers are the stack's."""
    from kancelaria.reading.suggestions import suggest, suggest_header

    if readings and all(reading.text is not None for reading in readings):
        return suggest([_page(reading) for reading in readings], context), False
    first = next((reading for reading in readings if not reading.facts.blank), None)
    if first is None or first.header is None:
        return LetterSuggestions(), True
    words = first.text or first.header
    facts = first.facts
    page = ReadPage(facts.number, words.words, words.width, words.height, words.dpi)
    return suggest_header(page, context), True


def _page(reading: PageReading) -> ReadPage:
    text = reading.text
    assert text is not None
    return ReadPage(reading.facts.number, text.words, text.width, text.height, text.dpi)
