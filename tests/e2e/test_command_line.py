"""The contract of the command line: exit codes, JSON, error objects, Polish help; one station, no paper."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from kancelaria.bootstrap import init_station
from tests.e2e.stations import COMMAND, ROOT, environment, run
from ui.cli.main import COMMANDS

ITEM_KEYS = {
    "document_uid", "rpw_number", "rpw_year", "registered_at", "received_on", "title", "sender", "letter_date",
    "no_date", "sender_reference", "no_reference", "delivery_method", "document_kind", "access", "attachment_count",
    "remarks",
    "reproduction", "addressee", "received_time", "consignment", "pages", "text_sha256", "pdf", "suggestions",
    "assignments", "state", "sync_state", "version",
}  # fmt: skip
SENDER_KEYS = {"organisation", "surname", "given_names", "street", "postcode", "town", "country", "email"}
PAGE_KEYS = {"number", "width", "height", "dpi", "blank", "barcodes", "sha256"}
ENGLISH = ("Usage", "Options", "Commands", "Error", "Show this", "Missing", "No such", "INTEGER", "TEXT", "Invalid")


TAMPER = """
import sys
from pysqlite3 import dbapi2
store = dbapi2.connect(sys.argv[1])
for (name,) in store.execute("select name from sqlite_master where type = 'trigger'").fetchall():
    store.execute(f"drop trigger {name}")
store.execute("update audit set body = cast(replace(cast(body as text), 'register', 'regjster') as blob)")
store.commit()
"""


def letter(path: Path, *lines: str) -> Path:
    image = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((120, 150 + 60 * number), line, 0, font_size=32)
    image.save(path, dpi=(150, 150))
    return path


@pytest.fixture(scope="module")
def registered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A station with two letters, made once; each test works on a copy."""
    folder = tmp_path_factory.mktemp("registered")
    home = folder / "station"
    init_station(home, "Urząd Miasta Mikołów", "K1")
    for number in (1, 2):
        letter(folder / f"{number}.png", f"Spolka Zmyslona numer {number}", "Wniosek o zajecie pasa drogowego")
    assert run(home, "intake", folder / "1.png", folder / "2.png").code == 0
    return home


@pytest.fixture
def station(registered: Path, tmp_path: Path) -> Path:
    return shutil.copytree(registered, tmp_path / "station")


def plain(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *arguments], env=environment(home), cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_polish(command: str, tmp_path: Path) -> None:
    done = plain(tmp_path, *filter(None, [command, "--help"]))
    assert done.returncode == 0
    assert "Użycie: kancelaria" in done.stdout
    assert [word for word in ENGLISH if word in done.stdout] == []


@pytest.mark.parametrize("wrong", [["scna"], ["show"], ["scan"], ["items", "--limit", "x"], ["label", "--serie"]])
def test_wrong_usage_is_said_in_polish_and_ends_with_2(wrong: list[str], tmp_path: Path) -> None:
    done = plain(tmp_path, *wrong)
    assert done.returncode == 2
    assert "Błąd:" in done.stderr
    assert [word for word in ENGLISH if word in done.stderr] == []


def test_an_item_in_json_has_the_contract_s_keys(station: Path) -> None:
    answer = run(station, "items")
    assert answer.code == 0
    for item in answer.items:
        assert item.keys() >= ITEM_KEYS
        assert item["sender"].keys() >= SENDER_KEYS
        assert item["pages"][0].keys() >= PAGE_KEYS
        assert item["reproduction"].keys() == {"extent", "reason"}
    assert [item["rpw_number"] for item in answer.items] == [2, 1]


def test_show_adds_text_and_history(station: Path) -> None:
    uid = run(station, "items", "--limit", "1").items[0]["document_uid"]
    whole = run(station, "show", uid.replace("-", "").lower()).items[0]
    assert whole["document_uid"] == uid
    assert "pasa" in whole["text"]
    assert whole["history"][0]["action"] == "register"


def test_json_may_stand_before_or_after_the_command(station: Path) -> None:
    before, after = plain(station, "--json", "items"), plain(station, "items", "--json")
    assert before.stdout == after.stdout
    assert json.loads(before.stdout.splitlines()[0])["rpw_number"] == 2


