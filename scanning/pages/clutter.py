"""Finds what is no text but spoils reading: rules of forms, dotted lines, signatures, rings of stamps."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from scanning.ocr.protocol import Gray
from scanning.pages.ink import Mask, Shapes, ink_mask, scaled, shapes_of

_FINE_DPI = 200
"""From here half the resolution shows clutter as well; halving is far cheaper than any broken factor."""

_INK = 190
_LEAST_INK = 500
_PRINT_SHARE = 20
_PALER = 0.3
_DARK_SHARE = 0.6

_RULE_MM = 8.0
_UPRIGHT_RULE_MM = 4.8
_FREE_UPRIGHT_RULE_MM = 15.0
_RULE_THICK_MM = 0.8
_FLOURISH_MM = (10.0, 7.0)
_FLOURISH_FILL = 0.3
_DOT_MM = 0.75
_DOT_GAP_MM = 2.2
_DOTTED_LINE_MM = 15.0


def without_clutter(flat: Gray, dpi: int) -> Gray:
    """A flattened, straightened page with the clutter painted white. Only for reading."""
    small, used = (scaled(flat, dpi, dpi // 2), dpi // 2) if dpi >= _FINE_DPI else (flat, dpi)
    ink = ink_mask(small, _INK)
    mask = clutter_of(ink, used, _print_of(small, ink))
    if not mask.any():
        return flat
    grown = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    full = cv2.resize(grown * np.uint8(255), (flat.shape[1], flat.shape[0]), interpolation=cv2.INTER_NEAREST)
    return np.asarray(cv2.max(flat, full), dtype=np.uint8)


def clutter_of(ink: Mask, dpi: int, dark: Mask | None = None) -> Mask:
    """Which ink is clutter. `dark`: ink as black as the page's print; letters that touch a paler ring are kept."""
    lying, upright = _rules(ink, dpi)
    clutter = lying | upright
    rest = (ink & (1 - clutter)).astype(np.uint8)
    shapes = shapes_of(rest)
    if len(shapes.stats) == 0:
        return clutter
    width, height, area = (shapes.stats[:, i].astype(np.float64) for i in (2, 3, 4))
    mm = dpi / 25.4
    loose = area / np.maximum(width * height, 1) < _FLOURISH_FILL
    flourish = (width > _FLOURISH_MM[0] * mm) & (height > _FLOURISH_MM[1] * mm) & loose
    dots = (width <= _DOT_MM * mm) & (height <= _DOT_MM * mm)
    dotted = _dotted_lines(shapes.mask_of(np.asarray(dots)), dpi)
    loops = _without_print(shapes, np.asarray(flourish), dark)
    return np.asarray(clutter | loops | dotted, dtype=np.uint8)


def _print_of(small: Gray, ink: Mask) -> Mask:
    """The ink about as black as most of the page's: a stamp's is paler."""
    tones = small[ink > 0]
    if tones.size < _LEAST_INK:
        return ink
    tone = float(np.percentile(tones, _PRINT_SHARE))
    return np.asarray(small < tone + (255 - tone) * _PALER, dtype=np.uint8)


def _without_print(shapes: Shapes, chosen: npt.NDArray[np.bool_], dark: Mask | None) -> Mask:
    """The chosen shapes; of those mostly paler than print, only what is paler."""
    loops = shapes.mask_of(chosen)
    if dark is None or not loops.any():
        return loops
    count = np.bincount(shapes.labels[(loops & dark) > 0].ravel(), minlength=len(shapes.stats) + 1)[1:]
    paler = chosen & (count < _DARK_SHARE * shapes.stats[:, 4])
    if not paler.any():
        return loops
    # What is painted white grows by a point; the soft edge of a letter must stay out of its reach.
    near = np.asarray(cv2.dilate(dark, np.ones((5, 5), np.uint8)), dtype=np.uint8)
    keep = shapes.mask_of(paler) & near
    return np.asarray(loops & (1 - keep), dtype=np.uint8)


def _rules(ink: Mask, dpi: int) -> tuple[Mask, Mask]:
    """Lying rules, and upright ones that meet a lying rule (cells, combs) or are too long for a letter."""
    mm = dpi / 25.4
    thick = max(2, round(_RULE_THICK_MM * mm))
    lying = _thin(_opened(ink, round(_RULE_MM * mm), 1), thick, axis=3)
    upright = _thin(_opened(ink, 1, round(_UPRIGHT_RULE_MM * mm)), thick, axis=2)
    if not upright.any():
        return lying, upright
    shapes = shapes_of(upright)
    meets = np.zeros(len(shapes.stats) + 1, dtype=np.bool_)
    near = np.asarray(cv2.dilate(lying, np.ones((5, 5), np.uint8)), dtype=np.uint8)
    meets[shapes.labels[(upright & near) > 0]] = True
    keep = meets[1:] | (shapes.stats[:, 3] > _FREE_UPRIGHT_RULE_MM * mm)
    return lying, shapes.mask_of(np.asarray(keep))


def _opened(ink: Mask, width: int, height: int) -> Mask:
    return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((height, width), np.uint8)), dtype=np.uint8)


def _thin(mask: Mask, thick: int, axis: int) -> Mask:
    """Only pieces no thicker than a rule (a bar or a black heading stays); `axis`: the column of stats to look at."""
    if not mask.any():
        return mask
    shapes = shapes_of(mask)
    length = np.maximum(shapes.stats[:, 2], shapes.stats[:, 3])
    # A rule slightly askew climbs over its length; what counts is ink per length.
    mean_thickness = shapes.stats[:, 4] / np.maximum(length, 1)
    thin: npt.NDArray[np.bool_] = (mean_thickness <= thick) & (shapes.stats[:, axis] <= thick + length * 0.03)
    return shapes.mask_of(thin)


def _dotted_lines(dots: Mask, dpi: int) -> Mask:
    mm = dpi / 25.4
    joined = cv2.morphologyEx(dots, cv2.MORPH_CLOSE, np.ones((1, round(_DOT_GAP_MM * mm)), np.uint8))
    shapes = shapes_of(np.asarray(joined, dtype=np.uint8))
    if len(shapes.stats) == 0:
        return dots
    lines = (shapes.stats[:, 2] > _DOTTED_LINE_MM * mm) & (shapes.stats[:, 3] <= 2 * _DOT_MM * mm)
    return np.asarray(dots & shapes.mask_of(np.asarray(lines)), dtype=np.uint8)
