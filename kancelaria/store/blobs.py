"""Files by their content: temporary file → fsync → hash → rename → fsync of the folder; the row comes after."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from kancelaria.domain.errors import NotFound, StoreError
from kancelaria.services.ports import BlobRef
from kancelaria.store.checks import disk_full

_CHUNK = 1 << 20
_SUFFIXES = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "image/tiff": ".tif"}


class FileBlobStore:
    """Blobs in folders named by the first byte of their SHA-256."""

    def __init__(self, root: Path, fsync: Callable[[int], None] = os.fsync) -> None:
        self._root = root
        self._fsync = fsync
        self._incoming = root / "incoming"
        self._incoming.mkdir(parents=True, exist_ok=True)

    def put_bytes(self, content: bytes, media_type: str) -> BlobRef:
        """Store bytes; durable on return."""
        return self._put((content[at : at + _CHUNK] for at in range(0, len(content), _CHUNK)), media_type)

    def put_file(self, source: Path, media_type: str) -> BlobRef:
        """Store a copy of a file; durable on return."""
        return self._put(_chunks(source), media_type)

    def path(self, sha256: str) -> Path:
        """Where the content lies; NotFound where it isn't here."""
        for suffix in ("", *_SUFFIXES.values()):
            if (place := self._place(sha256, suffix)).is_file():
                return place
        raise NotFound("blob_missing", "Pliku nie ma na tym stanowisku.", subject=sha256)

    def read(self, sha256: str) -> bytes:
        """The content, checked against its name."""
        content = self.path(sha256).read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise StoreError("blob_damaged", "Plik jest uszkodzony.", "Przywróć go z kopii zapasowej.", sha256)
        return content

    def remove(self, sha256: str) -> None:
        """Erase a file nobody needs here any more; gone already is fine."""
        for suffix in ("", *_SUFFIXES.values()):
            self._place(sha256, suffix).unlink(missing_ok=True)

    def _place(self, sha256: str, suffix: str) -> Path:
        # the suffix is for the programs people open files with
        return self._root / sha256[:2] / f"{sha256}{suffix}"

    def _put(self, chunks: Iterator[bytes], media_type: str) -> BlobRef:
        temporary: Path | None = None
        try:
            handle, name = tempfile.mkstemp(dir=self._incoming)
            temporary = Path(name)
            sha256, size = self._write(handle, chunks)
            self._move(temporary, self._place(sha256, _SUFFIXES.get(media_type, "")))
        except OSError as failure:
            if failure.errno in (errno.ENOSPC, errno.EDQUOT):
                raise disk_full() from failure
            raise
        finally:
            if temporary is not None:
                temporary.unlink(missing_ok=True)
        return BlobRef(sha256, size, media_type)

    def _write(self, handle: int, chunks: Iterator[bytes]) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        with os.fdopen(handle, "wb") as stream:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                stream.write(chunk)
            stream.flush()
            self._fsync(stream.fileno())
        return digest.hexdigest(), size

    def _move(self, temporary: Path, place: Path) -> None:
        if not place.parent.is_dir():
            place.parent.mkdir(exist_ok=True)
            self._fsync_folder(self._root)
        # a file of this name may be the torn one of a power cut: the fresh copy always takes its place
        temporary.replace(place)
        self._fsync_folder(place.parent)

    def _fsync_folder(self, folder: Path) -> None:
        if os.name == "nt":
            return  # Windows has no handle for it; NTFS journals the rename
        handle = os.open(folder, os.O_RDONLY)
        try:
            self._fsync(handle)
        finally:
            os.close(handle)


def _chunks(source: Path) -> Iterator[bytes]:
    with source.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk
