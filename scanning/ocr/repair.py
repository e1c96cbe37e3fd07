"""Puts right what the Polish model is known to misread: at signs, "o.o.", paragraph signs, Roman months, "m²"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from scanning.ocr.protocol import Word

_ADDRESS = re.compile(
    r"(?P<name>(?:[A-Za-z0-9][A-Za-z0-9._+/-]*?)?[a-z0-9])"
    r"(?P<sign>[(]?(?:Q?[©®]+|Q[GO]|\([Q0O]|(?<=[a-z0-9])Q(?=[a-z0-9])))"
    r"(?P<domain>[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,6})"
)
_COMPANY = re.compile(r"[12zZ]?[0Oo]\.[0Oo](?:\.(?P<end>[,;:]?))?")
_COMPANY_BEFORE = ("sp.", "spółka", "(sp.")
_NUMBER = re.compile(r"\d+[a-z]{0,2}")
_ORDINAL = re.compile(r"\d{1,2}\.")
_AREA = re.compile(r"m[?*\"](?P<end>[,.;]?)")
_CUT_OFF = re.compile(r"(?<=[a-z0-9])Q?[©®]+$")
_OFFICE_MARK = re.compile(r"(?<=[A-Z])\$(?=\.)")
_ROMAN = re.compile(r"^I[Il]*l[Il]*$")
_ROMAN_DATE = re.compile(r"(?P<day>\d{1,2})\.(?P<month>[IVX1l]{1,4})\.(?P<rest>(?:19|20)\d\d[,;]?)")
_MARK_PARTS = (
    # Inside a reference: a 7 read as a slash, two I read as one of each, an I or an O read as a figure.
    (re.compile(r"(?<=\d{3}\.)/(?=\d)|(?<=[A-Z]\.)/(?=\d)|(?<=\d)/(?=-[A-Z])"), "7"),
    (re.compile(r"(?<=-)(?:I1|1I)(?=\.\d)"), "II"),
    (re.compile(r"^1(?=[A-Z]{1,4}\.\d{3,4}\.)"), "I"),
    (re.compile(r"(?<=^[A-Z])0(?=\.\d{3,4}\.)|(?<=^[A-Z]{2})0(?=\.\d{3,4}\.)"), "O"),
)
_AT_END = re.compile(r"(?P<name>[<(]?[A-Za-z0-9][A-Za-z0-9._+-]*[a-z0-9])(?:Q[eGO]?:?|Q?[©®]+)")
_AT_START = re.compile(r"(?:Q?[©®]+|Q)(?P<domain>[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,6}[.,;:>)]*)")
_LOCAL = re.compile(r"[<(]?[A-Za-z0-9][A-Za-z0-9._+-]*[a-z0-9]")
_DOMAIN = re.compile(r"[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,6}[.,;:>)]*")
_CLOSE = 0.4


def repaired(text: str) -> str:
    """The word with a misread at sign restored; any other word unchanged."""
    if "@" in text:
        return text
    start, word, end = _parts(text)
    match = _ADDRESS.fullmatch(word)
    if match is None:
        for pattern, right in _MARK_PARTS:
            word = pattern.sub(right, word)
        return f"{start}{_CUT_OFF.sub('@', _OFFICE_MARK.sub('Ś', _ROMAN.sub(_roman, word)))}{end}"
    # No address has a slash; a thin 7 is read as one.
    name = match["name"].replace("/", "7")
    return f"{start}{name}@{match['domain']}{end}"


def _roman(match: re.Match[str]) -> str:
    return "I" * len(match[0])


def repaired_after(text: str, before: str, before_that: str = "") -> str:
    """The word put right by the words it follows; any other word unchanged."""
    company = _COMPANY.fullmatch(text)
    if company and before.lower() in ("z", "z.") and (text[-1] != "0" or before_that.lower() in _COMPANY_BEFORE):
        return f"o.o.{company['end'] or ''}"
    if text == "8" and before_that.lower() == "art." and _NUMBER.fullmatch(before):
        return "§"
    if text == "$" and (not before[-1:].isdigit() or before_that.lower() == "art."):
        return "§"
    if text in ("ala", "ała") and _ORDINAL.fullmatch(before):
        return "a/a"
    area = _AREA.fullmatch(text)
    if area and (text[1] == "?" or before[-1:].isdigit()):
        return f"m²{area['end']}"
    month = _ROMAN_DATE.fullmatch(text)
    if month and (set(month["month"]) & set("IVX") or len(month["month"]) == 3):
        return f"{month['day']}.{month['month'].replace('1', 'I').replace('l', 'I')}.{month['rest']}"
    return text


def repaired_words(words: Sequence[Word]) -> tuple[Word, ...]:
    """Words put right by their neighbours: also those that were read apart from them."""
    result = list(words)
    for index, word in enumerate(words):
        before = result[index - 1] if index and _same_line(words[index - 1], word) else None
        said = [w.text for w in result[max(0, index - 2) : index] if _same_line(w, word)]
        text = repaired_after(word.text, *(said[::-1] or [""]))
        if before is not None and word.box[0] - before.box[2] < _CLOSE * (word.box[3] - word.box[1]):
            left, right = _AT_END.fullmatch(before.text), _AT_START.fullmatch(text)
            if left and _DOMAIN.fullmatch(text):
                result[index - 1] = replace(before, text=f"{left['name']}@")
            elif right and _LOCAL.fullmatch(before.text):
                text = f"@{right['domain']}"
        result[index] = replace(word, text=text) if text != word.text else word
    return tuple(result)


def _same_line(one: Word, other: Word) -> bool:
    return (one.block, one.line) == (other.block, other.line)


def _parts(text: str) -> tuple[str, str, str]:
    """Leading and trailing punctuation kept apart from the word."""
    core = text.strip(".,;:<>[]\"'")
    start = text.index(core) if core else 0
    return text[:start], core, text[start + len(core) :]
