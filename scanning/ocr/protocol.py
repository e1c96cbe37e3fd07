"""What an OCR engine gives: words with boxes and confidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Gray = npt.NDArray[np.uint8]
"""A grey page: shape (height, width), 0 black … 255 white."""

Box = tuple[int, int, int, int]
"""left, top, right, bottom in pixels of the page's *upright* (straightened) image, origin top left."""


@dataclass(frozen=True)
class Word:
    """One word read. `confidence` 0…1; `line`, `block` number lines and blocks of the page from 0 in reading order."""

    text: str
    box: Box
    confidence: float
    line: int
    block: int


@dataclass(frozen=True)
class PageText:
    """What was read on a page (or a zone): words in reading order, and the size of the image the boxes are in."""

    words: tuple[Word, ...]
    width: int
    height: int
    dpi: int

    @property
    def text(self) -> str:
        """Plain text: words of a line parted by spaces, lines by newlines, blocks by an empty line."""
        lines: list[str] = []
        previous: Word | None = None
        for word in self.words:
            if previous is None or (word.block, word.line) != (previous.block, previous.line):
                if previous is not None and word.block != previous.block:
                    lines.append("")
                lines.append(word.text)
            else:
                lines[-1] += " " + word.text
            previous = word
        return "\n".join(lines)


class OcrEngine(Protocol):
    """An OCR engine, loaded once per worker process."""

    name: str

    def read(self, image: Gray, dpi: int, zone: Box | None = None, *, single_block: bool = False) -> PageText:
        """Read the whole image or one zone of it; boxes are always in the whole image's pixels.

        `single_block`: a few upright lines, as they stand; no search for columns, pictures or standing text.
        """
        ...
