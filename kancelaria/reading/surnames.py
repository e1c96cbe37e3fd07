"""Forms of surnames no dictionary knows, by the two patterns most Polish surnames follow; folded, for queries."""

from __future__ import annotations

import re

_ADJECTIVE = re.compile(r"(?P<stem>[a-z]{2,}(?:sk|ck|zk))(?:i|a|iego|iemu|im|iej|ie|ich|imi|iemi)")
_PLURAL = re.compile(r"(?P<stem>[a-z]{2,}[sc])cy")
"""Kowalscy, Potoccy."""
_ADJECTIVE_ENDINGS = ("i", "a", "iego", "iemu", "im", "iej", "ie", "ich", "imi")
_NOUN = re.compile(r"(?P<stem>[a-z]{3,}(?:icz|ycz|acz|ak|iak|ik|yk|uk|czuk))(?:a|owi|em|iem|u|owie|ow|om|ami|ach|i)?")
_NOUN_ENDINGS = ("", "a", "owi", "em", "iem", "u", "owie", "ow", "om", "ami", "ach", "i")


def surname_forms(word: str) -> tuple[str, ...]:
    """Every form of an unknown folded word that looks like a surname, itself first; the word alone otherwise."""
    plural = _PLURAL.fullmatch(word)
    if plural:
        return _forms(word, plural["stem"] + "k", _ADJECTIVE_ENDINGS)
    for pattern, endings in ((_ADJECTIVE, _ADJECTIVE_ENDINGS), (_NOUN, _NOUN_ENDINGS)):
        found = pattern.fullmatch(word)
        if found:
            return _forms(word, found["stem"], endings)
    return (word,)


def _forms(word: str, stem: str, endings: tuple[str, ...]) -> tuple[str, ...]:
    plural = (f"{stem[:-1]}cy",) if endings is _ADJECTIVE_ENDINGS and stem.endswith(("sk", "ck")) else ()
    return tuple(dict.fromkeys((word, *(stem + ending for ending in endings), *plural)))
