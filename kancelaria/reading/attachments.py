"""How many attachments a letter says it has."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kancelaria.domain.incoming import Suggestion
from kancelaria.reading.folding import as_digits
from kancelaria.reading.layout import PageLayout, Run

_NUMBERS = {
    "jeden": 1, "jedna": 1, "jedno": 1, "dwa": 2, "dwie": 2, "trzy": 3, "cztery": 4, "piec": 5, "szesc": 6, "siedem": 7,
    "osiem": 8, "dziewiec": 9, "dziesiec": 10,
}  # fmt: skip
_LABEL = re.compile(
    r"(?:^|(?<=\s))\W*(?:zalacznik(?:i|ow|ami)?|zal(?:\.|acz\.)?|w zalaczeniu"
    r"|lista zalacznikow|wykaz zalacznikow|ilosc zalacznikow"
    r"|liczba zalacznikow)\b\s*(?:do (?:pisma|wniosku|odwolania|oferty|formularza"
    r"|pozwu)\w*)?"
)
_COUNT_AFTER = re.compile(r"^[\s.:\-–(]*(\d{1,2})(?=\s*(?:szt|\)|$|\.?\s*$|kpl|egz))")
_COUNT_WORD = re.compile(
    r"^[\s.:\-–(]*(jeden|jedna|jedno|dwa|dwie|trzy|cztery|piec|szesc|siedem|osiem|dziewiec|dziesiec)\b"
)
_COUNT_BEFORE = re.compile(r"(\d{1,2}|jeden|dwa|trzy|cztery|piec)\s+zalacznik")
_NUMBERED = re.compile(r"^\W*([\dlIi|]{1,2})\s?[.)]\s?\S")
_BULLET = re.compile(r"^\s*(?:[-–—•*·▪○●+]|o )\s*\S")
_NONE = re.compile(r"(?:bez zalacznikow|zalacznik\w*\s*[:\-–]?\s*(?:brak|0|nie ma|-)\s*$)")
_END = re.compile(r"^\W*(?:z powazaniem|do wiadomosci|otrzymuj|pouczenie|klauzul|podpis|sporzadz|tel\b|strona|www|nip)")


def suggest_attachments(layouts: Sequence[PageLayout]) -> list[Suggestion]:
    """The number of attachments said or listed, best first."""
    found: list[Suggestion] = []
    for layout in layouts:
        for index, line in enumerate(layout.lines):
            counted = _count(layout, index, line)
            if counted is not None:
                number, confidence, box = counted
                confidence *= 0.8 + 0.2 * line.certainty()
                found.append(Suggestion("attachment_count", str(number), round(confidence, 3), layout.number, box))
    best: dict[str, Suggestion] = {}
    for entry in found:
        if entry.value not in best or best[entry.value].confidence < entry.confidence:
            best[entry.value] = entry
    return sorted(best.values(), key=lambda entry: -entry.confidence)[:3]


def _count(layout: PageLayout, index: int, line: Run) -> tuple[int, float, tuple[int, int, int, int]] | None:
    if _NONE.search(line.folded):
        return 0, 0.85, line.box
    before = _COUNT_BEFORE.search(line.folded)
    if before and len(line.words) <= 6:
        return _NUMBERS.get(before[1]) or int(before[1]), 0.85, line.box
    match = _LABEL.match(line.folded) or (_LABEL.search(line.folded) if len(line.words) <= 6 else None)
    if not match:
        return None
    rest, start = line.folded[match.end() :], match.end()
    said = _COUNT_AFTER.match(rest) or _COUNT_WORD.match(rest)
    if said:
        return _NUMBERS.get(said[1]) or int(said[1]), 0.95, line.box_of(match.start(), start + said.end())
    listed = _listed(layout, index, line)
    if listed:
        return listed[0], listed[1], line.box
    tail = rest.strip(" .:-–")
    numbered = re.findall(r"(?:^|\s)(\d{1,2})[.)]\s", rest)
    if len(numbered) > 1 and [int(part) for part in numbered] == list(range(1, len(numbered) + 1)):
        return len(numbered), 0.85, line.box
    if ":" in rest[:3] and len(tail) > 3:
        parts = [part for part in re.split(r"[,;]\s", tail) if len(part) > 3]
        return len(parts), 0.72 if len(parts) == 1 else 0.6, line.box
    beside = layout.right_of(line)
    if beside is not None and not tail:
        digits = as_digits(beside.text.strip(" ._"))
        if digits.isdigit() and int(digits) < 100:
            return int(digits), 0.85, beside.box
    return None


def _listed(layout: PageLayout, index: int, line: Run) -> tuple[int, float] | None:
    """Counts the list under a heading "Załączniki": the greatest number in sequence, or bullets."""
    numbers = bullets = plain = 0
    inline = re.search(r"[:.]\s*([\dlI])\s?[.)]\s?\S", line.folded)
    if inline:
        numbers = 1
    last = line
    for following in layout.lines[index + 1 : index + 26]:
        if following.box[0] > line.box[2] + 4 * layout.line_height or following.box[2] < line.box[0]:
            continue
        gap = following.box[1] - last.box[3]
        if gap > 1.8 * layout.line_height or _END.match(following.folded):
            break
        match = _NUMBERED.match(following.text)
        value = as_digits(match[1]) if match else ""
        if value.isdigit() and int(value) == numbers + 1:
            numbers += 1
        elif numbers == 0 and _BULLET.match(following.text):
            bullets += 1
        elif numbers == 0 and bullets == 0:
            plain += 1
        last = following
    if numbers:
        return numbers, 0.93 if numbers > 1 else 0.82  # the second of two is easily lost
    if bullets:
        return bullets, 0.88 if bullets > 1 else 0.8
    if plain and line.folded.rstrip().endswith(":") and len(line.words) <= 3:
        return plain, 0.5
    return None
