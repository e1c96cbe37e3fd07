"""The archive's metadata: the elements of version 1.7, in the order and with the words of its schema."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from lxml import etree

from kancelaria.domain.incoming import Access, IncomingItem, Sender
from kancelaria.services.archive_xml import NAMESPACE, archive_xml
from kancelaria.services.register import register_incoming
from tests.fakes.office import STATION, FakeOffice
from tests.unit.services.test_register import LETTER

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("archive_metadata.xsd")))
REQUIRED = ("identyfikator", "tytul", "data", "format", "dostep", "typ", "tworca")
SENDERS = (
    Sender(),
    Sender(anonymous=True),
    Sender(surname="Próbna\x00", given_names="Anna Maria", street="ul. A 1", email=("a@example.com", "b@example.com")),
    Sender(surname="Próbna", postcode="43-190", town="Mikołów", street="Rynek 1", country="PL"),
    Sender(organisation="Firma", town="Żory", country="Polska"),
    Sender(organisation="Beispiel GmbH", postcode="10115", town="Berlin", country="Niemcy"),
    Sender(organisation="Daleka", town="Gdzieś", country="Kraina Zmyślona"),
    Sender(organisation="Firma", postcode="43-190"),
)


@pytest.fixture
def item(office: FakeOffice) -> IncomingItem:
    return register_incoming(replace(LETTER, label=None), office.uow(), office.workplace)


def written(item: IncomingItem, size: int | None = 100) -> etree._Element:
    root = etree.fromstring(archive_xml(item, STATION.institution, size))
    SCHEMA.assertValid(root)
    return root


def texts(root: etree._Element, path: str) -> list[str]:
    return [str(found.text) for found in root.findall("/".join(f"{{{NAMESPACE}}}{tag}" for tag in path.split("/")))]


@pytest.mark.parametrize("sender", SENDERS)
def test_every_item_fits_the_schema(item: IncomingItem, sender: Sender) -> None:
    whole = replace(
        item, sender=sender, sender_reference="Z/1", letter_date="2026", posted_on="2026-11", case_mark="AB.1.2.2026",
        document_kind=("wniosek", "zażalenie"), remarks=("pierwsza", "druga"), title="", addressee="Wydział A",
        dcmi_type="Nieznany",
    )  # fmt: skip
    bare = replace(item, sender=sender, rpw_number=None, letter_date=None, no_date=True)
    for one, size, access in product((whole, bare), (None, 100), Access):
        root = written(replace(one, access=access), size)
        assert all(root.find(f"{{{NAMESPACE}}}{tag}") is not None for tag in REQUIRED)


def test_what_is_said_stands_where_the_archive_looks_for_it(item: IncomingItem) -> None:
    whole = replace(item, sender=SENDERS[3], letter_date="2026-11", posted_on="2026-11-18", remarks=("a", "b"))
    root = written(replace(whole, case_mark="AB.1.2.2026", access=Access.NOT_PUBLIC, sender_reference="Z/1"))
    assert texts(root, "identyfikator/typidentyfikatora") == [
        "Identyfikator dokumentu", "Numer RPW", "Znak sprawy", "Znak u nadawcy",
    ]  # fmt: skip
    assert texts(root, "identyfikator/wartoscId")[0] == item.document_uid
    assert texts(root, "data/typ") == ["stworzony", "wyslany", "otrzymany"]
    assert texts(root, "data/czas") == ["2026-11", "2026-11-18", item.received_on]
    assert texts(root, "dostep/dostepnosc") == ["niedostepne"]
    assert texts(root, "tworca/podmiot/osoba/adres/miejscowosc") == ["Mikołów"]
    assert texts(root, "tworca/podmiot/osoba/adres/kraj") == ["PL"]
    assert texts(root, "typ/kategoria") == ["Text"]
    assert texts(root, "opis") == ["a; b"]
    assert texts(root, "format/wielkosc") == ["100"]


def test_an_unknown_country_is_no_other_country(item: IncomingItem) -> None:
    root = written(replace(item, sender=SENDERS[6]))
    assert texts(root, "tworca/podmiot/instytucja/adres") == []
    assert texts(root, "tworca/podmiot/instytucja/kontakt") == ["Gdzieś, Kraina Zmyślona"]
    assert texts(written(replace(item, sender=SENDERS[5])), "tworca/podmiot/instytucja/adres/kraj") == ["DE"]
