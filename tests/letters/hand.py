"""Handwriting: letters one by one with an unsteady hand, and Polish marks drawn over a font that lacks them."""

from __future__ import annotations

import random

from PIL import ImageDraw, ImageFont

_MARKS = {
    "ą": ("a", "tail"),
    "ę": ("e", "tail"),
    "Ą": ("A", "tail"),
    "Ę": ("E", "tail"),
    "ć": ("c", "acute"),
    "ń": ("n", "acute"),
    "ó": ("o", "acute"),
    "ś": ("s", "acute"),
    "ź": ("z", "acute"),
    "ż": ("z", "dot"),
    "ł": ("l", "stroke"),
    "Ł": ("L", "stroke"),
    "Ć": ("C", "acute"),
    "Ń": ("N", "acute"),
    "Ó": ("O", "acute"),
    "Ś": ("S", "acute"),
    "Ź": ("Z", "acute"),
    "Ż": ("Z", "dot"),
    "–": ("-", ""),
    "„": ('"', ""),
    "”": ('"', ""),
    "§": ("S", ""),
    "²": ("2", ""),
}

Segment = tuple[float, float, float, float]
Bounds = tuple[float, float, float, float]


def plain(text: str) -> str:
    """The text in letters the handwriting font has."""
    return "".join(_MARKS.get(c, (c, ""))[0] for c in text)


def draw(
    pen: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    face: ImageFont.FreeTypeFont,
    colour: tuple[int, int, int],
    marks: bool,
) -> Bounds:
    """Writes a word at its baseline; returns the box of its ink. The shake depends on the word and place only."""
    shake = random.Random(f"{text}|{at[0]:.1f}|{at[1]:.1f}")
    x, y = at
    size = face.size
    drift = shake.uniform(-0.025, 0.025) * size
    boxes: list[Bounds] = []
    for i, letter in enumerate(text):
        base, mark = _MARKS.get(letter, (letter, "")) if marks else (letter, "")
        top = y + shake.gauss(0, 0.022) * size + drift * i / max(1, len(text))
        pen.text((x, top), base, font=face, fill=colour, anchor="ls")
        ink = face.getbbox(base, anchor="ls")
        boxes.append((x + ink[0], top + ink[1], x + ink[2], top + ink[3]))
        if mark:
            segments = _strokes(mark, boxes[-1], size, shake)
            width = max(2, round(size * 0.065))
            for x1, y1, x2, y2 in segments:
                pen.line((x1, y1, x2, y2), fill=colour, width=width)
                boxes.append((min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)))
        x += face.getlength(base) + shake.gauss(0, 0.012) * size
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def _strokes(mark: str, ink: Bounds, size: float, shake: random.Random) -> list[Segment]:
    left, top, right, bottom = ink
    middle, s = (left + right) / 2 + shake.gauss(0, 0.03) * size, size
    if mark == "acute":
        return [(middle - 0.02 * s, top - 0.06 * s, middle + 0.11 * s, top - 0.2 * s)]
    if mark == "dot":
        return [(middle - 0.03 * s, top - 0.12 * s, middle + 0.03 * s, top - 0.14 * s)]
    if mark == "stroke":
        half = (top + bottom) / 2
        return [(left - 0.08 * s, half + 0.07 * s, left + 0.2 * s, half - 0.09 * s)]
    end = right - 0.05 * s
    return [
        (end, bottom - 0.02 * s, end - 0.08 * s, bottom + 0.09 * s),
        (end - 0.08 * s, bottom + 0.09 * s, end + 0.05 * s, bottom + 0.14 * s),
    ]
