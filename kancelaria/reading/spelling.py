"""Mending what an engine misreads inside names, by the letter itself and by dictionaries: diacritics, l for I or ł."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from kancelaria.reading.dictionary import is_known_word, respellings
from kancelaria.reading.folding import capital_i, distance, fold
from kancelaria.reading.layout import PageLayout, Run
from kancelaria.reading.people import given_name_spelt

_WORD = re.compile(r"[^\W\d_][\w|!]+")
_POLISH = re.compile(r"[ąćęłńóśźż]")
_CONFUSED = str.maketrans({"i": "l", "1": "l", "|": "l", "!": "l", "j": "l", "0": "o", "5": "s", "8": "b"})
_BEGINNINGS = (("Zół", "Żół"), ("Zró", "Źró"), ("Slą", "Ślą"), ("Swię", "Świę"), ("Sród", "Śród"), ("Zmudz", "Żmudz"))
_INSTITUTIONS = {
    fold(word): word
    for word in [
        "straż",
        "spółdzielnia",
        "społecznych",
        "społecznej",
        "społeczny",
        "pożarna",
        "pożarnej",
        "usług",
        "wspólnota",
        "zarząd",
        "dróg",
        "gmin",
        "związek",
        "ośrodek",
        "zakład",
        "województwa",
        "mieszkaniowa",
        "ubezpieczeń",
        "spółka",
        "towarzystwo",
        "szkoła",
        "przedszkole",
        "miejska",
        "główny",
        "gospodarki",
        "kolegium",
        "odwoławcze",
        "środowiska",
        "wodociągów",
        "oświaty",
        "samorządowe",
        "powiatowy",
        "wspólnicy",
        "przedsiębiorstwo",
        "policji",
        "komenda",
        "powiatowa",
        "powiatowe",
        "wojewódzki",
        "wojewódzka",
        "rejonowy",
        "rejonowa",
        "okręgowy",
        "okręgowa",
        "prokuratura",
        "starostwo",
        "komornik",
        "sądowy",
        "skarbowy",
        "inspektorat",
        "inspektor",
        "nadzoru",
        "budowlanego",
        "stowarzyszenie",
        "spółdzielczy",
        "fundacja",
        "kancelaria",
        "parafia",
        "rzymskokatolicka",
        "podstawowa",
        "ogólnokształcące",
        "ogólnokształcących",
        "biblioteka",
        "publiczna",
        "ministerstwo",
        "dyrekcja",
        "regionalna",
        "regionalny",
        "oddział",
        "ochrony",
        "wodne",
        "państwowe",
        "państwowej",
        "gospodarstwo",
        "nadleśnictwo",
        "energia",
        "projektowe",
        "usługowy",
        "handlowo",
        "usługowe",
        "ubezpieczeniowe",
    ]
}
"""Words of institutions' names that no other word is mistaken for."""
_LONG = 6
"""In words of so many letters one may be misread."""
_CLEARLY = 1.15
_LEAST = 4
"""Shorter words are too often other words."""


def is_polish(layouts: Sequence[PageLayout]) -> bool:
    """Whether a letter is written with Polish diacritics at all."""
    words = [word.text.lower() for layout in layouts for line in layout.lines for word in line.words]
    letters = sum(char.isalpha() for word in words for char in word)
    return letters > 0 and sum(len(_POLISH.findall(word)) for word in words) / letters > 0.015


def without_false_marks(text: str) -> str:
    """The text with words no dictionary knows rid of a diacritic that makes them so ("węzwanie")."""

    def mended(match: re.Match[str]) -> str:
        spelt = _unmarked(match[0])
        return match[0] if spelt is None else _cased_as(match[0], spelt)

    return _WORD.sub(mended, text)


