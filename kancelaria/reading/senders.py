"""Who sent the letter: an organisation, or a person with surname and given names, and their address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kancelaria.domain.incoming import Suggestion
from kancelaria.reading.addresses import parse_address
from kancelaria.reading.folding import fold, similar
from kancelaria.reading.form_fields import form_address, form_person
from kancelaria.reading.layout import Block, PageLayout, Run
from kancelaria.reading.model import OfficeContext
from kancelaria.reading.organisations import LineKind, classify, tidy_name
from kancelaria.reading.people import parse_person
from kancelaria.reading.sender_names import Candidate, read_name
from kancelaria.reading.zones import Role, Zones, is_ours, names_us

_LABEL = re.compile(
    r"^\W*(?:dane )?(?:nadawca|nadawcy|sprzedawca|sprzedajacy|wystawca|dostawca|wykonawca"
    r"|oferent|wnioskodawca|wnioskodawcy|wnioskodawczyni|wnoszac[ya]|skarzac[ya]"
    r"|odwolujac[ya](?: sie)?|skladajac[ya]|strona skarzaca"
    r"|petent|zglaszajac[ya]|mocodawca|powod|powodka|wnosi"
    r"|podmiot skladajacy(?: petycje)?|pelna nazwa|nazwa(?: wykonawcy| firmy"
    r"| organizacji)?)(?: \([^)]*\))?\s*[:.]?\s*"
)


_INTRODUCTION = re.compile(r"\b(?:ja,? )?nizej podpisan[ya]|^\W*ja,\s|\bnizej podpisan[ya],?")


def find_senders(layout: PageLayout, zones: Zones, context: OfficeContext, claim: bool = False) -> list[Candidate]:
    """Possible senders, likeliest first. `claim`: a statement of claim, sent by its plaintiff, not by the court."""
    found: list[Candidate] = []
    found += _labelled(layout, context)
    found += _form_person(layout)
    for block in zones.of(Role.HEAD):
        found += _from_block(zones, block, context, claim)
    if not any(candidate.score > 0.6 for candidate in found):
        found += _fallbacks(layout, zones, context)
    known = [
        _lean_on_known(candidate, context)
        for candidate in found
        if not names_us(candidate.name, context) or not is_ours(candidate.name, context)
    ]
    ordered = sorted(known, key=lambda candidate: -candidate.score)
    return _with_rivals([_addressed(candidate, layout, zones) for candidate in _distinct(ordered)[:3]])


def suggest_sender(candidates: Sequence[Candidate]) -> list[Suggestion]:
    """The fields of the likeliest sender, and rivals for the name."""
    found: list[Suggestion] = []
    for index, candidate in enumerate(candidates):
        broken = 0.6 if candidate.lines[-1].text.rstrip().endswith("-") else 1.0
        confidence = round(candidate.score * broken * (0.55 + 0.45 * candidate.certainty), 3)
        page = candidate.lines[0].page
        if candidate.organisation:
            found.append(Suggestion("sender.organisation", candidate.organisation, confidence, page, candidate.box))
        elif candidate.person:
            sure = round(confidence * (0.6 + 0.4 * candidate.person.sureness), 3)
            found.append(Suggestion("sender.surname", candidate.person.surname, sure, page, candidate.box))
            found.append(Suggestion("sender.given_names", candidate.person.given_names, sure, page, candidate.box))
        if index == 0:
            found += _address_suggestions(candidate)
    return found


def _address_suggestions(candidate: Candidate) -> list[Suggestion]:
    address = candidate.address
    parts = (
        ("street", address.street),
        ("postcode", address.postcode),
        ("town", address.town),
        ("country", address.country),
        ("email", address.email),
    )
    base = min(candidate.score, 0.97) * (0.97 if address.fullness >= 2 else 0.8)
    return [
        Suggestion(f"sender.{name}", part.value, round(base * (0.6 + 0.4 * part.certainty), 3), part.page, part.box)
        for name, part in parts
        if part is not None
    ]


def _labelled(layout: PageLayout, context: OfficeContext) -> list[Candidate]:
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
        below = _column_below(layout, line)
        lines = ([_rest_of(line, match.end())] if rest else []) + below
        if rest and classify(rest) in (LineKind.OTHER, LineKind.CONTACT) and not below:
            continue
        candidate = read_name([entry for entry in lines if entry.words], context)
        if candidate is None and not rest and (beside := layout.right_of(line)) is not None:
            candidate = read_name([beside, *_column_below(layout, beside)], context)
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


def _column_below(layout: PageLayout, line: Run) -> list[Run]:
    """Lines under a label in its own column, while they stand close."""
    found: list[Run] = []
    last = line
    while len(found) < 7:
        below = layout.below(last, 1.6)
        if below is None or below.box[0] > line.box[0] + 8 * layout.line_height or _LABEL.match(below.folded):
            break
        found.append(below)
        last = below
    return found


def _form_person(layout: PageLayout) -> list[Candidate]:
    """A person in the fields of a form."""
    found = form_person(layout)
    if found is None:
        return []
    person, lines = found
    return [Candidate(None, person, lines, 0.93, form_address(layout))]


def _rest_of(line: Run, start: int) -> Run:
    words = line.words_of(start, len(line.text)) if start < len(line.text) else ()
    return Run(words, line.page, line.size)


def _from_block(zones: Zones, block: Block, context: OfficeContext, claim: bool) -> list[Candidate]:
    """A sender in a block of the head."""
    left, top, _, _ = block.place
    candidate = read_name(block.lines, context)
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
        score = 0.66 + 0.14 * has_address + 0.1 * (left < 0.35) + 0.08 * (top < 0.2)
        if left > 0.45 and not has_address:
            score -= 0.3
        if left > 0.45 and top > 0.2:
            score -= 0.25
    return [replace(candidate, score=max(min(score, 0.97), 0.05))]


def _beside_addressee(addressee: Block, block: Block) -> bool:
    """Whether a block belongs to the addressee's: close above or below in the same right-hand column."""
    if addressee.place[0] < 0.4 or block.place[0] < 0.4:
        return False
    gap = max(block.box[1] - addressee.box[3], addressee.box[1] - block.box[3])
    return gap < 3 * max(addressee.lines[0].height, 1) and abs(block.place[0] - addressee.place[0]) < 0.12


