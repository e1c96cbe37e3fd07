"""A page as a list of words and shapes in points, before it is drawn at some resolution."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from tests.letters import hand
from tests.letters.fonts import HAND, SCRIPT, font

A4 = (595.28, 841.89)
MM = 72 / 25.4
BLACK = (15, 15, 18)
INK_BLUE = (28, 40, 130)

Align = Literal["left", "right", "center", "justify"]
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Style:
    """How text is set: size in points, leading as a multiple of it, tracking in points between letters."""

    family: str = "liberation-serif"
    size: float = 11.5
    bold: bool = False
    italic: bool = False
    colour: Colour = BLACK
    leading: float = 1.25
    tracking: float = 0.0

    @property
    def line(self) -> float:
        """Distance of baselines in points."""
        return self.size * self.leading

    @property
    def by_hand(self) -> bool:
        """Whether it imitates handwriting."""
        return self.family in (HAND, SCRIPT)

    def but(self, **changes: object) -> Style:
        """The same with some fields changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Word:
    """One word: left end and baseline in points; `boxed` = one character in its own square of a form."""

    text: str
    x: float
    y: float
    style: Style
    boxed: bool = False


@dataclass(frozen=True)
class Shape:
    """A path through `points`; stroked when `width` > 0, filled when `fill` is given; `dash` = a dotted line."""

    points: tuple[tuple[float, float], ...]
    width: float = 0.0
    colour: Colour = BLACK
    fill: Colour | None = None
    dash: float = 0.0


@lru_cache(maxsize=100_000)
def measure(text: str, style: Style) -> float:
    """Width of text in points."""
    base = hand.plain(text) if style.family == HAND else text
    length = font(style.family, 1000, style.bold, style.italic).getlength(base) * style.size / 1000
    return length + style.tracking * max(0, len(text) - 1)


@dataclass
class Sheet:
    """One side of a sheet being typeset; the origin is its top left corner."""

    width: float = A4[0]
    height: float = A4[1]
    words: list[Word] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, style: Style, align: Align = "left", boxed: bool = False) -> float:
        """One line at baseline y; x is its left end, right end or middle by `align`. Returns the right end."""
        parts = text.split()
        space = measure(" ", style) + style.tracking * 2
        total = sum(measure(p, style) for p in parts) + space * max(0, len(parts) - 1)
        at = x - total if align == "right" else x - total / 2 if align == "center" else x
        for part in parts:
            self.words.append(Word(part, at, y, style, boxed))
            at += measure(part, style) + space
        return at - space if parts else x

    def rule(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.6, colour: Colour = BLACK) -> None:
        """A straight line."""
        self.shapes.append(Shape(((x1, y1), (x2, y2)), width, colour))

    def dots(self, x1: float, x2: float, y: float, colour: Colour = BLACK) -> None:
        """A dotted line to write on; it is no word."""
        self.shapes.append(Shape(((x1, y), (x2, y)), 0.9, colour, dash=2.6))

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        line: float = 0.7,
        fill: Colour | None = None,
        colour: Colour = BLACK,
    ) -> None:
        """A rectangle from its top left corner."""
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))
        self.shapes.append(Shape(corners, line, colour, fill))

    def curve(self, points: list[tuple[float, float]], width: float, colour: Colour) -> None:
        """A polyline."""
        self.shapes.append(Shape(tuple(points), width, colour))

    def polygon(self, points: list[tuple[float, float]], fill: Colour) -> None:
        """A filled shape."""
        self.shapes.append(Shape(tuple(points), 0.0, fill, fill))
