"""Pages of a PDF: a scan inside is taken out untouched, anything else is rendered at 300 dpi."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from scanning.devices.files import new_page_path, refuse_too_many, save_page
from scanning.devices.images import damaged, decode_whole, open_image, refuse_oversize
from scanning.devices.pdf_safety import refuse_unsafe
from scanning.devices.protocol import RawPage
from scanning.errors import InputError

_RENDER_DPI = 300
_POINTS_PER_INCH = 72
_COVER = 0.97


def pdf_pages(path: Path, scratch: Path, subject: str) -> Iterator[RawPage]:
    """Yield the pages of a PDF that was found safe and whole. Raises InputError."""
    refuse_unsafe(path, subject)
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise damaged(subject) from error
    try:
        refuse_too_many(len(document), subject)
        for index in range(len(document)):
            page = _page(document, index, subject)
            try:
                yield _take(page, scratch, index + 1, subject)
            finally:
                page.close()
    finally:
        document.close()


def _page(document: Any, index: int, subject: str) -> Any:
    try:
        return document[index]
    except pypdfium2.PdfiumError as error:
        raise damaged(subject) from error


def _take(page: Any, scratch: Path, number: int, subject: str) -> RawPage:
    image = _only_image(page)
    if image is not None:
        taken = _untouched(image, page, scratch, number, subject)
        if taken is not None:
            return taken
    return _rendered(page, scratch, number, subject)


def _only_image(page: Any) -> Any | None:
    """The page's one image when it alone makes the page (hidden text of a copier's reading doesn't count)."""
    if page.get_rotation() != 0 or pdfium.FPDFPage_GetAnnotCount(page.raw) > 0:
        return None
    images = []
    for item in page.get_objects(max_depth=1):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            images.append(item)
        elif not _hidden_text(item):
            return None
    return images[0] if len(images) == 1 and _covers(images[0], page) else None


def _hidden_text(item: Any) -> bool:
    if item.type != pdfium.FPDF_PAGEOBJ_TEXT:
        return False
    return bool(pdfium.FPDFTextObj_GetTextRenderMode(item.raw) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)


def _covers(image: Any, page: Any) -> bool:
    a, b, c, d, left, bottom = image.get_matrix().get()
    width, height = page.get_size()
    upright = a > 0 and d > 0 and abs(b) < 0.01 * a and abs(c) < 0.01 * d
    near = abs(left) <= (1 - _COVER) * width and abs(bottom) <= (1 - _COVER) * height
    return bool(upright and near and _COVER <= a / width <= 2 - _COVER and _COVER <= d / height <= 2 - _COVER)


def _untouched(image: Any, page: Any, scratch: Path, number: int, subject: str) -> RawPage | None:
    """The embedded scan itself, or None when only rendering shows it right (masks, odd colour spaces)."""
    width, height = image.get_px_size()
    refuse_oversize(width, height, subject)
    dpi = round(width / (page.get_size()[0] / _POINTS_PER_INCH))
    if not 70 <= dpi <= 1200 or _masked(image):
        return None
    if image.get_filters() == ["DCTDecode"]:
        return _jpeg(image, dpi, scratch, number, subject)
    try:
        bitmap = image.get_bitmap(render=False)
    except pypdfium2.PdfiumError as error:
        raise damaged(subject) from error
    picture = bitmap.to_pil()
    return save_page(picture, dpi, scratch, number) if picture.size == (width, height) else None


def _masked(image: Any) -> bool:
    return bool(pdfium.FPDFPageObj_HasTransparency(image.raw))


def _jpeg(image: Any, dpi: int, scratch: Path, number: int, subject: str) -> RawPage | None:
    data = bytes(image.get_data(decode_simple=False))
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as header:
            if header.mode not in ("L", "RGB"):
                return None
    except (OSError, SyntaxError, ValueError) as error:
        raise damaged(subject) from error
    path = new_page_path(scratch, ".jpg")
    path.write_bytes(data)
    with open_image(path, subject) as whole:
        decode_whole(whole, subject)
    return RawPage(path, dpi, number)


def _rendered(page: Any, scratch: Path, number: int, subject: str) -> RawPage:
    width, height = page.get_size()
    scale = _RENDER_DPI / _POINTS_PER_INCH
    refuse_oversize(max(1, round(width * scale)), max(1, round(height * scale)), subject)
    try:
        picture = page.render(scale=scale, may_draw_forms=True).to_pil()
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise InputError(
            "damaged", "Nie można odczytać strony pliku PDF.", "Poproś o plik jeszcze raz.", subject
        ) from error
    return save_page(_grey_if_grey(picture), _RENDER_DPI, scratch, number)


def _grey_if_grey(picture: Image.Image) -> Image.Image:
    """Grey pages are kept as grey: a third of the bytes, the same content."""
    bands = picture.convert("RGB").split()
    same = bands[0].tobytes() == bands[1].tobytes() == bands[2].tobytes()
    return bands[0] if same else picture