class Speller:
    """The spellings some lines give their words, and how surely each was read."""

    def __init__(self, lines: Iterable[Run], own_town: str | None = None) -> None:
        self._votes: dict[str, dict[str, float]] = {}
        for line in lines:
            for word in line.words:
                if "@" not in word.text and "www" not in word.text:
                    self._vote(word.text, word.confidence)
        if own_town:
            self._vote(own_town, 3.0)

    def _vote(self, text: str, confidence: float) -> None:
        for part in _WORD.findall(capital_i(text)):
            if len(part) >= _LEAST:
                votes = self._votes.setdefault(_skeleton(part), {})
                votes[part.lower()] = votes.get(part.lower(), 0.0) + max(confidence, 0.05)

    def mend(self, text: str, person: bool = False) -> str:
        """The text with every word spelt as the lines most surely spell it; a person's words by dictionary too."""
        return _WORD.sub(
            lambda match: self._mended(match[0], person, "-" in text[match.start() - 1 : match.end() + 1]), text
        )

    def _mended(self, word: str, person: bool, part: bool) -> str:
        own = word.lower()
        if len(word) < _LEAST or (person and given_name_spelt(word) == own.capitalize()):
            return word
        votes = self._votes.get(_skeleton(word), {})
        weights = {spelt: weight * _likeliness(spelt, person) for spelt, weight in votes.items()}
        best = max(weights, key=lambda spelt: weights[spelt], default=own)
        if best != own and weights[best] > _CLEARLY * weights.get(own, 0.0):
            return _cased_as(word, best)
        if person and (spelt := given_name_spelt(word)) is not None:
            return _cased_as(word, spelt)
        if part and not person:
            return _begun(word)
        if person:
            return _by_dictionary(word)
        return _cased_as(word, _institution(word) or _unmarked(word) or _begun(word).lower())


@lru_cache(maxsize=4096)
def _institution(word: str) -> str | None:
    """The word of institutions' names this one is, diacritics or one letter of an unknown word misread."""
    plain = fold(word)
    if plain in _INSTITUTIONS:
        return _INSTITUTIONS[plain]
    if len(plain) < _LONG or is_known_word(word):
        return None
    near = {spelt for name, spelt in _INSTITUTIONS.items() if distance(name, plain, 1) <= 1}
    return near.pop() if len(near) == 1 else None


def _skeleton(word: str) -> str:
    return fold(word).translate(_CONFUSED)


def _likeliness(spelt: str, person: bool) -> float:
    marks = len(_POLISH.findall(spelt))
    known = person and (is_known_word(spelt) or given_name_spelt(spelt) == spelt.capitalize())
    return (1.0 + 0.2 * min(marks, 3)) * (1.6 if known else 1.0) * (0.3 if re.search(r"[\d|!]", spelt) else 1.0)


@lru_cache(maxsize=4096)
def _by_dictionary(word: str) -> str:
    """A name no dictionary knows, as the only known word it may be a misreading of."""
    own = word.lower()
    if is_known_word(own):
        return word
    for changes in (1, 2):
        known = [spelt for spelt in respellings(own, changes) if is_known_word(spelt)]
        if known:
            return _cased_as(word, known[0]) if len(known) == 1 else word
    ended = re.sub(r"(?<=[a-zó])n(?=sk(?:i|a|iego|iej)$)", "ń", own)
    return _begun(_cased_as(word, ended))


@lru_cache(maxsize=4096)
def _unmarked(word: str) -> str | None:
    """An unknown word with a mark too many ("ziełona") as the only known word without one of them."""
    own = word.lower()
    if len(own) < _LONG or not _POLISH.search(own) or is_known_word(own):
        return None
    known = {
        spelt
        for at in (match.start() for match in _POLISH.finditer(own))
        if is_known_word(spelt := own[:at] + fold(own[at]) + own[at + 1 :])
    }
    return known.pop() if len(known) == 1 else None


def _begun(word: str) -> str:
    for wrong, right in _BEGINNINGS:
        if word.startswith(wrong):
            return right + word[len(wrong) :]
    return word


def _cased_as(word: str, spelt: str) -> str:
    """A spelling in the letters' case of a word as it was read."""
    if word.isupper() and len(word) > 1:
        return spelt.upper()
    return spelt[:1].upper() + spelt[1:] if word[:1].isupper() else spelt
