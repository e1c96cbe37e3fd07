"""Two programs on one station: both register, numbers 1…n; a stack in use is told as such."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from scanning.spool import Spool
from tests.e2e.crash.paper import write_file
from tests.e2e.crash.station import CrashStation

NewStation = Callable[[str], CrashStation]


def test_two_intakes_at_once(new_station: NewStation, tmp_path: Path) -> None:
    station = new_station("station")
    for number in range(1, 7):
        write_file(tmp_path / ("pierwszy" if number % 2 else "drugi"), number, 1)
    running = [station.start("intake", tmp_path / name) for name in ("pierwszy", "drugi")]
    answers = [program.finish() for program in running]
    for answer in answers:
        station.believe(answer.lines)
        assert (answer.code, len(answer.items), answer.errors) == (0, 3, []), answer.said
    assert len(station.acknowledged) == len(station.check()) == 6
    assert station.unfinished() == []


def test_a_stack_in_use_is_not_offered_and_not_taken(new_station: NewStation, tmp_path: Path) -> None:
    station = new_station("station")
    path = write_file(tmp_path / "wplyw", 1, 1)
    stack = Spool(station.home / "spool").new_stack(None, "x")
    (stack.folder / "pages" / "0001.tif").write_bytes(path.read_bytes())  # as if a page were just coming
    try:
        assert station.run("stacks").lines == []
        answer = station.run("stacks", "--resume", stack.id)
    finally:
        stack.release()
    assert answer.code == 1
    [error] = answer.errors
    assert (error["code"], error["subject"]) == ("stack_busy", stack.id)
    assert error["message"] == "Ten stos jest otwarty w innym programie."
    assert error["hint"]
    assert station.run("stacks").lines[0]["id"] == stack.id
