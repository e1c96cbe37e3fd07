"""Tells whether a page carries colour that means something: a stamp, blue ink, a coat of arms."""

from __future__ import annotations

import cv2
import numpy as np

from scanning.pages.load import Pixels

_WORK_WIDTH = 620
_CHROMA = 45
_LEAST_SHARE = 0.0004


def has_colour(pixels: Pixels) -> bool:
    """True where enough points differ in hue from the paper itself (tinted paper alone is no colour)."""
    if pixels.ndim == 2:
        return False
    scale = min(1.0, _WORK_WIDTH / pixels.shape[1])
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    paper = np.median(small.reshape(-1, 3), axis=0)
    even = np.clip(small.astype(np.float32) * (255.0 / np.maximum(paper, 1.0)), 0, 255)
    chroma = even.max(axis=2) - even.min(axis=2)
    return float((chroma > _CHROMA).mean()) > _LEAST_SHARE


def paper_colour(pixels: Pixels) -> tuple[int, int, int]:
    """The paper's usual colour, for what turns in from outside when a page is straightened."""
    sample = pixels[::16, ::16]
    if sample.ndim == 2:
        level = int(np.percentile(sample, 75))
        return level, level, level
    red, green, blue = (int(v) for v in np.percentile(sample.reshape(-1, 3), 75, axis=0))
    return red, green, blue
