"""The 1-bit image as CCITT G4, made while the page is in memory and kept beside it for the PDF."""

from __future__ import annotations

import io
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from scanning.ocr.protocol import Gray
from scanning.pages.bitonal import bitonal

_STRIP_OFFSETS, _ROWS_PER_STRIP, _STRIP_BYTES, _PHOTOMETRIC = 273, 278, 279, 262


@dataclass(frozen=True)
class Fax:
    """G4 data of a page and what a reader must know of it."""

    data: bytes
    width: int
    height: int
    black_is_zero: bool


def faxed(gray: Gray, dpi: int) -> Fax:
    """The page in black and white, compressed without loss."""
    ink = bitonal(gray, dpi)
    image = Image.frombytes("1", (ink.shape[1], ink.shape[0]), np.packbits(ink ^ 1, axis=1).tobytes())
    tiff = io.BytesIO()
    image.save(tiff, "TIFF", compression="group4", tiffinfo={_ROWS_PER_STRIP: image.height})
    with Image.open(tiff) as stored:
        tags = stored.tag_v2  # type: ignore[attr-defined]
        offsets, counts, black_is_zero = tags[_STRIP_OFFSETS], tags[_STRIP_BYTES], tags[_PHOTOMETRIC] == 1
    if len(offsets) != 1:
        raise ValueError("G4 data came in several strips")
    data = tiff.getvalue()[offsets[0] : offsets[0] + counts[0]]
    return Fax(data, image.width, image.height, black_is_zero)


def keep_fax(upright: Path, fax: Fax) -> None:
    """Keep the fax beside the upright image it was made of."""
    head = {key: value for key, value in asdict(fax).items() if key != "data"} | {"of": _stamp(upright)}
    kept = _place(upright)
    half = kept.with_name(f".{kept.name}.part")
    half.write_bytes(json.dumps(head).encode() + b"\n" + fax.data)
    half.replace(kept)


def kept_fax(upright: Path) -> Fax | None:
    """What `keep_fax` kept; None where there is nothing, or the upright image has been turned since."""
    try:
        first, _, data = _place(upright).read_bytes().partition(b"\n")
        head = json.loads(first)
        if head["of"] != _stamp(upright) or not data:
            return None
        return Fax(data, int(head["width"]), int(head["height"]), bool(head["black_is_zero"]))
    except (OSError, ValueError, KeyError, TypeError):
        # Nothing is lost: the fax is made again from the upright image.
        return None


def _place(upright: Path) -> Path:
    return upright.with_suffix(".g4")


def _stamp(upright: Path) -> list[int]:
    facts = upright.stat()
    return [facts.st_mtime_ns, facts.st_size]
