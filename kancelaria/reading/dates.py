"""Dates in Polish letters: finding them, and telling the letter's own date from quoted ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kancelaria.domain.incoming import Suggestion
from kancelaria.reading.folding import alike, as_digits, as_letters, fold
from kancelaria.reading.headings import unspaced
from kancelaria.reading.layout import Block, PageLayout, Run
from kancelaria.reading.model import OfficeContext
from kancelaria.reading.zones import Role, Zones

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "stycznia styczen sty",
            "lutego luty lut",
            "marca marzec mar",
            "kwietnia kwiecien kwi",
            "maja maj",
            "czerwca czerwiec cze",
            "lipca lipiec lip",
            "sierpnia sierpien sie",
            "wrzesnia wrzesien wrz",
            "pazdziernika pazdziernik paz",
            "listopada listopad lis",
            "grudnia grudzien gru",
        ),
        1,
    )
    for name in names.split()
}
_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
}
_D = r"[0-9OoQlI|!ZzSB]"
_NUMERIC = re.compile(
    rf"(?<![\w.,/-])({_D}{{1,2}})(?:\s?[.,/-]\s?|\s)({_D}{{1,2}})\s?[.,/-]\s?([12l|I]{_D}{{3}})(?![\d])"
)
_SHORT_YEAR = re.compile(r"(?<![\w.,/-])(\d{1,2})[./-](\d{1,2})[./-](\d{2})(?=\s?r\b|\s?r\.|\s|$)")
_ISO = re.compile(rf"(?<![\w.,/-])([12l|I]{_D}{{3}})\s?[-./]\s?({_D}{{2}})\s?[-./]\s?({_D}{{2}})(?![\w/-])")
_WORDS = re.compile(
    rf"(?<![\w.,/-])({_D}{{1,2}})(?:[.\s]|-?go\s)?\s?([^\W\d_][\w|]{{2,12}})[.,]?\s?([12l|I]{_D}{{3}})(?!\d)"
)
_ROMAN_MONTH = re.compile(rf"(?<![\w.,/-])({_D}{{1,2}})[.\s-]{{1,2}}([IVXl1]{{1,4}})[.\s-]{{1,2}}([12]{_D}{{3}})(?!\d)")
_MONTH_YEAR = re.compile(r"(?<![\w./-])([^\W\d_]{3,12})\s(2\d{3})(?!\d)")

_QUOTING = re.compile(
    r"(z dn(?:ia|\.)?|dnia|w dniu|od dnia|do dnia|na dzien|do|od|ur\.?|urodzon\w+"
    r"|wplynelo|wplyw\w*|termin\w*|rozpraw\w+|sprzedazy"
    r"|platnosci|waznosci|obowiazuj\w+|ustaw\w+|uchwal\w+|przed|po|poczawszy|okres\w*|data wplywu|data sprzedazy"
    r"|data (?:wykonania|dostawy|urodzenia|zakonczenia|dokonania)\w*( lub wykonania uslugi)?)[\s:.,]*$"
)
_LABEL = re.compile(
    r"(data (?:wystawienia|sporzadzenia|pisma|dokumentu|faktury|zlozenia|wniosku)|(?:^"
    r"|\n)data(?: i miejsce\w*)?(?: \(?dd\S*\)?)?|z data"
    r"|miejscowosc(?:,|\s*i)\s*data|wystawion\w (?:w dniu|dnia)|sporzadzono(?: w)? dni[au])[\s:.,]*$"
)
_STRONG_QUOTE = re.compile(
    r"(pism\w*|decyzj\w*|wyrok\w*|postanowieni\w*|wniosk\w*|uchwal\w*|ustaw\w*|faktur\w*|umow\w*|nakaz\w*|tytul\w*|rozporzadzeni\w*"
    r"|znak\w*|akt\w*|nr\s\S+|\d/\d+|[a-z]\.\d+\S*)[\s,]*(?:z dnia|z dn\.|z)\s*$"
)
_TOWN_BEFORE = re.compile(
    r"^[\W_]*([A-ZĄĆĘŁŃÓŚŹŻ][\w.-]+(?:[ -][A-ZĄĆĘŁŃÓŚŹŻ]?[\w.-]+){0,3})\s*[,.;]\s*(?:dnia|dn|d|w dniu)?\.?[\s_]*$"
)
_TOWN_NO_COMMA = re.compile(r"^[\W_]*([A-ZĄĆĘŁŃÓŚŹŻ][\w-]+(?: [A-ZĄĆĘŁŃÓŚŹŻ][\w-]+){0,2})\s+(?:dnia|dn\.?|d\.)?\s*$")
_TOWN_AT_END = re.compile(r"[\s)]([A-ZĄĆĘŁŃÓŚŹŻ][\w-]+)\s?,\s*(?:dnia|dn\.|dn|d\.)?\s*$")
_TOWN_CLIPPED = re.compile(r"^\W*[^\W\d_]{3,15}\s*,\s*(?:dnia|dn\.?|d\.)\s*$")
"""A town whose capital a stamp or the page's edge hides."""
_AFTER_HEADING = re.compile(r"^\W*(?:z\s+)?(?:dnia|dn\.)\s*$")
_RULING = re.compile(r"^\W*(?:postanowienie|wyrok|decyzja|nakaz zaplaty|uchwala|zarzadzenie|protokol|zaswiadczenie)\b")


