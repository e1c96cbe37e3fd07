"""Polish analysis for search: folded lemmas (Morfeusz2) and folded surface words; both engines index the same tokens.

Tokens are `[a-z0-9]+`. Whatever changes them must raise `ANALYZER_VERSION`, so that stored rows can be told apart.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import morfeusz2

from kancelaria.reading.duplicates import fingerprint
from kancelaria.reading.surnames import surname_forms

ANALYZER_VERSION = 1
MAX_VARIANTS = 400
MIN_PREFIX = 3
_TOKEN = re.compile(r"[a-z0-9]+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_QUERY_PART = re.compile(r'"([^"]*)"?|(\S+)')
_POLISH = str.maketrans("ąćęłńóśźżđø", "acelnoszzdo")
_WITH_MARKS = {"a": "ą", "c": "ć", "e": "ę", "l": "ł", "n": "ń", "o": "ó", "s": "ś", "z": "żź"}
_lock = threading.Lock()


@dataclass(frozen=True)
class Term:
    """One thing a query asks for: any of the lemmas, or the words side by side (the last may be a beginning)."""

    lemmas: tuple[str, ...]
    words: tuple[str, ...]
    prefix: bool = False


class PolishAnalyzer:
    """The analyser of the program."""

    version = ANALYZER_VERSION

    def lemmas(self, text: str) -> str:
        """Folded base forms of the words of a text, all readings of each."""
        return " ".join(lemma for word in _WORD.findall(_composed(text)) for lemma in _lemmas_of(word.lower()))

    def surface(self, text: str) -> str:
        """Folded words and numbers as they stand, in order."""
        return " ".join(_TOKEN.findall(fold(text)))

    def likeness(self, text: str) -> str:
        """A hash of which few bits differ where two texts say nearly the same; empty where there is too little."""
        return fingerprint(text)


def fold(text: str) -> str:
    """Lower case without diacritics."""
    lower = text.casefold().translate(_POLISH)
    if lower.isascii():
        return lower
    plain = unicodedata.normalize("NFKD", lower)
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def parse_query(query: str) -> tuple[Term, ...]:
    """What a query asks for, all of it together: words, "phrases", numbers and marks, beginnings (`warun*`)."""
    terms = []
    for quoted, bare in _QUERY_PART.findall(query):
        words = tuple(_TOKEN.findall(fold(quoted or bare)))
        # a shorter beginning stands for half the dictionary
        prefix = bare.endswith("*") and bool(words) and len(words[-1]) >= MIN_PREFIX
        if not words:
            continue
        if quoted or prefix or len(words) > 1 or any(sign.isdigit() for sign in words[0]):
            terms.append(Term((), words, prefix))
        else:
            terms.append(_word_term(_composed(bare), words))
    return tuple(terms)


def _word_term(bare: str, words: tuple[str, ...]) -> Term:
    found = _WORD.search(bare)
    word = found[0].lower() if found else words[0]
    lemmas: dict[str, None] = dict.fromkeys(_known_lemmas(word))
    if word.isascii():
        for variant in _with_diacritics(word):
            lemmas.update(dict.fromkeys(_known_lemmas(variant)))
    # a word no dictionary knows is often a name, in any case of it or half typed
    return Term(tuple(lemmas) or surname_forms(words[0]), words, prefix=not lemmas and len(words[0]) >= MIN_PREFIX)


def _with_diacritics(word: str) -> Iterator[str]:
    """The spellings a word typed without diacritics may stand for, at most `MAX_VARIANTS`."""
    variants = [""]
    for at, sign in enumerate(word):
        choices = sign + _WITH_MARKS.get(sign, "")
        if len(variants) * len(choices) > MAX_VARIANTS:
            variants = [variant + word[at:] for variant in variants]
            break
        variants = [variant + choice for variant in variants for choice in choices]
    return (variant for variant in variants if variant != word)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=1)
def _morfeusz() -> morfeusz2.Morfeusz:
    return morfeusz2.Morfeusz(generate=False)


@lru_cache(maxsize=200_000)
def _readings(word: str) -> tuple[str, ...]:
    with _lock:
        analysed = _morfeusz().analyse(word)
    found = (reading[1].split(":")[0] for _, _, reading in analysed if reading[2] != "ign")
    return tuple(dict.fromkeys("".join(_TOKEN.findall(fold(lemma))) for lemma in found if lemma))


def _known_lemmas(word: str) -> tuple[str, ...]:
    """Folded lemmas the dictionary gives; a word that is a name has its entry with a capital."""
    return tuple(dict.fromkeys(lemma for form in (word, word.capitalize()) for lemma in _readings(form) if lemma))


def _lemmas_of(word: str) -> tuple[str, ...]:
    return _known_lemmas(word) or tuple(_TOKEN.findall(fold(word)))
