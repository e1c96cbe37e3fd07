"""`python -m tests.letters --seed 1 --count 60 --out DIR [--hard]`: writes letters and their truth."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from PIL import Image

from tests.letters.degrade import Level
from tests.letters.framework import FAMILIES, Sample, generate

FORMATS = ("png", "tiff", "jpeg", "pdf")


def main(arguments: list[str] | None = None) -> int:
    """Parses the command line and writes what it asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.letters", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=9)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--hard", action="store_true", help="skewed, grey, noisy, stamped, 200-300 dpi")
    parser.add_argument("--layouts", choices=(*FAMILIES, "all"), default="unseen")
    parser.add_argument(
        "--format", choices=FORMATS, default="png", help="tiff and pdf hold a whole letter, png and jpeg a page"
    )
    parser.add_argument("--dpi", type=int, help="default 300, or 200/300 with --hard")
    parser.add_argument("--colour", action="store_true")
    parser.add_argument("--turn", action="store_true", help="some pages sideways or upside down")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    level = Level.HARD if options.hard else Level.CLEAN
    family, dpi = options.layouts, options.dpi
    for sample in generate(options.seed, options.count, level, family, dpi, options.colour, options.turn):
        print(write(sample, options.out, options.format))
    return 0


def write(sample: Sample, folder: Path, form: str) -> Path:
    """Writes one letter's images and `<stem>.json`; returns the latter."""
    stem = f"{sample.number + 1:03d}-{sample.layout.replace('.', '-')}"
    images = [Image.fromarray(page.image) for page in sample.pages]
    dpi = sample.pages[0].dpi
    if form in ("tiff", "pdf"):
        files = [f"{stem}.{form}"]
        more: dict[str, Any] = (
            {"compression": "tiff_deflate", "dpi": (dpi, dpi)} if form == "tiff" else {"resolution": dpi}
        )
        images[0].save(folder / files[0], save_all=True, append_images=images[1:], **more)
    else:
        files = [f"{stem}-{i}.{'jpg' if form == 'jpeg' else form}" for i in range(1, len(images) + 1)]
        for image, name in zip(images, files, strict=True):
            image.save(folder / name, dpi=(dpi, dpi))
    target = folder / f"{stem}.json"
    target.write_text(json.dumps(record(sample, files), ensure_ascii=False, indent=1), encoding="utf-8")
    return target


def record(sample: Sample, files: list[str]) -> dict[str, Any]:
    """The truth of a sample as JSON: the letter's, and every page's words with their quads."""
    pages = [
        {
            "width": page.width,
            "height": page.height,
            "dpi": page.dpi,
            "turned": page.turned,
            "steps": page.steps,
            "words": [
                {
                    "text": w.text,
                    "quad": [[round(x, 1), round(y, 1)] for x, y in w.quad],
                    "by_hand": w.by_hand,
                    "boxed": w.boxed,
                }
                for w in page.words
            ],
        }
        for page in sample.pages
    ]
    return {
        "layout": sample.layout,
        "level": sample.level,
        "files": files,
        "truth": sample.truth.as_json(),
        "pages": pages,
    }


if __name__ == "__main__":
    raise SystemExit(main())
