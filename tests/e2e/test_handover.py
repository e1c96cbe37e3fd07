"""Domain 1.3, hand-over lists through the command line: made, printed, disputed, received, settled."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kancelaria.bootstrap import init_station, open_office
from kancelaria.domain.incoming import Reproduction, ReproductionExtent, Sender
from kancelaria.domain.office import OrgUnit
from kancelaria.services.assign import Target, assign_item
from kancelaria.services.register import RegisterIncoming, register_incoming
from tests.e2e.stations import Answer, run
from tests.unit.printing import paper

UNIT = "AB"


@pytest.fixture
def station(tmp_path: Path) -> tuple[Path, list[str]]:
    """A station with one unit that leads four confirmed letters, the last one sealed."""
    home = tmp_path / "station"
    init_station(home, "Urząd Próbny", "K1")
    uids = []
    with open_office(home) as office:
        with office.uow() as uow:
            uow.office.put_units([OrgUnit(UNIT, "Wydział Architektury")])
            uow.commit()
        for number in range(1, 5):
            sealed = number == 4
            extent = ReproductionExtent.PARTIAL if sealed else ReproductionExtent.FULL
            command = RegisterIncoming(
                f"letter-{number}", "2026-11-20", f"Sprawa numer {number}",
                Sender(organisation=f"Spółka Zmyślona {number}", town="Żory"), no_date=True, no_reference=True,
                confirmed=True, sealed=sealed, reproduction=Reproduction(extent, "sealed" if sealed else None),
            )  # fmt: skip
            uids.append(register_incoming(command, office.uow(), office.workplace).document_uid)
            assign_item(uids[-1], Target(unit=UNIT), office.uow(), office.workplace)
    return home, uids


def one(answer: Answer) -> dict[str, object]:
    assert (answer.code, len(answer.lines)) == (0, 1), answer.said
    return answer.lines[0]


def refused(answer: Answer, code: str) -> None:
    assert answer.code == 1
    assert [error["code"] for error in answer.errors] == [code]
    assert answer.errors[0]["hint"], code


def test_a_list_from_making_it_to_its_last_discrepancy(station: tuple[Path, list[str]], tmp_path: Path) -> None:
    home, uids = station
    target = tmp_path / "lista.pdf"
    refused(run(home, "handover", "new", "--to", UNIT, "--waiting", "-o", tmp_path / "lista.txt"), "bad_target")
    made = one(run(home, "handover", "new", "--to", UNIT, "--waiting", "--volume", f"{uids[0]}=4 tomy", "-o", target))
    number = str(made["number"])
    assert made["open"] is True
    assert made["totals"] == {"original": 3, "sealed": 1}
    assert re.fullmatch(r"K1A-\d\d-L00001-[0-9A-Z]", number)
    assert (made["unit"], made["file"]) == (UNIT, str(target))

    text = paper.text(target)
    assert [uid for uid in uids if uid not in text] == []
    assert number in text
    assert "4 tomy" in text
    assert "Spółka Zmyślona 3" in text
    assert [word for word in ("Sprawa numer 4", "Spółka Zmyślona 4") if word in text] == []

    refused(run(home, "handover", "new", "--to", UNIT, uids[0], "-o", target), "on_open_handover")
    noted = one(run(home, "handover", "discrepancy", number, uids[2], "--reason", "pozycji 3 nie ma w teczce"))
    assert noted["open"] is True
    signed = one(run(home, "handover", "receive", number.replace("-", ""), "--by", "Ola Zmyślona"))
    assert (signed["received_by"], signed["open"]) == ("Ola Zmyślona", True)
    assert [line["number"] for line in run(home, "handover", "list", "--open").lines] == [number]
    settled = one(run(home, "handover", "settle", number, uids[2], "--how", "leżało w skrytce", "--kept"))
    assert settled["open"] is False
    assert run(home, "handover", "list", "--open").lines == []

    again = tmp_path / "ponownie.pdf"
    shown = one(run(home, "handover", "show", number, "-o", again))
    assert shown["rows"][2]["discrepancy"]["settled"] == "leżało w skrytce"  # type: ignore[index]
    assert "wydruk ponowny" in paper.text(again)
    second = one(run(home, "handover", "new", "--to", UNIT, "--waiting", "-o", target))
    assert [row["document_uid"] for row in second["rows"]] == [uids[2]]  # type: ignore[attr-defined]

    with open_office(home) as office:
        logged = [entry for entry in office.queries.accesses() if entry.purpose == "handover"]
        assert [entry.kind for entry in logged] == ["print", "print", "view", "print"]
        assert logged[-1].objects == (number, *uids)
        assert [entry.action for entry in office.queries.history(number)] == [
            "handover", "handover_discrepancy", "handover_received", "handover_settled",
        ]  # fmt: skip
        assert office.damage() == []
