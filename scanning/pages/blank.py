"""Tells a blank page from a written one, past bleed-through, punch holes, specks and scanner edges."""

from __future__ import annotations

import numpy as np

from scanning.ocr.protocol import Gray
from scanning.pages.ink import ink_mask, shapes_of

_STRONG_INK = 140
_LEAST_LETTERS = 3
_EDGE_MM = 5.0
_DRAWING_MM2 = 25.0


def is_blank(flat: Gray, dpi: int) -> bool:
    """True where a flattened small page carries no strong ink of a letter's size away from the edges."""
    shapes = shapes_of(ink_mask(flat, _STRONG_INK))
    if len(shapes.stats) == 0:
        return True
    mm = dpi / 25.4
    left, top, width, height, area = (shapes.stats[:, i].astype(np.float64) for i in range(5))
    page_height, page_width = flat.shape
    edge = _EDGE_MM * mm
    inside = (left > edge) & (top > edge) & (left + width < page_width - edge) & (top + height < page_height - edge)
    fill = area / np.maximum(width * height, 1)
    hole = (np.abs(width - height) < 0.25 * np.maximum(width, height)) & (fill > 0.6) & (width > 3 * mm)
    near_margin = (left < 22 * mm) | (left + width > page_width - 22 * mm) | (top < 22 * mm)
    near_margin |= top + height > page_height - 22 * mm
    speck = (height < 1.0 * mm) & (width < 1.0 * mm)
    counts = inside & ~(hole & near_margin & (width < 9 * mm)) & ~speck
    drawn = float(area[counts].sum()) / mm**2
    return int(counts.sum()) < _LEAST_LETTERS and drawn < _DRAWING_MM2