def _fallbacks(layout: PageLayout, zones: Zones, context: OfficeContext) -> list[Candidate]:
    """Where the head names nobody: the signature's person, the footer's organisation, the top line."""
    found: list[Candidate] = []
    head = [block.lines[0].text for block in zones.of(Role.HEAD)[:2]]
    for block in zones.of(Role.FOOTER):
        candidate = read_name(block.lines, context)
        if candidate and candidate.organisation:
            named = any(len(text) > 3 and fold(tidy_name(text)) in fold(candidate.organisation) for text in head)
            found.append(replace(candidate, score=0.93 if named else 0.74))
    found += _introduced(layout)
    body = zones.of(Role.BODY, Role.SIGNATURE)
    for block in reversed(body):
        if block is body[0] and block.place[1] < 0.35:
            continue
        for line in block.lines:
            person = parse_person(line.text) if len(line.words) <= 4 else None
            if person is not None and person.sureness > 0.6:
                found.append(Candidate(None, person, (line,), 0.62))
                break
    for block in zones.of(Role.HEAD)[:2]:
        line = block.lines[0]
        if (
            (
                classify(line.text) is LineKind.OTHER
                and 1 <= len(line.words) <= 7
                and block.place[1] < 0.15
                and line.text.strip()[:1].isupper()
            )
            and not is_ours(line.text, context)
            and not names_us(line.text, context)
        ):
            found.append(
                Candidate(tidy_name(line.text), None, (line,), 0.5 + 0.12 * (line.height > 1.3 * layout.line_height))
            )
    return found


def _introduced(layout: PageLayout) -> list[Candidate]:
    """ "Ja, niżej podpisany Jan Kowalski …"."""
    for line in layout.lines:
        match = _INTRODUCTION.search(line.folded)
        if match:
            words = re.match(r"\W*((?:[A-ZĄĆĘŁŃÓŚŹŻ][\w-]+\s?){2,3})", line.text[match.end() :])
            person = parse_person(words[1]) if words else None
            if words and person and person.sureness > 0.6:
                start = match.end() + words.start(1)
                return [
                    Candidate(
                        None,
                        person,
                        (Run(line.words_of(start, start + len(words[1].rstrip())), line.page, line.size),),
                        0.85,
                    )
                ]
    return []


def _lean_on_known(candidate: Candidate, context: OfficeContext) -> Candidate:
    """Take a known sender's spelling where what was read is nearly it."""
    best = (
        max(context.known_senders, key=lambda name: similar(name, candidate.name), default=None)
        if len(context.known_senders) <= 400
        else None
    )
    if best is None or candidate.organisation is None:
        return candidate
    likeness = similar(best, candidate.name)
    if likeness >= 0.93:
        return replace(candidate, organisation=best, score=min(candidate.score + 0.04, 0.98))
    return candidate


def _addressed(candidate: Candidate, layout: PageLayout, zones: Zones) -> Candidate:
    """The candidate with the address nearest to its name."""
    if candidate.address.fullness:
        return candidate
    own = [
        block for block in layout.blocks if any(line in block.lines or _inside(line, block) for line in candidate.lines)
    ]
    for lines in _address_places(candidate, layout, zones, own):
        address = parse_address(lines)
        if address.postcode is not None or address.street is not None:
            return replace(candidate, address=address)
    return candidate


def _address_places(
    candidate: Candidate, layout: PageLayout, zones: Zones, own: Sequence[Block]
) -> Iterable[Sequence[Run]]:
    last = candidate.lines[-1]
    top = min(line.box[1] for line in candidate.lines)
    for block in own:
        yield [line for line in block.lines if line.box[1] >= top - layout.line_height]
    yield _column_below(layout, last)
    if last.place[1] > 0.5:
        yield [line for line in layout.lines if line.place[1] > 0.5 and line.box[1] >= top]
    yield [
        line for block in zones.of(Role.HEAD) for line in block.lines if block.place[0] < 0.42 or block.place[1] < 0.1
    ]
    yield [line for block in zones.of(Role.FOOTER) for line in block.lines]


def _inside(line: Run, block: Block) -> bool:
    return (
        block.box[0] <= line.box[0]
        and line.box[2] <= block.box[2]
        and block.box[1] <= line.box[1]
        and line.box[3] <= block.box[3]
    )


def _distinct(candidates: Sequence[Candidate]) -> list[Candidate]:
    found: list[Candidate] = []
    for candidate in candidates:
        if candidate.name and not any(similar(candidate.name, other.name) > 0.9 for other in found):
            found.append(candidate)
    return found


def _with_rivals(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Lower the first where the next is almost as good."""
    if len(candidates) > 1 and candidates[0].score - candidates[1].score < 0.05:
        return [replace(candidates[0], score=candidates[0].score * 0.88), *candidates[1:]]
    return list(candidates)
