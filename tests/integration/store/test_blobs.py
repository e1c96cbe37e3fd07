"""Blobs: durable before they are named; a power cut leaves whole files or none."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from kancelaria.domain.errors import NotFound, StoreError
from kancelaria.store.blobs import FileBlobStore


class PowerCut:
    """Remembers what was fsynced; `strike` undoes the rest, as a disk without power may."""

    def __init__(self) -> None:
        self.synced: dict[int, int] = {}
        self.names: dict[str, set[str]] = {}

    def fsync(self, handle: int) -> None:
        opened = Path(f"/proc/self/fd/{handle}").readlink()
        if opened.is_dir():
            self.names[str(opened)] = {entry.name for entry in opened.iterdir()}
        else:
            self.synced[os.fstat(handle).st_ino] = os.fstat(handle).st_size

    def strike(self, root: Path) -> None:
        for folder in [root, *(entry for entry in root.iterdir() if entry.is_dir())]:
            for entry in list(folder.iterdir()):
                if entry.name not in self.names.get(str(folder), set()):
                    if entry.is_file():
                        entry.unlink()
                elif entry.is_file() and self.synced.get(entry.stat().st_ino) != entry.stat().st_size:
                    entry.write_bytes(b"")


def test_content_comes_back_by_its_hash(tmp_path: Path) -> None:
    store = FileBlobStore(tmp_path)
    (tmp_path / "pismo.pdf").write_bytes(b"%PDF" * 1_000_000)
    ref = store.put_file(tmp_path / "pismo.pdf", "application/pdf")
    assert ref.sha256 == hashlib.sha256(b"%PDF" * 1_000_000).hexdigest()
    assert ref.size == 4_000_000
    assert store.path(ref.sha256).suffix == ".pdf"
    assert store.read(ref.sha256) == b"%PDF" * 1_000_000
    assert store.put_file(tmp_path / "pismo.pdf", "application/pdf") == ref
    assert store.read(store.put_bytes(b"", "text/plain").sha256) == b""
    assert list((tmp_path / "incoming").iterdir()) == []


def test_a_power_cut_after_put_loses_nothing(tmp_path: Path) -> None:
    power = PowerCut()
    store = FileBlobStore(tmp_path / "blobs", fsync=power.fsync)
    refs = [store.put_bytes(os.urandom(5000), "image/png") for _ in range(5)]
    power.strike(tmp_path / "blobs")
    for ref in refs:
        assert len(store.read(ref.sha256)) == 5000


def test_without_fsync_the_power_cut_would_lose_it(tmp_path: Path) -> None:
    power = PowerCut()
    store = FileBlobStore(tmp_path / "blobs", fsync=lambda handle: None)
    ref = store.put_bytes(b"x" * 5000, "image/png")
    power.strike(tmp_path / "blobs")
    with pytest.raises(NotFound):
        store.read(ref.sha256)


def test_a_torn_file_is_noticed_and_healed_by_the_next_copy(tmp_path: Path) -> None:
    store = FileBlobStore(tmp_path)
    ref = store.put_bytes(b"strona", "image/png")
    store.path(ref.sha256).write_bytes(b"str")
    with pytest.raises(StoreError) as refused:
        store.read(ref.sha256)
    assert refused.value.code == "blob_damaged"
    store.put_bytes(b"strona", "image/png")
    assert store.read(ref.sha256) == b"strona"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_leaves_no_crumbs(tmp_path: Path, number: int) -> None:
    def full(handle: int) -> None:
        raise OSError(number, "No space left on device")

    store = FileBlobStore(tmp_path, fsync=full)
    with pytest.raises(StoreError) as refused:
        store.put_bytes(b"strona", "image/png")
    assert refused.value.code == "disk_full"
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_other_disk_errors_are_not_hidden(tmp_path: Path) -> None:
    def broken(handle: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        FileBlobStore(tmp_path, fsync=broken).put_bytes(b"strona", "image/png")
