"""Looking at a print-out as its reader does: text with places, ink, barcodes as a scanner sees them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp
from PIL import Image

MM = 72 / 25.4
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Glyph:
    """A visible character and the box of its ink: left, bottom, right, top in points."""

    text: str
    box: Box
    index: int

    @property
    def area(self) -> float:
        return (self.box[2] - self.box[0]) * (self.box[3] - self.box[1])


@contextmanager
def opened(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(path)
    try:
        yield document
    finally:
        document.close()


def texts(path: Path) -> list[str]:
    """The text of each page with white space collapsed."""
    with opened(path) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def text(path: Path) -> str:
    return " ".join(texts(path))


def sizes(path: Path) -> list[tuple[float, float]]:
    with opened(path) as document:
        return [page.get_size() for page in document]


def glyphs(path: Path) -> list[list[Glyph]]:
    """The visible characters of each page."""
    with opened(path) as document:
        return [_page_glyphs(page) for page in document]


def _page_glyphs(page: pypdfium2.PdfPage) -> list[Glyph]:
    textpage = page.get_textpage()
    found = []
    for index in range(textpage.count_chars()):
        letter = chr(pdfium.FPDFText_GetUnicode(textpage, index))
        if not letter.isspace() and not pdfium.FPDFText_IsGenerated(textpage, index):
            found.append(Glyph(letter, textpage.get_charbox(index), index))
    return found


def outside(glyph_list: list[Glyph], frame: Box) -> list[Glyph]:
    """Characters whose ink leaves the frame."""
    left, bottom, right, top = frame
    return [
        glyph
        for glyph in glyph_list
        if glyph.box[0] < left or glyph.box[1] < bottom or glyph.box[2] > right or glyph.box[3] > top
    ]


def overlapping(glyph_list: list[Glyph], share: float = 0.05) -> list[tuple[Glyph, Glyph]]:
    """Pairs of characters on one another by more than `share` of the smaller ink box; neighbours may kern ("yj")."""
    ordered = sorted(glyph_list, key=lambda glyph: glyph.box[1])
    pairs = []
    for index, one in enumerate(ordered):
        for other in ordered[index + 1 :]:
            if other.box[1] >= one.box[3]:
                break
            apart = abs(one.index - other.index) > 1
            if apart and _common(one.box, other.box) > share * max(min(one.area, other.area), 0.01):
                pairs.append((one, other))
    return pairs


def _common(one: Box, other: Box) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(width, 0) * max(height, 0)


def render(path: Path, page: int, dpi: float, *, bilevel: bool = False) -> Image.Image:
    """The page as a printer sees it; `bilevel` as a thermal printer, dots black or white."""
    with opened(path) as document:
        bitmap = document[page].render(scale=dpi / 72, grayscale=True, no_smoothpath=bilevel, no_smoothtext=bilevel)
        image = bitmap.to_pil().convert("L").copy()
    return image.point(lambda level: 255 if level > 127 else 0) if bilevel else image


def codes(image: Image.Image, kind: zxingcpp.BarcodeFormat) -> list[zxingcpp.Barcode]:
    """Barcodes of one kind found on the image."""
    return [code for code in zxingcpp.read_barcodes(image) if code.format == kind]


def code_box(code: zxingcpp.Barcode, height_px: int, dpi: float) -> Box:
    """The code's place in points, from the lower left corner."""
    place = code.position
    corners = (place.top_left, place.top_right, place.bottom_left, place.bottom_right)
    scale = 72 / dpi
    xs, ys = [corner.x * scale for corner in corners], [(height_px - corner.y) * scale for corner in corners]
    return min(xs), min(ys), max(xs), max(ys)


def touching(glyph_list: list[Glyph], box: Box) -> list[Glyph]:
    """Characters whose ink lies in the box."""
    return [glyph for glyph in glyph_list if _common(glyph.box, box) > 0]
