"""Measures what a page's image shows of its material: pictures, coloured ink, how much a point can tell."""

from __future__ import annotations

import cv2
import numpy as np

from scanning.pages.ink import SMALL_DPI
from scanning.pages.load import Pixels, gray_of
from scanning.pages.model import Look
from scanning.pages.tones import tone_share

_CHROMA = 45
_INK = 200


def look_of(upright: Pixels, dpi: int, letters: int, *, bits: int, lossy: bool) -> Look:
    """What the image shows by itself; `letters` as counted on the flattened page."""
    return Look(
        tones=tone_share(gray_of(upright), dpi),
        colours=_coloured_ink(upright, dpi),
        letters=letters,
        bits=bits,
        lossy=lossy,
    )


def bits_of(raw: Pixels) -> int:
    """What a point of the scan can tell: 1 where it is black or white only, 8 grey, 24 colour."""
    if raw.ndim == 3:
        return 24
    sample = raw[::7]
    return 1 if np.count_nonzero((sample > 0) & (sample < 255)) == 0 else 8


def _coloured_ink(upright: Pixels, dpi: int) -> float:
    """Share of the ink that has a hue of its own; tinted paper alone is none."""
    if upright.ndim == 2:
        return 0.0
    scale = min(1.0, SMALL_DPI / 2 / dpi)
    small = cv2.resize(upright, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    paper = np.median(small.reshape(-1, 3), axis=0)
    even = np.clip(small.astype(np.float32) * (255.0 / np.maximum(paper, 1.0)), 0, 255)
    hued = even.max(axis=2) - even.min(axis=2) > _CHROMA
    ink = hued | (even.mean(axis=2) < _INK)
    return int(np.count_nonzero(hued)) / max(1, int(np.count_nonzero(ink)))