@dataclass(frozen=True)
class FoundDate:
    """A date in a text: ISO value (maybe partial), its span, and whether it was read without mending."""

    value: str
    start: int
    end: int
    clean: bool = True


def find_dates(text: str) -> list[FoundDate]:
    """All dates in a text, in the order of their place; longer readings win over shorter ones."""
    found: list[FoundDate] = []
    for candidate in _matches(text):
        if not any(candidate.start < other.end and other.start < candidate.end for other in found):
            found.append(candidate)
    return sorted(found, key=lambda entry: entry.start)


def _matches(text: str) -> Iterator[FoundDate]:
    for match in _NUMERIC.finditer(text):
        yield from _numeric(match, 1, 2, 3)
    for match in _ISO.finditer(text):
        yield from _numeric(match, 3, 2, 1)
    for match in _WORDS.finditer(text):
        month = month_of(match[2])
        if month:
            yield from _dated(match, match[1], str(month), match[3])
    for match in _ROMAN_MONTH.finditer(text):
        month = _ROMAN.get(match[2].replace("l", "I").replace("1", "I").lower())
        if month:
            yield from _dated(match, match[1], str(month), match[3])
    for match in _SHORT_YEAR.finditer(text):
        yield from _dated(match, match[1], match[2], "20" + match[3])
    for match in _MONTH_YEAR.finditer(text):
        month = month_of(match[1])
        if month and len(match[1]) > 3:
            yield FoundDate(f"{match[2]}-{month:02d}", match.start(), match.end())


def _numeric(match: re.Match[str], day: int, month: int, year: int) -> Iterator[FoundDate]:
    digits = sum(char.isdigit() for char in match[0])
    if digits >= 4:
        yield from _dated(match, match[day], match[month], match[year])


def _dated(match: re.Match[str], day: str, month: str, year: str) -> Iterator[FoundDate]:
    try:
        value = date(int(as_digits(year)), int(as_digits(month)), int(as_digits(day)))
    except ValueError:
        return
    if 1900 <= value.year <= 2100:
        yield FoundDate(value.isoformat(), match.start(), match.end(), (day + month + year).isdigit())


def month_of(word: str) -> int | None:
    """The month a Polish word names, OCR errors forgiven, or None."""
    plain = fold(word).strip(".")
    if plain in _MONTHS:
        return _MONTHS[plain]
    mended = as_letters(word).replace("rn", "m").replace("vv", "w").strip(".")
    if mended in _MONTHS:
        return _MONTHS[mended]
    near = {number for name, number in _MONTHS.items() if len(name) >= 5 and alike(name, mended)}
    return near.pop() if len(near) == 1 else None


def suggest_letter_date(layout: PageLayout, zones: Zones, context: OfficeContext) -> list[Suggestion]:
    """The date on the letter, best first."""
    scored: dict[str, Suggestion] = {}
    for block in layout.blocks:
        for line_index, line in enumerate(block.lines):
            for read in find_dates(line.text):
                found = _roman_eleven(read, context.today)
                score = _score(layout, zones, block, line_index, line, found, context)
                if score <= 0.05:
                    continue
                confidence = round(
                    score * (0.75 + 0.25 * line.certainty(found.start, found.end)) * (1 if found.clean else 0.9), 3
                )
                known = scored.get(found.value)
                if known is None or known.confidence < confidence:
                    scored[found.value] = Suggestion(
                        "letter_date", found.value, confidence, layout.number, line.box_of(found.start, found.end)
                    )
    ordered = sorted(scored.values(), key=lambda entry: -entry.confidence)
    return _with_doubt(ordered)[:4]


def _with_doubt(ordered: Sequence[Suggestion]) -> list[Suggestion]:
    """Lower the best where the next is almost as good: one of them is wrong."""
    if len(ordered) < 2 or ordered[0].confidence - ordered[1].confidence > 0.08:
        return list(ordered)
    first = ordered[0]
    return [
        Suggestion(first.field, first.value, round(first.confidence * 0.85, 3), first.page, first.box),
        *ordered[1:],
    ]


