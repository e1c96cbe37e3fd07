"""Our own authority in any form: its head, council, office and commune, in any case, with whatever stands around."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from kancelaria.reading.dictionary import lemmas
from kancelaria.reading.folding import alike, distance, fold, tokens
from kancelaria.reading.model import OfficeContext

_CASES = r"(?:a|owi|em|ie|u|e|y|i|om|ami|ach|ow)?"
_STRONG = re.compile(
    rf"^(?:burmistrz|prezydent|wojt|sekretarz|skarbnik|magistrat){_CASES}$|^zastepc\w{{1,3}}$"
    r"|^rad(?:a|y|zie|e)$|^urz[ae]d(?:u|owi|em|zie|y)?$|^przewodnicz[ae]c\w{1,4}$"
)
_WEAK = re.compile(r"^(?:gmin(?:a|y|ie|e)|miast(?:o|a|u|em)|miescie|miasteczk\w{1,2})$")
_AROUND = re.compile(
    r"^(?:\w|miejsk\w{1,4}|gminn\w{1,4}|w|we|z|i|oraz|na|do|od|dla|przez|ds|spraw|reprezentowan\w{1,3}|pierwsz\w{1,4}"
    r"|pani?|pana|panu|szanown\w{1,4}|sz|p|drog\w{1,4}|ii?|stanu|cywilnego|polska|siedzib\w{1,2})$"
)
_MISREAD = {
    **dict.fromkeys(("burmistrz", "burmistrza", "prezydent", "prezydenta", "sekretarz", "skarbnik"), "s"),
    **dict.fromkeys(("urzad", "urzedu", "zastepca"), "s"),
    **dict.fromkeys(("gmina", "gminy", "miasto", "miasta"), "w"),
    **dict.fromkeys(("miejski", "miejska", "miejskiej", "reprezentowana", "reprezentowany"), "a"),
}
"""Words of an authority that may have a letter misread: the longer ones."""
_GENITIVE = re.compile(r"^\W*(?:gminy|miasta|urzedu|rady|w|we)\b")
_DIVISION = re.compile(r"^\W*(?:wydzial|referat|biuro|oddzial|dzial|sekretariat|kancelaria|zespol|samodzielne|usc)\b")
_OTHER_BODY = re.compile(r"\b(?:mlodziezow|uczniowsk|senior|spoleczn)")
_STREET_WORD = re.compile(r"^(?:ul|ulica|al|pl|plac|os|nr|lok|m|polska)$")
_ENDINGS = (
    *("iego", "iemu", "owi", "ami", "ach", "ego", "emu", "iej", "ia", "ie", "iu", "em", "om", "ow", "ej", "ym", "im"),
    *("a", "u", "y", "i", "e", "o"),
)
_SHORTEST_STEM = 3
_MISREAD_FROM = 6
"""One wrong letter is forgiven in stems of at least this length."""


def is_our_authority(text: str, context: OfficeContext) -> bool:
    """Whether a name is our own authority's: "Burmistrz Mikołowa", "Rada Miejska w Mikołowie", "Wydział …"."""
    from kancelaria.reading.organisations import names_organisation

    words = [word for word in tokens(text) if word]
    if not words:
        return False
    if _is_own_unit(words, context) or _is_own_address(words, context):
        return True
    marks = _marked(words, text, context)
    if all(marks) and "t" in marks and ("s" in marks or "w" in marks):
        return True
    begin, end = _own_run(words, marks)
    if begin == end:
        return False
    rest = " ".join(word for word, mark in zip(words, marks, strict=True) if not mark)
    if _OTHER_BODY.search(rest):
        return False
    return bool(_DIVISION.match(rest)) or not names_organisation(_shown(text, marks))


def begins_our_authority(line: str, context: OfficeContext) -> bool:
    """Whether a line names our authority and goes on with no other's name ("Wodociągi" / "Miasta Mikołów")."""
    return not _GENITIVE.match(fold(line)) and is_our_authority(line, context)


def is_bare_authority(text: str) -> bool:
    """Whether a name is only an authority's kind ("Burmistrz", "Urząd Miejski"), of no town at all."""
    words = tokens(text)
    kinds = [bool(_STRONG.match(word) or _WEAK.match(word)) for word in words]
    return any(kinds) and all(kind or _AROUND.match(word) for kind, word in zip(kinds, words, strict=True))


def own_towns(context: OfficeContext) -> tuple[str, ...]:
    """Our town, as given and as our names carry it, inflected or not."""
    return _towns(context.own_town or "", context.own_names)


