"""`python -m tests.letters.samples`: makes the stack of letters in `resources/letters/` anew.

Twelve labelled letters as small files: most pages 1-bit (CCITT G4) at 300 dpi, the skewed and handwritten ones grey
JPEG, one letter with a blank back. `manifest.json` names the pages in feeding order with their truth.
"""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import zxingcpp
from PIL import Image

from tests.letters import degrade, labels
from tests.letters.framework import Letter, compose, layouts
from tests.letters.render import RenderedPage, render

TARGET = Path(__file__).resolve().parents[2] / "resources" / "letters"
SERIES, YEAR = "DEM", 2026


@dataclass(frozen=True)
class Choice:
    """One letter of the stack: layout, seed, skew in degrees; `grey` pages are JPEG at 200 dpi, others 1-bit at 300."""

    layout: str
    seed: int
    skew: float = 0.0
    grey: bool = False
    blank_back: bool = False


STACK = (
    Choice("citizen", 1),
    Choice("company", 2, skew=1.4),
    Choice("court", 3, blank_back=True),
    Choice("authority", 4),
    Choice("invoice", 5, skew=-0.9),
    Choice("appeal", 6),
    Choice("handform", 7, grey=True),
    Choice("bailiff", 8),
    Choice("form", 9, skew=0.6),
    Choice("citizen", 10, skew=-2.1, grey=True),
    Choice("authority", 11),
    Choice("utility", 12),
)


def main(arguments: list[str] | None = None) -> int:
    """Writes the stack and its manifest."""
    parser = argparse.ArgumentParser(prog="python -m tests.letters.samples", description=__doc__)
    parser.add_argument("--out", type=Path, default=TARGET)
    folder: Path = parser.parse_args(arguments).out
    folder.mkdir(parents=True, exist_ok=True)
    for old in (*folder.glob("*.tif"), *folder.glob("*.jpg")):
        old.unlink()
    letters = [_write(folder, number, choice) for number, choice in enumerate(STACK, 1)]
    manifest = {"series": SERIES, "letters": letters, "pages": [page for letter in letters for page in letter["pages"]]}
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    total = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
    print(f"{len(letters)} letters, {len(manifest['pages'])} pages, {total / 1e6:.2f} MB")
    return 0


def _write(folder: Path, number: int, choice: Choice) -> dict[str, Any]:
    """One letter's files; returns its entry of the manifest."""
    key = f"samples/{choice.seed}/{choice.layout}"
    letter, rng = compose(layouts("unseen")[f"unseen.{choice.layout}"], key), random.Random(key)
    uid = labels.document_uid(SERIES, YEAR, number)
    pages = []
    for position, page in enumerate(_pages(letter, uid, choice, rng), 1):
        name = f"{number:02d}-{position}.{'jpg' if choice.grey else 'tif'}"
        _save(page, folder / name, choice.grey)
        blank = not page.words
        pages.append({"file": name, "dpi": page.dpi, "width": page.width, "height": page.height, "blank": blank})
    return {
        "document_uid": uid,
        "barcode": labels.code_text(uid),
        "label": _label_middle(folder / str(pages[0]["file"]), uid, int(pages[0]["dpi"])),
        "layout": choice.layout,
        "pages": pages,
        "truth": letter.truth.as_json(),
    }


def _pages(letter: Letter, uid: str, choice: Choice, rng: random.Random) -> list[RenderedPage]:
    pages = [render(sheet, 200 if choice.grey else 300) for sheet in letter.sheets]
    pages[0] = labels.labelled(pages[0], uid, rng)
    if choice.skew:
        pages = [degrade.skewed(page, choice.skew) for page in pages]
    if choice.grey:
        pages = [degrade.noisy(degrade.greyed(page, rng), rng, 2.0, 0.0) for page in pages]
    if choice.blank_back:
        blank = RenderedPage(np.full_like(pages[0].image, 255), (), pages[0].dpi)
        pages.insert(1, degrade.noisy(blank, rng, 0.0, 0.00004))
    return pages


def _label_middle(file: Path, uid: str, dpi: int) -> list[int]:
    """Where the middle of the label lies on the finished page: from its code, as a reader finds it."""
    with Image.open(file) as image:
        on_page = _code_middle(np.asarray(image.convert("L")), uid)
    tag = labels.label(uid, dpi)
    on_label = _code_middle(tag, uid)
    return [on_page[axis] + (tag.shape[1 - axis] // 2 - on_label[axis]) for axis in (0, 1)]


def _code_middle(pixels: labels.Pixels, uid: str) -> tuple[int, int]:
    place = next(c.position for c in zxingcpp.read_barcodes(pixels) if c.text == labels.code_text(uid))
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    return sum(c.x for c in corners) // 4, sum(c.y for c in corners) // 4


def _save(page: RenderedPage, path: Path, grey: bool) -> None:
    if grey:
        Image.fromarray(page.image).save(path, quality=60, dpi=(page.dpi, page.dpi))
    else:
        bits = Image.fromarray(page.image).point(lambda value: 255 if value > 160 else 0).convert("1")
        bits.save(path, compression="group4", dpi=(page.dpi, page.dpi))


if __name__ == "__main__":
    raise SystemExit(main())
