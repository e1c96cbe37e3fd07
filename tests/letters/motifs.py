"""Things letters carry besides text: signatures, logos, shields, page furniture."""

from __future__ import annotations

import math
import random

from tests.letters.fonts import HAND
from tests.letters.sheet import INK_BLUE, Colour, Sheet, Style

_SEALS: tuple[Colour, ...] = ((20, 60, 120), (150, 30, 40), (20, 110, 70), (200, 110, 20), (70, 70, 75))


def signature(sheet: Sheet, x: float, y: float, rng: random.Random, width: float = 95) -> None:
    """A signature nobody can read, written over (x, y): a tall start, loops running out, perhaps a flourish."""
    width *= rng.uniform(0.7, 1.15)
    loops, lean, tall = rng.uniform(3.5, 9), rng.uniform(-0.3, 0.7), rng.uniform(8, 17)
    waves = [(rng.uniform(0.4, 1.0) / k, rng.uniform(0.7, 1.4) * k, rng.uniform(0, 6.3)) for k in (1, 2, 3)]
    points: list[tuple[float, float]] = []
    fall = 0.6 + waves[0][0]
    for i in range(200):
        t = i / 199
        size = tall * (1 - t) ** fall + 2.5
        rise = sum(a * math.sin(loops * f * t * 6.28 + p) for a, f, p in waves) * size
        back = math.cos(loops * t * 6.28 + waves[0][2]) * size * 0.5
        height = rise * 0.7 + 2
        points.append((x + width * t + back + lean * rise, y - max(height, height * 0.25)))
    ink = rng.choice((INK_BLUE, INK_BLUE, (15, 15, 20)))
    sheet.curve(points, rng.uniform(0.7, 1.5), ink)
    if rng.random() < 0.4:
        end = (x + width * rng.uniform(0.7, 1.0), y + rng.uniform(-2, 6))
        sheet.curve([points[-1], (x + width * 0.2, y + rng.uniform(4, 9)), end], 0.9, ink)


def logo(sheet: Sheet, x: float, y: float, size: float, rng: random.Random) -> Colour:
    """A plain company emblem with its top left corner at (x, y). Returns its colour."""
    colour = rng.choice(_SEALS)
    kind = rng.randrange(4)
    if kind == 0:
        sheet.polygon([(x, y + size), (x + size / 2, y), (x + size, y + size)], colour)
        sheet.polygon(
            [(x + size * 0.3, y + size), (x + size / 2, y + size * 0.5), (x + size * 0.7, y + size)], (255, 255, 255)
        )
    elif kind == 1:
        ring = [
            (x + size / 2 * (1 + math.cos(a / 20 * math.pi)), y + size / 2 * (1 + math.sin(a / 20 * math.pi)))
            for a in range(40)
        ]
        sheet.polygon(ring, colour)
        sheet.box(x + size * 0.3, y + size * 0.42, size * 0.4, size * 0.16, 0, (255, 255, 255), (255, 255, 255))
    elif kind == 2:
        for i in range(3):
            sheet.box(
                x + i * size * 0.36, y + size * (0.6 - 0.3 * i), size * 0.26, size * (0.4 + 0.3 * i), 0, colour, colour
            )
    else:
        sheet.polygon(
            [(x, y), (x + size, y), (x + size * 0.7, y + size), (x - size * 0.3 + size * 0.3, y + size)], colour
        )
    return colour


def shield(sheet: Sheet, x: float, y: float, size: float, rng: random.Random) -> None:
    """A coat of arms of no town at all."""
    w, h = size * 0.82, size
    outline = [(x, y), (x + w, y), (x + w, y + h * 0.6), (x + w * 0.8, y + h * 0.87), (x + w / 2, y + h)]
    outline += [(x + w * 0.2, y + h * 0.87), (x, y + h * 0.6)]
    field, charge = rng.choice(
        (((30, 70, 150), (240, 200, 60)), ((170, 30, 40), (245, 245, 245)), ((25, 110, 60), (240, 200, 60)))
    )
    sheet.polygon(outline, field)
    sheet.polygon([(x + w * 0.2, y + h * 0.65), (x + w * 0.5, y + h * 0.15), (x + w * 0.8, y + h * 0.65)], charge)
    sheet.box(x + w * 0.35, y + h * 0.7, w * 0.3, h * 0.1, 0, charge, charge)
    sheet.curve([*outline, outline[0]], 0.8, (20, 20, 20))


def hand_note(sheet: Sheet, x: float, y: float, text: str, size: float = 15) -> None:
    """Something written by hand."""
    sheet.text(x, y, text, Style(HAND, size, colour=INK_BLUE))
