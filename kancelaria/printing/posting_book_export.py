"""The posting list for the operator's own system: XML in its public structure 1.6, CSV in its import columns.

Names of elements, attributes and columns are the operator's. Both follow its published descriptions of 2013–2017; the
operator confirms at the first import which of them an agreement covers. Amounts in the XML are grosze, masses grams.
"""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from xml.etree import ElementTree

from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.outgoing import Addressee, Method, OutgoingItem
from kancelaria.printing.csv_file import csv_bytes
from kancelaria.printing.dates import warsaw
from kancelaria.printing.files import write_atomically
from kancelaria.printing.posting_book import PostingBookData, amount
from kancelaria.printing.privacy import printable

NAMESPACE = "http://www.poczta-polska.pl"
STRUCTURE = "1.6"
REGISTERED, COD_PARCEL, PARCEL = "845", "848", "846"
COLUMNS = (
    "NumerNadania", "AdresatNazwa", "AdresatUlica", "AdresatNumerDomu", "AdresatNumerLokalu", "AdresatKodPocztowy",
    "AdresatMiejscowosc", "AdresatKraj", "Gabaryt", "KategoriaLubGwarancjaTerminu", "Masa", "KwotaPobrania", "Wartosc",
    "Uwagi", "PotwierdzenieOdbioru",
)  # fmt: skip
_HOUSE = re.compile(r"(?P<street>.*?)\s*(?P<house>\d+\w?)(?:\s*(?:/|m\.?|lok\.?)\s*(?P<flat>\d+\w?))?")
_STREET = re.compile(r"ul(?:\.|ica\b)\s*", re.IGNORECASE)


def write_posting_list(data: PostingBookData, target: Path) -> None:
    """Write the list as .xml or .csv, by the target's extension."""
    suffix = target.suffix.lower()
    if suffix == ".xml":
        write_atomically(target, posting_xml(data))
    elif suffix == ".csv":
        write_atomically(target, csv_bytes(COLUMNS, [_columns(item) for item in data.rows]))
    else:
        raise InvalidInput(
            "bad_target", "Wykaz przesyłek zapisuje się jako .xml albo .csv.", "Zmień nazwę pliku.", target.name
        )


def parted(street: str | None) -> tuple[str, str, str]:
    """Street, house and flat of a line as people write it: "ul. Długa 1/2" → Długa, 1, 2."""
    line = (street or "").strip()
    match = _HOUSE.fullmatch(line)
    if match is None:
        return _STREET.sub("", line, count=1), "", ""
    return _STREET.sub("", match["street"], count=1), match["house"], match["flat"] or ""


def posting_xml(data: PostingBookData) -> bytes:
    """The list as the operator's XML; the same list twice gives the same ids."""
    street, house, flat = parted(data.office.address.partition(",")[0])
    place = re.search(r"(\d{2})-(\d{3})\s+(.+)$", data.office.address)
    sender = ElementTree.Element(
        "Nadawca", xmlns=NAMESPACE, Struktura=STRUCTURE, Nazwa=printable(data.office.institution), NazwaSkrocona="",
        Ulica=street, Dom=house, Lokal=flat, Miejscowosc=place[3] if place else "",
        Kod=place[1] + place[2] if place else "", NIP="", Zrodlo="NADAWCA", Guid=_guid(data.office.institution),
    )  # fmt: skip
    made = warsaw(data.printed_at).strftime("%Y-%m-%dT%H:%M:%S")
    batch = ElementTree.SubElement(
        sender, "Zbior", Nazwa=f"{data.day}\\1", DataUtworzenia=made, Opis="", IloscPrzesylek=str(len(data.rows)),
        Guid=_guid(f"{data.office.institution}/{data.day}"),
    )  # fmt: skip
    for item in data.rows:
        parcel = ElementTree.SubElement(batch, "Przesylka", Guid=_guid(item.id))
        for kind, name, text in _attributes(item):
            ElementTree.SubElement(parcel, "Atrybut", Typ=kind, Nazwa=name).text = printable(text)
    ElementTree.indent(sender)
    body: bytes = ElementTree.tostring(sender, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def _attributes(item: OutgoingItem) -> list[tuple[str, str, str]]:
    """(kind, name, text) of what is known of an item, as the operator names it."""
    services = "R" * (item.method is Method.REGISTERED) + "O" * item.zpo
    plain = {
        "Symbol": _symbol(item), "NrNadania": item.posting_number or "",
        "Masa": "" if item.weight_g is None else str(item.weight_g), "Kategoria": "E", "PosteRestante": "N",
        "Ilosc": "1", "Uslugi": services, "IloscPotwOdb": str(int(item.zpo)), "Strefa": _zone(item),
        "Wartosc": "" if item.declared_value is None else str(item.declared_value),
        "KwotaPobrania": "" if item.cash_on_delivery is None else str(item.cash_on_delivery),
        "Sygnatura": item.case_mark or item.readable_number, "Wersja": "1",
    }  # fmt: skip
    to = item.addressees[0]
    street, house, flat = parted(to.street)
    address = {
        "Nazwa": to.envelope_name, "Ulica": street, "Dom": house, "Lokal": flat, "Miejscowosc": to.town or "",
        "Kod": (to.postcode or "").replace("-", ""), "Kraj": to.country or "",
    }  # fmt: skip
    kinds = [("", name, text) for name, text in plain.items()]
    return [each for each in kinds + [("Adresat", name, text) for name, text in address.items()] if each[2]]


def _zone(item: OutgoingItem) -> str:
    """The structure knows formats A and B; the later S, M and L stand in the CSV alone."""
    return item.weight_class if item.weight_class in ("A", "B") else ""


def _symbol(item: OutgoingItem) -> str:
    if item.method is Method.REGISTERED:
        return REGISTERED
    return COD_PARCEL if item.cash_on_delivery else PARCEL


def _columns(item: OutgoingItem) -> list[str]:
    to: Addressee = item.addressees[0]
    street, house, flat = parted(to.street)
    return [
        item.posting_number or "", to.envelope_name, street, house, flat, to.postcode or "", to.town or "",
        to.country or "", item.weight_class or "", "E",
        "" if item.weight_g is None else f"{item.weight_g // 1000},{item.weight_g % 1000:03d}",
        amount(item.cash_on_delivery).replace("\u00a0", ""), amount(item.declared_value).replace("\u00a0", ""),
        item.case_mark or item.readable_number, "T" if item.zpo else "N",
    ]  # fmt: skip


def _guid(name: str) -> str:
    return "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, f"{NAMESPACE}/{name}")).upper() + "}"
