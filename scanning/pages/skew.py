"""Finds how far a page is turned: quarter (text lines lie or stand) and skew in hundredths of a degree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scanning.pages.ink import Mask

_MAX_SKEW = 9.0
_MAX_POINTS = 15_000

Points = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Turn:
    """`angle`: clockwise degrees the text lines fall to the right; `score`: how sharply lines part (0 = no text)."""

    angle: float
    score: float


def line_turn(mask: Mask) -> Turn:
    """Skew of the text lines in a mask of letters."""
    rows, columns = np.nonzero(mask)
    if rows.size < 50:
        return Turn(0.0, 0.0)
    if rows.size > _MAX_POINTS:
        chosen = np.random.default_rng(0).choice(rows.size, _MAX_POINTS, replace=False)
        rows, columns = rows[chosen], columns[chosen]
    x = columns.astype(np.float32) - mask.shape[1] / 2
    y = rows.astype(np.float32)
    angle = _best(x, y, np.arange(-_MAX_SKEW, _MAX_SKEW + 0.01, 0.5), 2.0)
    angle = _best(x, y, angle + np.arange(-0.5, 0.51, 0.1), 1.0)
    angle = _best(x, y, angle + np.arange(-0.1, 0.101, 0.02), 1.0)
    return Turn(round(float(angle), 3), _score(x, y, angle, 1.0) / rows.size)


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
