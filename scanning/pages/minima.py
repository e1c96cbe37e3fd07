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


class ImageFormat(StrEnum):
    """How the image is compressed: `lossless` covers Flate, PNG and LZW."""

    G4 = "g4"
    LOSSLESS = "lossless"
    JPEG = "jpeg"


@dataclass(frozen=True)
class Problem:
    """One shortfall: stable `code` (resolution, long_side, bits, format) and Polish `message`."""

    code: str
    message: str


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


def print_of_size(width: int, height: int, dpi: int) -> PageMaterial:
    """The table's line for a printed sheet of this size; a person says where it is more than print."""
    longest = max(width, height) / dpi * 25.4
    if longest > _A3_MM:
        return PageMaterial.OVERSIZE
    return PageMaterial.PRINT if longest >= _A4_MM else PageMaterial.PRINT_SMALL


def too_poor_for_print(width: int, height: int, dpi: int) -> str:
    """Why a scan is not good enough even for print, in Polish for a person; empty where it is."""
    material = print_of_size(width, height, dpi)
    # Print is stored in one bit without loss whatever the scan; only its size can fall short.
    problems = check_minima(material, width, height, dpi, 1, ImageFormat.G4)
    return " ".join(problem.message for problem in problems)


def check_minima(
    material: PageMaterial, width: int, height: int, dpi: int, bits: int, image_format: ImageFormat
) -> list[Problem]:
    """Every shortfall of an image against its material; empty = good enough. `bits` a pixel: 1, 8 or 24."""
    least = _TABLE[material]
    problems: list[Problem] = []
    if dpi < least.dpi:
        problems.append(
            Problem("resolution", f"Rozdzielczość {dpi} dpi jest za mała, potrzeba co najmniej {least.dpi}.")
        )
    if max(width, height) < least.long_side:
        problems.append(
            Problem(
                "long_side",
                f"Dłuższy bok ma {max(width, height)} pikseli, potrzeba co najmniej {least.long_side}.",
            )
        )
    if bits < least.bits:
        problems.append(Problem("bits", _wanted_bits(least.bits)))
    if least.lossless and image_format is ImageFormat.JPEG:
        problems.append(Problem("format", "Ten rodzaj pisma wymaga zapisu bezstratnego, a obraz jest w JPEG."))
    return problems


def _wanted_bits(bits: int) -> str:
    if bits >= 24:
        return "Kolor ma tu znaczenie: zeskanuj stronę w kolorze (24 bity)."
    return "Pismo ręczne i fotografie wymagają skali szarości (co najmniej 8 bitów)."
