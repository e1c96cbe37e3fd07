"""Labels: each fact in its place, and a code that a reader reads from a thermal printer's dots."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from zxingcpp import BarcodeFormat

from kancelaria.domain.errors import InvalidInput
from kancelaria.printing.barcode import code128_width
from kancelaria.printing.facts import label_data, series_label
from kancelaria.printing.label import SheetLayout, sheet_layout, write_labels
from kancelaria.printing.model import LabelData, LabelKind
from tests.unit.printing import paper
from tests.unit.printing.samples import BARE, ITEM, LONG_OFFICE, LONGEST_UID, OFFICE, OTHER_UID, POLISH, UID

LABEL = LabelData(
    document_uid=UID,
    office="Urząd Miasta Przykładowo",
    point="Punkt kancelaryjny K1",
    received_on="2026-11-20",
    received_time="10:42",
    rpw_number=1234,
    rpw_year=2026,
    attachment_count=3,
)
ENVELOPE = replace(
    LABEL,
    kind=LabelKind.ENVELOPE,
    rpw_number=None,
    attachment_count=None,
    procedure="Przetarg ZP.271.14.2026",
    deadline_on="2026-11-24",
    deadline_time="10:00",
)
COPY = replace(LABEL, kind=LabelKind.VISITOR_COPY)
WORST_ENVELOPE = replace(
    ENVELOPE,
    document_uid=LONGEST_UID,
    office=LONG_OFFICE,
    procedure="Przetarg nieograniczony na przebudowę ulicy Żwirki i Wigury wraz z odwodnieniem i oświetleniem " * 2,
)
ALL = {
    "plain": LABEL,
    "long": replace(LABEL, office=LONG_OFFICE, point="Punkt kancelaryjny nr 2 przy Sali Obsługi Mieszkańców"),
    "unbroken": replace(LABEL, office="Ż" * 120, point="Q" * 80),
    "wide": replace(LABEL, document_uid=LONGEST_UID, rpw_number=9_999_999, attachment_count=9999),
    "ahead": LabelData(UID, LONG_OFFICE, "Kancelaria"),
    "envelope": ENVELOPE,
    "worst envelope": WORST_ENVELOPE,
    "copy": COPY,
    "long copy": replace(COPY, office=LONG_OFFICE),
}


def _written(tmp_path: Path, *labels: LabelData, **options: object) -> Path:
    target = tmp_path / "etykiety.pdf"
    write_labels(labels, target, **options)  # type: ignore[arg-type]
    return target


@pytest.mark.rule("label fields")
@pytest.mark.parametrize(
    ("label", "expected"),
    [
        pytest.param(LABEL, "Urząd Miasta Przykładowo", id="office"),
        pytest.param(LABEL, "Punkt kancelaryjny K1", id="point"),
        pytest.param(LABEL, "WPŁYNĘŁO 20.11.2026", id="date"),
        pytest.param(LABEL, "godz. 10:42", id="time"),
        pytest.param(LABEL, UID, id="readable identifier"),
        pytest.param(LABEL, "RPW 1234/2026", id="number"),
        pytest.param(LABEL, "zał. 3", id="attachments"),
        pytest.param(ENVELOPE, "NIE OTWIERAĆ", id="do not open"),
        pytest.param(ENVELOPE, "Przetarg ZP.271.14.2026", id="procedure"),
        pytest.param(ENVELOPE, "termin: 24.11.2026 godz. 10:00", id="deadline"),
        pytest.param(ENVELOPE, "WPŁYNĘŁO 20.11.2026 godz. 10:42", id="envelope's hour"),
        pytest.param(COPY, "KOPIA – potwierdzenie wpływu", id="copy"),
        pytest.param(COPY, "podpis", id="signature line"),
    ],
)
def test_label_says(tmp_path: Path, label: LabelData, expected: str) -> None:
    assert expected in paper.text(_written(tmp_path, label))


def test_time_is_printed_only_where_it_was_noted(tmp_path: Path) -> None:
    assert "godz." not in paper.text(_written(tmp_path, replace(LABEL, received_time=None)))


def test_label_printed_ahead_leaves_room_for_the_datestamp(tmp_path: Path) -> None:
    target = _written(tmp_path, series_label(UID, OFFICE))
    assert "2026" not in paper.text(target)
    last = [glyph for glyph in paper.glyphs(target)[0] if glyph.text == "O"][-1].box
    beside = (last[2] + 8, last[1], 48 * paper.MM, last[3])
    assert beside[2] - beside[0] > 20 * paper.MM
    assert not paper.touching(paper.glyphs(target)[0], beside)


@pytest.mark.rule("label fields")
def test_label_of_an_item_never_names_the_sender(tmp_path: Path) -> None:
    printed = paper.text(_written(tmp_path, label_data(ITEM, OFFICE)))
    assert UID in printed
    assert "Zmyślony" not in printed
    assert ITEM.title not in printed


def test_sealed_item_gets_the_envelope_label() -> None:
    assert label_data(replace(ITEM, sealed=True), OFFICE).kind is LabelKind.ENVELOPE
    assert label_data(ITEM, OFFICE).kind is LabelKind.ITEM
    assert label_data(replace(ITEM, rpw_number=None), OFFICE).rpw_year is None


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("name", ALL)
def test_printed_dots_decode_to_the_hyphenless_identifier(tmp_path: Path, name: str, dpi: int) -> None:
    target = _written(tmp_path, ALL[name], printer_dpi=dpi)
    found = paper.codes(paper.render(target, 0, dpi, bilevel=True), BarcodeFormat.Code128)
    assert [code.text for code in found] == [ALL[name].document_uid.replace("-", "")]


@pytest.mark.parametrize("uid", [UID, OTHER_UID, LONGEST_UID, "ZZZZ-99-999999-Z"])
@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_bars_are_wide_enough_and_have_quiet_zones(tmp_path: Path, uid: str, dpi: int) -> None:
    target = _written(tmp_path, replace(LABEL, document_uid=uid), printer_dpi=dpi)
    scale = 4000
    image = paper.render(target, 0, scale, bilevel=True)
    box = paper.code_box(paper.codes(paper.render(target, 0, 300), BarcodeFormat.Code128)[0], 355, 300)
    y = image.height - round((box[1] + box[3]) / 2 * scale / 72)
    row = [image.getpixel((x, y)) == 0 for x in range(image.width)]
    edges = [x for x in range(1, len(row)) if row[x] != row[x - 1]]
    narrowest = min(right - left for left, right in pairwise(edges)) / scale * 25.4
    assert 0.249 - 25.4 / scale <= narrowest <= 0.26
    for quiet in (edges[0], len(row) - edges[-1]):
        assert quiet / scale * 25.4 >= 10 * 0.25


def test_width_counts_the_quiet_zones() -> None:
    # 11 modules a symbol (start, 3 letters, shift, 4 pairs, shift, letter, check) and 13 of the stop, 10 each side
    assert code128_width(BARE, 1) == 12 * 11 + 13 + 2 * 10


@pytest.mark.parametrize("name", ALL)
def test_nothing_leaves_the_label_nor_overlaps(tmp_path: Path, name: str) -> None:
    target = _written(tmp_path, ALL[name])
    width, height = paper.sizes(target)[0]
    assert (round(width / paper.MM, 2), round(height / paper.MM, 2)) == (50, 30)
    glyphs = paper.glyphs(target)[0]
    edge = 1.4 * paper.MM
    assert paper.outside(glyphs, (edge, edge, width - edge, height - edge)) == []
    assert paper.overlapping(glyphs) == []
    image = paper.render(target, 0, 300)
    bars = paper.code_box(paper.codes(image, BarcodeFormat.Code128)[0], image.height, 300)
    assert paper.touching(glyphs, bars) == []


def test_office_of_120_letters_is_printed_whole(tmp_path: Path) -> None:
    assert len(LONG_OFFICE) == 120
    for label in (ALL["long"], ALL["ahead"], ALL["long copy"], WORST_ENVELOPE):
        assert LONG_OFFICE.replace(" ", "") in paper.text(_written(tmp_path, label)).replace(" ", "")


def test_polish_letters_are_printed(tmp_path: Path) -> None:
    assert POLISH in paper.text(_written(tmp_path, replace(LABEL, office=POLISH)))


def test_each_label_has_its_page_in_order(tmp_path: Path) -> None:
    uids = [f"K1A-26-{number:06d}-0" for number in range(1, 13)]
    pages = paper.texts(_written(tmp_path, *(replace(LABEL, document_uid=uid) for uid in uids)))
    assert [next(uid for uid in uids if uid in page) for page in pages] == uids


def test_sheet_leaves_used_places_free_and_goes_on_to_the_next_sheet(tmp_path: Path) -> None:
    uids = [f"K1A-26-{number:06d}-0" for number in range(1, 41)]
    target = _written(tmp_path, *(replace(LABEL, document_uid=uid) for uid in uids), sheet=True, used=5)
    pages = paper.glyphs(target)
    assert [(round(w), round(h)) for w, h in paper.sizes(target)] == [(595, 842)] * 2
    cells = [[_cell(glyph.box) for glyph in page] for page in pages]
    assert set(cells[0]) == set(range(5, 36))
    assert set(cells[1]) == set(range(9))
    for number, page in enumerate(pages):
        assert paper.overlapping(page) == []
        found = paper.codes(paper.render(target, number, 300), BarcodeFormat.Code128)
        expected = uids[:31] if number == 0 else uids[31:]
        assert sorted(code.text for code in found) == sorted(uid.replace("-", "") for uid in expected)


def _cell(box: paper.Box) -> int:
    column = int((box[0] / paper.MM - 5) // 50)
    row = int((297 - box[3] / paper.MM - 13.5) // 30)
    return row * 4 + column


def test_full_sheet_has_no_empty_page_after_it(tmp_path: Path) -> None:
    assert len(paper.sizes(_written(tmp_path, *[LABEL] * 36, sheet=True))) == 1


@pytest.mark.parametrize(
    ("labels", "options", "code"),
    [
        ((), {}, "no_labels"),
        ((LABEL,), {"sheet": True, "used": 36}, "bad_sheet_offset"),
        ((LABEL,), {"sheet": True, "used": -1}, "bad_sheet_offset"),
        ((LABEL,), {"sheet": True, "layout": SheetLayout(columns=5)}, "bad_sheet_layout"),
        ((LABEL,), {"sheet": True, "layout": SheetLayout(3, 8, width=49)}, "bad_sheet_layout"),
        ((LABEL,), {"sheet": True, "layout": SheetLayout(row_pitch=25)}, "bad_sheet_layout"),
        ((replace(LABEL, document_uid=BARE),), {}, "bad_document_uid"),
        ((replace(LABEL, received_on="20.11.2026"),), {}, "bad_date"),
    ],
)
def test_refuses_what_cannot_be_printed(
    tmp_path: Path, labels: tuple[LabelData, ...], options: dict[str, object], code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        _written(tmp_path, *labels, **options)
    assert refused.value.code == code
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["plain", "wide", "envelope", "worst envelope", "copy"])
def test_a_label_printed_again_says_so(tmp_path: Path, name: str) -> None:
    target = _written(tmp_path, replace(ALL[name], copy=2))
    assert "wydruk 2" in paper.text(target)
    assert "wydruk" not in paper.text(_written(tmp_path, ALL[name]))
    again = _written(tmp_path, replace(ALL[name], copy=123))
    glyphs = paper.glyphs(again)[0]
    assert paper.overlapping(glyphs) == []
    assert paper.outside(glyphs, (1.4 * paper.MM, 1.4 * paper.MM, 48.6 * paper.MM, 28.6 * paper.MM)) == []


def test_sheet_of_three_by_eight_has_our_label_in_the_middle_of_theirs(tmp_path: Path) -> None:
    layout = sheet_layout("3x8")
    assert (layout.capacity, layout.width, round(layout.height, 3)) == (24, 70.0, 37.125)
    target = _written(tmp_path, *[LABEL] * 24, sheet=True, layout=layout)
    glyphs = paper.glyphs(target)[0]
    for column in range(3):
        inside = [glyph.box for glyph in glyphs if column * 70 <= glyph.box[0] / paper.MM < (column + 1) * 70]
        assert min(box[0] for box in inside) / paper.MM >= column * 70 + 10
        assert max(box[2] for box in inside) / paper.MM <= column * 70 + 60
    tops = [297 - glyph.box[3] / paper.MM for glyph in glyphs]
    assert min(tops) >= (37.125 - 30) / 2
    assert len(paper.codes(paper.render(target, 0, 300), BarcodeFormat.Code128)) == 24


def test_a_sheet_with_gaps_is_described_in_millimetres() -> None:
    layout = sheet_layout("3x8: 7.2, 13.1, 66, 33.9, 63.5, 33.9")
    assert layout == SheetLayout(3, 8, 7.2, 13.1, 66.0, 33.9, 63.5, 33.9)
    assert sheet_layout("") == sheet_layout("4x9") == SheetLayout()


@pytest.mark.parametrize(
    "text", ["5x9", "3x10", "0x8", "3", "axb", "3x8:1,2", "3x8:1,2,3,4,5,x", "3x8:0,0,70,37,40,37"]
)
def test_a_sheet_that_can_not_be_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        sheet_layout(text)
    assert refused.value.code == "bad_sheet_layout"
