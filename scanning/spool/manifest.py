"""The append-only manifest of a stack: JSON Lines, each line numbered and self-checking.

A line without its line feed was never acknowledged and is ignored (and cut off before the next is appended).
A whole line that doesn't check is damage: it is reported, the others count.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scanning.storage import Files

Entry = dict[str, Any]


def seal(entry: Entry) -> bytes:
    """One manifest line for an entry, with its check."""
    return _dump({**entry, "check": _check(entry)}) + b"\n"


def unseal(line: bytes) -> Entry | None:
    """The entry of a line, or None if the line doesn't check."""
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    if not isinstance(entry, dict):
        return None
    check = entry.pop("check", None)
    return entry if check == _check(entry) and isinstance(entry.get("n"), int) else None


def _dump(entry: Entry) -> bytes:
    return json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _check(entry: Entry) -> str:
    return hashlib.sha256(_dump(entry)).hexdigest()[:16]


@dataclass
class Manifest:
    """One manifest file, read on from where it was read last. Not safe between threads; its owner locks."""

    path: Path
    files: Files
    damaged_lines: list[int] = field(default_factory=list)
    _offset: int = 0
    _lines: int = 0
    _last: int = 0
    _descriptor: int | None = None

    def read_new(self) -> list[Entry]:
        """Entries of whole lines added since the last call, by us or by another process."""
        with self.path.open("rb") as stream:
            stream.seek(self._offset)
            data = stream.read()
        entries = []
        for line in data.split(b"\n")[:-1]:
            self._offset += len(line) + 1
            self._lines += 1
            entry = unseal(line)
            if entry is None or entry["n"] <= self._last:
                self.damaged_lines.append(self._lines)
                continue
            if entry["n"] != self._lines and not self.damaged_lines:
                self.damaged_lines.append(self._lines)
            self._last = entry["n"]
            entries.append(entry)
        return entries

    def append(self, entry: Entry) -> Entry:
        """Add an entry and fsync it. The caller holds the append lock and has called `read_new`."""
        descriptor = self._open()
        if self.path.stat().st_size > self._offset:
            self.files.truncate(descriptor, self._offset)
        numbered = {"n": max(self._last, self._lines) + 1, **entry}
        line = seal(numbered)
        try:
            self.files.write(descriptor, line)
            self.files.fsync(descriptor)
        except OSError:
            self.files.truncate(descriptor, self._offset)
            raise
        self._offset += len(line)
        self._lines += 1
        self._last = numbered["n"]
        return numbered

    def close(self) -> None:
        """Let the file go."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            self.files.close(descriptor)

    def _open(self) -> int:
        if self._descriptor is None:
            self._descriptor = self.files.open_append(self.path)
        return self._descriptor
