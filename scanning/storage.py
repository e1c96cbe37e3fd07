"""File primitives that survive a power cut, one object so that tests can record or break each step; and locks."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sys
import time
from pathlib import Path
from types import TracebackType

from scanning.errors import StorageError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

CHUNK = 1 << 20
_BINARY = getattr(os, "O_BINARY", 0)
_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG})
_RIGHTS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class Files:
    """The steps of a durable write. Each is one call, so their order can be checked and each can be made to fail."""

    def open_new(self, path: Path) -> int:
        """Open a file that must not exist yet, for writing by us alone."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)

    def open_append(self, path: Path) -> int:
        """Open a file for appending; it is made when absent."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | _BINARY, 0o600)

    def write(self, descriptor: int, data: bytes) -> None:
        """Write all of `data`."""
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]

    def fsync(self, descriptor: int) -> None:
        """Bring a file's bytes to the disk."""
        os.fsync(descriptor)

    def truncate(self, descriptor: int, size: int) -> None:
        """Cut a file back to `size` bytes."""
        os.ftruncate(descriptor, size)

    def close(self, descriptor: int) -> None:
        """Close a descriptor."""
        os.close(descriptor)

    def replace(self, source: Path, target: Path) -> None:
        """Rename in one step."""
        source.replace(target)

    def fsync_folder(self, folder: Path) -> None:
        """Bring a folder's names to the disk (Windows offers no such call and needs none)."""
        if sys.platform == "win32":
            return
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            self.fsync(descriptor)
        finally:
            os.close(descriptor)

    def copy(self, source: Path, target: Path) -> int:
        """Copy into a new file and fsync it; gives the number of bytes."""
        size = 0
        descriptor = self.open_new(target)
        try:
            with source.open("rb") as stream:
                while chunk := stream.read(CHUNK):
                    self.write(descriptor, chunk)
                    size += len(chunk)
            self.fsync(descriptor)
        finally:
            self.close(descriptor)
        return size

    def sha256(self, path: Path) -> str:
        """Hex SHA-256 of a file's bytes."""
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def put(self, path: Path, data: bytes, *, durable: bool = True) -> None:
        """Replace a file's whole content in one step; `durable=False` skips fsync for what can be rebuilt."""
        temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
        temporary.unlink(missing_ok=True)
        descriptor = self.open_new(temporary)
        try:
            self.write(descriptor, data)
            if durable:
                self.fsync(descriptor)
        finally:
            self.close(descriptor)
        self.replace(temporary, path)
        if durable:
            self.fsync_folder(path.parent)


def free_bytes(folder: Path) -> int:
    """Bytes a plain user may still write on the folder's disk."""
    return shutil.disk_usage(folder).free


def storage_error(error: OSError, subject: Path) -> StorageError:
    """The known error for a failed write."""
    if error.errno in _FULL:
        return disk_full(subject)
    if error.errno in _RIGHTS:
        hint = "Sprawdź uprawnienia do folderu programu albo poproś o to administratora."
        return StorageError("no_rights", "Brak prawa zapisu w folderze skanów.", hint, str(subject))
    hint = "Sprawdź dysk. Zapisane wcześniej strony są bezpieczne."
    return StorageError("disk_error", f"Nie udało się zapisać skanu na dysku ({error.strerror}).", hint, str(subject))


def disk_full(subject: Path) -> StorageError:
    """The known error for a disk without room."""
    hint = "Zwolnij miejsce na dysku i wznów skanowanie. Zapisane wcześniej strony są bezpieczne."
    return StorageError("disk_full", "Brak miejsca na dysku, skanowanie zatrzymano.", hint, str(subject))


class FileLock:
    """A lock between processes on a small file; the system lets it go when its holder dies."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._descriptor is not None

    def acquire(self, timeout_s: float = 0.0) -> bool:
        """Try to take the lock until the time is up; True when it is ours."""
        if self.held:
            return True
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | _BINARY, 0o600)
        deadline = time.monotonic() + timeout_s
        while not _try_lock(descriptor):
            if time.monotonic() >= deadline:
                os.close(descriptor)
                return False
            time.sleep(0.005)
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Let the lock go; harmless when it isn't held."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    def __enter__(self) -> FileLock:
        if not self.acquire(timeout_s=10.0):
            hint = "Poczekaj chwilę i spróbuj ponownie."
            raise StorageError("stack_busy", "Stos jest właśnie zapisywany przez inny program.", hint, str(self.path))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
