"""Works one spooled page through: facts first, then the header, then the whole text. One page a task."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from scanning.ocr.protocol import Box, Gray, OcrEngine, PageText
from scanning.pages.barcode import barcodes_on
from scanning.pages.blank import is_blank
from scanning.pages.clean import READING_DPI, cleaned
from scanning.pages.colour import has_colour, paper_colour
from scanning.pages.crop import sheet_box
from scanning.pages.geometry import Placement, straightened, turned
from scanning.pages.ink import SMALL_DPI, flattened, ink_mask, scaled
from scanning.pages.load import Pixels, gray_of, load_page, sane_dpi
from scanning.pages.model import PageFacts, SpooledPage
from scanning.pages.orient import letters_of, reads_upside_down, up_vote
from scanning.pages.reading_zones import header_cut, joined, load_header, save_header
from scanning.pages.skew import line_turn, lines_stand
from scanning.pages.word_boxes import fitted

_HEADER_SHARE = 0.42
_THUMBNAIL_SIDE = 320
# On grainy scans three times faster than the usual strategy, and no larger.
_FAST_PNG = [
    *(cv2.IMWRITE_PNG_COMPRESSION, 1),
    *(cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_RLE),
    *(cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_UP),
]


class PageProcessor:
    """Derives everything from raw pages into `out_dir`; one per worker process. `engine` None = no reading."""

    def __init__(self, out_dir: Path, engine: OcrEngine | None) -> None:
        self._out = out_dir
        self._engine = engine
        cv2.setNumThreads(1)
        out_dir.mkdir(parents=True, exist_ok=True)

    def facts_of(self, page: SpooledPage) -> PageFacts:
        """Codes, the upright image and what can be seen of the page. Raises InputError for an unusable image."""
        raw = load_page(page.path)
        gray = gray_of(raw)
        dpi = sane_dpi(page.dpi, gray.shape[1], gray.shape[0])
        codes = barcodes_on(gray, dpi)
        placement, blank = self._placement(gray, dpi)
        upright = straightened(turned(raw, placement.rotation), placement, paper_colour(raw))
        stem = f"{page.number:05d}-{page.sha256[:16]}"
        upright_path, thumbnail_path = self._out / f"{stem}.png", self._out / f"{stem}.jpg"
        _save(upright_path, upright, _FAST_PNG)
        _save(thumbnail_path, _thumbnail(upright), [cv2.IMWRITE_JPEG_QUALITY, 80])
        return PageFacts(
            number=page.number,
            sha256=page.sha256,
            width=upright.shape[1],
            height=upright.shape[0],
            dpi=dpi,
            rotation=placement.rotation,
            skew=placement.skew,
            blank=blank,
            colour=has_colour(upright),
            barcodes=codes,
            upright=upright_path,
            thumbnail=thumbnail_path,
            crop=placement.crop,
            sheet=page.sheet,
            side=page.side,
        )

    def read_header(self, facts: PageFacts) -> PageText:
        """The words of the page's top zone: quick, so suggestions appear while the feeder still runs."""
        if facts.blank or self._engine is None:
            return _empty(facts)
        gray = gray_of(load_page(facts.upright))
        cut = header_cut(gray, facts.dpi)
        text = self._read(gray[: cut or int(facts.height * _HEADER_SHARE)], 0, facts)
        if cut is not None:
            save_header(_kept_header(facts), text, cut)
        return text

    def read_full(self, facts: PageFacts) -> PageText:
        """All words of the page; a header already read is not read again."""
        if facts.blank or self._engine is None:
            return _empty(facts)
        gray = gray_of(load_page(facts.upright))
        kept = load_header(_kept_header(facts), facts.width, facts.height, facts.dpi)
        if kept is None:
            return self._read(gray, 0, facts)
        header, cut = kept
        return joined(header, self._read(gray[cut:], cut, facts))

    def _read(self, part: Gray, top: int, facts: PageFacts) -> PageText:
        """Read the strip of the upright image that begins at row `top`."""
        assert self._engine is not None
        page = cleaned(part, facts.dpi)
        read = self._engine.read(page, READING_DPI)
        scale = facts.width / read.width
        words = tuple(replace(word, box=_upright_box(word.box, scale, top)) for word in fitted(read.words, page))
        return PageText(words, facts.width, facts.height, facts.dpi)

    def _placement(self, gray: Gray, dpi: int) -> tuple[Placement, bool]:
        small = scaled(gray, dpi)
        work_dpi = min(dpi, SMALL_DPI)
        flat = flattened(small, work_dpi)
        blank = is_blank(flat, work_dpi)
        height, width = gray.shape
        if blank:
            return Placement(width, height, 0, 0.0, None), True
        _, letters = letters_of(ink_mask(flat), work_dpi)
        rotation = 90 if lines_stand(letters) else 0
        if rotation:
            letters = np.ascontiguousarray(cv2.rotate(letters, cv2.ROTATE_90_CLOCKWISE))
        angle = line_turn(letters).angle
        rotation = (rotation + self._half_turn(turned(flat, rotation), letters, angle, work_dpi)) % 360
        crop = self._crop(turned(small, rotation), gray.shape[1] / small.shape[1], rotation, gray.shape)
        return Placement(width, height, rotation, -angle, crop), False

    def _half_turn(self, flat: Gray, letters: Gray, angle: float, dpi: int) -> int:
        size = (letters.shape[1], letters.shape[0])
        turn = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), angle, 1.0)
        straight = np.asarray(cv2.warpAffine(letters, turn, size, flags=cv2.INTER_NEAREST), dtype=np.uint8)
        vote = up_vote(straight, dpi)
        if vote.sure or self._engine is None:
            return 180 if vote.sure and vote.upside_down else 0
        page = np.asarray(cv2.warpAffine(flat, turn, size, borderValue=255.0), dtype=np.uint8)
        return 180 if reads_upside_down(page, straight, dpi, self._engine, vote.upside_down) else 0

    def _crop(self, small: Gray, scale: float, rotation: int, shape: tuple[int, ...]) -> Box | None:
        box = sheet_box(small, SMALL_DPI)
        if box is None:
            return None
        height, width = (shape[1], shape[0]) if rotation in (90, 270) else (shape[0], shape[1])
        left, top, right, bottom = (round(v * scale) for v in box)
        return left, top, min(right, width), min(bottom, height)


def _empty(facts: PageFacts) -> PageText:
    return PageText((), facts.width, facts.height, facts.dpi)


def _upright_box(box: Box, scale: float, top: int) -> Box:
    left, upper, right, lower = box
    return round(left * scale), round(upper * scale) + top, round(right * scale), round(lower * scale) + top


def _kept_header(facts: PageFacts) -> Path:
    return facts.upright.with_suffix(".header.json")


def _thumbnail(upright: Pixels) -> Pixels:
    scale = _THUMBNAIL_SIDE / max(upright.shape[:2])
    size = (max(1, round(upright.shape[1] * scale)), max(1, round(upright.shape[0] * scale)))
    return np.asarray(cv2.resize(upright, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _save(path: Path, pixels: Pixels, options: list[int]) -> None:
    """Write whole or not at all; derived files can be made again, so no fsync."""
    image = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    done, data = cv2.imencode(path.suffix, image, options)
    if not done:
        raise OSError(f"cannot encode {path.name}")
    half = path.with_name(f".{path.name}.part")
    half.write_bytes(data.tobytes())
    half.replace(path)
