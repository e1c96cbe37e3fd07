"""The register and the list of missing scans, on paper and for a spreadsheet."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.incoming import Consignment, ItemState, Reproduction, ReproductionExtent
from kancelaria.printing.facts import lacks_full_scan, missing_scan_row, register_row
from kancelaria.printing.missing_scans import write_missing_scans
from kancelaria.printing.model import MissingScansData, RegisterData, RegisterRow
from kancelaria.printing.register import write_register
from tests.unit.printing import paper
from tests.unit.printing.samples import ITEM, OFFICE, POLISH, invented_pesel

ROW = RegisterRow(
    number=7,
    document_uid="K1A-26-000007-0",
    received_on="2026-11-20",
    registered_at="2026-11-20T22:43:05Z",
    sender="Zmyślona Spółdzielnia",
    title="Odwołanie od decyzji",
    letter_date="2026-11",
    sender_reference="ZS/7/2026",
    delivery_method="list polecony",
    posting_number="00359007734012345678",
    attachment_count=3,
    assigned_to="Wydział Podatków",
    remarks=("brak załącznika nr 2",),
)
VOIDED = replace(ROW, number=8, title="Pismo omyłkowe", voided=True, void_reason="błędny podział", remarks=())
RESTRICTED = replace(ROW, number=9, restricted=True, title="Tajny tytuł", sender="Ukryty Nadawca")
DATA = RegisterData(
    office=OFFICE,
    year=2026,
    rows=(ROW, VOIDED, RESTRICTED),
    printed_by="Jaśmina Wymyślona",
    printed_at="2026-11-20T23:30:00Z",
    date_from="2026-11-01",
    date_to="2026-11-20",
)
FILTERED = replace(DATA, filter="komórka: Wydział Podatków")
MISSING = MissingScansData(
    office=OFFICE,
    rows=(
        replace(
            missing_scan_row(
                replace(ITEM, reproduction=Reproduction(ReproductionExtent.PARTIAL, "liczba stron")), volume="4 tomy"
            ),
            remarks=("skan tylko 1 strona – razem ponad 500 stron",),
        ),
    ),
    printed_by="Jaśmina Wymyślona",
    printed_at="2026-11-20T12:00:00Z",
    period="rok 2026",
)


def _pdf(tmp_path: Path, data: RegisterData) -> Path:
    target = tmp_path / "rejestr.pdf"
    write_register(data, target)
    return target


def _csv(tmp_path: Path, data: RegisterData) -> list[list[str]]:
    target = tmp_path / "rejestr.csv"
    write_register(data, target)
    return list(csv.reader(io.StringIO(target.read_text("utf-8-sig")), delimiter=";"))


@pytest.mark.rule("register print-out")
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(DATA, OFFICE.institution, id="office"),
        pytest.param(DATA, "Rejestr przesyłek wpływających 2026", id="year"),
        pytest.param(DATA, "zakres: 01.11.2026 – 20.11.2026", id="range"),
        pytest.param(replace(DATA, date_from="", date_to=""), "zakres: cały rok", id="whole year"),
        pytest.param(FILTERED, "wydruk częściowy, filtr: komórka: Wydział Podatków", id="filter"),
        pytest.param(DATA, "K1A-26-000007-0", id="identifier"),
        pytest.param(DATA, "20.11.2026 20.11.2026", id="received"),
        pytest.param(replace(DATA, rows=(ROW,)), "20.11.2026 23:43", id="registered, Warsaw time"),
        pytest.param(DATA, "Zmyślona Spółdzielnia", id="sender"),
        pytest.param(DATA, "Odwołanie od decyzji", id="title"),
        pytest.param(DATA, "11.2026", id="partial letter date"),
        pytest.param(DATA, "ZS/7/2026", id="reference"),
        pytest.param(DATA, "list polecony, 00359007734012345678", id="method and posting number"),
        pytest.param(DATA, "Wydział Podatków", id="assigned to"),
        pytest.param(DATA, "brak załącznika nr 2", id="remarks"),
        pytest.param(DATA, "UNIEWAŻNIONO: błędny podział", id="void reason"),
        pytest.param(DATA, "pozycja zastrzeżona", id="placeholder"),
        pytest.param(DATA, "Liczba pozycji: 3", id="count"),
        pytest.param(DATA, "numery: 7–9", id="first and last number"),
        pytest.param(DATA, "Wydrukował(a): Jaśmina Wymyślona, 21.11.2026 00:30", id="printed by and at"),
        pytest.param(DATA, "strona 1 z 1", id="page"),
        pytest.param(replace(DATA, rows=(replace(ROW, letter_date=None, no_date=True),)), "bez daty", id="no date"),
    ],
)
def test_register_says(tmp_path: Path, data: RegisterData, expected: str) -> None:
    # lines of a cell are interleaved with other cells', so words are looked for where a text wraps
    printed = paper.text(_pdf(tmp_path, data))
    assert expected in printed or all(word in printed for word in expected.split())


def test_whole_register_is_not_called_partial(tmp_path: Path) -> None:
    assert "częściowy" not in paper.text(_pdf(tmp_path, DATA))


def test_placeholder_leaks_nothing(tmp_path: Path) -> None:
    only = replace(DATA, rows=(RESTRICTED,))
    printed = paper.text(_pdf(tmp_path, only)) + str(_csv(tmp_path, only))
    for secret in ("Tajny", "Ukryty", "000007", "ZS/7", "polecony", "0035", "Podatków", "załącznika", "23:43"):
        assert secret not in printed
    assert "9" in _csv(tmp_path, only)[1][0]
    assert "20.11.2026" in printed


def test_void_entry_is_struck_through_but_its_reason_is_not(tmp_path: Path) -> None:
    target = _pdf(tmp_path, replace(DATA, rows=(VOIDED, replace(ROW, number=10))))
    assert _struck(target, "Pismo omyłkowe")
    assert not _struck(target, "błędny podział")
    assert not _struck(target, "Odwołanie od")


def _struck(target: Path, words: str) -> bool:
    """Whether there is ink in the gap between the two words, at the height of small letters' middle."""
    first, second = words.split()
    glyphs = paper.glyphs(target)[0]
    letters = "".join(glyph.text for glyph in glyphs)
    start = letters.index(first + second)
    left, bottom, right, _ = glyphs[start + len(first) - 1].box
    gap = (right + glyphs[start + len(first)].box[0]) / 2
    image = paper.render(target, 0, 300)
    x = round(gap * 300 / 72)
    middle = image.height - round((bottom + 1.8) * 300 / 72)
    assert left < gap
    return any(image.getpixel((x, y)) < 128 for y in range(middle - 8, middle + 9))


