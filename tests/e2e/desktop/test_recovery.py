"""The power goes in the middle of a stack; a scan is stopped; a letter stays sealed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.e2e import stations
from tests.e2e.desktop.conftest import MakeClerk, letters
from tests.e2e.desktop.counter import confirm
from tests.e2e.desktop.screen import FORM, HEAD, NOTICES, STATUS, STRIP, Screen
from tests.e2e.desktop.waiting import PATIENCE_S, until

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(900)]
Feeder = tuple[Path, Path]


def test_after_a_kill_the_stack_goes_on(screen: Screen, clerks: MakeClerk, few_letters: Feeder) -> None:
    home, feeder = few_letters
    clerk = clerks(screen, home, KANCELARIA_DEMO_DIR=str(feeder))
    clerk.start()
    screen.until_says("Stos jest pusty")
    screen.key("F2")
    screen.until_says("5 kartek", STATUS)
    screen.until_says("RPW po zatwierdzeniu", HEAD)
    confirm(clerk)
    [first] = clerk.items()
    clerk.kill()

    clerk.start()
    screen.until_says("Niedokończony stos", NOTICES)
    assert "zarejestrowano 1 pismo" in screen.keep_read("20-niedokonczony-stos", NOTICES)
    screen.key("Return")
    screen.until_says("1/4", STRIP)
    screen.until_says("RPW po zatwierdzeniu", HEAD)
    screen.keep("21-stos-po-przerwie")
    for _ in range(3):
        confirm(clerk)
    screen.until_says("Stos gotowy", STATUS)
    screen.keep("22-stos-gotowy")
    found = clerk.items()
    assert [item["rpw_number"] for item in found] == [1, 2, 3, 4]
    assert len({item["document_uid"] for item in found}) == 4
    assert (found[0]["id"], found[0]["document_uid"]) == (first["id"], first["document_uid"])
    assert [len(item["pages"]) for item in found] == [len(letter["pages"]) for letter in letters()[:4]]
    until(lambda: all(item["pdf"] for item in clerk.items()), PATIENCE_S, "PDF/A wszystkich pism")
    clerk.quit()

    clerk.start()
    screen.until_says("Stos jest pusty")
    assert "Niedokończony" not in screen.read(NOTICES)
    clerk.quit()


def test_escape_stops_the_scanner_and_nothing_is_lost(screen: Screen, clerks: MakeClerk, demo_home: Path) -> None:
    clerk = clerks(screen, demo_home, KANCELARIA_DEMO_PAGE_SECONDS="1.5")
    before = len(clerk.items())
    clerk.start()
    screen.until_says("Stos jest pusty")
    screen.key("F2")
    screen.until_says("RPW po zatwierdzeniu", HEAD)
    screen.keep("30-skanuje")
    screen.key("Escape")
    told = screen.until_says("Przerwano skanowanie", STATUS)
    screen.keep("31-przerwane")
    kept = re.search(r"Zapisano: (\d+) stron", told)
    assert kept, told
    confirm(clerk)
    assert len(clerk.items()) == before + 1
    clerk.quit()
    [stack] = stations.run(demo_home, "stacks").lines
    assert stack["pages"] == int(kept[1]) < 17
    assert stack["registered"] == 1


def test_a_sealed_letter_is_registered_unread(screen: Screen, clerks: MakeClerk, few_letters: Feeder) -> None:
    home, feeder = few_letters
    clerk = clerks(screen, home, KANCELARIA_DEMO_DIR=str(feeder))
    clerk.start()
    screen.until_says("Stos jest pusty")
    screen.key("F2")
    screen.until_says("5 kartek", STATUS)
    screen.until_says("RPW po zatwierdzeniu", HEAD)
    screen.key("F8")
    screen.until_says("zaklejona", HEAD)
    screen.keep("40-zaklejona")
    assert letters()[0]["truth"]["sender"]["surname"] not in screen.read(FORM)
    confirm(clerk)
    screen.keep("41-zaklejona-w-rejestrze")
    [item] = clerk.items()
    assert item["sealed"]
    assert item["reproduction"]["extent"] != "full"
    assert item["reproduction"]["reason"] == "sealed"
    assert (item["text_sha256"], item["pdf"], item["suggestions"]) == (None, None, [])
    assert stations.run(home, "show", item["document_uid"]).items[0]["text"] in (None, "")
    assert stations.run(home, "search", "mieszkańcy petycja").items == []
    clerk.quit()
