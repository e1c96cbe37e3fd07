"""What a person, or another scanner, reads from a printed sheet."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import zxingcpp
from PIL import Image

from tests.e2e.desktop.screen import read

DPI = 300


def sheets(pdf: Path) -> list[Image.Image]:
    """The sheets as they come out of a printer."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=DPI / 72).to_pil().convert("L") for page in document]
    finally:
        document.close()


def words(pdf: Path) -> str:
    """What is written on the sheets, read from the picture."""
    return " ".join(read(sheet) for sheet in sheets(pdf))


def barcodes(pdf: Path) -> set[str]:
    """The codes a reader finds on the sheets."""
    return {code.text for sheet in sheets(pdf) for code in zxingcpp.read_barcodes(sheet)}
