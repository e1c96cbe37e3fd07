"""The stack in the demo scanner: the sample letters, each with a label of this station stuck on, as a clerk would."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
import zxingcpp
from PIL import Image

from kancelaria.bootstrap import Office
from kancelaria.domain.identifiers import is_document_uid
from resources.letters import sample_pages
from ui.operations.printouts import print_labels

_LABEL_MM = (50.0, 30.0)


def fill_demo_feeder(office: Office, actor: str, folder: Path) -> Path:
    """Put the sample letters with newly printed labels into `folder`, replacing what was there."""
    pages = sample_pages()
    places = [_label_place(page) for page in pages]
    count = sum(place is not None for place in places)
    with TemporaryDirectory() as scratch:
        labels = Path(scratch) / "labels.pdf"
        print_labels(office, actor, (), labels, series=count)
        printed = pypdfium2.PdfDocument(labels)
        try:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            number = 0
            for page, place in zip(pages, places, strict=True):
                if place is None:
                    shutil.copyfile(page, folder / page.name)
                    continue
                _stick(page, place, printed[number], folder / page.name)
                number += 1
        finally:
            printed.close()
    return folder


def _label_place(page: Path) -> tuple[int, int] | None:
    """The middle of the label's code on a page, if it has one."""
    with Image.open(page) as image:
        for code in zxingcpp.read_barcodes(image.convert("L")):
            if is_document_uid(code.text):
                corners = (code.position.top_left, code.position.bottom_right)
                return sum(c.x for c in corners) // 2, sum(c.y for c in corners) // 2
    return None


def _stick(page: Path, middle: tuple[int, int], printed: pypdfium2.PdfPage, target: Path) -> None:
    with Image.open(page) as image:
        dpi = round(float(image.info.get("dpi", (300, 300))[0]))
        sheet = image.convert("L")
        kind = image.format or "PNG"
    label = printed.render(scale=dpi / 72).to_pil().convert("L")
    code = next(iter(zxingcpp.read_barcodes(label)))
    inside = (code.position.top_left, code.position.bottom_right)
    left = middle[0] - sum(c.x for c in inside) // 2
    top = middle[1] - sum(c.y for c in inside) // 2
    left = min(max(left, 0), sheet.width - label.width)
    top = min(max(top, 0), sheet.height - label.height)
    sheet.paste(label, (left, top))
    data = io.BytesIO()
    options = {"quality": 85} if kind == "JPEG" else {"compression": "tiff_deflate"} if kind == "TIFF" else {}
    sheet.save(data, kind, dpi=(dpi, dpi), **options)
    target.write_bytes(data.getvalue())
