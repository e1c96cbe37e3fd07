"""Tesseract in this process through tesserocr: the preferred engine, no start-up cost per page."""

from __future__ import annotations

import os

# Tesseract reads this once, when its library loads: one page a core beats several cores a page.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")

import numpy as np
import tesserocr

from scanning.ocr.layout import LAYOUT_OPTIONS
from scanning.ocr.protocol import Box, Gray, PageText
from scanning.ocr.tessdata import find_tessdata
from scanning.ocr.tsv import words_of


class TesserocrEngine:
    """Loads the language once and reads pages and zones; not thread-safe, one per worker process."""

    name = "tesserocr"

    def __init__(self, language: str = "pol") -> None:
        folder = find_tessdata(language)
        self._api = tesserocr.PyTessBaseAPI(
            path=f"{folder}/",
            lang=language,
            oem=tesserocr.OEM.LSTM_ONLY,
            psm=tesserocr.PSM.AUTO,
            variables=dict(LAYOUT_OPTIONS),
        )

    def read(self, image: Gray, dpi: int, zone: Box | None = None, *, single_block: bool = False) -> PageText:
        """Read the whole grey image or one zone of it; boxes are in the whole image's pixels."""
        pixels = np.ascontiguousarray(image)
        height, width = pixels.shape
        self._api.SetPageSegMode(tesserocr.PSM.SINGLE_BLOCK if single_block else tesserocr.PSM.AUTO)
        self._api.SetImageBytes(pixels.tobytes(), width, height, 1, width)
        self._api.SetSourceResolution(dpi)
        if zone is not None:
            left, top, right, bottom = zone
            self._api.SetRectangle(left, top, right - left, bottom - top)
        self._api.Recognize()
        table = self._api.GetTSVText(0)
        self._api.Clear()
        return PageText(tuple(words_of(table)), width, height, dpi)

    def close(self) -> None:
        """Free the engine's memory."""
        self._api.End()
