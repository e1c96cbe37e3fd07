"""The page's image as it is stored: 1-bit G4 for print, lossless grey or colour, or the device's JPEG untouched."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import cv2
from PIL import Image

from scanning.errors import InputError
from scanning.pages.fax import Fax, faxed, kept_fax
from scanning.pages.geometry import Placement
from scanning.pages.greyed import colour_on_white, on_white, reduced
from scanning.pages.load import Pixels, gray_of, load_page
from scanning.pages.minima import GREY, LOSSY, ONE_BIT, ImageFormat, PageMaterial, least_scale
from scanning.pages.model import PageFacts
from scanning.pdf.objects import Entries, dictionary

_OWN_JPEG_QUALITY = 90

UnitSquare = tuple[float, float, float, float, float, float]
"""The six numbers of a PDF matrix that lay the image's unit square on the page, in points."""


@dataclass(frozen=True)
class StoredImage:
    """An image ready for the file: its dictionary and bytes, where it lies, and what `check_minima` asks."""

    entries: Entries
    data: bytes
    matrix: UnitSquare
    bits: int
    format: ImageFormat


def stored_image(facts: PageFacts, material: PageMaterial, original: Path | None) -> StoredImage:
    """Encode one page as its material asks."""
    if material in LOSSY:
        kept = _kept_jpeg(facts, original) if original is not None else None
        return kept or _own_jpeg(facts, least_scale(material, facts.width, facts.height, facts.dpi))
    if material in ONE_BIT:
        return _g4(facts, kept_fax(facts.upright) or faxed(gray_of(load_page(facts.upright)), facts.dpi))
    scale = least_scale(material, facts.width, facts.height, facts.dpi)
    upright = reduced(load_page(facts.upright), scale)
    if material in GREY or upright.ndim == 2:
        return _lossless(facts, on_white(gray_of(upright), round(facts.dpi * scale)))
    return _lossless(facts, colour_on_white(upright))


def _g4(facts: PageFacts, fax: Fax) -> StoredImage:
    parameters = {
        "K": b"-1",
        "Columns": b"%d" % fax.width,
        "Rows": b"%d" % fax.height,
        "BlackIs1": b"true" if fax.black_is_zero else b"false",
    }
    entries = _entries(fax.width, fax.height, b"/DeviceGray", 1)
    entries |= {"Filter": b"/CCITTFaxDecode", "DecodeParms": dictionary(parameters)}
    return StoredImage(entries, fax.data, _upright_square(facts), 1, ImageFormat.G4)


def _lossless(facts: PageFacts, pixels: Pixels) -> StoredImage:
    """PNG's own compressed rows are what PDF calls Flate with a PNG predictor."""
    colours = 1 if pixels.ndim == 2 else 3
    image = pixels if colours == 1 else cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    done, png = cv2.imencode(".png", image, [cv2.IMWRITE_PNG_COMPRESSION, 6])
    if not done:
        raise ValueError("PNG encoding failed")
    height, width = pixels.shape[:2]
    parameters = {
        "Predictor": b"15",
        "Colors": b"%d" % colours,
        "BitsPerComponent": b"8",
        "Columns": b"%d" % width,
    }
    entries = _entries(width, height, b"/DeviceGray" if colours == 1 else b"/DeviceRGB", 8)
    entries |= {"Filter": b"/FlateDecode", "DecodeParms": dictionary(parameters)}
    data = _png_rows(png.tobytes())
    return StoredImage(entries, data, _upright_square(facts), 8 * colours, ImageFormat.LOSSLESS)


def _png_rows(png: bytes) -> bytes:
    rows, at = [], 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            rows.append(png[at + 8 : at + 8 + length])
        at += length + 12
    return b"".join(rows)


def _kept_jpeg(facts: PageFacts, original: Path) -> StoredImage | None:
    """The device's JPEG byte for byte, turned and straightened only by its place on the page."""
    with Image.open(original) as image:
        if image.format != "JPEG" or image.mode not in ("L", "RGB"):
            return None
        width, height, grey = image.width, image.height, image.mode == "L"
    placement = Placement(width, height, facts.rotation, facts.skew, facts.crop)
    (a, c, e), (b, d, f) = placement.raw_to_upright()
    points = 72 / facts.dpi
    # The unit square's y runs up, the image's down; the page's too.
    matrix = (
        a * width * points,
        -b * width * points,
        -c * height * points,
        d * height * points,
        (c * height + e) * points,
        (facts.height - d * height - f) * points,
    )
    entries = _entries(width, height, b"/DeviceGray" if grey else b"/DeviceRGB", 8) | {"Filter": b"/DCTDecode"}
    return StoredImage(entries, original.read_bytes(), matrix, 8 if grey else 24, ImageFormat.JPEG)


def _own_jpeg(facts: PageFacts, scale: float) -> StoredImage:
    upright = reduced(load_page(facts.upright), scale)
    grey = upright.ndim == 2
    image = upright if grey else cv2.cvtColor(upright, cv2.COLOR_RGB2BGR)
    done, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _OWN_JPEG_QUALITY])
    if not done:
        raise InputError("damaged_image", "Nie udało się zapisać obrazu strony.", "Zeskanuj stronę ponownie.")
    entries = _entries(upright.shape[1], upright.shape[0], b"/DeviceGray" if grey else b"/DeviceRGB", 8)
    entries |= {"Filter": b"/DCTDecode"}
    return StoredImage(entries, data.tobytes(), _upright_square(facts), 8 if grey else 24, ImageFormat.JPEG)


def _entries(width: int, height: int, space: bytes, bits: int) -> dict[str, bytes]:
    return {
        "Type": b"/XObject",
        "Subtype": b"/Image",
        "Width": b"%d" % width,
        "Height": b"%d" % height,
        "ColorSpace": space,
        "BitsPerComponent": b"%d" % bits,
    }


def _upright_square(facts: PageFacts) -> UnitSquare:
    return facts.width * 72 / facts.dpi, 0.0, 0.0, facts.height * 72 / facts.dpi, 0.0, 0.0
