"""A stack of paper for measuring: letters of all layouts, clean and hard, at 300 dpi, duplex, our labels on them."""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from kancelaria.domain.identifiers import make_document_uid, series_of_point
from tests.letters.degrade import Level
from tests.letters.framework import generate
from tests.letters.labels import labelled
from tests.letters.render import RenderedPage

POINT = "K1"
_DPI = 300
_SEED = 300
_FIRST_SERIAL = 500_001
_SHEETS_A_LETTER = (1, 2, 1, 1, 3, 1, 2, 1)


@dataclass(frozen=True)
class Paper:
    """A folder of page images in feeding order, front and back by turns, and how many letters they make."""

    folder: Path
    pages: int
    letters: int


def paper(sheets: int, letters: int = 48) -> Paper:
    """So many duplex sheets, made from so many different letters (kept in the temporary folder)."""
    base = Path(os.environ.get("KANCELARIA_BENCH", tempfile.gettempdir()))
    pool = _pool(base / f"kancelaria-bench-letters-{letters}-1", letters)
    folder = base / f"kancelaria-bench-stack-{sheets}-{letters}-1"
    if not (folder / "ready").exists():
        folder.mkdir(parents=True, exist_ok=True)
        _lay(pool, folder, sheets)
        (folder / "ready").touch()
    made = list(folder.glob("*-*.*"))
    return Paper(folder, len(made), sum("-label" in path.name for path in made))


def _pool(folder: Path, count: int) -> list[list[Path]]:
    """Pages of the different letters; every third letter is a hard one."""
    if not (folder / "ready").exists():
        folder.mkdir(parents=True, exist_ok=True)
        plans = ((Level.CLEAN, "unseen", count * 2 // 3), (Level.HARD, "unseen", count - count * 2 // 3))
        for level, family, wanted in plans:
            for sample in generate(_SEED, wanted, level, family, dpi=_DPI):
                for number, page in enumerate(sample.pages, 1):
                    _save(page, folder / f"{sample.number:03d}-{level}-{number}", level is Level.HARD)
        (folder / "ready").touch()
    letters: dict[str, list[Path]] = {}
    for path in sorted(folder.glob("*-*.*")):
        letters.setdefault(path.name.rsplit("-", 1)[0], []).append(path)
    return list(letters.values())


def _save(page: RenderedPage, stem: Path, noisy: bool) -> Path:
    path = stem.with_suffix(".jpg" if noisy else ".png")
    options: dict[str, Any] = {"quality": 85} if noisy else {"compress_level": 1}
    Image.fromarray(page.image).save(path, dpi=(page.dpi, page.dpi), **options)
    return path


def _lay(pool: list[list[Path]], folder: Path, sheets: int) -> None:
    """Letters of one to three sheets; backs are further pages, every fifth letter's last back is blank."""
    rng = random.Random(_SEED)
    further = _further(pool)
    number, letter, left = 0, 0, sheets
    while left:
        size = min(_SHEETS_A_LETTER[letter % len(_SHEETS_A_LETTER)], left)
        own = pool[letter % len(pool)]
        uid = make_document_uid(series_of_point(POINT), 2026, _FIRST_SERIAL + letter)
        first = RenderedPage(np.asarray(Image.open(own[0]).convert("L")), (), _DPI)
        _save(labelled(first, uid, rng), folder / f"{number:05d}-label", own[0].suffix == ".jpg")
        pages = [*own[1:], *(next(further) for _ in range(2 * size))][: 2 * size - 1]
        for offset, path in enumerate(pages, 1):
            if letter % 5 == 4 and offset == 2 * size - 1:
                _blank(rng, folder / f"{number + offset:05d}-blank")
                continue
            (folder / f"{number + offset:05d}-page{path.suffix}").write_bytes(path.read_bytes())
        number, letter, left = number + 2 * size, letter + 1, left - size


def _further(pool: list[list[Path]]) -> Iterator[Path]:
    """Pages that lie behind a letter's own: second pages first, then fronts of other letters as enclosures."""
    backs = [path for letter in pool for path in letter[1:]]
    fronts = [letter[0] for letter in pool]
    while True:
        for place in range(max(len(backs), len(fronts))):
            if backs:
                yield backs[place % len(backs)]
            yield fronts[place % len(fronts)]


def _blank(rng: random.Random, stem: Path) -> None:
    noise = np.random.default_rng(rng.randrange(1 << 30)).normal(245, 3, (3508, 2480))
    _save(RenderedPage(np.clip(noise, 0, 255).astype(np.uint8), (), _DPI), stem, noisy=True)
