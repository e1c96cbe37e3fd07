"""Show 1: by keyboard alone from "Skanuj" to a receipt that came out of a printer."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.desktop import paper
from tests.e2e.desktop.clerk import Clerk
from tests.e2e.desktop.conftest import MakeClerk, letters
from tests.e2e.desktop.counter import confirm
from tests.e2e.desktop.printers import LABELS, RECEIPTS, PrintServer
from tests.e2e.desktop.screen import FORM, HEAD, STATUS, Region, Screen
from tests.e2e.desktop.waiting import PATIENCE_S, until

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(900)]
ANSWERS = Region(left=0.06, top=0.05, right=0.55, bottom=0.25)
Feeder = tuple[Path, Path]


def test_from_scan_to_printed_receipt(
    screen: Screen, clerks: MakeClerk, printers: PrintServer, demo_home: Path
) -> None:
    clerk = clerks(screen, demo_home, KANCELARIA_DEMO_PAGE_SECONDS="0.05", CUPS_SERVER=printers.address)
    before = clerk.items()
    clerk.start()
    screen.until_says("Stos jest pusty")
    screen.keep("01-pusty-stos")

    screen.key("F2")
    screen.until_says("RPW po zatwierdzeniu", HEAD)
    screen.keep("02-pierwsze-pismo")
    screen.until_says("17 kartek", STATUS)

    screen.until_says("Dotyczy", FORM)
    confirm(clerk)
    screen.keep("04-zarejestrowane")
    first = clerk.items()[len(before)]
    assert first["title"]
    assert first["no_reference"]
    sender = letters()[0]["truth"]["sender"]
    assert (first["sender"]["surname"], first["sender"]["town"]) == (sender["surname"], sender["town"])

    print_label_and_receipt(screen, printers)
    check_receipt(printers.printed(RECEIPTS)[0], first, demo_home)
    assert first["document_uid"].replace("-", "") in paper.barcodes(printers.printed(LABELS)[0])

    for _ in range(2):
        confirm(clerk)
    screen.keep("08-trzy-zarejestrowane")
    three = clerk.items()[len(before) :]
    assert [item["rpw_number"] for item in three] == [before[-1]["rpw_number"] + n for n in (1, 2, 3)]
    assert all(item["pages"] for item in three)

    screen.key("F5")
    until(lambda: len(printers.printed(RECEIPTS)) == 2, PATIENCE_S, "drugie pokwitowanie bez pytania")
    assert screen.titles() == ["Kancelaria"]
    check_receipt(printers.printed(RECEIPTS)[1], three[-1], demo_home)

    find_and_show(screen, first)
    take_back(screen, clerk, three[-1])
    clerk.quit()


def print_label_and_receipt(screen: Screen, printers: PrintServer) -> None:
    """The printer is asked for once, by keyboard."""
    for key, queue, steps in (("F5", RECEIPTS, 0), ("F4", LABELS, 1)):
        screen.key(key)
        until(lambda: screen.active() == "Wybór drukarki", PATIENCE_S, "pytanie o drukarkę")
        screen.keep(f"05-wybor-drukarki-{key}")
        screen.key(*["Down"] * steps, "Return")
        until(lambda: printers.printed(queue), PATIENCE_S, lambda: f"wydruk na {queue}: {printers.log}")  # noqa: B023
        until(lambda: screen.active() == "Kancelaria", PATIENCE_S, "powrót do okna")
    screen.until_says("Wydrukowano na", STATUS)
    screen.keep("06-wydrukowano")


def check_receipt(printed: Path, item: dict[str, Any], home: Path) -> None:
    uid, number = str(item["document_uid"]), f"{item['rpw_number']}/{item['rpw_year']}"
    on_paper = paper.words(printed)
    assert uid in on_paper
    assert number in on_paper
    assert uid.replace("-", "") in paper.barcodes(printed)
    file = home / "prints" / f"potwierdzenie-{uid}.pdf"
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    assert uid in text
    assert number in text


def find_and_show(screen: Screen, item: dict[str, Any]) -> None:
    """Ctrl+K, the name, Enter: the register shows the letter."""
    uid = str(item["document_uid"])
    screen.key("ctrl+k")
    screen.type("szablonowska")
    screen.until_says(uid[-8:], ANSWERS)  # small print over a page: the year may be read apart from the rest
    screen.keep("09-szukanie")
    screen.key("Return")
    screen.until_says(f"RPW {item['rpw_number']}/{item['rpw_year']}")
    screen.keep("10-rejestr")
    screen.key("Escape", "ctrl+1")
    screen.until_says("RPW po zatwierdzeniu", HEAD)


def take_back(screen: Screen, clerk: Clerk, item: dict[str, Any]) -> None:
    """Ctrl+Z, a correction, Ctrl+Enter: the same letter under the same number."""
    screen.key("ctrl+z")
    screen.until_says("Cofnięto do poprawy", STATUS)
    screen.keep("11-cofniete")
    screen.key("ctrl+f", "End")
    screen.type(" Izba Źródłowa")
    screen.key("ctrl+Return")

    def corrected() -> bool:
        now = next(found for found in clerk.items() if found["id"] == item["id"])
        assert (now["document_uid"], now["rpw_number"]) == (item["document_uid"], item["rpw_number"])
        return bool(now["sender"]["organisation"] == f"{item['sender']['organisation']} Izba Źródłowa")

    until(corrected, PATIENCE_S, "poprawka w rejestrze")


def test_at_the_counter_with_a_visitor_waiting(screen: Screen, clerks: MakeClerk, few_letters: Feeder) -> None:
    home, feeder = few_letters
    for page in feeder.iterdir():
        if not page.name.startswith("01"):
            page.unlink()
    clerk = clerks(screen, home, KANCELARIA_DEMO_DIR=str(feeder), CUPS_SERVER="127.0.0.1:1")
    clerk.start()
    screen.until_says("Stos jest pusty")
    screen.key("alt+1")
    screen.until_says("Gotowe na następne pismo")
    screen.key("F2")
    screen.until_says("RPW po zatwierdzeniu", HEAD)
    screen.keep("12-okienko")
    confirm(clerk)
    screen.until_says("zatwierdzone", HEAD)
    screen.keep("13-okienko-zatwierdzone")
    [item] = clerk.items()
    screen.key("F5")
    until(lambda: screen.active() == "Wybór drukarki", PATIENCE_S, "pytanie o drukarkę")
    screen.key("Return")
    target = home / "wydruki" / f"potwierdzenie-{item['document_uid']}.pdf"
    until(target.exists, PATIENCE_S, f"{target}")
    screen.until_says("zapisano", STATUS)
    screen.keep("14-okienko-pokwitowanie")
    assert item["document_uid"].replace("-", "") in paper.barcodes(target)

    screen.key("ctrl+Return")
    screen.until_says("Skanowanie")
    screen.until_says("Podobne pismo")
    screen.keep("15-okienko-to-samo-pismo")
    clerk.quit()
