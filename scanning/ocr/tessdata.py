"""Finds Tesseract's language data on this machine; the wheels bring the engine but no data."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from scanning.errors import ScanningError

_USUAL_PLACES = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
    "C:/Program Files/Tesseract-OCR/tessdata",
)


class LanguageDataError(ScanningError):
    """Language data (or the whole engine) is not installed (codes: no_language_data, no_engine)."""


def find_tessdata(language: str = "pol") -> Path:
    """The folder holding `<language>.traineddata`. Raises LanguageDataError with the next step."""
    for folder in _candidates():
        if (folder / f"{language}.traineddata").is_file():
            return folder
    raise LanguageDataError(
        "no_language_data",
        f"Brak danych językowych „{language}” do odczytu pisma.",
        "Zainstaluj pakiet tesseract-ocr-pol albo wskaż katalog z danymi w zmiennej TESSDATA_PREFIX.",
        language,
    )


def _candidates() -> Iterator[Path]:
    prefix = os.environ.get("TESSDATA_PREFIX")
    if prefix:
        # Old versions expected the parent folder here, newer ones the folder itself.
        yield Path(prefix)
        yield Path(prefix) / "tessdata"
        return
    for place in _USUAL_PLACES:
        yield Path(place)
    asked = _asked_of_program()
    if asked is not None:
        yield asked


@cache
def _asked_of_program() -> Path | None:
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        answer = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    first = (answer.stdout or answer.stderr).partition("\n")[0]
    _, quote, rest = first.partition('"')
    return Path(rest.partition('"')[0]) if quote else None
