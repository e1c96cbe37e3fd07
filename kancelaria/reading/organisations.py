"""Names of organisations: telling them from other lines, and joining a name set on several lines."""

from __future__ import annotations

import re
from enum import StrEnum

from kancelaria.reading.addresses import is_address_line, is_street_like
from kancelaria.reading.dates import find_dates
from kancelaria.reading.dictionary import is_known_word
from kancelaria.reading.folding import capital_i, fold
from kancelaria.reading.headings import unspaced
from kancelaria.reading.kinds import kind_of_word
from kancelaria.reading.people import is_given_name, parse_person
from kancelaria.reading.posts import is_post

_PUBLIC = re.compile(
    r"\b(?:sad (?:rejonowy|okregowy|apelacyjny|najwyzszy)|s[aą]d\w*\b|wojewodzki sad"
    r"|naczelny sad|prokuratur\w+|komornik\w*|urzad\w*|starostwo"
    r"|powiatow\w+ (?:inspektorat|zarzad|urzad|centrum|zespol|lekarz|stacja)"
    r"|gmin[ay]\b|powiat\b|wojewod[ao]\b|wojewodzki\b|ministerstwo|minister\b|marszalek"
    r"|starosta|burmistrz|prezydent miasta|wojt\b|izba|inspektorat\w*|inspekcj\w+"
    r"|inspektor\w*|nadzoru budowlanego|zaklad ubezpieczen"
    r"|kuratorium|komenda|komisariat|straz|policj\w+|dyrekcj\w+|samorzadowe kolegium"
    r"|kolegium|agencj\w+|fundusz|kasa rolniczego|krus|zus|nfz|nadlesnictwo"
    r"|panstwow\w+ gospodarstwo"
    r"|solectw\w+|soleck\w+|archiwum|sanepid|delegatura|regionaln\w+|okregow\w+|rada|rzecznik|generaln\w+|urzedu)\b"
)
_PRIVATE = re.compile(
    r"\b(?:sp(?:olka|\.)?\s?(?:z|2|7)\s?[o0]\.?\s?[o0]|spolka|sp\.? ?[jkp]\.|s\.\s?a\."
    r"|s\.\s?c\.|p\.?\s?p\.?\s?h\.?\s?u|p\.?h\.?u\.?|f\.?h\.?u|firma|przedsiebiorstw\w+"
    r"|zaklad\w*|biuro\w*|kancelaria|spoldzielnia|wspolnota"
    r"|fundacja|stowarzyszenie|szkol\w+|przedszkole|zlobek|liceum|technikum|uniwersytet|politechnika|akademia|szpital|przychodnia|osrodek|centrum|instytut|bank\b|towarzystwo|parafia|zwiazek|zwiazku|zespol"
    r"|zarzad|muzeum|biblioteka|teatr|dom|klub|ochotnicz\w+|wodociag\w*|pracownia|hurtownia|sklep|apteka|notariusz|notarialna|adwokacka|radc\w+|redakcja|wydawnictwo|serwis|studio|consulting|group|uslugi"
    r"|handel|handlow\w+|produkcyjn\w+|uslugow\w+|budowlan\w+|geodezyjn\w+|spedycja"
    r"|transport|instal\w*|invest\w*|development|deweloper\w*|polska|energia|gaz\w*|cech"
    r"|gospodyn|caritas|hufiec|choragiew|zrzeszenie|federacja|samorzad|poradnia|gabinet|klinika|hospicjum|swietlica"
    r"|internat|bursa|galeria|kino|opera|filharmonia|orkiestra|gospodarstwo|hotel|restauracja|piekarnia|cukiernia"
    r"|warsztat|cieplown\w*|elektrown\w*|kopalnia|telekom\w*|dystrybucja|operator|leasing|ubezpieczen\w*"
    r"|inwestycje|nieruchomosci|administracja|zarzadca|architekt\w*|stolarsk\w+|geodezj\w+|zoz|siec[i]?"
    r"|komitet|partia|zgromadzenie|koło|kolo|rodzinn\w+ ogrod\w*|oddzial|oddzialu)(?!\w)"
)
_UPPER_ABBREVIATION = re.compile(
    r"(?:^|\s)(?:S\.?A\.?|SKO|ZUS|KRUS|NFZ|PKP|PGE|RIO|WFOŚ\w*|PINB|PSSE|PUP|OPS|MOPS"
    r"|GOPS|MOSiR|ZGM|ZDW|GDDKiA|PHU|P\.?P\.?H\.?U\.?|FHU|F\.?H\.?U\.?|NZOZ|SP ZOZ)(?=$"
    r"|[\s,.„\"])"
)
_DIVISION = re.compile(
    r"^\W*(?:[ivx1l]{1,5}\s+wydzial|wydzial|referat|oddzial|biuro|departament|sekretariat"
    r"|dzial|sekcja|sluzba|kancelaria komornicza|zespol(?= (?:ds|d/s|do|obslugi|kontroli|radcow|prawn))"
    r"|delegatura|filia|inspektorat w|placowka|stanowisko)\b"
)
_CONTACT = re.compile(
    r"\b(?:tel|telefon|fax|faks|e-?mail|www|nip|regon|krs|bdo|konto|rachunek|pesel"
    r"|infolinia|epuap|adres do|nr konta|kapital|godziny|bank)\b\s*[.:/]?|@|\bwww\."
    r"|skrytka|ae:pl|iban|rejestr|https?:"
)
_TENANTS = re.compile(
    r"^\W*wspolnota mieszkaniowa(?: nieruchomosci)?(?: przy)? (?:ul|al|os|pl)\.? [^,;|•]{2,40}?\d+\s?[a-z]?(?=[\s,;]|$)"
)
"""Tenants' communities go by their address."""
_LEGAL_FORM = re.compile(
    r"\bsp(?:olka)?\b\.? ?(?:z ?o|[jkp]\b|akcyjna|jawna|komandytowa)|\bs\. ?[ack]\b|\bs\.?a\.(?!\w)"
)
REGISTERED = re.compile(r"\b(?:krs|nip|regon|bdo|kapital(?: zakladowy)?)\b")
_WEB = re.compile(r"@|\w[.\s](?:pl|com|org|net|eu|gov)$")
_REFERENCE = re.compile(
    r"^\W*(?:nasz |wasz )?(?:znak|sygn|l[.]\s?dz|nr |numer|dot\b|dotyczy|sprawa|km \d|gkm \d|data|dnia|faktura)\b"
)
_OFFERING = re.compile(
    r"^\W*(?:dane )?(?:do|sz\.?|szanown\w+|pan|pani|panstwo|adresat|za posrednictwem|odpowiadajac"
    r"|w odpowiedzi|niniejszym|nadawc[ay]|adresata?|sprzedawca|wystawca|nabywca|odbiorca"
    r"|wnioskodawca)\b"
)


