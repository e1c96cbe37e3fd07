"""Works one spooled page through: facts first, then the header, then the whole text. One page a task."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from scanning.ocr.condensed import CondensedEngine
from scanning.ocr.protocol import Box, Gray, OcrEngine, PageText
from scanning.ocr.repair import repaired_words
from scanning.pages.barcode import barcodes_on
from scanning.pages.blank import is_blank
from scanning.pages.clean import READING_DPI, cleaned
from scanning.pages.colour import has_colour, paper_colour
from scanning.pages.crop import sheet_box
from scanning.pages.fax import faxed, keep_fax
from scanning.pages.first_letters import mended
from scanning.pages.geometry import Placement, straightened, turned
from scanning.pages.ink import SMALL_DPI, flattened, ink_mask, letter_like, scaled
from scanning.pages.left_over import with_left_over
from scanning.pages.load import Pixels, gray_of, load_page, sane_dpi
from scanning.pages.look import bits_of, look_of
from scanning.pages.model import PageFacts, SpooledPage
from scanning.pages.orient import letters_of, way_up
from scanning.pages.reading_zones import header_cut, in_box, inked_box, joined, load_header, save_header
from scanning.pages.second_look import looked_again
from scanning.pages.streaks import streaks_on
from scanning.pages.word_boxes import fitted

_HEADER_SHARE = 0.42
_THUMBNAIL_SIDE = 320
_FAST_PNG = [
    *(cv2.IMWRITE_PNG_COMPRESSION, 1),
    *(cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_RLE),
    *(cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_UP),
]
# Grain has no runs to find: looking for none takes three quarters of the time and is no larger.
_GRAINY_PNG = [
    *(cv2.IMWRITE_PNG_COMPRESSION, 1),
    *(cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_HUFFMAN_ONLY),
    *(cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_SUB),
]
_GRAINY = 0.3
_LOSSY = (".jpg", ".jpeg")


class PageProcessor:
    """Derives everything from raw pages into `out_dir`; one per worker process. `engine` None = no reading."""

    def __init__(self, out_dir: Path, engine: OcrEngine | None) -> None:
        self._out = out_dir
        self._engine = engine
        self._reader = CondensedEngine(engine) if engine is not None else None
        self._last: _LastPage | None = None
        cv2.setNumThreads(1)
        out_dir.mkdir(parents=True, exist_ok=True)

    def facts_of(self, page: SpooledPage) -> PageFacts:
        """Codes, the upright image and what can be seen of the page. Raises InputError for an unusable image."""
        raw = load_page(page.path)
        gray = gray_of(raw)
        dpi = sane_dpi(page.dpi, gray.shape[1], gray.shape[0])
        codes = barcodes_on(gray, dpi)
        placement, blank, letters = self._placement(gray, dpi)
        upright = straightened(turned(raw, placement.rotation), placement, paper_colour(raw))
        stem = f"{page.number:05d}-{page.sha256[:16]}"
        upright_path, thumbnail_path = self._out / f"{stem}.png", self._out / f"{stem}.jpg"
        _save(upright_path, upright, _FAST_PNG if _repeats(upright) > _GRAINY else _GRAINY_PNG)
        _save(thumbnail_path, _thumbnail(upright), [cv2.IMWRITE_JPEG_QUALITY, 80])
        self._last = _LastPage(upright_path, _stamp(upright_path), gray_of(upright))
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
            streaks=() if blank else streaks_on(gray, dpi),
            look=look_of(upright, dpi, letters, bits=bits_of(raw), lossy=page.path.suffix.lower() in _LOSSY),
        )

    def read_header(self, facts: PageFacts) -> PageText:
        """The words of the page's top zone: quick, so suggestions appear while the feeder still runs."""
        if facts.blank or self._engine is None:
            return _empty(facts)
        page = self._cleaned(facts)
        cut = header_cut(page)
        text = self._read(page, 0, cut or int(page.shape[0] * _HEADER_SHARE), facts)
        if cut is not None:
            save_header(_kept_header(facts), text, cut)
        return text

    def read_full(self, facts: PageFacts) -> PageText:
        """All words of the page; a header already read is not read again. Keeps the 1-bit image for the PDF."""
        if facts.blank or self._engine is None:
            return _empty(facts)
        page = self._cleaned(facts)
        kept = load_header(_kept_header(facts), facts.width, facts.height, facts.dpi)
        if kept is None:
            text = self._read(page, 0, page.shape[0], facts)
        else:
            header, cut = kept
            text = joined(header, self._read(page, cut, page.shape[0], facts))
        keep_fax(facts.upright, faxed(self._upright(facts).gray, facts.dpi))
        self._last = None
        return text

    def _upright(self, facts: PageFacts) -> _LastPage:
        """The page's image: the last one is still in memory, unless somebody has turned it since."""
        last, stamp = self._last, _stamp(facts.upright)
        if last is None or last.path != facts.upright or last.stamp != stamp:
            last = self._last = _LastPage(facts.upright, stamp, gray_of(load_page(facts.upright)))
        return last

    def _cleaned(self, facts: PageFacts) -> Gray:
        last = self._upright(facts)
        if last.cleaned is None:
            last.cleaned = cleaned(last.gray, facts.dpi)
        return last.cleaned

    def _read(self, page: Gray, top: int, bottom: int, facts: PageFacts) -> PageText:
        """Read rows of the cleaned page; the words' boxes are in the upright image's pixels."""
        assert self._reader is not None
        part = page[top:bottom]
        inked = inked_box(part)
        if inked is None:
            return _empty(facts)
        read = in_box(part, inked, READING_DPI, self._reader)
        sure = looked_again(read, part, READING_DPI, self._reader)
        sure = with_left_over(sure, part, READING_DPI, self._reader)
        scale = (facts.width / page.shape[1], facts.height / page.shape[0])
        mine = repaired_words(mended(fitted(sure, part), part))
        words = tuple(replace(word, box=_upright_box(word.box, scale, top)) for word in mine)
        return PageText(words, facts.width, facts.height, facts.dpi)

    def _placement(self, gray: Gray, dpi: int) -> tuple[Placement, bool, int]:
        """How the page lies, whether it is blank, and how many shapes of a letter's size are on it."""
        small = scaled(gray, dpi)
        work_dpi = min(dpi, SMALL_DPI)
        flat = flattened(small, work_dpi)
        blank = is_blank(flat, work_dpi)
        height, width = gray.shape
        if blank:
            return Placement(width, height, 0, 0.0, None), True, 0
        shapes, letters = letters_of(ink_mask(flat), work_dpi)
        way = way_up(flat, letters, work_dpi, self._engine)
        crop = self._crop(turned(small, way.rotation), gray.shape[1] / small.shape[1], way.rotation, gray.shape)
        count = int(np.count_nonzero(letter_like(shapes, work_dpi)))
        return Placement(width, height, way.rotation, -way.angle, crop), False, count

    def _crop(self, small: Gray, scale: float, rotation: int, shape: tuple[int, ...]) -> Box | None:
        box = sheet_box(small, SMALL_DPI)
        if box is None:
            return None
        height, width = (shape[1], shape[0]) if rotation in (90, 270) else (shape[0], shape[1])
        left, top, right, bottom = (round(v * scale) for v in box)
        return left, top, min(right, width), min(bottom, height)


