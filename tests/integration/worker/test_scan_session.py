"""Scanning through a real child: pages are safe when they are told, faults cost one page, cancel works at any page."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from scanning.devices.protocol import ScanRequest, Source
from scanning.errors import StorageError
from scanning.spool import Spool, Stack
from scanning.worker import faults
from scanning.worker.destination import Destination
from scanning.worker.drivers import DriverRef
from scanning.worker.scan import (
    PageSpooled,
    ScanEnded,
    ScanEvent,
    ScanFailed,
    ScanSession,
    ScanTimes,
    drop_overlap,
    scan,
)
from tests.fakes.drivers import page_bytes
from tests.integration.worker.left_over import workers_left

QUICK = ScanTimes(start_deadline_s=20.0, progress_deadline_s=0.8, cancel_grace_s=0.5)
REQUEST = ScanRequest("fake:0")
DUPLEX = ScanRequest("fake:0", Source.ADF_DUPLEX)


def driver(**options: Any) -> DriverRef:
    return DriverRef("fake", "tests.fakes.drivers:feeder", options)


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    stack = Spool(tmp_path / "spool", stop_free=0, warn_free=0).new_stack(None, "fake:0")
    yield stack
    stack.release()


def run(stack: Stack, request: ScanRequest = REQUEST, **options: Any) -> tuple[list[PageSpooled], ScanEvent]:
    """Scan to the end; every page is checked on the disk by another reader at the moment it is told of."""
    told: list[PageSpooled] = []

    def on_event(event: ScanEvent) -> None:
        if isinstance(event, PageSpooled):
            told.append(event)
            seen = Spool(stack.folder.parent).view(stack.id).page(event.page.number)
            assert seen == event.page
            assert hashlib.sha256(seen.path.read_bytes()).hexdigest() == seen.sha256

    after = options.pop("after_sheet", None)
    where = options.pop("destination", None)
    last = scan(
        request, stack, on_event=on_event, driver=driver(**options), times=QUICK, after_sheet=after, destination=where
    )
    return told, last


def content(stack: Stack) -> list[tuple[int, int]]:
    """Sheet and side as the bytes of the pages say."""
    pages = []
    for page in stack.pages():
        words = page.path.read_bytes().split(b"\n")[0].split()
        pages.append((int(words[1]), int(words[3])))
        assert (page.sheet, page.side) == pages[-1]
    return pages


def children() -> list[psutil.Process]:
    """Workers of ours that still run; other tests' servers may be children of this process as well."""
    return workers_left()


def test_a_stack_is_scanned_and_nothing_stays_behind(stack: Stack) -> None:
    told, last = run(stack, sheets=4)
    assert last == ScanEnded(4)
    assert content(stack) == [(1, 0), (2, 0), (3, 0), (4, 0)]
    assert [event.page for event in told] == stack.pages()
    assert told[0].page.path.read_bytes() == page_bytes(1, 0)
    assert list(stack.scratch.iterdir()) == []
    assert children() == []


def test_a_second_feed_goes_on(stack: Stack) -> None:
    run(stack, DUPLEX, sheets=2)
    run(stack, sheets=1, first=3)
    assert content(stack) == [(1, 0), (1, 1), (2, 0), (2, 1), (3, 0)]


@pytest.mark.parametrize(
    ("fault", "code"),
    [("jam", "jam"), ("crash", "crashed"), ("exit", "crashed"), ("bug", "bug"), ("hang", "hung")],
)
def test_a_fault_costs_one_page_and_the_rest_follows(stack: Stack, fault: str, code: str) -> None:
    told, last = run(stack, sheets=5, fault=fault, fault_at=3)
    assert isinstance(last, ScanFailed)
    assert (last.error.code, last.last_good_sheet, last.pages) == (code, 2, 2)
    assert last.error.message
    assert last.error.hint
    assert len(told) == 2
    assert children() == []
    told, last = run(stack, sheets=3, first=3)
    assert last == ScanEnded(3)
    assert content(stack) == [(sheet, 0) for sheet in range(1, 6)]


def test_a_sheet_with_only_its_front_is_scanned_again(stack: Stack) -> None:
    _, last = run(stack, DUPLEX, sheets=5, fault="crash", fault_at=4)
    assert isinstance(last, ScanFailed)
    assert (last.pages, last.last_good_sheet) == (3, 1)
    run(stack, DUPLEX, sheets=2, first=2)
    assert content(stack) == [(1, 0), (1, 1), (2, 0), (2, 1), (3, 0), (3, 1)]
    assert list(stack.removed().values()) == ["overlap"]


def test_a_person_may_put_more_sheets_back(stack: Stack) -> None:
    run(stack, sheets=5, fault="jam", fault_at=5)
    run(stack, sheets=3, first=3, after_sheet=2)
    assert content(stack) == [(sheet, 0) for sheet in range(1, 6)]


def test_one_page_is_scanned_again_in_its_place(stack: Stack) -> None:
    run(stack, sheets=3)
    _, last = run(stack, first=2, sheets=9, size=50, destination=Destination(replaces=(2,)))
    assert last == ScanEnded(1)
    assert [page.number for page in stack.pages()] == [1, 4, 3]
    assert content(stack) == [(1, 0), (2, 0), (3, 0)]
    assert stack.pages()[1].path.read_bytes() == page_bytes(2, 0, 50)


