"""Receipts: every element the office instruction lists, in a place of its own, and never a PESEL."""

from __future__ import annotations

import hashlib
import re
from dataclasses import fields, replace
from pathlib import Path

import pytest
from stdnum.pl import pesel
from zxingcpp import BarcodeFormat

from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.notes import ItemNote, NoteKind
from kancelaria.printing.facts import receipt_data, receipt_letter, received_time
from kancelaria.printing.model import Defect, OfficeFacts, ReceiptData, ReceiptLetter
from kancelaria.printing.receipt import write_receipt, write_receipts
from kancelaria.printing.receipt_paper import Paper
from kancelaria.printing.receipt_words import set_digest
from tests.unit.printing import paper
from tests.unit.printing.samples import (
    BARE,
    ITEM,
    LETTER,
    LONG_OFFICE,
    LONGEST_UID,
    OFFICE,
    POLISH,
    RECEIPT,
    SEALED,
    UID,
    invented_pesel,
    many_letters,
    page_hash,
)

PAPERS: tuple[Paper, ...] = ("A5", "A4", "roll80")
SEALED_RECEIPT = replace(RECEIPT, letters=(SEALED,))
DUPLICATE = replace(RECEIPT, copy=2, duplicate=True)
COLLECTIVE = replace(RECEIPT, letters=many_letters(40))
LONG = replace(
    RECEIPT,
    office=replace(OFFICE, institution=LONG_OFFICE, address="ul. " + "Bardzo Długa " * 10, point="Ż" * 150),
    letters=(
        replace(
            LETTER,
            document_uid=LONGEST_UID,
            title="Wniosek w sprawie przebudowy " * 60,
            sender="Ź" * 200,
            addressee="Wydział " * 40,
            sender_reference="ABC/" * 60,
            originals_returned=("akt notarialny " * 20,) * 3,
        ),
    ),
    depositor="Pełnomocnik " * 20,
    clerk="Wymyślona-Zmyślona " * 6,
    case_status_number="SP-2026-" + "9" * 60,
)
THICK = replace(RECEIPT, letters=(replace(LETTER, page_hashes=tuple(page_hash(n) for n in range(1, 301))),))
TALL = replace(RECEIPT, letters=(replace(LETTER, title="Bardzo długi tytuł pisma " * 250),))


