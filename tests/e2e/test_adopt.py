"""A station that worked alone joins a central: numbers and scans come along; killed anywhere, it is done again."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kancelaria.bootstrap import open_office
from tests.e2e.centrals import ALONE, NO_KEYRING, PASSWORD, House, at, command, founded, numbers, registered, sync
from tests.e2e.stations import ROOT, environment
from tests.fakes.postgres import PostgresServer
from tests.fakes.small_disk import fill, small_disk
from tests.fakes.wire import CuttingProxy

KILLED_AT = {
    "begun": "deadly(SqlAdoption, 'begin')",
    "lifted": "deadly(care, 'adopt', lambda named: not named.get('only_ask'))",
    "half answered": "deadly(SqlJournal, 'acknowledge')",
    "answered": "deadly(care, '_take_answers')",
}
DYING = """
import os, signal, sys
from kancelaria.store.adoption import SqlAdoption
from kancelaria.store.journal import SqlJournal
from ui.operations import central_care as care
from ui.cli.main import main

def deadly(owner, name, when=lambda named: True):
    inner = getattr(owner, name)
    def call(*told, **named):
        answer = inner(*told, **named)
        if when(named):
            os.kill(os.getpid(), signal.SIGKILL)
        return answer
    setattr(owner, name, call)

{point}
care._BATCH = 1
sys.argv = ["kancelaria", "--json", *sys.argv[1:]]
main()
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with PostgresServer() as server:
        yield founded(server, tmp_path, "maria", "piotr")


def alone(house: House, point: str, *titles: str) -> Path:
    """A station without a central, with letters it has numbered itself."""
    home = house.folder / f"sam-{point}"
    at(home, "init", "--institution", "Urząd Miasta Mikołów", "--point", point)
    for number, title in enumerate(titles, 1):
        assert registered(home, ALONE, title).rpw_number == number
    return home


def test_its_numbers_scans_and_identity_come_along(house: House) -> None:
    home = alone(house, "K1", "Wniosek", "Skarga")
    before = numbers(home)
    uid = next(iter(before))
    at(home, "void", uid, "--reason", "pomyłka")
    done = command(home, "central", "adopt", house.url, "--login", "maria", "--password-stdin", said=PASSWORD)
    assert done.code == 0, done.said
    [told] = done.lines
    assert (told["items"], told["institution"], told["series"]) == (2, "Urząd Miasta Mikołów", "K1A")
    assert told["strangers"] == [ALONE]
    assert PASSWORD not in (home / "kancelaria.sqlite").read_bytes().decode("latin-1")
    [moved] = sync(home).lines
    assert moved["uploaded"] == 2
    assert moved["stuck"] == []
    assert house.verified()["scans"] == 2
    other = house.station("piotr", "K2")
    sync(other)
    assert numbers(other) == before
    assert at(other, "show", uid).items[0]["state"] == "voided"
    third = registered(home, "maria", "Po przejęciu")
    assert third.rpw_number is None
    sync(home)
    assert numbers(home) == before | {third.document_uid: 3}
    again = command(home, "central", "adopt", house.url)
    assert (again.code, again.lines[0]["events"]) == (0, 0)
    assert house.verified()["register_entries"] == 3


def test_a_second_register_of_the_year_is_refused_and_stays_as_it_was(house: House) -> None:
    first, second = alone(house, "K1", "Wniosek"), alone(house, "K2", "Skarga")
    assert command(first, "central", "adopt", house.url).code == 0
    wrong = command(second, "central", "adopt", house.url, "--login", "piotr", "--password-stdin", said="nie to")
    assert (wrong.code, wrong.errors[0]["code"]) == (4, "wrong_password")
    refused = command(second, "central", "adopt", house.url)
    assert (refused.code, refused.errors[0]["code"]) == (4, "adopted_already")
    assert "init --central" in refused.errors[0]["hint"]
    with open_office(second) as office:
        assert (office.station.central, office.adoption().unfinished()) == ("", None)
    assert registered(second, ALONE, "Dalej").rpw_number == 2
    assert house.verified()["register_entries"] == 1


def test_killed_anywhere_it_is_done_again(house: House) -> None:
    home = alone(house, "K1", "Wniosek", "Skarga")
    before = numbers(home)
    for point in KILLED_AT:
        program = DYING.format(point=KILLED_AT[point])
        died = subprocess.run(
            [sys.executable, "-c", program, "central", "adopt", house.url], cwd=ROOT, capture_output=True, text=True,
            env=environment(home, NO_KEYRING), stdin=subprocess.DEVNULL, timeout=120, check=False,
        )  # fmt: skip
        assert died.returncode in (-9, 0), (point, died.stderr)
        assert died.returncode == -9 or point == "answered", (point, died.stderr)
        if point == "begun":
            # half way nobody gives a number of their own, and nobody can push what isn't lifted
            assert command(home, "void", next(iter(before)), "--reason", "pomyłka").code == 4
            assert sync(home, code=4).errors[0]["code"] in ("not_signed_in", "adoption_unfinished")
    done = command(home, "central", "adopt", house.url, "--login", "maria", "--password-stdin", said=PASSWORD)
    assert done.code == 0, done.said
    sync(home)
    assert numbers(home) == before
    counts = house.verified()
    assert (counts["items"], counts["register_entries"], counts["adopted_years"]) == (2, 2, 1)


def test_cut_off_after_the_central_took_everything_it_is_done_again(house: House) -> None:
    """The central has committed, the station never heard it: it gives no numbers until it has."""
    home = alone(house, "K1", "Wniosek", "Skarga")
    before = numbers(home)
    with CuttingProxy(urlsplit(house.url).port or 5432) as line:
        url = line.url(house.url)
        line.arm("adopt_end", "COMMIT")
        cut = command(home, "central", "adopt", url)
        assert (cut.code, cut.errors[0]["code"], line.cuts) == (3, "adoption_unfinished", 1)
        assert "Powtórz" in cut.errors[0]["hint"]
        assert house.verified()["items"] == 2
        assert command(home, "void", next(iter(before)), "--reason", "pomyłka").code == 4
        done = command(home, "central", "adopt", url, "--login", "maria", "--password-stdin", said=PASSWORD)
        assert (done.code, done.lines[0]["items"]) == (0, 2), done.said
        assert sync(home).lines[0]["stuck"] == []
    assert numbers(home) == before
    counts = house.verified()
    assert (counts["items"], counts["register_entries"], counts["scans"]) == (2, 2, 2)


@pytest.mark.parametrize("left", [0, 96 * 1024])
def test_on_a_full_disk_it_is_done_again_with_new_room(house: House, tmp_path: Path, left: int) -> None:
    with small_disk(tmp_path / "disk", 24) as disk:
        home = disk / "sam"
        shutil.copytree(alone(house, "K1", "Wniosek", "Skarga"), home)
        before = numbers(home)
        ballast = fill(disk, left)
        full = command(home, "central", "adopt", house.url, "--login", "maria", "--password-stdin", said=PASSWORD)
        assert full.code != 0
        assert full.errors[0]["code"] == "disk_full"
        assert "Zwolnij miejsce" in full.errors[0]["hint"]
        ballast.unlink()
        done = command(home, "central", "adopt", house.url, "--login", "maria", "--password-stdin", said=PASSWORD)
        assert done.code == 0, done.said
        sync(home)
        assert numbers(home) == before
    counts = house.verified()
    assert (counts["items"], counts["register_entries"], counts["scans"]) == (2, 2, 2)
