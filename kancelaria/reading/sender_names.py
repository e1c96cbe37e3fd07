"""Reading a sender's name out of the lines of a block: an organisation on one or more lines, or a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kancelaria.reading.addresses import Address, is_address_line, is_street_like, parse_address
from kancelaria.reading.dates import find_dates
from kancelaria.reading.dictionary import may_begin_a_name
from kancelaria.reading.folding import fold
from kancelaria.reading.head_lines import cleaned, is_scrap
from kancelaria.reading.layout import Box, Run
from kancelaria.reading.model import OfficeContext
from kancelaria.reading.organisations import (
    REGISTERED,
    LineKind,
    classify,
    has_legal_form,
    is_bailiff,
    name_part,
    names_organisation,
    tidy_name,
    without_scraps,
)
from kancelaria.reading.ours import begins_our_authority
from kancelaria.reading.people import Person, foreign_person, is_given_name, parse_person
from kancelaria.reading.zones import is_ours

_TRADE = re.compile(
    r"\W*(?:[fp]\.?\s?h\.?\s?u|p\.?\s?p\.?\s?h\.?\s?u|firma|uslugi|gabinet|pracownia"
    r"|zaklad (?!ubezp|gospod|wodoc|energ)|biuro (?!rzecz)|sklep|warsztat|praktyka|hurtownia|studio|serwis"
    r"|kancelaria (?:radc|adwok|notar)|notariusz)"
)
_KIND_ALONE = re.compile(
    r"\W*(?:\w+(?:a|e|y|i|o) )?(?:ministerstwo|dyrekcja|agencja|fundusz|inspektorat|inspekcja|izba|zarzad|komenda"
    r"|prokuratura|instytut|towarzystwo|stowarzyszenie|fundacja|zwiazek|przedsiebiorstwo|centrum|osrodek|biuro|urzad)\W*"
)
_BEFORE_ADDRESS = re.compile(r"\s*[,;|•·]|\s+(?=(?:ul|al|os|pl)\.|zam\b)")
_BROKEN_TOWN = re.compile(r"\bwe? \w+(?:ej|ym|im|ich|ych|ach|ie|u)$")
"""The first word of a town in the locative; a second may stand on the next line."""
_STREET_ENDS = (" ul.", " os.", " al.", " pl.", " ul", " os", " przy")
_MOST_MORE = 2
_NO_NAME = (LineKind.POST, LineKind.CAPTION)
_NARROW = 0.2
"""Up to this share of the page's width a block is a side column."""


_SCRAP = 0.7
"""Lines read less surely than this add nothing to a name."""


@dataclass(frozen=True)
class Candidate:
    """One possible sender: an organisation or a person, the lines of its name, and its address."""

    organisation: str | None
    person: Person | None
    lines: tuple[Run, ...]
    score: float
    address: Address = field(default_factory=Address)
    borne_out: bool = False

    @property
    def box(self) -> Box:
        """The box around the name."""
        boxes = [line.box for line in self.lines]
        return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)

    @property
    def certainty(self) -> float:
        """How surely the name's words were read; a second sighting halves the doubt."""
        read = min(line.certainty() for line in self.lines)
        return 1 - (1 - read) * 0.5 if self.borne_out else read

    @property
    def name(self) -> str:
        """The name as people say it."""
        if self.organisation:
            return self.organisation
        return f"{self.person.given_names} {self.person.surname}" if self.person else ""


def read_name(lines: Sequence[Run], context: OfficeContext) -> Candidate | None:
    """The first organisation or person in some lines."""
    signed = any(classify(line.text) is LineKind.POST for line in lines[1:])
    lines = [line for line, under in pairwise((*lines, None)) if line is not None and _may_name(line, under)]
    kinds = [LineKind.ORGANISATION if kind in _NO_NAME else kind for kind in (classify(line.text) for line in lines)]
    for index, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        if kind in (LineKind.ADDRESSING, LineKind.HEADING):
            return None
        if kind is LineKind.ORGANISATION:
            if is_ours(line.text, context) or tidy_name(line.text)[:1].islower():  # a line of running text
                return None
            return _organisation(*_between_ours(lines, kinds, index, context))
        if kind is LineKind.PERSON:
            following = kinds[index + 1] if index + 1 < len(kinds) else None
            if (
                following is LineKind.ORGANISATION
                and not _is_role_line(lines[index + 1].text)
                and not is_ours(lines[index + 1].text, context)
            ):  # a firm under its owner's name
                return _organisation(*_between_ours(lines, kinds, index + 1, context))
            person = parse_person(line.text)
            if person is not None and _signs_for(person, lines[index + 1 :], kinds[index + 1 :], signed):
                return Candidate(tidy_name(lines[index + 1].text), None, (lines[index + 1],), 0.8)
            return Candidate(None, person, (line,), 0.8) if person else None
        if (
            kind is LineKind.OTHER
            and index == 0
            and LineKind.ADDRESS in kinds[1:3]
            and LineKind.ORGANISATION not in kinds
            and not any(REGISTERED.search(other.folded) for other in lines)
        ):
            stranger = foreign_person(line.text)
            if stranger is not None:
                return Candidate(None, stranger, (line,), 0.7)
        if index > 2:
            break
    return _by_its_data(lines, kinds, context)


