"""Postal addresses: street, postcode, town, country, e-mail."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kancelaria.reading.folding import as_digits, fold
from kancelaria.reading.layout import Box, Run
from kancelaria.reading.people import cased

_U = "A-ZĄĆĘŁŃÓŚŹŻ"
_HOUSE = r"\d{1,4}(?:[A-Za-z]|\s[A-LN-Za-ln-z](?=[\s,/]|$))?(?![\w-])"
_FLAT = r"(?:\s?[/\\]\s?\d{1,4}[A-Za-z]?(?!\w))?(?:,?\s(?:[mM]\.?|lok\.?|lokal|mieszk\.?)\s?\d{1,4}[A-Za-z]?)?"
_NUMBER = _HOUSE + _FLAT + rf"(?!\s[{_U}][a-ząćęłńóśźż]{{2}})"
_STREET = re.compile(
    rf"(?<![\w.])((?:[uU][lI1][.,]?|[uU]lica|UL\.?|[aA]l[.,]?|AL\.?|[aA]leja|[aA]leje|[pP]l[.,]|PL\.|[pP]lac|[oO][sS][.,]|[oO]siedle|[rR]ynek|[sS]kwer|[bB]ulwar)(?:\s|(?<=[.,]))[^\n;|•·]{{0,45}}?{_NUMBER})"
)
_BARE_STREET = re.compile(rf"^\W*([{_U}][\w.-]*(?:\s[\w.-]+){{0,3}}\s{_NUMBER})\s*[,;]?\s*$")
_BEFORE_POSTCODE = re.compile(rf"^\W*([{_U}][\w.-]*(?:\s[\w.-]+){{0,3}}\s{_NUMBER})\s*[,;•·|]\s*$")
_ELSE_BEFORE = re.compile(r"tel\.?[\s:]*$|fax[\s:]*$|\d\s?$")
_STREET_BEFORE = re.compile(_STREET.pattern + r"\W{0,3}$")
_BOX = re.compile(r"((?:[sS]kr(?:ytka|\.)\s?)[pP]oczt(?:owa|\.)\s?(?:nr\s?)?\d{1,5})")
_D = r"[0-9OoQlI|SB]"
_POSTCODE = re.compile(rf"(?<![\w-])({_D}{{2}}\s?[-–—]\s?{_D}{{3}})(?![\d-])")
_TOWN = re.compile(rf"^\s*,?\s*([{_U}][\w'-]*(?:\s(?:[{_U}][\w'-]+|k\.|k/|nad|pod|n\.|n/)(?=\s|$|[,;.)])){{0,3}})")
_FOREIGN_TOWN = re.compile(r"^\W*((?:[A-Z]{1,2}-)?\d{3,5}(?:\s?[A-Z]{2}|\s\d{2})?)\s+([^\W\d_][^\d,;]{2,30})$")
_EMAIL = re.compile(r"([\w.+-]{2,}@[\w-]+(?:\.[\w-]+)+)")
_COUNTRIES = {
    "polska": "Polska",
    "poland": "Polska",
    "niemcy": "Niemcy",
    "deutschland": "Niemcy",
    "germany": "Niemcy",
    "czechy": "Czechy",
    "ceska republika": "Czechy",
    "slowacja": "Słowacja",
    "slovensko": "Słowacja",
    "ukraina": "Ukraina",
    "ukraine": "Ukraina",
    "francja": "Francja",
    "france": "Francja",
    "wielka brytania": "Wielka Brytania",
    "united kingdom": "Wielka Brytania",
    "irlandia": "Irlandia",
    "ireland": "Irlandia",
    "holandia": "Holandia",
    "niderlandy": "Niderlandy",
    "nederland": "Niderlandy",
    "wlochy": "Włochy",
    "italia": "Włochy",
    "hiszpania": "Hiszpania",
    "austria": "Austria",
    "osterreich": "Austria",
    "szwajcaria": "Szwajcaria",
    "litwa": "Litwa",
    "belgia": "Belgia",
    "norwegia": "Norwegia",
    "szwecja": "Szwecja",
    "usa": "Stany Zjednoczone",
}
_NOT_TOWN = {
    "tel",
    "nip",
    "regon",
    "krs",
    "fax",
    "email",
    "e-mail",
    "www",
    "ul",
    "pesel",
    "polska",
    "telefon",
    "bdo",
    "konto",
}


@dataclass(frozen=True)
class Part:
    """One part of an address with the words it came from."""

    value: str
    box: Box
    certainty: float
    page: int


@dataclass(frozen=True)
class Address:
    """What was found of an address; None = not there."""

    street: Part | None = None
    postcode: Part | None = None
    town: Part | None = None
    country: Part | None = None
    email: Part | None = None
    lines: tuple[Run, ...] = field(default=())

    @property
    def fullness(self) -> int:
        """How many of street, postcode and town are there."""
        return sum(part is not None for part in (self.street, self.postcode, self.town))


def parse_address(lines: Sequence[Run]) -> Address:
    """The first address in some lines."""
    postcode = town = street = country = email = None
    used: list[Run] = []
    for index, line in enumerate(lines):
        if email is None and (match := _EMAIL.search(line.text)):
            email = _part(line, match.start(1), match.end(1), match[1].rstrip(".").lower())
        if postcode is None and (match := _postcode(line.text)):
            postcode = _part(line, match.start(1), match.end(1), tidy_postcode(match[1]))
            town = _town(line, match.end())
            street = (
                street
                or _street_before(line, match.start())
                or (None if index == 0 else _bare_street(lines[index - 1]))
            )
            used.append(line)
        if street is None:
            street = _labelled_street(line)
            if street is not None and line not in used:
                used.append(line)
        if country is None and fold(line.text).strip(" .,") in _COUNTRIES:
            country = _part(line, 0, len(line.text), _COUNTRIES[fold(line.text).strip(" .,")])
    if postcode is None and country is not None and country.value != "Polska":
        for index, line in enumerate(lines):
            match = _FOREIGN_TOWN.match(line.text)
            if match:
                postcode = _part(line, match.start(1), match.end(1), match[1])
                town = _part(line, match.start(2), match.end(2), match[2].strip())
                street = street or (_bare_street(lines[index - 1]) if index else None)
                break
    if (
        street is not None
        and postcode is not None
        and abs(street.box[1] - postcode.box[1]) > 5 * max(postcode.box[3] - postcode.box[1], 20)
    ):
        street = None
    if country is None and postcode is not None and town is not None:
        country = Part("Polska", postcode.box, postcode.certainty, postcode.page)
    return Address(street, postcode, town, country, email, tuple(used))


def is_address_line(text: str) -> bool:
    """Whether a line is part of an address."""
    return bool(_postcode(text) or _STREET.search(text) or _BOX.search(text) or fold(text).strip(" .,") in _COUNTRIES)


def is_street_like(text: str) -> bool:
    """Whether a line may be a street or village with a house number, without "ul."."""
    return bool(_BARE_STREET.match(text)) and sum(char.isdigit() for char in text) <= 7


def tidy_postcode(text: str) -> str:
    """A postcode as NN-NNN."""
    digits = re.sub(r"\D", "", as_digits(text))
    return f"{digits[:2]}-{digits[2:5]}"


def _postcode(text: str) -> re.Match[str] | None:
    for match in _POSTCODE.finditer(text):
        digits = sum(char.isdigit() for char in match[1])
        tail = text[match.end() :].lstrip(" ,")
        if (
            digits >= 3 and (not tail or tail[:1].isupper()) and not _ELSE_BEFORE.search(fold(text[: match.start()]))
        ) or (digits == 5 and _STREET_BEFORE.search(text[: match.start()]) and tail[:1].isupper()):
            return match
    return None


def _town(line: Run, start: int) -> Part | None:
    match = _TOWN.match(line.text[start:])
    if not match:
        return None
    words: list[str] = []
    for word in match[1].split():
        if fold(word).strip(".:,") in _NOT_TOWN:
            break
        words.append(word)
    if not words or len(words[0]) < 2:
        return None
    value = " ".join(words)
    begin = start + match.start(1)
    return _part(line, begin, begin + len(value), " ".join(cased(word) for word in words).rstrip("-'"))


def _labelled_street(line: Run) -> Part | None:
    match = _STREET.search(line.text) or _BOX.search(line.text)
    return _part(line, match.start(1), match.end(1), tidy_street(match[1])) if match else None


def _street_before(line: Run, end: int) -> Part | None:
    labelled = _STREET.search(line.text[:end])
    if labelled:
        return _part(line, labelled.start(1), labelled.end(1), tidy_street(labelled[1]))
    head = line.text[:end]
    tail = re.split(r"[•·|;]|,\s(?=\D*\d+[\w/ ]*,?\s*$)", head.rstrip(" ,;•·|"))[-1]
    match = _BARE_STREET.match(tail)
    if not match:
        return None
    start = head.rfind(match[1])
    return _part(line, start, start + len(match[1]), tidy_street(match[1]))


def _bare_street(line: Run) -> Part | None:
    match = _BARE_STREET.match(line.text)
    if not match or re.search(r"\bnr\b|tel|znak|dnia|wydzial|\bnip\b", line.folded):
        return None
    return _part(line, match.start(1), match.end(1), tidy_street(match[1]))


def tidy_street(text: str) -> str:
    """A street with "ul." mended and single spaces."""
    value = " ".join(text.split()).strip(" ,;")
    value = re.sub(r"^[uU][lI1](?=[.\s])", "ul", value)
    value = re.sub(r"^(ul|al|pl|os)[.,](?=\S)", r"\1. ", value)
    value = re.sub(r"^(ul|al|pl|os),(?=\s)", r"\1.", value)
    value = re.sub(r"\s?/\s?", "/", value)
    letters = [char for char in value if char.isalpha()]
    if len(letters) > 5 and all(char.isupper() for char in letters):
        value = " ".join(cased(word) if len(word.strip(".")) > 2 else word.lower() for word in value.split())
    return value


def _part(line: Run, start: int, end: int, value: str) -> Part:
    return Part(value, line.box_of(start, end), line.certainty(start, end), line.page)
