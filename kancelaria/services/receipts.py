"""Receipts: issued with a code that proves them, checked by it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kancelaria.domain.errors import InvalidInput, NotFound
from kancelaria.domain.incoming import IncomingItem, ItemState
from kancelaria.domain.receipts import (
    KEY_BYTES,
    IssuedReceipt,
    LetterPages,
    ReceiptClaim,
    find_code,
    is_genuine,
    letters_digest,
    read_code,
    receipt_code,
)
from kancelaria.services.journal import now_text
from kancelaria.services.ports import UnitOfWork, Workplace

MOST_LETTERS = 500
MOST_COPIES = 20


class ReceiptBook(Protocol):
    """Receipts issued here, and the key of each series this station has had; a key is never changed."""

    def key(self, series: str) -> bytes | None: ...
    def keep_key(self, series: str, key: bytes, at: str) -> None: ...
    def add(self, issued: IssuedReceipt) -> None: ...
    def get(self, code: str) -> IssuedReceipt | None: ...


class ReceiptReads(Protocol):
    """What checking reads."""

    def item(self, document_uid: str) -> IncomingItem | None: ...
    def receipt_key(self, series: str) -> bytes | None: ...
    def receipt_issued(self, code: str) -> IssuedReceipt | None: ...


class PagesNow(StrEnum):
    """How a letter's scan stands to the one it had when the receipt was issued."""

    SAME = "same"
    ADDED = "added"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True)
class CheckedLetter:
    """A letter of a receipt as the record knows it now; `item` None: it isn't here (any more)."""

    document_uid: str
    item: IncomingItem | None
    pages: PagesNow


@dataclass(frozen=True)
class ReceiptCheck:
    """What a code proves. Of a false one nothing else may be believed.

    `issued` None: genuine, but the note of its issue is lost (a store restored from an older copy).
    """

    code: str
    genuine: bool
    claim: ReceiptClaim
    issued: IssuedReceipt | None = None
    letters: tuple[CheckedLetter, ...] = ()


def issue_receipt(
    items: Sequence[IncomingItem], received: str, duplicate: bool, copies: int, uow: UnitOfWork, at: Workplace
) -> tuple[str, ...]:
    """The codes of a receipt's copies, noted before any of them is printed. Asked twice it gives the same codes."""
    if not 1 <= len(items) <= MOST_LETTERS:
        raise InvalidInput("bad_receipt_letters", f"Potwierdzenie obejmuje od 1 do {MOST_LETTERS} pism.")
    if not 1 <= copies <= MOST_COPIES:
        raise InvalidInput("bad_receipt_copies", f"Można wydrukować od 1 do {MOST_COPIES} egzemplarzy naraz.")
    letters = tuple(pages_of(item) for item in items)
    series, digest = at.station.series, letters_digest(letters)
    codes = []
    with uow:
        moment = now_text(at)
        key = uow.receipts.key(series)
        if key is None:
            key = secrets.token_bytes(KEY_BYTES)
            uow.receipts.keep_key(series, key, moment)
        for copy in range(1, copies + 1):
            claim = ReceiptClaim(series, letters[0].document_uid, len(letters), received, duplicate, copy, digest)
            codes.append(receipt_code(claim, key))
            uow.receipts.add(IssuedReceipt(codes[-1], moment, uow.actor, letters))
        uow.commit()
    return tuple(codes)


def check_receipt(text: str, queries: ReceiptReads) -> ReceiptCheck:
    """Whether a receipt is ours, and how its letters stand now. InvalidInput: no code; NotFound: another station's."""
    claim, code = read_code(text), find_code(text) or ""
    key = queries.receipt_key(claim.series)
    if key is None:
        raise NotFound(
            "receipt_of_other_station",
            f"To potwierdzenie wydało inne stanowisko (seria {claim.series}), a jego klucza tu nie ma.",
            "Sprawdź je na stanowisku o tej serii etykiet.",
            code,
        )
    if not is_genuine(code, key):
        return ReceiptCheck(code, False, claim)
    issued = queries.receipt_issued(code)
    letters = issued.letters if issued is not None else (LetterPages(claim.document_uid),)
    checked = tuple(_checked(letter, queries.item(letter.document_uid), issued is not None) for letter in letters)
    return ReceiptCheck(code, True, claim, issued, checked)


def pages_of(item: IncomingItem) -> LetterPages:
    """An item's identifier and its scanned pages, in order."""
    pages = sorted(item.pages, key=lambda page: page.number)
    return LetterPages(item.document_uid, tuple(page.sha256 for page in pages))


def _checked(letter: LetterPages, item: IncomingItem | None, known: bool) -> CheckedLetter:
    now = pages_of(item).page_hashes if item is not None else ()
    if item is None or (not now and letter.page_hashes):
        state = PagesNow.GONE
    elif now == letter.page_hashes or not known:
        state = PagesNow.SAME
    else:
        state = PagesNow.ADDED if now[: len(letter.page_hashes)] == letter.page_hashes else PagesNow.CHANGED
    return CheckedLetter(letter.document_uid, item, state)


def is_voided(letter: CheckedLetter) -> bool:
    """Whether the letter's entry was voided since."""
    return letter.item is not None and letter.item.state is ItemState.VOIDED
