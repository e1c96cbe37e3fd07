"""Puts pages, text layer and metadata together into one PDF/A-2b, page after page."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from errno import ENOSPC
from pathlib import Path
from typing import BinaryIO

from scanning.errors import StorageError
from scanning.ocr.protocol import PageText
from scanning.ocr.rows import in_rows
from scanning.pages.material import problems_of
from scanning.pages.minima import KeptImage, PageMaterial
from scanning.pages.model import PageFacts
from scanning.pdf.font import add_font
from scanning.pdf.images import StoredImage, stored_image
from scanning.pdf.layer import text_layer
from scanning.pdf.metadata import DocumentFacts, add_metadata
from scanning.pdf.objects import PdfObjects, dictionary, number, reference, text_string


@dataclass(frozen=True)
class PdfPage:
    """A page for the document. `original` = the raw file, kept untouched where the material allows JPEG."""

    facts: PageFacts
    text: PageText | None = None
    material: PageMaterial = PageMaterial.PRINT
    original: Path | None = None


def write_searchable_pdf(
    pages: Sequence[PdfPage],
    target: Path,
    *,
    title: str,
    identifier: str,
    created: datetime,
    language: str = "pl",
) -> tuple[KeptImage, ...]:
    """Write the PDF/A whole or not at all; how each page is kept is the answer.

    `created` must know its time zone. Raises StorageError.
    """
    if not pages:
        raise ValueError("a document has at least one page")
    facts = DocumentFacts(title, identifier, created, language)
    half = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with half.open("wb") as file:
            kept = _write(file, pages, facts)
            file.flush()
            os.fsync(file.fileno())
        half.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        raise _storage_error(error, target) from error
    finally:
        half.unlink(missing_ok=True)
    return kept


def text_of(pages: Iterable[PageText | None]) -> str:
    """The document's plain text, rows of tables on one line, pages parted by form feeds; `text_sha256` is of this."""
    return "\f".join(in_rows(page).text if page is not None else "" for page in pages)


def _write(file: BinaryIO, pages: Sequence[PdfPage], facts: DocumentFacts) -> tuple[KeptImage, ...]:
    pdf = PdfObjects(file)
    tree, font = pdf.reserve(), pdf.reserve()
    used: set[str] = {" "}
    numbers: list[int] = []
    kept: list[KeptImage] = []
    for page in pages:
        image = stored_image(page.facts, page.material, page.original)
        page_number, chars = _add_page(pdf, page, image, tree, font)
        numbers.append(page_number)
        kept.append(_kept(len(numbers), page, image))
        used |= chars
    kids = b"[" + b" ".join(reference(n) for n in numbers) + b"]"
    pdf.add(dictionary({"Type": b"/Pages", "Count": b"%d" % len(numbers), "Kids": kids}), tree)
    add_font(pdf, used, font)
    metadata, info, intent = add_metadata(pdf, facts)
    root = pdf.add(
        dictionary(
            {
                "Type": b"/Catalog",
                "Pages": reference(tree),
                "Metadata": reference(metadata),
                "OutputIntents": b"[" + reference(intent) + b"]",
                "Lang": text_string(facts.language),
                "ViewerPreferences": b"<< /DisplayDocTitle true >>",
            }
        )
    )
    pdf.finish(root, info, _identity(pages, facts))
    return tuple(kept)


def _kept(number: int, page: PdfPage, image: StoredImage) -> KeptImage:
    """The image as it was stored, against the table; a smaller sheet has its own line there."""
    facts, size = page.facts, (int(image.entries["Width"]), int(image.entries["Height"]))
    dpi = round(facts.dpi * min(1.0, max(size) / max(facts.width, facts.height)))
    problems = tuple(problems_of(facts, page.material, size, image.bits, image.format))
    return KeptImage(number, page.material, *size, dpi, image.bits, image.format, problems)


def _add_page(pdf: PdfObjects, page: PdfPage, image: StoredImage, tree: int, font: int) -> tuple[int, set[str]]:
    image_number = pdf.add_stream(image.entries, image.data)
    text = in_rows(page.text) if page.text else None
    layer, used = text_layer(text, page.facts.dpi, page.facts.height) if text else (b"", set())
    content = pdf.add_stream({}, _drawn(image) + layer, deflate=True)
    width, height = (number(side * 72 / page.facts.dpi) for side in (page.facts.width, page.facts.height))
    resources = {
        "XObject": dictionary({"Im0": reference(image_number)}),
        "Font": dictionary({"F0": reference(font)}),
    }
    entries = {
        "Type": b"/Page",
        "Parent": reference(tree),
        "MediaBox": b"[0 0 " + width + b" " + height + b"]",
        "Contents": reference(content),
        "Resources": dictionary(resources),
    }
    return pdf.add(dictionary(entries)), used


def _drawn(image: StoredImage) -> bytes:
    return b"q " + b" ".join(number(value) for value in image.matrix) + b" cm /Im0 Do Q\n"


def _identity(pages: Sequence[PdfPage], facts: DocumentFacts) -> bytes:
    seed = "\n".join([facts.identifier, facts.title, facts.created.isoformat(), *(p.facts.sha256 for p in pages)])
    return hashlib.sha256(seed.encode("utf-8", "replace")).digest()[:16]


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _storage_error(error: OSError, target: Path) -> StorageError:
    if error.errno == ENOSPC:
        return StorageError("disk_full", "Na dysku brakuje miejsca na dokument PDF.", "Zwolnij miejsce.", target.name)
    return StorageError(
        "pdf_not_written",
        "Nie udało się zapisać dokumentu PDF.",
        "Sprawdź uprawnienia do katalogu i wolne miejsce, potem ponów.",
        target.name,
    )
