"""Images → searchable PDF/A and text: our pipeline, OCRmyPDF and bare tesseract on the same pages, in one run."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from scanning.ocr.choose import choose_engine
from scanning.pages.geometry import Placement
from scanning.pages.material import proposed_material
from scanning.pages.minima import PageMaterial
from scanning.pages.model import PageFacts, SpooledPage
from scanning.pages.process import PageProcessor
from scanning.pdf import PdfPage, write_searchable_pdf
from tests.bench.words_found import PlacedWord, best_overlaps, words_found
from tests.letters.framework import generate
from tests.letters.render import RenderedPage

_WORKERS = 2
_SEED = 2026
_LEVELS = ("clean", "hard")
_ONE_THREAD = {**os.environ, "OMP_THREAD_LIMIT": "1"}


@dataclass(frozen=True)
class Sheet:
    """One page of the sample on disk, with what is truly on it."""

    path: Path
    page: RenderedPage
    level: str


@dataclass(frozen=True)
class Spent:
    """Wall and CPU seconds of a run, children included."""

    wall: float
    cpu: float


def run(quick: bool = False, seed: int = _SEED) -> dict[str, Any]:
    """The figures of contract.md for reading, as one dictionary; `seed` chooses the letters."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sheets = _sample(folder, 6 if quick else 30, seed)
        ours, found = _measured(lambda: _ours(sheets, folder))
        plain, _ = _measured(lambda: _ocrmypdf(sheets, folder / "plain"))
        full, _ = _measured(lambda: _ocrmypdf(sheets, folder / "full", "--deskew", "--rotate-pages"))
        bare, read = _measured(lambda: _bare(sheets, folder))
        return {
            "seed": seed,
            "pages": len(sheets),
            "load_before": round(os.getloadavg()[0], 1),
            "cpu_seconds_a_page": {"ours": round(ours.cpu / len(sheets), 2), "bare": round(bare.cpu / len(sheets), 2)},
            "pages_a_minute": {k: round(60 * len(sheets) / s.wall, 1) for k, s in
                               {"ours": ours, "ocrmypdf": plain, "ocrmypdf_deskew_rotate": full}.items()},
            "times_ocrmypdf": round(plain.wall / ours.wall, 2),
            "times_ocrmypdf_deskew_rotate": round(full.wall / ours.wall, 2),
            "cpu_over_bare_tesseract": round(ours.cpu / bare.cpu, 2),
            "words": {level: _rates(sheets, level, found, read) for level in _LEVELS},
            "text_layer": _layer(sheets, found, folder),
            "bytes_a_page_print": _bytes_a_page(folder, PageMaterial.PRINT),
            "bytes_a_page_grey": _bytes_a_page(folder, PageMaterial.HANDWRITING),
        }  # fmt: skip


