"""Files and search rows: a queue of their own behind the records, resumed by offset, hashed again on arrival."""

from __future__ import annotations

import errno
import hashlib
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from kancelaria.domain.errors import CentralError, CentralUnreachable, NotFound, StoreError
from kancelaria.services.exchange import CentralGateway, WaitingBlob, WantedBlob
from kancelaria.services.ports import BlobStore
from kancelaria.services.renditions import PDF_MEDIA_TYPE
from kancelaria.sync.ports import Journal, Record
from kancelaria.sync.status import Moving, Report

CHUNK = 1 << 20
AT_ONCE = 100
RETRY_AT_MOST = 60.0
KEEP_FREE = 500 * 1024**2
"""So much room is left for new scans and the store; what can be fetched again waits."""
_FULL = (errno.ENOSPC, errno.EDQUOT)
_BEGINNINGS = {
    b"%PDF": PDF_MEDIA_TYPE,
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
}
Thing = TypeVar("Thing")
Later = dict[str, tuple[int, float]]
"""What can't move now → how often it was tried, and when it is again."""


class Transfer:
    """Moves files through one connection; `interrupted` says that records wait and go first."""

    def __init__(
        self,
        journal: Journal,
        gateway: CentralGateway,
        login: str,
        blobs: BlobStore,
        partial: Path,
        report: Report,
        changed: Callable[[Sequence[Record]], None],
        monotonic: Callable[[], float] = time.monotonic,
        moving: Callable[[Moving | None], None] = lambda _moving: None,
    ) -> None:
        self._journal = journal
        self._gateway = gateway
        self._login = login
        self._blobs = blobs
        self._partial = partial
        self._report = report
        self._changed = changed
        self._monotonic = monotonic
        self._moving = moving
        self._later: Later = {}
        self._unindexed: Later = {}
        self.missing: set[tuple[str, str]] = set()
        """Files that should be here and aren't: (item, SHA-256)."""
        self.no_room = False
        """Files wait at the central because the disk is full here."""

    def move(self, interrupted: Callable[[], bool]) -> bool:
        """Send and fetch until the queues are empty or records wait; True where something moved."""
        moved = False
        self._sweep()
        try:
            for step in (self._send_search, self._send_one, self._fetch_one):
                while not interrupted() and step(interrupted):
                    moved = True
        finally:
            self._moving(None)
        return moved

    def _sweep(self) -> None:
        """Beginnings of files that were withdrawn while they came."""
        for part in self._partial.glob("*.part"):
            if not self._journal.expects_blob(part.stem):
                part.unlink(missing_ok=True)

    def _send_search(self, _interrupted: Callable[[], bool]) -> bool:
        now = self._monotonic()
        waiting = self._journal.waiting_search(
            AT_ONCE, {each for each, (_, due) in self._unindexed.items() if due > now}
        )
        done, sent = [each for each in waiting if not each[2]], [each for each in waiting if each[2]]
        try:
            told = self._gateway.put_search(sent) if sent else []
        except CentralUnreachable:
            raise
        except CentralError:
            told = [False] * len(sent)
        # what a long answer left out comes again with the next ones
        for each, taken in zip(sent, told, strict=False):
            if taken:
                done.append(each)
            else:
                self._put_off(self._unindexed, each[0])
        if done:
            self._journal.search_done(done)
        for each in done:
            self._unindexed.pop(each[0], None)
        return bool(done or told)

    def _send_one(self, interrupted: Callable[[], bool]) -> bool:
        due = self._due(self._journal.waiting_blobs(len(self._later) + 1), lambda each: f"{each.item_id} {each.sha256}")
        if not due:
            return False
        blob = due[0]
        try:
            whole = self._send(blob, self._blobs.path(blob.sha256), interrupted)
        except CentralUnreachable:
            raise
        except NotFound:
            self.missing.add((blob.item_id, blob.sha256))
            whole = False
        except CentralError:
            whole = False
        if whole:
            self._journal.blob_done(blob.item_id, blob.sha256)
            self._report.uploaded += 1
        elif not interrupted():
            self._put_off(self._later, f"{blob.item_id} {blob.sha256}")
        return True

    def _send(self, blob: WaitingBlob, path: Path, interrupted: Callable[[], bool]) -> bool:
        grant = None if blob.author in ("", self._login) else self._journal.grant_of(blob.author)
        offset = self._gateway.uploaded(blob.item_id, blob.sha256, grant)
        with path.open("rb") as stream:
            while offset < blob.size and not interrupted():
                stream.seek(offset)
                data = stream.read(CHUNK)
                if not data:
                    self.missing.add((blob.item_id, blob.sha256))  # cut off on this disk
                    return False
                held = self._gateway.upload(
                    blob.item_id, blob.sha256, blob.size, blob.media_type, offset, data, grant
                )  # fmt: skip
                if held <= offset:
                    return False  # it took nothing: later again, from what it says it holds then
                offset = held
                self._moving(Moving(blob.item_id, offset, blob.size))
        return offset >= blob.size

    def _fetch_one(self, interrupted: Callable[[], bool]) -> bool:
        due = self._due(self._journal.wanted_blobs(len(self._later) + 1), lambda each: each.rendition_id)
        self.no_room = bool(due) and not self._has_room()
        if not due or self.no_room:
            return False
        wanted = due[0]
        part = self._partial / f"{wanted.sha256}.part"
        try:
            whole = self._fetch(wanted, part, interrupted) and self._arrived(wanted, part)
        except CentralUnreachable:
            raise
        except CentralError:
            whole = False
        except (OSError, StoreError) as error:
            if getattr(error, "errno", None) not in _FULL and getattr(error, "code", "") != "disk_full":
                raise
            # what is half here takes the last room from what people write; it comes again from the beginning
            part.unlink(missing_ok=True)
            whole, self.no_room = False, True
        if not whole and not interrupted():
            # its station may not have sent it yet
            self._put_off(self._later, wanted.rendition_id)
        return True

    def _has_room(self) -> bool:
        self._partial.mkdir(parents=True, exist_ok=True)
        return shutil.disk_usage(self._partial).free >= KEEP_FREE

    def _due(self, waiting: Sequence[Thing], name: Callable[[Thing], str]) -> list[Thing]:
        now = self._monotonic()
        return [each for each in waiting if now >= self._later.get(name(each), (0, 0.0))[1]]

    def _put_off(self, later: Later, name: str) -> None:
        """What can't move now is tried again later, less and less often; the others don't wait for it."""
        tries = later.get(name, (0, 0.0))[0] + 1
        later[name] = (tries, self._monotonic() + min(2.0 ** (tries - 1), RETRY_AT_MOST))

    def _fetch(self, wanted: WantedBlob, part: Path, interrupted: Callable[[], bool]) -> bool:
        with part.open("ab") as stream:
            while not interrupted():
                data = self._gateway.download(wanted.item_id, wanted.sha256, stream.tell(), CHUNK)
                if not data:
                    return stream.tell() > 0
                stream.write(data)
                self._moving(Moving(wanted.item_id, stream.tell(), 0, outwards=False))
        return False

    def _arrived(self, wanted: WantedBlob, part: Path) -> bool:
        if hash_of(part) != wanted.sha256:
            part.unlink()  # cut short or damaged on the way: from the beginning
            return False
        stored = self._blobs.put_file(part, media_type_of(part))
        part.unlink()
        self._changed(self._journal.blob_arrived(wanted, stored))
        self._report.downloaded += 1
        return True


def media_type_of(path: Path) -> str:
    """The kind of a fetched file by its beginning: the central hands out bytes alone."""
    with path.open("rb") as stream:
        head = stream.read(4)
    return next((kind for mark, kind in _BEGINNINGS.items() if head.startswith(mark)), "application/octet-stream")


def hash_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
