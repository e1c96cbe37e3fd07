"""The title (tytuł, czego dotyczy): the heading with what follows it, else the subject line, else the kind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kancelaria.domain.incoming import Suggestion
from kancelaria.reading.headings import Heading
from kancelaria.reading.kinds import KIND_NAMES

_KEEP = re.compile(
    r"^(?:VAT|NIP|PESEL|KRS|REGON|RODO|ZUS|US|RP|II?|III|IV|VI*|IX|XI*|KPA|SA|PKP|PGE|UE|VAT-\d|[A-Z]{1,4}[-./]\S*\d\S*)$"
)
_SMALL = frozenset(
    [
        "O",
        "W",
        "NA",
        "Z",
        "ZE",
        "DO",
        "OD",
        "I",
        "ORAZ",
        "DLA",
        "ZA",
        "PO",
        "PRZY",
        "POD",
        "NR",
        "LUB",
        "BEZ",
        "WE",
        "OZ",
    ]
)
_LONGEST = 200


def suggest_title(headings: Sequence[Heading], kinds: Sequence[Suggestion]) -> list[Suggestion]:
    """Titles, best first."""
    found: list[Suggestion] = []
    subjects = [heading for heading in headings if heading.subject]
    named = [heading for heading in headings if not heading.subject]
    for heading in named[:2]:
        informative = len(heading.text.split()) >= 3
        confidence = heading.weight * (0.92 if informative or not subjects else 0.6) * (0.7 + 0.3 * heading.certainty)
        found.append(Suggestion("title", tidy_title(heading.text), round(confidence, 3), heading.page, heading.box))
    for heading in subjects[:2]:
        found.append(
            Suggestion(
                "title",
                tidy_title(heading.text),
                round(0.82 * (0.7 + 0.3 * heading.certainty), 3),
                heading.page,
                heading.box,
            )
        )
    if not found and kinds:
        best = kinds[0]
        found.append(
            Suggestion(
                "title", KIND_NAMES[best.value].capitalize(), round(0.4 * best.confidence, 3), best.page, best.box
            )
        )
    found = [entry for entry in found if entry.value]
    return sorted(found, key=lambda entry: -entry.confidence)[:3]


def tidy_title(text: str) -> str:
    """One line, capitals brought down, no trailing dot, a capital first, at most 200 characters."""
    joined = re.sub(r"(\w)- (?=[a-ząćęłńóśźż])", r"\1", " ".join(text.split()))
    joined = re.sub(r"(?<=\d{4})r\b\.?", " r.", joined)
    parts = joined.split(" ")
    words = [_lowered(word, shouting=index > 0 and _shouts(parts[index - 1])) for index, word in enumerate(parts)]
    title = " ".join(words).strip(" -–—:;,._|*")
    if len(title) > _LONGEST:
        title = title[:_LONGEST].rsplit(" ", 1)[0] + "…"
    return title[:1].upper() + title[1:]


def _shouts(word: str) -> bool:
    core = word.strip('.,;:()"„”')
    return (len(core) > 1 and core.isupper() and core.isalpha()) or core in _SMALL


def _lowered(word: str, shouting: bool) -> str:
    core = word.strip('.,;:()"„”')
    if shouting and core in _SMALL:
        return word.lower()
    if len(core) > 3 and core.isupper() and core.isalpha() and not _KEEP.match(core):
        return word.lower()
    return word
