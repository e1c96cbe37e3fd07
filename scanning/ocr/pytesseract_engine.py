"""Any installed Tesseract program through pytesseract: one run a page, words and boxes from that run."""

from __future__ import annotations

import os
from dataclasses import replace

import pytesseract
from PIL import Image

from scanning.errors import ScanningError
from scanning.ocr.layout import LAYOUT_OPTIONS
from scanning.ocr.protocol import Box, Gray, PageText, Word
from scanning.ocr.tessdata import LanguageDataError, find_tessdata
from scanning.ocr.tsv import words_of

_OPTIONS = "".join(f" -c {name}={value}" for name, value in LAYOUT_OPTIONS.items())


class PytesseractEngine:
    """Starts the program for every page; slower than tesserocr, works with whatever Tesseract is installed."""

    name = "pytesseract"

    def __init__(self, language: str = "pol", timeout: float = 120.0) -> None:
        self._language = language
        self._timeout = timeout
        self._folder = find_tessdata(language)
        try:
            pytesseract.get_tesseract_version()
        except pytesseract.TesseractNotFoundError as error:
            raise LanguageDataError(
                "no_engine",
                "Nie znaleziono programu Tesseract.",
                "Zainstaluj pakiet tesseract-ocr albo dodaj program do ścieżki systemowej.",
            ) from error
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")

    def read(self, image: Gray, dpi: int, zone: Box | None = None, *, single_block: bool = False) -> PageText:
        """Read the whole grey image or one zone of it; boxes are in the whole image's pixels."""
        height, width = image.shape
        left, top, right, bottom = zone or (0, 0, width, height)
        part = Image.fromarray(image[top:bottom, left:right])
        config = f'--tessdata-dir "{self._folder}" --oem 1 --psm {6 if single_block else 3} --dpi {dpi}{_OPTIONS}'
        try:
            table = pytesseract.image_to_data(part, lang=self._language, config=config, timeout=self._timeout)
        except (pytesseract.TesseractError, RuntimeError) as error:
            raise ScanningError(
                "ocr_failed",
                "Nie udało się odczytać tekstu strony.",
                "Spróbuj odczytać stronę ponownie; skan jest bezpieczny.",
            ) from error
        words = tuple(_moved(word, left, top) for word in words_of(str(table)))
        return PageText(words, width, height, dpi)


def _moved(word: Word, dx: int, dy: int) -> Word:
    left, top, right, bottom = word.box
    return replace(word, box=(left + dx, top + dy, right + dx, bottom + dy))
