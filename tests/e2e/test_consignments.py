"""Domain 1.0 and 1.3 through the command line: a courier's list, a drop box, notes, a withdrawal, one envelope."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kancelaria.bootstrap import init_station, open_office
from kancelaria.domain.incoming import Sender
from kancelaria.services.register import RegisterIncoming, register_incoming
from tests.e2e.stations import Answer
from tests.unit.printing import paper
from ui.cli.main import main

FIRST, SECOND = "RR123456785PL", "EE000000005PL"


@pytest.fixture
def station(tmp_path: Path) -> tuple[Path, list[str]]:
    """A station with two confirmed letters."""
    home = tmp_path / "station"
    init_station(home, "Urząd Próbny", "K1")
    uids = []
    with open_office(home) as office:
        for number in (1, 2):
            command = RegisterIncoming(
                f"letter-{number}", "2026-11-20", f"Sprawa numer {number}",
                Sender(organisation="Spółka Zmyślona", town="Żory"), no_date=True, no_reference=True, confirmed=True,
            )  # fmt: skip
            uids.append(register_incoming(command, office.uow(), office.workplace).document_uid)
    return home, uids


def run(home: Path, *words: object) -> Answer:
    """A command in this process: a score of them would take long to start."""
    done = CliRunner().invoke(main, ["--home", str(home), "--json", *map(str, words)])
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return Answer(done.exit_code, lines, done.output)


def one(answer: Answer) -> dict[str, Any]:
    assert (answer.code, len(answer.lines)) == (0, 1), answer.said
    return answer.lines[0]


def test_a_couriers_list_from_its_file_to_what_waits(station: tuple[Path, list[str]], tmp_path: Path) -> None:
    home, _ = station
    file = tmp_path / "lista.csv"
    file.write_text(f"Lp.;Numer nadawczy\n1;{FIRST}\n2;{SECOND}\n", encoding="utf-8-sig")
    bad = tmp_path / "zla.csv"
    bad.write_text("RR123456786PL\n", encoding="utf-8")
    refused = run(home, "consignment", "list-new", "--file", bad)
    assert [error["code"] for error in refused.errors] == ["bad_posting_number"]
    made = one(run(home, "consignment", "list-new", "--file", file, "--name", "Poczta Zmyślona"))
    number = made["number"]
    scanned = run(home, "consignment", "scan", number, FIRST, "RR123456786PL", "XX12345678")
    assert scanned.code == 1, "a wrong code is named, the others go on"
    assert [error["code"] for error in scanned.errors] == ["bad_posting_number"]
    assert [(line["ordinal"], line["surplus"]) for line in scanned.lines if "ordinal" in line] == [
        (1, False), (3, True),
    ]  # fmt: skip
    signed = one(run(home, "consignment", "sign", number, "--by", "J. Kurier"))
    assert (signed["totals"]["missing"], signed["totals"]["surplus"]) == (1, 1)
    waiting = run(home, "consignment", "pending").lines
    assert [(line["posting_number"], line["days"]) for line in waiting] == [(FIRST, 0), ("XX12345678", 0)]
    printed = tmp_path / "lista.pdf"
    one(run(home, "consignment", "show", number.replace("-", ""), "-o", printed))
    words = paper.text(printed)
    for said in (FIRST, SECOND, "BRAK", "SPOZA LISTY", "J. Kurier", "Poczta Zmyślona", number, "Razem: 3"):
        assert said in words, said
    one(run(home, "consignment", "settle", "XX12345678", "returned", "--words", "doręczycielowi"))
    assert [line["posting_number"] for line in run(home, "consignment", "pending").lines] == [FIRST]
    box = one(run(home, "consignment", "drop-box", "2", "--witness", "J. Lis", "--place", "wejście"))
    assert box["received_on"] == box["made_at"][:10]
    printed = tmp_path / "protokol.pdf"
    one(run(home, "consignment", "show", box["number"], "-o", printed))
    assert "Wyjęto przesyłek: 2" in paper.text(printed)
    assert [line["number"] for line in run(home, "consignment", "lists").lines] == [box["number"], number]


def test_notes_a_withdrawal_and_one_envelope(station: tuple[Path, list[str]]) -> None:
    home, (first, second) = station
    noted = one(run(home, "note", "add", first, "cash", "amount=120,50", "counted_by=M. N., J. L.", "to=kasa"))
    assert noted["details"]["amount"] == 12050
    refused = run(home, "note", "add", first, "defect", "what=nic")
    assert (refused.code, refused.errors[0]["code"]) == (1, "bad_note_field")
    assert run(home, "note", "add", first, "withdrawn").code == 2
    assert run(home, "note", "revoke", first, noted["id"], "--reason", "omyłka").lines == []
    assert {line["kind"] for line in run(home, "note", "kinds").lines} >= {"defect", "damage", "opened_by_mistake"}
    withdrawn = one(run(home, "withdraw", second, first))
    assert withdrawn["details"]["document_uid"] == first
    assert one(run(home, "note", "list", first))["kind"] == "withdrawn"
    shared = one(run(home, "consignment", "share", first, second))
    assert shared["items"] == [first, second]
    assert one(run(home, "show", first))["consignment"]["id"] == shared["id"]
