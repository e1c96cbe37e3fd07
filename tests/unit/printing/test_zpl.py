"""Labels for label printers: what the printer draws from the ZPL, dot by dot."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops
from zxingcpp import BarcodeFormat

from kancelaria.domain.errors import InvalidInput
from kancelaria.printing.label import write_labels
from kancelaria.printing.label_printer import LabelPrinter, is_label_printer, label_printer
from kancelaria.printing.zpl import compressed, label_dots, zpl_label
from tests.fakes.label_printer import drawn, formats, rows_of
from tests.unit.printing import paper
from tests.unit.printing.samples import POLISH, UID
from tests.unit.printing.test_labels import ALL, LABEL

DPIS = (203, 300, 600)
SIZES = {203: (400, 240), 300: (591, 354), 600: (1181, 709)}
MODULE = {203: 2, 300: 3, 600: 6}
"""Dots of the narrowest bar: the fewest that make 0.25 mm."""


@pytest.mark.parametrize("dpi", DPIS)
@pytest.mark.parametrize("name", ALL)
def test_printer_draws_the_label_and_its_code_is_read(name: str, dpi: int) -> None:
    zpl = zpl_label(ALL[name], dpi)
    (label,) = formats(zpl)
    picture = drawn(label)
    assert picture.size == SIZES[dpi]
    assert [code.text for code in paper.codes(picture, BarcodeFormat.Code128)] == [
        ALL[name].document_uid.replace("-", "")
    ]
    assert ImageChops.difference(picture, label_dots(ALL[name], dpi).image).getbbox() is None


@pytest.mark.parametrize("dpi", DPIS)
@pytest.mark.parametrize("name", ALL)
def test_bars_are_whole_modules_of_a_quarter_millimetre(name: str, dpi: int) -> None:
    picture = drawn(zpl_label(ALL[name], dpi).decode())
    (code,) = paper.codes(picture, BarcodeFormat.Code128)
    y = (code.position.top_left.y + code.position.bottom_left.y) // 2
    row = [picture.getpixel((x, y)) == 0 for x in range(picture.width)]
    runs = [(ink, len(list(dots))) for ink, dots in groupby(row)]
    assert not runs[0][0]
    assert not runs[-1][0]
    module = MODULE[dpi]
    assert module / dpi * 25.4 >= 0.25
    assert {length % module for _, length in runs[1:-1]} == {0}
    assert min(length for _, length in runs[1:-1]) == module
    assert min(runs[0][1], runs[-1][1]) >= 10 * module, "quiet zones"


@pytest.mark.parametrize("dpi", DPIS)
def test_letters_are_those_of_the_paper_label(tmp_path: Path, dpi: int) -> None:
    """Diacritics come out of any printer: the picture is the PDF's, and no font of the printer is named."""
    label = replace(LABEL, office=POLISH)
    zpl = zpl_label(label, dpi)
    assert zpl.isascii()
    assert b"^FD" not in zpl
    write_labels([label], tmp_path / "label.pdf", printer_dpi=dpi)
    page = paper.render(tmp_path / "label.pdf", 0, 600).resize(SIZES[dpi], Image.Resampling.BOX)
    picture = drawn(zpl.decode())
    top = (0, 0, picture.width, picture.height // 3)
    far = ImageChops.difference(picture.crop(top), page.crop(top)).point(lambda level: 255 if level > 200 else 0)
    assert sum(1 for level in far.get_flattened_data() if level) < 0.004 * far.width * far.height


def test_nothing_stays_in_the_printer() -> None:
    zpl = zpl_label(LABEL, 203).decode()
    assert zpl.startswith("^XA^PW400^LL240^LH0,0^FO0,0^GFA,")
    assert zpl.endswith("^FS^PQ1,0,1,N^XZ\n")
    for command in ("^JU", "~DG", "^DF", "^ST", "^KN"):
        assert command not in zpl


@given(st.integers(1, 12).flatmap(lambda n: st.lists(st.binary(min_size=n, max_size=n), min_size=1, max_size=8)))
def test_short_form_is_read_back(rows: list[bytes]) -> None:
    assert rows_of(compressed(tuple(rows)), len(rows[0])) == rows


@pytest.mark.parametrize("length", [1, 2, 19, 20, 21, 39, 40, 399, 400, 401, 419, 420])
@pytest.mark.parametrize("digit", ["0", "7", "F"])
def test_runs_of_any_length(length: int, digit: str) -> None:
    digits = digit * length + "12" + ("3" if length % 2 else "")
    row = bytes.fromhex(digits + "A" * (len(digits) % 2))
    assert rows_of(compressed((row, row)), len(row)) == [row, row]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tcp://192.0.2.10", LabelPrinter("tcp", "192.0.2.10", 9100, 203)),
        ("tcp://etykiety.example.com:6101?dpi=300", LabelPrinter("tcp", "etykiety.example.com", 6101, 300)),
        ("tcp://[2001:db8::7]:9100?dpi=600", LabelPrinter("tcp", "[2001:db8::7]", 9100, 600)),
        ("lp://Zebra_ZD421?dpi=300", LabelPrinter("lp", "Zebra_ZD421", dpi=300)),
    ],
)
def test_address_of_a_printer(text: str, expected: LabelPrinter) -> None:
    assert is_label_printer(text)
    assert label_printer(text) == expected
    assert label_printer(str(expected)) == expected


@pytest.mark.parametrize(
    "text",
    ["", "Zebra", "tcp://", "tcp://a b", "tcp://h:99999", "tcp://h?dpi=150", "tcp://h?dpi=x", "lp://", "lp://-d",
     "lp://a/b", "http://h", "tcp://h/x", "tcp://u@h", "lp://a;b c"],
)  # fmt: skip
def test_anything_else_is_no_address(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        label_printer(text)
    assert refused.value.code == "bad_label_printer"
    assert refused.value.hint


def test_system_printers_are_no_label_printers() -> None:
    assert not is_label_printer("Zebra_ZD421")
    assert not is_label_printer("plik PDF")
    assert UID.replace("-", "").encode() not in zpl_label(LABEL, 203), "the code is drawn, not left to the printer"
