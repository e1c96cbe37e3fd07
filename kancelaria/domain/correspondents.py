"""The correspondents' book: one record a sender, found again by a de-duplication key."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kancelaria.domain.incoming import Sender

_POLISH_ORDER = str.maketrans(
    {"ą": "a~", "ć": "c~", "ę": "e~", "ł": "l~", "ń": "n~", "ó": "o~", "ś": "s~", "ź": "z~", "ż": "z~~"}
)
_FOLD_L = str.maketrans({"ł": "l", "Ł": "L"})


@dataclass(frozen=True)
class Correspondent:
    """A sender the office knows; `uses` counts registrations, `last_used_at` is an instant."""

    id: str
    sender: Sender
    uses: int = 1
    last_used_at: str = ""
    version: int = 1


def folded(text: str) -> str:
    """Lower case without diacritics, signs turned to single spaces."""
    plain = unicodedata.normalize("NFKD", text.translate(_FOLD_L).casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[a-z0-9]+", letters))


def deduplication_key(sender: Sender) -> str:
    """The same for two spellings of one sender: folded name, and for people the town and street as well."""
    if sender.organisation:
        return "o|" + folded(sender.organisation) + "|" + folded(sender.town or "")
    person = folded(f"{sender.surname or ''} {sender.given_names or ''}")
    return "p|" + person + "|" + folded(sender.town or "") + "|" + folded(sender.street or "")


def polish_sort_key(text: str) -> str:
    """A key whose binary order is the Polish alphabet's."""
    return text.casefold().translate(_POLISH_ORDER)
