"""A stack put right by keyboard: a doubtful boundary, pages moved, turned, parted, undone after a kill, and counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from scanning.pages.order import Operation
from scanning.spool import Spool, Stack
from tests.e2e import stations
from tests.e2e.desktop.conftest import MakeClerk
from tests.e2e.desktop.counter import confirm
from tests.e2e.desktop.screen import HEAD, NOTICES, STATUS, STRIP, Screen
from tests.e2e.desktop.waiting import PATIENCE_S, until
from tests.integration.operations.conftest import draw_page

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(900)]
Feeder = tuple[Path, Path]
DONE = (Operation.SURE, Operation.MOVE, Operation.TURN, Operation.SPLIT)
WORDS = ("sprawdzenie granicy", "przesunięcie strony", "obrót strony", "podział pisma")


@pytest.fixture
def seven_sheets(few_letters: Feeder) -> Feeder:
    """Before the four letters lies a page without a label, behind them a blank sheet."""
    home, feeder = few_letters
    draw_page(feeder / "00-1.png", "Kartka bez etykiety", *[f"Wiersz numer {number} z treścią" for number in range(12)])
    Image.new("L", (1240, 1754), 255).save(feeder / "99-1.png", dpi=(150, 150))
    return home, feeder


def stack_in(home: Path) -> Stack:
    [stack] = Spool(home / "spool").stacks()
    return stack


def until_done(home: Path, *operations: Operation) -> None:
    """The operations are on the disk, in this order."""

    def kept() -> tuple[Operation, ...]:
        return tuple(change.operation for change in stack_in(home).history.done)

    until(lambda: kept() == operations, PATIENCE_S, lambda: f"{operations} w manifeście; jest: {kept()}")


def test_a_stack_put_right_by_keyboard(screen: Screen, clerks: MakeClerk, seven_sheets: Feeder) -> None:
    home, feeder = seven_sheets
    clerk = clerks(screen, home, KANCELARIA_DEMO_DIR=str(feeder), KANCELARIA_DEMO_PAGE_SECONDS="0.05")
    clerk.start()
    screen.until_says("Stos jest pusty")
    screen.key("shift+Tab", "shift+Tab")
    screen.type("8")  # one more than there are
    screen.key("F2")
    screen.until_says("Włożono 8 kartek", NOTICES)
    screen.until_says("0/5", STRIP)
    screen.until_says("2 puste", STRIP)
    screen.keep("40-stos-z-watpliwa-granica")

    screen.key(*["ctrl+Next"] * 3, "F11")
    screen.until_says("bez etykiety", STATUS)
    screen.keep("41-niepewna-granica")
    screen.key("shift+F11")
    until_done(home, *DONE[:1])

    screen.key(*["ctrl+Next"] * 3)
    screen.key("alt+Next", "alt+Up")
    until_done(home, *DONE[:2])
    screen.key("ctrl+r")
    until_done(home, *DONE[:3])
    screen.key("alt+Next", "ctrl+t")
    until_done(home, *DONE)
    screen.until_says("0/6", STRIP)
    screen.keep("42-po-zmianach")
    clerk.kill()

    clerk.start()
    screen.until_says("Niedokończony stos", NOTICES)
    screen.key("Return")
    screen.until_says("0/6", STRIP)
    screen.until_says("RPW po zatwierdzeniu", HEAD)
    for left in reversed(range(4)):
        screen.key("ctrl+z")
        screen.until_says(WORDS[left], STATUS)
        until_done(home, *DONE[:left])
    screen.key("ctrl+z")
    screen.until_says("Nie ma czego cofnąć", STATUS)
    assert dict(stack_in(home).arrangement.marks) == {}
    assert stack_in(home).arrangement.order == stack_in(home).arrangement.scanned
    screen.until_says("0/5", STRIP)
    screen.key("ctrl+shift+z")
    screen.until_says("Przywrócono: sprawdzenie granicy", STATUS)
    screen.keep("43-cofniete-i-przywrocone")

    mark_blank_and_back(screen, home)
    for _ in range(5):
        confirm(clerk)
    screen.until_says("Włożono 8 kartek", NOTICES)
    screen.keep("44-kartki-sie-nie-zgadzaja")
    assert stations.run(home, "stacks").lines == [], "the stack is still in the window's hands"
    assert not stack_in(home).closed
    screen.key("Tab", "Return")
    until(lambda: stack_in(home).closed, PATIENCE_S, "stos zamknięty, gdy kartki się zgadzają")
    assert stack_in(home).expected_sheets == 7
    assert [len(item["pages"]) for item in clerk.items()] == [2, 1, 1, 1, 2]
    clerk.quit()


def mark_blank_and_back(screen: Screen, home: Path) -> None:
    """The blank sheet counts as written while a person says so."""
    screen.key(*["ctrl+Next"] * 5, "alt+Next")
    screen.key("alt+b")
    until_done(home, Operation.SURE, Operation.BLANK)
    screen.until_says("1 pusta", STRIP)
    screen.key("alt+b")
    until_done(home, Operation.SURE, Operation.BLANK, Operation.BLANK)
    screen.until_says("2 puste", STRIP)
