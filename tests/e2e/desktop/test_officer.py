"""From desk to officer and back: two windows of two stations, a real central between them, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import ImageStat

from kancelaria.central.provision import central_init, unit_add, user_add
from tests.e2e.desktop.clerk import Clerk
from tests.e2e.desktop.conftest import MakeClerk
from tests.e2e.desktop.counter import confirm
from tests.e2e.desktop.screen import HEAD, STATUS, Region, Screen
from tests.e2e.desktop.waiting import PATIENCE_S, until
from tests.fakes.postgres import PostgresServer
from ui.operations.central import join

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(900)]
DATABASE = "urzad"
PASSWORDS = {"maria": "haslo-marii", "oliwia": "haslo-oliwii"}
NO_KEYRING = "keyring.backends.fail.Keyring"
LIST = Region(left=0.065, top=0.14, right=0.38, bottom=0.5)
WIDE_LIST = Region(left=0.065, top=0.06, bottom=0.4)
PAGE = Region(left=0.41, top=0.1, right=0.72, bottom=0.85)
SIDE = Region(left=0.75, top=0.05, bottom=0.9)
REASON = "to sprawa innego wydziału"


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    with PostgresServer() as running:
        admin = running.new_database(DATABASE)
        central_init(admin, "Urząd Miasta Mikołów")
        unit_add(admin, "AB", "Wydział Architektury")
        user_add(admin, "maria", "registry", PASSWORDS["maria"], surname="Testowa", given_names="Maria")
        user_add(admin, "oliwia", "officer", PASSWORDS["oliwia"], unit="AB", surname="Próbna", given_names="Oliwia")
        yield running


@pytest.fixture
def one_letter(few_letters: tuple[Path, Path]) -> Path:
    """A feeder with the first sample letter alone."""
    for page in few_letters[1].iterdir():
        if not page.name.startswith("01"):
            page.unlink()
    return few_letters[1]


def signed_in(clerk: Clerk, login: str, until_said: str) -> None:
    clerk.start()
    clerk.screen.until_says("Zaloguj się")
    clerk.screen.type(PASSWORDS[login])
    clerk.screen.key("Return")
    clerk.screen.until_says(until_said)


def assign(screen: Screen) -> None:
    """F6: to AB, until tomorrow, with one of the usual dispositions."""
    screen.key("F6")
    until(lambda: screen.active() == "Dekretacja", PATIENCE_S, "okno dekretacji")
    screen.type("ab")
    screen.until_says("Wydział Architektury")
    screen.key("Return", "Tab", "Tab", "Tab")
    screen.type("proszę o odpowiedź")
    screen.key("Tab")
    screen.type("jutro")
    screen.keep("90-dekretacja")
    screen.key("ctrl+Return")
    screen.until_says("Zadekretowano", STATUS)


def test_from_the_desk_to_the_officer_and_back(
    screens: Callable[..., Screen], clerks: MakeClerk, one_letter: Path, server: PostgresServer, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", NO_KEYRING)
    homes = {login: tmp_path / login for login in PASSWORDS}
    for point, (login, home) in enumerate(homes.items(), 1):
        join(home, server.url(login, DATABASE, PASSWORDS[login]), None, None, f"K{point}", stay=False)
    desk, office = screens(), screens()
    maria = clerks(desk, homes["maria"], KANCELARIA_DEMO_DIR=str(one_letter), PYTHON_KEYRING_BACKEND=NO_KEYRING)
    oliwia = clerks(office, homes["oliwia"], PYTHON_KEYRING_BACKEND=NO_KEYRING)
    signed_in(oliwia, "oliwia", "Nic nie czeka")
    office.keep("91-nic-nie-czeka")
    signed_in(maria, "maria", "Stos jest pusty")

    desk.key("F2")
    desk.until_says("RPW po zatwierdzeniu", HEAD)
    confirm(maria)
    assign(desk)

    office.until_says("prowadzi AB", WIDE_LIST)  # by itself
    row = office.keep_read("92-nowe-pismo", WIDE_LIST)
    assert "jutro" in row
    assert "Maria Testowa" in row
    office.key("Return")
    side = office.until_says("wiodąca", SIDE)
    assert "proszę o odpowiedź" in side
    until(lambda: shows_page(office), PATIENCE_S, "skan pisma na ekranie")  # it comes by itself too
    office.keep("93-pismo-ze-skanem")

    office.key("z")
    until(lambda: office.active() == "Zwrot do kancelarii", PATIENCE_S, "pytanie o przyczynę")
    office.type(REASON)
    office.keep("94-zwrot")
    office.key("Return")
    office.until_says("Zwrócono", STATUS)
    office.until_says("Nic nie czeka")

    desk.key("ctrl+4")
    desk.until_says("zwrócone", WIDE_LIST)
    back = desk.keep_read("95-wrocilo", WIDE_LIST)
    assert REASON in back
    [item] = maria.items()
    assert (item["state"], item["remarks"]) == ("returned", [f"Zwrot: {REASON}"])
    until(lambda: oliwia.items() == [], PATIENCE_S, "u referentki nic nie zostaje")
    maria.quit()
    oliwia.quit()


def shows_page(screen: Screen) -> bool:
    """A white page with print on it stands in the middle."""
    grey = PAGE.crop(screen.picture()).convert("L")
    dark = sum(grey.histogram()[:110]) / (grey.width * grey.height)
    return ImageStat.Stat(grey).mean[0] > 215 and dark > 0.002
