"""Codes are found on spoiled scans, in any direction, and never on plain text."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import zxingcpp

from scanning.pages.barcode import barcodes_on
from scanning.pages.patch import PATCH_KIND, PATCH_TEXT, patch_codes_on
from tests.bench.bench_barcode import labelled_page
from tests.unit.scanning_pages.paper import Pixels, letter, spoiled, tilted

_INCH = {"narrow": 0.08, "wide": 0.20}


def patch_sheet(dpi: int, bars: str, length: float = 2.5) -> Pixels:
    """A sheet with one patch code at its top; `bars` such as "NWNW" from the top down."""
    sheet = np.full((round(11.69 * dpi), round(8.27 * dpi)), 255, np.uint8)
    y, left = 0.5, 2.5
    for bar in bars:
        height = _INCH["wide" if bar == "W" else "narrow"]
        sheet[round(y * dpi) : round((y + height) * dpi), round(left * dpi) : round((left + length) * dpi)] = 0
        y += height + _INCH["narrow"]
    return sheet


def with_code(text: str, kind: zxingcpp.BarcodeFormat, dpi: int, module_mm: float) -> Pixels:
    """A letter with a code near its right edge."""
    image = np.asarray(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, kind), scale=1))
    scale = module_mm * dpi / 25.4
    image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    pixels = letter(dpi).pixels.copy()
    top, left = dpi, pixels.shape[1] - image.shape[1] - dpi // 2
    pixels[top : top + image.shape[0], left : left + image.shape[1]] = image
    return pixels


@pytest.mark.parametrize("number", range(1, 9))
def test_labels_on_askew_grey_jpeg_scans_are_read_rightly(number: int) -> None:
    text, pixels = labelled_page(number, 200)
    assert [code.text for code in barcodes_on(pixels, 200)] == [text]


@pytest.mark.parametrize("turn", [cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_COUNTERCLOCKWISE])
def test_a_label_is_read_on_a_page_fed_any_way(turn: int) -> None:
    text, pixels = labelled_page(3, 300)
    assert [code.text for code in barcodes_on(np.ascontiguousarray(cv2.rotate(pixels, turn)), 300)] == [text]


@pytest.mark.parametrize(
    ("kind", "name", "module_mm"),
    [
        (zxingcpp.BarcodeFormat.QRCode, "QRCode", 0.5),
        (zxingcpp.BarcodeFormat.DataMatrix, "DataMatrix", 0.6),
        (zxingcpp.BarcodeFormat.Code39, "Code39", 0.3),
    ],
)
def test_other_kinds_are_read_with_their_place(kind: zxingcpp.BarcodeFormat, name: str, module_mm: float) -> None:
    pixels = spoiled(with_code("KANCELARIA-SEPARATOR", kind, 300, module_mm))
    codes = barcodes_on(pixels, 300)
    assert [(code.text, code.kind) for code in codes] == [("KANCELARIA-SEPARATOR", name)]
    left, top, right, bottom = codes[0].box
    assert left > 300
    assert right <= pixels.shape[1]
    assert 250 < top < bottom < 1200


def test_no_codes_are_seen_in_plain_text() -> None:
    assert barcodes_on(spoiled(letter(300).pixels), 300) == ()


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("degrees", [-4.0, 0.0, 3.0])
def test_patch_t_is_found_askew(dpi: int, degrees: float) -> None:
    pixels = spoiled(tilted(patch_sheet(dpi, "NWNW"), degrees))
    codes = patch_codes_on(pixels, dpi)
    assert [(code.text, code.kind) for code in codes] == [(PATCH_TEXT, PATCH_KIND)]
    assert codes[0].box[3] - codes[0].box[1] == pytest.approx(0.8 * dpi, rel=0.45)


def test_patch_t_is_found_sideways() -> None:
    pixels = np.ascontiguousarray(cv2.rotate(patch_sheet(200, "NWNW"), cv2.ROTATE_90_CLOCKWISE))
    assert [code.text for code in barcodes_on(pixels, 200)] == [PATCH_TEXT]


@pytest.mark.parametrize("bars", ["WWNN", "WNNW", "NWWN", "NNWW", "NWN", "NWNWN"])
def test_other_bars_are_no_patch_t(bars: str) -> None:
    assert patch_codes_on(patch_sheet(200, bars), 200) == ()


def test_short_bars_are_no_patch_t() -> None:
    assert patch_codes_on(patch_sheet(200, "NWNW", length=0.7), 200) == ()