_CAPTION = re.compile(
    r"^\W*(?:rzecz\w{0,2}pospolita polska|unia europejska|fundusze europejskie|europejsk\w+ fundusz|polska cyfrowa"
    r"|projekt (?:wspol|do)finansowany|(?:do|wspol)finansowan\w+ (?:przez|ze? )|certyfikat|pismo wygenerowane)"
)


class LineKind(StrEnum):
    """What a line of a head is."""

    ORGANISATION = "organisation"
    DIVISION = "division"
    PERSON = "person"
    ADDRESS = "address"
    CONTACT = "contact"
    REFERENCE = "reference"
    DATE = "date"
    HEADING = "heading"
    ADDRESSING = "addressing"
    POST = "post"
    CAPTION = "caption"
    OTHER = "other"


def classify(text: str) -> LineKind:
    """What one line of a letter's head is."""
    plain = fold(text)
    words = plain.split()
    if not any(char.isalpha() for char in plain):
        return LineKind.OTHER
    if _OFFERING.match(plain):
        return LineKind.ADDRESSING
    if _CAPTION.match(plain):
        return LineKind.CAPTION
    if len(words) <= 2 and _WEB.search(plain.strip()):
        return LineKind.CONTACT
    if len(REGISTERED.findall(plain)) >= 1 and re.search(r"\d{6}", plain) and not is_address_line(text):
        return LineKind.CONTACT
    if is_address_line(text):
        named = _leading_name(text) or plain.startswith("wspolnota mieszkaniowa")
        return LineKind.ORGANISATION if named else LineKind.ADDRESS
    if (
        _CONTACT.search(plain)
        and not _PUBLIC.match(plain)
        and not (names_organisation(text) and not re.search(r"\d{3}|@|www", plain))
    ):
        return LineKind.CONTACT
    if _REFERENCE.match(plain):
        return LineKind.REFERENCE
    if find_dates(text) and len(words) <= 8:
        return LineKind.DATE
    if is_post(text):
        return LineKind.POST
    if _DIVISION.match(plain) and not re.match(
        r"^\W*biuro\b(?! (?:dyrektor|zarzad|prezes|rady|burmistrz|wojt))", plain
    ):
        return LineKind.DIVISION
    if words and kind_of_word(unspaced(text).split()[0].strip(".,:;")) is not None:
        return LineKind.HEADING
    if names_organisation(text):
        return LineKind.ORGANISATION
    if is_sole_trader(text):
        return LineKind.ORGANISATION
    if parse_person(text) is not None:
        return LineKind.PERSON
    if is_street_like(text):
        return LineKind.ADDRESS
    return LineKind.OTHER


def names_organisation(text: str) -> bool:
    """Whether a line holds a word or sign of an organisation."""
    plain = fold(unspaced(text))
    return bool(_PUBLIC.search(plain) or _PRIVATE.search(plain) or _UPPER_ABBREVIATION.search(text))


