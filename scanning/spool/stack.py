"""One stack of paper on the spool: a folder of raw pages, a manifest, and what was derived from the pages."""

from __future__ import annotations

import json
import os
import re
import shutil
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scanning.devices.protocol import RawPage
from scanning.errors import InputError, StorageError
from scanning.pages.model import PageReading, SpooledPage
from scanning.pages.order import Arrangement, Change, History, Mark
from scanning.spool.codec import decode, encode
from scanning.spool.limits import Limits
from scanning.spool.manifest import Entry, Manifest
from scanning.spool.pages import DamagedPage, Place, StackCheck, StackState, as_said
from scanning.storage import FileLock, Files, disk_full, storage_error

MANIFEST = "manifest.jsonl"
SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")


class Stack:
    """One stack. Open it through `Spool`; its methods may be called from any thread.

    Writing needs a lock: `owner` (the program working on the stack) or `feed` (its child that scans into it). Both may
    write at once, one line at a time; no second program can.
    """

    def __init__(self, folder: Path, files: Files, limits: Limits) -> None:
        self.id = folder.name
        self.folder = folder
        self.derived = folder / "derived"
        self.scratch = folder / "scratch"
        self.damage = StackCheck()
        self._files = files
        self._limits = limits
        self._manifest = Manifest(folder / MANIFEST, files)
        self._state = StackState(folder)
        self._lock = threading.RLock()
        self._role: FileLock | None = None
        self.refresh()

    # what it is

    @property
    def source(self) -> str:
        """Where the paper came from, as given when the stack was made."""
        return str(self._state.header.get("source", ""))

    @property
    def label(self) -> str:
        """The name a person gave the stack."""
        return str(self._state.header.get("label", ""))

    @property
    def created_at(self) -> str:
        """Instant of making, UTC ISO 8601 with `Z`."""
        return str(self._state.header.get("at", ""))

    @property
    def expected_sheets(self) -> int | None:
        """The sheet count a person announced, as last set."""
        value = self.facts().get("expected_sheets", self._state.header.get("expected_sheets"))
        return int(value) if value is not None else None

    @property
    def closed(self) -> bool:
        """Whether work on it is finished (it is kept until wiped)."""
        self.refresh()
        return self._state.closed

    # pages

    def pages(self) -> list[SpooledPage]:
        """Pages in the order a person gave them, without removed ones."""
        self.refresh()
        with self._lock:
            return self._state.live()

    def scanned(self) -> list[SpooledPage]:
        """The same pages as the paper lay: by this order a stack is parted."""
        self.refresh()
        with self._lock:
            return self._state.scanned()

    def page(self, number: int) -> SpooledPage:
        """The page of a number, a removed one too. KeyError if there never was one."""
        self.refresh()
        return self._state.listed[number]

    def removed(self) -> dict[int, str]:
        """Numbers of pages taken out, with the reason; a page replaced by a person is not among them."""
        self.refresh()
        return dict(self._state.removed)

    @property
    def feed_interrupted(self) -> bool:
        """Whether the last feeder was cut off, so that the last letter may lack sheets."""
        self.refresh()
        return not self._state.feed_finished

    def last_good_sheet(self) -> int:
        """The last sheet of paper that is whole on the spool, 0 for none."""
        self.refresh()
        with self._lock:
            return self._state.last_good_sheet()

    def last_sheet(self) -> int:
        """The highest number of a sheet that ever came; 0 for none."""
        self.refresh()
        return max((page.sheet for page in self._state.listed.values()), default=0)

    def add_page(self, raw: RawPage, *, source_name: str = "", place: Place | None = None) -> SpooledPage:
        """Make a page safe: when this returns it is on the disk, hashed and in the manifest. The raw file stays.

        `place`: where it goes, if not at the end; kept in the same line, so that no crash parts the two.
        """
        self.require_writable()
        self.require_space()
        temporary = self.folder / f".incoming-{os.getpid()}-{threading.get_ident()}.part"
        try:
            temporary.unlink(missing_ok=True)
            size = self._files.copy(raw.path, temporary)
            if size == 0:
                raise InputError("empty_page", "Skaner oddał pustą stronę (plik bez danych).", "Zeskanuj ją ponownie.")
            digest = self._files.sha256(temporary)
            facts = {"sha256": digest, "bytes": size, "dpi": raw.dpi, "sheet": raw.sheet, "side": raw.side}
            facts |= {"source_name": source_name} | (place.as_entry() if place else {})
            number = self._publish(temporary, raw.path.suffix, facts)
        except OSError as error:
            raise storage_error(error, self.folder) from error
        finally:
            temporary.unlink(missing_ok=True)
        return self._state.listed[number]

    def remove(self, numbers: Sequence[int], reason: str = "person") -> None:
        """Take pages out of the stack; their files stay until the stack is wiped."""
        known = {page.number for page in self.pages()}
        if chosen := [number for number in numbers if number in known]:
            self._append({"t": "remove", "numbers": chosen, "reason": reason})

    # what a person makes of them

    @property
    def arrangement(self) -> Arrangement:
        """Order and marks of the pages."""
        return self.history.now

    @property
    def history(self) -> History:
        """The changes a person made, and those taken back."""
        self.refresh()
        return self._state.history

    def change(self, change: Change) -> None:
        """Make a change: it is on the disk before it holds. One that changes nothing isn't kept."""
        if not change.empty:
            self._append({"t": "change", "change": encode(change)})

    def undo(self) -> Change | None:
        """Take the last change back, durably; gives it, or None where there is none."""
        return self._step("undo", self.history.done)

    def redo(self) -> Change | None:
        """Make the change taken back last once more, durably."""
        return self._step("redo", self.history.undone)

    def _step(self, what: str, changes: Sequence[Change]) -> Change | None:
        if not changes:
            return None
        # a page put in by the feeder meanwhile makes a longer list: then this line is passed over
        self._append({"t": what, "of": len(changes)})
        return changes[-1]

    # durable facts

    def record(self, key: str, value: Any) -> None:
        """Keep a JSON value under a key, durably; a later one replaces it."""
        self._append({"t": "fact", "key": key, "value": value})

    def facts(self) -> dict[str, Any]:
        """All recorded facts."""
        self.refresh()
        return dict(self._state.facts)

    def fact(self, key: str, default: Any = None) -> Any:
        """A recorded fact."""
        return self.facts().get(key, default)

    def claim_item(self, document: str, item_id: str) -> str:
        """The item id a document is to be registered under: the one claimed first, for ever.

        Claim, register idempotently under that id, then `mark_registered`: a stack cut off between any two of these
        resumes without doubling or losing a letter.
        """
        with self._lock:
            claimed = self.fact(f"claim:{document}")
            if claimed is None:
                self.record(f"claim:{document}", item_id)
                return item_id
            return str(claimed)

    def mark_registered(self, document: str, item_id: str) -> None:
        """Record that a document is in the register."""
        self.record(f"registered:{document}", item_id)

    def registered(self) -> dict[str, str]:
        """Document keys with the item ids they were registered under."""
        mark = "registered:"
        return {key.removeprefix(mark): value for key, value in self.facts().items() if key.startswith(mark) and value}

    def begin_feed(self, *, duplex: bool, first_sheet: int) -> None:
        """Note that a feeder starts, so that an interrupted one is known as such."""
        self._append({"t": "feed", "duplex": duplex, "first_sheet": first_sheet})

    def end_feed(self) -> None:
        """Note that the feeder ended in order."""
        self._append({"t": "feed-end"})

    # derived files

    def save_reading(self, reading: PageReading) -> None:
        """Keep what was found on a page; it can be rebuilt, so it isn't fsynced."""
        data = json.dumps(encode(reading, self.folder), ensure_ascii=False, separators=(",", ":")).encode()
        try:
            self.derived.mkdir(mode=0o700, exist_ok=True)
            self._files.put(self._reading_path(reading.facts.number), data, durable=False)
        except OSError as error:
            raise storage_error(error, self.folder) from error

    def reading(self, number: int) -> PageReading | None:
        """What was found on a page, or None if that must be (re)built."""
        try:
            data = json.loads(self._reading_path(number).read_bytes())
            reading = decode(PageReading, data, self.folder)
        except (FileNotFoundError, ValueError):
            return None
        page = self._state.listed.get(number)
        return self.as_marked(reading) if page is not None and page.sha256 == reading.facts.sha256 else None

    def as_marked(self, reading: PageReading) -> PageReading:
        """What was found on a page, blank or not as a person says."""
        return as_said(reading, self.arrangement.get(Mark.BLANK, reading.facts.number))

    # space and soundness

    @property
    def limits(self) -> Limits:
        """The thresholds of free space."""
        return self._limits

    def free_space(self) -> int:
        """Free bytes on the stack's disk."""
        return self._limits.free(self.folder)

    @property
    def low_on_space(self) -> bool:
        """Whether a person should be told that the disk fills up."""
        return self.free_space() < self._limits.warn

    def require_writable(self) -> None:
        """StorageError unless this object holds the stack for writing and work on it isn't finished."""
        self._require_role()
        if self._state.closed:
            hint = "Utwórz nowy stos."
            raise StorageError("stack_closed", "Ten stos jest już zakończony.", hint, self.id)

    def require_space(self) -> None:
        """StorageError when there is too little room for another page."""
        if self.free_space() < self._limits.stop:
            raise disk_full(self.folder)

    def check(self) -> StackCheck:
        """Compare every page with its hash. Damaged pages stay in `pages()`: nothing is left out silently."""
        self.refresh()
        found = [(page, self._reason(page)) for page in self._state.live()]
        damaged = tuple(DamagedPage(page, reason) for page, reason in found if reason)
        listed = {page.path for page in self._state.listed.values()}
        files = sorted((self.folder / "pages").glob("[!.]*"))
        unlisted = tuple(path for path in files if path not in listed)
        self.damage = StackCheck(damaged, unlisted, tuple(self._manifest.damaged_lines))
        return self.damage

    # its life

    def open_for_writing(self, role: str = "owner", timeout_s: float = 0.0) -> None:
        """Take the lock of a role; StorageError `stack_busy` when another program has it."""
        lock = FileLock(self.folder / f"{role}.lock")
        hint = "Zamknij drugie okno programu albo poczekaj, aż skończy pracę z tym stosem."
        if not lock.acquire(timeout_s):
            raise StorageError("stack_busy", "Ten stos jest otwarty w innym programie.", hint, self.id)
        if role == "owner" and not _free_within(FileLock(self.folder / "feed.lock"), timeout_s):
            lock.release()
            raise StorageError("stack_busy", "Skaner jeszcze zapisuje do tego stosu.", hint, self.id)
        self._role = lock
        self.refresh()

    def close(self) -> None:
        """Work is finished: the stack is kept until it is wiped, and nothing can be added to it."""
        if not self.closed:
            self._append({"t": "closed"})

    def release(self) -> None:
        """Let the stack go without finishing it; another program may continue it."""
        with self._lock:
            self._manifest.close()
            if self._role is not None:
                self._role.release()
                self._role = None

    def wipe(self) -> None:
        """Delete a closed stack for good. StorageError `stack_open` if it isn't closed."""
        if not self.closed:
            hint = "Najpierw zakończ pracę ze stosem."
            raise StorageError("stack_open", "Nie można usunąć niedokończonego stosu.", hint, self.id)
        self._require_role()
        doomed = self.folder.with_name(f".wiped-{self.id}")
        self.release()
        try:
            self._files.replace(self.folder, doomed)
            self._files.fsync_folder(doomed.parent)
            shutil.rmtree(doomed)
        except OSError as error:
            raise storage_error(error, self.folder) from error

    def refresh(self) -> None:
        """Take in what another process of ours has added."""
        with self._lock:
            try:
                for entry in self._manifest.read_new():
                    self._state.apply(entry)
            except OSError as error:
                raise storage_error(error, self.folder) from error

    # inside

    def _publish(self, temporary: Path, suffix: str, facts: Entry) -> int:
        folder = self.folder / "pages"
        with self._lock, FileLock(self.folder / "append.lock"):
            self.refresh()
            taken = [int(path.stem) for path in folder.glob("[0-9]*") if path.stem.isdigit()]
            number = max([0, *taken, *self._state.listed]) + 1
            suffix = suffix.lower() if SUFFIX.fullmatch(suffix.lower()) else ".bin"
            target = folder / f"{number:04d}{suffix}"
            self._files.replace(temporary, target)
            self._files.fsync_folder(folder)
            entry: Entry = {"t": "page", "number": number, "file": f"pages/{target.name}", **facts}
            self._append(entry, locked=True)
        return number

    def _append(self, entry: Entry, *, locked: bool = False) -> None:
        self.require_writable()
        entry = {**entry, "at": now()}
        with self._lock:
            try:
                if locked:
                    self._state.apply(self._manifest.append(entry))
                else:
                    with FileLock(self.folder / "append.lock"):
                        self.refresh()
                        self._state.apply(self._manifest.append(entry))
            except OSError as error:
                raise storage_error(error, self.folder) from error

    def _require_role(self) -> None:
        if self._role is None:
            hint = "Otwórz stos ponownie do pracy."
            raise StorageError("stack_read_only", "Stos jest otwarty tylko do odczytu.", hint, self.id)

    def _reason(self, page: SpooledPage) -> str:
        try:
            return "" if self._files.sha256(page.path) == page.sha256 else "changed"
        except FileNotFoundError:
            return "missing"
        except OSError:
            return "unreadable"

    def _reading_path(self, number: int) -> Path:
        return self.derived / f"reading-{number:04d}.json"


def now() -> str:
    """The present instant, UTC ISO 8601 with `Z`."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _free_within(lock: FileLock, timeout_s: float) -> bool:
    free = lock.acquire(timeout_s)
    lock.release()
    return free
