"""Small letters that are quick to read: a few words on a grey slip, a label of the station on each first page."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

DPI = 150
_SIZE = (640, 440)
_MODULE_PX = 3


@cache
def _face() -> ImageFont.FreeTypeFont:
    with as_file(files("resources") / "fonts" / "NotoSans-Regular.ttf") as path:
        return ImageFont.truetype(str(path), 26)


def slip(words: str, label: str | None = None) -> Image.Image:
    """One grey page; `label` is an identifier without hyphens."""
    image = Image.new("L", _SIZE, 228)
    ImageDraw.Draw(image).multiline_text((40, 230), words, fill=25, font=_face())
    if label is not None:
        bars = zxingcpp.create_barcode(label, zxingcpp.BarcodeFormat.Code128).to_image(scale=_MODULE_PX)
        image.paste(Image.fromarray(np.asarray(bars, dtype=np.uint8)), (60, 40))
    return image


def letter_pages(number: int, page_count: int, label: str | None) -> list[Image.Image]:
    """The pages of one letter, no two pages of any letters alike."""
    words = "Pismo {0} strona {1}\nWniosek w sprawie {2}"
    return [
        slip(words.format(number, page, number * 37 + page), label if page == 1 else None)
        for page in range(1, page_count + 1)
    ]


def write_sheets(folder: Path, number: int, page_count: int, label: str | None) -> None:
    """A letter as page files whose names sort in feeding order."""
    folder.mkdir(parents=True, exist_ok=True)
    for page, image in enumerate(letter_pages(number, page_count, label), 1):
        image.save(folder / f"{number:02d}-{page}.png", dpi=(DPI, DPI))


def write_file(folder: Path, number: int, page_count: int, label: str | None = None) -> Path:
    """A letter as one TIFF file."""
    folder.mkdir(parents=True, exist_ok=True)
    first, *others = letter_pages(number, page_count, label)
    path = folder / f"pismo-{number:02d}.tif"
    first.save(path, save_all=True, append_images=others, dpi=(DPI, DPI), compression="tiff_lzw")
    return path
