"""Draws sheets at a resolution and says where each word's ink came to lie."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from tests.letters import hand
from tests.letters.fonts import HAND, font
from tests.letters.sheet import Shape, Sheet, Word, measure

Pixels = NDArray[np.uint8]
Quad = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class TrueWord:
    """A word and the corners of its ink in pixels: top left, top right, bottom right, bottom left as printed.

    `by_hand` = handwriting; `boxed` = one character in its own square of a form. Figures on print leave both out.
    """

    text: str
    quad: Quad
    by_hand: bool = False
    boxed: bool = False

    @property
    def box(self) -> tuple[int, int, int, int]:
        """The upright rectangle around it: left, top, right, bottom."""
        xs, ys = [p[0] for p in self.quad], [p[1] for p in self.quad]
        return int(min(xs)), int(min(ys)), int(np.ceil(max(xs))), int(np.ceil(max(ys)))


@dataclass(frozen=True)
class RenderedPage:
    """One page as pixels: grey (height × width) or RGB (height × width × 3), its words in reading order and its dpi.

    `steps` names what was done to it since it was clean; `turned` = clockwise quarter turns × 90 it was fed by.
    """

    image: Pixels
    words: tuple[TrueWord, ...]
    dpi: int
    steps: tuple[str, ...] = ()
    turned: int = 0

    @property
    def width(self) -> int:
        """Width in pixels."""
        return int(self.image.shape[1])

    @property
    def height(self) -> int:
        """Height in pixels."""
        return int(self.image.shape[0])


def render(sheet: Sheet, dpi: int = 300, colour: bool = False) -> RenderedPage:
    """Draws one sheet clean on white."""
    scale = dpi / 72
    canvas = Image.new("RGB", (round(sheet.width * scale), round(sheet.height * scale)), (255, 255, 255))
    pen = ImageDraw.Draw(canvas)
    for shape in sheet.shapes:
        _draw_shape(pen, shape, scale)
    words = tuple(_draw_word(pen, word, scale) for word in sheet.words)
    return RenderedPage(np.asarray(canvas if colour else canvas.convert("L")).copy(), words, dpi)


def _draw_shape(pen: ImageDraw.ImageDraw, shape: Shape, scale: float) -> None:
    points = [(x * scale, y * scale) for x, y in shape.points]
    if shape.fill is not None:
        pen.polygon(points, fill=shape.fill)
    width = max(1, round(shape.width * scale))
    if shape.dash:
        (x, y), (end, _) = points[0], points[-1]
        while x < end:
            pen.ellipse((x, y - width / 2, x + width, y + width / 2), fill=shape.colour)
            x += shape.dash * scale
    elif shape.width:
        pen.line(points, fill=shape.colour, width=width, joint="curve")


def _draw_word(pen: ImageDraw.ImageDraw, word: Word, scale: float) -> TrueWord:
    style = word.style
    if style.by_hand:
        face = font(style.family, style.size * scale, style.bold, style.italic)
        x, y = word.x * scale, word.y * scale
        box = hand.draw(pen, (x, y), word.text, face, style.colour, marks=style.family == HAND)
    else:
        box = _draw_print(pen, word, scale)
    left, top, right, bottom = box
    return TrueWord(word.text, ((left, top), (right, top), (right, bottom), (left, bottom)), style.by_hand, word.boxed)


@lru_cache(maxsize=4096)
def _ink(face: ImageFont.FreeTypeFont, letter: str) -> tuple[int, int, int, int]:
    """Where the glyph's ink lies around its origin; `getbbox` counts the advance and the baseline in."""
    left, top, right, bottom = (round(side) for side in face.getbbox(letter, anchor="ls"))
    margin = 4
    canvas = Image.new("L", (right - left + 2 * margin, bottom - top + 2 * margin), 0)
    ImageDraw.Draw(canvas).text((margin - left, margin - top), letter, font=face, fill=255, anchor="ls")
    found = canvas.getbbox()
    if found is None:
        return left, top, right, bottom
    return left + found[0] - margin, top + found[1] - margin, left + found[2] - margin, top + found[3] - margin


def _draw_print(pen: ImageDraw.ImageDraw, word: Word, scale: float) -> tuple[float, float, float, float]:
    """Letter by letter at the places of the unhinted font: hinted advances run words together at low resolutions."""
    style = word.style
    face = font(style.family, style.size * scale, style.bold, style.italic)
    y, boxes = word.y * scale, []
    for i, letter in enumerate(word.text):
        offset = measure(word.text[: i + 1], style) - measure(letter, style)
        x = (word.x + offset) * scale
        pen.text((x, y), letter, font=face, fill=style.colour, anchor="ls")
        left, top, right, bottom = _ink(face, letter)
        boxes.append((x + left, y + top, x + right, y + bottom))
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
