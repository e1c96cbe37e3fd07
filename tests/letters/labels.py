"""Labels with the document's identifier, pasted on first pages, and separator sheets."""

from __future__ import annotations

import random
from dataclasses import replace
from enum import StrEnum

import cv2
import numpy as np
import zxingcpp
from PIL import Image, ImageDraw
from stdnum.iso7064 import mod_37_36

from tests.letters.fonts import font
from tests.letters.people import OFFICE
from tests.letters.render import Pixels, RenderedPage

LABEL_MM = (50.0, 30.0)
MODULE_MM = 0.25
OWN_SEPARATOR = "KANCELARIA-SEPARATOR"
PATCH_T = "PATCHT"


class Separator(StrEnum):
    """The kinds of separator sheet: the common PATCHT code, or our own as Code 128 or as a QR code."""

    PATCH_T = "patcht"
    OWN_LINES = "own-code128"
    OWN_SQUARE = "own-qr"


def document_uid(series: str, year: int, serial: int) -> str:
    """An identifier with hyphens and its ISO 7064 mod 37,36 check: DEM-26-000001-P and so on."""
    plain = f"{series}{year % 100:02d}{serial:06d}"
    return f"{series}-{year % 100:02d}-{serial:06d}-{mod_37_36.calc_check_digit(plain)}"


def code_text(uid: str) -> str:
    """What the bars say: the identifier without hyphens."""
    return uid.replace("-", "")


def label(uid: str, dpi: int, received: str = "2026-11-20") -> Pixels:
    """A 50×30 mm label as grey pixels; bars of whole pixels, a module of at least 0.25 mm."""
    mm = dpi / 25.4
    canvas = Image.new("L", (round(LABEL_MM[0] * mm), round(LABEL_MM[1] * mm)), 255)
    pen = ImageDraw.Draw(canvas)
    face = font("liberation-sans", 2.9 * mm, bold=True)
    small = font("liberation-sans", 2.6 * mm)
    middle = canvas.width / 2
    pen.text((middle, 1.2 * mm), OFFICE, font=face, fill=0, anchor="ma")
    pen.text((middle, 4.9 * mm), f"Kancelaria   WPŁYNĘŁO {received}", font=small, fill=0, anchor="ma")
    bars = _code(code_text(uid), zxingcpp.BarcodeFormat.Code128, dpi, round(11 * mm))
    canvas.paste(Image.fromarray(bars), ((canvas.width - bars.shape[1]) // 2, round(8.3 * mm)))
    pen.text((middle, 20 * mm), uid, font=face, fill=0, anchor="ma")
    pen.text((middle, 24.7 * mm), "RPW ..............   zał. .......", font=small, fill=0, anchor="ma")
    return np.asarray(canvas).copy()


def labelled(page: RenderedPage, uid: str, rng: random.Random | None = None) -> RenderedPage:
    """The page with its label stuck on where it hides least, preferring the top; a shaky hand if `rng` is given.

    The label's own words are not among the page's true words.
    """
    tag = label(uid, page.dpi)
    angle = rng.uniform(-2.0, 2.0) if rng else 0.0
    h, w = tag.shape
    turn = cv2.getRotationMatrix2D((w / 2, h / 2), angle, 1.0)
    grow = round(abs(np.sin(np.deg2rad(angle))) * w) + 4
    size = (w + 2 * grow, h + 2 * grow)
    turn[:, 2] += grow
    stuck = cv2.warpAffine(tag, turn, size, flags=cv2.INTER_CUBIC, borderValue=(255.0,))
    cover = cv2.warpAffine(np.full_like(tag, 255), turn, size, borderValue=(0.0,)) > 127
    x, y = _free_place(page, size)
    image = page.image.copy()
    part = image[y : y + size[1], x : x + size[0]]
    part[cover] = stuck[cover][:, None] if image.ndim == 3 else stuck[cover]
    return replace(page, image=image, steps=(*page.steps, "label"))


def separator(kind: Separator, dpi: int = 300) -> RenderedPage:
    """A whole separator sheet: the code above and below, so that it is found either way up."""
    mm = dpi / 25.4
    canvas = Image.new("L", (round(210 * mm), round(297 * mm)), 255)
    text = PATCH_T if kind is Separator.PATCH_T else OWN_SEPARATOR
    if kind is Separator.OWN_SQUARE:
        code = _code(text, zxingcpp.BarcodeFormat.QRCode, dpi * 4, 0)
    else:
        code = _code(text, zxingcpp.BarcodeFormat.Code128, dpi * 2, round(22 * mm))
    for y in (30 * mm, 297 * mm - 30 * mm - code.shape[0]):
        canvas.paste(Image.fromarray(code), ((canvas.width - code.shape[1]) // 2, round(y)))
    pen = ImageDraw.Draw(canvas)
    pen.text(
        (canvas.width / 2, 125 * mm),
        "ARKUSZ ROZDZIELAJĄCY",
        font=font("liberation-sans", 9 * mm, bold=True),
        fill=0,
        anchor="mm",
    )
    note = "Włóż przed pierwszą stronę następnego pisma. Arkusz nie jest częścią dokumentu."
    pen.text((canvas.width / 2, 140 * mm), note, font=font("liberation-sans", 4 * mm), fill=0, anchor="mm")
    return RenderedPage(np.asarray(canvas).copy(), (), dpi, (f"separator {kind}",))


def _code(text: str, form: zxingcpp.BarcodeFormat, dpi: int, height: int) -> Pixels:
    """A code with quiet zones; height 0 keeps the writer's own (square codes)."""
    scale = int(np.ceil(MODULE_MM / 25.4 * dpi - 0.04))
    drawn = np.asarray(zxingcpp.create_barcode(text, form).to_image(scale=scale), dtype=np.uint8)
    if height:
        row = drawn[drawn.shape[0] // 2]
        drawn = np.broadcast_to(row, (height, row.shape[0]))
    return np.ascontiguousarray(drawn)


def _free_place(page: RenderedPage, size: tuple[int, int]) -> tuple[int, int]:
    """The top left corner where least ink is hidden; ties go to the top, then to the right."""
    grey = page.image.min(axis=2) if page.image.ndim == 3 else page.image
    ink = cv2.integral((grey < 170).astype(np.uint8))
    w, h = size
    step, edge = page.dpi // 10, page.dpi // 5
    places = (
        (x, y) for y in range(edge, page.height - h - edge, step) for x in range(page.width - w - edge, edge, -step)
    )
    return min(
        places,
        key=lambda p: (
            int(ink[p[1] + h, p[0] + w] - ink[p[1], p[0] + w] - ink[p[1] + h, p[0]] + ink[p[1], p[0]]),
            p[1],
        ),
    )
