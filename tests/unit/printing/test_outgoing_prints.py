"""Print-outs of outgoing mail as their readers see them, field by field as domain 4 asks."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
import zxingcpp

from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.outgoing import AddressCheck, Addressee, Method, OutgoingItem, OutgoingState
from kancelaria.printing.outgoing_envelope import SIZES, Envelope, write_address_labels, write_envelopes
from kancelaria.printing.outgoing_register import OutgoingRegisterData, write_outgoing_register
from kancelaria.printing.outgoing_zpo import write_zpo_slips
from kancelaria.printing.posting_book import PostingBookData, amount, write_posting_book
from kancelaria.printing.posting_book_export import NAMESPACE, parted, write_posting_list
from tests.unit.printing import paper
from tests.unit.printing.samples import OFFICE, invented_pesel

AT = "2026-11-20T09:14:00.000Z"
JAN = Addressee(
    surname="Zmyślony", given_names="Jan", street="ul. Długa 1/2", postcode="90-001", town="Łódź", country="Polska"
)
FIRM = Addressee(
    organisation="Przedsiębiorstwo Robót Inżynieryjnych „Wyobraźnia” spółka z ograniczoną odpowiedzialnością",
    street="al. Niepodległości 245 lok. 18", postcode="00-009", town="Warszawa", country="Polska",
)  # fmt: skip
LETTER = OutgoingItem(
    id="o-1", letter_id="l-1", number=12, year=2026, registered_at=AT, title="Decyzja o warunkach zabudowy",
    addressees=(JAN,), method=Method.REGISTERED, case_mark="AB.6730.12.2026", unit="AB",
    responsible="Barbara Wymyślona", responsible_post="inspektor", handed_on="2026-11-20", posted_on="2026-11-21",
    posting_number="RR123456785PL", zpo=True, check_on="2026-11-19", check_result=AddressCheck.NONE,
    letter_date="2026-11-18", attachment_count=2, weight_class="A", weight_g=1035, fee=850, declared_value=10000,
    cash_on_delivery=123450, remarks=("do rąk własnych",), state=OutgoingState.POSTED,
)  # fmt: skip
OTHER = replace(
    LETTER, id="o-2", number=13, addressees=(FIRM,), posting_number="00359007730000000015", fee=None, weight_g=None,
    declared_value=None, cash_on_delivery=None, zpo=False,
)  # fmt: skip


def register(folder: Path, *rows: OutgoingItem, name: str = "rejestr.pdf", words: str = "") -> Path:
    target = folder / name
    data = OutgoingRegisterData(OFFICE, rows, "Jan Próbny", "2026-11-22T10:42:00Z", "2026-11-01", "2026-11-30", words)
    write_outgoing_register(data, target)
    return target


def book(*rows: OutgoingItem) -> PostingBookData:
    return PostingBookData(OFFICE, "2026-11-20", rows, "Jan Próbny", "2026-11-20T10:42:00Z")


@pytest.mark.rule("outgoing row")
def test_a_row_of_the_register_says_its_fields(tmp_path: Path) -> None:
    seen = paper.text(register(tmp_path, LETTER))
    for part in (
        "Rejestr przesyłek wychodzących", OFFICE.institution, "01.11.2026 – 30.11.2026", "12/2026", "20.11.2026",
        "Zmyślony Jan, ul. Długa 1/2", "AB.6730.12.2026", "list polecony, ZPO, RR123456785PL", "21.11.2026",
        "Decyzja o warunkach", "Barbara Wymyślona, inspektor, AB", "nadana", "do rąk własnych",
        "Liczba pozycji: 1 · numery: 12/2026 – 12/2026",
    ):  # fmt: skip
        assert part in seen, part
    (row,) = list(csv.DictReader(register(tmp_path, LETTER, name="r.csv").open(encoding="utf-8-sig"), delimiter=";"))
    assert (row["Numer"], row["Przekazano"], row["Adresat"]) == ("12/2026", "2026-11-20", "Zmyślony Jan")
    assert (row["Znak sprawy"], row["Sposób wysłania"], row["Opłata"]) == ("AB.6730.12.2026", "list polecony", "8,50")
    assert (row["Sprawdzenie adresu"], row["Stanowisko"]) == ("2026-11-19", "inspektor")
    assert row["Wynik sprawdzenia"] == "brak adresu do doręczeń elektronicznych"


@pytest.mark.rule("outgoing printed on")
def test_the_print_date_stands_on_every_page(tmp_path: Path) -> None:
    rows = [replace(LETTER, id=f"o-{n}", number=n) for n in range(1, 121)]
    pages = paper.texts(register(tmp_path, *rows))
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert "Wydrukował(a): Jan Próbny, 22.11.2026 11:42" in page
        assert f"strona {number} z {len(pages)}" in page


def test_a_voided_row_is_struck_with_its_reason_and_a_filter_is_told(tmp_path: Path) -> None:
    voided = replace(LETTER, state=OutgoingState.VOIDED, void_reason="wpisano dwa razy")
    seen = paper.text(register(tmp_path, voided, words="tylko zwroty"))
    assert "UNIEWAŻNIONO: wpisano dwa razy" in seen
    assert "wydruk częściowy, filtr: tylko zwroty" in seen


@pytest.mark.rule("returns by posting number")
def test_a_returned_row_says_day_reason_and_both_notices(tmp_path: Path) -> None:
    back = replace(
        LETTER, state=OutgoingState.RETURNED, returned_on="2026-12-08", return_reason="nie podjęto w terminie",
        notices=("2026-11-23", "2026-12-01"),
    )  # fmt: skip
    seen = paper.text(register(tmp_path, back))
    for part in ("zwrócona 08.12.2026: nie podjęto w terminie", "23.11.2026", "01.12.2026"):
        assert part in seen, part


def test_a_collective_row_names_every_addressee(tmp_path: Path) -> None:
    seen = paper.text(register(tmp_path, replace(LETTER, addressees=(JAN, FIRM), method=Method.LETTER)))
    assert "Zmyślony Jan" in seen
    assert "Wyobraźnia" in seen


@pytest.mark.rule("posting book")
def test_the_posting_book_has_the_operators_columns(tmp_path: Path) -> None:
    target = tmp_path / "ksiazka.pdf"
    write_posting_book(book(LETTER, OTHER), target)
    seen = paper.text(target)
    for part in (
        "Książka nadawcza", f"Nadawca: {OFFICE.institution}", "Dzień nadania: 20.11.2026", "Lp.", "Adresat",
        "Dokładne miejsce doręczenia", "Wartość zadeklarowana", "Masa", "Numer nadawczy", "Uwagi", "Opłata",
        "Kwota pobrania", "Zmyślony Jan", "ul. Długa 1/2, 90-001 Łódź", "100,00", "1035", "RR123456785PL",
        "ZPO, A, 12/2026", "8,50", "1 234,50", "00359007730000000015",
        "Razem przesyłek: 2 · opłaty: 8,50 zł · pobrania: 1 234,50 zł", "odcisk datownika i podpis przyjmującego",
        "wydrukował(a): Jan Próbny, 20.11.2026 11:42", "strona 1 z 1",
    ):  # fmt: skip
        assert part in seen, part


def test_a_long_book_repeats_its_heading_and_keeps_the_total_with_the_signatures(tmp_path: Path) -> None:
    target = tmp_path / "ksiazka.pdf"
    write_posting_book(book(*[replace(OTHER, id=f"o-{n}", number=n) for n in range(70)]), target)
    pages = paper.texts(target)
    assert len(pages) > 2
    assert all("Dokładne miejsce doręczenia" in page or "Razem" in page for page in pages)
    assert "Razem przesyłek: 70" in pages[-1]
    assert "odcisk datownika" in pages[-1]
    for page in paper.glyphs(target):
        assert not paper.overlapping(page)


def test_the_list_for_the_operator_names_its_fields(tmp_path: Path) -> None:
    target = tmp_path / "wykaz.xml"
    write_posting_list(book(LETTER, OTHER), target)
    root = ElementTree.parse(target).getroot()
    assert root.tag == f"{{{NAMESPACE}}}Nadawca"
    assert root.get("Struktura") == "1.6"
    (batch,) = root
    assert batch.get("IloscPrzesylek") == "2"
    told = {(each.get("Typ"), each.get("Nazwa")): each.text for each in batch[0]}
    assert told[("", "Symbol")] == "845"
    assert told[("", "NrNadania")] == "RR123456785PL"
    assert (told[("", "Uslugi")], told[("", "IloscPotwOdb")], told[("", "Strefa")]) == ("RO", "1", "A")
    assert (told[("", "Masa")], told[("", "Wartosc")], told[("", "KwotaPobrania")]) == ("1035", "10000", "123450")
    names = ("Nazwa", "Ulica", "Dom", "Lokal", "Kod", "Miejscowosc")
    assert [told[("Adresat", name)] for name in names] == ["Jan Zmyślony", "Długa", "1", "2", "90001", "Łódź"]
    again = tmp_path / "jeszcze.xml"
    write_posting_list(book(LETTER, OTHER), again)
    assert again.read_bytes() == target.read_bytes()


def test_the_list_as_csv_has_the_import_columns_and_runs_no_formula(tmp_path: Path) -> None:
    target = tmp_path / "wykaz.csv"
    write_posting_list(book(replace(LETTER, addressees=(replace(JAN, street="=1+1"),))), target)
    (row,) = list(csv.DictReader(target.open(encoding="utf-8-sig"), delimiter=";"))
    assert (row["NumerNadania"], row["AdresatKodPocztowy"], row["PotwierdzenieOdbioru"]) == (
        "RR123456785PL", "90-001", "T",
    )  # fmt: skip
    assert (row["Masa"], row["KwotaPobrania"], row["Wartosc"]) == ("1,035", "1234,50", "100,00")
    assert not row["AdresatUlica"].startswith("=")


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("ul. Długa 1/2", ("Długa", "1", "2")), ("Rynek 16", ("Rynek", "16", "")),
        ("al. Niepodległości 245 lok. 18", ("al. Niepodległości", "245", "18")),
        ("Zmyślona 5a", ("Zmyślona", "5a", "")), ("Gostyń", ("Gostyń", "", "")),
        ("ul. 3 Maja 12 m. 4", ("3 Maja", "12", "4")), ("", ("", "", "")),
    ],
)  # fmt: skip
def test_a_street_line_is_parted(line: str, parts: tuple[str, str, str]) -> None:
    assert parted(line) == parts


@pytest.mark.rule("posting book")
@pytest.mark.parametrize("size", list(Envelope))
def test_an_envelope_has_sender_addressee_and_service(tmp_path: Path, size: Envelope) -> None:
    target = tmp_path / "koperta.pdf"
    assert write_envelopes([LETTER, OTHER], OFFICE, size, target) == 2
    assert paper.sizes(target)[0] == pytest.approx(SIZES[size], abs=0.5)
    first, second = paper.texts(target)
    for part in (OFFICE.institution, "Jan Zmyślony", "ul. Długa 1/2", "90-001 Łódź", "AB.6730.12.2026 · 12/2026",
                 "LIST POLECONY", "ZA POTWIERDZENIEM ODBIORU"):  # fmt: skip
        assert part in first, part
    assert "00-009 Warszawa" in second
    assert "ZA POTWIERDZENIEM" not in second
    width, height = SIZES[size]
    for page in paper.glyphs(target):
        assert not paper.outside(page, (0, 0, width, height))
        assert not paper.overlapping(page)


@pytest.mark.rule("posting book")
def test_address_labels_fill_the_sheet_from_the_first_free_place(tmp_path: Path) -> None:
    target = tmp_path / "etykiety.pdf"
    assert write_address_labels([replace(LETTER, id=f"o-{n}") for n in range(22)] + [OTHER], target, used=3) == 23
    pages = paper.texts(target)
    assert [page.count("90-001 Łódź") for page in pages] == [21, 1]
    assert "RPWych 13/2026" in pages[1]
    assert all(not paper.overlapping(page) for page in paper.glyphs(target))
    with pytest.raises(InvalidInput):
        write_address_labels([LETTER], target, used=24)


def test_what_has_no_postal_address_gets_no_envelope(tmp_path: Path) -> None:
    nowhere = replace(LETTER, addressees=(Addressee(surname="Próbny", ade="AE:PL-12345-67890-ABCDE-12"),))
    with pytest.raises(InvalidInput) as refused:
        write_envelopes([LETTER, nowhere], OFFICE, Envelope.DL, tmp_path / "k.pdf")
    assert refused.value.code == "envelope_address"
    assert not (tmp_path / "k.pdf").exists()


@pytest.mark.rule("posting book")
def test_a_zpo_slip_has_a_face_and_a_back(tmp_path: Path) -> None:
    target = tmp_path / "zpo.pdf"
    assert write_zpo_slips([LETTER], OFFICE, target) == 1
    face, back = paper.texts(target)
    for part in ("POTWIERDZENIE ODBIORU", OFFICE.institution, "AB.6730.12.2026", "12/2026", "list polecony",
                 "RR123456785PL"):  # fmt: skip
        assert part in face, part
    for part in ("Jan Zmyślony", "90-001 Łódź", "Decyzja o warunkach", "z dnia 18.11.2026", "dorosły domownik",
                 "data odbioru", "podpis", "pierwsze awizo", "drugie awizo", "przyczyna zwrotu"):  # fmt: skip
        assert part in back, part
    (code,) = paper.codes(paper.render(target, 0, 300), zxingcpp.BarcodeFormat.Code128)
    assert code.text == "RR123456785PL"
    assert all(not paper.overlapping(page) for page in paper.glyphs(target))


@pytest.mark.parametrize("size", [20, 13])
def test_codes_of_both_kinds_of_numbers_are_read_from_a_slip(tmp_path: Path, size: int) -> None:
    number = "00359007730000000015" if size == 20 else "RR123456785PL"
    target = tmp_path / "zpo.pdf"
    write_zpo_slips([replace(LETTER, posting_number=number)], OFFICE, target)
    assert [code.text for code in paper.codes(paper.render(target, 0, 200), zxingcpp.BarcodeFormat.Code128)] == [number]


def test_no_slip_where_no_receipt_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput):
        write_zpo_slips([OTHER], OFFICE, tmp_path / "zpo.pdf")


@pytest.mark.parametrize(
    "write",
    [
        lambda item, to: write_zpo_slips([item], OFFICE, to), lambda item, to: write_posting_book(book(item), to),
        lambda item, to: write_envelopes([item], OFFICE, Envelope.DL, to),
        lambda item, to: write_address_labels([item], to), lambda item, to: register(to.parent, item, name=to.name),
    ],
)  # fmt: skip
def test_no_pesel_reaches_paper(tmp_path: Path, write: Callable[[OutgoingItem, Path], object]) -> None:
    pesel = invented_pesel()
    target = tmp_path / "druk.pdf"
    spoken = replace(
        LETTER, title=f"Decyzja dla {pesel}", remarks=(pesel,), addressees=(replace(JAN, surname=f"Zmyślony {pesel}"),)
    )
    write(spoken, target)
    assert pesel not in paper.text(target).replace(" ", "")


def test_amounts_are_written_as_people_do() -> None:
    assert [amount(None), amount(0), amount(850), amount(123450)] == ["", "0,00", "8,50", "1\u00a0234,50"]
