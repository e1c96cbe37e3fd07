"""The feeder's loop in the child: it asks for no further sheet once the disk is too full or a person has cancelled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from scanning.devices.protocol import RawPage, ScanRequest
from scanning.errors import StorageError
from scanning.spool import Spool, Stack
from scanning.spool.codec import encode
from scanning.worker import scan_task
from scanning.worker.child import Channel

ROOM = 10**12
asked: list[int] = []
progressed: list[object] = []


class CountingDriver:
    """Notes each sheet it pulls in, and whether it was given a way to report progress."""

    name = "counting"

    def __init__(self) -> None:
        self.on_progress: object = None

    def scan(self, request: ScanRequest, scratch: Path) -> Iterator[RawPage]:
        progressed.append(self.on_progress)
        for sheet in range(1, 6):
            asked.append(sheet)
            path = scratch / f"{sheet}.pnm"
            path.write_bytes(b"page %d" % sheet)
            yield RawPage(path, request.dpi, sheet)


def make_driver(options: dict[str, Any]) -> CountingDriver:
    return CountingDriver()


class FakeChannel:
    """Cancels, or fills the disk, after so many pages."""

    def __init__(self, cancel_after: int = 99) -> None:
        self.told = 0
        self._cancel_after = cancel_after

    def send(self, message: dict[str, Any]) -> None:
        self.told += 1

    def cancelled(self) -> bool:
        return self.told >= self._cancel_after


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    asked.clear()
    progressed.clear()
    stack = Spool(tmp_path, free=lambda _: ROOM).new_stack(None, "x")
    yield stack
    stack.release()


def arguments(stack: Stack) -> dict[str, Any]:
    limits = {"warn_free": 2000, "stop_free": 1000}
    driver = {"factory": f"{__name__}:make_driver", "options": {}}
    request = encode(ScanRequest("counting:0"))
    place = {"spool": str(stack.folder.parent), "stack": stack.id, "after_sheet": 0, "destination": None}
    return {**limits, **driver, **place, "request": request, "source_name": "counting:0"}


def test_no_sheet_is_pulled_in_once_the_disk_is_too_full(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = FakeChannel()

    def filling(root: Path, **limits: Any) -> Spool:
        return Spool(root, free=lambda _: 5000 if channel.told < 2 else 999, **limits)

    monkeypatch.setattr(scan_task, "Spool", filling)
    with pytest.raises(StorageError) as refused:
        scan_task.scan(arguments(stack), cast(Channel, channel))
    assert refused.value.code == "disk_full"
    assert asked == [1, 2]
    assert len(stack.pages()) == channel.told == 2


def test_no_sheet_is_pulled_in_after_cancel(stack: Stack) -> None:
    answer = scan_task.scan(arguments(stack), cast(Channel, FakeChannel(cancel_after=3)))
    assert answer == {"pages": 3, "cancelled": True}
    assert asked == [1, 2, 3]


def test_a_driver_that_asks_for_it_can_report_progress(stack: Stack) -> None:
    assert scan_task.scan(arguments(stack), cast(Channel, FakeChannel())) == {"pages": 5, "cancelled": False}
    assert progressed == [scan_task.progress.report]
