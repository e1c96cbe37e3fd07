"""The hand-over list on paper, field by field as domain 1.3 asks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp

from kancelaria.domain.handover import (
    Discrepancy,
    Handed,
    Handover,
    HandoverRow,
    amount_of,
    handed_of,
    make_number,
    received,
)
from kancelaria.domain.identifiers import make_document_uid
from kancelaria.domain.incoming import Access, IncomingItem, ItemState
from kancelaria.printing.handover_list import HandoverListData, handover_line, write_handover_list
from tests.unit.printing import paper
from tests.unit.printing.samples import ITEM, OFFICE, invented_pesel

NUMBER = make_number("K1A", 2026, 12)
MISSING = Discrepancy("pozycji 2 nie ma w teczce", "2026-11-20T10:00:00Z", "m.nowicka")
SEALED = replace(
    ITEM, id="sealed", title="Tajny tytuł", sender=replace(ITEM.sender, surname="Ukryty"), sealed=True,
    addressee="do rąk własnych Burmistrza", remarks=("tajna uwaga",),
)  # fmt: skip


def data(*items: IncomingItem | None, disputed: Discrepancy | None = None, **more: str) -> HandoverListData:
    """A list of the items; None: one that isn't to be seen here any more. The second position may be disputed."""
    lines = []
    for ordinal, item in enumerate(items, start=1):
        uid, what = make_document_uid("K1A", 26, ordinal), Handed.ORIGINAL
        amount = "3 str."
        if item is not None:
            what = handed_of(item, None) if item.state is not ItemState.VOIDED else what
            amount = amount_of(item, what)
        found = disputed if ordinal == 2 else None
        row = HandoverRow(ordinal, f"i-{ordinal}", uid, what, amount, more.get("remarks", ""), found)
        lines.append(handover_line(row, item))
    made = Handover(
        "h", NUMBER, "K1A", 2026, 12, "K1", "AB", "2026-11-20T09:14:00.000Z", "m.nowicka",
        tuple(line.row for line in lines),
    )  # fmt: skip
    return HandoverListData(
        OFFICE, made, tuple(lines), "AB Wydział Architektury", "Maria Wymyślona", "Jan Zmyślony",
        "2026-11-20T09:20:05Z", (("m.nowicka", "Maria Wymyślona"),),
    )  # fmt: skip


def printed(facts: HandoverListData, folder: Path) -> Path:
    target = folder / "lista.pdf"
    write_handover_list(facts, target)
    return target


@pytest.mark.rule("hand-over list")
def test_every_field_of_the_rule_stands_on_the_list(tmp_path: Path) -> None:
    mail = replace(ITEM, delivery_method="email", rpw_number=7)
    text = paper.text(printed(data(ITEM, SEALED, mail, remarks="z mapą"), tmp_path))
    for field in (
        "Urząd Miasta Przykładowo", "Lista przekazania", NUMBER,
        "Przekazuje", "Punkt kancelaryjny K1", "Odbiera", "AB Wydział Architektury", "Data", "20.11.2026",
        "Godzina", "10:14",
        "Lp.", "1.", "3.", make_document_uid("K1A", 26, 1), "RPW 1234/2026", "RPW 7/2026", "Zmyślony Jan Nepomucen",
        "Wniosek o wydanie zaświadczenia", "oryginał", "przesyłka nieotwierana", "tylko odwzorowanie", "2 str.",
        "1 koperta", "z mapą",
        "Razem pozycji: 3 · oryginał: 1 · przesyłka nieotwierana: 1 · tylko odwzorowanie: 1",
        "Niezgodności", "Przekazujący", "Maria Wymyślona", "Przyjmujący", "imię i nazwisko (czytelnie)", "podpis",
        "data", "godzina", "strona 1 z 1", "wydrukował(a): Jan Zmyślony, 20.11.2026 10:20",
    ):  # fmt: skip
        assert field in text, field
    assert text.count("imię i nazwisko (czytelnie)") == text.count("podpis") == 2