def _written(tmp_path: Path, data: ReceiptData, size: Paper = "A5") -> Path:
    target = tmp_path / "potwierdzenie.pdf"
    write_receipt(data, target, paper=size)
    return target


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.rule("receipt fields")
@pytest.mark.parametrize("size", PAPERS)
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(RECEIPT, "Potwierdzenie złożenia", id="title of the document"),
        pytest.param(RECEIPT, OFFICE.institution, id="office"),
        pytest.param(RECEIPT, OFFICE.address, id="address"),
        pytest.param(RECEIPT, OFFICE.point, id="point"),
        pytest.param(RECEIPT, "20.11.2026, godz. 10:42", id="receipt date and time"),
        pytest.param(RECEIPT, UID, id="identifier"),
        pytest.param(RECEIPT, "RPW 1234/2026", id="register number"),
        pytest.param(SEALED_RECEIPT, "numer zostanie nadany, wystarczy identyfikator", id="number to come"),
        pytest.param(RECEIPT, "Nadawca Żółkiewska-Ćwiąkała Gęśla", id="sender"),
        pytest.param(RECEIPT, "Składający Pełnomocnik Zmyślony", id="depositor"),
        pytest.param(replace(RECEIPT, depositor=""), "Składający nadawca", id="sender is the depositor"),
        pytest.param(RECEIPT, "Adresat Wydział Architektury", id="addressee"),
        pytest.param(RECEIPT, "Tytuł Wniosek o wydanie zaświadczenia", id="title of the letter"),
        pytest.param(RECEIPT, "Data pisma 18.11.2026", id="letter date"),
        pytest.param(SEALED_RECEIPT, "Data pisma bez daty", id="explicitly no date"),
        pytest.param(RECEIPT, "Znak nadawcy ZK/17/2026", id="reference"),
        pytest.param(SEALED_RECEIPT, "Znak nadawcy bez znaku", id="explicitly no reference"),
        pytest.param(RECEIPT, "pisma: 1 · załączniki: 2 · strony: 5", id="letters, attachments, pages"),
        pytest.param(SEALED_RECEIPT, "nie otwierano", id="not opened"),
        pytest.param(SEALED_RECEIPT, "„Oferta – przetarg ZP.271.14.2026”", id="inscription"),
        pytest.param(RECEIPT, "zwrócone akt notarialny rep. A 100/1899", id="originals returned"),
        pytest.param(RECEIPT, "brak podpisu", id="defect: signature"),
        pytest.param(RECEIPT, "brak opłaty", id="defect: fee"),
        pytest.param(RECEIPT, "brak pełnomocnictwa", id="defect: proxy"),
        pytest.param(RECEIPT, "inne: brak załącznika nr 2", id="other defect"),
        pytest.param(RECEIPT, "nie są powodem odmowy przyjęcia", id="never a reason to refuse"),
        pytest.param(RECEIPT, "Jaśmina Wymyślona", id="clerk"),
        pytest.param(RECEIPT, "podpis przyjmującego", id="signature line"),
        pytest.param(RECEIPT, "numer: SP-2026-000123", id="case-status number"),
        pytest.param(RECEIPT, "kod: 7QK4-M2", id="case-status code"),
        pytest.param(RECEIPT, "telefon: 32 000 00 00", id="phone"),
        pytest.param(RECEIPT, "potwierdza złożenie, nie kompletność", id="what it means"),
        pytest.param(RECEIPT, OFFICE.privacy_notice, id="RODO line"),
        pytest.param(
            replace(RECEIPT, office=replace(OFFICE, privacy_notice="")),
            "Administratorem danych osobowych jest Urząd Miasta Przykładowo",
            id="RODO line of its own",
        ),
        pytest.param(RECEIPT, "Wydruk: 20.11.2026 10:43", id="print time in Warsaw"),
        pytest.param(DUPLICATE, "egzemplarz 2 z 2", id="copy n of m"),
        pytest.param(DUPLICATE, "DUPLIKAT", id="duplicate"),
        pytest.param(RECEIPT, "1: " + " ".join(re.findall("....", page_hash(1)[:16])), id="first page's hash"),
        pytest.param(RECEIPT, "5: " + " ".join(re.findall("....", page_hash(5)[:16])), id="last page's hash"),
        pytest.param(RECEIPT, set_digest(LETTER.page_hashes), id="digest of the set"),
        pytest.param(SEALED_RECEIPT, "skan zostanie dołączony", id="scan follows"),
    ],
)
def test_receipt_says(tmp_path: Path, data: ReceiptData, expected: str, size: Paper) -> None:
    assert _plain(expected) in _plain(paper.text(_written(tmp_path, data, size)))


def test_an_original_is_no_duplicate(tmp_path: Path) -> None:
    assert "DUPLIKAT" not in paper.text(_written(tmp_path, RECEIPT))


def test_digest_of_the_set_can_be_recomputed_by_hand() -> None:
    pages = [page_hash(1), page_hash(2)]
    assert set_digest(pages) == hashlib.sha256(f"{pages[0]}\n{pages[1]}\n".encode()).hexdigest()
    assert set_digest(pages) != set_digest(pages[::-1])


@pytest.mark.parametrize("defect", list(Defect))
def test_only_the_found_defect_is_ticked(tmp_path: Path, defect: Defect) -> None:
    letter = replace(LETTER, defects=frozenset({defect}), other_defects=())
    target = _written(tmp_path, replace(RECEIPT, letters=(letter,)))
    words = {Defect.SIGNATURE: "podpisu", Defect.FEE: "opłaty", Defect.PROXY: "pełnomocnictwa"}
    glyphs = paper.glyphs(target)[0]
    image = paper.render(target, 0, 300)
    ink = {}
    for each, word in words.items():
        start = "".join(glyph.text for glyph in glyphs).index("brak" + word)
        left, bottom, _, top = glyphs[start].box
        # the inside of the box that stands before the word "brak"
        area = [round(value * 300 / 72) for value in (left - 10.5, image.height * 72 / 300 - top, left - 5.5, 0)]
        area[3] = round(image.height - bottom * 300 / 72)
        ink[each] = sum(level < 128 for level in image.crop(tuple(area)).get_flattened_data())
    assert ink[defect] > 1.4 * max(amount for each, amount in ink.items() if each is not defect)


