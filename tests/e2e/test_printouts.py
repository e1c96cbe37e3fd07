"""Print-outs through the command line: a label printer on a real port, series, receipts that prove themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from zxingcpp import BarcodeFormat

from kancelaria.bootstrap import init_station, open_office
from kancelaria.domain.incoming import Sender
from kancelaria.domain.notes import NoteKind
from kancelaria.services.notes import note_item
from kancelaria.services.register import RegisterIncoming, register_incoming
from tests.e2e.stations import run
from tests.fakes.label_printer import LabelPrinterAtPort
from tests.unit.printing import paper

DAMAGE = {
    "words": "rozdarta koperta", "place": "Punkt K1", "moment": "2026-11-20T08:05", "on_envelope": True,
    "on_confirmation": "noted", "first": "Jan Zmyślony", "second": "Anna Wymyślona",
}  # fmt: skip


@pytest.fixture
def station(tmp_path: Path) -> tuple[Path, list[str]]:
    """A station with two letters of one depositor; the first came damaged."""
    home, uids = tmp_path / "station", []
    init_station(home, "Urząd Próbny", "K1")
    with open_office(home) as office:
        for number in (1, 2):
            command = RegisterIncoming(
                f"letter-{number}", "2026-11-20", f"Sprawa numer {number}", Sender(surname="Zmyślony", town="Żory"),
                no_date=True, no_reference=True, confirmed=True, received_time="10:42",
            )  # fmt: skip
            uids.append(register_incoming(command, office.uow(), office.workplace).document_uid)
        note_item(uids[0], NoteKind.DAMAGE, DAMAGE, office.uow(), office.workplace)
    return home, uids


def test_label_printer_of_the_settings(station: tuple[Path, list[str]]) -> None:
    home, uids = station
    with LabelPrinterAtPort() as printer:
        (home / "kancelaria.toml").write_text(f'label_printer = "{printer.address(300)}"\n', "utf-8")
        assert run(home, "label", "--test", "--printer").code == 0
        printed = run(home, "label", *uids, "--printer")
        assert (printed.code, [line["document_uid"] for line in printed.items]) == (0, uids)
        read = [code.text for label in printer.labels for code in paper.codes(label, BarcodeFormat.Code128)]
        assert read[1:] == [uid.replace("-", "") for uid in uids]
    gone = run(home, "label", uids[0], "--printer")
    assert (gone.code, gone.errors[0]["code"]) == (3, "label_printer_refused")
    assert run(home, "label", uids[0], "--printer", "drukarka").errors[0]["code"] == "bad_label_printer"
    assert run(home, "label", uids[0]).code == 2


def test_series_watched_over(station: tuple[Path, list[str]], tmp_path: Path) -> None:
    home, _ = station
    target = tmp_path / "sheets.pdf"
    made = run(home, "label", "--series", "6", "--sheet", "--layout", "3x8", "--start", "20", "-o", target)
    uids = [line["document_uid"] for line in made.items]
    assert (made.code, len(uids), len(paper.sizes(target))) == (0, 6, 2)
    voided = run(home, "label", "--void", f"{uids[0]}..{uids[1]}", "--reason", "pomięte")
    assert [line["state"] for line in voided.items] == ["voided"] * 2
    (rest,) = run(home, "label", "--unused").lines
    assert (rest["first"], rest["last"], rest["count"], rest["unprinted"]) == (uids[2], uids[5], 4, 0)
    assert run(home, "label", "--void", uids[2]).errors[0]["code"] == "reason_missing"


def test_receipt_printed_and_checked(station: tuple[Path, list[str]], tmp_path: Path) -> None:
    home, uids = station
    target = tmp_path / "receipt.pdf"
    (made,) = run(home, "receipt", *uids, "--format", "roll", "--copies", "2", "-o", target).lines
    assert (made["document_uid"], made["duplicate"], len(made["codes"])) == (uids, False, 2)
    (qr,) = paper.codes(paper.render(target, 0, 203, bilevel=True), BarcodeFormat.QRCode)
    assert qr.text == made["codes"][0]
    (found,) = run(home, "receipt", "--check", qr.text).lines
    assert (found["genuine"], found["duplicate"], found["copy"], found["document_uid"]) == (True, False, 1, uids)
    (again,) = run(home, "receipt", uids[0], "--format", "a4", "-o", target).lines
    assert again["duplicate"]
    assert "DUPLIKAT" in paper.text(target)
    forged = run(home, "receipt", "--check", re.sub(r"-D1-", "-O1-", again["codes"][0]))
    assert (forged.code, forged.lines[0]["genuine"]) == (1, False)
    assert run(home, "receipt", "--check", "abc").errors[0]["code"] == "no_receipt_code"


def test_protocols(station: tuple[Path, list[str]], tmp_path: Path) -> None:
    home, uids = station
    target = tmp_path / "protocol.pdf"
    assert run(home, "protocol", "damage", uids[0], "-o", target).code == 0
    assert "rozdarta koperta" in paper.text(target)
    assert run(home, "protocol", "damage", uids[1], "-o", target).errors[0]["code"] == "no_damage_noted"
    assert run(home, "protocol", "oral", uids[1], "-o", target).errors[0]["code"] == "reason_missing"
    said = ["--reason", "nie umie pisać", "--cannot-sign", "--second", "Anna Wymyślona"]
    for _ in range(2):
        assert run(home, "protocol", "oral", uids[1], *said, "-o", target).code == 0
    assert "WYDRUK PONOWNY (2)" in paper.text(target)
    assert "Anna Wymyślona" in paper.text(target)
