"""Two stations and a central through the real commands: registered once, numbered once, everywhere."""

from __future__ import annotations

import json
import subprocess
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.e2e.stations import COMMAND, ROOT, Answer, environment, run
from tests.fakes.postgres import PostgresServer

PASSWORD = "zmyslone-haslo"
NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}


@dataclass(frozen=True)
class Office:
    """A central with a unit, and the way to stations of it."""

    server: PostgresServer
    database: str
    folder: Path

    @property
    def admin(self) -> str:
        return self.server.url(database=self.database)

    def login(self, name: str) -> str:
        return f"{name}.{self.database[-8:]}"

    def person(self, name: str, role: str, unit: str | None = None) -> str:
        login = self.login(name)
        more = ["--unit", unit] if unit else []
        told = command(self.folder / "nowhere", "central", "user", "add", login, "--role", role, *more,
                       "--password-stdin", "--url", self.admin, said=PASSWORD)  # fmt: skip
        assert told.code == 0, told.said
        return login

    def station(self, login: str, point: str) -> Path:
        home = self.folder / point
        url = self.server.url(login, self.database)
        told = command(home, "init", "--point", point, "--central", url, "--password-stdin", said=PASSWORD)
        assert told.code == 0, told.said
        return home


def command(home: Path, *arguments: str, said: str = "") -> Answer:
    """A command with something on its standard input."""
    done = subprocess.run(
        [COMMAND, "--json", *arguments], env=environment(home, NO_KEYRING), cwd=ROOT, input=said + "\n",
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return Answer(done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr)


def sync(home: Path) -> Answer:
    answer = run(home, "sync", "--once", more=NO_KEYRING)
    assert answer.code == 0, answer.said
    return answer


def letter(path: Path, *lines: str) -> Path:
    image = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((120, 150 + 60 * number), line, 0, font_size=32)
    image.save(path, dpi=(150, 150))
    return path


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with PostgresServer() as running:
        yield running


@pytest.fixture
def office(server: PostgresServer, tmp_path: Path) -> Office:
    database = f"kancelaria_{uuid.uuid4().hex[:8]}"
    server.new_database(database)
    office = Office(server, database, tmp_path)
    nowhere = tmp_path / "nowhere"
    made = run(nowhere, "central", "init", office.admin, "--institution", "Urząd Miasta Mikołów")
    assert made.code == 0, made.said
    for symbol, name in (("AB", "Wydział Architektury"), ("FN", "Wydział Finansowy")):
        assert run(nowhere, "central", "unit", "add", symbol, name, "--url", office.admin).code == 0
    return office


def test_registered_at_one_point_it_is_numbered_by_the_central_and_seen_at_the_other(office: Office) -> None:
    first = office.station(office.person("maria", "registry"), "K1")
    second = office.station(office.person("piotr", "registry"), "K2")
    page = letter(office.folder / "1.png", "Spolka Zmyslona", "Wniosek o zajecie pasa drogowego")
    [item] = run(first, "intake", page, more=NO_KEYRING).items
    assert item["rpw_number"] is None
    sync(first)
    [numbered] = run(first, "items", more=NO_KEYRING).items
    assert (numbered["rpw_number"], numbered["sync_state"]) == (1, "pushed")
    sync(second)
    [seen] = run(second, "items", more=NO_KEYRING).items
    assert (seen["document_uid"], seen["rpw_number"]) == (item["document_uid"], 1)
    assert [page["sha256"] for page in seen["pages"]] == [page["sha256"] for page in item["pages"]]


def test_both_offline_then_in_step_numbers_have_no_gap(office: Office) -> None:
    homes = [
        office.station(office.person("maria", "registry"), "K1"),
        office.station(office.person("piotr", "registry"), "K2"),
    ]
    office.server.stop()
    try:
        for point, home in enumerate(homes):
            pages = [
                letter(office.folder / f"{point}-{n}.png", f"Pismo {point} {n}", "Wniosek w sprawie") for n in range(2)
            ]
            assert len(run(home, "intake", *pages, more=NO_KEYRING).items) == 2
            offline = run(home, "sync", "--once", more=NO_KEYRING)
            assert offline.code == 3
            assert offline.errors[0]["code"] == "central_unreachable"
    finally:
        office.server.start()
    for home in (*homes, *homes):
        sync(home)
    for home in homes:
        items = run(home, "items", more=NO_KEYRING).items
        assert sorted(item["rpw_number"] for item in items) == [1, 2, 3, 4]
        assert len({item["document_uid"] for item in items}) == 4


def test_a_superuser_is_refused_and_leaves_no_station(office: Office) -> None:
    home = office.folder / "K9"
    refused = command(home, "init", "--point", "K9", "--central", office.admin)
    assert (refused.code, refused.errors[0]["code"]) == (4, "superuser_refused")
    assert not (home / "kancelaria.sqlite").exists()


def test_a_wrong_password_is_refused(office: Office) -> None:
    url = office.server.url(office.person("maria", "registry"), office.database)
    refused = command(office.folder / "K1", "init", "--central", url, "--password-stdin", said="nie to")
    assert refused.code == 4
    assert refused.errors[0]["hint"]


def test_the_password_lies_in_a_file_only_its_owner_reads(office: Office) -> None:
    home = office.station(office.person("maria", "registry"), "K1")
    assert (home / "secrets.json").stat().st_mode & 0o777 == 0o600
    others = [path for path in home.rglob("*") if path.is_file() and path.name != "secrets.json"]
    assert [path for path in others if PASSWORD.encode() in path.read_bytes()] == []


def test_a_disabled_account_can_not_push(office: Office) -> None:
    login = office.person("maria", "registry")
    home = office.station(login, "K1")
    assert run(office.folder / "nowhere", "central", "user", "disable", login, "--url", office.admin).code == 0
    listed = run(office.folder / "nowhere", "central", "user", "list", "--url", office.admin).lines
    assert [user["active"] for user in listed if user["login"] == login] == [False]
    refused = run(home, "sync", "--once", more=NO_KEYRING)
    assert refused.code == 4
    assert refused.errors[0]["message"]


def test_the_central_is_verified_looked_at_and_copied(office: Office) -> None:
    home = office.station(office.person("maria", "registry"), "K1")
    assert run(home, "intake", letter(office.folder / "1.png", "Pismo", "Wniosek"), more=NO_KEYRING).code == 0
    sync(home)
    nowhere = office.folder / "nowhere"
    [found] = run(nowhere, "central", "verify", "--url", office.admin).lines
    assert (found["problems"], found["counts"]["items"]) == ([], 1)
    [status] = run(nowhere, "central", "status", "--url", office.admin).lines
    assert status["institutions"]
    with office.server.connect(database=office.database) as connection:
        connection.execute("ALTER TABLE kancelaria.register_entry DISABLE TRIGGER USER")
        connection.execute("UPDATE kancelaria.register_entry SET rpw_number = 7")
    damaged = run(nowhere, "central", "verify", "--url", office.admin)
    assert damaged.code == 5
    assert "number_gap" in {problem["code"] for problem in damaged.lines[0]["problems"]}
