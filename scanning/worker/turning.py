"""Turning a page as a person wants it; each way round has images of its own, so going back finds the old ones."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from scanning.ocr.protocol import Box
from scanning.pages.model import PageFacts, PageReading
from scanning.spool import Spool

if TYPE_CHECKING:
    from scanning.worker.child import Channel

_WAY = re.compile(r"-r(90|180|270)$")


def unturned(path: Path) -> Path:
    """The image of a page as the machine put it."""
    return path.with_stem(_WAY.sub("", path.stem))


def turn_page(args: dict[str, Any], channel: Channel) -> dict[str, Any]:  # noqa: ARG001 - the signature of work
    """Bring a page to the turn noted of it now, whatever it was when the work was asked for."""
    stack = Spool(Path(args["spool"])).view(args["stack"])
    number = int(args["number"])
    reading = stack.reading(number)
    if reading is None:
        raise LookupError(f"page {number} was not worked through")
    facts, wanted = reading.facts, stack.arrangement.turn(number)
    if facts.turned != wanted:
        with Image.open(stack.page(number).path) as raw:
            size = raw.size
        stack.save_reading(PageReading(_turned(facts, wanted, size, stack.derived)))
    return {"stack": stack.id, "number": number, "what": "turn"}


def _turned(facts: PageFacts, wanted: int, raw: tuple[int, int], derived: Path) -> PageFacts:
    degrees = (wanted - facts.turned) % 360
    images = [_image(path, degrees, wanted, derived) for path in (facts.upright, facts.thumbnail)]
    sideways = degrees % 180 == 90
    width, height = (facts.height, facts.width) if sideways else (facts.width, facts.height)
    turned_raw = raw if facts.rotation % 180 == 0 else (raw[1], raw[0])
    return replace(
        facts,
        width=width,
        height=height,
        rotation=(facts.rotation + degrees) % 360,
        turned=wanted,
        upright=images[0],
        thumbnail=images[1],
        crop=_box(facts.crop, degrees, turned_raw) if facts.crop else None,
    )


def _image(path: Path, degrees: int, wanted: int, derived: Path) -> Path:
    """The image turned once more; made only where it isn't there yet. A raw page nobody could work through stays."""
    base = unturned(path)
    target = base.with_stem(f"{base.stem}-r{wanted}") if wanted else base
    if path.parent != derived:
        target = derived / f"{base.stem}-r{wanted}.png"
    if not target.exists():
        with Image.open(path) as image:
            turned = image.rotate(-degrees, expand=True)
        half = target.with_name(f".{target.stem}.part{target.suffix}")
        turned.save(half, compress_level=1) if target.suffix == ".png" else turned.save(half, quality=85)
        half.replace(target)
    return target


def _box(box: Box, degrees: int, size: tuple[int, int]) -> Box:
    """A box on a page of this size, once the page is turned clockwise."""
    left, top, right, bottom = box
    width, height = size
    for _ in range(degrees // 90):
        left, top, right, bottom = height - bottom, left, height - top, right
        width, height = height, width
    return left, top, right, bottom