def test_both_sides_of_a_sheet_are_scanned_again_and_a_new_sheet_is_put_in(stack: Stack) -> None:
    run(stack, DUPLEX, sheets=2)
    _, last = run(stack, DUPLEX, first=1, sheets=9, size=50, destination=Destination(replaces=(1, 2)))
    assert last == ScanEnded(2)
    assert [page.number for page in stack.pages()] == [5, 6, 3, 4]
    assert content(stack) == [(1, 0), (1, 1), (2, 0), (2, 1)]
    run(stack, DUPLEX, sheets=1, first=1, destination=Destination(behind=6))
    assert [(page.number, page.sheet, page.side) for page in stack.pages()][2:4] == [(7, 3, 0), (8, 3, 1)]
    assert not stack.feed_interrupted


def test_backs_in_reverse_lie_behind_their_fronts(stack: Stack) -> None:
    run(stack, sheets=3)
    fronts = tuple(page.number for page in reversed(stack.pages()))
    _, last = run(stack, sheets=2, destination=Destination(backs_of=fronts))
    assert last == ScanEnded(2)
    assert [(page.number, page.sheet, page.side) for page in stack.pages()] == [
        (1, 1, 0), (2, 2, 0), (5, 2, 1), (3, 3, 0), (4, 3, 1),
    ]  # fmt: skip


def test_the_count_of_pages_is_kept(stack: Stack) -> None:
    _, last = run(stack, ScanRequest("fake:0", max_pages=2), sheets=9)
    assert last == ScanEnded(2)


def test_what_a_c_library_prints_is_only_logged(stack: Stack) -> None:
    _, last = run(stack, sheets=4, fault="print", fault_at=2)
    assert last == ScanEnded(4)


@pytest.mark.parametrize("moving", ["bytes", "beats"])
def test_slow_but_moving_is_left_alone(stack: Stack, moving: str) -> None:
    _, last = run(stack, sheets=2, moving=moving, pause_s=1.2, steps=12)
    assert last == ScanEnded(2)


def test_slow_without_a_sign_is_ended(stack: Stack) -> None:
    _, last = run(stack, sheets=2, fault="hang", fault_at=2)
    assert isinstance(last, ScanFailed)
    assert last.error.code == "hung"


def test_a_bug_is_told_whole(stack: Stack) -> None:
    _, last = run(stack, sheets=2, fault="bug", fault_at=1)
    assert isinstance(last, ScanFailed)
    assert isinstance(last.error, faults.WorkerBug)
    assert "KeyError: 'not thought of'" in last.error.details
    assert "Traceback" not in last.error.message


def test_a_listener_that_takes_its_time_ends_nothing(stack: Stack) -> None:
    """The deadline counts the scanner's silence, not ours."""
    events = ScanSession(stack, REQUEST, driver=driver(sheets=1), times=QUICK).events()
    assert isinstance(next(events), PageSpooled)
    threading.Event().wait(QUICK.progress_deadline_s * 1.5)
    assert list(events) == [ScanEnded(1)]


@pytest.mark.parametrize("at", [0, 1, 3])
def test_cancel_at_any_page_keeps_what_went_through(stack: Stack, at: int, tmp_path: Path) -> None:
    marker = tmp_path / "closed"
    session = ScanSession(
        stack, REQUEST, driver=driver(sheets=200, pause_s=0.02, closed_marker=str(marker)), times=QUICK
    )
    if at == 0:
        session.cancel()
    told = 0
    last: ScanEvent | None = None
    for event in session.events():
        last = event
        told += isinstance(event, PageSpooled)
        if told == at:
            session.cancel()
    assert isinstance(last, ScanEnded)
    assert last.cancelled
    assert last.pages == told == len(stack.pages()) < 200
    assert at == 0 or marker.exists()
    assert children() == []


@pytest.mark.parametrize("moving", ["", "beats"])
def test_cancel_ends_a_driver_that_does_not_listen(stack: Stack, moving: str) -> None:
    slow = driver(sheets=3, pause_s=120, steps=1200, moving=moving)
    session = ScanSession(stack, REQUEST, driver=slow, times=ScanTimes(60, 60, 0.5))
    threading.Timer(0.5, session.cancel).start()
    assert list(session.events()) == [ScanEnded(0, cancelled=True)]
    assert children() == []


def test_leaving_the_events_ends_the_child(stack: Stack) -> None:
    events = ScanSession(stack, REQUEST, driver=driver(sheets=100, pause_s=0.05)).events()
    next(events)
    events.close()  # type: ignore[attr-defined]
    assert children() == []


def test_a_filling_disk_is_told_and_a_full_one_stops_the_feeder(tmp_path: Path) -> None:
    low = Spool(tmp_path / "low", warn_free=2**60, stop_free=0).new_stack(None, "fake:0")
    told, last = run(low, sheets=2)
    assert [event.low_space for event in told] == [True, True]
    assert last == ScanEnded(2)
    full = Spool(tmp_path / "full", stop_free=2**60).new_stack(None, "fake:0")
    told, last = run(full, sheets=2)
    assert told == []
    assert isinstance(last, ScanFailed)
    assert isinstance(last.error, StorageError)
    assert last.error.code == "disk_full"


def test_a_stack_opened_for_reading_is_not_scanned_into(stack: Stack) -> None:
    run(stack, sheets=2)
    view = Spool(stack.folder.parent).view(stack.id)
    with pytest.raises(StorageError):
        drop_overlap(view, 1)
    events = list(ScanSession(view, REQUEST, driver=driver()).events())
    assert len(events) == 1
    assert isinstance(events[0], ScanFailed)
    assert events[0].error.code == "stack_read_only"
    stack.close()
    (event,) = ScanSession(stack, REQUEST, driver=driver()).events()
    assert isinstance(event, ScanFailed)
    assert event.error.code == "stack_closed"
    assert len(stack.pages()) == 2
