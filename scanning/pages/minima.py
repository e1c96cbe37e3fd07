"""What a scan of each material must at least be, and what keeps a given scan from being enough."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_A4_MM = 280.0
_A3_MM = 430.0
"""Long sides with some room for what is cropped or added at the edges."""


class PageMaterial(StrEnum):
    """What is on the sheet; it decides how its image is stored."""

    PRINT = "print"
    HANDWRITING = "handwriting"
    PRINT_SMALL = "print-below-a4"
    HANDWRITING_SMALL = "handwriting-below-a4"
    COLOUR = "colour"
    OVERSIZE = "above-a3"
    PHOTOGRAPH = "photograph"


ONE_BIT = frozenset({PageMaterial.PRINT, PageMaterial.PRINT_SMALL})
GREY = frozenset({PageMaterial.HANDWRITING, PageMaterial.HANDWRITING_SMALL})
LOSSY = frozenset({PageMaterial.PHOTOGRAPH, PageMaterial.OVERSIZE})
"""How each is stored: 1-bit, lossless grey, JPEG; what is left, colour text, is lossless too."""


class ImageFormat(StrEnum):
    """How the image is compressed: `lossless` covers Flate, PNG and LZW."""

    G4 = "g4"
    LOSSLESS = "lossless"
    JPEG = "jpeg"


@dataclass(frozen=True)
class Problem:
    """One shortfall: stable `code` (resolution, long_side, bits, format), Polish `message`, and what to do about it."""

    code: str
    message: str
    step: str = ""

    @property
    def said(self) -> str:
        """Message and next step."""
        return f"{self.message} {self.step}".strip()


@dataclass(frozen=True)
class KeptImage:
    """How a page's image is stored, and where that is less than the table asks of it; `page` counts from 1."""

    page: int
    material: PageMaterial
    width: int
    height: int
    dpi: int
    bits: int
    format: ImageFormat
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class _Least:
    dpi: int = 0
    long_side: int = 0
    bits: int = 1
    lossless: bool = True


_TABLE = {
    PageMaterial.PRINT: _Least(dpi=150),
    PageMaterial.HANDWRITING: _Least(dpi=200, bits=8),
    PageMaterial.PRINT_SMALL: _Least(dpi=200, long_side=1600),
    PageMaterial.HANDWRITING_SMALL: _Least(dpi=200, long_side=1600, bits=8),
    PageMaterial.COLOUR: _Least(dpi=200, bits=24),
    PageMaterial.OVERSIZE: _Least(dpi=200, lossless=False),
    PageMaterial.PHOTOGRAPH: _Least(long_side=2500, bits=8, lossless=False),
}


_BY_HAND = {
    PageMaterial.PRINT: PageMaterial.HANDWRITING,
    PageMaterial.PRINT_SMALL: PageMaterial.HANDWRITING_SMALL,
    PageMaterial.OVERSIZE: PageMaterial.OVERSIZE,
}


def print_of_size(width: int, height: int, dpi: int) -> PageMaterial:
    """The table's line for a printed sheet of this size; a person says where it is more than print."""
    longest = max(width, height) / dpi * 25.4
    if longest > _A3_MM:
        return PageMaterial.OVERSIZE
    return PageMaterial.PRINT if longest >= _A4_MM else PageMaterial.PRINT_SMALL


def line_of(material: PageMaterial, width: int, height: int, dpi: int) -> PageMaterial:
    """The table's line for a material on a sheet of this size."""
    sized = print_of_size(width, height, dpi)
    if material in (PageMaterial.PRINT, PageMaterial.PRINT_SMALL):
        return sized
    if material in (PageMaterial.HANDWRITING, PageMaterial.HANDWRITING_SMALL):
        return _BY_HAND[sized]
    return material


def least_scale(material: PageMaterial, width: int, height: int, dpi: int) -> float:
    """How far an image may be reduced without falling below its line; never enlarged."""
    least = _TABLE[line_of(material, width, height, dpi)]
    return min(1.0, max(least.dpi / dpi, least.long_side / max(width, height)))


def check_minima(
    material: PageMaterial, width: int, height: int, dpi: int, bits: int, image_format: ImageFormat
) -> list[Problem]:
    """Every shortfall of an image against its material; empty = good enough. `bits` a pixel: 1, 8 or 24."""
    least = _TABLE[material]
    problems: list[Problem] = []
    if dpi < least.dpi:
        said = f"Rozdzielczość {dpi} dpi jest za mała, potrzeba co najmniej {least.dpi}."
        problems.append(Problem("resolution", said, f"Zeskanuj stronę ponownie (F3) w {max(least.dpi, 300)} dpi."))
    if max(width, height) < least.long_side:
        said = f"Dłuższy bok ma {max(width, height)} pikseli, potrzeba co najmniej {least.long_side}."
        problems.append(Problem("long_side", said, "Zeskanuj stronę ponownie (F3) w większej rozdzielczości."))
    if bits < least.bits:
        problems.append(_too_few_bits(least.bits))
    if least.lossless and image_format is ImageFormat.JPEG:
        said = "Ten rodzaj pisma wymaga zapisu bezstratnego, a obraz jest w JPEG."
        step = "Ustaw w skanerze zapis bezstratny (PNG lub TIFF) i zeskanuj stronę ponownie (F3)."
        problems.append(Problem("format", said, step))
    return problems


def _too_few_bits(wanted: int) -> Problem:
    again = "zeskanuj stronę ponownie (F3)."
    if wanted >= 24:
        said, mode = "Kolor ma tu znaczenie, a skan jest bez koloru.", "kolor"
    else:
        said = "Pismo ręczne i fotografie wymagają skali szarości, a skan jest czarno-biały."
        mode = "odcienie szarości albo kolor"
    return Problem("bits", said, f"Ustaw barwę skanowania na {mode} (Ustawienia) i {again}")
