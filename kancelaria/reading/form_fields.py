"""Filled fields of printed forms: a label, and its value beside, behind or below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kancelaria.reading.addresses import Address, Part, parse_address, tidy_postcode, tidy_street
from kancelaria.reading.folding import as_digits, fold
from kancelaria.reading.layout import PageLayout, Run
from kancelaria.reading.people import Person, parse_person

_NUMBERED = r"^\W*(?:\d{1,2}[.)]\s*|[a-h][.)]\s*)?"
_WHOSE = (
    r"(?:\s*\([^)]*\)|\s(?:wnioskodawc\w+|skladajac\w+|nadawc\w+|strony|petenta|osoby"
    r"|i numer telefonu|zglaszajac\w+"
    r"|wlasciciel\w*)\b(?!:? ?$))*\s*(?:/[^:]{0,20})?[:.…_]*\s*"
)
_PERSON = re.compile(
    _NUMBERED + r"(?:imi[eę](?: i|/|,)? ?(?:nazwisko|i nazwisko)|nazwisko(?: i|,|/) ?imi(?:e|ona)"
    r"|imiona i nazwisko|imie \(imiona\) i nazwisko"
    r"|wnioskodawca|dane wnioskodawcy|skladajacy)" + _WHOSE
)
_SURNAME = re.compile(_NUMBERED + r"nazwisko(?:\s*\([^)]*\))?(?:\s*[:.…_]+\s*|\s+|$)(?!i\b|i imi)")
_GIVEN = re.compile(_NUMBERED + r"(?:pierwsze )?imi(?:e|ona)(?:\s*\([^)]*\)|/imiona)?(?:\s*[:.…_]+\s*|\s+|$)(?!i\b)")
_ADDRESS = re.compile(
    _NUMBERED + r"(?:adres\w*(?: zamieszkania| zameldowania| do korespondencji| siedziby"
    r"| korespondencyjny| nadawcy| wnioskodawcy)*|zamieszkal\w+|zam\.|adres)" + _WHOSE
)
_STREET = re.compile(
    _NUMBERED + r"(?:ulica(?:[,/ ]+(?:i )?(?:nr|numer)\w*(?: domu)?(?:[,/ ]+(?:nr )?(?:lokalu"
    r"|mieszkania))?)?|ulica i numer)(?:\s*[:.…_]+\s*|$)"
)
_POSTCODE = re.compile(_NUMBERED + r"kod(?: pocztowy)?(?:\s*[:.…_]+\s*|\s+|$)")
_TOWN = re.compile(_NUMBERED + r"(?:miejscowosc|miasto|poczta)(?:\s*[:.…_]+\s*|$)")
_ANY_LABEL = (_PERSON, _SURNAME, _GIVEN, _ADDRESS, _STREET, _POSTCODE, _TOWN)
_NAME = re.compile(r"[A-ZĄĆĘŁŃÓŚŹŻ][\w'-]+(?: [A-ZĄĆĘŁŃÓŚŹŻ][\w'-]+)?")


def form_person(layout: PageLayout) -> tuple[Person, tuple[Run, ...]] | None:
    """The person in a form's fields, with the words of the name."""
    for line, value in _values(layout, _PERSON):
        person = parse_person(cleaned(value.text))
        if person is None:
            continue
        if re.match(_NUMBERED + "nazwisko", line.folded) and person.sureness < 0.6:
            person = Person(person.given_names, person.surname, 0.7)
        return person, (value,)
    surname = next((value for _, value in _values(layout, _SURNAME) if _NAME.fullmatch(cleaned(value.text))), None)
    given = next((value for _, value in _values(layout, _GIVEN) if _NAME.fullmatch(cleaned(value.text))), None)
    if surname is None or given is None or surname is given:
        return None
    return Person(cleaned(surname.text), cleaned(given.text), 0.9), (surname, given)


def form_address(layout: PageLayout) -> Address:
    """The address in a form's fields: in one field, or parted into street, postcode and town."""
    for _, value in _values(layout, _ADDRESS):
        below = layout.below(value, 1.2)
        address = parse_address([value] if below is None or is_label(below) else [value, below])
        if address.postcode is not None and address.town is not None:
            return address
    street = _first(layout, _STREET, r"\w{2}.*\d.*", tidy_street)
    postcode = _first(layout, _POSTCODE, r"\S{2}\s?[-–]\s?\S{3}", tidy_postcode)
    town = _first(layout, _TOWN, r"[^\W\d_]{3,}.*", lambda text: re.sub(r"^\d\d-\d{3}\s*", "", text).strip())
    if postcode is not None and not re.fullmatch(r"\d\d-\d{3}", postcode.value):
        postcode = None
    country = Part("Polska", postcode.box, postcode.certainty, postcode.page) if postcode and town else None
    return Address(street, postcode, town, country)


def cleaned(text: str) -> str:
    """A field's value without its dotted line."""
    return re.sub(r"[.…_]{2,}", " ", text).strip(" .,:_|")


def is_label(line: Run) -> bool:
    """Whether a line is a field's label rather than a value."""
    text = line.text.strip()
    return (
        bool(re.match(r"^\W*\d{1,2}[.)]\s", text))
        or text.endswith(":")
        or any(pattern.fullmatch(line.folded) for pattern in _ANY_LABEL)
    )


def _values(layout: PageLayout, label: re.Pattern[str]) -> list[tuple[Run, Run]]:
    """Lines with this label and the runs of their values."""
    found: list[tuple[Run, Run]] = []
    for line in layout.lines:
        match = label.match(line.folded)
        if match:
            value = _value(layout, line, match.end())
            if value is not None:
                found.append((line, value))
    return found


def _value(layout: PageLayout, line: Run, end: int) -> Run | None:
    rest = line.words_of(end, len(line.text)) if end < len(line.text) else ()
    if rest:
        run = Run(rest, line.page, line.size)
        if cleaned(run.text):
            return run
    beside, below = layout.right_of(line), layout.below(line, 1.5)
    pointing = line.text.rstrip().endswith((":", "…", ".", "_"))
    order: Sequence[Run | None] = (beside, below) if pointing else (below, beside)
    return next((value for value in order if value is not None and not is_label(value)), None)


def _first(layout: PageLayout, label: re.Pattern[str], shape: str, tidy: object) -> Part | None:
    for _, value in _values(layout, label):
        text = cleaned(value.text)
        if re.fullmatch(
            shape, as_digits(text) if "S{3}" in shape else fold(text) if shape.startswith(r"\w{2}") else text
        ):
            return Part(tidy(text), value.box, value.certainty(), value.page)  # type: ignore[operator]
    return None
