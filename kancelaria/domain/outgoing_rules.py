"""What an outgoing item must hold before it is registered: addressee, method, electronic delivery first, posting."""

from __future__ import annotations

import re
from dataclasses import fields, replace

from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.identifiers import ade_doubt, is_document_uid, is_postcode, is_posting_number, with_hyphens
from kancelaria.domain.outgoing import (
    BOOKED,
    CONFIRMED,
    METHOD_WORDS,
    PAPER,
    POLAND,
    POSTED,
    TRACKED,
    AddressCheck,
    Addressee,
    Method,
    OutgoingItem,
)
from kancelaria.domain.partial_date import parse_day, parse_partial_date


def refuse_wrong(item: OutgoingItem) -> None:
    """InvalidInput where an item can't be registered: what is missing, malformed or against the rules of its method."""
    if not item.title.strip():
        raise InvalidInput("title_missing", "Podaj, czego dotyczy przesyłka.", subject="title")
    if not item.addressees or not all(each.display_name for each in item.addressees):
        raise InvalidInput(
            "addressee_missing", "Podaj adresata: nazwę albo nazwisko.", "Bez adresata nie ma wpisu w rejestrze.",
            "addressee",
        )  # fmt: skip
    if len(item.addressees) > 1 and (item.zpo or item.posting_number or item.method in BOOKED):
        raise InvalidInput(
            "collective_registered", "Przesyłka zbiorcza nie może być polecona ani z potwierdzeniem odbioru.",
            "Zarejestruj ją tak, aby każdy adresat miał swój wiersz i numer nadawczy.", "method",
        )  # fmt: skip
    for each in item.addressees:
        _refuse_addressee(each, item.method)
    refuse_undecided(item)
    _refuse_posting(item)
    _refuse_facts(item)


def refuse_undecided(item: OutgoingItem) -> None:
    """Electronic delivery comes first: paper needs its reason, or the check that found no electronic address."""
    if item.check_result is not None and item.check_on is None:
        raise InvalidInput(
            "check_undated", "Podaj, kiedy sprawdzono adres do doręczeń elektronicznych.", subject="check_on"
        )
    if item.method is Method.HYBRID and item.check_result is None and not item.paper_reason:
        raise InvalidInput(
            "check_missing", "Przed usługą hybrydową sprawdź, czy adresat ma adres do doręczeń elektronicznych.",
            "Zapisz datę i wynik sprawdzenia.", "check_result",
        )  # fmt: skip
    if item.method not in PAPER or item.paper_reason:
        return
    if item.check_result is None:
        raise InvalidInput(
            "check_missing", "Przed wysłaniem na papierze sprawdź adres do doręczeń elektronicznych.",
            "Zapisz datę i wynik sprawdzenia albo podaj powód wysłania na papierze.", "check_result",
        )  # fmt: skip
    if item.check_result is AddressCheck.FOUND:
        raise InvalidInput(
            "paper_unfounded", "Adresat ma adres do doręczeń elektronicznych.",
            "Wyślij przez e-Doręczenia albo podaj powód wysłania na papierze.", "paper_reason",
        )  # fmt: skip


def _refuse_addressee(addressee: Addressee, method: Method) -> None:
    if addressee.ade and ade_doubt(addressee.ade):
        raise InvalidInput(
            "bad_ade", "Niepoprawny adres do doręczeń elektronicznych.", str(ade_doubt(addressee.ade)), "ade"
        )
    if method is Method.E_DELIVERY and not addressee.ade:
        raise InvalidInput(
            "ade_missing", f"Podaj adres do doręczeń elektronicznych: {addressee.display_name}.",
            "Ma postać AE:PL-12345-67890-ABCDE-12.", "ade",
        )  # fmt: skip
    if method is Method.EMAIL and not (addressee.email and "@" in addressee.email):
        raise InvalidInput("email_missing", f"Podaj adres e-mail: {addressee.display_name}.", subject="email")
    if method in POSTED and not addressee.town:
        raise InvalidInput("town_missing", f"Podaj miejscowość adresata: {addressee.display_name}.", subject="town")
    at_home = (addressee.country or POLAND).casefold() == POLAND.casefold()
    if at_home and addressee.postcode and not is_postcode(addressee.postcode):
        raise InvalidInput("bad_postcode", "Kod pocztowy ma postać 00-000.", subject="postcode")
    if method in BOOKED and at_home and not addressee.postcode:
        raise InvalidInput(
            "postcode_missing", f"Podaj kod pocztowy adresata: {addressee.display_name}.",
            "Książka nadawcza wymaga dokładnego adresu.", "postcode",
        )  # fmt: skip


def _refuse_posting(item: OutgoingItem) -> None:
    if item.zpo and item.method not in CONFIRMED:
        raise InvalidInput(
            "zpo_impossible", f"Potwierdzenia odbioru nie ma w sposobie „{METHOD_WORDS[item.method]}”.",
            "Wybierz list polecony albo wyłącz potwierdzenie odbioru.", "zpo",
        )  # fmt: skip
    if item.posting_number is None:
        return
    if item.method not in TRACKED:
        raise InvalidInput(
            "posting_number_unused", f"Numeru nadawczego nie ma w sposobie „{METHOD_WORDS[item.method]}”.",
            "Usuń numer albo zmień sposób wysłania.", "posting_number",
        )  # fmt: skip
    if item.method in BOOKED and not is_posting_number(item.posting_number):
        raise InvalidInput(
            "bad_posting_number", "Niepoprawny numer nadawczy: nie zgadza się cyfra kontrolna.",
            "Zeskanuj kod z nalepki jeszcze raz albo przepisz go uważnie.", "posting_number",
        )  # fmt: skip


def _refuse_facts(item: OutgoingItem) -> None:
    if item.letter_date is not None:
        parse_partial_date(item.letter_date)
    for field in ("handed_on", "posted_on", "check_on"):
        if (day := getattr(item, field)) is not None:
            parse_day(day, field)
    for field in ("attachment_count", "weight_g", "fee", "declared_value", "cash_on_delivery"):
        if (amount := getattr(item, field)) is not None and amount < 0:
            raise InvalidInput("bad_number", "Liczba nie może być ujemna.", subject=field)
    if item.reply_to is not None and not is_document_uid(item.reply_to):
        raise InvalidInput(
            "bad_reply_to", "To nie jest identyfikator pisma, na które odpowiadasz.",
            "Identyfikator stoi na etykiecie pisma, na przykład K1A-26-000123-U.", "reply_to",
        )  # fmt: skip


def normalized(item: OutgoingItem) -> OutgoingItem:
    """The item with numbers and identifiers written the one way they are stored."""
    number = re.sub(r"[\s()]", "", item.posting_number or "").upper() or None
    # the operator's code carries the application identifier (00) before the twenty digits
    if number and re.fullmatch(r"00[0-9]{20}", number):
        number = number[2:]
    reply = with_hyphens(item.reply_to) if item.reply_to and is_document_uid(item.reply_to) else item.reply_to or None
    return replace(
        item, posting_number=number, reply_to=reply, title=" ".join(item.title.split()),
        addressees=tuple(_tidy(each) for each in item.addressees),
    )  # fmt: skip


def _tidy(addressee: Addressee) -> Addressee:
    texts = {
        field.name: " ".join((getattr(addressee, field.name) or "").split()) or None for field in fields(Addressee)
    }
    ade = texts["ade"]
    return Addressee(**texts | {"ade": ade.upper() if ade else None, "country": texts["country"] or POLAND})
