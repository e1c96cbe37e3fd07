"""The kind of a document, from its heading, its body's first words and its furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kancelaria.domain.incoming import Suggestion
from kancelaria.reading.folding import alike, as_letters
from kancelaria.reading.headings import Heading, unspaced
from kancelaria.reading.layout import PageLayout
from kancelaria.reading.zones import Role, Zones

KIND_NAMES: dict[str, str] = {
    "pismo": "pismo",
    "wniosek": "wniosek",
    "odwolanie": "odwołanie",
    "skarga": "skarga",
    "petycja": "petycja",
    "faktura": "faktura",
    "wezwanie": "wezwanie",
    "zawiadomienie": "zawiadomienie",
    "pozew": "pozew",
    "postanowienie": "postanowienie",
    "decyzja": "decyzja",
    "oferta": "oferta",
    "zapytanie": "zapytanie",
    "zaproszenie": "zaproszenie",
    "oswiadczenie": "oświadczenie",
    "pelnomocnictwo": "pełnomocnictwo",
    "formularz": "formularz",
}
"""The closed dictionary: key → Polish name."""

_HEADING_WORDS: dict[str, str] = {
    "wniosek": "wniosek",
    "podanie": "wniosek",
    "prosba": "wniosek",
    "zgloszenie": "wniosek",
    "odwolanie": "odwolanie",
    "zazalenie": "odwolanie",
    "sprzeciw": "odwolanie",
    "apelacja": "odwolanie",
    "zarzuty": "odwolanie",
    "skarga": "skarga",
    "zazalenia": "skarga",
    "reklamacja": "skarga",
    "ponaglenie": "skarga",
    "petycja": "petycja",
    "faktura": "faktura",
    "rachunek": "faktura",
    "wezwanie": "wezwanie",
    "zajecie": "zawiadomienie",
    "zawiadomienie": "zawiadomienie",
    "informacja": "zawiadomienie",
    "obwieszczenie": "zawiadomienie",
    "powiadomienie": "zawiadomienie",
    "zawezwanie": "wezwanie",
    "pozew": "pozew",
    "postanowienie": "postanowienie",
    "zarzadzenie": "postanowienie",
    "nakaz": "postanowienie",
    "decyzja": "decyzja",
    "oferta": "oferta",
    "zapytanie": "zapytanie",
    "zaproszenie": "zaproszenie",
    "oswiadczenie": "oswiadczenie",
    "deklaracja": "oswiadczenie",
    "pelnomocnictwo": "pelnomocnictwo",
    "upowaznienie": "pelnomocnictwo",
    "formularz": "formularz",
    "ankieta": "formularz",
    "kwestionariusz": "formularz",
}

_ASKED = 0.62
"""A mere request makes a citizen's letter an application, but not an authority's."""
_MOVED = 0.66
"""Who moves for something ("wnosimy o") applies; only of an authority is it a letter still."""
_APPLIED = 0.7
"""Who says "wniosek" applies, an authority and a firm too."""
_FORM_NAMES = ("deklaracja", "zgloszenie", "ankieta", "kwestionariusz", "formularz")
_BODY_SIGNS: tuple[tuple[str, str, float], ...] = (
    (
        "odwolanie",
        r"\bwnosz[eę]\b.{0,40}\bodwolani|\bodwoluj[eę] sie\b|skladam odwolani|\bwnos(?:ze"
        r"|imy).{0,30}(?:sprzeciw|zazaleni)",
        0.86,
    ),
    ("skarga", r"\b(?:skladam|wnosz[eę]|skladamy|wnosimy)\b.{0,30}\bskarg[eę]\b|\bskarz[eę] sie\b|\bzaskarzam", 0.84),
    ("petycja", r"\b(?:skladam|skladamy|wnosimy|wnosze)\b.{0,30}\bpetycj", 0.86),
    ("wezwanie", r"\bwzywa(?:m|my|)?\b|\bwzywa sie\b|pod rygorem", 0.74),
    (
        "zawiadomienie",
        r"\bzawiadamia(?:m|my)?\b|\buprzejmie informuj[eę]|\bzawiadamia sie|\bdokonuje zajecia|\bzostalo zajete",
        0.74,
    ),
    (
        "wniosek",
        r"\b(?:wnosz[eę]|wnioskuj[eę]|zwracam sie z (?:uprzejma )?prosba|prosz[eę]"
        r"|uprzejmie prosz[eę]|skladam wniosek|wnosimy|zwracamy sie z (?:uprzejma )?prosba"
        r"|prosimy)\b"
        r".{0,40}\b(?:wydani|udzieleni|umorzeni|przyznani|rozlozeni|o zgod|wyrazeni|ujeci"
        r"|ustaleni|udostepnieni|zwolnieni|dofinansow|przedluzeni|wpisani|naprawe|interwencj)",
        0.74,
    ),
    (
        "wniosek",
        r"\b(?:zwracam|zwracamy|zwraca) sie (?:\w+ ){0,5}?z (?:\w+ym )?wnioskiem\b"
        r"|\b(?:wystepuje|wystepujemy) (?:\w+ ){0,3}?z wnioskiem\b"
        r"|\b(?:wnioskuj[eę]|wnioskujemy) o \w{4}",
        _APPLIED,
    ),
    (
        "wniosek",
        r"\b(?:wnosz[eę]|wnosimy) o \w{4}",
        _MOVED,
    ),
    (
        "wniosek",
        r"\b(?:zwracam|zwracamy|zwraca) sie (?:\w+ ){0,5}?z (?:\w+a )?prosba\b",
        _ASKED,
    ),
    (
        "oferta",
        r"\b(?:skladam|skladamy|przedstawiam|przedstawiamy)\b.{0,40}\bofert"
        r"|w odpowiedzi na zapytanie ofertowe|cena ofertowa|oferujemy",
        0.82,
    ),
    (
        "zaproszenie",
        r"\b(?:zaprasza(?:m|my)|mam zaszczyt zaprosic|mamy (?:przyjemnosc|zaszczyt) zaprosic|serdecznie zaprasz)",
        0.86,
    ),
    (
        "pelnomocnictwo",
        r"\b(?:udzielam|ustanawiam)\b.{0,40}\b(?:pelnomocnictw|pelnomocnik)|\bniniejszym upowazniam",
        0.84,
    ),
    ("oswiadczenie", r"\b(?:oswiadczam|oswiadczamy),? ze\b|niniejszym oswiadcz", 0.62),
    ("pozew", r"\bpowod\b.{0,400}\bpozwan|wartosc przedmiotu sporu|wnosze o zasadzenie", 0.8),
    ("postanowienie", r"\bpostanawia\b|\bpostanowil\b|\bsad .{0,60}postanawia", 0.74),
    ("decyzja", r"\borzekam\b|na podstawie art\..{0,250}\borzeka|\bustalam\b.{0,80}\bwysokosc", 0.72),
    (
        "zapytanie",
        r"zwracam(?:y)? sie z zapytaniem"
        r"|prosz[eę] o (?:udzielenie )?odpowied[zź] na (?:nastepujace )?pytani|zapytani(?:e"
        r"|em) ofertow",
        0.78,
    ),
    ("faktura", r"\bsprzedawca\b.{0,400}\bnabywca\b|stawka vat\b.{0,80}\bbrutto|wartosc netto\b.{0,80}\bvat", 0.86),
)
_ADJECTIVE = re.compile(r"^(?:ostateczn|przedsadow|ponown|pisemn|pilne|uprzejm|zbiorow|wspoln|powtorn|dotycz)\w*$")
_FORM_SIGNS = re.compile(
    r"wypelni[ac]|drukowanymi literami|niepotrzebne skreslic|wlasciwe zaznaczyc"
    r"|\(?podpis wnioskodawcy\)?|wypelnia urzad|czesc [a-d]\b|imie i nazwisko|nr dowodu"
    r"|zaznaczyc x"
)


def kind_of_word(word: str) -> str | None:
    """The kind a heading's word names, OCR errors forgiven, or None."""
    plain = as_letters(word)
    if plain in _HEADING_WORDS:
        return _HEADING_WORDS[plain]
    near = {kind for name, kind in _HEADING_WORDS.items() if len(name) >= 6 and alike(name, plain)}
    return near.pop() if len(near) == 1 else None


