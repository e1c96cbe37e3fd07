"""People's names: telling a person from an organisation, and the surname from the given names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from kancelaria.reading.folding import distance, fold

_TITLES = re.compile(
    r"^(?:(?:sz\.?\s*)?pan(?:i|a)?|p\.|mgr|inz\.?|dr|hab\.?|prof\.?|lek\.?|med\.?|adw\.?"
    r"|adwokat|r\.\s?pr\.|radca prawny|inz|arch\.?|ks\.?|st\.|asp\.|kom\.|mgr inz\.?)\s+"
)
_SURNAME_END = re.compile(
    r"(?:sk[ia]|ck[iaą]|dzk[ia]|wicz|czyk|czak|iak|ak|ek|ik|yk|uk|ko|ka|la|ła|ra|ta|na|ma|szcz|arz|asz|usz|ysz|iec|ec|on|an|el|al|or|er|ów|ga|ba|cha|ń|ń|ś|ć|rz|cz|sz)$"
)
_NAME_WORD = re.compile(
    r"^[A-ZĄĆĘŁŃÓŚŹŻ][A-Za-zĄĆĘŁŃÓŚŹŻąćęłńóśźżéöüäáčšž']+(?:-[A-ZĄĆĘŁŃÓŚŹŻ][A-Za-zĄĆĘŁŃÓŚŹŻąćęłńóśźżéöüä]+)?$"
)
_INITIAL = re.compile(r"^[A-ZŁŚŻĆ]\.$")


@dataclass(frozen=True)
class Person:
    """A person's name as written; `sureness` 0…1 that it is a name at all and in this order."""

    surname: str
    given_names: str
    sureness: float


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Polish given names, folded."""
    text = files("resources").joinpath("names", "given_names.txt").read_text(encoding="utf-8")
    return frozenset(fold(line.strip()) for line in text.splitlines() if line.strip() and not line.startswith("#"))


@lru_cache(maxsize=1)
def _spelt_names() -> dict[str, str]:
    text = files("resources").joinpath("names", "given_names.txt").read_text(encoding="utf-8")
    names = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    spelt: dict[str, str] = {}
    for name in names:
        spelt[fold(name)] = "" if spelt.get(fold(name), name) != name else name
    return spelt


def given_name_spelt(word: str) -> str | None:
    """A given name with the diacritics it has, or None where it is none or has several spellings."""
    return _spelt_names().get(fold(word)) or None


@lru_cache(maxsize=2048)
def is_given_name(word: str) -> bool:
    """Whether a word is a given name, one OCR error in a long one forgiven."""
    plain = fold(word)
    if plain in given_names():
        return True
    return len(plain) >= 6 and any(
        name[0] == plain[0] and distance(name, plain, 1) <= 1
        for name in given_names()
        if abs(len(name) - len(plain)) <= 1 and len(name) >= 6
    )


def parse_person(text: str) -> Person | None:
    """A person's name out of a line that holds nothing else, or None."""
    words = _name_words(text)
    if words is None or not 2 <= len(words) <= 4:
        return None
    given = [is_given_name(word.rstrip(".")) or bool(_INITIAL.match(word)) for word in words]
    if given[0] and (not given[-1] or not (given[-1] and len(words) == 2 and _looks_surname(words[0]))):
        split = 2 if len(words) > 2 and given[1] and not _INITIAL.match(words[0]) else 1
        split = min(split, len(words) - 1)
        return _person(words[split:], words[:split], 0.95 if _INITIAL.match(words[0]) is None else 0.75)
    if given[-1] and not given[0]:
        split = len(words) - 2 if len(words) > 2 and given[-2] else len(words) - 1
        return _person(words[: max(split, 1)], words[max(split, 1) :], 0.88)
    if len(words) == 2 and _looks_surname(words[1]) and len(words[0]) > 2:
        return _person(words[1:], words[:1], 0.5)
    return None


def foreign_person(text: str) -> Person | None:
    """Two or three capitalised words that no dictionary knows, taken as given names and surname; unsure."""
    words = _name_words(text)
    if words is None or not 2 <= len(words) <= 3 or any(len(word) < 2 for word in words):
        return None
    return _person(words[-1:], words[:-1], 0.6)


def _name_words(text: str) -> list[str] | None:
    cleaned = text.strip(" .,;:|_-–—*•()\"'")
    previous = None
    while previous != cleaned:
        previous = cleaned
        match = _TITLES.match(fold(cleaned))
        if match:
            cleaned = cleaned[match.end() :]
    words = [word.strip(",;:") for word in cleaned.replace(" - ", "-").split()]
    words = [word for word in words if word]
    if not words or any(not (_NAME_WORD.match(word) or _INITIAL.match(word)) for word in words):
        return None
    return words


def _looks_surname(word: str) -> bool:
    return bool(_SURNAME_END.search(word.lower()))


def _person(surname: list[str], given: list[str], sureness: float) -> Person:
    return Person(" ".join(map(cased, surname)), " ".join(map(cased, given)), sureness)


def cased(word: str) -> str:
    """A name in capitals brought to usual writing; others stay."""
    if len(word) > 2 and word.isupper():
        return "-".join(part[:1] + part[1:].lower() for part in word.split("-"))
    return word
