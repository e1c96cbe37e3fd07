"""Labels, separators and the sample stack are read by zxing-cpp."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from stdnum.iso7064 import mod_37_36

from resources.letters import FOLDER, sample_pages
from tests.letters import degrade, labels
from tests.letters.__main__ import main as write_letters
from tests.letters.framework import compose, layouts
from tests.letters.labels import Separator
from tests.letters.render import Pixels, render
from tests.letters.truth import DocumentKind


def codes(image: Pixels) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(image)]


@pytest.mark.parametrize(
    ("series", "year", "serial", "uid"),
    [
        ("K1A", 2026, 123, "K1A-26-000123-U"),
        ("K2B", 2026, 1, "K2B-26-000001-S"),
        ("MO0", 2026, 999999, "MO0-26-999999-0"),
    ],
)
def test_identifiers_carry_their_check(series: str, year: int, serial: int, uid: str) -> None:
    made = labels.document_uid(series, year, serial)
    assert made == uid
    assert mod_37_36.is_valid(labels.code_text(made))


@pytest.mark.parametrize("dpi", [200, 300])
@pytest.mark.parametrize("skew", [0.0, 5.0, -4.0])
def test_a_label_is_read_on_a_skewed_jpeg_page(dpi: int, skew: float) -> None:
    uid = labels.document_uid("DEM", 2026, 77)
    page = render(compose(layouts()["unseen.company"], "label").sheets[0], dpi)
    page = labels.labelled(page, uid, random.Random(dpi))
    page = degrade.jpeg(degrade.skewed(page, skew), 75)
    assert codes(page.image) == [labels.code_text(uid)]


def test_the_label_hides_no_words_where_there_is_room() -> None:
    page = render(compose(layouts()["unseen.citizen"], "room").sheets[0], 100)
    tagged = labels.labelled(page, labels.document_uid("DEM", 2026, 5))
    for word in page.words:
        left, top, right, bottom = word.box
        assert np.array_equal(page.image[top:bottom, left:right], tagged.image[top:bottom, left:right]), word


def test_modules_of_labels_are_wide_enough() -> None:
    for dpi in (200, 300, 600):
        tag = labels.label("DEM-26-000001-X", dpi)
        row = tag[round(13 * dpi / 25.4)] < 128
        edges = np.flatnonzero(np.diff(row.astype(np.int8)))
        assert np.diff(edges).min() / dpi * 25.4 >= 0.24


@pytest.mark.parametrize("kind", Separator)
@pytest.mark.parametrize("turn", [0, 180])
def test_separators_are_read_either_way_up(kind: Separator, turn: int) -> None:
    page = labels.separator(kind, 200)
    image = degrade.rotated(page, turn).image if turn else page.image
    expected = "PATCHT" if kind is Separator.PATCH_T else "KANCELARIA-SEPARATOR"
    assert set(codes(image)) == {expected}


def test_the_sample_stack_is_whole_small_and_labelled() -> None:
    manifest = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    letters = manifest["letters"]
    assert len(letters) == 12
    assert [path.name for path in sample_pages()] == [page["file"] for letter in letters for page in letter["pages"]]
    assert sum(path.stat().st_size for path in FOLDER.iterdir() if path.is_file()) <= 3_000_000
    assert sum(page["blank"] for page in manifest["pages"]) == 1
    for letter in letters:
        assert mod_37_36.is_valid(letter["barcode"])
        assert letter["document_uid"].replace("-", "") == letter["barcode"]
        assert DocumentKind(letter["truth"]["document_kind"])
        for position, page in enumerate(letter["pages"]):
            with Image.open(FOLDER / page["file"]) as image:
                assert image.size == (page["width"], page["height"])
                assert round(float(image.info["dpi"][0])) == page["dpi"]
                found = codes(np.asarray(image.convert("L")))
            assert found == ([letter["barcode"]] if position == 0 else [])


@pytest.mark.parametrize("form", ["png", "tiff", "jpeg", "pdf"])
def test_the_command_writes_images_and_truth(form: str, tmp_path: Path) -> None:
    assert write_letters(["--seed", "3", "--count", "2", "--out", str(tmp_path), "--format", form, "--dpi", "72"]) == 0
    records = sorted(tmp_path.glob("*.json"))
    assert len(records) == 2
    for path in records:
        record = json.loads(path.read_text(encoding="utf-8"))
        assert all((tmp_path / name).stat().st_size > 1000 for name in record["files"])
        assert record["truth"]["pages"] == len(record["pages"])
        assert record["pages"][0]["words"]
