"""Domain 4 through the command line: registered, booked, handed over, dispatched, confirmed, returned, printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kancelaria.bootstrap import init_station
from tests.e2e.stations import Answer, environment
from tests.unit.printing import paper
from ui.cli.main import main

CHECKED = ("--check", "none")
JAN = ("--surname", "Próbny", "--given-names", "Jan", "--street", "Długa 1", "--postcode", "90-001", "--town", "Łódź")
LIST = """organisation;street;postcode;town
Spółka Zmyślona;Rynek 1;00-001;Warszawa
Fundacja Nieistniejąca;Rynek 2;00-002;Warszawa
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    init_station(tmp_path / "station", "Urząd Próbny", "K1", address="Rynek 1, 43-190 Przykładowo")
    return tmp_path / "station"


def run(home: Path, *arguments: str | Path) -> Answer:
    """A command in this process: what it asks is the same, without two seconds of loading."""
    told = ["--json", *map(str, arguments)]
    done = CliRunner().invoke(main, told, env=environment(home), catch_exceptions=False)
    return Answer(done.exit_code, [json.loads(line) for line in done.stdout.splitlines()], done.stderr)


def one(answer: Answer) -> dict[str, object]:
    assert (answer.code, len(answer.lines)) == (0, 1), answer.said
    return answer.lines[0]


def refused(answer: Answer, code: str) -> None:
    assert answer.code == 1
    assert [error["code"] for error in answer.errors] == [code]


@pytest.mark.rule("electronic first")
@pytest.mark.rule("returns by posting number")
def test_a_registered_letter_from_its_number_to_its_return(home: Path, tmp_path: Path) -> None:
    add = ("dispatch", "add", "--title", "Decyzja", *JAN)
    refused(run(home, *add, "--method", "registered_letter"), "check_missing")
    refused(run(home, *add), "ade_missing")
    made = one(run(home, *add, "--method", "registered_letter", *CHECKED, "--zpo", "--fee", "8,50", "--id", "pismo-1"))
    assert (made["readable_number"], made["state"], made["fee"]) == ("1/2026", "prepared", 850)
    again = one(run(home, *add, "--method", "registered_letter", *CHECKED, "--zpo", "--fee", "8,50", "--id", "pismo-1"))
    assert again["id"] == made["id"]
    assert one(run(home, "dispatch", "amend", "1", "posting_number=rr123456785pl"))["posting_number"] == "RR123456785PL"
    day = str(made["registered_at"])[:10]
    book = tmp_path / "ksiazka.pdf"
    assert one(run(home, "posting-book", "--date", day, "-o", book))["rows"] == 1
    assert "RR123456785PL" in paper.text(book)
    refused(run(home, "posting-book", "--date", "2026-01-01", "-o", book), "posting_book_empty")
    assert one(run(home, "dispatch", "hand-over", "--all", "--on", day))["handed_on"] == day
    assert one(run(home, "dispatch", "post", "1", "--on", day))["state"] == "posted"
    assert one(run(home, "dispatch", "list", "--awaiting"))["id"] == made["id"]
    back = one(run(home, "dispatch", "return", "RR 123 456 785 PL", "--reason", "nie podjęto", "--notices", day,
                   "--on", day))  # fmt: skip
    assert (back["state"], back["return_reason"], back["notices"]) == ("returned", "nie podjęto", [day])
    refused(run(home, "dispatch", "void", "1", "--reason", "pomyłka"), "state_forbids")
    shown = one(run(home, "dispatch", "show", "1/2026"))
    assert [line["what"] for line in shown["history"]] == [  # type: ignore[attr-defined]
        "zarejestrowano", "poprawiono", "przekazano do wysłania", "nadano", "wróciła niedoręczona",
    ]  # fmt: skip
    refused(run(home, "dispatch", "show", "77"), "outgoing_unknown")


@pytest.mark.rule("posting book")
def test_a_letter_to_several_each_with_its_row_envelope_and_slip(home: Path, tmp_path: Path) -> None:
    listed = tmp_path / "adresaci.csv"
    listed.write_text(LIST, encoding="utf-8")
    add = ("dispatch", "add", "--title", "Zawiadomienie", "--addressees", listed, *CHECKED)
    rows = run(home, *add, "--method", "registered_letter", "--zpo").lines
    assert [row["readable_number"] for row in rows] == ["1/2026", "2/2026"]
    together = one(run(home, *add, "--method", "letter", "--collective"))
    assert len(together["addressees"]) == 2  # type: ignore[arg-type]
    for what, count in (("envelopes", 4), ("labels", 4)):
        assert one(run(home, "dispatch", what, "1", "2", "3", "-o", tmp_path / f"{what}.pdf"))["rows"] == count
    assert one(run(home, "dispatch", "zpo", "1", "2", "-o", tmp_path / "zpo.pdf"))["rows"] == 2
    refused(run(home, "dispatch", "zpo", "3", "-o", tmp_path / "zpo.pdf"), "zpo_unwanted")
    register = tmp_path / "rejestr.pdf"
    printed = one(run(home, "dispatch", "register", "--from", "2026-01-01", "--to", "2026-12-31", "-o", register))
    assert printed["rows"] == 3
    assert "Fundacja Nieistniejąca" in paper.text(register)
    wrong = tmp_path / "zle.csv"
    wrong.write_text("nazwa\nX\n", encoding="utf-8")
    refused(run(home, "dispatch", "add", "--title", "T", "--addressees", wrong), "bad_addressees")
