"""Scanner profiles: what an administrator locks holds wherever a scan is asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scanning.devices.protocol import Mode, Source
from scanning.errors import InputError
from scanning.pages.minima import PageMaterial
from scanning.pages.model import SplitMode
from ui.operations.facts import ScanOptions
from ui.operations.profiles import ScanProfile, enforced, load_profiles, profile_named

WHOLE = """
[[scan_profiles]]
name = "Poczta poranna"
device = "demo:letters"
source = "adf-duplex"
dpi = 300
mode = "gray"
split = "sheets:2"
material = "handwriting"
locked = true

[[scan_profiles]]
name = "Zdjęcia"
mode = "color"
"""
OPTIONS = ScanOptions("demo:letters")


def written(folder: Path, text: str) -> Path:
    file = folder / "kancelaria.toml"
    file.write_text(text, "utf-8")
    return file


def test_profiles_are_read_from_the_settings(tmp_path: Path) -> None:
    morning, photos = load_profiles(written(tmp_path, WHOLE))
    assert morning.on(OPTIONS) == ScanOptions(
        "demo:letters", Source.ADF_DUPLEX, 300, Mode.GRAY, SplitMode.SHEETS, 2,
        material=PageMaterial.HANDWRITING, profile="Poczta poranna",
    )  # fmt: skip
    assert (morning.locked, photos.locked) == (True, False)
    assert photos.settings() == {"mode": Mode.COLOR}


def test_without_a_file_or_profiles_everything_is_free(tmp_path: Path) -> None:
    assert load_profiles(tmp_path / "kancelaria.toml") == ()
    assert load_profiles(written(tmp_path, 'language = "pl"')) == ()
    assert enforced(OPTIONS, ()) == OPTIONS


@pytest.mark.parametrize(
    "text",
    [
        "[[scan_profiles]]\ndpi = 300",
        '[[scan_profiles]]\nname = "a"\ndpi = 20',
        '[[scan_profiles]]\nname = "a"\ndpi = true',
        '[[scan_profiles]]\nname = "a"\nmode = "sepia"',
        '[[scan_profiles]]\nname = "a"\nsplit = "sheets"',
        '[[scan_profiles]]\nname = "a"\nsplit = "sheets:0"',
        '[[scan_profiles]]\nname = "a"\nmaterial = "papyrus"',
        '[[scan_profiles]]\nname = "a"\nlocked = "yes"',
        '[[scan_profiles]]\nname = "a"\nlokced = true',
        '[[scan_profiles]]\nname = "a"\n[[scan_profiles]]\nname = "a"',
        "scan_profiles = 5",
        "scan_profiles = [[",
    ],
)
def test_a_slip_in_the_file_is_named_and_nothing_is_guessed(text: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        load_profiles(written(tmp_path, text))
    assert refused.value.code == "bad_scan_profile"
    assert refused.value.subject.endswith("kancelaria.toml")


LOCKED = ScanProfile("Poczta", dpi=300, split=SplitMode.SEPARATOR, locked=True)


@pytest.mark.parametrize("change", [{"dpi": 200}, {"split": SplitMode.NONE}])
def test_a_locked_profile_is_not_overridden(change: dict[str, object]) -> None:
    right = LOCKED.on(OPTIONS)
    assert enforced(right, [LOCKED]) == right
    with pytest.raises(InputError) as refused:
        enforced(replace(right, **change), [LOCKED])  # type: ignore[arg-type]
    assert refused.value.code == "profile_locked"


def test_what_a_locked_profile_leaves_open_is_free() -> None:
    assert enforced(replace(LOCKED.on(OPTIONS), mode=Mode.COLOR, expected_sheets=7), [LOCKED]).mode is Mode.COLOR


def test_where_a_profile_is_locked_nobody_scans_without_one() -> None:
    with pytest.raises(InputError) as refused:
        enforced(OPTIONS, [LOCKED, ScanProfile("Zdjęcia")])
    assert refused.value.code == "profile_required"
    assert "„Poczta”" in refused.value.hint
    assert enforced(replace(OPTIONS, profile="Zdjęcia"), [LOCKED, ScanProfile("Zdjęcia")])


def test_at_the_counter_a_locked_split_says_nothing() -> None:
    counter = replace(LOCKED.on(OPTIONS), split=SplitMode.LABEL, one_letter=True)
    assert enforced(counter, [LOCKED]) == counter


def test_an_open_profile_may_be_changed_and_an_unknown_one_is_named() -> None:
    free = replace(LOCKED, locked=False)
    assert enforced(replace(free.on(OPTIONS), dpi=600), [free]).dpi == 600
    with pytest.raises(InputError, match="Nie ma profilu skanera „Wieczór”"):
        profile_named([free], "Wieczór")