@dataclass
class _LastPage:
    """A page kept in memory between its facts, its header and its text, which follow one another in one worker."""

    path: Path
    stamp: tuple[int, int]
    gray: Gray
    cleaned: Gray | None = None


def _repeats(pixels: Pixels) -> float:
    """Share of points equal to their left neighbour; grain leaves few."""
    sample = np.ascontiguousarray(pixels[::64])
    return float(np.mean(sample[:, 1:] == sample[:, :-1]))


def _stamp(path: Path) -> tuple[int, int]:
    facts = path.stat()
    return facts.st_mtime_ns, facts.st_size


def _empty(facts: PageFacts) -> PageText:
    return PageText((), facts.width, facts.height, facts.dpi)


def _upright_box(box: Box, scale: tuple[float, float], top: int) -> Box:
    left, upper, right, lower = box
    across, down = scale
    return round(left * across), round((upper + top) * down), round(right * across), round((lower + top) * down)


def _kept_header(facts: PageFacts) -> Path:
    return facts.upright.with_suffix(".header.json")


def _thumbnail(upright: Pixels) -> Pixels:
    scale = _THUMBNAIL_SIDE / max(upright.shape[:2])
    size = (max(1, round(upright.shape[1] * scale)), max(1, round(upright.shape[0] * scale)))
    times = int(0.5 / scale)
    if times > 1:
        # Every whole step is cheap; averaging from full size down by a broken factor is not.
        height, width = upright.shape[0] // times, upright.shape[1] // times
        whole = upright[: height * times, : width * times]
        upright = np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)
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
