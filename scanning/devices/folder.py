"""Watched folder of a copier: each complete file becomes pages; one bad file stops nothing."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from scanning.devices.config import DevicesConfig
from scanning.devices.faults import device_error
from scanning.devices.files import pages_of, printable_name
from scanning.devices.protocol import DeviceInfo, Mode, RawPage, ScanRequest, Source
from scanning.errors import InputError

REJECTED = "odrzucone"
TAKEN = "wczytane"
_PART_SUFFIXES = (".part", ".tmp", ".crdownload", ".filepart")
_MAYBE_UNFINISHED = frozenset({"damaged", "empty_file", "unknown_kind", "unreadable"})

Stamp = tuple[int, int, int]
"""Inode, size and change time of a file: equal in two polls = nobody is writing."""


@dataclass
class FolderDriver:
    """Takes what lies in the folder: whole files in the order they came; a file is taken all or not at all."""

    folders: tuple[Path, ...]
    poll_seconds: float = 0.5
    patience_seconds: float = 20.0
    wait: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    name: str = "folder"
    rejected: list[InputError] = field(default_factory=list)

    def discover(self) -> list[DeviceInfo]:
        """The watched folders that exist now."""
        return [
            DeviceInfo(f"folder:{folder}", f"Folder {folder.name}", self.name, (Source.ADF,), (300,), tuple(Mode))
            for folder in self.folders
            if folder.is_dir()
        ]

    def scan(self, request: ScanRequest, scratch: Path) -> Iterator[RawPage]:
        """Yield pages of the files lying there; a file goes to `wczytane` once its last page was taken over."""
        folder = self._folder(request.device_id)
        sheet = 0
        for path, stamp, pages in self._complete_files(folder, scratch):
            if request.max_pages is not None and sheet + len(pages) > request.max_pages > 0 and sheet > 0:
                return
            for page in pages:
                sheet += 1
                yield RawPage(page.path, page.dpi, sheet)
            if _stamp(path) == stamp:  # else it was replaced meanwhile: the new one is read next time
                _move_aside(path, folder / TAKEN)
        if sheet == 0 and not self.rejected:
            raise device_error("no_paper", request.device_id)

    def _folder(self, device_id: str) -> Path:
        folder = next((known for known in self.folders if device_id == f"folder:{known}"), None)
        if folder is None:
            raise device_error("unknown_device", device_id)
        if not folder.is_dir():
            raise device_error("gone", device_id)
        return folder

    def _complete_files(self, folder: Path, scratch: Path) -> Iterator[tuple[Path, Stamp, list[RawPage]]]:
        """Files as they become complete. Ends when nothing is left to wait for, or patience with the rest is over."""
        seen: dict[Path, Stamp] = {}
        last_change = self.clock()
        done: set[Path] = set()
        while waiting := [path for path in _candidates(folder) if path not in done]:
            nothing_there = True
            for path in waiting:
                stamp = _stamp(path)
                if stamp is None:
                    continue
                nothing_there = False
                if seen.get(path) != stamp:
                    seen[path], last_change = stamp, self.clock()
                    continue
                impatient = self.clock() - last_change >= self.patience_seconds
                pages = self._whole(path, folder, scratch, impatient)
                if pages is not None:
                    done.add(path)
                    last_change = self.clock()
                    yield path, stamp, pages
                elif impatient:
                    done.add(path)
            # on a slow machine the patience may run out between two looks: what is there still gets its last one
            if nothing_there and self.clock() - last_change >= self.patience_seconds + 2 * self.poll_seconds:
                return
            self.wait(self.poll_seconds)

    def _whole(self, path: Path, folder: Path, scratch: Path, impatient: bool) -> list[RawPage] | None:
        """All pages of the file, or None while it may still be coming or once it was moved aside."""
        try:
            return list(pages_of(path, scratch))
        except InputError as error:
            if impatient or error.code not in _MAYBE_UNFINISHED:
                self.rejected.append(error)
                _reject(path, folder / REJECTED, error)
            return None


def _candidates(folder: Path) -> list[Path]:
    """Files that could be scans, oldest first; hidden and half-written names are left alone."""
    found: list[tuple[int, str, Path]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            hidden = entry.name.startswith((".", "~")) or entry.name.lower().endswith(_PART_SUFFIXES)
            if hidden:
                continue
            facts = entry.stat(follow_symlinks=False)
            if stat.S_ISREG(facts.st_mode) or stat.S_ISLNK(facts.st_mode):
                found.append((facts.st_mtime_ns, entry.name, Path(entry.path)))
    return [path for _, _, path in sorted(found)]


def _stamp(path: Path) -> Stamp | None:
    try:
        facts = path.lstat()
    except FileNotFoundError:
        return None
    return facts.st_ino, facts.st_size, facts.st_mtime_ns


def _reject(path: Path, aside: Path, error: InputError) -> None:
    moved = _move_aside(path, aside)
    reason = f"{printable_name(path)}\n{error.code}: {error.message}\n{error.hint}\n"
    moved.with_name(moved.name[:200] + ".powod.txt").write_text(reason, encoding="utf-8")


def _move_aside(path: Path, aside: Path) -> Path:
    """Move without ever covering a file that is already there."""
    aside.mkdir(exist_ok=True)
    target, number = aside / path.name, 1
    while os.path.lexists(target):
        number += 1
        target = aside / f"{path.stem[:200]} ({number}){path.suffix}"
    return path.rename(target)


def make_driver(config: DevicesConfig) -> FolderDriver:
    """The driver over the configured folders."""
    return FolderDriver(config.watched_folders, config.watch_poll_seconds, config.watch_patience_seconds)
