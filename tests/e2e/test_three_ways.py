"""The same 12 labelled letters over SANE, over eSCL and from files: the same 12 items; the broken files named."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from kancelaria.domain.identifiers import is_document_uid
from tests.e2e.conftest import Letters
from tests.e2e.stations import Answer, run
from tests.fakes.mfp import VirtualMfp

FOUND_WORDS = 0.9


def folded(text: str) -> set[str]:
    return set(re.findall(r"\w{4,}", text.lower()))


def as_png(pages: Path, target: Path) -> Path:
    """The pages as the device will serve them: lossless, named in feeding order."""
    target.mkdir()
    for page in sorted(pages.iterdir()):
        with Image.open(page) as image:
            image.convert("L").save(target / f"{page.stem}.png", dpi=(300, 300), compress_level=1)
    return target


def check_twelve(answer: Answer, letters: Letters) -> None:
    """12 items in the order of the stack: right labels, numbers, page counts, hashes, text and PDF/A."""
    assert len(answer.items) == len(letters.truth) == 12, answer.said
    by_number = sorted(answer.items, key=lambda item: item["rpw_number"])
    assert [item["rpw_number"] for item in by_number] == list(range(1, 13))
    assert [item["document_uid"][:6] for item in by_number] == ["K1A-26"] * 12
    for item, truth in zip(by_number, letters.truth, strict=True):
        assert len(item["pages"]) == len(truth["pages"])
        label = next(code for code in item["pages"][0]["barcodes"] if is_document_uid(code))
        assert label == item["document_uid"].replace("-", "")
        assert item["state"] == "to_verify"
        whole = run(letters.home, "show", item["document_uid"]).items[0]
        check_text(whole, truth)
        check_pdf(Path(item["pdf"]), whole)


def check_text(item: dict[str, Any], truth: dict[str, Any]) -> None:
    assert item["text"].count("\f") == len(item["pages"]) - 1
    if truth["layout"].startswith("hand"):
        return  # handwriting is measured, not promised
    sender = truth["truth"]["sender"]
    wanted = folded(" ".join([sender["organisation"] or sender["surname"] or "", sender["town"] or ""]))
    assert wanted & folded(item["text"]), (truth["layout"], wanted)


def check_pdf(pdf: Path, item: dict[str, Any]) -> None:
    with pikepdf.open(pdf) as document:
        assert len(document.pages) == len(item["pages"])
        metadata = document.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")
    drawn = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    read = folded(item["text"])
    if read:
        assert len(read & folded(drawn)) >= FOUND_WORDS * len(read)


def test_over_pyinsane2_and_sane(labelled: Letters, tmp_path: Path) -> None:
    with VirtualMfp(as_png(labelled.pages, tmp_path / "png")) as mfp:
        more = {"KANCELARIA_SCANNER_DRIVERS": "sane", "SANE_CONFIG_DIR": str(mfp.sane_folder(tmp_path / "sane"))}
        found = run(labelled.home, "devices", more=more)
        assert found.code == 0, found.said
        [device] = found.lines
        assert device["driver"] == "sane"
        assert "adf" in device["sources"]
        answer = run(labelled.home, "scan", "--device", device["id"], "--split", "label", "--expect", "17", more=more)
    assert (answer.code, answer.errors) == (0, [])
    check_twelve(answer, labelled)


def test_over_our_escl_client(labelled: Letters, tmp_path: Path) -> None:
    with VirtualMfp(as_png(labelled.pages, tmp_path / "png")) as mfp:
        more = {"KANCELARIA_SCANNER_DRIVERS": "escl", "KANCELARIA_ESCL_URLS": mfp.url}
        found = run(labelled.home, "devices", more=more)
        assert mfp.device_id in {device["id"] for device in found.lines}, found.said
        answer = run(labelled.home, "scan", "--device", mfp.device_id, "--split", "label", more=more)
    assert (answer.code, answer.errors) == (0, [])
    check_twelve(answer, labelled)


def test_from_a_folder_with_three_broken_files(labelled: Letters, tmp_path: Path) -> None:
    folder = tmp_path / "wplyw"
    folder.mkdir()
    for number, truth in enumerate(labelled.truth):
        pages = [labelled.pages / page["file"] for page in truth["pages"]]
        pack(pages, folder, number)
    broken = {"00-pusty.pdf": b"", "05-uciety.pdf": first_half(folder), "99-nie-skan.jpg": b"MZ\x90\x00" * 300}
    for name, content in broken.items():
        (folder / name).write_bytes(content)

    answer = run(labelled.home, "intake", folder)

    assert answer.code == 1
    assert {Path(error["subject"]).name for error in answer.errors} == set(broken)
    for error in answer.errors:
        assert error["message"]
        assert error["hint"]
        assert Path(error["subject"]).name in answer.said
    assert {path.name for path in folder.iterdir()} >= set(broken)
    check_twelve(answer, labelled)


def pack(pages: list[Path], folder: Path, number: int) -> None:
    """A letter as one file: PDF, TIFF, or a JPEG where it has one page."""
    images = [Image.open(page).convert("L") for page in pages]
    stem = folder / f"{number + 10}-pismo"
    first, *others = images
    if number % 3 == 0:
        first.save(stem.with_suffix(".pdf"), save_all=True, append_images=others, resolution=300)
    elif number % 3 == 1 or others:
        first.save(
            stem.with_suffix(".tif"), save_all=True, append_images=others, dpi=(300, 300), compression="tiff_lzw"
        )
    else:
        first.save(stem.with_suffix(".jpg"), quality=85, dpi=(300, 300))


def first_half(folder: Path) -> bytes:
    content = next(folder.glob("*.pdf")).read_bytes()
    return content[: len(content) // 2]


def test_a_second_scan_of_the_same_labels_is_refused_letter_by_letter(labelled: Letters, tmp_path: Path) -> None:
    two = tmp_path / "dwa"
    two.mkdir()
    for name in ("01-1.tif", "04-1.tif"):
        shutil.copy(labelled.pages / name, two)
    first = run(labelled.home, "intake", two, "--split", "label")
    assert (first.code, len(first.items)) == (0, 2)
    again = run(labelled.home, "intake", two, "--split", "label")
    assert (again.code, len(again.items)) == (1, 0)
    assert [error["code"] for error in again.errors] == ["label_used", "label_used"]
    assert len(run(labelled.home, "items").items) == 2


@pytest.mark.parametrize("count", [3, 5])
def test_a_wrong_sheet_count_is_said_and_nothing_is_lost(labelled: Letters, tmp_path: Path, count: int) -> None:
    folder = tmp_path / "feeder"
    folder.mkdir()
    for name in ("01-1.tif", "04-1.tif", "05-1.tif", "08-1.tif"):
        shutil.copy(labelled.pages / name, folder)
    more = {"KANCELARIA_DEMO_DIR": str(folder)}
    answer = run(labelled.home, "scan", "--device", "demo:letters", "--expect", str(count), more=more)
    assert answer.code == 1
    assert [error["code"] for error in answer.errors] == ["sheet_count"]
    assert len(answer.items) == 4
