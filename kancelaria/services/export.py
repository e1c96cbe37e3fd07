"""Export an item: the searchable PDF/A, the metadata as JSON and as the archive's XML."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from kancelaria.domain.errors import NotFound
from kancelaria.domain.identifiers import with_hyphens
from kancelaria.services.access import AccessKind, log_access
from kancelaria.services.archive_xml import archive_xml
from kancelaria.services.item_json import describe_whole
from kancelaria.services.ports import UnitOfWork, Workplace
from kancelaria.services.queries import Queries
from kancelaria.services.renditions import SEARCHABLE_PDF


def export_item(document_uid: str, folder: Path, queries: Queries, uow: UnitOfWork, at: Workplace) -> list[Path]:
    """Write `<uid>.pdf` (where there is one), `<uid>.json`, `<uid>.xml`; logged. Returns what was written."""
    item = queries.item(with_hyphens(document_uid))
    if item is None:
        raise NotFound("item_unknown", "Nie ma takiego pisma.", "Sprawdź identyfikator.", document_uid)
    rendition = queries.rendition(item.id, SEARCHABLE_PDF)
    pdf = at.blobs.read(rendition.sha256) if rendition else None
    described = describe_whole(item, queries, at.blobs) | {"pdf": f"{item.document_uid}.pdf" if pdf else None}
    contents = {
        "pdf": pdf,
        "json": (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode(),
        "xml": archive_xml(item, at.station.institution, len(pdf) if pdf else None),
    }
    folder.mkdir(parents=True, exist_ok=True)
    written = [
        _write(folder / f"{item.document_uid}.{suffix}", content)
        for suffix, content in contents.items()
        if content is not None
    ]
    log_access(AccessKind.EXPORT, [item.document_uid], "export", uow, at)
    return written


def _write(target: Path, content: bytes) -> Path:
    """Write whole or not at all."""
    handle, name = tempfile.mkstemp(dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)
    return target
