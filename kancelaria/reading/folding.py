"""Folding and comparing of read text: no case, no diacritics, tolerant of what an OCR engine mistakes."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPECIAL = {
    "ł": "l",
    "ß": "s",
    "đ": "d",
    "ø": "o",
    "–": "-",
    "—": "-",
    "‐": "-",
    "‑": "-",
    "−": "-",
    "’": "'",
    "”": '"',
    "„": '"',
}
_LETTER_FOR_DIGIT = str.maketrans({"0": "o", "1": "l", "|": "l", "!": "l", "5": "s", "8": "b", "$": "s", "€": "e"})
_DIGIT_FOR_LETTER = str.maketrans(
    {
        "O": "0",
        "o": "0",
        "Q": "0",
        "D": "0",
        "l": "1",
        "I": "1",
        "i": "1",
        "|": "1",
        "!": "1",
        "Z": "2",
        "z": "2",
        "S": "5",
        "s": "5",
        "B": "8",
    }
)
_FALSE_L = re.compile(r"(?<![^\W\d_])l(?=[nmdkt][a-ząćęłńóśźż]{3})(?!niany|nu\b)")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def _fold_char(char: str) -> str:
    lowered = char.casefold()
    if lowered in _SPECIAL:
        return _SPECIAL[lowered]
    base = unicodedata.normalize("NFD", lowered)[:1]
    return base if len(base) == 1 else char


@lru_cache(maxsize=4096)
def _cached_char(char: str) -> str:
    return _fold_char(char)


def fold(text: str) -> str:
    """Lower case without diacritics, of the same length as `text`, so that offsets stay valid."""
    if text.isascii():
        return text.lower()
    return "".join(_cached_char(char) for char in text)


def tokens(text: str) -> list[str]:
    """Folded words of a text, punctuation dropped."""
    return [token for token in _NOT_WORD.split(fold(text)) if token]


def as_letters(text: str) -> str:
    """A folded word with digits that OCR puts for letters turned back."""
    return fold(text).translate(_LETTER_FOR_DIGIT)


def as_digits(text: str) -> str:
    """Text with letters that OCR puts for digits turned back."""
    return text.translate(_DIGIT_FOR_LETTER)


def distance(left: str, right: str, limit: int) -> int:
    """Levenshtein distance, or `limit + 1` as soon as it is known to be greater than `limit`."""
    if left == right:
        return 0
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    previous = list(range(len(right) + 1))
    for row, char in enumerate(left, 1):
        current = [row]
        for column, other in enumerate(right, 1):
            current.append(min(previous[column] + 1, current[-1] + 1, previous[column - 1] + (char != other)))
        if min(current) > limit:
            return limit + 1
        previous = current
    return min(previous[-1], limit + 1)


def allowed_errors(length: int) -> int:
    """How many wrong letters a keyword of this length may have and still be taken for it."""
    return 0 if length < 5 else 1 if length < 9 else 2


def alike(left: str, right: str) -> bool:
    """Whether two folded words are the same but for OCR errors."""
    return distance(left, right, allowed_errors(min(len(left), len(right)))) <= allowed_errors(
        min(len(left), len(right))
    )


def same_stem(left: str, right: str) -> bool:
    """Whether two folded words look like forms of one word ("torun" / "toruniu", "urzad" / "urzedu")."""
    if left == right:
        return True
    shorter, longer = sorted((left, right), key=len)
    if len(shorter) < 4 or len(longer) - len(shorter) > 4:
        return False
    stem = max(3, len(shorter) - 2)
    return distance(shorter[:stem], longer[:stem], 0 if stem < 5 else 1) <= (0 if stem < 5 else 1)


def similar(left: str, right: str) -> float:
    """Likeness of two texts 0…1 by edit distance over their folded words."""
    a, b = " ".join(tokens(left)), " ".join(tokens(right))
    longest = max(len(a), len(b))
    if longest == 0:
        return 0.0
    return 1.0 - distance(a, b, longest) / longest


def capital_i(text: str) -> str:
    """Text with an "l" that begins a word as none does ("lnstal") turned back into the "I" it was."""
    return _FALSE_L.sub("I", text)
