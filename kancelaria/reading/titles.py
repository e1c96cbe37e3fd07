"""The title (tytuł, czego dotyczy): the heading with what follows it, else the subject line, else the kind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kancelaria.domain.incoming import Suggestion
from kancelaria.reading.dictionary import is_known_word
from kancelaria.reading.headings import Heading
from kancelaria.reading.kinds import KIND_NAMES
from kancelaria.reading.spelling import without_false_marks

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
_STREETS = ("ul.", "al.", "pl.", "os.")
_LONGEST = 200
_FROM_TEXT = 0.62
_SUBJECT = 0.82
_EACH_LINE = 0.96
"""Where a heading of several lines ends is a guess at every line."""
_CUT = re.compile(r"\s(?:o|na|w|we|z|ze|do|od|dla|i|oraz|za|przy|pod|nr|ul\.?)$|-$")


def suggest_title(
    headings: Sequence[Heading], kinds: Sequence[Suggestion], matters: Sequence[Heading] = ()
) -> list[Suggestion]:
    """Titles, best first. `matters`: what the text says it is about, for letters that carry no heading."""
    found: list[Suggestion] = []
    subjects = [heading for heading in headings if heading.subject]
    named = [heading for heading in headings if not heading.subject]
    for heading in named[:2]:
        informative = len(heading.text.split()) >= 3
        clear = heading.weight * (0.92 if informative or not subjects else 0.6)
        found.append(_title(heading, clear * (0.7 + 0.3 * heading.certainty)))
    found += [_title(heading, _SUBJECT * (0.7 + 0.3 * heading.certainty)) for heading in subjects[:2]]
    for heading in matters:
        base = _FROM_TEXT if not found else 0.4
        found.append(_title(heading, base * (0.8 + 0.2 * heading.certainty)))
    if not found and kinds and kinds[0].value != "pismo":
        best, name = kinds[0], KIND_NAMES[kinds[0].value].capitalize()
        found.append(Suggestion("title", name, round(0.4 * best.confidence, 3), best.page, best.box))
    found = [entry for entry in found if entry.value]
    return sorted(found, key=lambda entry: -entry.confidence)[:3]


def _title(heading: Heading, confidence: float) -> Suggestion:
    value = without_false_marks(tidy_title(heading.text))
    sure = confidence * _soundness(value) * _EACH_LINE**heading.more
    return Suggestion("title", value, round(sure, 3), heading.page, heading.box)


def _soundness(title: str) -> float:
    """1 for a title of known words; less where it is cut, holds a number or date, or words no dictionary knows."""
    words = re.findall(r"[^\W\d_]+", title)
    unknown = sum(len(word) > 3 and word.islower() and not is_known_word(word) for word in words)
    cut = 0.6 if _CUT.search(title) else 1.0
    numbered = 0.9 if sum(char.isdigit() for char in title) > 3 else 1.0
    return float(cut * numbered * 0.9**unknown)


def tidy_title(text: str) -> str:
    """One line, capitals brought down, no trailing dot, a capital first, at most 200 characters."""
    joined = re.sub(r"(\w)- (?=[a-ząćęłńóśźż])", r"\1", " ".join(text.split()))
    joined = re.sub(r"(?<=[A-ZĄĆĘŁŃÓŚŹŻ]{5})(?=(?:o|na|w|z|do)\b)", " ", joined)
    joined = re.sub(r"(?<=\d{4})r\b\.?", " r.", joined)
    parts = joined.split(" ")
    letters = [char for char in joined if char.isalpha()]
    loud = sum(char.isupper() for char in letters) > 0.8 * max(len(letters), 1)
    words = [_lowered(word, index > 0, loud, parts[index - 1] if index else "") for index, word in enumerate(parts)]
    title = " ".join(words).strip(" -–—:;,._|*")
    if len(title) > _LONGEST:
        title = title[:_LONGEST].rsplit(" ", 1)[0] + "…"
    return title[:1].upper() + title[1:]


def _lowered(word: str, inside: bool, loud: bool, before: str) -> str:
    core = word.strip('.,;:()"„”')
    if not core.isupper() or not core.isalpha() or _KEEP.match(core):
        single = core == "I" or (len(core) == 1 and "." in word)
        return word if not (loud and core == "I" and inside and not single) else word.lower()
    if inside and core in _SMALL and "." not in word and not (core == "I" and not loud):
        return word.lower()
    if before.lower() in _STREETS:
        return word.replace(core, core.capitalize())
    return word.lower() if len(core) > 3 or (loud and len(core) > 1) else word