def test_three_thousand_rows_all_come_in_order(tmp_path: Path) -> None:
    rows = tuple(replace(ROW, number=number, document_uid=f"K1A-26-{number:06d}-0") for number in range(1, 3001))
    target = _pdf(tmp_path, replace(DATA, rows=rows))
    pages = paper.texts(target)
    found = [word for page in pages for word in page.split() if word.startswith("K1A-26-")]
    assert found == [row.document_uid for row in rows]
    assert all(f"strona {number} z {len(pages)}" in page for number, page in enumerate(pages, start=1))
    assert all("Identyfikator" in page for page in pages)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(ROW, id="ordinary"),
        pytest.param(replace(ROW, sender="Ź" * 300, title="Bardzo długi tytuł " * 40, number=9_999_999), id="long"),
        pytest.param(replace(VOIDED, title="długi " * 2000, void_reason="powód " * 900), id="taller than a page"),
    ],
)
def test_nothing_leaves_the_page_nor_overlaps(tmp_path: Path, row: RegisterRow) -> None:
    data = replace(
        FILTERED,
        rows=(row,) * (30 if len(row.title) < 5000 else 2),
        filter="filtr " * 80,
        office=replace(OFFICE, institution="Ż" * 120),
    )
    target = _pdf(tmp_path, data)
    for (width, height), glyphs in zip(paper.sizes(target), paper.glyphs(target), strict=True):
        assert width > height
        edge = 9.5 * paper.MM
        assert paper.outside(glyphs, (edge, 5 * paper.MM, width - edge, height - edge)) == []
        assert paper.overlapping(glyphs) == []


