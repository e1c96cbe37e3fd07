"""The addressee within the office: the unit or person the addressee block names besides the office itself."""

from __future__ import annotations

import re

from kancelaria.domain.incoming import Suggestion
from kancelaria.reading.addresses import is_address_line
from kancelaria.reading.folding import fold, same_stem, tokens
from kancelaria.reading.layout import Run
from kancelaria.reading.model import OfficeContext
from kancelaria.reading.people import parse_person
from kancelaria.reading.zones import Zones, is_ours

_UNIT = re.compile(
    r"^\W*(?:do )?(?:wydzial\w*|referat\w*|biur[oa]|oddzial\w*|sekretariat\w*"
    r"|departament\w*|dzial\w*|zespol\w*|samodzielne|centrum|straz|usc|urzad\w* stanu"
    r"|kancelari\w+)\b"
)
_HEAD = re.compile(
    r"^\W*(?:do )?(?:sz\.? ?p\.? ?)?(?:pan[ai]? )?(prezydent\w*|burmistrz\w*|wojt\w*"
    r"|starost\w+|sekretarz\w*|skarbnik\w*|przewodniczac\w+|naczelnik\w*|kierownik\w*"
    r"|dyrektor\w*|zastepc\w+|rad[ay] (?:miasta|gminy|miejsk\w+|powiatu))\b"
)
_COURTESY = re.compile(
    r"^\W*(?:(?:do|adresat|odbiorca)\b\s*:?\s*)?(?:sz(?:anown\w+|\.) ?p(?:an\w*|\.)|pan[ai]?|w\.? ?p\.)\s*",
    re.IGNORECASE,
)


def suggest_addressee(zones: Zones, context: OfficeContext) -> list[Suggestion]:
    """Units and persons named in the addressee block, best first."""
    block = zones.addressee
    if block is None:
        return []
    found: list[Suggestion] = []
    for line in block.lines:
        if is_address_line(line.text):
            continue
        scored = _read(line, context)
        if scored is not None:
            value, confidence = scored
            found.append(
                Suggestion(
                    "addressee", value, round(confidence * (0.75 + 0.25 * line.certainty()), 3), line.page, line.box
                )
            )
    return sorted(found, key=lambda entry: -entry.confidence)[:3]


def _read(line: Run, context: OfficeContext) -> tuple[str, float] | None:
    text = line.text.strip(" .,:;|")
    known = _known_unit(text, context)
    if known is not None:
        return known, 0.96
    stripped = re.sub(r"^(?:do|adresat|odbiorca)\b\s*:?\s*", "", text, flags=re.IGNORECASE)
    reworded = re.sub(r"^reprezentowan\w+ przez\s+", "", stripped, flags=re.IGNORECASE)
    if _UNIT.match(fold(reworded)):
        return reworded[:1].upper() + reworded[1:], 0.85
    if _HEAD.match(fold(reworded)):
        return _nominative(reworded), 0.9
    if is_ours(text, context):
        return None
    person = parse_person(_COURTESY.sub("", reworded))
    if person is not None and person.sureness > 0.6:
        return f"{person.given_names} {person.surname}", 0.75
    return None


def _nominative(text: str) -> str:
    """ "Burmistrza Mikołowa" → "Burmistrz Mikołowa": the office's head as a title, not as an object."""
    value = re.sub(r"^(?:Szanown\w+ |Sz\. ?)?(?:Pan[ai]?u? |P\. ?)", "", text)
    value = re.sub(
        r"^(Burmistrz|Prezydent|Sekretarz|Skarbnik|Wójt|Naczelnik|Kierownik|Dyrektor)(?:a|owi|em)\b", r"\1", value
    )
    value = re.sub(r"^Starost[yęo]\w*\b", "Starosta", value)
    return re.sub(r"^Przewodniczącego\b", "Przewodniczący", value)


def _known_unit(text: str, context: OfficeContext) -> str | None:
    """The unit of ours a line names, inflected or misread."""
    words = tokens(text)
    for _, name in context.unit_names:
        parts = [part for part in tokens(name) if len(part) > 1]
        if (
            parts
            and len(words) <= len(parts) + 6
            and all(any(same_stem(word, part) for word in words) for part in parts)
        ):
            return name
    return None
