"""A stack of 12 invented letters as a scanner feeds them, for the demo scanner and training.

Every first page carries a Code 128 label of the series DEM; `manifest.json` says which pages belong to which letter and
what a clerk would enter. `python -m tests.letters.samples` makes the files anew. Nobody and nothing in them exists.
"""

from __future__ import annotations

import json
from pathlib import Path

FOLDER = Path(__file__).parent


def sample_pages() -> list[Path]:
    """The page images in feeding order (1-bit TIFF and grey JPEG, resolution in the file)."""
    manifest = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    return [FOLDER / page["file"] for page in manifest["pages"]]
