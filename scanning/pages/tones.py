"""Finds pictures on a page: areas in continuous tone, unlike lines of text, bars and shaded fields."""

from __future__ import annotations

import cv2
import numpy as np

from scanning.ocr.protocol import Gray
from scanning.pages.ink import Mask, scaled

_DPI = 50
_BLOCK_MM = 15.0
_LETTER_MM = 2.5
_EDGE_MM = 8.0
_PAPER = 225
_BLACK = 40
_SPREAD = 4.0
_MIDDLE = 0.6


def tone_share(gray: Gray, dpi: int) -> float:
    """Share of the sheet in continuous tone, its edges left out: scanners shade them."""
    mask = _tones(scaled(gray, dpi, _DPI), min(dpi, _DPI))
    edge = round(_EDGE_MM * min(dpi, _DPI) / 25.4)
    return float(np.mean(mask[edge:-edge, edge:-edge] if min(mask.shape) > 4 * edge else mask))


def tones_on(gray: Gray, dpi: int) -> Mask | None:
    """Where on the page pictures are, with a little around them; None where there are none."""
    mask = _tones(scaled(gray, dpi, _DPI), min(dpi, _DPI))
    if not mask.any():
        return None
    side = max(3, round(_LETTER_MM * 2 * _DPI / 25.4)) | 1
    wider = cv2.dilate(mask, np.ones((side, side), np.uint8))
    return np.asarray(
        cv2.resize(wider, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_NEAREST), dtype=np.uint8
    )


def _tones(small: Gray, dpi: int) -> Mask:
    """1 where grey runs over whole blocks; lines of text leave white between."""
    mm = dpi / 25.4
    # Wider than any picture's shadows, so that a picture isn't taken for dark paper.
    paper = cv2.blur(cv2.dilate(small, np.ones((41, 41), np.uint8)), (41, 41))
    flat = np.asarray(cv2.divide(small, np.maximum(paper, 1), scale=255), dtype=np.uint8)
    # Without the letters on it a shaded field is even; a picture is not.
    thick = max(3, round(_LETTER_MM * mm)) | 1
    ground = np.asarray(cv2.morphologyEx(flat, cv2.MORPH_CLOSE, np.ones((thick, thick), np.uint8)), dtype=np.uint8)
    side = max(3, round(_BLOCK_MM * mm)) | 1
    dark = cv2.morphologyEx((ground < _PAPER).astype(np.uint8), cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    return np.asarray(np.asarray(dark, dtype=np.uint8) & _varied(ground, side), dtype=np.uint8)


def _varied(ground: Gray, side: int) -> Mask:
    """Where a block holds many tones; a bar, a shaded field of a form or a heading on black hold one or two."""
    values = ground.astype(np.float32)
    mean = cv2.blur(values, (side, side))
    spread = np.sqrt(np.maximum(cv2.blur(values * values, (side, side)) - mean * mean, 0))
    middle = cv2.blur(((ground > _BLACK) & (ground < _PAPER)).astype(np.float32), (side, side))
    return np.asarray((spread > _SPREAD) & (middle > _MIDDLE), dtype=np.uint8)
