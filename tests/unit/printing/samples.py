"""Invented letters and an invented office."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from stdnum.pl import pesel

from kancelaria.domain.incoming import IncomingItem, Page, Sender
from kancelaria.printing.model import Defect, OfficeFacts, ReceiptData, ReceiptLetter

UID = "K1A-26-000123-U"
BARE = "K1A26000123U"
OTHER_UID = "MO-26-999999-9"
LONGEST_UID = "KAB1-26-000123-7"
LONG_OFFICE = (
    "Miejski Ośrodek Pomocy Społecznej, Świadczeń Rodzinnych i Wychowawczych imienia Świętej Jadwigi Śląskiej "
    "w Mikołowie Śl."
).ljust(120, "x")
POLISH = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"

OFFICE = OfficeFacts(
    institution="Urząd Miasta Przykładowo",
    address="Rynek 1, 00-000 Przykładowo",
    point="Punkt kancelaryjny K1",
    phone="32 000 00 00",
    privacy_notice="Informacja RODO wisi przy stanowisku i jest na stronie urzędu.",
    status_address="https://example.com/sprawa",
)


def page_hash(number: int) -> str:
    return hashlib.sha256(f"strona {number}".encode()).hexdigest()


LETTER = ReceiptLetter(
    document_uid=UID,
    title="Wniosek o wydanie zaświadczenia",
    sender="Żółkiewska-Ćwiąkała Gęśla",
    addressee="Wydział Architektury",
    rpw_number=1234,
    rpw_year=2026,
    letter_date="2026-11-18",
    sender_reference="ZK/17/2026",
    attachment_count=2,
    page_count=5,
    originals_returned=("akt notarialny rep. A 100/1899",),
    defects=frozenset({Defect.FEE}),
    other_defects=("brak załącznika nr 2",),
    page_hashes=tuple(page_hash(number) for number in range(1, 6)),
)

SEALED = replace(
    LETTER,
    rpw_number=None,
    rpw_year=None,
    sealed=True,
    inscription="Oferta – przetarg ZP.271.14.2026",
    attachment_count=None,
    page_count=None,
    originals_returned=(),
    defects=frozenset(),
    other_defects=(),
    page_hashes=(),
    letter_date=None,
    no_date=True,
    sender_reference=None,
    no_reference=True,
)

RECEIPT = ReceiptData(
    office=OFFICE,
    letters=(LETTER,),
    received_on="2026-11-20",
    received_time="10:42",
    clerk="Jaśmina Wymyślona",
    printed_at="2026-11-20T09:43:05Z",
    depositor="Pełnomocnik Zmyślony",
    case_status_number="SP-2026-000123",
    case_status_code="7QK4-M2",
    copy=1,
    copies=2,
)

ITEM = IncomingItem(
    id="01990000-0000-7000-8000-000000000001",
    document_uid=UID,
    rpw_number=1234,
    rpw_year=2026,
    registered_at="2026-11-20T09:43:05Z",
    received_on="2026-11-20",
    title="Wniosek o wydanie zaświadczenia",
    sender=Sender(surname="Zmyślony", given_names="Jan Nepomucen"),
    letter_date="2026-11",
    sender_reference="ZK/17/2026",
    attachment_count=2,
    pages=(Page(2, 10, 10, 300, page_hash(2)), Page(1, 10, 10, 300, page_hash(1))),
)


def invented_pesel(serial: int = 1234) -> str:
    """A valid PESEL of a person born in 1844: nobody's."""
    start = f"448414{serial:04d}"
    return start + pesel.calc_check_digit(start)


def many_letters(count: int) -> tuple[ReceiptLetter, ...]:
    """Letters of one depositor, every fifth sealed, with titles that tell them apart."""
    return tuple(
        replace(
            LETTER if number % 5 else SEALED,
            title=f"Pismo nr {number} w sprawie przebudowy skrzyżowania ulic Zmyślonej i Wymyślonej",
            document_uid=f"K1A-26-{number:06d}-0",
        )
        for number in range(1, count + 1)
    )
