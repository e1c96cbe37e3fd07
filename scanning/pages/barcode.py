"""Reads codes on the raw page: the whole page once, then only places that look like a code, harder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

from scanning.ocr.protocol import Box, Gray
from scanning.pages.ink import scaled
from scanning.pages.model import Barcode
from scanning.pages.patch import patch_codes_on

_LINEAR = zxingcpp.BarcodeFormats(
    [zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.Code39, zxingcpp.BarcodeFormat.ITF]
)
_ALL = zxingcpp.BarcodeFormats(
    [
        *(zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.Code39, zxingcpp.BarcodeFormat.ITF),
        *(zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix),
    ]
)

_MAP_DPI = 50
_LEAST_ENERGY = 18
_LEAST_LEAN = 0.5
_LEAST_SIDE = 7
"""Of a zone in the 50 dpi map: 3.5 mm, higher than a line of text."""


def barcodes_on(gray: Gray, dpi: int) -> tuple[Barcode, ...]:
    """Every code found, each once, top to bottom."""
    # Whole pages are searched coarsely; every place that looks like bars is then searched as scanned.
    half, factor = scaled(gray, dpi, 150), min(1.0, 150 / dpi)
    # Standing bars are left to the places; turning the whole page for them costs more than all the rest.
    found = _read(half, _ALL, 0, 0, factor, turn=False)
    for zone in candidate_zones(gray, dpi):
        if not any(_overlap(code.box, zone) for code in found):
            found += _read_harder(gray, zone)
    unique = {(code.kind, code.text): code for code in found}
    codes = [*unique.values(), *patch_codes_on(gray, dpi)]
    return tuple(sorted(codes, key=lambda code: (code.box[1], code.box[0])))


def candidate_zones(gray: Gray, dpi: int) -> list[Box]:
    """Boxes full of parallel edges, as bars are and text is not; in raw pixels."""
    fine = scaled(gray, dpi, 150) if dpi >= 300 else gray
    block = max(1, round(min(dpi, 150 if dpi >= 300 else dpi) / _MAP_DPI))
    size = (fine.shape[1] // block, fine.shape[0] // block)
    across = _energy(np.asarray(cv2.absdiff(fine[:, 2:], fine[:, :-2])), size)
    down = _energy(np.asarray(cv2.absdiff(fine[2:], fine[:-2])), size)
    factor = gray.shape[1] / size[0]
    lean = (across - down) / (across + down + 1.0)
    boxes: list[Box] = []
    for strong, direction in ((across, lean), (down, -lean)):
        mask = ((strong > _LEAST_ENERGY) & (direction > _LEAST_LEAN)).astype(np.uint8)
        mask = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)), dtype=np.uint8)
        mask = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((_LEAST_SIDE,) * 2, np.uint8)), dtype=np.uint8)
        _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
        boxes += [_grown(stat[:4], factor, gray.shape) for stat in stats[1:] if max(stat[2], stat[3]) >= 20]
    return boxes


def _energy(strength: npt.NDArray[np.generic], size: tuple[int, int]) -> npt.NDArray[np.float32]:
    blocks = cv2.blur(cv2.resize(np.asarray(strength, dtype=np.uint8), size, interpolation=cv2.INTER_AREA), (3, 3))
    return np.asarray(blocks, dtype=np.float32)


def _grown(stat: npt.NDArray[np.int32], factor: float, shape: tuple[int, ...]) -> Box:
    left, top, width, height = (int(value) for value in stat)
    margin = 8
    return (
        max(0, int((left - margin) * factor)),
        max(0, int((top - margin) * factor)),
        min(shape[1], int((left + width + margin) * factor)),
        min(shape[0], int((top + height + margin) * factor)),
    )


def _read_harder(gray: Gray, zone: Box) -> list[Barcode]:
    left, top, right, bottom = zone
    for image, factor in _attempts(gray[top:bottom, left:right]):
        found = _read(image, _LINEAR, left, top, factor)
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


def _read(
    image: Gray, formats: zxingcpp.BarcodeFormats, left: int, top: int, factor: float, *, turn: bool = True
) -> list[Barcode]:
    whole = np.ascontiguousarray(image)
    codes = zxingcpp.read_barcodes(whole, formats=formats, try_invert=False, try_rotate=turn)
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
