"""Whether Polish knows a word, and which words a word read without its diacritics may be."""

from __future__ import annotations

import threading
from functools import lru_cache

import morfeusz2

_MARKED = {
    "a": "ą",
    "c": "ć",
    "e": "ę",
    "l": "łi",
    "n": "ń",
    "o": "ó",
    "s": "ś",
    "z": "żź",
    "ż": "ź",
    "ź": "ż",
    "i": "ł",
}
_MOST = 600
_lock = threading.Lock()


@lru_cache(maxsize=1)
def _morfeusz() -> morfeusz2.Morfeusz:
    return morfeusz2.Morfeusz(generate=False)


@lru_cache(maxsize=20_000)
def is_known_word(word: str) -> bool:
    """Whether the dictionary knows a word, as it stands or as a name."""
    with _lock:
        for form in (word.lower(), word.lower().capitalize()):
            readings = _morfeusz().analyse(form)
            if readings and all(reading[2] != "ign" for _, _, reading in readings) and len(readings[0]) == 3:
                return True
    return False


@lru_cache(maxsize=20_000)
def lemmas(word: str) -> frozenset[str]:
    """The base forms a word may be of, in lower case; none of a word the dictionary doesn't know."""
    with _lock:
        readings = _morfeusz().analyse(word[:1].upper() + word[1:].lower())
    return frozenset(reading[1].split(":")[0].lower() for _, _, reading in readings if reading[2] != "ign")


@lru_cache(maxsize=20_000)
def may_begin_a_name(word: str) -> bool:
    """Whether a word can be in the nominative, or no dictionary knows it: how a name begins."""
    with _lock:
        readings = _morfeusz().analyse(word[:1].upper() + word[1:].lower())
    tags = [reading[2] for _, _, reading in readings]
    return any(
        tag == "ign" or "nom" in tag.replace(".", ":").split(":") or not tag.startswith(("subst", "adj"))
        for tag in tags
    )


def respellings(word: str, changes: int = 2) -> list[str]:
    """Spellings with up to so many letters given back what an engine drops: a stroke, a dot, a tail."""
    found = {word}
    for _ in range(changes):
        found |= {
            spelt[:at] + marked + spelt[at + 1 :]
            for spelt in list(found)
            for at, sign in enumerate(spelt)
            for marked in _MARKED.get(sign, "")
        }
        if len(found) > _MOST:
            break
    found.discard(word)
    return sorted(found)[: 4 * _MOST]
