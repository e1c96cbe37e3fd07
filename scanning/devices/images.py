"""Is this a whole, sane page image? Checks shared by every driver and by file intake."""

from __future__ import annotations

import warnings
from pathlib import Path

from PIL import Image

from scanning.errors import InputError

MAX_PIXELS = 200_000_000
"""Largest page accepted: A3 at 1000 dpi; a 1-gigapixel image or a bomb is far above it."""

DEFAULT_DPI = 300
_A4_INCHES = (8.27, 11.69)
_COMMON_DPI = (100, 150, 200, 240, 300, 400, 600)


def refuse_oversize(width: int, height: int, subject: str) -> None:
    """Raise InputError(too_large) for a size no sheet of paper has, before anything is decoded."""
    if width < 1 or height < 1:
        raise InputError("damaged", "Obraz strony jest pusty.", "Zeskanuj tę stronę ponownie.", subject)
    if width * height > MAX_PIXELS:
        raise InputError(
            "too_large",
            f"Obraz jest za duży: {width} × {height} punktów.",
            "Zeskanuj dokument w rozdzielczości 300 dpi i wczytaj ponownie.",
            subject,
        )


def open_image(path: Path, subject: str) -> Image.Image:
    """Open an image lazily; a bomb's header is refused before it is decoded."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            image = Image.open(path, formats=("PNG", "JPEG", "TIFF"))
        except Image.DecompressionBombError as error:
            raise InputError(
                "too_large",
                "Obraz jest za duży, by był stroną dokumentu.",
                "Zeskanuj dokument w rozdzielczości 300 dpi i wczytaj ponownie.",
                subject,
            ) from error
        except (OSError, ValueError, SyntaxError, TypeError, KeyError) as error:
            raise damaged(subject) from error
    refuse_oversize(image.width, image.height, subject)
    return image


def decode_whole(image: Image.Image, subject: str) -> None:
    """Decode every pixel, so that a page cut half-way is never taken for a good one."""
    try:
        image.load()
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, EOFError) as error:
        raise damaged(subject) from error


def damaged(subject: str) -> InputError:
    """The error for a file that ends too early or is scrambled."""
    return InputError(
        "damaged",
        "Plik jest uszkodzony albo urwany.",
        "Poproś o plik jeszcze raz albo zeskanuj dokument ponownie.",
        subject,
    )


def dpi_of(image: Image.Image) -> int:
    """Resolution from the metadata if believable, else from the size of an A4 sheet, else 300."""
    told = image.info.get("dpi")
    if isinstance(told, tuple) and len(told) == 2:
        try:
            dpi = round(float(told[0]))
        except (ValueError, ZeroDivisionError, OverflowError):
            dpi = 0
        if 100 <= dpi <= 1200:
            return dpi
    return _dpi_of_a4(image.width, image.height)


def _dpi_of_a4(width: int, height: int) -> int:
    short, long = sorted((width, height))
    for dpi in _COMMON_DPI:
        fits_width = abs(short / dpi - _A4_INCHES[0]) < 0.35
        fits_height = abs(long / dpi - _A4_INCHES[1]) < 0.35
        if fits_width and fits_height:
            return dpi
    return DEFAULT_DPI
