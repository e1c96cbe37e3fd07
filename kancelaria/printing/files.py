"""A print-out reaches its file whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from kancelaria.domain.errors import OfficeError


class PrintNotSaved(OfficeError):
    """The print-out couldn't be written: no folder, no rights, a full disk."""


def write_atomically(target: Path, data: bytes) -> None:
    """Write beside the target, fsync, rename over it and fsync the folder."""
    try:
        _replace(target, data)
    except OSError as error:
        raise PrintNotSaved(
            "print_not_saved",
            f"Nie udało się zapisać wydruku „{target.name}”: {error.strerror or error}.",
            "Sprawdź, czy folder istnieje, czy masz do niego prawo zapisu i czy na dysku jest miejsce.",
            subject=str(target),
        ) from error


def _replace(target: Path, data: bytes) -> None:
    temporary = target.parent / f".wydruk-{secrets.token_hex(8)}.tmp"
    # an ordinary file with the person's own umask: print-outs are often saved to a shared folder
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _fsync_folder(target.parent)


def _fsync_folder(folder: Path) -> None:
    # Windows has no descriptor for a folder; there the rename alone is what the system offers
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
