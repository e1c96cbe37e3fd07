"""Finds how far a page is turned: quarter (text lines lie or stand) and skew in hundredths of a degree."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from scanning.pages.ink import Mask

_MAX_SKEW = 9.0
_MAX_POINTS = 15_000
_FEW_POINTS = 6_000
"""Enough for the first, coarse search."""

Points = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Turn:
    """`angle`: clockwise degrees the text lines fall to the right; `score`: how sharply lines part (0 = no text)."""

    angle: float
    score: float


def line_turn(mask: Mask) -> Turn:
    """Skew of the text lines in a mask of letters."""
    inked = cv2.findNonZero(mask)
    if inked is None or len(inked) < 50:
        return Turn(0.0, 0.0)
    points = np.asarray(inked).reshape(-1, 2)
    if len(points) > _MAX_POINTS:
        points = points[np.random.default_rng(0).integers(0, len(points), _MAX_POINTS)]
    x = points[:, 0].astype(np.float32) - mask.shape[1] / 2
    y = points[:, 1].astype(np.float32)
    few = slice(None, None, max(1, len(x) // _FEW_POINTS))
    angle = _best(x[few], y[few], np.arange(-_MAX_SKEW, _MAX_SKEW + 0.01, 0.5), 2.0)
    angle = _best(x, y, angle + np.arange(-0.5, 0.51, 0.1), 1.0)
    angle = _best(x, y, angle + np.arange(-0.1, 0.101, 0.02), 1.0)
    return Turn(round(float(angle), 3), _score(x, y, angle, 1.0) / len(points))


def _best(x: Points, y: Points, angles: npt.NDArray[np.float64], bin_px: float) -> float:
    scores = [_score(x, y, float(angle), bin_px) for angle in angles]
    return float(angles[int(np.argmax(scores))])


def _score(x: Points, y: Points, angle: float, bin_px: float) -> float:
    """Energy of the change between neighbouring rows: highest when line edges are sharp."""
    slope = np.float32(np.tan(np.radians(angle)))
    turned = (y - x * slope) / np.float32(bin_px)
    rows = (turned - turned.min()).astype(np.int32)
    profile = np.bincount(rows).astype(np.float64)
    return float(np.square(np.diff(profile)).sum())
