"""Puts right what the Polish model is known to misread: the at sign of an e-mail address."""

from __future__ import annotations

import re

_ADDRESS = re.compile(
    r"(?P<name>[A-Za-z0-9][A-Za-z0-9._+-]*?[a-z0-9])"
    r"(?P<sign>[(]?(?:Q?[©®]+|\([Q0O]|(?<=[a-z0-9])Q(?=[a-z0-9])))"
    r"(?P<domain>[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,6})"
)


def repaired(text: str) -> str:
    """The word with a misread at sign restored; any other word unchanged."""
    if "@" in text:
        return text
    start, word, end = _parts(text)
    match = _ADDRESS.fullmatch(word)
    return f"{start}{match['name']}@{match['domain']}{end}" if match else text


def _parts(text: str) -> tuple[str, str, str]:
    """Leading and trailing punctuation kept apart from the word."""
    core = text.strip(".,;:<>[]\"'")
    start = text.index(core) if core else 0
    return text[:start], core, text[start + len(core) :]
