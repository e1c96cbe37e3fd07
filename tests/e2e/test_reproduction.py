"""Domain 1.4 through the command line: what pages are kept as, volumes, carriers, the two lists."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from kancelaria.bootstrap import init_station
from tests.e2e.stations import Answer, run
from tests.integration.operations.conftest import draw_page
from tests.unit.printing import paper

LINES = ("Spółka Zmyślona", "Próbne, 17 listopada 2026 r.", "Dotyczy: zajęcia pasa drogowego")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    init_station(tmp_path / "station", "Urząd Próbny", "K1")
    return tmp_path / "station"


def one(answer: Answer) -> dict[str, Any]:
    assert (answer.code, len(answer.lines)) == (0, 1), answer.said
    return answer.lines[0]


def refused(answer: Answer, code: str) -> None:
    assert answer.code == 1
    assert [error["code"] for error in answer.errors] == [code]
    assert answer.errors[0]["hint"]


@pytest.mark.rule("minima by material")
@pytest.mark.rule("extent and reason")
@pytest.mark.rule("carriers listed")
@pytest.mark.rule("missing scans listed")
def test_a_bound_project_with_a_disc(home: Path, tmp_path: Path) -> None:
    page = draw_page(tmp_path / "1.png", *LINES)
    item = one(run(home, "intake", page, "--material", "handwriting"))
    uid = item["document_uid"]
    shown = one(run(home, "show", uid))["pages"][0]
    assert (shown["material"], shown["kept"]["bits"], shown["kept"]["format"]) == ("handwriting", 8, "lossless")
    assert [short["code"] for short in shown["shortfalls"]] == ["resolution"]
    assert "F3" in shown["shortfalls"][0]["message"]
    refused(run(home, "amend", uid, "reproduction.extent=partial"), "reproduction_reason_missing")
    one(run(home, "amend", uid, "reproduction.extent=partial", "reproduction.reason=page_count"))
    one(run(home, "volume", uid, "--volumes", "4", "--copies", "3"))
    refused(run(home, "volume", uid, "--volumes", "0"), "bad_volume")
    disc = one(run(home, "carriers", "add", uid, "--kind", "cd", "--place", "szafa 3", "--description", "projekt"))
    one(run(home, "carriers", "move", disc["id"], "--place", "pudło 7"))
    missing, lying = tmp_path / "braki.csv", tmp_path / "nosniki.pdf"
    assert one(run(home, "missing-scans", "-o", missing))["rows"] == 1
    row = list(csv.reader(io.StringIO(missing.read_text("utf-8-sig")), delimiter=";"))[1]
    assert row[6:10] == ["niepełne", "liczba stron", "4 tomy × 3 egz.", "w kancelarii"]
    assert one(run(home, "carriers", "print", "-o", lying))["rows"] == 1
    printed = paper.text(lying)
    for word in (uid, "płyta CD", "projekt", "pudło 7", "nośników: 1"):
        assert word in printed
    whole = one(run(home, "show", uid))
    assert whole["volume"] == {"volumes": 4, "copies": 3, "pages": 0}
    assert [carrier["place"] for carrier in whole["carriers"]] == ["pudło 7"]
    one(run(home, "carriers", "copied", disc["id"]))
    assert run(home, "carriers", "list").lines == []
    refused(run(home, "carriers", "copied", disc["id"]), "carrier_copied")
