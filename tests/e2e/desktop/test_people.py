"""Two people at one window: taking over, locking, work without the central, letters under their own names."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kancelaria.central.provision import central_init, user_add
from tests.e2e.desktop.clerk import Clerk
from tests.e2e.desktop.conftest import MakeClerk
from tests.e2e.desktop.counter import confirm
from tests.e2e.desktop.screen import HEAD, STATUS, Screen
from tests.e2e.desktop.waiting import PATIENCE_S, until
from tests.fakes.postgres import PostgresServer
from ui.operations.central import join

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(900)]
DATABASE = "urzad"
PASSWORDS = {"anna": "haslo-anny", "bogna": "haslo-bogny"}
SEE_AT_MOST_S = 15
"""For a machine busy with other work; the figure itself is printed."""


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    with PostgresServer() as running:
        admin = running.new_database(DATABASE)
        central_init(admin, "Urząd Miasta Mikołów")
        for login, password in PASSWORDS.items():
            user_add(admin, login, "registry", password, surname="Testowa", given_names=login.capitalize())
        yield running


@pytest.fixture
def home(server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A station of the central at which nobody is signed in; Anna joined it."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    home = tmp_path / "okienko"
    join(home, server.url("anna", DATABASE, PASSWORDS["anna"]), None, None, "K1", stay=False)
    return home


def authors(server: PostgresServer) -> list[tuple[int, str]]:
    """Register number and author of every letter at the central."""
    with server.connect(database=DATABASE) as connection:
        rows = connection.execute(
            "SELECT rpw_number, record ->> 'registered_by' FROM kancelaria.record WHERE aggregate = 'item' ORDER BY 1"
        )
        return [(int(str(number)), str(author)) for number, author in rows]


def take_over(screen: Screen, login: str, *, known: bool) -> float:
    """Ctrl+Shift+L, a person, a password: seconds from the last key until the window is theirs."""
    screen.key("ctrl+shift+l")
    screen.until_says("Kto teraz pracuje")
    if not known:
        screen.type(login)
        screen.key("Tab")
    screen.type(PASSWORDS[login])
    began = time.monotonic()
    screen.key("Return")
    screen.until_says(f"Teraz pracuje {login.capitalize()}", STATUS)
    return time.monotonic() - began


def register(clerk: Clerk) -> None:
    clerk.screen.until_says("RPW po zatwierdzeniu", HEAD)
    confirm(clerk)


def test_two_people_one_window_and_a_central_that_goes_away(
    screen: Screen, clerks: MakeClerk, few_letters: tuple[Path, Path], server: PostgresServer, home: Path
) -> None:
    clerk = clerks(
        screen, home, KANCELARIA_DEMO_DIR=str(few_letters[1]),
        PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring",
    )  # fmt: skip
    clerk.start()
    screen.until_says("Zaloguj się")
    screen.keep("80-logowanie")
    screen.type("nie to haslo")
    screen.key("Return")
    screen.until_says("Niepoprawny login lub hasło")
    screen.keep("81-zle-haslo")
    screen.type(PASSWORDS["anna"])
    screen.key("Return")
    screen.until_says("Stos jest pusty")

    screen.key("F2")
    screen.until_says("5 kartek", STATUS)
    register(clerk)
    until(lambda: authors(server) == [(1, "anna")], PATIENCE_S, "pismo Anny w centrali")

    seconds = take_over(screen, "bogna", known=False)
    print(f"przejęcie okna: {seconds:.1f} s od Enter, z odczytaniem ekranu")
    assert seconds < SEE_AT_MOST_S
    screen.until_says("RPW po zatwierdzeniu", HEAD)  # the next letter of the same stack
    screen.keep("82-przejete")

    server.stop()
    screen.until_says("brak połączenia", STATUS)
    screen.keep("83-bez-centrali")
    screen.key("ctrl+l")
    locked = screen.until_says("Zablokowane")
    screen.keep("84-zablokowane")
    assert "Bogna Testowa" in locked
    assert not [word for word in ("Nadawca", "Dotyczy", "RPW", "Skaner", "Stos") if word in locked], locked
    screen.type(PASSWORDS["bogna"])
    screen.key("Return")
    register(clerk)

    take_over(screen, "anna", known=True)
    screen.keep("85-anna-bez-centrali")
    register(clerk)
    take_over(screen, "bogna", known=True)
    server.start()
    until(
        lambda: sorted(author for _, author in authors(server)) == ["anna", "anna", "bogna"],
        PATIENCE_S, lambda: f"pisma obu osób w centrali: {authors(server)}",
    )  # fmt: skip
    assert [number for number, _ in authors(server)] == [1, 2, 3]
    by = {item["document_uid"]: item["registered_by"] for item in clerk.items()}
    assert sorted(by.values()) == ["anna", "anna", "bogna"]
    raw = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert not [password for password in PASSWORDS.values() if password.encode() in raw]
    clerk.quit()
