"""The envelope among a letter's pages: its posting number by its barcode, and its image for each letter it held."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kancelaria.bootstrap import Office
from kancelaria.domain.errors import NotFound
from kancelaria.domain.identifiers import is_posting_number
from kancelaria.domain.incoming import IncomingItem, Page, Suggestion
from kancelaria.reading.model import LetterSuggestions
from scanning.pages.model import PageFacts, PageReading
from ui.operations.facts import LetterForm

SURE = 0.99
"""A barcode carries its own check, and the number another."""


def posting_numbers(pages: Iterable[PageFacts]) -> list[Suggestion]:
    """Posting numbers among the barcodes of a letter's pages; page numbers are the stack's."""
    return [
        Suggestion("posting_number", "".join(code.text.split()).upper(), SURE, page.number)
        for page in pages
        for code in page.barcodes
        if is_posting_number(code.text)
    ]


def with_posting_number(read: LetterSuggestions, pages: Iterable[PageFacts]) -> LetterSuggestions:
    """The suggestions with the posting number of the envelope's barcode."""
    found = posting_numbers(pages)
    return LetterSuggestions((*read.items, *found)) if found else read


def envelope_page(form: LetterForm, readings: Sequence[PageReading]) -> int | None:
    """Which page of the letter, from 1, shows the envelope: the one a person marked, else that of a posting number."""
    places = {reading.facts.number: place for place, reading in enumerate(readings, 1)}
    if form.envelope is not None:
        return places.get(form.envelope)
    found = {suggestion.page for suggestion in posting_numbers(reading.facts for reading in readings)}
    return places[found.pop()] if len(found) == 1 else None


def shared_envelope(office: Office, form: LetterForm, pages: Sequence[Page]) -> tuple[IncomingItem | None, Page | None]:
    """The letter this one shares its envelope with, and the envelope's image as this letter's last page.

    A letter that has an envelope's page of its own needs no other.
    """
    if form.same_envelope_as is None:
        return None, None
    first = office.queries.item(form.same_envelope_as)
    if first is None:
        raise NotFound("item_unknown", "Nie ma pisma, z którego koperty jest to pismo.", subject=form.same_envelope_as)
    if first.envelope_page is None or first.envelope_page > len(first.pages):
        return first, None
    image = first.pages[first.envelope_page - 1]
    if any(page.sha256 == image.sha256 for page in pages):
        return first, None
    return first, replace(image, number=len(pages) + 1)