def _may_name(line: Run, under: Run | None) -> bool:
    """Whether a line is no scrap, caption or post; a post does begin a name that goes on in the genitive."""
    if is_scrap(line):
        return False
    if classify(line.text) is LineKind.POST and under is not None:
        return _goes_on_in_genitive(under) and names_organisation(under.text)
    return classify(line.text) not in _NO_NAME


def _goes_on_in_genitive(line: Run) -> bool:
    """Whether a line's first word is in a case no name begins in: "Urzędu Skarbowego"."""
    first = line.text.split()[0]
    return first.isalpha() and len(first) > 4 and not may_begin_a_name(first)


def _by_its_data(lines: Sequence[Run], kinds: Sequence[LineKind], context: OfficeContext) -> Candidate | None:
    """A name known only by the address and register numbers after it, on its line or under it."""
    if not lines or kinds[0] not in (LineKind.OTHER, LineKind.ADDRESS):
        return None
    registered = any(REGISTERED.search(line.folded) for line in lines)
    line = lines[0]
    name = tidy_name(_BEFORE_ADDRESS.split(line.text)[0]) if kinds[0] is LineKind.ADDRESS else tidy_name(line.text)
    if not name[:1].isupper() or len(name.split()) > 8 or is_ours(name, context) or is_street_like(name):
        return None
    person = parse_person(name)
    if person is not None and person.sureness > 0.6:
        words = line.words[: len(name.split())]
        return Candidate(None, person, (Run(words, line.page, line.size),), 0.8)
    if not registered or LineKind.ADDRESS not in kinds or re.search(r"\d{3}|@", name):
        return None
    words = line.words[: len(name.split())]
    return Candidate(name, None, (Run(words, line.page, line.size),), 0.75)


def _between_ours(
    lines: Sequence[Run], kinds: Sequence[LineKind], index: int, context: OfficeContext
) -> tuple[Sequence[Run], Sequence[LineKind], int]:
    """The lines around `index` without those that name our own authority: an addressee set close to the sender."""
    after = range(index + 1, len(lines))
    end = next((at for at in after if begins_our_authority(lines[at].text, context)), len(lines))
    start = index if index and begins_our_authority(lines[index - 1].text, context) else 0
    return lines[start:end], kinds[start:end], index - start


def _signs_for(person: Person, under: Sequence[Run], kinds: Sequence[LineKind], signed: bool) -> bool:
    """Whether the line under a person's name is the body signed for: the own business, or set after a post."""
    if not under or kinds[0] not in (LineKind.OTHER, LineKind.PERSON) or _is_sure(under[0]):
        return False
    return _is_trader(under[0], person) or (signed and LineKind.ADDRESS in kinds[1:2])


def _is_trader(line: Run, person: Person) -> bool:
    """Whether a line under a person's name is the person's business: the name with more words before it."""
    words = line.folded.split()
    return len(words) >= 3 and fold(person.surname) in words[1:] and not is_address_line(line.text)


def _is_role_line(text: str) -> bool:
    return bool(re.match(r"^\W*(?:radca|adwokat|pelnomocnik|dyrektor|prezes|zarzad)\b", fold(text)))


