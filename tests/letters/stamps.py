"""Rubber stamps: invented ones, round and rectangular, worn and slightly turned."""

from __future__ import annotations

import random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tests.letters import people
from tests.letters.fonts import font

_INKS = ((40, 60, 170), (40, 60, 170), (190, 40, 50), (95, 95, 105), (90, 50, 140))


def stamp(rng: random.Random, dpi: int) -> tuple[NDArray[np.uint8], tuple[int, int, int]]:
    """The cover of the ink (0 none … 255 full, height × width) and its colour."""
    scale = dpi / 25.4
    plate = _round(rng, scale) if rng.random() < 0.4 else _rectangular(rng, scale)
    turned = plate.rotate(rng.uniform(-9, 9), expand=True, resample=Image.Resampling.BICUBIC)
    cover = np.asarray(turned, dtype=np.float32)
    source = np.random.default_rng(rng.getrandbits(64))
    rough = cv2.GaussianBlur(source.normal(0, 1, cover.shape).astype(np.float32), (0, 0), 0.4 * scale)
    worn = np.asarray(rough, dtype=np.float32) / float(rough.std())
    return np.clip(cover * np.clip(1.0 + 0.22 * worn, 0.3, 1.0), 0, 255).astype(np.uint8), rng.choice(_INKS)


def _rectangular(rng: random.Random, scale: float) -> Image.Image:
    party = people.firm(rng)
    lines = rng.choice(
        (
            [party.organisation or "", party.street, party.city_line, f"NIP {party.nip}"],
            ["KANCELARIA OGÓLNA", f"WPŁYNĘŁO {rng.randint(1, 19):02d}. 11. 2026", "L.dz. ........ zał. ....."],
            ["ZA ZGODNOŚĆ", "Z ORYGINAŁEM", "data ............ podpis ............"],
            ["SPECJALISTA", party.person, f"tel. {party.phone}"],
            ["PILNE"],
        )
    )
    face = font("liberation-sans", 3.4 * scale, bold=True)
    width = max(face.getlength(line) for line in lines) + 5 * scale
    height = len(lines) * 4.3 * scale + 3 * scale
    plate = Image.new("L", (round(width), round(height)), 0)
    pen = ImageDraw.Draw(plate)
    if rng.random() < 0.7:
        pen.rectangle((1, 1, width - 3, height - 3), outline=255, width=max(2, round(0.35 * scale)))
    for i, line in enumerate(lines):
        pen.text((width / 2, (2 + 4.3 * i) * scale), line, font=face, fill=255, anchor="ma")
    return plate


def _round(rng: random.Random, scale: float) -> Image.Image:
    size = round(rng.uniform(32, 38) * scale)
    plate = Image.new("L", (size, size), 0)
    pen = ImageDraw.Draw(plate)
    pen.ellipse((2, 2, size - 3, size - 3), outline=255, width=max(2, round(0.5 * scale)))
    inner = 6.2 * scale
    pen.ellipse((inner, inner, size - inner, size - inner), outline=255, width=max(1, round(0.25 * scale)))
    text = rng.choice(
        ("URZĄD PRZYKŁADOWY W ZMYŚLINIE * ", "SPÓŁDZIELNIA WZORCOWA * MAKIETY * ", "NIEZALEŻNA IZBA PRÓB I WZORÓW * ")
    )
    face = font("liberation-sans", 3.6 * scale, bold=True)
    for i, letter in enumerate(text):
        tile = Image.new("L", (size, size), 0)
        ImageDraw.Draw(tile).text((size / 2, 1.4 * scale), letter, font=face, fill=255, anchor="ma")
        turned = tile.rotate(-360 * i / len(text), resample=Image.Resampling.BICUBIC)
        plate = Image.fromarray(np.maximum(np.asarray(plate), np.asarray(turned)))
    star = font("liberation-serif", 11 * scale, bold=True)
    ImageDraw.Draw(plate).text(
        (size / 2, size / 2), rng.choice(("W", "PZ", "N", "§")), font=star, fill=255, anchor="mm"
    )
    return plate
