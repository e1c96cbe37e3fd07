"""Headings and subject lines: what a letter calls itself, and what it says it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kancelaria.reading.folding import as_letters
from kancelaria.reading.layout import Block, Box, PageLayout, Run
from kancelaria.reading.zones import Role, Zones

_HEADING_START = re.compile(
    r"^\W*(?:wniosek|podanie|prosba|zgloszenie|odwolanie|zazalenie|sprzeciw|apelacja|zarzuty|skarga|reklamacja|ponaglenie|petycja|faktura|rachunek"
    r"|(?:ostateczne |przedsadowe |ponowne )?wezwanie|zawiadomienie|zajecie|informacja"
    r"|obwieszczenie|powiadomienie|pozew|postanowienie|zarzadzenie|nakaz zaplaty|decyzja"
    r"|oferta"
    r"|zapytanie|zaproszenie|oswiadczenie|deklaracja|pelnomocnictwo|upowaznienie|formularz|ankieta|kwestionariusz|wyrok|protokol|uchwala)\b"
)
_SUBJECT = re.compile(r"^\W*(dotyczy|dotyczy sprawy|dot|w sprawie|sprawa|przedmiot|temat)\b\s*[.:;]?\s*")
_WORDY = re.compile(r"\b(?:jest|sa|zostal[aoy]?|prosze|wnosze|nalezy|moze|skladam|ktor[aey]\w*|niniejszym)\b")
_CONTINUES = re.compile(r"^\W*(?:o|od|na|w|z|ze|do|dla|dotycz\w+|nr|za|i|oraz|pod|przy|wraz|dzialk\w+|ul)\b")
_BASIS = re.compile(
    r"^\W*(?:na podstawie|w odpowiedzi|w zwiazku|w nawiazaniu|dzialajac|zwracam|zgodnie|po rozpatrzeniu|szanown\w+)\b"
)
_PREFIX = re.compile(r"^[\W\d]*(?:pouczenie|uzasadnienie|zalacznik)")


@dataclass(frozen=True)
class Heading:
    """A heading; `weight` = how surely it names the letter, `subject` for "dotyczy:", `more` = lines it goes on for."""

    text: str
    page: int
    box: Box
    weight: float
    subject: bool = False
    certainty: float = 1.0
    more: int = 0


def find_headings(layout: PageLayout, zones: Zones) -> list[Heading]:
    """Headings and subject lines of a first page, surest first."""
    found: list[Heading] = []
    for block in layout.blocks:
        role = zones.role_of(block)
        if role in (Role.ADDRESSEE, Role.STAMP, Role.FOOTER) and block.place[1] > 0.02:
            continue
        for index, line in enumerate(block.lines):
            heading = _subject(layout, block, index, line) or _heading(layout, block, index, line)
            if heading is not None:
                found.append(heading)
    return sorted(found, key=lambda heading: (-heading.weight, heading.box[1]))


def unspaced(text: str) -> str:
    """Letter-spaced words ("W N I O S E K") put together again."""

    def close(match: re.Match[str]) -> str:
        return match[0].replace(" ", "")

    return re.sub(r"(?<!\S)(?:[A-ZĄĆĘŁŃÓŚŹŻ] ){3,}[A-ZĄĆĘŁŃÓŚŹŻ](?!\S)", close, text)


def _heading(layout: PageLayout, block: Block, index: int, line: Run) -> Heading | None:
    text = unspaced(line.text)
    plain = as_letters(text)
    left, top, right, _ = line.place
    if not _HEADING_START.match(plain) or top > 0.75 or len(line.words) > 16 or _WORDY.search(line.folded):
        return None
    centred = abs((left + right) / 2 - 0.5) < 0.06 and left > 0.14
    first = re.split(r"[\s:]+", text.strip())[0]
    capital = first.isupper() and len(first) > 4
    large = line.height > 1.25 * layout.line_height
    alone = index == 0
    if text.strip()[:1].islower() or text.rstrip().endswith((",", ";")):
        return None
    full = _wraps_on(block, index, line) and not (capital or centred or large)
    weight = 0.55 + 0.16 * capital + 0.14 * centred + 0.1 * large + 0.12 * alone + 0.08 * (len(line.words) <= 4)
    if full:
        weight -= 0.25
    if re.search(r"\bz dnia\b|\bnr \S*\d", line.folded) and not capital and not centred:
        weight -= 0.1
    if top > 0.55:
        weight -= 0.2
    lines = [line, *_continuation(layout, line, capital)]
    run = _together(lines)
    joined = " ".join(unspaced(entry.text) for entry in lines)
    return Heading(joined, layout.number, run.box, max(min(weight, 0.98), 0.1), False, run.certainty(), len(lines) - 1)


def _subject(layout: PageLayout, block: Block, index: int, line: Run) -> Heading | None:
    match = _SUBJECT.match(line.folded)
    top = line.place[1]
    if not match or top > 0.6 or (match[1] in ("w sprawie", "sprawa") and ":" not in match[0]):
        return None
    rest = line.text[match.end() :].strip()
    used = [line]
    if not rest:
        beside = layout.right_of(line) or layout.below(line, 1.2)
        if beside is None:
            return None
        rest, used = beside.text, [line, beside]
    begun = len(used)
    limit = block.lines[index + 1 : index + 4] if used[-1] is line else ()
    for following in limit:
        if (
            rest.endswith((".", "!")) and len(rest) > 12 and not rest.endswith(("ul.", "nr.", "dz.", "r."))
        ) or _SUBJECT.match(following.folded):
            break
        if following.text[:1].isupper() and rest.endswith((".", "!", "?")):
            break
        if following.text[:1].isupper() and used[-1].box[2] < block.box[2] - 0.25 * max(block.box[2] - block.box[0], 1):
            break
        if _HEADING_START.match(following.folded) and following.text.split()[0].isupper():
            break
        rest += " " + following.text
        used.append(following)
    run = _together(used)
    return Heading(rest.strip(), layout.number, run.box, 0.5, True, run.certainty(), len(used) - begun)


def _continuation(layout: PageLayout, line: Run, capital: bool) -> list[Run]:
    """The lines a heading goes on in: beginning small or with a preposition, close below."""
    found: list[Run] = []
    last = line
    while len(found) < 3:
        below = layout.below(last, 0.9)
        if below is None or len(below.words) > 16 or _PREFIX.match(below.folded) or _WORDY.search(below.folded):
            break
        centred = abs(sum(below.place[::2]) / 2 - sum(line.place[::2]) / 2) < 0.05 and below.place[0] > 0.12
        small = below.text.strip()[:1].islower() or bool(_CONTINUES.match(below.folded))
        if last.text.rstrip().endswith((".", ":")) or not (
            (small and (centred or capital or last.text[:1].isupper()))
            or (centred and below.text.isupper() and len(below.words) > 1 and not _HEADING_START.match(below.folded))
        ):
            break
        if _BASIS.match(below.folded) or (len(below.words) > 9 and below.place[2] - below.place[0] > 0.65):
            break
        if re.match(r"^\W*(?:z dnia|dnia)\b", below.folded) and len(below.words) < 7:
            break
        found.append(below)
        last = below
    return found


def _wraps_on(block: Block, index: int, line: Run) -> bool:
    """Whether the line is the first of a longer paragraph rather than a heading."""
    return (
        len(block.lines) > index + 2
        and len(line.words) >= 7
        and line.box[2] > block.box[2] - 0.1 * max(block.box[2] - block.box[0], 1)
    )


def _together(lines: Sequence[Run]) -> Run:
    return Run(tuple(word for line in lines for word in line.words), lines[0].page, lines[0].size)
