"""Reads codes on the raw page: the whole page once, then only places that look like a code, harder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
import zxingcpp

from scanning.ocr.protocol import Box, Gray
from scanning.pages.model import Barcode

_FORMATS = zxingcpp.BarcodeFormats(
    [
        zxingcpp.BarcodeFormat.Code128,
        zxingcpp.BarcodeFormat.Code39,
        zxingcpp.BarcodeFormat.QRCode,
        zxingcpp.BarcodeFormat.DataMatrix,
        zxingcpp.BarcodeFormat.ITF,
    ]
)


def barcodes_on(gray: Gray, dpi: int) -> tuple[Barcode, ...]:
    """Every code found, each once, top to bottom."""
    found = _read(gray, 0, 0, 1.0)
    for zone in candidate_zones(gray, dpi):
        if any(_overlap(code.box, zone) for code in found):
            continue
        found += _read_harder(gray, zone)
    unique = {(code.kind, code.text): code for code in found}
    return tuple(sorted(unique.values(), key=lambda code: (code.box[1], code.box[0])))


def candidate_zones(gray: Gray, dpi: int) -> list[Box]:
    """Boxes with a dense run of parallel edges, in raw pixels."""
    scale = min(1.0, 100 / dpi)
    small = np.asarray(cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    across = np.abs(cv2.Sobel(small, cv2.CV_32F, 1, 0, ksize=3))
    down = np.abs(cv2.Sobel(small, cv2.CV_32F, 0, 1, ksize=3))
    boxes: list[Box] = []
    for strong, weak, size in ((across, down, (15, 5)), (down, across, (5, 15))):
        edges = cv2.blur(np.clip(strong - 1.2 * weak, 0, 255), (9, 9))
        mask = (edges > 40).astype(np.uint8)
        mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((size[1], size[0]), np.uint8))
        _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
        for left, top, width, height, area in stats[1:]:
            if min(width, height) >= 12 and max(width, height) >= 50 and area > 0.4 * width * height:
                boxes.append(_grown((left, top, left + width, top + height), scale, gray.shape))
    return boxes


def _grown(box: Any, scale: float, shape: tuple[int, ...]) -> Box:
    margin = 14
    left, top, right, bottom = (int(v) for v in box)
    height, width = shape[:2]
    return (
        max(0, int((left - margin) / scale)),
        max(0, int((top - margin) / scale)),
        min(width, int((right + margin) / scale)),
        min(height, int((bottom + margin) / scale)),
    )


def _read_harder(gray: Gray, zone: Box) -> list[Barcode]:
    left, top, right, bottom = zone
    for image, factor in _attempts(gray[top:bottom, left:right]):
        found = _read(image, left, top, factor)
        if found:
            return found
    return []


def _attempts(part: Gray) -> Iterator[tuple[Gray, float]]:
    """The same place made easier, cheapest way first."""
    double = np.asarray(cv2.resize(part, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
    yield double, 2.0
    blurred = cv2.GaussianBlur(double, (0, 0), 2.0)
    yield np.asarray(cv2.addWeighted(double, 2.2, blurred, -1.2, 0), dtype=np.uint8), 2.0
    yield np.asarray(cv2.GaussianBlur(double, (0, 0), 1.2), dtype=np.uint8), 2.0
    triple = np.asarray(cv2.resize(part, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
    yield triple, 3.0
    for length in (9, 15):
        # Averaging along the bars calms noise across them.
        yield np.asarray(cv2.blur(double, (1, length)), dtype=np.uint8), 2.0
        yield np.asarray(cv2.blur(double, (length, 1)), dtype=np.uint8), 2.0


def _read(image: Gray, left: int, top: int, factor: float) -> list[Barcode]:
    codes = zxingcpp.read_barcodes(np.ascontiguousarray(image), formats=_FORMATS, try_invert=False)
    return [
        Barcode(code.text, _kind(code), _box(code.position, left, top, factor))
        for code in codes
        if code.valid and code.text
    ]


def _kind(code: Any) -> str:
    return str(code.format).rpartition(".")[2].replace(" ", "").replace("-", "")


def _box(position: Any, left: int, top: int, factor: float) -> Box:
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    xs, ys = [corner.x / factor for corner in corners], [corner.y / factor for corner in corners]
    return (int(min(xs)) + left, int(min(ys)) + top, int(max(xs)) + left + 1, int(max(ys)) + top + 1)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