def _organisation(lines: Sequence[Run], kinds: Sequence[LineKind], index: int) -> Candidate:
    """The name that goes on over the lines around its first sure one."""
    used = [cleaned(lines[index])]
    complete = is_address_line(lines[index].text)
    if index and _comes_before(lines[index - 1], kinds[index - 1]):
        used.insert(0, lines[index - 1])
    bailiff = is_bailiff(lines[index].text)
    narrow = max(line.place[2] - line.place[0] for line in lines) < _NARROW
    for line, kind in zip(lines[index + 1 :], kinds[index + 1 :], strict=True):
        if complete:
            break
        if kind is LineKind.PERSON and (bailiff or _is_trade(used)):
            used.append(line)
            break
        if bailiff and kind is LineKind.ORGANISATION and fold(line.text).startswith(("przy", "sad")):
            used.append(line)
            continue
        if (kind is LineKind.ORGANISATION and (_goes_on_in_genitive(line) or not _starts_anew(used, line))) or (
            (kind is LineKind.OTHER or (kind is LineKind.PERSON and _lacks_its_name(used[-1]) and not _is_sure(line)))
            and (
                _goes_on(used[-1], line)
                or (narrow and _same_make(used[-1], line))
                or (_lacks_its_name(used[-1]) and len(line.words) <= 3 and line.text[:1].isupper())
            )
        ):
            used.append(cleaned(line))
        else:
            break
    if not complete and not has_legal_form(used[-1].text):
        used += _up_to_address(lines, kinds, used[-1])
    if used[-1].folded.rstrip().endswith(_STREET_ENDS):
        used += [line for line, kind in zip(lines, kinds, strict=True) if kind is LineKind.ADDRESS][:1]
    rest = [line for line in lines if line.box[1] >= used[-1].box[3] - used[-1].height // 2]
    if rest and _is_town_again(rest[0], rest[1:]):
        used.append(rest[0])
    name = without_scraps(tidy_name(" ".join(name_part(line.text) for line in used)))
    return Candidate(name, None, tuple(used), 0.85)


def _up_to_address(lines: Sequence[Run], kinds: Sequence[LineKind], last: Run) -> list[Run]:
    """Lines of the name's make that stand between it and the address: what is set there goes on with the name."""
    found: list[Run] = []
    for line, kind in zip(lines, kinds, strict=True):
        if line.box[1] < last.box[3] - last.height // 2:
            continue
        if kind is LineKind.ADDRESS:
            return found if len(found) <= _MOST_MORE else []
        numbered = kind is LineKind.REFERENCE and re.match(r"nr \d{1,3}\b(?!/)", line.folded)
        heights = sorted((max(line.height, 1), max(last.height, 1)))
        alike = heights[1] < 1.6 * heights[0] and len(line.words) <= 5 and line.certainty() > 0.5
        if not (numbered or kind is LineKind.OTHER) or not alike:
            break
        found.append(cleaned(line))
    return []


def _is_town_again(line: Run, under: Sequence[Run]) -> bool:
    """Whether a line is nothing but the town that the address under it names again: a club's, a forest district's."""
    town = parse_address(under[:3]).town if under else None
    return town is not None and fold(line.text.strip(" ,.")) == fold(town.value)


def _comes_before(line: Run, kind: LineKind) -> bool:
    """Whether a line over a sure name belongs to it: of the same make, and no sure person."""
    person = parse_person(line.text)
    if kind is LineKind.PERSON and person is not None and person.sureness > 0.6:
        return False
    if kind not in (LineKind.OTHER, LineKind.PERSON) or len(line.words) > 6:
        return False
    if (
        find_dates(line.text) or line.certainty() < _SCRAP or not re.search(r"[^\W\d_]{3}", line.text)
    ):  # an emblem read as letters
        return False
    text = line.text.strip()
    return text[:1].isupper() or text[:1] in '„"'


def _starts_anew(used: Sequence[Run], line: Run) -> bool:
    """Whether an organisation line begins another name rather than going on with this one."""
    if has_legal_form(line.text) and not has_legal_form(" ".join(entry.text for entry in used)) and len(line.words) < 5:
        return False
    return (
        len(used) >= 3
        or line.height > 1.5 * used[-1].height
        or 1.5 * line.height < used[-1].height
        or ("," in used[-1].text[-2:] and names_organisation(line.text))
    )


def _is_sure(line: Run) -> bool:
    person = parse_person(line.text)
    return person is not None and person.sureness > 0.6


def _is_trade(lines: Sequence[Run]) -> bool:
    """Whether the lines name a sole trader's business, which goes by its owner's name."""
    named = re.search(r"\bs\.? ?[caj]\b|\bsp\b|spolka", lines[-1].folded)
    return len(lines) <= 2 and named is None and bool(_TRADE.match(lines[0].folded))


def _lacks_its_name(line: Run) -> bool:
    """Whether a line is an authority's kind alone ("Ministerstwo"), its name still to come."""
    return bool(_KIND_ALONE.fullmatch(line.folded))


def _same_make(last: Run, line: Run) -> bool:
    """Whether a line looks like the one above: in a narrow column names break anywhere."""
    heights = sorted((max(line.height, 1), max(last.height, 1)))
    return len(line.words) <= 3 and heights[1] < 1.6 * heights[0] and line.certainty() > 0.5


def _goes_on(last: Run, line: Run) -> bool:
    text = line.text.strip()
    half = _BROKEN_TOWN.search(last.folded) or is_given_name(last.words[-1].text)
    if half and len(line.words) == 1 and text[:1].isupper():
        return _same_make(last, line)
    if text[:1] in '„"(–-' or text[:1].islower():
        return len(line.words) <= 8
    close = 0.6 < max(line.height, 1) / max(last.height, 1) < 1.6
    return close and (
        last.text.rstrip().endswith(("-", "–", " i", " w", " W", " I", "im.", "„", "ul.", "os.", "al.", "pl."))
        or (text.isupper() and last.text.isupper() and len(line.words) <= 5)
    )
