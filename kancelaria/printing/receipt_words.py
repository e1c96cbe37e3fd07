"""The words of a receipt: what stands where a value is known, missing, or not to be looked for."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from kancelaria.printing.dates import date_for_people
from kancelaria.printing.identifier import barcode_text, register_number
from kancelaria.printing.model import Defect, OfficeFacts, ReceiptData, ReceiptLetter
from kancelaria.printing.privacy import printable

TITLE = "Potwierdzenie złożenia"
COLLECTIVE_TITLE = "Zbiorcze potwierdzenie złożenia"
NUMBER_FOLLOWS = "numer zostanie nadany, wystarczy identyfikator"
SCAN_FOLLOWS = "skan zostanie dołączony"
STATEMENT = "Dokument potwierdza złożenie, nie kompletność."
PROOF = "Czy potwierdzenie jest prawdziwe, urząd sprawdzi po kodzie QR albo po tym tekście:"
NO_REFUSAL = "Braki nie są powodem odmowy przyjęcia."
UNKNOWN = "nie podano"

DEFECTS = {
    Defect.SIGNATURE: "brak podpisu",
    Defect.FEE: "brak opłaty",
    Defect.PROXY: "brak pełnomocnictwa",
}


def title_of(data: ReceiptData) -> str:
    """The document's heading."""
    return TITLE if len(data.letters) == 1 else COLLECTIVE_TITLE


def received(data: ReceiptData) -> str:
    """Date and, where it is known, hour of receipt."""
    day = date_for_people(data.received_on)
    return f"{day}, godz. {data.received_time[:5]}" if data.received_time else day


def number_of(letter: ReceiptLetter) -> str:
    """The register number, or why there is none yet."""
    return register_number(letter.rpw_number, letter.rpw_year) or NUMBER_FOLLOWS


def letter_date(letter: ReceiptLetter) -> str:
    """The date on the letter, an explicit "bez daty", or "nie podano"."""
    if letter.letter_date:
        return date_for_people(letter.letter_date)
    return "bez daty" if letter.no_date else UNKNOWN


def reference(letter: ReceiptLetter) -> str:
    """The sender's reference, an explicit "bez znaku", or "nie podano"."""
    return letter.sender_reference or ("bez znaku" if letter.no_reference else UNKNOWN)


def counts(letter: ReceiptLetter) -> str:
    """How much paper: attachments and pages."""
    unknown = "nie liczono" if letter.sealed else UNKNOWN
    attachments = unknown if letter.attachment_count is None else str(letter.attachment_count)
    pages = unknown if letter.page_count is None else str(letter.page_count)
    return f"załączniki: {attachments} · strony: {pages}"


def totals(letters: Sequence[ReceiptLetter]) -> str:
    """Letters, attachments and pages of a collective receipt; says where something wasn't counted."""
    attachments = [letter.attachment_count for letter in letters]
    pages = [letter.page_count for letter in letters]
    text = f"pisma: {len(letters)}, załączniki: {_sum(attachments)}, strony: {_sum(pages)}"
    return text + (" (bez pozycji nieliczonych)" if None in attachments or None in pages else "")


def _sum(counts: Sequence[int | None]) -> int:
    return sum(count for count in counts if count is not None)


def sealed_note(letter: ReceiptLetter) -> str:
    """What is said of an envelope that stays closed."""
    return "nie otwierano" + (f"; napis na kopercie: „{letter.inscription}”" if letter.inscription else "")


def qr_text(data: ReceiptData) -> str:
    """What the QR code carries: where to ask, the number and the proof; never a name, an address or the secret code."""
    number = data.case_status_number
    if not number or printable(number) != number:
        number = barcode_text(data.letters[0].document_uid)
    address = data.office.status_address.rstrip("/")
    if not address or printable(address) != address:
        return data.proof or number
    # behind the # it stays with whoever reads the code and isn't sent to the office's site
    return f"{address}/{number}" + (f"#{data.proof}" if data.proof else "")


def privacy_notice(office: OfficeFacts) -> str:
    """The information line on personal data."""
    return office.privacy_notice or (
        f"Administratorem danych osobowych jest {office.institution}. Dane są przetwarzane w celu rozpatrzenia sprawy; "
        "pełna informacja o ich przetwarzaniu jest dostępna w siedzibie urzędu."
    )


def short_hash(sha256: str) -> str:
    """The first 16 digits of a hash, in fours, for the eye."""
    return " ".join(sha256[start : start + 4] for start in range(0, 16, 4))


def set_digest(page_hashes: Sequence[str]) -> str:
    """SHA-256 of the pages' hex hashes in order, each followed by a line feed: `printf '%s\\n' … | sha256sum`."""
    return hashlib.sha256("".join(f"{page}\n" for page in page_hashes).encode("ascii")).hexdigest()
