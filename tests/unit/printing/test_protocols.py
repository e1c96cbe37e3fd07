"""Protocols: every field domain 1.3 asks for, in a place of its own, signed by two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from zxingcpp import BarcodeFormat

from kancelaria.domain.incoming import IncomingItem
from kancelaria.domain.notes import ItemNote, NoteKind
from kancelaria.printing.model import DamageProtocol, OralProtocol
from kancelaria.printing.protocol_facts import damage_protocol, oral_protocol
from kancelaria.printing.protocols import write_damage_protocol, write_oral_protocol
from tests.unit.printing import paper
from tests.unit.printing.samples import BARE, ITEM, LONG_OFFICE, OFFICE, UID, invented_pesel

AT = "2026-11-20T09:43:05Z"
CLERK = "Jaśmina Wymyślona"
PROTOCOL = ItemNote(
    "n1", NoteKind.PROTOCOL, AT, "j.wymyslona",
    {"what": "cannot_sign", "words": "złamana prawa ręka", "first": CLERK, "second": "Marek Zmyślny"},
)  # fmt: skip
DAMAGE = ItemNote(
    "n2", NoteKind.DAMAGE, AT, "j.wymyslona",
    {
        "words": "koperta rozdarta wzdłuż krawędzi", "place": "Punkt kancelaryjny K1", "moment": "2026-11-20T08:05",
        "operator": "Poczta Przykładowa", "posting_number": "RR123456785PL", "on_envelope": True,
        "on_confirmation": "noted", "first": CLERK, "second": "Doręczyciel Zmyślony",
    },
)  # fmt: skip


def oral(note: ItemNote | None = PROTOCOL, **said: object) -> OralProtocol:
    return oral_protocol(ITEM, OFFICE, note=note, clerk=CLERK, printed_at=AT, **said)  # type: ignore[arg-type]


def damage(note: ItemNote = DAMAGE, item: IncomingItem = ITEM) -> DamageProtocol:
    return damage_protocol(item, OFFICE, note, operator="", posting_number="", clerk=CLERK, printed_at=AT)


def written(tmp_path: Path, data: OralProtocol | DamageProtocol) -> Path:
    target = tmp_path / "protokol.pdf"
    if isinstance(data, OralProtocol):
        write_oral_protocol(data, target)
    else:
        write_damage_protocol(data, target)
    return target


@pytest.mark.rule("oral application")
@pytest.mark.parametrize(
    "field",
    [
        "Protokół przyjęcia podania od osoby, która nie może podpisać", OFFICE.institution, OFFICE.address,
        "Data i godzina 20.11.2026, godz. 10:43", "Osoba wnosząca podanie Zmyślony Jan Nepomucen",
        "Dotyczy Wniosek o wydanie zaświadczenia", "Numer w rejestrze RPW 1234/2026", UID, "złamana prawa ręka",
        "Treść podania", "Protokół odczytano i przyjęto", "nie podpisuje protokołu. Przyczyna: złamana prawa ręka",
        f"Przyjmujący podanie {CLERK} imię i nazwisko (czytelnie) podpis data i godzina",
        "Osoba obecna przy czynności Marek Zmyślny imię i nazwisko (czytelnie) podpis data i godzina",
        f"wydrukował(a): {CLERK}, 20.11.2026 10:43", "strona 1 z 1", OFFICE.privacy_notice,
    ],
)  # fmt: skip
def test_oral_application_says(tmp_path: Path, field: str) -> None:
    assert field in paper.text(written(tmp_path, oral()))


def test_who_can_sign_signs_the_protocol(tmp_path: Path) -> None:
    said = paper.text(written(tmp_path, oral(None, reason="wniesione ustnie", content="Proszę o…\nDziękuję.")))
    assert "Protokół przyjęcia podania wniesionego ustnie" in said
    assert "nie podpisuje" not in said
    assert "Wnoszący podanie Zmyślony Jan Nepomucen imię i nazwisko" in said
    assert "Proszę o… Dziękuję." in said
    assert said.count("podpis data i godzina") == 2


@pytest.mark.rule("damaged")
@pytest.mark.parametrize(
    "field",
    [
        "Protokół uszkodzenia przesyłki", "Miejsce Punkt kancelaryjny K1",
        "Data i godzina stwierdzenia 20.11.2026, godz. 08:05", "Numer przesyłki RR123456785PL",
        "Operator Poczta Przykładowa", "Opis uszkodzenia koperta rozdarta wzdłuż krawędzi",
        "Adnotacja na kopercie jest", "Adnotacja na potwierdzeniu odbioru jest", "Nadawca Zmyślony Jan Nepomucen",
        f"Stwierdzający uszkodzenie {CLERK} imię i nazwisko (czytelnie) podpis data i godzina",
        "Druga osoba podpisująca Doręczyciel Zmyślony imię i nazwisko (czytelnie) podpis data i godzina", UID,
    ],
)  # fmt: skip
def test_damage_says(tmp_path: Path, field: str) -> None:
    assert field in paper.text(written(tmp_path, damage()))


def test_damage_of_a_sealed_item_names_no_sender(tmp_path: Path) -> None:
    said = paper.text(written(tmp_path, damage(item=replace(ITEM, sealed=True))))
    assert "jak na kopercie" in said
    assert "Zmyślony Jan" not in said


def test_a_consignment_without_confirmation_says_so(tmp_path: Path) -> None:
    note = replace(DAMAGE, details={**DAMAGE.details, "on_confirmation": "none", "on_envelope": False})
    said = paper.text(written(tmp_path, damage(note)))
    assert "Adnotacja na kopercie nie ma" in said
    assert "przesyłka bez potwierdzenia odbioru" in said


@pytest.mark.parametrize("make", [oral, damage])
def test_code_is_read_from_the_print(tmp_path: Path, make: Callable[[], OralProtocol | DamageProtocol]) -> None:
    image = paper.render(written(tmp_path, make()), 0, 300, bilevel=True)
    assert [found.text for found in paper.codes(image, BarcodeFormat.Code128)] == [BARE]


LONG = "Bardzo długi opis, w którym jest wszystko, co można o tym powiedzieć. " * 80
CASES = {
    "oral": oral(content=LONG),
    "empty oral": oral(None, reason="ustnie"),
    "long names": replace(oral(), applicant="Ż" * 150, reason=LONG, office=replace(OFFICE, institution=LONG_OFFICE)),
    "damage": replace(damage(), description=LONG),
}


@pytest.mark.parametrize("name", CASES)
def test_nothing_leaves_the_page_nor_overlaps(tmp_path: Path, name: str) -> None:
    target = written(tmp_path, CASES[name])
    sizes = paper.sizes(target)
    for (width, height), glyphs in zip(sizes, paper.glyphs(target), strict=True):
        side = 19.5 * paper.MM
        assert paper.outside(glyphs, (side, 3 * paper.MM, width - side, height - 15 * paper.MM)) == []
        assert paper.overlapping(glyphs) == []
    last = paper.texts(target)[-1]
    assert f"strona {len(sizes)} z {len(sizes)}" in last
    assert last.count("imię i nazwisko (czytelnie)") == 2, "both signatures stay on one page"


@pytest.mark.parametrize("name", ["oral", "damage"])
def test_a_second_print_says_so(tmp_path: Path, name: str) -> None:
    assert "PONOWNY" not in paper.text(written(tmp_path, CASES[name]))
    assert "WYDRUK PONOWNY (2)" in paper.text(written(tmp_path, replace(CASES[name], copy=2)))


def test_no_pesel_reaches_a_protocol(tmp_path: Path) -> None:
    number = invented_pesel()
    data = replace(oral(), applicant=f"Jan, PESEL {number}", content=f"PESEL: {number}.", reason=number)
    assert number not in paper.text(written(tmp_path, data)).replace(" ", "")
    assert "•••" in paper.text(written(tmp_path, data))
