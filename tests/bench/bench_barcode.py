"""Label barcodes on scans: how many are found at ±5°, 200 dpi, JPEG 75, and how many are read wrong."""

from __future__ import annotations

import json
import sys
from typing import Any

import cv2
import numpy as np
import zxingcpp
from stdnum.iso7064 import mod_37_36

from scanning.pages.barcode import barcodes_on
from tests.unit.scanning_pages.paper import Pixels, letter, spoiled, tilted

_MODULE_MM = 0.25
_FOUND_AT_LEAST = 0.995


def label(identifier: str, dpi: int, module_mm: float = _MODULE_MM, height_mm: float = 9.0) -> Pixels:
    """A 50 × 30 mm label with its Code 128, drawn at 1200 dpi and brought down as a lens does."""
    code = zxingcpp.create_barcode(identifier, zxingcpp.BarcodeFormat.Code128)
    row = np.asarray(zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False))
    row = row.reshape(row.shape[0], -1)[row.shape[0] // 2]
    fine = 1200
    bars = cv2.resize(
        row[None, :], (round(len(row) * module_mm * fine / 25.4), round(height_mm * fine / 25.4)), interpolation=0
    )
    sheet = np.full((round(30 * fine / 25.4), round(50 * fine / 25.4)), 255, np.uint8)
    left, top = (sheet.shape[1] - bars.shape[1]) // 2, round(14 * fine / 25.4)
    sheet[top : top + bars.shape[0], left : left + bars.shape[1]] = bars
    cv2.putText(sheet, identifier, (left, top - 120), cv2.FONT_HERSHEY_SIMPLEX, 6, 0, 14)
    size = (round(50 * dpi / 25.4), round(30 * dpi / 25.4))
    return np.asarray(cv2.resize(sheet, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def identifier(number: int) -> str:
    """A document identifier without hyphens, with its check character."""
    body = f"K1A26{number:06d}"
    return body + str(mod_37_36.calc_check_digit(body))


def labelled_page(number: int, dpi: int) -> tuple[str, Pixels]:
    """A letter with a label somewhere on it, then askew, grey, grainy and JPEG 75."""
    rng = np.random.default_rng(number)
    pixels = letter(dpi).pixels.copy()
    text = identifier(number)
    sticker = label(text, dpi)
    sticker = tilted(sticker, float(rng.uniform(-2, 2)))
    top = int(rng.integers(dpi // 2, pixels.shape[0] - dpi // 2 - sticker.shape[0]))
    left = int(rng.integers(dpi // 2, pixels.shape[1] - dpi // 2 - sticker.shape[1]))
    pixels[top : top + sticker.shape[0], left : left + sticker.shape[1]] = sticker
    pixels = tilted(pixels, float(rng.uniform(-5, 5)))
    noise = float(rng.uniform(2, 9))
    return text, spoiled(pixels, number, noise=noise, paper=float(rng.uniform(0.75, 1.0)), jpeg=75)


def run(quick: bool = False) -> dict[str, Any]:
    """Rates over many pages; a wrong read is a code whose check fits but whose text was never on the page."""
    count, found, wrong, rejected = (60 if quick else 600), 0, 0, 0
    for number in range(1, count + 1):
        text, pixels = labelled_page(number, 200)
        texts = [code.text for code in barcodes_on(pixels, 200)]
        found += text in texts
        for other in texts:
            if other != text:
                fits = other.isalnum() and other.isascii() and mod_37_36.is_valid(other.upper())
                wrong, rejected = wrong + fits, rejected + (not fits)
    rate = found / count
    return {
        "pages": count,
        "found": found,
        "found_rate": round(rate, 4),
        "wrong": wrong,
        "rejected_by_check": rejected,
        "ok": rate >= _FOUND_AT_LEAST and wrong == 0,
    }


if __name__ == "__main__":
    print(json.dumps(run("--quick" in sys.argv), ensure_ascii=False))
