"""Where a sender mostly stands: under a label, in the fields of a form, in the head."""

from __future__ import annotations

import re
from dataclasses import replace

from kancelaria.reading.addresses import parse_address
from kancelaria.reading.folding import fold
from kancelaria.reading.form_fields import form_address, form_person
from kancelaria.reading.head_lines import column_of
from kancelaria.reading.layout import Block, PageLayout, Run
from kancelaria.reading.model import OfficeContext
from kancelaria.reading.organisations import LineKind, classify
from kancelaria.reading.sender_names import Candidate, read_name
from kancelaria.reading.zones import Role, Zones

_LABEL = re.compile(
    r"^\W*(?:dane )?(?:nadawca|nadawcy|sprzedawca|sprzedajacy|wystawca|dostawca|wykonawca"
    r"|oferent|wnioskodawca|wnioskodawcy|wnioskodawczyni|wnoszac[ya]|skarzac[ya]"
    r"|odwolujac[ya](?: sie)?|skladajac[ya]|strona skarzaca"
    r"|petent|zglaszajac[ya]|mocodawca|powod|powodka|wnosi"
    r"|podmiot skladajacy(?: petycje)?|pelna nazwa|nazwa(?: wykonawcy| firmy"
    r"| organizacji)?)(?: \([^)]*\))?\s*[:.]?\s*"
)


_LETTERHEAD = 0.1
"""What begins so high and has an address is a letterhead, even right over the addressee."""


def labelled(layout: PageLayout, context: OfficeContext) -> list[Candidate]:
    """Senders under a label: "Sprzedawca:", "Wnioskodawca:"."""
    found: list[Candidate] = []
    for line in layout.lines:
        match = _LABEL.match(line.folded)
        if not match or line.place[1] > 0.72:
            continue
        rest = line.text[match.end() :].strip()
        if (
            rest
            and not re.search(r"[:.]\s*$", match[0])
            and len(match[0].split()) < len(line.words)
            and not line.text[match.end() :][:1].isupper()
        ):
            continue
        below = column_below(layout, line)
        lines = ([_rest_of(line, match.end())] if rest else []) + below
        if rest and classify(rest) in (LineKind.OTHER, LineKind.CONTACT) and not below:
            continue
        candidate = read_name([entry for entry in lines if entry.words], context)
        if candidate is None and not rest and (beside := layout.right_of(line)) is not None:
            candidate = read_name([beside, *column_below(layout, beside)], context)
        if candidate is not None:
            weight = (
                0.96
                if re.match(r"^\W*(?:nadawca|sprzedawca|wystawca|wnioskodawca|odwoluj|skarzac)", line.folded)
                else 0.88
            )
            found.append(
                replace(
                    candidate,
                    score=weight
                    if candidate.organisation or (candidate.person and candidate.person.sureness > 0.6)
                    else 0.6,
                )
            )
    return found


def column_below(layout: PageLayout, line: Run, limit: float = 1.6) -> list[Run]:
    """Lines under a line in its own column, while they stand closer than `limit` line heights."""
    found: list[Run] = []
    last = line
    while len(found) < 7:
        below = layout.below(last, limit)
        if below is None or below.box[0] > line.box[0] + 8 * layout.line_height or _LABEL.match(below.folded):
            break
        found.append(below)
        last = below
    return found


def in_form(layout: PageLayout) -> list[Candidate]:
    """A person in the fields of a form."""
    found = form_person(layout)
    if found is None:
        return []
    person, lines = found
    return [Candidate(None, person, lines, 0.93, form_address(layout))]


def _rest_of(line: Run, start: int) -> Run:
    words = line.words_of(start, len(line.text)) if start < len(line.text) else ()
    return Run(words, line.page, line.size)


def in_head(layout: PageLayout, zones: Zones, block: Block, context: OfficeContext, claim: bool) -> list[Candidate]:
    """A sender in a block of the head."""
    left, top, _, _ = block.place
    candidate = read_name(column_of(layout, zones, block), context)
    if candidate is None or (zones.addressee is not None and _beside_addressee(zones.addressee, block)):
        return []
    score = 0.5
    has_address = parse_address(block.lines).fullness >= 2
    first = zones.of(Role.HEAD)[0] is block
    if candidate.organisation:
        score = 0.8 + 0.1 * (top < 0.12) + 0.05 * first + 0.04 * has_address
        if left > 0.45:
            score -= 0.12 if top < 0.1 else 0.4
        if claim and fold(candidate.organisation).startswith("sad"):
            score -= 0.5
        if zones.addressee is None and top > 0.15:
            score -= 0.15
    elif candidate.person:
        if _beside_post(layout, candidate.lines[0]):
            return []
        score = 0.66 + 0.14 * has_address + 0.1 * (left < 0.35) + 0.08 * (top < 0.2)
        if left > 0.45 and not has_address:
            score -= 0.3
        if left > 0.45 and top > 0.2:
            score -= 0.25
    return [replace(candidate, score=max(min(score, 0.97), 0.05))]


def _beside_post(layout: PageLayout, name: Run) -> bool:
    """Whether a post stands right over a name: a clerk's stamp, not a writer's data."""
    return any(
        classify(line.text) is LineKind.POST
        and -layout.line_height < name.box[1] - line.box[3] < layout.line_height
        and line.box[0] < name.box[2]
        and name.box[0] < line.box[2]
        for line in layout.lines
    )


def _beside_addressee(addressee: Block, block: Block) -> bool:
    """Whether a block belongs to the addressee's: close above or below in the same right-hand column."""
    if addressee.place[0] < 0.4 or block.place[0] < 0.4:
        return False
    if block.place[1] < _LETTERHEAD and parse_address(block.lines).fullness >= 2:
        return False
    gap = max(block.box[1] - addressee.box[3], addressee.box[1] - block.box[3])
    return gap < 3 * max(addressee.lines[0].height, 1) and abs(block.place[0] - addressee.place[0]) < 0.12
