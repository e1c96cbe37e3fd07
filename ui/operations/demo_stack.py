"""The stack in the demo scanner: the sample letters, each with a label of this station stuck on, as a clerk would."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image

from kancelaria.bootstrap import Office
from resources.letters import FOLDER
from ui.operations.label_prints import LabelOrder, labels_to_file, prepare_labels

_COVER_MM = (54.0, 35.0)
"""The new label lies on white somewhat larger than the label printed on the sample."""


def fill_demo_feeder(office: Office, actor: str, folder: Path, turn: int | None = None) -> Path:
    """Put the sample letters with newly printed labels into `folder`, replacing what was there.

    `turn`: only one letter, another each turn.
    """
    letters = json.loads((FOLDER / "manifest.json").read_text("utf-8"))["letters"]
    if turn is not None:
        letters = [letters[turn % len(letters)]]
    with TemporaryDirectory() as scratch:
        labels = Path(scratch) / "labels.pdf"
        labels_to_file(office, actor, prepare_labels(office, actor, LabelOrder(series=len(letters))), labels)
        printed = pypdfium2.PdfDocument(labels)
        try:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            for number, letter in enumerate(letters):
                first, *others = [FOLDER / page["file"] for page in letter["pages"]]
                _stick(first, tuple(letter["label"]), printed[number], folder / first.name)
                for page in others:
                    shutil.copyfile(page, folder / page.name)
        finally:
            printed.close()
    return folder


def put_sheets(sheets: Sequence[Path], folder: Path) -> Path:
    """Put these sheets into the feeder once more, replacing what was there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for number, sheet in enumerate(sheets, 1):
        shutil.copyfile(sheet, folder / f"{number:04d}{sheet.suffix}")
    return folder


def _stick(page: Path, middle: tuple[int, ...], printed: pypdfium2.PdfPage, target: Path) -> None:
    with Image.open(page) as image:
        dpi = round(float(image.info.get("dpi", (300, 300))[0]))
        sheet = image.convert("L")
        kind = image.format or "PNG"
    label = printed.render(scale=dpi / 72).to_pil().convert("L")
    cover = Image.new("L", (round(_COVER_MM[0] * dpi / 25.4), round(_COVER_MM[1] * dpi / 25.4)), 255)
    for stuck in (cover, label):
        sheet.paste(stuck, (middle[0] - stuck.width // 2, middle[1] - stuck.height // 2))
    data = io.BytesIO()
    options = {"quality": 85} if kind == "JPEG" else {"compression": "tiff_deflate"}
    sheet.save(data, kind, dpi=(dpi, dpi), **options)
    target.write_bytes(data.getvalue())
