"""Who sent the letter: an organisation, or a person with surname and given names, and their address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kancelaria.domain.incoming import Suggestion
from kancelaria.reading.addresses import Address, parse_address
from kancelaria.reading.dictionary import may_begin_a_name
from kancelaria.reading.folding import fold, similar, tokens
from kancelaria.reading.layout import Block, PageLayout, Run, joined
from kancelaria.reading.model import OfficeContext
from kancelaria.reading.noise import holds_noise
from kancelaria.reading.ours import is_bare_authority, is_own_town
from kancelaria.reading.sender_fallbacks import beside_text, elsewhere, in_mail_head, registered
from kancelaria.reading.sender_names import Candidate
from kancelaria.reading.sender_sources import column_below, in_form, in_head, labelled
from kancelaria.reading.sightings import Sightings
from kancelaria.reading.zones import Role, Zones, is_ours

_STAMPED = re.compile(r"wp[lt][yv]n|za zgodnosc|z oryginalem|l\.?dz\.")
"""What a receipt stamp over the head leaves in a name."""


_LIKELY = 0.75
_LABELLED = 0.88
_UNFINISHED = re.compile(r"\s(?:w|we|i|oraz|im\.?|pw\.?|nr|z|ds\.?|przy|sp\.?)$|\s[A-Z]$", re.IGNORECASE)
"""What no name ends with."""


def find_senders(
    layouts: Sequence[PageLayout], zones: Zones, context: OfficeContext, claim: bool = False
) -> list[Candidate]:
    """Possible senders, likeliest first. `claim`: a statement of claim, sent by its plaintiff, not by the court."""
    layout = layouts[0]
    mailed = in_mail_head(layout, context)
    if mailed:
        return _settled(mailed, layouts, zones, context)
    found: list[Candidate] = [*labelled(layout, context), *in_form(layout)]
    for block in zones.of(Role.HEAD):
        found += in_head(layout, zones, block, context, claim)
    found += beside_text(layout, zones, context)
    found += registered(zones, context)
    if not any(candidate.score > 0.6 for candidate in found):
        found += elsewhere(layout, zones, context)
    return _settled(_headed(found), layouts, zones, context)


def _headed(found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, a person without an address less likely beside an organisation: whoever deals with the case."""
    if not any(candidate.organisation and candidate.score >= _LIKELY for candidate in found):
        return list(found)
    return [
        replace(candidate, score=candidate.score * 0.7)
        if candidate.person and not candidate.address.fullness and candidate.score < _LABELLED
        else candidate
        for candidate in found
    ]


def _settled(
    found: Sequence[Candidate], layouts: Sequence[PageLayout], zones: Zones, context: OfficeContext
) -> list[Candidate]:
    """The candidates borne out, addressed, mended and in order."""
    layout, sightings = layouts[0], Sightings(layouts, zones, context)
    known = [
        sightings.confirm(_lean_on_known(candidate, context))
        for candidate in found
        if not _never(candidate.name, context)
    ]
    ordered = sorted(known, key=lambda candidate: -candidate.score)
    addressed = [_addressed(candidate, layout, zones, sightings.of(candidate)) for candidate in _distinct(ordered)[:3]]
    whole = [
        _parted(sightings.mended(sightings.completed(_without_ours(candidate, context)))) for candidate in addressed
    ]
    return _with_rivals([_doubted(candidate) for candidate in whole if not _is_left_of_ours(candidate, context)])


def _never(name: str, context: OfficeContext) -> bool:
    """Whether a name can be no sender's: our own in any form, our town, or a receipt stamp's."""
    return is_ours(name, context) or is_own_town(name, context) or bool(_STAMPED.search(fold(name)))


def _doubted(candidate: Candidate) -> Candidate:
    """The candidate, hardly likely when no name is written so."""
    noise = candidate.organisation is not None and holds_noise(candidate.organisation)
    return replace(candidate, score=candidate.score * 0.5) if noise else candidate


