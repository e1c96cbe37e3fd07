"""The item's identifier in the two forms that are printed."""

from __future__ import annotations

import re

from kancelaria.domain.errors import InvalidInput

_PRINTABLE = re.compile(r"[A-Z0-9]{2,4}-\d{2}-\d{6}-[A-Z0-9]")


def barcode_text(document_uid: str) -> str:
    """The identifier without hyphens, as the barcode carries it: with them the code is wider than a label."""
    if not _PRINTABLE.fullmatch(document_uid):
        raise InvalidInput(
            "bad_document_uid",
            f"„{document_uid}” nie jest identyfikatorem przesyłki.",
            "Podaj identyfikator z etykiety, na przykład K1A-26-000123-U.",
            subject=document_uid,
        )
    return document_uid.replace("-", "")


def register_number(number: int | None, year: int | None) -> str:
    """`RPW 123/2026`, or nothing while the number isn't given."""
    if number is None:
        return ""
    return f"RPW {number}/{year}" if year else f"RPW {number}"
