"""What spoils reading is taken out before it, and the print it touches stays."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from scanning.pages.clutter import without_clutter
from tests.unit.scanning_pages.paper import letter

DPI = 225
_RING = 150


def crossed(thickness: int, tone: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A letter, the same with a ring across its lines, and where the ring lies on white paper."""
    plain = letter(DPI).pixels
    ring = np.full_like(plain, 255)
    cv2.ellipse(ring, (700, 900), (150, 140), 0, 0, 360, tone, thickness)
    return plain, np.minimum(plain, ring), (ring < 255) & (plain == 255)


def test_print_that_touches_a_stamps_ring_stays() -> None:
    plain, stamped, ring = crossed(5, _RING)
    assert float((without_clutter(stamped, DPI)[ring] < 200).mean()) < 0.35
    kept = without_clutter(stamped, DPI)
    black = plain < 90
    assert float((kept[black] < 130).mean()) > 0.99


def test_a_signature_as_dark_as_print_goes_whole() -> None:
    page = np.full((1200, 1200), 255, np.uint8)
    steps = np.linspace(0, 1, 80)
    strokes = np.stack([300 + 330 * steps, 600 + 60 * np.sin(14 * steps) - 80 * steps], axis=1).astype(np.int32)
    cv2.polylines(page, [strokes], isClosed=False, color=20, thickness=5)
    assert int((page < 200).sum()) > 2000
    assert int((without_clutter(page, DPI) < 200).sum()) < 100


@pytest.mark.parametrize("dpi", [200, 225])
def test_rules_and_dotted_lines_go_and_words_stay(dpi: int) -> None:
    plain = letter(dpi).pixels.copy()
    ruled = plain.copy()
    bottom = round(plain.shape[0] * 0.85)
    cv2.line(ruled, (200, bottom), (1200, bottom), 0, 3)
    for x in range(200, 1200, 12):
        cv2.circle(ruled, (x, bottom + 80), 2, 0, -1)
    kept = without_clutter(ruled, dpi)
    assert int((kept[bottom - 20 :] < 200).sum()) < 10
    assert np.array_equal(kept[: bottom - 40], plain[: bottom - 40])
