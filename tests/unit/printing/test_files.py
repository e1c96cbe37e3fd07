"""Files of print-outs: whole or not at all, the same for the same data, with embedded fonts."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pikepdf
import pytest

from kancelaria.domain.errors import InvalidInput
from kancelaria.printing.dates import date_for_people, moment_for_people
from kancelaria.printing.files import PrintNotSaved, write_atomically
from kancelaria.printing.label import write_labels
from kancelaria.printing.missing_scans import write_missing_scans
from kancelaria.printing.model import LabelData
from kancelaria.printing.privacy import MASK, mask_pesel, printable
from kancelaria.printing.receipt import write_receipt
from kancelaria.printing.register import write_register
from tests.unit.printing.samples import LONG_OFFICE, RECEIPT, UID, invented_pesel
from tests.unit.printing.test_receipt import COLLECTIVE
from tests.unit.printing.test_register import DATA, MISSING

LABELS = [LabelData(UID, LONG_OFFICE, "K1", "2026-11-20")] * 3
WRITERS: dict[str, tuple[Callable[[Path], None], str]] = {
    "labels": (lambda target: write_labels(LABELS, target), "Etykiety"),
    "sheet": (lambda target: write_labels(LABELS, target, sheet=True), "Etykiety"),
    "receipt": (lambda target: write_receipt(RECEIPT, target), f"Potwierdzenie złożenia {UID}"),
    "collective": (lambda target: write_receipt(COLLECTIVE, target, paper="A4"), "Zbiorcze potwierdzenie złożenia"),
    "roll": (lambda target: write_receipt(RECEIPT, target, paper="roll80"), "Potwierdzenie złożenia"),
    "register": (lambda target: write_register(DATA, target), "Rejestr przesyłek wpływających 2026"),
    "missing": (lambda target: write_missing_scans(MISSING, target), "Wykaz przesyłek bez pełnego odwzorowania"),
}


@pytest.mark.parametrize("name", WRITERS)
def test_file_is_polish_titled_and_embeds_every_font(tmp_path: Path, name: str) -> None:
    write, title = WRITERS[name]
    target = tmp_path / "wydruk.pdf"
    write(target)
    with pikepdf.open(target) as document:
        assert str(document.Root.Lang).startswith("pl")
        assert str(document.docinfo["/Title"]).startswith(title)
        fonts = [item for item in document.objects if _is_font(item)]
        assert len(fonts) >= 2
        for font in fonts:
            assert "/FontFile2" in font.FontDescriptor, font.BaseFont
            assert "/ToUnicode" in font


def _is_font(item: object) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == pikepdf.Name.Font


@pytest.mark.parametrize("name", WRITERS)
def test_same_data_gives_the_same_bytes(tmp_path: Path, name: str) -> None:
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    WRITERS[name][0](first)
    WRITERS[name][0](second)
    assert first.read_bytes() == second.read_bytes()


def test_fonts_come_with_their_licence_and_stay_small() -> None:
    folder = files("resources") / "fonts"
    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text("utf-8")
    assert sum(len(entry.read_bytes()) for entry in folder.iterdir() if entry.is_file()) <= 2 * 1024 * 1024


def test_write_is_synced_before_it_is_renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, seen = tmp_path / "wydruk.pdf", []
    target.write_bytes(b"old")
    real = os.fsync

    def fsync(descriptor: int) -> None:
        seen.append(target.read_bytes())
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    write_atomically(target, b"new")
    assert seen == [b"old", b"new"]
    assert [entry.name for entry in tmp_path.iterdir()] == ["wydruk.pdf"]


def test_failed_write_keeps_the_old_file_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "wydruk.pdf"
    target.write_bytes(b"old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PrintNotSaved) as failed:
        write_atomically(target, b"new")
    assert (failed.value.code, failed.value.subject) == ("print_not_saved", str(target))
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_missing_folder_is_a_known_error(tmp_path: Path) -> None:
    with pytest.raises(PrintNotSaved, match=r"wydruk\.pdf"):
        write_atomically(tmp_path / "nie ma" / "wydruk.pdf", b"x")


@pytest.mark.parametrize(
    ("given", "expected"),
    [("2026-11-20", "20.11.2026"), ("2026-11", "11.2026"), ("2026", "2026"), ("2024-02-29", "29.02.2024")],
)
def test_dates_for_people(given: str, expected: str) -> None:
    assert date_for_people(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2026-11-20T23:30:00Z", "21.11.2026 00:30"),
        ("2026-07-01T22:30:00Z", "02.07.2026 00:30"),
        ("2026-12-31T23:00:00Z", "01.01.2027 00:00"),
    ],
)
def test_moments_for_people_are_in_warsaw_time(given: str, expected: str) -> None:
    assert moment_for_people(given) == expected


@pytest.mark.parametrize("bad", ["20.11.2026", "2026-13", "2026-02-30", "", "2026-11-20T10:00:00Z"])
def test_bad_dates_are_refused(bad: str) -> None:
    with pytest.raises(InvalidInput):
        date_for_people(bad)


@pytest.mark.parametrize("bad", ["2026-11-20T10:00:00", "wczoraj"])
def test_moments_without_a_zone_are_refused(bad: str) -> None:
    with pytest.raises(InvalidInput):
        moment_for_people(bad)


@pytest.mark.parametrize("pattern", ["{}", "PESEL: {}.", "({})", "nr {}", "a,{};b", "{}\n{}"])
def test_pesel_is_masked(pattern: str) -> None:
    number = invented_pesel()
    assert mask_pesel(pattern.replace("{}", number)) == pattern.replace("{}", MASK)


def test_pesel_parted_or_hidden_is_masked() -> None:
    number = invented_pesel()
    assert mask_pesel(f"{number[:6]} {number[6:]}") == MASK
    assert mask_pesel(f"{number[:2]} {number[2:4]} {number[4:6]}-{number[6:]}") == MASK
    assert printable(f"{number[:5]}\u200b{number[5:]}") == MASK
    assert printable(f"{number[:6]}\n{number[6:]}") == MASK


def test_other_numbers_stay() -> None:
    number = invented_pesel()
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    for other in (wrong, f"0{number}", f"{number}0", f"A{number}", "00359007734012345678", UID):
        assert mask_pesel(other) == other


def test_printable_drops_what_cannot_be_seen() -> None:
    assert printable("a\u202eb\x00c \t\n d") == "abc d"
