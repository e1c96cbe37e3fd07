"""pyinsane2 made safe: one small guard for each of its defects (each was reproduced; each has a test without it)."""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from PIL import Image

from scanning.devices.faults import device_error

SINGLE_THREAD_VARIABLE = "PYINSANE_SINGLE_THREAD"
_FIXED, _STRING = 2, 3
_FIXED_SHIFT = 16
_GRAY, _RGB = 0, 1
_CHANNELS = {_GRAY: 1, _RGB: 3}
_BAD_MODE_WORDS = ("16", "48", "lineart", "binary", "black", "halftone", "1 bit", "diffusion", "threshold", "infrared")


def load() -> ModuleType:
    """pyinsane2's SANE layer, imported for use in this very process."""
    demand_single_thread()
    try:
        abstract = importlib.import_module("pyinsane2.sane.abstract")
        raw = importlib.import_module("pyinsane2.sane.rawapi")
        package = importlib.import_module("pyinsane2")
    except ImportError as error:
        raise device_error("no_driver", "SANE") from error
    if package.Scanner is not abstract.Scanner:
        raise RuntimeError("pyinsane2 was imported before its single-thread mode was set")
    if not raw.is_sane_available():
        raise device_error("no_driver", "SANE")
    use_whole_lines(abstract)
    return abstract


def demand_single_thread() -> None:
    """Its default helper process reads pipes short and can't return a real page: switch it off before the import."""
    os.environ[SINGLE_THREAD_VARIABLE] = "1"


def use_whole_lines(abstract: ModuleType) -> None:
    """It takes padded lines for unpadded ones, which shears the page: have it unpack with the true line length."""
    abstract.ImgUtil.raw_to_img = staticmethod(unpacked)


def unpacked(raw: bytes, parameters: Any) -> Image.Image:
    """The picture in `raw`: whole lines of 8-bit grey or colour, each `bytes_per_line` long."""
    mode = "RGB" if int(parameters.format) == _RGB else "L"
    stride, channels = int(parameters.bytes_per_line), len(mode)
    size = (int(parameters.pixels_per_line), len(raw) // stride if stride > 0 else 0)
    if size[1] == 0 or stride < size[0] * channels:  # nothing, or not 8-bit
        return Image.new(mode, (0, 0))
    return Image.frombytes(mode, size, raw[: stride * size[1]], "raw", mode, stride, 1)


def to_sane(option: Any, value: float | str | bool) -> int | bytes:
    """It passes SANE_FIXED values unconverted (`resolution=300` gives 7 × 7 pixels): shift them; pad strings."""
    kind = int(option.val_type)
    if kind == _FIXED:
        return round(float(value) * (1 << _FIXED_SHIFT))
    if kind == _STRING:
        return full_size_string(str(value), int(option.size))
    return int(value)


def from_sane(option: Any, value: int) -> float:
    """The other way: SANE_FIXED numbers it returns raw."""
    return value / (1 << _FIXED_SHIFT) if int(option.val_type) == _FIXED else float(value)


def full_size_string(text: str, size: int) -> bytes:
    """It gives backends a buffer of the text's length, though they may write `size` bytes back: make it that long."""
    return text.encode("utf-8").ljust(max(0, size - 1), b"\0")


def offered_modes(modes: Sequence[str]) -> list[str]:
    """The device's colour modes without those it spoils: 1-bit (unpacked in pure Python, 45 s a page) and 16-bit."""
    return [mode for mode in modes if not any(word in mode.lower() for word in _BAD_MODE_WORDS)]


def eight_bit_depth(depths: Any) -> int | None:
    """The depth to ask for: 16-bit pages come out wrong and 1-bit ones take minutes. None = can't be chosen."""
    return 8 if isinstance(depths, list) and 8 in depths else None


def refuse_spoiled_frames(parameters: Any, subject: str) -> None:
    """It mixes up 16-bit samples and three-pass frames: such a page is refused, never shown wrong."""
    channels = _CHANNELS.get(int(parameters.format))
    plain = (
        channels is not None
        and bool(parameters.last_frame)
        and parameters.depth == 8
        and parameters.bytes_per_line >= parameters.pixels_per_line * channels
    )
    if not plain:
        raise device_error("bad_page", subject)


def real_page(images: list[Image.Image]) -> Image.Image | None:
    """An empty feeder makes it report a page that never was: only an image with lines in it counts."""
    page = images[-1] if images else None
    return page if page is not None and page.width > 0 and page.height > 0 else None


def new_session(abstract: ModuleType, scanner: Any, many: bool) -> Any:
    """A session for one page only: its list of pages is copied whole on each access and never shrinks.

    `many` decides how it ends, not the source's name ("Duplex" alone is a feeder too, which it doesn't know).
    """
    scan = abstract.MultipleScan(scanner) if many else abstract.SingleScan(scanner)
    return abstract.ScanSession(scan)