@pytest.mark.parametrize("size", PAPERS)
@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("uid", [UID, LONGEST_UID])
def test_barcode_and_qr_are_read_from_the_print(tmp_path: Path, size: Paper, dpi: int, uid: str) -> None:
    target = _written(tmp_path, replace(RECEIPT, letters=(replace(LETTER, document_uid=uid),)), size)
    image = paper.render(target, 0, dpi, bilevel=True)
    assert [code.text for code in paper.codes(image, BarcodeFormat.Code128)] == [uid.replace("-", "")]
    assert [code.text for code in paper.codes(image, BarcodeFormat.QRCode)] == [
        "https://example.com/sprawa/SP-2026-000123"
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "https://example.com/sprawa/SP-2026-000123"),
        ({"case_status_number": "", "case_status_code": ""}, f"https://example.com/sprawa/{BARE}"),
        ({"office": replace(OFFICE, status_address="")}, "SP-2026-000123"),
    ],
)
def test_qr_carries_a_number_and_nothing_of_a_person(tmp_path: Path, changes: dict[str, object], expected: str) -> None:
    image = paper.render(_written(tmp_path, replace(RECEIPT, **changes)), 0, 300)  # type: ignore[arg-type]
    assert [code.text for code in paper.codes(image, BarcodeFormat.QRCode)] == [expected]


def _with_pesel_everywhere(number: str) -> ReceiptData:
    texts = {
        field.name: f"{field.name} {number}."
        for field in fields(ReceiptLetter)
        if field.type in {"str", "str | None"} and field.name not in {"document_uid", "letter_date"}
    }
    letter = replace(LETTER, **texts, originals_returned=(f"dowód {number}",), other_defects=(number,), sealed=True)
    office = OfficeFacts(**{field.name: f"{field.name} {number}" for field in fields(OfficeFacts)})
    return replace(
        RECEIPT,
        letters=(letter,),
        office=replace(office, status_address=""),
        clerk=number,
        depositor=f"Zmyślony, PESEL: {number}",
        case_status_number=f"SP {number}",
        case_status_code=number,
    )


@pytest.mark.rule("receipt fields")
@pytest.mark.parametrize("size", PAPERS)
def test_no_pesel_reaches_the_paper(tmp_path: Path, size: Paper) -> None:
    number = invented_pesel()
    assert pesel.is_valid(number)
    single = _with_pesel_everywhere(number)
    collective = replace(single, letters=single.letters * 2)
    for data in (single, collective):
        target = _written(tmp_path, data, size)
        printed = _plain(paper.text(target))
        assert number not in printed
        assert "Zmyślony,PESEL:•••" in printed
        image = paper.render(target, 0, 300)
        assert all(number not in code.text for code in paper.codes(image, BarcodeFormat.QRCode))
        with paper.opened(target) as document:
            assert number not in str(document.get_metadata_dict())


@pytest.mark.parametrize("size", PAPERS)
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(RECEIPT, id="ordinary"),
        pytest.param(replace(SEALED_RECEIPT, duplicate=True), id="sealed duplicate"),
        pytest.param(LONG, id="long names"),
        pytest.param(THICK, id="300 pages"),
        pytest.param(TALL, id="title over a page"),
        pytest.param(replace(COLLECTIVE, duplicate=True), id="40 letters"),
        pytest.param(replace(COLLECTIVE, letters=(*LONG.letters, *TALL.letters, SEALED)), id="long collective"),
    ],
)
def test_nothing_leaves_the_page_nor_overlaps(tmp_path: Path, data: ReceiptData, size: Paper) -> None:
    target = _written(tmp_path, data, size)
    for (width, height), glyphs in zip(paper.sizes(target), paper.glyphs(target), strict=True):
        side = {"A5": 11.5, "A4": 19.5, "roll80": 3.5}[size] * paper.MM
        assert paper.outside(glyphs, (side, 3 * paper.MM, width - side, height - 2 * paper.MM)) == []
        assert paper.overlapping(glyphs) == []


@pytest.mark.parametrize("size", ["A5", "A4"])
def test_codes_stand_clear_of_the_text(tmp_path: Path, size: Paper) -> None:
    target = _written(tmp_path, replace(LONG, case_status_number="SP-2026-000123"), size)
    clear = 0
    for number, glyphs in enumerate(paper.glyphs(target)):
        image = paper.render(target, number, 300)
        for kind in (BarcodeFormat.Code128, BarcodeFormat.QRCode):
            for code in paper.codes(image, kind):
                assert paper.touching(glyphs, paper.code_box(code, image.height, 300)) == []
                clear += 1
    assert clear == 2


