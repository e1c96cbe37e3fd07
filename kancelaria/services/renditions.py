"""Renditions: the searchable PDF/A made from a scan, a record of its own that conflicts with nobody's work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from kancelaria.domain.errors import NotFound
from kancelaria.domain.reproduction import KeptPage
from kancelaria.services.journal import now_text, record
from kancelaria.services.ports import Rendition, UnitOfWork, Workplace

SEARCHABLE_PDF = "searchable_pdf"
PDF_MEDIA_TYPE = "application/pdf"


def add_rendition(
    item_id: str,
    source: Path,
    uow: UnitOfWork,
    at: Workplace,
    kind: str = SEARCHABLE_PDF,
    media_type: str = PDF_MEDIA_TYPE,
    pages: Sequence[KeptPage] = (),
) -> Rendition:
    """Store a file as an item's rendition, with how each page is kept in it; the same content again adds no record."""
    blob = at.blobs.put_file(source, media_type)  # durable before its row
    with uow:
        if uow.items.get(item_id) is None:
            raise NotFound("item_unknown", "Nie ma takiego pisma.", subject=item_id)
        if pages:
            uow.reproduction.keep_pages(item_id, pages)
        known = uow.renditions.latest(item_id, kind)
        if known is not None and known.sha256 == blob.sha256:
            uow.commit()
            return known
        made = Rendition(at.ids.new(), item_id, kind, blob.sha256, now_text(at))
        uow.renditions.record_blob(blob, made.made_at)
        uow.renditions.add(made)
        record(uow, at, "add_rendition", ("rendition", made.id), 0, asdict(made))
        uow.commit()
    return made