def _sample(folder: Path, letters: int, seed: int) -> list[Sheet]:
    from tests.letters.degrade import Level

    sheets: list[Sheet] = []
    for level in _LEVELS:
        for sample in generate(seed, letters // 2, Level(level)):
            for page in sample.pages:
                path = folder / f"page-{len(sheets):03d}.png"
                cv2.imwrite(str(path), page.image if page.image.ndim == 2 else page.image[:, :, ::-1])
                sheets.append(Sheet(path, page, level))
    return sheets


def _measured(work: Callable[[], Any]) -> tuple[Spent, Any]:
    def cpu() -> float:
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(u.ru_utime + u.ru_stime for u in used)

    wall, before = time.perf_counter(), cpu()
    result = work()
    return Spent(time.perf_counter() - wall, cpu() - before), result


Reading = tuple[PageFacts, list[PlacedWord]]
_processor: PageProcessor | None = None


def _start(folder: str) -> None:
    global _processor
    _processor = PageProcessor(Path(folder), choose_engine())


def _one(number: int, path: Path, dpi: int, target: Path) -> Reading:
    """Facts, whole text and the PDF/A of one page, as a worker does it where nobody waits for the header."""
    assert _processor is not None
    page = SpooledPage(number, path, sha256(path.read_bytes()).hexdigest(), dpi, number)
    facts = _processor.facts_of(page)
    text = _processor.read_full(facts)
    kept = PdfPage(facts, text, proposed_material(facts, text))
    target = target.with_name(f"{target.stem}-{kept.material.value}.pdf")
    write_searchable_pdf([kept], target, title="Pismo", identifier=f"K1A-26-{number:06d}", created=datetime.now(UTC))
    return facts, [(word.text, word.box) for word in text.words]


def _ours(sheets: list[Sheet], folder: Path) -> list[Reading]:
    out = folder / "ours"
    out.mkdir()
    context = get_context("spawn")
    with ProcessPoolExecutor(_WORKERS, context, _start, (str(folder / "derived"),)) as pool:
        jobs = [
            pool.submit(_one, number, sheet.path, sheet.page.dpi, out / f"{sheet.path.stem}.pdf")
            for number, sheet in enumerate(sheets, start=1)
        ]
        return [job.result() for job in jobs]


def _ocrmypdf(sheets: list[Sheet], folder: Path, *options: str) -> None:
    """The same pages, two at a time, one core each: as many cores as ours, without idle ones at the end."""
    folder.mkdir()
    program = [sys.executable, "-m", "ocrmypdf", "-q", "-l", "pol", "--jobs", "1", *options]
    commands = [
        [*program, "--image-dpi", str(s.page.dpi), str(s.path), str(folder / f"{s.path.stem}.pdf")] for s in sheets
    ]
    _two_at_a_time(commands)


def _bare(sheets: list[Sheet], folder: Path) -> list[list[PlacedWord]]:
    """Text only, one thread a page; the words' places are asked afterwards, outside the measured time."""
    out = folder / "bare"
    out.mkdir()
    _two_at_a_time(
        [["tesseract", str(s.path), str(out / s.path.stem), "-l", "pol", "--dpi", str(s.page.dpi), "tsv", "txt"]
         for s in sheets]
    )  # fmt: skip
    from scanning.ocr.tsv import words_of

    return [
        [(w.text, w.box) for w in words_of((out / f"{s.path.stem}.tsv").read_text(encoding="utf-8"))] for s in sheets
    ]


def _two_at_a_time(commands: list[list[str]]) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def start(command: list[str]) -> None:
        subprocess.run(command, env=_ONE_THREAD, check=True, capture_output=True, timeout=300)

    with ThreadPoolExecutor(_WORKERS) as pool:
        list(pool.map(start, commands))


def _true_words(sheet: Sheet, facts: PageFacts | None = None) -> list[PlacedWord]:
    """Printed words with their boxes, in raw pixels or in those of the upright image."""
    way = np.array([[1.0, 0, 0], [0, 1, 0]])
    if facts is not None:
        page = sheet.page
        way = Placement(page.width, page.height, facts.rotation, facts.skew, facts.crop).raw_to_upright()
    placed = []
    for word in sheet.page.words:
        if not word.by_hand and not word.boxed:
            corners = np.array(word.quad) @ way[:, :2].T + way[:, 2]
            (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
            placed.append((word.text, (float(x0), float(y0), float(x1), float(y1))))
    return placed


def _rates(
    sheets: list[Sheet], level: str, found: list[Reading], bare: list[list[PlacedWord]]
) -> dict[str, float | int]:
    ours: list[bool] = []
    theirs: list[bool] = []
    for sheet, (facts, words), other in zip(sheets, found, bare, strict=True):
        if sheet.level == level:
            ours += words_found(_true_words(sheet, facts), words)
            theirs += words_found(_true_words(sheet), other)
    return {
        "words": len(ours),
        "ours": round(float(np.mean(ours)), 4),
        "bare_tesseract": round(float(np.mean(theirs)), 4),
    }


def _layer(sheets: list[Sheet], found: list[Reading], folder: Path) -> dict[str, float | int]:
    """Boxes as pdftotext finds them in our files against the true ones."""
    from tests.integration.reading_pages.test_pdf import words_in

    overlaps: list[float] = []
    for sheet, (facts, _) in zip(sheets, found, strict=True):
        words = words_in(next((folder / "ours").glob(f"{sheet.path.stem}-*.pdf")), facts.dpi)
        overlaps += best_overlaps(_true_words(sheet, facts), words)
    return {
        "words": len(overlaps),
        "median": round(float(np.median(overlaps)), 3),
        "least": round(min(overlaps), 3),
        "under_half": sum(overlap < 0.5 for overlap in overlaps),
    }


def _bytes_a_page(folder: Path, material: PageMaterial) -> int:
    """The mean of the pages proposed to be of a material; 0 where the sample had none."""
    sizes = [path.stat().st_size for path in (folder / "ours").glob(f"*-{material.value}.pdf")]
    return round(sum(sizes) / max(1, len(sizes)))


def _table(figures: dict[str, Any]) -> str:
    rows = [
        ("pages a minute (ours / OCRmyPDF / with deskew and rotate)", list(figures["pages_a_minute"].values()), ""),
        ("times OCRmyPDF's defaults", figures["times_ocrmypdf"], ">= 2"),
        ("times OCRmyPDF --deskew --rotate-pages", figures["times_ocrmypdf_deskew_rotate"], ">= 4.5"),
        ("CPU over bare tesseract", figures["cpu_over_bare_tesseract"], "<= 0.9"),
        ("words found, clean (ours / bare)", list(figures["words"]["clean"].values())[1:], ">= 0.99"),
        ("words found, hard (ours / bare)", list(figures["words"]["hard"].values())[1:], ">= 0.985"),
        ("text layer overlap, median", figures["text_layer"]["median"], ">= 0.7"),
        ("text layer words under half", figures["text_layer"]["under_half"], "0"),
        ("bytes a page, print", figures["bytes_a_page_print"], "<= 80000"),
        ("bytes a page, grey where handwriting is seen", figures["bytes_a_page_grey"], "<= 900000"),
    ]
    return "\n".join(f"{name:<60} {value!s:<24} {must}" for name, value, must in rows)


if __name__ == "__main__":
    measured = run(
        "--quick" in sys.argv, int(sys.argv[sys.argv.index("--seed") + 1]) if "--seed" in sys.argv else _SEED
    )
    print(_table(measured), file=sys.stderr)
    print(json.dumps(measured, ensure_ascii=False))
