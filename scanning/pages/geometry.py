"""Turns, straightens and crops a page, and knows the way from upright pixels back to raw ones."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from scanning.ocr.protocol import Box
from scanning.pages.load import Pixels

Matrix = npt.NDArray[np.float64]

_LEAST_SKEW = 0.05
_FINE_PX = 2000
"""Short side from which (A4 at 250 dpi) a linear turn shows no difference and takes a third of the time."""

_QUARTERS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


@dataclass(frozen=True)
class Placement:
    """How the upright image lies on the raw one: quarter turn, then skew, then crop (in the straightened page)."""

    raw_width: int
    raw_height: int
    rotation: int
    skew: float
    crop: Box | None

    @property
    def turned_size(self) -> tuple[int, int]:
        """Width and height after the quarter turn."""
        if self.rotation in (90, 270):
            return self.raw_height, self.raw_width
        return self.raw_width, self.raw_height

    def matrix(self) -> Matrix:
        """2×3 matrix from turned (quarter-rotated) pixels to upright ones."""
        width, height = self.turned_size
        turn = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), -self.skew, 1.0), dtype=np.float64)
        if self.crop is not None:
            turn[0, 2] -= self.crop[0]
            turn[1, 2] -= self.crop[1]
        return turn

    def raw_to_upright(self) -> Matrix:
        """2×3 matrix from raw pixel coordinates to upright ones."""
        w, h = self.raw_width, self.raw_height
        quarter = {
            0: [[1, 0, 0], [0, 1, 0]],
            90: [[0, -1, h], [1, 0, 0]],
            180: [[-1, 0, w], [0, -1, h]],
            270: [[0, 1, 0], [-1, 0, w]],
        }[self.rotation]
        whole = np.vstack([self.matrix(), [0, 0, 1]]) @ np.vstack([np.asarray(quarter, dtype=np.float64), [0, 0, 1]])
        return np.asarray(whole[:2], dtype=np.float64)


def turned(pixels: Pixels, rotation: int) -> Pixels:
    """The page turned clockwise by quarters."""
    if rotation == 0:
        return pixels
    return np.asarray(cv2.rotate(pixels, _QUARTERS[rotation]), dtype=np.uint8)


def straightened(pixels: Pixels, placement: Placement, paper: tuple[int, int, int]) -> Pixels:
    """The upright image of a page already quarter-turned; what turns in from outside gets the paper's colour."""
    width, height = placement.turned_size
    left, top, right, bottom = placement.crop or (0, 0, width, height)
    if abs(placement.skew) < _LEAST_SKEW:
        return np.ascontiguousarray(pixels[top:bottom, left:right])
    upright = cv2.warpAffine(
        pixels,
        placement.matrix(),
        (right - left, bottom - top),
        flags=cv2.INTER_LINEAR if min(width, height) >= _FINE_PX else cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=paper if pixels.ndim == 3 else paper[1],
    )
    return np.asarray(upright, dtype=np.uint8)