def is_own_town(text: str, context: OfficeContext) -> bool:
    """Whether a text is our town's name in any case and nothing else."""
    words = _parts(text)
    return any(len(words) == len(_parts(town)) and _town_at(words, 0, town) for town in own_towns(context))


def _marked(words: Sequence[str], text: str, context: OfficeContext) -> list[str]:
    """Per word: "t" our town, "s" or "w" a word of an authority, "a" a word around these, "" any other."""
    marks = [_mark(word) for word in words]
    shown = [word for word in _parts(text) if tokens(word)]
    spelt = shown if len(shown) == len(words) else list(words)
    for town in own_towns(context):
        size = len(_parts(town))
        for at in range(len(words) - size + 1):
            if _town_at(spelt, at, town):
                marks[at : at + size] = ["t"] * size
    return marks


@lru_cache(maxsize=4096)
def _mark(word: str) -> str:
    for mark, pattern in (("s", _STRONG), ("w", _WEAK), ("a", _AROUND)):
        if pattern.match(word):
            return mark
    return next((mark for near, mark in _MISREAD.items() if alike(word, near)), "")


def _own_run(words: Sequence[str], marks: Sequence[str]) -> tuple[int, int]:
    """The stretch of own words that holds an authority and our town; a weak word counts only at the name's start."""
    begin = 0
    for at in range(len(words) + 1):
        if at < len(words) and marks[at]:
            continue
        run = marks[begin:at]
        if "t" in run and ("s" in run or ("w" in run and all(len(word) < 3 for word in words[:begin]))):
            return begin, at
        begin = at + 1
    return 0, 0


def _shown(text: str, marks: Sequence[str]) -> str:
    """The words that are not ours, as written."""
    shown = [word for word in text.split() if tokens(word)]
    if len(shown) != len(marks):
        return " ".join(word for word, mark in zip(tokens(text), marks, strict=True) if not mark)
    return " ".join(word for word, mark in zip(shown, marks, strict=True) if not mark)


def _is_own_unit(words: Sequence[str], context: OfficeContext) -> bool:
    for _, name in context.unit_names:
        parts = tokens(name)
        if (
            len(parts) > 1
            and len(parts) == len(words)
            and all(_same_word(word, part) for word, part in zip(words, parts, strict=True))
        ):
            return True
    return False


def _is_own_address(words: Sequence[str], context: OfficeContext) -> bool:
    """Whether all words are of our address, which has at least two of them here."""
    own = set(tokens(context.own_address)) | {part for town in own_towns(context) for part in tokens(town)}
    return len(words) > 1 and bool(context.own_address) and all(w in own or _STREET_WORD.match(w) for w in words)


@lru_cache(maxsize=64)
def _towns(own_town: str, own_names: tuple[str, ...]) -> tuple[str, ...]:
    found = [own_town] if own_town.strip() else []
    for name in own_names:
        words = _parts(name)
        kinds = [fold(word) for word in words]
        if not kinds or not (_STRONG.match(kinds[0]) or _WEAK.match(kinds[0])):
            continue
        known = [bool(_STRONG.match(word) or _WEAK.match(word) or _AROUND.match(word)) for word in kinds]
        start = known.index(False) if False in known else len(words)
        town = words[start:]
        if town and len(town) <= 3 and not any(known[start:]) and all(word[:1].isupper() for word in town):
            found.append(" ".join(town))
    return tuple(dict.fromkeys(found))


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[\W_]+", text) if part]


def _town_at(words: Sequence[str], at: int, town: str) -> bool:
    parts = _parts(town)
    return len(words) >= at + len(parts) and all(
        _same_word(word, part) for word, part in zip(words[at:], parts, strict=False)
    )


@lru_cache(maxsize=4096)
def _same_word(left: str, right: str) -> bool:
    """Whether a word is a case of `right`: by the dictionary, else by a common stem; one misread letter forgiven."""
    if fold(left) == fold(right) or lemmas(left) & lemmas(right):
        return True
    for one in _stems(fold(left)):
        for other in _base_stems(fold(right)):
            if one == other or (min(len(one), len(other)) >= _MISREAD_FROM and distance(one, other, 1) <= 1):
                return True
    return False


def _stems(word: str) -> set[str]:
    """What may stand before a case ending."""
    least = max(_SHORTEST_STEM, len(word) - 3)
    return {word} | {word[: -len(end)] for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= least}


def _base_stems(word: str) -> set[str]:
    """What of a name in the nominative its cases keep: all but a last vowel ("ów" is no ending of "Mikołów")."""
    return {word, word[:-1]} if word[-1:] in ("a", "e", "o", "y", "i") and len(word) > _SHORTEST_STEM else {word}
