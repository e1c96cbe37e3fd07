"""The demo scanner at the counter: each visitor brings another letter, also after the program was started again."""

from __future__ import annotations

import json
from pathlib import Path

from kancelaria.bootstrap import init_station, open_office
from resources.letters import FOLDER
from ui.operations.feeding import DemoFeeder


def put_in(home: Path, times: int) -> list[list[str]]:
    with open_office(home) as office:
        feeder = DemoFeeder(office)
        return [sorted(path.name for path in feeder.fill(one_letter=True).iterdir()) for _ in range(times)]


def test_the_next_letter_comes_after_a_restart(tmp_path: Path) -> None:
    init_station(tmp_path, "Urząd Miasta Próbnego", "K1")
    letters = json.loads((FOLDER / "manifest.json").read_text("utf-8"))["letters"]
    expected = [sorted(Path(page["file"]).name for page in letter["pages"]) for letter in letters[:3]]
    assert put_in(tmp_path, 2) + put_in(tmp_path, 1) == expected