def test_the_barcodes_are_the_list_s_own_and_the_items_(tmp_path: Path) -> None:
    image = paper.render(printed(data(ITEM, ITEM), tmp_path), 0, 300)
    read = {code.text for code in paper.codes(image, zxingcpp.BarcodeFormat.Code128)}
    assert read == {NUMBER.replace("-", ""), "K1A26000001D", "K1A26000002B"}


@pytest.mark.parametrize(
    ("item", "shown"),
    [
        (SEALED, "przesyłka nieotwierana · adresat: do rąk własnych Burmistrza"),
        (replace(SEALED, sealed=False, access=Access.NOT_PUBLIC), "pozycja zastrzeżona"),
        (None, "pozycja zastrzeżona"),
    ],
)
def test_a_sealed_item_shows_what_the_envelope_allows(item: IncomingItem | None, shown: str, tmp_path: Path) -> None:
    text = paper.text(printed(data(item), tmp_path))
    assert shown in text
    assert [word for word in ("Tajny", "Ukryty", "tajna uwaga") if word in text] == []


def test_a_personal_number_is_masked_and_a_voided_item_says_so(tmp_path: Path) -> None:
    number = invented_pesel()
    told = replace(ITEM, title=f"Wniosek, PESEL {number}", remarks=(f"numer {number}",))
    voided = replace(ITEM, state=ItemState.VOIDED, void_reason="pomyłka")
    text = paper.text(printed(data(told, voided), tmp_path))
    assert number not in text
    assert "PESEL •••" in text
    assert "ANULOWANO: pomyłka" in text


def test_discrepancies_and_the_receipt_stand_on_a_second_print(tmp_path: Path) -> None:
    first = data(ITEM, ITEM, disputed=MISSING)
    done = replace(
        MISSING, settled="leżało w składzie", settled_at="2026-11-21T08:00:00Z", settled_by="o.lis", kept=True
    )
    text = paper.text(printed(first, tmp_path))
    assert "NIEZGODNOŚĆ: pozycji 2 nie ma w teczce" in text
    assert "zapisano 20.11.2026 11:00, Maria Wymyślona; czeka na wyjaśnienie" in text
    assert "wydruk ponowny" not in text
    settled = data(ITEM, ITEM, disputed=done)
    signed = received(settled.handover, "Ola Zmyślona", "2026-11-20T09:40:00Z", "m.nowicka")
    text = paper.text(printed(replace(settled, handover=signed, again=True), tmp_path))
    for told in (
        "wydruk ponowny", "NIEZGODNOŚĆ WYJAŚNIONA", "wyjaśniono 21.11.2026 09:00, o.lis: leżało w składzie.",
        "Pismo zostało w kancelarii.", "Ola Zmyślona", "10:40",
    ):  # fmt: skip
        assert told in text, told


def test_a_long_list_repeats_its_headings_and_keeps_its_ink_apart(tmp_path: Path) -> None:
    long = replace(ITEM, title="Bardzo długi tytuł " * 300, rpw_number=None)
    target = printed(data(*[ITEM] * 30, long, SEALED), tmp_path)
    texts = paper.texts(target)
    assert len(texts) > 3
    assert all(f"strona {number} z {len(texts)}" in text for number, text in enumerate(texts, start=1))
    assert all("Identyfikator i kod kreskowy" in text for text in texts[:-1])
    assert "numer zostanie nadany" in " ".join(texts)
    assert "Przyjmujący" in texts[-1]
    for page, glyphs in enumerate(paper.glyphs(target)):
        width, height = paper.sizes(target)[page]
        assert paper.outside(glyphs, (20, 10, width - 20, height - 20)) == []
        assert paper.overlapping(glyphs) == []


def test_the_same_list_gives_the_same_bytes(tmp_path: Path) -> None:
    first = printed(data(ITEM), tmp_path).read_bytes()
    assert printed(data(ITEM), tmp_path).read_bytes() == first