def is_sole_trader(text: str) -> bool:
    """Whether a line is a brand no dictionary knows with a person's name after it: "Agro-Wzór Jan Próbny"."""
    words = text.strip(" ,.;").split()
    if not 3 <= len(words) <= 5 or is_given_name(words[0]) or not words[0][:1].isupper() or len(words[0]) < 4:
        return False
    person = parse_person(" ".join(words[1:]))
    known = is_known_word(words[0]) and not re.search(r"\w-\w", words[0])
    return (
        person is not None
        and person.sureness > 0.9
        and not known
        and is_given_name(words[1])
        and not is_given_name(words[-1])
    )


def is_public(text: str) -> bool:
    """Whether an organisation's name is that of an authority."""
    return bool(_PUBLIC.search(fold(text)))


def has_legal_form(text: str) -> bool:
    """Whether a firm's name says what company it is: "sp. z o.o.", "S.A."."""
    return bool(_LEGAL_FORM.search(fold(text)))


def is_bailiff(text: str) -> bool:
    """Whether a line is the title of a court bailiff."""
    return bool(re.search(r"\bkomornik\w*\b", fold(text)))


def _leading_name(text: str) -> bool:
    """Whether an address line begins with an organisation's name ("Wzór sp. z o.o., ul. …")."""
    head = re.split(r"[,;|•·]|\b(?:ul|al|os|pl)\.", text)[0]
    return (
        len(head) < len(text) - 5 and len(head.split()) >= 2 and names_organisation(head) and not is_address_line(head)
    )


def name_part(text: str) -> str:
    """The organisation's name out of a line, without the address that may follow it."""
    if (tenants := _TENANTS.match(fold(text))) is not None:
        text = text[: tenants.end()]
    elif is_address_line(text):
        text = re.split(
            r"[;|•·]|,\s*(?=(?:ul|al|os|pl)\b|\d{2}-|[A-ZŁŚŻ]\w+ \d)|(?:\s[-–]\s)?\b(?:ul|al|os|pl)\.", text
        )[0]
    return tidy_name(text)


def tidy_name(text: str) -> str:
    """A name on one line, quotes made Polish, no punctuation at its ends but that of an abbreviation."""
    value = " ".join(unspaced(text).split()).strip(" ,;:|_•·*~-–—")
    value = re.sub(r"[\"“”„]\s?([^\"“”„]+?)\s?[\"“”„]", r"„\1”", value)
    value = re.sub(r"(?<=[sS]p\.\s[zZ]\s)[1l|](?=[o0]\.[o0])", "", value)
    value = re.sub(r"\bsp(?:ó|o)?\.?\s?[zZ2]\s?[o0]\.?\s?[o0]\.?(?!\w)", "sp. z o.o.", value)
    value = re.sub(r"\bSp\.?\s?[zZ2]\s?[o0]\.?\s?[o0]\.?(?!\w)", "Sp. z o.o.", value)
    value = re.sub(r"\bSP\.?\s?Z\s?[O0]\.?\s?[O0]\.?(?!\w)", "SP. Z O.O.", value)
    value = re.sub(r"\b([sS]p)[.,]?\s?[jJ|)i][.,]?$", r"\1. j.", value)
    value = re.sub(r"(?<=[^\W\d_]\s)(?:S[.,]?\s?A|5\.\s?A)[.,]?$", "S.A.", value)
    value = capital_i(value)
    value = re.sub(r"(?<= )[a-z]?nr\.?\s?(?=\d)", "nr ", value)
    value = re.sub(r"(?<= )[a-z]?(?=sp\. z o\.o\.)", "", value)
    value = re.sub(r"([sS]półka)\s?z\s?[o0]\.?\s?[o0]\.?(?!\w)", r"\1 z o.o.", value)
    value = re.sub(
        r"((?:[sS]p\. z o\.o\.|[sS]półka z o\.o\.)(?: (?:[sS]p\. ?[kKjJ]\.?"
        r"|[sS]\.[kK]\.?))?)(?!\s*(?:[„\"(]|w |we |oddzia|i |[sS]p\. ?[kKjJ]"
        r"|[sS]\.[kK]))[\s,].*$",
        r"\1",
        value,
    )
    if value.endswith(".") and not re.search(r"(?:o\.o|[sS]\.\s?[aAcC]|[kjp]|\b\w{1,4})\.$", value):
        value = value[:-1]
    return value


def without_scraps(name: str) -> str:
    """A whole name without the letters and signs OCR makes of an emblem beside it."""
    name = re.sub(r"^(?:[a-ząćęłńóśźż]{1,2}[\s.]+)+(?=[A-ZĄĆĘŁŃÓŚŹŻ„])", "", name)
    return re.sub(r"^(?:[^\w\s„\"]\S{0,3}|\w{0,2}[^\w\s.„\"-]\w{0,2})\s+(?=[A-ZĄĆĘŁŃÓŚŹŻ„])", "", name)