@pytest.mark.parametrize("size", PAPERS)
def test_nothing_long_is_cut(tmp_path: Path, size: Paper) -> None:
    letter = LONG.letters[0]
    printed = _plain(paper.text(_written(tmp_path, LONG, size)))
    for value in (LONG_OFFICE, letter.title, letter.sender, letter.sender_reference, LONG.depositor):
        assert _plain(value or "?") in printed


def test_every_page_of_a_thick_letter_has_its_hash(tmp_path: Path) -> None:
    printed = _plain(paper.text(_written(tmp_path, THICK)))
    assert [number for number in range(1, 301) if page_hash(number)[:16] not in printed] == []


@pytest.mark.parametrize("size", PAPERS)
def test_collective_receipt_lists_each_letter_with_its_own_code(tmp_path: Path, size: Paper) -> None:
    target = _written(tmp_path, COLLECTIVE, size)
    printed = _plain(paper.text(target))
    decoded = []
    for number in range(len(paper.sizes(target))):
        image = paper.render(target, number, 203, bilevel=True)
        decoded += [code.text for code in paper.codes(image, BarcodeFormat.Code128)]
    for letter in COLLECTIVE.letters:
        assert _plain(letter.title) in printed
        assert letter.document_uid in printed
    assert sorted(decoded) == sorted(letter.document_uid.replace("-", "") for letter in COLLECTIVE.letters)
    assert _plain("Zbiorcze potwierdzenie złożenia") in printed
    assert _plain("pisma: 40, załączniki: 64, strony: 160 (bez pozycji nieliczonych)") in printed
    assert printed.count("podpisprzyjmującego") == 1


def test_pages_are_numbered_and_named(tmp_path: Path) -> None:
    pages = paper.texts(_written(tmp_path, replace(COLLECTIVE, duplicate=True)))
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert f"strona {number} z {len(pages)}" in page
        assert "DUPLIKAT" in page
        assert "Zbiorcze potwierdzenie złożenia" in page


def test_ordinary_receipt_fits_one_page(tmp_path: Path) -> None:
    sizes = {size: paper.sizes(_written(tmp_path, RECEIPT, size)) for size in PAPERS}
    assert [(round(w), round(h)) for w, h in sizes["A5"]] == [(420, 595)]
    assert [(round(w), round(h)) for w, h in sizes["A4"]] == [(595, 842)]
    assert len(sizes["roll80"]) == 1
    assert round(sizes["roll80"][0][0] / paper.MM) == 80


def test_roll_is_as_long_as_its_content(tmp_path: Path) -> None:
    short = paper.sizes(_written(tmp_path, SEALED_RECEIPT, "roll80"))[0][1]
    longer = paper.sizes(_written(tmp_path, COLLECTIVE, "roll80"))[0][1]
    assert 120 * paper.MM < short < 260 * paper.MM
    assert longer > 8 * short


def test_polish_letters_are_printed(tmp_path: Path) -> None:
    letter = replace(LETTER, title=POLISH, sender=POLISH)
    assert paper.text(_written(tmp_path, replace(RECEIPT, letters=(letter,)))).count(POLISH) == 2


def test_markup_in_a_title_is_text(tmp_path: Path) -> None:
    letter = replace(LETTER, title="<b>A & B</b> <img src='x'/> &amp;")
    assert "<b>A & B</b> <img src='x'/> &amp;" in paper.text(_written(tmp_path, replace(RECEIPT, letters=(letter,))))


def test_built_from_the_record() -> None:
    data = receipt_data([ITEM], OFFICE, clerk="J. W.", printed_at="2026-11-20T09:43:05Z", duplicate=True)
    letter = data.letters[0]
    assert (data.received_on, data.received_time, data.duplicate) == ("2026-11-20", "10:43", True)
    assert (letter.sender, letter.page_count, letter.attachment_count) == ("Zmyślony Jan Nepomucen", 2, 2)
    assert letter.page_hashes == (page_hash(1), page_hash(2))
    noted = receipt_letter(ITEM, defects=[Defect.FEE], originals_returned=["akt"], page_count=7)
    assert (noted.page_count, noted.defects, noted.originals_returned) == (7, frozenset({Defect.FEE}), ("akt",))


def test_hour_of_receipt_is_never_guessed() -> None:
    assert received_time(replace(ITEM, received_time="08:15:30")) == "08:15"
    assert received_time(ITEM) == "10:43"
    assert received_time(replace(ITEM, received_on="2026-11-19")) is None


