"""Draws small Polish letters with known words and boxes, and spoils them the way scanners do."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from scanning.pages.model import SpooledPage

Pixels = npt.NDArray[np.uint8]
Box = tuple[float, float, float, float]

LINES = (
    "Stowarzyszenie Źródło Nadziei",
    "ul. Świętojańska 17, 43-190 Przykładowo",
    "",
    "Przykładowo, dnia 12 marca 2026 r.",
    "Znak: SZN.041.17.2026",
    "",
    "Urząd Miasta Przykładowo",
    "Wydział Gospodarki Komunalnej",
    "",
    "Wniosek o udostępnienie świetlicy",
    "",
    "Uprzejmie prosimy o nieodpłatne udostępnienie świetlicy miejskiej",
    "w dniach od 3 do 7 sierpnia, w godzinach przedpołudniowych, na",
    "zajęcia dla dzieci ze szkół podstawowych. Koszty sprzątania oraz",
    "ubezpieczenia uczestników pokryjemy z własnych środków. Zajęcia",
    "poprowadzą wolontariusze przeszkoleni w udzielaniu pierwszej",
    "pomocy. Prosimy także o wypożyczenie dwudziestu krzeseł i stołów.",
    "",
    "W załączeniu przesyłamy program zajęć oraz listę opiekunów grup.",
    "Odpowiedź prosimy kierować na adres podany w nagłówku pisma.",
    "",
    "Z poważaniem",
    "Bożydar Wymyślny, prezes zarządu",
)


@dataclass(frozen=True)
class Drawn:
    """A drawn page, its words with true ink boxes in its own pixels, and its resolution."""

    pixels: Pixels
    words: tuple[tuple[str, Box], ...]
    dpi: int

    @property
    def text(self) -> str:
        """All words, parted by spaces."""
        return " ".join(word for word, _ in self.words)


def letter(dpi: int = 300, lines: tuple[str, ...] = LINES, size_pt: float = 12, font: str = "DejaVuSerif") -> Drawn:
    """An A4 letter in black on white."""
    width, height = round(8.27 * dpi), round(11.69 * dpi)
    image = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(image)
    face = ImageFont.truetype(f"{font}.ttf", round(size_pt * dpi / 72))
    words: list[tuple[str, Box]] = []
    y = dpi * 1.0
    for line in lines:
        x = dpi * 0.9
        for word in line.split():
            draw.text((x, y), word, fill=20, font=face)
            words.append((word, tuple(float(v) for v in draw.textbbox((x, y), word, font=face))))  # type: ignore[arg-type]
            x += face.getlength(word + " ")
        y += size_pt * 1.55 * dpi / 72
    return Drawn(np.asarray(image, dtype=np.uint8).copy(), tuple(words), dpi)


def tilted(pixels: Pixels, degrees_clockwise: float, paper: int = 255) -> Pixels:
    """The sheet lying askew on the glass."""
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees_clockwise, 1.0)
    border = (paper, paper, paper)
    return np.asarray(
        cv2.warpAffine(pixels, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=border), np.uint8
    )


def spoiled(pixels: Pixels, seed: int = 1, noise: float = 9.0, paper: float = 0.8, jpeg: int | None = 75) -> Pixels:
    """Grey uneven paper, grain, a soft lens and JPEG."""
    rng = np.random.default_rng(seed)
    height, width = pixels.shape
    shade = paper * (1 - 0.18 * np.linspace(0, 1, width)[None, :] * np.linspace(0.3, 1, height)[:, None])
    soft = cv2.GaussianBlur(pixels, (0, 0), 0.8).astype(np.float64)
    grey = np.clip(soft * shade + 18 + rng.normal(0, noise, pixels.shape), 0, 255).astype(np.uint8)
    if jpeg is None:
        return grey
    _, data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, jpeg])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)


def spooled(folder: Path, pixels: Pixels, dpi: int, number: int = 1, suffix: str = ".png") -> SpooledPage:
    """The page as it lies on the spool."""
    path = folder / f"raw-{number}{suffix}"
    image = pixels if pixels.ndim == 2 else pixels[:, :, ::-1]
    assert cv2.imwrite(str(path), image)
    return SpooledPage(number, path, hashlib.sha256(path.read_bytes()).hexdigest(), dpi, sheet=number)
