"""The ground truth of a letter: what a careful clerk would enter on reading it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class DocumentKind(StrEnum):
    """The closed list of kinds. `pismo` is a letter that is none of the others, `formularz` a form naming no kind."""

    LETTER = "pismo"
    APPLICATION = "wniosek"
    APPEAL = "odwolanie"
    COMPLAINT = "skarga"
    PETITION = "petycja"
    INVOICE = "faktura"
    SUMMONS = "wezwanie"
    NOTICE = "zawiadomienie"
    CLAIM = "pozew"
    ORDER = "postanowienie"
    DECISION = "decyzja"
    OFFER = "oferta"
    INQUIRY = "zapytanie"
    INVITATION = "zaproszenie"
    STATEMENT = "oswiadczenie"
    POWER_OF_ATTORNEY = "pelnomocnictwo"
    FORM = "formularz"


@dataclass(frozen=True)
class TrueSender:
    """Who wrote it: `organisation`, or `surname` and `given_names`. A person writing for a firm is the firm."""

    organisation: str | None = None
    surname: str | None = None
    given_names: str | None = None
    street: str | None = None
    postcode: str | None = None
    town: str | None = None
    country: str = "Polska"


@dataclass(frozen=True)
class Identifiers:
    """Numbers of the sender printed on the letter, digits only, in order of appearance."""

    pesel: tuple[str, ...] = ()
    nip: tuple[str, ...] = ()
    regon: tuple[str, ...] = ()
    krs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Truth:
    """What stands in the letter; None or () = the letter doesn't say it.

    `letter_date` ISO; `titles` are the acceptable titles, the likeliest first; `document_kind` is the best kind and
    `also_kinds` others a clerk could as well choose; `addressee` is the unit or person inside the office as written;
    `attachment_count` the number said or listed; `case_mark` our own mark where quoted; `hand_filled` = values in
    handwriting; `sender_names` other names of the organisation a clerk could as well enter. `identifiers` are the
    sender's alone.
    """

    sender: TrueSender
    letter_date: str | None
    place: str | None
    sender_reference: str | None
    titles: tuple[str, ...]
    document_kind: DocumentKind
    also_kinds: tuple[DocumentKind, ...] = ()
    addressee: str | None = None
    attachment_count: int | None = None
    case_mark: str | None = None
    identifiers: Identifiers = Identifiers()
    hand_filled: bool = False
    sender_names: tuple[str, ...] = ()
    pages: int = 1

    def as_json(self) -> dict[str, Any]:
        """The record as plain JSON values."""
        return asdict(self)