def suggest_kind(layouts: Sequence[PageLayout], zones: Zones, headings: Sequence[Heading]) -> list[Suggestion]:
    """Kinds with the words that say so, best first."""
    if not layouts:
        return []
    scored: dict[str, Suggestion] = {}

    def note(kind: str, confidence: float, page: int, box: tuple[int, int, int, int]) -> None:
        known = scored.get(kind)
        if known is None or known.confidence < confidence:
            scored[kind] = Suggestion("document_kind", kind, round(confidence, 3), page, box)

    form = looks_like_form(layouts)
    for heading in headings:
        for kind, confidence in _kinds_of_heading(heading, form):
            note(kind, confidence, heading.page, heading.box)
    first = layouts[0]
    for block in zones.of(Role.BODY, Role.HEAD, Role.SIGNATURE):
        for kind, pattern, confidence in _BODY_SIGNS:
            match = re.search(pattern, block.folded, re.DOTALL)
            if match and not (block.place[1] > 0.7 and kind != "faktura"):
                note(
                    kind,
                    confidence * (0.96 if block.place[1] < 0.6 else 0.85),
                    first.number,
                    block.box_of(match.start(), match.end()),
                )
    if not scored:
        body = zones.of(Role.BODY)
        if body:
            note("pismo", 0.72 if sum(len(block.words) for block in body) > 25 else 0.4, first.number, body[0].box)
    return sorted(scored.values(), key=lambda entry: -entry.confidence)[:4]


def for_authority(kinds: Sequence[Suggestion], public: bool = True) -> list[Suggestion]:
    """The kinds for a letter of an authority (`public`) or a firm, whose requests are letters, not applications."""
    limit = _MOVED if public else _ASKED
    if not kinds or kinds[0].value != "wniosek" or kinds[0].confidence > limit:
        return list(kinds)
    letter = replace(kinds[0], value="pismo", confidence=_ASKED)
    return [letter, replace(kinds[0], confidence=0.45), *(kind for kind in kinds[1:] if kind.value != "pismo")]


def _kinds_of_heading(heading: Heading, form: bool) -> list[tuple[str, float]]:
    words = [
        word
        for word in re.split(r"[^\w|]+", unspaced(heading.text))
        if len(word) > 3 and not _ADJECTIVE.match(as_letters(word))
    ]
    found: list[tuple[str, float]] = []
    for index, word in enumerate(words[:6]):
        kind = kind_of_word(word)
        if kind is None:
            continue
        weight = max(heading.weight - 0.12 * index, 0.3)
        if form and any(alike(as_letters(word), name) for name in _FORM_NAMES):
            found.append(("formularz", weight * 0.88))
            weight *= 0.6
        elif not any(alike(as_letters(word), name) for name in KIND_NAMES):
            weight *= 0.9  # a word that only leads to the kind, as "podanie" to "wniosek"
        found.append((kind, weight))
        break
    return found


def looks_like_form(layouts: Sequence[PageLayout]) -> bool:
    """Whether a page carries the marks of a printed form."""
    text = " ".join(line.folded for layout in layouts for line in layout.lines)
    return len(set(_FORM_SIGNS.findall(text))) >= 2
