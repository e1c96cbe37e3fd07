"""Sample letters as the real engine reads them, kept in the temporary folder: measuring again takes seconds."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from kancelaria.reading.model import ReadPage
from scanning.ocr.choose import choose_engine
from scanning.ocr.tessdata import find_tessdata
from tests.integration.suggestions.pages import RealReader, TestWord
from tests.letters.degrade import Level
from tests.letters.framework import Letter, chosen, scanned
from tests.letters.truth import Truth

_ROOT = Path(__file__).parents[3]
_MAKES_READINGS = ("tests/letters/*.py", "scanning/ocr/*.py", "scanning/pages/*.py")
"""What a reading depends on besides the letter itself and the engine."""


@dataclass(frozen=True)
class Reading:
    """One sample letter read: what it is, its truth and its pages as the program has them."""

    layout: str
    level: Level
    truth: Truth
    pages: tuple[ReadPage, ...]


def readings(seed: int, count: int, level: Level, family: str) -> Iterator[Reading]:
    """The first letters of a seed through the real pipeline; those read before come from the folder."""
    letters = list(chosen(seed, count, family))
    places = [_place(letter, key, level) for _, key, letter in letters]
    missing = [number for number, place in enumerate(places) if not place.exists()]
    workers = min(len(missing), os.cpu_count() or 1)
    if missing:
        with ProcessPoolExecutor(workers) as pool:
            shares = [pool.submit(_read, missing[at::workers], seed, level, family) for at in range(workers)]
            for share in shares:
                share.result()
    for (name, _, letter), place in zip(letters, places, strict=True):
        yield Reading(name, level, letter.truth, _loaded(place))


def _read(numbers: Sequence[int], seed: int, level: Level, family: str) -> None:
    """Reads letters of a seed into the folder."""
    letters = list(chosen(seed, max(numbers) + 1, family))
    with tempfile.TemporaryDirectory() as folder:
        reader = RealReader(Path(folder))
        for _, key, letter in (letters[number] for number in numbers):
            read = [_as_json(reader.read(page, at)) for at, page in enumerate(scanned(letter, key, level), 1)]
            place = _place(letter, key, level)
            place.parent.mkdir(parents=True, exist_ok=True)
            unfinished = place.with_suffix(f".{os.getpid()}")
            unfinished.write_text(json.dumps(read), encoding="utf-8")
            unfinished.replace(place)


def _as_json(page: ReadPage) -> dict[str, Any]:
    words = [(word.text, word.box, word.confidence, word.line, word.block) for word in page.words]
    return {"number": page.number, "width": page.width, "height": page.height, "dpi": page.dpi, "words": words}


def _loaded(place: Path) -> tuple[ReadPage, ...]:
    pages = json.loads(place.read_text(encoding="utf-8"))
    return tuple(ReadPage(**page | {"words": _words(page["words"])}) for page in pages)


def _words(rows: Sequence[Any]) -> list[TestWord]:
    return [TestWord(text, tuple(box), confidence, line, block) for text, box, confidence, line, block in rows]


def _place(letter: Letter, key: str, level: Level) -> Path:
    digest = hashlib.sha256(f"{key}/{level}/{letter.sheets!r}".encode()).hexdigest()[:32]
    return Path(tempfile.gettempdir()) / "kancelaria-bench-readings" / _engine()[:16] / f"{digest}.json"


@lru_cache(maxsize=1)
def _engine() -> str:
    """A digest of everything that reads: our pipeline, the engine and its version, its language data."""
    data = find_tessdata() / "pol.traineddata"
    digest = hashlib.sha256(f"{choose_engine().name} {data.stat().st_size}".encode())
    for name in ("tesserocr", "pytesseract"):
        with suppress(PackageNotFoundError):
            digest.update(version(name).encode())
    for pattern in _MAKES_READINGS:
        for path in sorted(_ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()
