"""The grey or colour image of a page as it is stored: the paper white and even, the ink and its tones as scanned."""

from __future__ import annotations

import cv2
import numpy as np

from scanning.ocr.protocol import Gray
from scanning.pages.ink import Mask, flattened
from scanning.pages.load import Pixels
from scanning.pages.tones import tones_on

_PAPER_FROM = 232
# Light enough for pencil; scanner grain beyond it falls to the speck filter.
_LEAST_SPECK_PX = 6


def reduced(pixels: Pixels, scale: float) -> Pixels:
    """The image at a share of its size; each side is rounded up, so that no minimum is missed by a pixel."""
    if scale >= 1:
        return pixels
    size = (int(np.ceil(pixels.shape[1] * scale - 1e-6)), int(np.ceil(pixels.shape[0] * scale - 1e-6)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def on_white(gray: Gray, dpi: int) -> Gray:
    """Shadows divided away, paper and its grain white; every tone of ink and its edges stays, pictures whole."""
    flat = flattened(gray, dpi)
    kept = _strokes(flat)
    pictures = tones_on(gray, dpi)
    if pictures is None:
        return np.asarray(np.where(kept > 0, flat, np.uint8(255)), dtype=np.uint8)
    white = np.asarray(np.where(kept > 0, flat, np.uint8(255)), dtype=np.uint8)
    return np.asarray(np.where(pictures > 0, _brightened(gray), white), dtype=np.uint8)


def colour_on_white(rgb: Pixels) -> Pixels:
    """Paper and its grain white, everything that has ink or a hue as scanned; only the paper's own tint goes."""
    even = np.dstack([_brightened(np.ascontiguousarray(rgb[:, :, channel])) for channel in range(3)])
    # The darkest channel shows a yellow marker as well as black ink.
    kept = _strokes(np.asarray(even.min(axis=2), dtype=np.uint8))
    return np.asarray(np.where((kept > 0)[:, :, None], even, np.uint8(255)), dtype=np.uint8)


def _strokes(flat: Gray) -> Mask:
    calm = cv2.GaussianBlur(flat, (0, 0), 0.8)
    ink = (np.asarray(calm) < _PAPER_FROM).astype(np.uint8)
    near = cv2.boxFilter(ink, -1, (5, 5), normalize=False)
    strokes = ((near >= _LEAST_SPECK_PX) & (ink > 0)).astype(np.uint8)
    # A ring around each stroke keeps its soft edge.
    return np.asarray(cv2.dilate(strokes, np.ones((3, 3), np.uint8)), dtype=np.uint8)


def _brightened(gray: Gray) -> Gray:
    """The paper's usual level made white, everything else in proportion."""
    # Of a page without paper, a photograph to its edges, only the lightest tones may go.
    paper = max(200.0, float(np.percentile(gray[::8, ::8], 90)))
    return np.asarray(cv2.convertScaleAbs(gray, alpha=255 / paper), dtype=np.uint8)
