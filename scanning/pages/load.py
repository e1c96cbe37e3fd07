"""Opens a page image safely: the header is checked before a single pixel is decoded."""

from __future__ import annotations

import warnings
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError

from scanning.errors import InputError
from scanning.ocr.protocol import Gray

Pixels = npt.NDArray[np.uint8]
"""A page as scanned: (height, width) grey or (height, width, 3) RGB."""

MAX_PIXELS = 160_000_000
"""A2 at 600 dpi fits; a one-gigapixel bomb does not."""

_A4_SHORT_SIDE_INCHES = 8.27
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "PPM", "WEBP", "JPEG2000")
_QUICK = ("PNG", "JPEG")
_CHROMA_OF_GREY = 6


def load_page(path: Path) -> Pixels:
    """Decode the first frame as grey or RGB.

    Raises InputError: empty_file, unknown_format, too_large, damaged_image.
    """
    with warnings.catch_warnings():
        # Our own limit below is stricter and said in Polish.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            if path.stat().st_size == 0:
                raise _refused("empty_file", "Plik jest pusty.", path)
            with Image.open(path, formats=_FORMATS) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise _too_large(path)
                quick = _decoded(path) if image.format in _QUICK and image.mode in ("L", "RGB") else None
                # A file the quick decoder won't take gets the careful one, which says what is wrong with it.
                return _pixels(image) if quick is None else quick
        except UnidentifiedImageError as error:
            raise _refused("unknown_format", "Plik nie jest obrazem strony.", path) from error
        except Image.DecompressionBombError as error:
            raise _too_large(path) from error
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise _refused("damaged_image", "Obraz strony jest uszkodzony lub niepełny.", path) from error


def gray_of(pixels: Pixels) -> Gray:
    """The page in grey."""
    if pixels.ndim == 2:
        return pixels
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def sane_dpi(dpi: int, width: int, height: int) -> int:
    """The given resolution where it can be true, else the one that makes the page A4 wide."""
    if 50 <= dpi <= 2400:
        return dpi
    return max(72, round(min(width, height) / _A4_SHORT_SIDE_INCHES))


def _decoded(path: Path) -> Pixels | None:
    """A plain PNG or JPEG through OpenCV, in half the time; its colours as RGB, its EXIF turn ignored as ours is."""
    data = np.frombuffer(path.read_bytes(), dtype=np.uint8)
    if not _complete(data):
        return None
    found = cv2.imdecode(data, cv2.IMREAD_UNCHANGED | cv2.IMREAD_IGNORE_ORIENTATION)
    if found is None or found.dtype != np.uint8:
        return None
    if found.ndim == 2:
        return np.asarray(found, dtype=np.uint8)
    if found.shape[2] != 3:
        return None
    rgb = np.asarray(cv2.cvtColor(found, cv2.COLOR_BGR2RGB), dtype=np.uint8)
    return rgb[:, :, 1].copy() if _is_grey(rgb) else rgb


def _complete(data: npt.NDArray[np.uint8]) -> bool:
    """OpenCV fills what a cut-off file lacks with grey; such a file must be refused, not kept."""
    end = data[-64:].tobytes()
    return b"IEND" in end or b"\xff\xd9" in end


def _pixels(image: Image.Image) -> Pixels:
    if image.mode == "1":
        return np.asarray(image.convert("L"), dtype=np.uint8)
    if image.mode.startswith("I") or image.mode == "F":
        deep = np.asarray(image, dtype=np.float32)
        top = 65535.0 if deep.max(initial=0) > 255 else 255.0
        return np.asarray(deep * (255.0 / top), dtype=np.uint8)
    if image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info:
        over = Image.new("RGBA", image.size, "white")
        over.alpha_composite(image.convert("RGBA"))
        image = over
    if image.mode == "L":
        return np.asarray(image, dtype=np.uint8)
    rgb = np.asarray(image.convert("RGB"), dtype=np.uint8)
    return rgb[:, :, 1].copy() if _is_grey(rgb) else rgb


def _is_grey(rgb: Pixels) -> bool:
    sample = rgb[::4, ::4].astype(np.int16)
    return int((sample.max(axis=2) - sample.min(axis=2)).max(initial=0)) <= _CHROMA_OF_GREY


def _too_large(path: Path) -> InputError:
    return _refused("too_large", "Obraz ma nieprawdopodobnie wiele punktów.", path)


def _refused(code: str, message: str, path: Path) -> InputError:
    hint = "Zeskanuj stronę ponownie albo sprawdź, skąd pochodzi plik; oryginał został odłożony."
    return InputError(code, message, hint, path.name)
