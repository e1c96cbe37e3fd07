"""The spool's folder: making, finding and opening stacks."""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from scanning.errors import StorageError
from scanning.spool.limits import Limits
from scanning.spool.manifest import Entry, seal
from scanning.spool.stack import MANIFEST, Stack, now
from scanning.storage import FileLock, Files, free_bytes, storage_error

STACK_ID = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9a-f]{6}")
BUSY_WAIT_S = 5.0
"""How long an opened stack waits for the feeding child of a program that has just died."""


@dataclass(frozen=True)
class Space:
    """Room on the spool's disk; `low` = tell a person, `full` = nothing more can be scanned."""

    free: int
    low: bool
    full: bool


class Spool:
    """All stacks under one folder of the station."""

    def __init__(
        self,
        root: Path,
        *,
        warn_free: int = Limits.warn,
        stop_free: int = Limits.stop,
        free: Callable[[Path], int] = free_bytes,
        files: Files | None = None,
    ) -> None:
        self.root = root
        self._files = files or Files()
        self._limits = Limits(warn_free, stop_free, free)
        try:
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise storage_error(error, root) from error

    @property
    def limits(self) -> Limits:
        """The thresholds of free space."""
        return self._limits

    def space(self) -> Space:
        """How much room there is."""
        free = self._limits.free(self.root)
        return Space(free, free < self._limits.warn, free < self._limits.stop)

    def new_stack(self, expected_sheets: int | None, source: str, label: str = "") -> Stack:
        """Make an empty stack, ours to write."""
        stack_id = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
        making = self.root / f".new-{stack_id}"
        header: Entry = {"n": 1, "t": "stack", "version": 1, "id": stack_id, "at": now(), "source": source}
        with self._making():
            self._make(making, stack_id, {**header, "label": label, "expected_sheets": expected_sheets})
            return self.open(stack_id, verify=False)

    def _make(self, making: Path, stack_id: str, header: Entry) -> None:
        try:
            for folder in (making, making / "pages", making / "derived", making / "scratch"):
                folder.mkdir(mode=0o700)
            self._files.put(making / MANIFEST, seal(header))
            self._files.replace(making, self.root / stack_id)
            self._files.fsync_folder(self.root)
        except OSError as error:
            shutil.rmtree(making, ignore_errors=True)
            raise storage_error(error, self.root) from error

    def open(self, stack_id: str, *, verify: bool = True, timeout_s: float = BUSY_WAIT_S) -> Stack:
        """Open a stack for writing; `verify` compares all pages with their hashes (see `stack.damage`)."""
        stack = self.view(stack_id)
        stack.open_for_writing("owner", timeout_s)
        self._sweep(stack)
        if verify:
            stack.check()
        return stack

    def open_feed(self, stack_id: str) -> Stack:
        """Open a stack that another process of ours owns, to scan into it."""
        stack = self.view(stack_id)
        stack.open_for_writing("feed", BUSY_WAIT_S)
        return stack

    def view(self, stack_id: str) -> Stack:
        """Open a stack for reading only."""
        folder = self.root / stack_id
        if not STACK_ID.fullmatch(stack_id) or not (folder / MANIFEST).is_file():
            hint = "Wybierz stos z listy niedokończonych."
            raise StorageError("stack_missing", "Nie ma takiego stosu.", hint, stack_id)
        return Stack(folder, self._files, self._limits)

    def stacks(self) -> list[Stack]:
        """All stacks for reading, oldest first."""
        names = sorted(path.name for path in self.root.iterdir() if STACK_ID.fullmatch(path.name))
        return [self.view(name) for name in names if (self.root / name / MANIFEST).is_file()]

    def unfinished(self) -> list[Stack]:
        """Stacks with pages that nobody works on now, oldest first, for reading; `open(stack.id)` continues one."""
        return [stack for stack in self.stacks() if not stack.closed and _has_pages(stack) and not _in_use(stack)]

    def closed(self) -> list[Stack]:
        """Finished stacks that wait to be wiped."""
        return [stack for stack in self.stacks() if stack.closed]

    def tidy(self) -> None:
        """Delete what was left half made or half wiped, and stacks without a single page that nobody works on."""
        with self._making():
            for path in [*self.root.glob(".new-*"), *self.root.glob(".wiped-*")]:
                shutil.rmtree(path, ignore_errors=True)
            for stack in self.stacks():
                if not _has_pages(stack) and not _in_use(stack):
                    shutil.rmtree(stack.folder, ignore_errors=True)

    def _making(self) -> FileLock:
        """Held while a stack is made, so that another program doesn't tidy it away half made."""
        return FileLock(self.root.with_name(f".{self.root.name}.lock"))

    def _sweep(self, stack: Stack) -> None:
        """Nobody else writes here now: what an interrupted write left is of no use."""
        for path in stack.folder.glob(".*.part"):
            path.unlink(missing_ok=True)
        shutil.rmtree(stack.scratch, ignore_errors=True)
        stack.scratch.mkdir(mode=0o700, exist_ok=True)


def _has_pages(stack: Stack) -> bool:
    return any((stack.folder / "pages").glob("[!.]*"))


def _in_use(stack: Stack) -> bool:
    for name in ("owner.lock", "feed.lock"):
        lock = FileLock(stack.folder / name)
        if not lock.acquire():
            return True
        lock.release()
    return False
