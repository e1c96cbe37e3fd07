"""The correspondents' book and series registration through the command line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kancelaria.bootstrap import init_station, open_office
from tests.e2e.stations import Answer, run
from ui.cli.main import main

PESEL = "44851401308"
ROWS = 120


@pytest.fixture
def home(tmp_path: Path) -> Path:
    init_station(tmp_path / "station", "Urząd Próbny", "K1")
    return tmp_path / "station"


def listed(folder: Path, count: int, spoilt: int = 0) -> Path:
    rows = [
        f"Próbna;Anna {number};ul. Lipowa {number};{'4319' if number == spoilt else '43-190'};Mikołów"
        for number in range(1, count + 1)
    ]
    target = folder / "lista.csv"
    target.write_text("\n".join(["nazwisko;imiona;ulica;kod;miejscowość", *rows]), encoding="utf-8")
    return target


@pytest.mark.rule("series registration")
def test_a_series_killed_in_the_middle_is_finished_by_the_same_order(home: Path, tmp_path: Path) -> None:
    order = ["series", str(listed(tmp_path, ROWS)), "--title", "Deklaracja", "--received", "2026-11-20", "--json"]
    program = subprocess.Popen(
        [sys.executable, "-m", "ui.cli.main", "--home", str(home), *order],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert program.stdout is not None
    for _ in range(20):
        assert program.stdout.readline()
    os.kill(program.pid, signal.SIGKILL)
    program.communicate()
    answer = run(home, *order)
    assert answer.code == 0, answer.said
    states = [line["state"] for line in answer.lines]
    assert (len(states), states.count("already") >= 20, states.count("registered") > 0) == (ROWS, True, True)
    with open_office(home) as office:
        items = office.queries.items()
        assert sorted(item.rpw_number or 0 for item in items) == list(range(1, ROWS + 1))
        assert len({item.sender.given_names for item in items}) == ROWS
        assert office.queries.open_series() == []


def test_a_faulty_row_ends_with_code_one_and_names_its_row(home: Path, tmp_path: Path) -> None:
    answer = said(home, "series", listed(tmp_path, 3, spoilt=2), "--title", "Deklaracja")
    assert answer.code == 1
    assert [(line["row"], line["state"]) for line in answer.lines] == [
        (2, "registered"),
        (3, "failed"),
        (4, "registered"),
    ]
    assert answer.lines[1]["error"]["code"] == "bad_postcode"
    assert said(home, "series", listed(tmp_path, 3), "--title", "Deklaracja").code == 0
    assert said(home, "series", tmp_path / "nie ma.csv", "--title", "x").code == 1


def said(home: Path, *arguments: str | Path) -> Answer:
    """The command's answer without a process of its own."""
    done = CliRunner().invoke(main, ["--home", str(home), "--json", *map(str, arguments)])
    return Answer(done.exit_code, [json.loads(line) for line in done.stdout.splitlines()], done.stderr)


@pytest.mark.rule("personal numbers masked")
def test_the_book_is_kept_on_the_command_line_without_showing_a_personal_number(home: Path, tmp_path: Path) -> None:
    said(home, "series", listed(tmp_path, 2), "--title", "Deklaracja")
    first, second = (line["id"] for line in said(home, "correspondents", "find", "probna").lines)
    changed = said(home, "correspondents", "correct", first, f"pesel={PESEL}", "nip=1234563219")
    assert changed.code == 0
    assert changed.lines[0]["doubts"] == {"nip": "NIP nie zgadza się z cyfrą kontrolną."}
    for command in (["find", "anna"], ["show", first]):
        answer = said(home, "correspondents", *command)
        assert PESEL not in answer.said + str(answer.lines), command
    refused = said(home, "correspondents", "reveal", first, "pesel", "--purpose", " ")
    assert [error["code"] for error in refused.errors] == ["purpose_missing"]
    assert said(home, "correspondents", "reveal", first, "pesel", "--purpose", "próba").lines == [
        {"id": first, "pesel": PESEL}
    ]
    with open_office(home) as office:
        assert office.queries.accesses(1)[0].objects == (f"correspondent/{first}/pesel",)
    said(home, "correspondents", "correct", second, "nip=1234563219")
    [pair] = said(home, "correspondents", "suspected").lines
    assert {pair["first"], pair["second"]} == {first, second}
    assert said(home, "correspondents", "merge", second, first).code == 0
    assert said(home, "correspondents", "show", second).lines[0]["merged"] == [first]
    assert len(said(home, "correspondents", "show", first).lines[0]["letters"]) == 2
    assert said(home, "correspondents", "unmerge", first).code == 0
    assert said(home, "correspondents", "apart", second, first).code == 0
    assert said(home, "correspondents", "town", "43-190").lines == [{"town": "Mikołów", "count": 2}]
    assert said(home, "correspondents", "show", "nie-ma").code == 1