def _is_left_of_ours(candidate: Candidate, context: OfficeContext) -> bool:
    """Whether what is left is ours: mended into our name, or "Burmistrz" with no town but perhaps ours."""
    town = candidate.address.town
    at_home = town is None or is_own_town(town.value, context)
    return _never(candidate.name, context) or (at_home and is_bare_authority(candidate.name))


def _without_ours(candidate: Candidate, context: OfficeContext) -> Candidate:
    """The candidate without an address that is our own: it is the addressee's."""
    street, postcode = candidate.address.street, candidate.address.postcode
    own = " ".join(tokens(context.own_address))
    if not own or street is None or " ".join(tokens(street.value)) not in own:
        return candidate
    if postcode is not None and " ".join(tokens(postcode.value)) not in own:
        return candidate
    return replace(candidate, address=Address(email=candidate.address.email))


def suggest_sender(candidates: Sequence[Candidate]) -> list[Suggestion]:
    """The fields of the likeliest sender, and rivals for the name."""
    found: list[Suggestion] = []
    for index, candidate in enumerate(candidates):
        broken = 0.6 if _is_cut(candidate) else 1.0
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


def _parted(candidate: Candidate) -> Candidate:
    """The candidate with "w" parted from its town ("WŻÓŁWIŃCU")."""
    town, name = candidate.address.town, candidate.organisation
    if town is None or name is None:
        return candidate
    stem = re.escape(town.value.split()[0][: max(len(town.value.split()[0]) - 5, 3)])
    return replace(candidate, organisation=re.sub(rf"(?<= )([wW])(?={stem})", r"\1 ", name, flags=re.IGNORECASE))


def _begins_late(word: str) -> bool:
    """Whether a name's first word is in a case no name begins in ("Nadzoru …"): its first line is lost."""
    return word.isalpha() and len(word) > 4 and not may_begin_a_name(word)


def _is_cut(candidate: Candidate) -> bool:
    """Whether the name's end is missing: a hyphen, or a town without its ending (a locative is never shorter)."""
    words, town = candidate.name.split(), candidate.address.town
    if candidate.lines[-1].text.rstrip().endswith("-"):
        return True
    if candidate.organisation and (_UNFINISHED.search(candidate.organisation) or _begins_late(words[0])):
        return True
    if town is None or len(words) < 3 or not candidate.organisation:
        return False
    last, whole = fold(words[-1]), fold(town.value.split()[-1])
    return len(last) > 2 and whole.startswith(last) and last != whole and fold(words[-2]) in ("w", "we")


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


def _addressed(candidate: Candidate, layout: PageLayout, zones: Zones, again: Sequence[tuple[Run, Block]]) -> Candidate:
    """The candidate with the address nearest to its name: the first whole one, else the first part of one."""
    if candidate.address.fullness:
        return candidate
    best = candidate.address
    barred = zones.addressee.lines if zones.addressee is not None else ()
    for lines in _address_places(candidate, layout, zones, again):
        address = parse_address([line for line in lines if not any(line is other for other in barred)])
        if address.fullness > best.fullness:
            best = replace(address, email=address.email or best.email)
        if best.fullness == 3:
            break
    return replace(candidate, address=best)


def _address_places(
    candidate: Candidate, layout: PageLayout, zones: Zones, again: Sequence[tuple[Run, Block]]
) -> Iterable[Sequence[Run]]:
    last = candidate.lines[-1]
    top = min(line.box[1] for line in candidate.lines)
    for block in layout.blocks:
        if any(line in block.lines or _inside(line, block) for line in candidate.lines):
            following = [line for line in block.lines if line.box[1] >= top - layout.line_height]
            yield following
            if (
                len(candidate.lines[0].words) < len(block.lines[0].words) > 7
            ):  # running text breaks an address over lines
                yield [joined(following[:3])] if following else []
    yield column_below(layout, last)
    yield column_below(layout, last, 3.5)
    if last.place[1] > 0.5:
        yield [line for line in layout.lines if line.place[1] > 0.5 and line.box[1] >= top]
    for line, block in again:
        yield [entry for entry in block.lines if entry.box[1] >= line.box[1] - layout.line_height]
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
