"""What a receipt says stays true, and the file of a receipt is whole or absent, whatever is killed."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.crash.conftest import Scanned, blocks
from tests.e2e.crash.paper import write_file
from tests.e2e.crash.station import CrashStation, after, moment

PROGRAM = str(Path(__file__).with_name("cut_program.py"))
CUTS = {
    "before writing": ("kancelaria.printing.receipt:write_atomically", "before"),
    "half written": ("os:replace", "before"),
    "written, print not logged": ("ui.operations.receipt_prints:log_receipt_prints", "before"),
    "logged": ("ui.operations.receipt_prints:log_receipt_prints", "after"),
}


@pytest.fixture
def station(scanned: Scanned, tmp_path: Path) -> CrashStation:
    shutil.copytree(scanned.home, tmp_path / "station")
    return CrashStation(tmp_path / "station", tmp_path, acknowledged=dict(scanned.acknowledged))


def words(receipt: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", str(receipt), "-"], capture_output=True, text=True, check=True)
    return done.stdout


def check_receipt(station: CrashStation, receipt: Path, uid: str) -> None:
    """The receipt names the identifier and the number the register has."""
    said = words(receipt)
    [item] = [item for item in station.check() if item.document_uid == uid]
    assert uid in said
    assert f"{item.rpw_number}/{item.rpw_year}" in said


@pytest.mark.parametrize("seeds", blocks(8), ids=str)
def test_what_was_printed_is_in_the_register_after_a_kill(
    seeds: range, station: CrashStation, run_length: float, tmp_path: Path
) -> None:
    uid = sorted(station.acknowledged)[0]
    receipt = tmp_path / "potwierdzenie.pdf"
    assert station.run("receipt", uid, "-o", receipt).code == 0
    for seed in seeds:
        chance = random.Random(5000 + seed)
        path = write_file(tmp_path / "wplyw", 10 + seed, 1)
        running = station.start("intake", path)
        station.killed(running, moment(station, running, chance, run_length), chance.uniform(0, 0.02))
        check_receipt_number(station, receipt, uid)
    station.resume_all()
    check_receipt(station, receipt, uid)


def check_receipt_number(station: CrashStation, receipt: Path, uid: str) -> None:
    shown = station.run("show", uid).items[0]
    said = words(receipt)
    assert uid in said
    assert f"{shown['rpw_number']}/{shown['rpw_year']}" in said


@pytest.mark.parametrize("cut", CUTS)
def test_a_receipt_is_whole_or_absent(cut: str, station: CrashStation, tmp_path: Path) -> None:
    uid = sorted(station.acknowledged)[0]
    folder = tmp_path / "druk"
    folder.mkdir()
    name, when = CUTS[cut]
    command = (sys.executable, PROGRAM, name, when, "1", "--")
    running = station.start("receipt", uid, "-o", folder / "p.pdf", command=command)
    assert not station.killed(running, after(60))
    assert running.process.wait() == -9, running.err.read_text("utf-8")
    shown = [path for path in folder.iterdir() if not path.name.startswith(".")]
    assert shown == ([] if cut in ("before writing", "half written") else [folder / "p.pdf"])
    for receipt in shown:
        check_receipt(station, receipt, uid)
    assert station.run("receipt", uid, "-o", folder / "p.pdf").code == 0
    check_receipt(station, folder / "p.pdf", uid)
