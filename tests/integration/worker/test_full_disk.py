"""A disk that is really full: what was told stays, nothing half is listed, and scanning goes on after room is made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scanning.devices.protocol import ScanRequest
from scanning.errors import StorageError
from scanning.spool import Spool
from scanning.worker.drivers import DriverRef
from scanning.worker.scan import PageSpooled, ScanEnded, ScanFailed, ScanSession
from tests.fakes.small_disk import small_disk

SIZE = 1_000_000


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", 4) as place:
        yield place


def feeder(first: int) -> DriverRef:
    return DriverRef("fake", "tests.fakes.drivers:feeder", {"sheets": 9 - first, "first": first, "size": SIZE})


def test_a_full_disk_costs_the_page_in_hand_only(tiny_disk: Path) -> None:
    # Ballast leaves room for two pages and a half; the thresholds are off, so the write itself fails.
    ballast = tiny_disk / "ballast"
    ballast.write_bytes(b"b" * int(4 * 1024**2 - 3.5 * SIZE))
    stack = Spool(tiny_disk / "spool", warn_free=0, stop_free=0).new_stack(None, "fake:0")
    events = list(ScanSession(stack, ScanRequest("fake:0", max_pages=None), driver=feeder(1)).events())
    last = events[-1]
    told = [event.page for event in events if isinstance(event, PageSpooled)]
    assert isinstance(last, ScanFailed)
    assert isinstance(last.error, StorageError)
    assert last.error.code == "disk_full"
    assert stack.pages() == told
    assert len(told) in (1, 2, 3)
    assert last.last_good_sheet == len(told)
    assert stack.check().sound
    ballast.unlink()
    stack.release()
    again = Spool(tiny_disk / "spool", warn_free=0, stop_free=0).open(stack.id)
    assert again.pages() == told
    rest = ScanRequest("fake:0", max_pages=1)
    assert list(ScanSession(again, rest, driver=feeder(len(told) + 1)).events())[-1] == ScanEnded(1)
    assert [page.sheet for page in again.pages()] == list(range(1, len(told) + 2))
    assert again.check().sound
    again.release()