def test_day_without_an_hour_prints_the_day_alone(tmp_path: Path) -> None:
    printed = paper.text(_written(tmp_path, replace(RECEIPT, received_time=None)))
    assert "20.11.2026" in printed
    assert "godz." not in printed


def test_refuses_an_empty_receipt_and_an_unknown_paper(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as empty:
        _written(tmp_path, replace(RECEIPT, letters=()))
    with pytest.raises(InvalidInput) as unknown:
        _written(tmp_path, RECEIPT, "A3")  # type: ignore[arg-type]
    assert (empty.value.code, unknown.value.code) == ("empty_receipt", "bad_paper")


# the proof

PROOF = "KP1-K1A-K1A26000123U-1-202611201042-O1-5T7E27EKV3JUPXO6-O7RBE72BZ3OTXDRJ"


@pytest.mark.parametrize("size", PAPERS)
@pytest.mark.parametrize("dpi", [203, 300])
def test_qr_carries_the_proof_and_it_can_be_typed(tmp_path: Path, size: Paper, dpi: int) -> None:
    data = replace(RECEIPT, proof=PROOF, office=replace(OFFICE, status_address=""))
    target = _written(tmp_path, data, size)
    image = paper.render(target, 0, dpi, bilevel=True)
    assert [code.text for code in paper.codes(image, BarcodeFormat.QRCode)] == [PROOF]
    assert PROOF in _plain(paper.text(target))
    assert len(paper.sizes(target)) == 1
    assert paper.overlapping(paper.glyphs(target)[0]) == []


@pytest.mark.parametrize("size", PAPERS)
def test_proof_stays_behind_the_address_of_the_status_page(tmp_path: Path, size: Paper) -> None:
    image = paper.render(_written(tmp_path, replace(RECEIPT, proof=PROOF), size), 0, 203, bilevel=True)
    assert [code.text for code in paper.codes(image, BarcodeFormat.QRCode)] == [
        f"https://example.com/sprawa/SP-2026-000123#{PROOF}"
    ]


def test_copies_are_bound_in_one_file(tmp_path: Path) -> None:
    target = tmp_path / "receipts.pdf"
    write_receipts([replace(RECEIPT, copy=n, copies=3) for n in (1, 2, 3)], target)
    assert [f"egzemplarz {n} z 3" in page for n, page in enumerate(paper.texts(target), start=1)] == [True] * 3


def test_case_status_is_printed_only_where_it_is_given(tmp_path: Path) -> None:
    said = paper.text(_written(tmp_path, replace(RECEIPT, case_status_number="", case_status_code="")))
    assert "numer:" not in said
    assert "kod:" not in said
    assert "wystarczy podać identyfikator przesyłki" in said


@pytest.mark.rule("defects never refuse")
@pytest.mark.rule("originals returned")
def test_what_was_noted_of_a_letter_stands_on_its_receipt(tmp_path: Path) -> None:
    notes = [
        (NoteKind.DEFECT, {"what": "proxy"}), (NoteKind.DEFECT, {"what": "other", "words": "brak daty"}),
        (NoteKind.MISSING_ATTACHMENT, {"words": "mapa"}),
        (NoteKind.ORIGINALS_RETURNED, {"words": "akt notarialny", "to": "wnoszącemu"}),
    ]  # fmt: skip
    noted = tuple(ItemNote(f"n{n}", kind, "2026-11-20T09:00:00Z", "x", told) for n, (kind, told) in enumerate(notes))
    data = receipt_data([replace(ITEM, notes=noted)], OFFICE, clerk="J. W.", printed_at="2026-11-20T09:43:05Z")
    assert data.letters[0].defects == frozenset({Defect.PROXY})
    said = paper.text(_written(tmp_path, data))
    for field in ("inne: brak daty; brak załącznika: mapa", "akt notarialny (zwrócono: wnoszącemu)"):
        assert field in said
    assert "Braki nie są powodem odmowy przyjęcia." in said


def test_inscription_of_a_sealed_letter_comes_from_the_record(tmp_path: Path) -> None:
    sealed = replace(ITEM, sealed=True, inscription="Oferta – nie otwierać")
    data = receipt_data([sealed], OFFICE, clerk="J. W.", printed_at="2026-11-20T09:43:05Z")
    assert "napis na kopercie: „Oferta – nie otwierać”" in paper.text(_written(tmp_path, data))
