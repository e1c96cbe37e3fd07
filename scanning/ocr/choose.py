"""Chooses the OCR engine: tesserocr where its wheel is installed, else any Tesseract program."""

from __future__ import annotations

from importlib.util import find_spec

from scanning.errors import ScanningError
from scanning.ocr.protocol import OcrEngine

ENGINE_NAMES = ("tesserocr", "pytesseract")


def choose_engine(name: str | None = None, language: str = "pol") -> OcrEngine:
    """The named engine, or the best one installed. Raises ScanningError with the next step."""
    if name is None:
        name = ENGINE_NAMES[0] if find_spec("tesserocr") else ENGINE_NAMES[1]
    if name == "tesserocr":
        if not find_spec("tesserocr"):
            raise _unknown(name)
        from scanning.ocr.tesserocr_engine import TesserocrEngine

        return TesserocrEngine(language)
    if name == "pytesseract":
        from scanning.ocr.pytesseract_engine import PytesseractEngine

        return PytesseractEngine(language)
    raise _unknown(name)


def _unknown(name: str) -> ScanningError:
    return ScanningError(
        "unknown_engine",
        f"Nie ma silnika odczytu „{name}”.",
        f"Wybierz jeden z: {', '.join(ENGINE_NAMES)}, albo zostaw wybór programowi.",
        name,
    )
