"""The code on a receipt: what it says, and the proof that this office's station said it. No personal data.

`KP1-K1A-K1A26000123U-1-202611201042-O1-<letters>-<proof>`: station's series, first identifier, number of letters, day
and time of receipt, original or duplicate with the copy's number, a digest of identifiers and scanned pages, and the
proof: an HMAC-SHA-256 of everything before it. Digest and proof are cut to 80 bits. What it proves: ADR 16.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass

from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.identifiers import is_document_uid, with_hyphens, without_hyphens

KEY_BYTES = 32
_PART = 16
_CODE = re.compile(
    r"KP1-([A-Z0-9]{2,4})-([A-Z0-9]{9,14})-(\d{1,4})-(\d{8}(?:\d{4})?)-([OD])(\d{1,3})-([A-Z0-9]{16})-([A-Z0-9]{16})"
)
_TYPED = str.maketrans("018", "OIB")
"""Digits the two last groups never hold: whoever copies the code by hand meant letters."""


@dataclass(frozen=True)
class ReceiptClaim:
    """What a receipt says of itself. `received`: `YYYY-MM-DD[THH:MM]`; `copy`: n of those printed at once."""

    series: str
    document_uid: str
    count: int
    received: str
    duplicate: bool
    copy: int
    digest: str


@dataclass(frozen=True)
class LetterPages:
    """One letter of a receipt with its scanned pages' SHA-256, in order; none while the scan follows."""

    document_uid: str
    page_hashes: tuple[str, ...] = ()


@dataclass(frozen=True)
class IssuedReceipt:
    """A copy of a receipt as it was issued; `at` is an instant."""

    code: str
    at: str
    by: str
    letters: tuple[LetterPages, ...]


def letters_digest(letters: Sequence[LetterPages]) -> str:
    """A digest of identifiers and pages, in the receipt's order."""
    lines = "".join(f"{letter.document_uid} {' '.join(letter.page_hashes)}\n" for letter in letters)
    return _short(hashlib.sha256(lines.encode("ascii")).digest())


def receipt_code(claim: ReceiptClaim, key: bytes) -> str:
    """The code of a receipt with its proof."""
    said = _said(claim)
    return f"{said}-{_proof(said, key)}"


def find_code(text: str) -> str | None:
    """The code in what a reader typed or a person pasted, an address around it or not; None where there is none."""
    found = _CODE.search(re.sub(r"\s", "", text).upper())
    if found is None:
        return None
    said, digest, proof = found[0].rsplit("-", 2)
    return f"{said}-{digest.translate(_TYPED)}-{proof.translate(_TYPED)}"


def read_code(text: str) -> ReceiptClaim:
    """What a code says; nothing is proved by that. InvalidInput where it is no code of a receipt."""
    code = find_code(text)
    match = _CODE.fullmatch(code) if code else None
    if match is None or not is_document_uid(match[2]):
        raise InvalidInput(
            "no_receipt_code",
            "To nie jest kod potwierdzenia złożenia.",
            "Zeskanuj kod QR z potwierdzenia albo przepisz tekst spod niego, zaczynający się od KP1.",
            subject=text.strip()[:40],
        )
    series, uid, count, moment, kind, copy, digest, _proof_said = match.groups()
    day = f"{moment[:4]}-{moment[4:6]}-{moment[6:8]}"
    received = f"{day}T{moment[8:10]}:{moment[10:12]}" if len(moment) > 8 else day
    return ReceiptClaim(series, with_hyphens(uid), int(count), received, kind == "D", int(copy), digest)


def is_genuine(code: str, key: bytes) -> bool:
    """Whether the proof of a code was made with this key."""
    said, _, proof = code.rpartition("-")
    return hmac.compare_digest(_proof(said, key), proof)


def _said(claim: ReceiptClaim) -> str:
    moment = re.sub(r"\D", "", claim.received)
    kind = "D" if claim.duplicate else "O"
    uid = without_hyphens(claim.document_uid)
    return f"KP1-{claim.series}-{uid}-{claim.count}-{moment}-{kind}{claim.copy}-{claim.digest}"


def _proof(said: str, key: bytes) -> str:
    return _short(hmac.digest(key, said.encode("ascii"), "sha256"))


def _short(digest: bytes) -> str:
    return base64.b32encode(digest).decode("ascii")[:_PART]
