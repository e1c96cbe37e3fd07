"""What a letter without a heading is about: a line set apart over the text, or the text's first request."""

from __future__ import annotations

import re

from kancelaria.reading.dates import find_dates
from kancelaria.reading.headings import Heading
from kancelaria.reading.layout import PageLayout, Run
from kancelaria.reading.organisations import LineKind, classify
from kancelaria.reading.people import parse_person
from kancelaria.reading.zones import Role, Zones

_GREETING = re.compile(r"^\W*(?:szanown\w+|dzien dobry|witam|panie|pani|drodzy|wielce|czesc)\b")
_TEXT = 10
"""A block of at least so many words is text."""
_LONGEST = 16
_ASKS = re.compile(
    r"\b(?:zwracam(?:y)? sie|wystepuj[eę]my|wystepuj[eę]|zwraca sie)\s+(?:\w+ ){0,5}?z (?:\w+a )?"
    r"(prosba|wnioskiem|zapytaniem|petycja|skarga|apelem|postulatem)\s+(?=o\b|w sprawie\b|dotyczac|na\b)"
)
_NO_MATTER = r"(?!pozytywn|odpowied|kontakt|potraktowan|podpis|poinformowan|pisemn|zwrotn|piln|zapoznan)"
_WANTS = re.compile(
    r"\b(?:(uprzejmie prosz[eę]|bardzo prosz[eę]|prosz[eę]|uprzejmie prosimy|prosimy)|(wnosz[eę]|wnosimy|wnosi"
    r"|wnioskuj[eę]|wnioskujemy))\s+(?=o " + _NO_MATTER + r"\w{4})"
)
_FILES = re.compile(
    r"\b(?:skladam|skladamy|sklada|wnosz[eę]|wnosimy|przedkladam|przedstawiam|przesylam)\s+(?:niniejsz\w+ )?"
    r"(skarg|reklamacj|petycj|odwolani|sprzeciw|zazaleni|wniosek|ofert|zastrzezeni|uwag|protest)\w*\s+"
    r"(?=na\b|o\b|od\b|w sprawie\b|dotyczac|do\b)"
)
_TELLS = re.compile(
    r"\b(?:zawiadamiam|zawiadamiamy|informuj[eę]|informujemy|powiadamiam|zglaszam|zglaszamy)\s+(?=o \w{4})"
)
_NOUNS = {
    "prosba": "Prośba",
    "wnioskiem": "Wniosek",
    "zapytaniem": "Zapytanie",
    "petycja": "Petycja",
    "skarga": "Skarga",
    "apelem": "Apel",
    "postulatem": "Postulat",
    "skarg": "Skarga",
    "reklamacj": "Reklamacja",
    "petycj": "Petycja",
    "odwolani": "Odwołanie",
    "sprzeciw": "Sprzeciw",
    "zazaleni": "Zażalenie",
    "wniosek": "Wniosek",
    "ofert": "Oferta",
    "zastrzezeni": "Zastrzeżenia",
    "uwag": "Uwagi",
    "protest": "Protest",
}
_SHORT = r"(?<!\bul|\bal|\bpl|\bos|\bnr|\bdz|\bgm|\bim|\bsw)(?<!\bart|\bust|\bpkt|\bpow|\bwoj|\bobr)"
"""A dot after these ends no sentence."""
_END = re.compile(
    _SHORT
    + r"\.\s|[;:()\n!?]\s|[.;:!?]$|,\s|\s(?:ktor\w+|poniewaz|gdyz|ze wzgledu|z uwagi|na podstawie|w terminie|wraz z)\b"
)


def line_apart(layout: PageLayout, zones: Zones) -> Heading | None:
    """A short line alone between the addressee and the text: what it says the letter is about."""
    blocks = [block for block in layout.blocks if zones.role_of(block) in (Role.BODY, Role.HEAD)]
    text = next(
        (b for b in blocks if len(b.words) >= _TEXT and b.place[2] - b.place[0] > 0.5 and b.place[1] > 0.2), None
    )
    if text is None:
        return None
    above = zones.addressee.place[3] if zones.addressee is not None else 0.2
    for block in reversed(blocks):
        if block is text or not above <= block.place[1] < text.place[1] or len(block.lines) > 2:
            continue
        if _GREETING.match(block.folded) or not _may_be_title(block):
            continue
        under = text.place[1] - block.place[3]
        if under < 0.12:
            return Heading(" ".join(block.text.split()), layout.number, block.box, 0.5, True, block.certainty())
    return None


def _may_be_title(block: Run) -> bool:
    shown = block.text.strip()
    letters = sum(char.isalpha() for char in shown)
    return (
        2 <= len(block.words) <= _LONGEST
        and letters >= 8
        and letters > 0.75 * len(shown.replace(" ", ""))
        and shown[:1].isupper()
        and not shown.endswith((",", ":", ";"))
        and not find_dates(shown)
        and classify(shown.splitlines()[0]) in (LineKind.OTHER, LineKind.HEADING, LineKind.DIVISION)
        and parse_person(shown) is None
        and block.certainty() > 0.6
    )


def first_request(layout: PageLayout, zones: Zones) -> Heading | None:
    """The first thing the text asks for or files, as a nominal phrase."""
    for block in zones.of(Role.BODY, Role.HEAD, Role.SIGNATURE):
        if len(block.words) < 5 or block.place[1] < 0.12:
            continue
        plain = block.folded.replace("\n", " ")
        for pattern, noun in ((_ASKS, ""), (_FILES, ""), (_WANTS, "wants"), (_TELLS, "Zawiadomienie")):
            match = pattern.search(plain)
            if match is None:
                continue
            first = noun or _NOUNS.get(match[1] or "", "")
            if noun == "wants":
                first = "Prośba" if match[1] else "Wniosek"
            end = _END.search(plain, match.end())
            stop = end.start() if end else len(plain)
            words = block.text[match.end() : stop].replace("\n", " ").split()[:_LONGEST]
            if len(words) < 2:
                continue
            run = block.words_of(match.start(), stop)
            box = block.box_of(match.start(), stop)
            sure = sum(word.confidence for word in run) / max(len(run), 1)
            return Heading(f"{first} {' '.join(words)}", layout.number, box, 0.5, True, min(max(sure, 0.0), 1.0))
    return None