def _score(
    layout: PageLayout, zones: Zones, block: Block, index: int, line: Run, found: FoundDate, context: OfficeContext
) -> float:
    if _in_future(found.value, context.today):
        return 0.0
    before = line.text[: found.start]
    folded = _preceding(layout, block, index, line, found)
    top = line.place[1]
    rest = len(line.text) - (found.end - found.start)
    role = zones.role_of(block)
    if _TOWN_NO_COMMA.match(before) and rest < 32 and top < 0.4 and "dn" not in fold(before):
        base = 0.95 if role is Role.HEAD and _is_town(before, line, layout, context) else 0.8
    elif (_TOWN_BEFORE.match(before) and rest < 45) or (_TOWN_NO_COMMA.match(before) and rest < 32 and top < 0.4):
        base = 0.97 if top < 0.4 else 0.93 if role in (Role.SIGNATURE, Role.FOOTER) or top > 0.6 else 0.82
    elif _TOWN_CLIPPED.match(before) and rest < 32 and top < 0.4:
        base = 0.9
    elif _TOWN_NO_COMMA.match(before) and rest < 32 and _is_town(before, line, layout, context):
        base = 0.88 if top > 0.5 else 0.6
    elif _LABEL.search(folded) or (_AFTER_HEADING.match(fold(before)) and _heading_above(block, index, line, layout)):
        base = 0.95
    elif _STRONG_QUOTE.search(folded):
        base = 0.1
    elif top < 0.4 and _TOWN_AT_END.search(before) and len(line.text) - found.end < 8:
        base = 0.86
    elif re.search(r"(?:^|\n)\W*(?:dnia|dn\.|data)[\s:]*$", folded) and top < 0.45:
        base = 0.9 if rest < 20 else 0.6
    elif _QUOTING.search(folded):
        base = 0.2 if top < 0.5 else 0.1
    elif rest < 12 and not re.search(r"[^\W\d_]{2}", before):
        base = 0.9 if top < 0.3 else 0.7 if top < 0.45 or top > 0.55 else 0.4
    elif top < 0.25:
        base = 0.5
    else:
        base = 0.2
    if role is Role.BODY and base > 0.85 and 0.4 < top < 0.6:
        base -= 0.1
    if len(found.value) < 10:
        base *= 0.85
    if _too_old(found.value, context.today):
        base *= 0.6
    return base


def _is_town(before: str, line: Run, layout: PageLayout, context: OfficeContext) -> bool:
    """Whether the words before a date are a town: ours, or one named elsewhere on the page."""
    town = fold(before).strip(" _.,")
    if context.own_town and fold(context.own_town) == town:
        return True
    return len(town) > 2 and any(town in entry.folded for entry in layout.lines if entry is not line)


def _preceding(layout: PageLayout, block: Block, index: int, line: Run, found: FoundDate) -> str:
    """Folded text before a date: of its line; where it begins the line, the label beside it or the line before."""
    before = line.folded[: found.start]
    if before.strip() and not (_wraps(block, index) and re.fullmatch(r"\W*(?:z )?(?:dnia|dn\.)\s*", before)):
        return before
    for row in layout.rows:
        for place, entry in enumerate(row):
            if entry is line and place and row[place - 1].folded.rstrip().endswith(":"):
                return row[place - 1].folded + " "
    above = block.lines[index - 1].folded if index else ""
    if before.strip():
        return f"{above} {before}"
    return f"{above}\n" if _LABEL.search(above + " ") or _wraps(block, index) else ""


def _wraps(block: Block, index: int) -> bool:
    """Whether the line before runs to the block's right edge, so that its sentence goes on here."""
    if not index:
        return False
    width = max(block.box[2] - block.box[0], 1)
    return block.lines[index - 1].box[2] > block.box[2] - 0.2 * width and len(block.lines[index - 1].words) >= 4


def _heading_above(block: Block, index: int, line: Run, layout: PageLayout) -> bool:
    place = next((number for number, entry in enumerate(layout.lines) if entry is line), 0)
    above = [fold(unspaced(entry.text)) for entry in layout.lines[max(0, place - 2) : place]]
    above += [fold(unspaced(entry.text)) for entry in block.lines[max(0, index - 1) : index]]
    return any(_RULING.match(text) and len(text.split()) <= 7 for text in above)


def _roman_eleven(found: FoundDate, today: date | None) -> FoundDate:
    """A November still to come is February: the engine reads its Roman "II" as 11."""
    if today is None or found.value <= today.isoformat() or found.value[5:7] != "11" or found.value[8:] > "28":
        return found
    return replace(found, value=f"{found.value[:5]}02{found.value[7:]}", clean=False)


def _in_future(value: str, today: date | None) -> bool:
    return today is not None and value > (today + timedelta(days=1)).isoformat()


def _too_old(value: str, today: date | None) -> bool:
    return today is not None and value < (today - timedelta(days=3 * 366)).isoformat()
