"""Files and search rows: resumed where they were cut, hashed on arrival, put off where they can't move."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kancelaria.domain.errors import CentralError, CentralUnreachable
from kancelaria.services.exchange import WaitingBlob, WantedBlob
from kancelaria.sync import transfer
from kancelaria.sync.status import Report
from kancelaria.sync.transfer import Transfer
from tests.fakes.office import FakeBlobs
from tests.unit.sync.fake_journal import MemoryJournal

CONTENT = bytes(range(256)) * 40


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@dataclass
class Shelf:
    """The central's files; `fail` is raised by the next calls."""

    files: dict[str, bytes] = field(default_factory=dict)
    fail: list[Exception] = field(default_factory=list)
    rows: dict[str, Any] = field(default_factory=dict)
    grants: list[str | None] = field(default_factory=list)
    stubborn: bool = False
    refused: set[str] = field(default_factory=set)
    at_once: int = 100
    calls: int = 0

    def _maybe(self) -> None:
        if self.fail:
            raise self.fail.pop(0)

    def uploaded(self, item_id: str, sha256: str, grant: str | None = None) -> int:
        self.grants.append(grant)
        return len(self.files.get(sha256, b""))

    def upload(self, item_id: str, sha256: str, size: int, kind: str, offset: int, data: bytes, grant: Any) -> int:
        self._maybe()
        if not self.stubborn:
            self.files[sha256] = self.files.get(sha256, b"")[:offset] + data
        return len(self.files.get(sha256, b""))

    def download(self, item_id: str, sha256: str, offset: int, limit: int) -> bytes:
        self._maybe()
        return self.files.get(sha256, b"")[offset : offset + min(limit, 4000)]

    def put_search(self, items: Any) -> list[bool]:
        self._maybe()
        self.calls += 1
        here = items[: self.at_once]
        self.rows |= {item_id: rows for item_id, _, rows in here if item_id not in self.refused}
        return [item_id not in self.refused for item_id, _, _ in here]


class World:
    def __init__(self, folder: Path) -> None:
        self.journal, self.shelf, self.report = MemoryJournal(), Shelf(), Report()
        self.blobs, self.now = FakeBlobs(folder), 0.0
        self.changed: list[Any] = []
        self.partial = folder / "arriving"
        self.transfer = Transfer(
            self.journal, self.shelf, "anna", self.blobs, self.partial, self.report, self.changed.extend,  # type: ignore[arg-type]
            lambda: self.now,
        )  # fmt: skip

    def outgoing(self, content: bytes = CONTENT, author: str = "anna") -> str:
        name = self.blobs.put_bytes(content, "image/png").sha256
        self.journal.uploads.append(WaitingBlob("i1", name, len(content), "image/png", author))
        return name

    def incoming(self, content: bytes = CONTENT, kind: str = "searchable_pdf") -> str:
        self.journal.downloads.append(WantedBlob("r1", "i1", sha(content), kind, "2026-11-20"))
        return sha(content)

    def move(self, interrupted: Callable[[], bool] = lambda: False) -> bool:
        return self.transfer.move(interrupted)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(transfer, "CHUNK", 4096)
    return World(tmp_path)


def test_a_file_goes_up_in_chunks_and_leaves_the_queue(world: World) -> None:
    name = world.outgoing()
    assert world.move()
    assert world.shelf.files[name] == CONTENT
    assert (world.journal.uploads, world.report.uploaded) == ([], 1)
    assert not world.move()


def test_an_upload_goes_on_where_it_was_cut(world: World) -> None:
    name = world.outgoing()
    cuts = iter([False, False, False, True, True])
    world.move(lambda: next(cuts, True))
    held = len(world.shelf.files[name])
    assert 0 < held < len(CONTENT)
    world.shelf.files[name] = bytes(held)  # what is held isn't sent again
    world.move()
    assert world.shelf.files[name] == bytes(held) + CONTENT[held:]


def test_a_broken_line_is_told_and_nothing_is_lost(world: World) -> None:
    world.outgoing()
    world.incoming()
    world.journal.search.append(("i1", 1, [("a", "b")]))
    for queue in (1, 2, 3):
        world.shelf.fail = [CentralUnreachable("central_unreachable", "")]
        with pytest.raises(CentralUnreachable):
            world.move()
        world.shelf.fail = []
        if queue == 1:
            world.journal.search = []
        elif queue == 2:
            world.journal.uploads, world.journal.downloads[0:0] = [], []
    assert world.journal.downloads
    assert world.report.uploaded == 0


