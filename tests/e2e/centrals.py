"""A central of an invented office on a server of its own, its people and stations, through the real commands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import keyring
from click.testing import CliRunner
from keyring.backends import fail

from kancelaria.bootstrap import open_office
from kancelaria.domain.incoming import IncomingItem, Page, Sender
from kancelaria.services.register import RegisterIncoming, register_incoming
from tests.e2e.stations import Answer
from tests.fakes.postgres import PostgresServer
from ui.cli.main import main

PASSWORD = "zmyslone-haslo"
DATABASE = "kancelaria"
ALONE = "m.nowicka"
"""Who works at a station without a central."""
NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}


@dataclass(frozen=True)
class House:
    """The central, and the folder stations are made in."""

    server: PostgresServer
    folder: Path

    @property
    def url(self) -> str:
        """The server administrator's address."""
        return self.server.url(database=DATABASE)

    def central(self, *arguments: str, code: int = 0) -> Answer:
        """`kancelaria central …` as the administrator."""
        answer = command(self.folder / "nowhere", "central", *arguments, "--url", self.url)
        assert answer.code == code, answer.said
        return answer

    def person(self, login: str, role: str = "registry") -> None:
        told = command(self.folder / "nowhere", "central", "user", "add", login, "--role", role, "--password-stdin",
                       "--url", self.url, said=PASSWORD)  # fmt: skip
        assert told.code == 0, told.said

    def station(self, login: str, point: str) -> Path:
        """A station that belongs to the central, its person signed in."""
        home = self.folder / point
        url = self.server.url(login, DATABASE)
        told = command(home, "init", "--point", point, "--central", url, "--password-stdin", said=PASSWORD)
        assert told.code == 0, told.said
        return home

    def verified(self) -> dict[str, int]:
        """What `verify` counted; nothing may be damaged."""
        [found] = self.central("verify").lines
        assert found["problems"] == []
        counts: dict[str, int] = found["counts"]
        return counts


def founded(server: PostgresServer, folder: Path, *people: str) -> House:
    """An office with its central."""
    server.new_database(DATABASE)
    house = House(server, folder)
    made = command(folder / "nowhere", "central", "init", house.url, "--institution", "Urząd Miasta Mikołów")
    assert made.code == 0, made.said
    for login in people:
        house.person(login)
    return house


def command(home: Path, *arguments: str, said: str = "") -> Answer:
    """A real command with something on its standard input, within this process: starting one takes longer than it."""
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
    told = ["--home", str(home), "--json", *arguments]
    with patch("kancelaria.logs.set_up_logs"):
        done = CliRunner().invoke(
            main, told, input=said + "\n", env={"KANCELARIA_USER": ALONE, "KANCELARIA_HOME": None}
        )
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Answer(done.exit_code, [json.loads(line) for line in done.stdout.splitlines()], done.stderr)


def at(home: Path, *arguments: str | Path, code: int = 0) -> Answer:
    """A command at a station."""
    answer = command(home, *map(str, arguments))
    assert answer.code == code, answer.said
    return answer


def sync(home: Path, code: int = 0) -> Answer:
    return at(home, "sync", "--once", code=code)


def registered(home: Path, by: str, title: str) -> IncomingItem:
    """A letter of one scanned page, as the desk registers it."""
    with open_office(home) as office:
        scan = office.blobs.put_bytes(f"{home} {title}".encode(), "image/png")
        letter = RegisterIncoming(
            office.ids.new(), "2026-11-20", title, Sender(organisation="Firma Zmyślona", town="Żory"), no_date=True,
            no_reference=True, confirmed=True, pages=(Page(1, 10, 10, 300, scan.sha256),), page_blobs=(scan,),
        )  # fmt: skip
        return register_incoming(letter, office.uow(by), office.workplace)


def numbers(home: Path) -> dict[str, int | None]:
    """Identifier → register number, as the station shows them."""
    return {item["document_uid"]: item["rpw_number"] for item in at(home, "items").items}
