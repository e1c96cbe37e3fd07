"""Puts right what the Polish model is known to misread: at signs, "o.o.", paragraph signs, Roman months, "m²"."""

from __future__ import annotations

import re

_ADDRESS = re.compile(
    r"(?P<name>[A-Za-z0-9][A-Za-z0-9._+/-]*?[a-z0-9])"
    r"(?P<sign>[(]?(?:Q?[©®]+|Q[GO]|\([Q0O]|(?<=[a-z0-9])Q(?=[a-z0-9])))"
    r"(?P<domain>[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,6})"
)
_COMPANY = re.compile(r"[2zZ]?[0Oo]\.[0Oo]\.(?P<end>[,;:]?)")
_NUMBER = re.compile(r"\d+[a-z]{0,2}")
_ORDINAL = re.compile(r"\d{1,2}\.")
_AREA = re.compile(r"m[?*\"](?P<end>[,.;]?)")
_CUT_OFF = re.compile(r"(?<=[a-z0-9])Q?[©®]+$")
_OFFICE_MARK = re.compile(r"(?<=[A-Z])\$(?=\.)")
_ROMAN = re.compile(r"^I[Il]*l[Il]*$")
_ROMAN_DATE = re.compile(r"(?P<day>\d{1,2})\.(?P<month>[IVX1l]{1,4})\.(?P<rest>(?:19|20)\d\d[,;]?)")


def repaired(text: str) -> str:
    """The word with a misread at sign restored; any other word unchanged."""
    if "@" in text:
        return text
    start, word, end = _parts(text)
    match = _ADDRESS.fullmatch(word)
    if match is None:
        return f"{start}{_CUT_OFF.sub('@', _OFFICE_MARK.sub('Ś', _ROMAN.sub(_roman, word)))}{end}"
    # No address has a slash; a thin 7 is read as one.
    name = match["name"].replace("/", "7")
    return f"{start}{name}@{match['domain']}{end}"


def _roman(match: re.Match[str]) -> str:
    return "I" * len(match[0])


def repaired_after(text: str, before: str, before_that: str = "") -> str:
    """The word put right by the words it follows; any other word unchanged."""
    company = _COMPANY.fullmatch(text)
    if company and before.lower() in ("z", "z."):
        return f"o.o.{company['end']}"
    if text == "8" and before_that.lower() == "art." and _NUMBER.fullmatch(before):
        return "§"
    if text == "$" and not before[-1:].isdigit():
        return "§"
    if text in ("ala", "ała") and _ORDINAL.fullmatch(before):
        return "a/a"
    area = _AREA.fullmatch(text)
    if area and (text[1] == "?" or before[-1:].isdigit()):
        return f"m²{area['end']}"
    month = _ROMAN_DATE.fullmatch(text)
    if month and set(month["month"]) & set("IVX"):
        return f"{month['day']}.{month['month'].replace('1', 'I').replace('l', 'I')}.{month['rest']}"
    return text


def _parts(text: str) -> tuple[str, str, str]:
    """Leading and trailing punctuation kept apart from the word."""
    core = text.strip(".,;:<>[]\"'")
    start = text.index(core) if core else 0
    return text[:start], core, text[start + len(core) :]
