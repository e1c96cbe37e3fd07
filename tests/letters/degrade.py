"""Spoils clean pages the way paper, stamps and scanners do; the true words move along by the same matrix."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.letters.render import Pixels, Quad, RenderedPage
from tests.letters.stamps import stamp

Matrix = NDArray[np.float64]


class Level(StrEnum):
    """`clean` = as printed; `hard` = skewed, grey, noisy and stamped, still readable by a person."""

    CLEAN = "clean"
    HARD = "hard"


def degrade(page: RenderedPage, rng: random.Random, level: Level, turn: bool = False) -> RenderedPage:
    """Brings a page to a level. `turn` lets some pages lie sideways or upside down."""
    if level is Level.HARD:
        page = _hard(page, rng)
    if turn and rng.random() < 0.5:
        page = rotated(page, rng.choice((90, 180, 180, 270)))
    return page


def _hard(page: RenderedPage, rng: random.Random) -> RenderedPage:
    if rng.random() < 0.5:
        page = bleed_through(page, rng.uniform(0.05, 0.13))
    for _ in range(rng.choice((1, 1, 2))):
        page = stamped(page, rng)
    if rng.random() < 0.6:
        page = folded(page, rng)
    page = faded(page, rng.uniform(0.0, 0.22))
    page = greyed(page, rng)
    page = skewed(page, rng.choice((-1, 1)) * rng.uniform(0.4, 5.0), rng.randint(225, 250))
    if rng.random() < 0.6:
        page = edge_shadow(page, rng)
    page = blurred(page, rng.uniform(0.35, 0.7) * page.dpi / 300)
    page = noisy(page, rng, rng.uniform(4, 11), rng.uniform(0.0002, 0.0015))
    return jpeg(page, rng.randint(60, 80))


def moved(page: RenderedPage, matrix: Matrix, size: tuple[int, int], fill: int, step: str) -> RenderedPage:
    """The page under a 3×3 homography onto a canvas of `size` (width, height); words follow."""
    border = [float(fill)] * 3
    image = cv2.warpPerspective(page.image, matrix, size, flags=cv2.INTER_CUBIC, borderValue=border)
    words = tuple(replace(word, quad=_moved_quad(word.quad, matrix)) for word in page.words)
    return replace(page, image=np.asarray(image, dtype=np.uint8), words=words, steps=(*page.steps, step))


def _moved_quad(quad: Quad, matrix: Matrix) -> Quad:
    points = cv2.perspectiveTransform(np.array([quad], dtype=np.float64), matrix)[0]
    a, b, c, d = ((float(x), float(y)) for x, y in points)
    return a, b, c, d


def skewed(page: RenderedPage, degrees: float, fill: int = 255) -> RenderedPage:
    """Turned clockwise by a small angle, the canvas grown so that nothing is cut."""
    angle = np.deg2rad(degrees)
    cos, sin = float(np.cos(angle)), float(np.sin(angle))
    w, h = page.width, page.height
    width, height = int(np.ceil(w * cos + h * abs(sin))), int(np.ceil(h * cos + w * abs(sin)))
    matrix = np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])
    centre = matrix @ np.array([w / 2, h / 2, 1.0])
    matrix[0, 2], matrix[1, 2] = width / 2 - centre[0], height / 2 - centre[1]
    return moved(page, matrix, (width, height), fill, f"skew {degrees:+.2f}")


def rotated(page: RenderedPage, degrees: int) -> RenderedPage:
    """Fed sideways or upside down: turned clockwise by 90, 180 or 270."""
    w, h = page.width, page.height
    codes = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
    turns: dict[int, Callable[[float, float], tuple[float, float]]] = {
        90: lambda x, y: (h - y, x),
        180: lambda x, y: (w - x, h - y),
        270: lambda x, y: (y, w - x),
    }
    turn = turns[degrees]
    image = np.asarray(cv2.rotate(page.image, codes[degrees]), dtype=np.uint8)
    words = tuple(replace(word, quad=_each(word.quad, turn)) for word in page.words)
    turned = (page.turned + degrees) % 360
    return replace(page, image=image, words=words, steps=(*page.steps, f"turn {degrees}"), turned=turned)


def _each(quad: Quad, turn: Callable[[float, float], tuple[float, float]]) -> Quad:
    a, b, c, d = (turn(*corner) for corner in quad)
    return a, b, c, d


def resampled(page: RenderedPage, dpi: int) -> RenderedPage:
    """As scanned at another resolution."""
    scale = dpi / page.dpi
    size = (round(page.width * scale), round(page.height * scale))
    image = np.asarray(cv2.resize(page.image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    matrix = np.diag([size[0] / page.width, size[1] / page.height, 1.0])
    words = tuple(replace(word, quad=_moved_quad(word.quad, matrix)) for word in page.words)
    return replace(page, image=image, words=words, dpi=dpi, steps=(*page.steps, f"dpi {dpi}"))


def _toned(page: RenderedPage, values: NDArray[np.float32], step: str) -> RenderedPage:
    image = np.clip(values, 0, 255).astype(np.uint8)
    return replace(page, image=image, steps=(*page.steps, step))


def _spread(mask: NDArray[np.float32], image: Pixels) -> NDArray[np.float32]:
    return mask[:, :, None] if image.ndim == 3 else mask


def faded(page: RenderedPage, amount: float) -> RenderedPage:
    """Weak toner: black becomes grey by `amount` of the way to white."""
    return _toned(page, page.image.astype(np.float32) * (1 - amount) + 255 * amount, "fade")


def greyed(page: RenderedPage, rng: random.Random) -> RenderedPage:
    """Grey paper, unevenly lit: a smooth field multiplies the page."""
    source = np.random.default_rng(rng.getrandbits(64))
    low = source.uniform(0.90, 1.0, (5, 4)).astype(np.float32) * rng.uniform(0.78, 0.95)
    grain = source.normal(1.0, 0.012, (page.height // 3 + 1, page.width // 3 + 1)).astype(np.float32)
    field = cv2.resize(low, (page.width, page.height), interpolation=cv2.INTER_CUBIC)
    field = field * cv2.resize(grain, (page.width, page.height), interpolation=cv2.INTER_LINEAR)
    return _toned(page, page.image * _spread(np.asarray(field, dtype=np.float32), page.image), "grey")


def noisy(page: RenderedPage, rng: random.Random, sigma: float, salt: float) -> RenderedPage:
    """Sensor noise of a standard deviation, and a share of pixels turned black or white."""
    source = np.random.default_rng(rng.getrandbits(64))
    values = page.image.astype(np.float32)
    values += source.normal(0, sigma, values.shape).astype(np.float32)
    hits = source.random(values.shape[:2], dtype=np.float32)
    values[hits < salt / 2] = 25
    values[hits > 1 - salt / 2] = 250
    return _toned(page, values, "noise")


def blurred(page: RenderedPage, sigma: float) -> RenderedPage:
    """Soft optics."""
    image = np.asarray(cv2.GaussianBlur(page.image, (0, 0), sigma), dtype=np.uint8)
    return replace(page, image=image, steps=(*page.steps, "blur"))


def jpeg(page: RenderedPage, quality: int) -> RenderedPage:
    """Through JPEG and back."""
    _, packed = cv2.imencode(".jpg", page.image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    image = np.asarray(cv2.imdecode(packed, cv2.IMREAD_UNCHANGED), dtype=np.uint8)
    return replace(page, image=image, steps=(*page.steps, f"jpeg {quality}"))


def bleed_through(page: RenderedPage, strength: float) -> RenderedPage:
    """The print of the back shining through: the page itself mirrored, blurred and weak."""
    back = cv2.GaussianBlur(cv2.flip(page.image, 1), (0, 0), 2.2 * page.dpi / 300)
    back = np.roll(back, (page.height // 37, page.width // 53), axis=(0, 1))
    veil = (255 - back.astype(np.float32)) * strength
    return _toned(page, page.image.astype(np.float32) - veil, "bleed")


def folded(page: RenderedPage, rng: random.Random) -> RenderedPage:
    """Creases of a letter folded in three (or two): a dark and a light edge, worn toner along them."""
    values = page.image.astype(np.float32)
    for part in rng.choice(((1 / 3, 2 / 3), (1 / 2,), (0.31, 0.64))):
        y = round(page.height * (part + rng.uniform(-0.02, 0.02)))
        slope = rng.uniform(-0.004, 0.004)
        rows = y + slope * np.arange(page.width, dtype=np.float32)
        distance = np.arange(page.height, dtype=np.float32)[:, None] - rows[None, :]
        reach = page.dpi / 300
        shade = -26 * np.exp(-(((distance - 2 * reach) / (3.2 * reach)) ** 2))
        shade += 20 * np.exp(-(((distance + 5 * reach) / (4 * reach)) ** 2))
        values += _spread(shade.astype(np.float32), page.image)
    return _toned(page, values, "fold")


def edge_shadow(page: RenderedPage, rng: random.Random) -> RenderedPage:
    """A shadow along one edge, as where a book or a lid stands off the glass."""
    side = rng.choice(("left", "right", "top", "bottom"))
    length = page.width if side in ("left", "right") else page.height
    at = np.arange(length, dtype=np.float32)
    at = at if side in ("left", "top") else at[::-1]
    ramp = 1 - rng.uniform(0.25, 0.5) * np.exp(-at / (length * rng.uniform(0.015, 0.045)))
    mask = np.broadcast_to(ramp[None, :] if side in ("left", "right") else ramp[:, None], page.image.shape[:2])
    return _toned(page, page.image * _spread(mask.astype(np.float32), page.image), f"shadow {side}")


def stamped(page: RenderedPage, rng: random.Random) -> RenderedPage:
    """A round or rectangular rubber stamp in blue, red or grey over the margins of the text."""
    ink, colour = stamp(rng, page.dpi)
    height, width = ink.shape
    x, y = _stamp_place(page, width, height, rng)
    h, w = min(height, page.height - y), min(width, page.width - x)
    cover = ink[:h, :w].astype(np.float32) / 255 * rng.uniform(0.55, 0.85)
    values = page.image.astype(np.float32)
    part = values[y : y + h, x : x + w]
    if page.image.ndim == 3:
        part *= 1 - cover[:, :, None] * (1 - np.array(colour, dtype=np.float32) / 255)
    else:
        tone = (0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]) / 255
        part *= 1 - cover * (1 - tone)
    return _toned(page, values, "stamp")


def _stamp_place(page: RenderedPage, width: int, height: int, rng: random.Random) -> tuple[int, int]:
    """Where it hides the fewest words, out of a few tries: clerks look for room too."""
    best, least = (0, 0), 1e9
    for _ in range(12):
        x = rng.randint(0, max(1, page.width - width))
        y = rng.randint(0, max(1, page.height - height))
        hidden = sum(
            1
            for b in (word.box for word in page.words)
            if b[0] < x + width and b[2] > x and b[1] < y + height and b[3] > y
        )
        if 0 < hidden < least or (hidden == 0 and least > 6):
            best, least = (x, y), hidden or 6
    return best