def test_an_unknown_identifier_is_an_error_object(station: Path) -> None:
    answer = run(station, "show", "K1A-26-000999-8")
    assert answer.code == 1
    [error] = answer.errors
    assert error.keys() == {"code", "message", "hint", "subject"}
    assert (error["code"], error["subject"]) in {
        ("item_unknown", "K1A-26-000999-8"),
        ("bad_document_uid", "K1A-26-000999-8"),
    }
    assert error["message"] in answer.said


def test_a_missing_device_ends_with_3(station: Path) -> None:
    answer = run(
        station, "scan", "--device", "escl:http://127.0.0.1:9/eSCL", more={"KANCELARIA_SCANNER_DRIVERS": "escl"}
    )
    assert answer.code == 3
    assert answer.errors[0]["hint"]


def test_a_folder_without_a_station_says_what_to_do(tmp_path: Path) -> None:
    answer = run(tmp_path / "nothing", "items")
    assert (answer.code, answer.errors[0]["code"]) == (1, "no_station")
    assert "kancelaria init" in answer.errors[0]["hint"]


def test_amend_confirm_and_void(station: Path) -> None:
    uid = run(station, "items", "--limit", "1").items[0]["document_uid"]
    incomplete = run(station, "confirm", uid)
    assert incomplete.code == 1
    facts = [
        "title=Zajęcie pasa",
        "sender.organisation=Spółka Zmyślona",
        "sender.town=Próbne",
        "letter_date=2026-11",
        "no_reference=tak",
    ]
    assert run(station, "amend", uid, *facts).items[0]["letter_date"] == "2026-11"
    assert run(station, "confirm", uid).items[0]["state"] == "registered"
    frozen = run(station, "amend", uid, "letter_date=2026-10-01")
    assert (frozen.code, frozen.errors[0]["code"]) == (1, "fact_frozen")
    voided = run(station, "void", uid, "--reason", "pomyłka").items[0]
    assert (voided["state"], voided["void_reason"], voided["rpw_number"]) == ("voided", "pomyłka", 2)
    assert run(station, "amend", uid, "nie_ma=1").errors[0]["code"] in {"unknown_field", "state_forbids"}


def test_search_finds_inflected_words_and_numbers(station: Path) -> None:
    assert len(run(station, "search", "wnioski").items) == 2
    uid = run(station, "items", "--limit", "1").items[0]["document_uid"]
    assert [item["document_uid"] for item in run(station, "search", uid).items] == [uid]
    nothing = run(station, "search", "hipopotam")
    assert (nothing.code, nothing.items) == (0, [])


def test_print_outs_are_written(station: Path, tmp_path: Path) -> None:
    uid = run(station, "items", "--limit", "1").items[0]["document_uid"]
    for arguments in (["label", uid], ["label", "--series", "3", "--sheet"], ["receipt", uid], ["missing-scans"]):
        target = tmp_path / f"{arguments[0]}-{len(arguments)}.pdf"
        assert run(station, *arguments, "-o", target).code == 0
        assert target.read_bytes().startswith(b"%PDF")
    table = tmp_path / "rejestr.csv"
    assert run(station, "register", "--from", "2026-01-01", "--to", "2099-12-31", "-o", table).code == 0
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert uid in {cell for row in rows for cell in row}


def test_a_receipt_printed_again_says_so(station: Path, tmp_path: Path) -> None:
    uid = run(station, "items", "--limit", "1").items[0]["document_uid"]
    texts = []
    for number in (1, 2):
        target = tmp_path / f"{number}.pdf"
        assert run(station, "receipt", uid, "-o", target).code == 0
        texts.append(subprocess.run(["pdftotext", target, "-"], capture_output=True, text=True, check=True).stdout)
    assert ["DUPLIKAT" in text for text in texts] == [False, True]
    assert all(uid in text for text in texts)


def test_export_gives_pdf_json_and_xml(station: Path, tmp_path: Path) -> None:
    uid = run(station, "items", "--limit", "1").items[0]["document_uid"]
    assert run(station, "export", uid, "--to", tmp_path / "out").code == 0
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".pdf", ".json", ".xml"}


def test_doctor_tells_damage_with_5(station: Path) -> None:
    assert run(station, "doctor").code == 0
    store = station / "kancelaria.sqlite"
    subprocess.run([str(Path(COMMAND).parent / "python"), "-c", TAMPER, str(store)], check=True, cwd=ROOT)
    damaged = run(station, "doctor")
    assert damaged.code == 5, damaged.said
