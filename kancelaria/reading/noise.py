"""Telling a name from what an engine makes of emblems, stamps and frames."""

from __future__ import annotations

import re

from kancelaria.reading.dictionary import is_known_word
from kancelaria.reading.folding import fold
from kancelaria.reading.organisations import has_legal_form, names_organisation
from kancelaria.reading.people import is_given_name
from kancelaria.reading.sender_names import Candidate

_WORD = re.compile(r"[^\W_]+")
_PAIRS = re.compile(r"sz|cz|rz|ch|dz|dź|dż|ck")
_LONGEST_SHORT = 4
_SURE_PERSON = 0.6
_READ = 0.7
"""A long word no dictionary knows, read less surely than this, is doubted while only the header is read."""
_HALF = 0.5


def is_noise(word: str) -> bool:
    """Whether no name is written so: four vowels or six consonants in a row, a letter thrice, digits within letters."""
    if len(word) <= _LONGEST_SHORT or is_known_word(word):
        return False
    plain = fold(_PAIRS.sub("c", word.lower()))
    if re.search(r"(.)\1\1|[aeiouy]{4}|[bcdfghjklmnpqrstvwxz]{6}|[a-z]\d+[a-z]", plain):
        return True
    letters = re.sub(r"[^a-z]", "", plain)
    return bool(letters) and not re.search(r"[aeiouy]", letters)


def holds_noise(name: str) -> bool:
    """Whether any word of a name is noise."""
    return any(is_noise(word) for word in _WORD.findall(name))


def stands_alone(candidate: Candidate) -> bool:
    """Whether a header by itself bears a sender out: a sure person, or an organisation named as one, well read."""
    if holds_noise(candidate.name):
        return False
    if candidate.person is not None and candidate.organisation is None:
        return candidate.person.sureness > _SURE_PERSON and candidate.certainty >= _HALF
    if not (names_organisation(candidate.name) or has_legal_form(candidate.name)) or candidate.certainty < _HALF:
        return False
    return not any(_is_doubtful(word.text, word.confidence) for line in candidate.lines for word in line.words)


def _is_doubtful(text: str, confidence: float) -> bool:
    parts = [part for part in _WORD.findall(text) if len(part) > _LONGEST_SHORT and part.isalpha()]
    return confidence < _READ and any(not is_known_word(part) and not is_given_name(part) for part in parts)
