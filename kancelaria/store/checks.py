"""What the store refuses or warns of before work: unsafe SQLite, a network share, a full disk."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from pysqlite3 import dbapi2

from kancelaria.domain.errors import StoreError

SAFE_SQLITE = (3, 51, 3)
WARN_FREE_BYTES = 2 * 1024**3
STOP_FREE_BYTES = 500 * 1024**2
_NETWORK_TYPES = frozenset(
    [
        "nfs",
        "nfs4",
        "cifs",
        "smb2",
        "smb3",
        "smbfs",
        "ncpfs",
        "afs",
        "ceph",
        "glusterfs",
        "lustre",
        "9p",
        "beegfs",
        "davfs",
        "fuse.sshfs",
        "fuse.davfs2",
        "fuse.glusterfs",
        "fuse.s3fs",
        "fuse.rclone",
    ]
)
_DRIVE_REMOTE = 4


def require_safe_sqlite(version: tuple[int, ...] = dbapi2.sqlite_version_info) -> None:
    """StoreError where SQLite is older than the first version safe in WAL mode with two connections."""
    if tuple(version) < SAFE_SQLITE:
        raise StoreError(
            "sqlite_unsafe",
            f"Biblioteka SQLite {'.'.join(map(str, version))} może uszkodzić dane.",
            "Zainstaluj program ponownie: potrzebna jest wersja 3.51.3 lub nowsza.",
        )


def require_local_disk(home: Path, mounts: str | None = None) -> None:
    """StoreError where the folder lies on a network share; `mounts` = the text of the system's mount table."""
    if _is_remote(home, mounts):
        raise StoreError(
            "network_share",
            "Folder danych leży na dysku sieciowym.",
            "Wybierz folder na dysku tego komputera.",
            str(home),
        )


def free_bytes(home: Path) -> int:
    """How much may still be written on the disk of the folder."""
    return shutil.disk_usage(home).free


def disk_warning(home: Path, free: int | None = None) -> str | None:
    """What to tell the clerk about the disk, or None while there is room."""
    left = free_bytes(home) if free is None else free
    if left >= WARN_FREE_BYTES:
        return None
    return f"Na dysku zostało {left // 1024**2} MB. Zwolnij miejsce: poniżej 500 MB skanowanie zostanie wstrzymane."


def require_room(home: Path, free: int | None = None) -> None:
    """StoreError where too little is left to take in new scans."""
    left = free_bytes(home) if free is None else free
    if left < STOP_FREE_BYTES:
        raise disk_full(str(home))


def disk_full(subject: str = "") -> StoreError:
    """The error of a full disk."""
    return StoreError(
        "disk_full",
        "Brakuje miejsca na dysku; ostatnia czynność nie została zapisana.",
        "Zwolnij miejsce na dysku i powtórz czynność.",
        subject,
    )


def _is_remote(home: Path, mounts: str | None) -> bool:
    resolved = home.resolve()
    if sys.platform == "win32":
        import ctypes

        drive = str(resolved.drive)
        return drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == _DRIVE_REMOTE
    table = Path("/proc/self/mounts")
    text = mounts if mounts is not None else (table.read_text("utf-8", "replace") if table.exists() else "")
    best, kind = Path("/"), ""
    for line in text.splitlines():
        parts = line.split(" ")
        point = Path(parts[1].replace("\\040", " "))
        # a later line covers an earlier one at the same place
        if resolved.is_relative_to(point) and len(point.parts) >= len(best.parts):
            best, kind = point, parts[2]
    return kind in _NETWORK_TYPES