def test_text_taller_than_a_page_is_continued(tmp_path: Path) -> None:
    row = replace(VOIDED, title="długi " * 2000, void_reason="powód " * 900)
    printed = paper.text(_pdf(tmp_path, replace(DATA, rows=(row,))))
    assert (printed.count("długi"), printed.count("powód")) == (2000, 900)


def test_csv_opens_in_a_spreadsheet(tmp_path: Path) -> None:
    rows = _csv(tmp_path, replace(DATA, rows=(replace(ROW, title=f'{POLISH}; "cudzysłów"\nwiersz'), VOIDED)))
    raw = (tmp_path / "rejestr.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfNumer;Identyfikator;")
    assert rows[1][:3] == ["7", "K1A-26-000007-0", "2026-11-20"]
    assert rows[1][5] == f'{POLISH}; "cudzysłów" wiersz'
    assert rows[1][9] == "00359007734012345678"
    assert rows[2][-2:] == ["tak", "błędny podział"]
    assert {len(row) for row in rows} == {15}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "\u200b=", "|", "%", "＝"])
def test_csv_cells_never_start_a_formula(tmp_path: Path, start: str) -> None:
    cell = _csv(tmp_path, replace(DATA, rows=(replace(ROW, title=f"{start}cmd|'/c calc'!A1"),)))[1][5]
    assert cell.startswith("'")


def test_no_pesel_in_either_form(tmp_path: Path) -> None:
    number = invented_pesel()
    row = replace(ROW, title=f"sprawa {number}", sender=number, remarks=(number,), assigned_to=number)
    data = replace(DATA, rows=(row, replace(row, voided=True, void_reason=number)), filter=number, printed_by=number)
    assert number not in paper.text(_pdf(tmp_path, data)).replace(" ", "")
    assert number not in str(_csv(tmp_path, data))
    assert "•••" in str(_csv(tmp_path, data))


def test_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        write_register(DATA, tmp_path / "rejestr.docx")
    assert refused.value.code == "bad_register_format"


def test_row_is_built_from_the_record() -> None:
    consignment = Consignment("c", "2026-11-20T08:00:00Z", posting_number="RR000000005PL")
    row = register_row(replace(ITEM, state=ItemState.VOIDED, void_reason="omyłka"), consignment=consignment)
    assert (row.number, row.sender, row.posting_number) == (1234, "Zmyślony Jan Nepomucen", "RR000000005PL")
    assert (row.voided, row.void_reason, row.restricted) == (True, "omyłka", False)


@pytest.mark.parametrize(
    "expected",
    [
        "1234",
        ITEM.document_uid,
        "20.11.2026",
        "Zmyślony",
        ITEM.title,
        "niepełne",
        "liczba stron",
        "4 tomy",
        "ponad 500 stron",
        "Zakres: rok 2026",
        "Liczba pozycji: 1",
        "Wydrukował(a): Jaśmina Wymyślona",
    ],
)
def test_list_of_missing_scans_says(tmp_path: Path, expected: str) -> None:
    target = tmp_path / "braki.pdf"
    write_missing_scans(MISSING, target)
    printed = paper.text(target)
    assert all(word in printed for word in expected.split())


def test_list_of_missing_scans_as_csv_and_with_a_placeholder(tmp_path: Path) -> None:
    target = tmp_path / "braki.csv"
    secret = replace(MISSING.rows[0], restricted=True)
    write_missing_scans(replace(MISSING, rows=(*MISSING.rows, secret)), target)
    rows = list(csv.reader(io.StringIO(target.read_text("utf-8-sig")), delimiter=";"))
    assert rows[1][6:9] == ["niepełne", "liczba stron", "4 tomy"]
    assert rows[2] == ["2", "1234", "", "20.11.2026", "", "pozycja zastrzeżona", "", "", "", "", ""]


@pytest.mark.rule("missing scans listed")
def test_only_live_items_without_a_full_scan_are_listed() -> None:
    none = replace(ITEM, reproduction=Reproduction(ReproductionExtent.NONE, "format A3 i większy"))
    assert lacks_full_scan(none)
    assert not lacks_full_scan(ITEM)
    assert not lacks_full_scan(replace(none, state=ItemState.VOIDED))
