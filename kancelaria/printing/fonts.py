"""The faces of every print-out: shipped with the program and embedded, so a page looks the same on every machine."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import as_file, files

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR = "Kancelaria-Regular"
BOLD = "Kancelaria-Bold"
MONO = "Kancelaria-Mono"

_FILES = {REGULAR: "NotoSans-Regular.ttf", BOLD: "NotoSans-Bold.ttf", MONO: "NotoMono-Regular.ttf"}


@cache
def register_fonts() -> None:
    """Make the faces known to ReportLab, once a process."""
    for name, file_name in _FILES.items():
        with as_file(files("resources") / "fonts" / file_name) as path:
            pdfmetrics.registerFont(TTFont(name, str(path)))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


@lru_cache(maxsize=50_000)
def word_width(word: str, font: str, size: float) -> float:
    """Width of a piece of text in points; cached, because registers repeat their words thousands of times."""
    return float(pdfmetrics.stringWidth(word, font, size))
