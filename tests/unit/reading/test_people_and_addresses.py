"""Names of people, organisations and addresses."""

from __future__ import annotations

import pytest

from kancelaria.reading.addresses import parse_address
from kancelaria.reading.layout import lay_out
from kancelaria.reading.organisations import LineKind, classify, tidy_name
from kancelaria.reading.people import parse_person
from tests.unit.reading.paper import page, read


@pytest.mark.parametrize(
    ("text", "given", "surname"),
    [
        ("Jan Kowalski", "Jan", "Kowalski"),
        ("KOWALSKI JAN", "Jan", "Kowalski"),
        ("Anna Maria Testowa-Próbna", "Anna Maria", "Testowa-Próbna"),
        ("Testowa-Próbna Anna", "Anna", "Testowa-Próbna"),
        ("mgr inż. Łukasz Wzorcowy", "Łukasz", "Wzorcowy"),
        ("Pani Halina Próbna,", "Halina", "Próbna"),
        ("J. Kowalski", "J.", "Kowalski"),
        ("Malgorzata Przykład", "Malgorzata", "Przykład"),
        ("Adam Marek", "Adam", "Marek"),
    ],
)
def test_a_person_is_parted(text: str, given: str, surname: str) -> None:
    person = parse_person(text)
    assert person is not None
    assert (person.given_names, person.surname) == (given, surname)


@pytest.mark.parametrize(
    "text", ["ul. Długa 12", "Urząd Miasta", "Z poważaniem", "WNIOSEK", "12.03.2026", "", "Jan", "w sprawie Jana"]
)
def test_what_is_no_person(text: str) -> None:
    person = parse_person(text)
    assert person is None or person.sureness <= 0.5


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Sąd Rejonowy w Testowie", LineKind.ORGANISATION),
        ("Testex sp. z o.o.", LineKind.ORGANISATION),
        ("Próba-Bud sp. j.", LineKind.ORGANISATION),
        ("Wzorzec S.A.", LineKind.ORGANISATION),
        ("I Wydział Cywilny", LineKind.DIVISION),
        ("Jan Kowalski", LineKind.PERSON),
        ("ul. Długa 12", LineKind.ADDRESS),
        ("87-100 Toruń", LineKind.ADDRESS),
        ("tel. 56 555 01 02", LineKind.CONTACT),
        ("Znak: AB.1.2.2026", LineKind.REFERENCE),
        ("WNIOSEK o wydanie", LineKind.HEADING),
        ("Szanowny Panie", LineKind.ADDRESSING),
    ],
)
def test_lines_of_a_head_are_told_apart(text: str, kind: LineKind) -> None:
    assert classify(text) is kind


@pytest.mark.parametrize(
    ("read_text", "tidy"),
    [
        ("Niby-Bud Sp. Z 0.0.", "Niby-Bud Sp. z o.o."),
        ("Testex sp.z o.o", "Testex sp. z o.o."),
        ('Fundacja "Przykład"', "Fundacja „Przykład”"),
        ("S Ą D", "S Ą D"),
    ],
)
def test_names_are_tidied(read_text: str, tidy: str) -> None:
    assert tidy_name(read_text) == tidy


@pytest.mark.parametrize(
    ("text", "street", "postcode", "town"),
    [
        ("ul. Długa 12/3\n87-100 Toruń", "ul. Długa 12/3", "87-100", "Toruń"),
        ("ul. Długa 12 m. 3\n87-100 Toruń", "ul. Długa 12 m. 3", "87-100", "Toruń"),
        ("ul. 3 Maja 7a, 87-100 Toruń", "ul. 3 Maja 7a", "87-100", "Toruń"),
        ("ul.Długa 12\n87 - 1OO TORUŃ", "ul. Długa 12", "87-100", "Toruń"),
        ("u1. Długa 12\n87-100 Toruń", "ul. Długa 12", "87-100", "Toruń"),
        ("Nowa Wieś 12\n87-152 Nowa Wieś", "Nowa Wieś 12", "87-152", "Nowa Wieś"),
        ("al. Jana Pawła II 5 lok. 12\n00-950 Warszawa", "al. Jana Pawła II 5 lok. 12", "00-950", "Warszawa"),
        ("33-333 Testowo, ul. Mundurowa 2", "ul. Mundurowa 2", "33-333", "Testowo"),
        ("os. Słoneczne 4/15\n43-555 Nowy Targ tel. 18 555 01 01", "os. Słoneczne 4/15", "43-555", "Nowy Targ"),
        ("Plac Wolności 1\n43-555 Wzorów", "Plac Wolności 1", "43-555", "Wzorów"),
        ("skr. poczt. 15\n43-555 Wzorów", "skr. poczt. 15", "43-555", "Wzorów"),
    ],
)
def test_an_address_is_parted(text: str, street: str, postcode: str, town: str) -> None:
    address = parse_address(lay_out(page(text)).lines)
    given = [part.value if part else None for part in (address.street, address.postcode, address.town)]
    assert given == [street, postcode, town]


def test_a_phone_number_is_no_postcode() -> None:
    address = parse_address(lay_out(page("tel. 22-555 01 02\nfax: 22-555 01 03")).lines)
    assert address.postcode is None


def test_a_company_is_read_with_its_address() -> None:
    found = read(
        "Testex sp. z o.o.\nul. Długa 12\n87-100 Toruń\ne-mail: biuro@example.com\n\n\n      "
        "         Urząd Miasta Wzorów"
    )
    assert {
        f: found.best(f).value for f in ("sender.organisation", "sender.town", "sender.country", "sender.email")
    } == {  # type: ignore[union-attr]
        "sender.organisation": "Testex sp. z o.o.",
        "sender.town": "Toruń",
        "sender.country": "Polska",
        "sender.email": "biuro@example.com",
    }