@pytest.mark.parametrize("queue", ["search", "up", "down"])
def test_what_the_central_refuses_is_put_off_and_tried_again_later(world: World, queue: str) -> None:
    if queue == "search":
        world.journal.search.append(("i1", 1, [("a", "b")]))
    elif queue == "up":
        world.outgoing()
    else:
        world.shelf.files[world.incoming()] = CONTENT
    world.shelf.fail = [CentralError("item_unknown", ""), CentralError("item_unknown", "")]
    assert world.move()
    assert not world.move(), "put off for a second"
    world.now = 1.0
    assert world.move()
    world.now = 2.5
    assert not world.move(), "now for two"
    world.now = 3.0
    assert world.move()
    assert (world.journal.search, world.journal.uploads, world.journal.downloads) == ([], [], [])


def test_a_file_that_isnt_here_is_said_and_blocks_nothing(world: World) -> None:
    world.journal.uploads.append(WaitingBlob("i0", "0" * 64, 5, "image/png", "anna"))
    name = world.outgoing()
    world.move()
    assert world.transfer.missing == {("i0", "0" * 64)}
    assert world.shelf.files[name] == CONTENT


def test_a_file_cut_off_on_this_disk_is_said(world: World) -> None:
    name = world.outgoing()
    world.journal.uploads = [WaitingBlob("i1", name, len(CONTENT) + 9, "image/png", "anna")]
    world.move()
    assert world.transfer.missing == {("i1", name)}
    assert world.report.uploaded == 0


def test_a_central_that_takes_nothing_isnt_asked_for_ever(world: World) -> None:
    world.outgoing()
    world.shelf.stubborn = True
    assert world.move()
    assert len(world.journal.uploads) == 1


def test_another_persons_scan_goes_with_their_grant(world: World) -> None:
    world.journal.grants["bogdan"] = "token"
    world.outgoing(author="bogdan")
    world.outgoing(b"moje", author="anna")
    world.move()
    assert world.shelf.grants == ["token", None]


def test_a_fetched_file_is_hashed_and_stored(world: World) -> None:
    name = world.incoming()
    world.shelf.files[name] = CONTENT
    world.move()
    assert world.journal.arrived == [name]
    assert world.blobs.read(name) == CONTENT
    assert world.changed == [("rendition", "r1")]
    assert list(world.partial.iterdir()) == []


def test_a_download_goes_on_where_it_was_cut(world: World) -> None:
    name = world.incoming(kind="other")
    world.shelf.files[name] = CONTENT
    cuts = iter([False, False, False, False])
    world.move(lambda: next(cuts, True))
    [part] = world.partial.iterdir()
    assert 0 < part.stat().st_size < len(CONTENT)
    world.move()
    assert world.blobs.read(name) == CONTENT


def test_a_damaged_file_is_never_stored(world: World) -> None:
    name = world.incoming()
    world.shelf.files[name] = CONTENT[:-1] + b"!"
    world.move()
    assert world.journal.arrived == []
    assert list(world.partial.iterdir()) == []
    world.shelf.files[name] = CONTENT
    world.now = 5.0
    world.move()
    assert world.journal.arrived == [name]


def test_a_scan_its_station_hasnt_sent_yet_is_waited_for(world: World) -> None:
    name = world.incoming()
    world.move()
    assert world.journal.downloads
    world.shelf.files[name] = CONTENT
    world.now = 1.0
    world.move()
    assert world.journal.arrived == [name]


def test_search_rows_go_up_and_an_item_without_rows_is_just_done(world: World) -> None:
    world.journal.search = [("i1", 3, [("drzewo", "drzewa")]), ("i2", 3, [])]
    world.move()
    assert world.shelf.rows == {"i1": [("drzewo", "drzewa")]}
    assert world.journal.search == []


def test_many_search_rows_go_up_at_once_and_those_left_out_come_again(world: World) -> None:
    world.journal.search = [(f"i{n}", 3, [("drzewo", "drzewa")]) for n in range(20)]
    world.shelf.at_once = 15
    world.move()
    assert (len(world.shelf.rows), world.shelf.calls, world.journal.search) == (20, 2, [])


def test_one_refused_search_row_keeps_no_other_back(world: World) -> None:
    world.journal.search = [(f"i{n}", 3, [("drzewo", "drzewa")]) for n in range(3)]
    world.shelf.refused = {"i1"}
    world.move()
    assert (sorted(world.shelf.rows), [each[0] for each in world.journal.search]) == (["i0", "i2"], ["i1"])
    world.shelf.refused.clear()
    assert not world.move(), "put off for a second"
    world.now = 1.0
    world.move()
    assert (world.shelf.calls, world.journal.search) == (2, [])
