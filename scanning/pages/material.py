"""Proposes what is on a page: print, handwriting, colour, a photograph. In doubt the one of which more is kept."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

from scanning.ocr.protocol import PageText
from scanning.pages.minima import (
    GREY,
    LOSSY,
    ONE_BIT,
    ImageFormat,
    PageMaterial,
    Problem,
    check_minima,
    least_scale,
    line_of,
    print_of_size,
)
from scanning.pages.model import PageFacts

WORDS: Mapping[PageMaterial, str] = {
    PageMaterial.PRINT: "druk",
    PageMaterial.HANDWRITING: "pismo ręczne",
    PageMaterial.COLOUR: "tekst, w którym kolor ma znaczenie",
    PageMaterial.PHOTOGRAPH: "fotografia",
    PageMaterial.OVERSIZE: "większa niż A3",
}
"""What a person chooses from; whether a sheet is smaller than A4 is measured."""


def said_of(material: str) -> str:
    """A material's name for a person."""
    small = {PageMaterial.PRINT_SMALL: PageMaterial.PRINT, PageMaterial.HANDWRITING_SMALL: PageMaterial.HANDWRITING}
    known = PageMaterial(material)
    return WORDS[small.get(known, known)]


SURE_WORD = 0.8
_PRINT_IS_SURE = 0.86
_PRINT_IS_READ = 0.89
"""Of 72 generated pages print had at least 0.88 of its letters in sure words and 0.91 of its shapes read; pages with
handwriting among print had at most 0.80 and 0.87."""

_COLOURED_INK = 0.2
"""A stamp, a blue signature or a coloured emblem stays below; a letter written in blue is far above."""

_TONES = 0.015
"""A picture of 35 x 45 mm has 0.02 of an A4 sheet; shaded fields and shadows of a fold had at most 0.0135."""

_ALL_TONES = 0.25
_FEW_LETTERS = 40


def proposed_material(facts: PageFacts, text: PageText | None) -> PageMaterial:
    """What the page seems to be; handwriting shows itself only once the page is read."""
    material = print_of_size(facts.width, facts.height, facts.dpi)
    look = facts.look
    if material is PageMaterial.OVERSIZE:
        return material
    if facts.blank or look is None:
        return PageMaterial.PRINT
    sure = _sure_letters(text)
    if look.tones >= _ALL_TONES and text is not None and sure < _FEW_LETTERS:
        return PageMaterial.PHOTOGRAPH
    if look.colours >= _COLOURED_INK:
        return PageMaterial.COLOUR
    if look.tones >= _TONES:
        return PageMaterial.COLOUR if facts.colour else PageMaterial.HANDWRITING
    return PageMaterial.HANDWRITING if text is not None and _by_hand(text, sure, look.letters) else PageMaterial.PRINT


def problems_of(
    facts: PageFacts, material: PageMaterial, size: tuple[int, int], bits: int, image_format: ImageFormat
) -> list[Problem]:
    """An image of the page, stored so, against the table; what the scan lacked storing can't give it back."""
    width, height = size
    dpi = round(facts.dpi * min(1.0, max(size) / max(facts.width, facts.height)))
    if facts.look is not None:
        bits = min(bits, facts.look.bits)
        if facts.look.lossy and bits > 1:
            image_format = ImageFormat.JPEG
    return check_minima(line_of(material, width, height, dpi), width, height, dpi, bits, image_format)


def expected_problems(facts: PageFacts, material: PageMaterial) -> list[Problem]:
    """The same before the image is made."""
    scale = 1.0 if material in ONE_BIT else least_scale(material, facts.width, facts.height, facts.dpi)
    size = ceil(facts.width * scale - 1e-6), ceil(facts.height * scale - 1e-6)
    if material in ONE_BIT:
        return problems_of(facts, material, size, 1, ImageFormat.G4)
    if material in LOSSY:
        return problems_of(facts, material, size, 24, ImageFormat.JPEG)
    return problems_of(facts, material, size, 8 if material in GREY else 24, ImageFormat.LOSSLESS)


def _sure_letters(text: PageText | None) -> int:
    return sum(len(word.text) for word in text.words if word.confidence >= SURE_WORD) if text else 0


def _by_hand(text: PageText, sure: int, shapes: int) -> bool:
    """Handwriting is read with doubt, or not at all."""
    read = sum(len(word.text) for word in text.words)
    return sure < _PRINT_IS_SURE * read or sure < _PRINT_IS_READ * shapes
