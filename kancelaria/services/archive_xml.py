"""The archive's metadata of a document (archival package, version 1.7) as XML.

Elements stand in the order of the standard's schema, its words are written without Polish letters as there.
"""

from __future__ import annotations

from xml.etree import ElementTree

from kancelaria.domain.incoming import Access, IncomingItem, Sender
from kancelaria.domain.office import Institution
from kancelaria.domain.registration import POLAND

NAMESPACE = "http://www.mswia.gov.pl/standardy/ndap"
_ACCESS = {Access.PUBLIC: "wszystko", Access.PARTLY_PUBLIC: "metadane", Access.NOT_PUBLIC: "niedostepne"}
_CATEGORIES = frozenset(
    {
        "Collection", "Dataset", "Event", "Image", "InteractiveResource", "MovingImage", "PhysicalObject", "Service",
        "Software", "Sound", "StillImage", "Text",
    }
)  # fmt: skip
_UNKNOWN_TOWN = "nieustalona"
_COUNTRIES = {
    "polska": "PL", "niemcy": "DE", "czechy": "CZ", "słowacja": "SK", "ukraina": "UA", "litwa": "LT", "białoruś": "BY",
    "wielka brytania": "GB", "irlandia": "IE", "francja": "FR", "holandia": "NL", "niderlandy": "NL", "belgia": "BE",
    "austria": "AT", "włochy": "IT", "hiszpania": "ES", "szwecja": "SE", "norwegia": "NO", "dania": "DK",
    "szwajcaria": "CH",
}  # fmt: skip
"""Countries letters come from, by their Polish names."""


def archive_xml(item: IncomingItem, institution: Institution, pdf_size: int | None) -> bytes:
    """The metadata XML of an item; `pdf_size` in bytes where its file is exported beside it."""
    ElementTree.register_namespace("ndap", NAMESPACE)
    root = ElementTree.Element(_name("dokument"))
    recipient = _add(root, "odbiorca")
    _institution(_add(recipient, "podmiot"), institution.name, item.addressee)
    _add(recipient, "rodzaj", "glowny")
    _dates(root, item)
    _add(_add(root, "dostep"), "dostepnosc", _ACCESS[item.access])
    _format(root, item, pdf_size)
    _identifiers(root, item, institution)
    if item.remarks:
        _add(root, "opis", "; ".join(item.remarks))
    _maker(root, item.sender)
    kind = _add(root, "typ")
    _add(kind, "kategoria", item.dcmi_type if item.dcmi_type in _CATEGORIES else "Text")
    if item.document_kind:
        _add(kind, "rodzaj", ", ".join(item.document_kind))
    title = _add(root, "tytul")
    _add(title, "oryginalny", item.title or "brak tytułu").set("jezyk", "pol")
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _name(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"


def _add(parent: ElementTree.Element, tag: str, text: str | None = None) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, _name(tag))
    child.text = None if text is None else _printable(text)
    return child


def _printable(text: str) -> str:
    """Without control signs, which XML 1.0 can't carry."""
    return "".join(sign for sign in text if sign in "\t\n" or (sign >= " " and sign not in "\ufffe\uffff"))


def _identifiers(root: ElementTree.Element, item: IncomingItem, institution: Institution) -> None:
    values = [("Identyfikator dokumentu", item.document_uid)]
    if item.rpw_number is not None:
        values.append(("Numer RPW", f"{item.rpw_number}/{item.rpw_year}"))
    if item.case_mark:
        values.append(("Znak sprawy", item.case_mark))
    for kind, value in values:
        identifier = _add(root, "identyfikator")
        _add(identifier, "typidentyfikatora", kind)
        _add(identifier, "wartoscId", value)
        _institution(_add(identifier, "podmiot"), institution.name, None)
    if item.sender_reference:
        identifier = _add(root, "identyfikator")
        _add(identifier, "typidentyfikatora", "Znak u nadawcy")
        _add(identifier, "wartoscId", item.sender_reference)
        _party(_add(identifier, "podmiot"), item.sender)


def _dates(root: ElementTree.Element, item: IncomingItem) -> None:
    for kind, value in (("stworzony", item.letter_date), ("wyslany", item.posted_on), ("otrzymany", item.received_on)):
        if value:
            date = _add(root, "data")
            _add(date, "typ", kind)
            _add(date, "czas", value)


def _format(root: ElementTree.Element, item: IncomingItem, pdf_size: int | None) -> None:
    form = _add(root, "format")
    _add(form, "typ", "application/pdf" if pdf_size is not None else item.format or "papier")
    if pdf_size is not None:
        _add(form, "wielkosc", str(pdf_size)).set("jednostka", "bajt")


def _maker(root: ElementTree.Element, sender: Sender) -> None:
    maker = _add(root, "tworca")
    _add(maker, "funkcja", "stworzyl")
    _party(_add(maker, "podmiot"), sender)


def _party(parent: ElementTree.Element, sender: Sender) -> None:
    if sender.organisation or not sender.surname:
        party = _institution(parent, sender.organisation or sender.display_name or "nieustalony", None)
    else:
        party = _add(parent, "osoba")
        _add(party, "nazwisko", sender.surname)
        if sender.given_names:
            _add(party, "imie", sender.given_names)
    _address(party, sender)


def _institution(parent: ElementTree.Element, name: str, unit: str | None) -> ElementTree.Element:
    institution = _add(parent, "instytucja")
    _add(institution, "nazwa", name)
    if unit:
        _add(_add(institution, "jednostka"), "nazwa", unit)
    return institution


def _address(party: ElementTree.Element, sender: Sender) -> None:
    whole = (sender.postcode, sender.town, sender.street, sender.country)
    code = _country_code(sender.country or POLAND)
    if any(whole) and code:
        address = _add(party, "adres")
        town = sender.town or _UNKNOWN_TOWN
        parts = (("kod", sender.postcode), ("miejscowosc", town), ("ulica", sender.street), ("kraj", code))
        for tag, value in parts:
            if value:
                _add(address, tag, value)
    elif any(whole):
        # an address needs a country's code: one in a country known by its name only is told as it was written
        _add(party, "kontakt", ", ".join(part for part in whole if part)).set("typ", "adres")
    for mail in sender.email:
        contact = _add(party, "kontakt", mail)
        contact.set("typ", "email")


def _country_code(country: str) -> str | None:
    if len(country) == 2 and country.isascii() and country.isalpha():
        return country.upper()
    return _COUNTRIES.get(country.casefold())
