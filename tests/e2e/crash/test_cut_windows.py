"""Cuts in each critical window, exactly placed: between claim, commit, mark, PDF/A, reply and closing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.crash.paper import write_file, write_sheets
from tests.e2e.crash.station import CrashStation, Running, after

PROGRAM = str(Path(__file__).with_name("cut_program.py"))
WINDOWS = {
    "files noted, none read": ("ui.operations.batch:note_files", "after", 1),
    "first page on the spool, letter not begun": ("ui.operations.batch:StackBatch._page_came", "before", 1),
    "second file on the spool, its letter not begun": ("ui.operations.batch:StackBatch._page_came", "before", 3),
    "all files taken in, not said": ("ui.operations.batch:note_end", "before", 1),
    "claimed, not registered": ("ui.operations.registration:register_incoming", "before", 1),
    "second letter claimed, not registered": ("ui.operations.registration:register_incoming", "before", 2),
    "written, not committed": ("kancelaria.store.unit_of_work:SqlUnitOfWork.commit", "before", 1),
    "committed, not marked": ("ui.operations.registration:register_incoming", "after", 1),
    "second committed, not marked": ("ui.operations.registration:register_incoming", "after", 2),
    "marked, no PDF": ("ui.operations.unattended:register_letter", "after", 1),
    "PDF written, not kept": ("ui.operations.unattended:keep_pdf", "before", 1),
    "PDF in the blobs, no row": ("kancelaria.store.blobs:FileBlobStore.put_file", "after", 4),
    "PDF kept, its file still there": ("ui.operations.registration:add_rendition", "after", 1),
    "all kept, not said": ("ui.cli.paper:_tell", "before", 1),
    "one said": ("ui.cli.paper:_tell", "after", 1),
    "all said, stack not closed": ("ui.operations.batch:StackBatch.finish", "before", 1),
    "stack closed": ("scanning.spool.stack:Stack.close", "after", 1),
}
PAGES = (2, 1)

NewStation = Callable[[str], CrashStation]


def cut(station: CrashStation, folder: Path, *planted: str) -> Running:
    command = (sys.executable, PROGRAM, *planted, "--", "intake")
    return station.start(folder, command=command)


def never() -> bool:
    return False


@pytest.mark.parametrize("window", WINDOWS)
def test_a_cut_in_a_window(window: str, new_station: NewStation, tmp_path: Path) -> None:
    station = new_station("station")
    for number, pages in enumerate(PAGES, 1):
        write_file(tmp_path / "files", number, pages)
    name, when, count = WINDOWS[window]
    running = cut(station, tmp_path / "files", name, when, str(count))
    assert not station.killed(running, never), "the cut was never reached"
    assert running.process.wait() == -9
    station.resume_all()
    if not station.spooled():
        station.run("intake", tmp_path / "files")  # nothing had been taken in: the clerk begins again
    assert [len(item.pages) for item in station.check()] == list(PAGES)


def test_without_claims_a_letter_is_doubled_and_the_checks_see_it(new_station: NewStation, tmp_path: Path) -> None:
    station = new_station("station")
    write_sheets(tmp_path / "feeder", 1, 1, None)
    station.more["KANCELARIA_DEMO_DIR"] = str(tmp_path / "feeder")
    defect = (sys.executable, PROGRAM, *map(str, WINDOWS["committed, not marked"]), "--no-claims", "--")
    running = station.start("scan", "--device", "demo:letters", "--dpi", "150", command=defect)
    assert not station.killed(running, never)
    [left] = station.unfinished()
    command = (sys.executable, PROGRAM, "none", "-", "0", "--no-claims", "--")
    station.believe(station.start("stacks", "--resume", left, command=command).finish().lines)
    with pytest.raises(AssertionError, match="a page is in two letters"):
        station.check()


def test_a_mark_without_its_item_is_not_believed(new_station: NewStation, tmp_path: Path) -> None:
    station = new_station("station")
    for number, pages in enumerate(PAGES, 1):
        write_file(tmp_path / "files", number, pages)
    first = cut(station, tmp_path / "files", *map(str, WINDOWS["written, not committed"]), "--early-marks")
    assert not station.killed(first, never)
    assert b'"key":"registered:' in station.manifests()
    station.resume_all()
    assert [len(item.pages) for item in station.check()] == list(PAGES)


def test_a_kill_in_a_resume_changes_nothing(new_station: NewStation, tmp_path: Path) -> None:
    station = new_station("station")
    for number, pages in enumerate(PAGES, 1):
        write_file(tmp_path / "files", number, pages)
    first = cut(station, tmp_path / "files", *map(str, WINDOWS["committed, not marked"]))
    assert not station.killed(first, never)
    for window in ("marked, no PDF", "PDF written, not kept", "second committed, not marked"):
        name, when, _ = WINDOWS[window]
        [left] = station.unfinished()
        command = (sys.executable, PROGRAM, name, when, "1", "--")
        station.killed(station.start("stacks", "--resume", left, command=command), after(60))
    station.resume_all()
    assert [len(item.pages) for item in station.check()] == list(PAGES)
