"""Identifiers: our own `document_uid`, and the public ones (PESEL, NIP, REGON, KRS, postcode, posting number, ADE)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stdnum import ean
from stdnum.iso7064 import mod_37_36
from stdnum.pl import nip, pesel, regon

from kancelaria.domain.errors import InvalidInput

_SERIES = re.compile(r"[A-Z0-9]{2,4}")
_COMPACT = re.compile(r"([A-Z0-9]{2,4})(\d{2})(\d{6})([A-Z0-9])")
_S10 = re.compile(r"[A-Z]{2}\d{9}[A-Z]{2}")
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_ADE = re.compile(r"AE:PL-\d{5}-\d{5}-[A-Z]{5}-\d{2}")
MAX_SERIAL = 999_999


@dataclass(frozen=True)
class DocumentUid:
    """The parts of an identifier printed on a label; `year` is the last two digits."""

    series: str
    year: int
    serial: int

    @property
    def compact(self) -> str:
        """Without hyphens, as Code 128 carries it (K1A26000123U)."""
        body = f"{self.series}{self.year:02d}{self.serial:06d}"
        return body + str(mod_37_36.calc_check_digit(body))

    def __str__(self) -> str:
        """With hyphens, as people read it (K1A-26-000123-U)."""
        return f"{self.series}-{self.year:02d}-{self.serial:06d}-{self.compact[-1]}"


def make_document_uid(series: str, year: int, serial: int) -> str:
    """The readable identifier of a series, year (two or four digits) and serial 1…999999."""
    if not is_series(series):
        raise InvalidInput("bad_series", "Seria ma od 2 do 4 wielkich liter lub cyfr.", subject=series)
    if not 1 <= serial <= MAX_SERIAL:
        raise InvalidInput("serial_out_of_range", "Seria etykiet na ten rok została wyczerpana.", subject=series)
    return str(DocumentUid(series, year % 100, serial))


def is_series(text: str) -> bool:
    """True where `text` may be a label series: 2–4 capitals and digits."""
    return _SERIES.fullmatch(text) is not None


def parse_document_uid(text: str) -> DocumentUid:
    """The parts of an identifier typed or scanned, with or without hyphens; InvalidInput if its check fails."""
    compact = re.sub(r"[\s-]", "", text).upper()
    match = _COMPACT.fullmatch(compact)
    if match is None or not mod_37_36.is_valid(compact) or match[3] == "000000":
        raise InvalidInput(
            "bad_document_uid",
            "To nie jest poprawny identyfikator pisma.",
            "Sprawdź identyfikator na etykiecie, na przykład K1A-26-000123-U.",
            text,
        )
    return DocumentUid(match[1], int(match[2]), int(match[3]))


def is_document_uid(text: str) -> bool:
    """True where `text` is an identifier of ours with a fitting check."""
    try:
        parse_document_uid(text)
    except InvalidInput:
        return False
    return True


def with_hyphens(text: str) -> str:
    """The readable form of an identifier given in any form."""
    return str(parse_document_uid(text))


def without_hyphens(text: str) -> str:
    """The form a barcode carries, of an identifier given in any form."""
    return parse_document_uid(text).compact


def series_of_point(symbol: str, epoch: int = 0) -> str:
    """The label series of a point without a central: its symbol (3 signs at most) and the epoch's letter."""
    core = re.sub(r"[^A-Z0-9]", "", symbol.upper())[:3]
    if not core or epoch > 25:
        raise InvalidInput(
            "bad_point_symbol", "Symbol punktu musi zawierać literę A–Z lub cyfrę.", "Podaj na przykład K1.", symbol
        )
    return core + chr(ord("A") + epoch)


def is_pesel(text: str) -> bool:
    """True for a PESEL with a real date and a fitting check digit."""
    return bool(pesel.is_valid(text))


def is_nip(text: str) -> bool:
    """True for a NIP, hyphens and spaces allowed."""
    return bool(nip.is_valid(text))


def is_regon(text: str) -> bool:
    """True for a REGON of 9 or 14 digits; nine digits padded with `00000` count too."""
    digits = re.sub(r"[\s-]", "", text)
    if len(digits) == 14 and digits.endswith("00000"):
        return bool(regon.is_valid(digits[:9]))
    return bool(regon.is_valid(digits))


def is_krs(text: str) -> bool:
    """True for ten digits (KRS has no check digit)."""
    return re.fullmatch(r"[0-9]{10}", text) is not None and text != "0000000000"


def pad_krs(text: str) -> str:
    """A KRS number with its leading zeros; InvalidInput where it can't be one."""
    padded = text.strip().zfill(10)
    if not is_krs(padded):
        raise InvalidInput("bad_krs", "Numer KRS ma 10 cyfr.", subject=text)
    return padded


def is_postcode(text: str) -> bool:
    """True for a Polish postcode, 00-000."""
    return re.fullmatch(r"[0-9]{2}-[0-9]{3}", text) is not None


def is_posting_number(text: str) -> bool:
    """True for a posting number: international S10 (RR123456785PL) or the domestic 20 digits."""
    compact = re.sub(r"\s", "", text).upper()
    if _S10.fullmatch(compact):
        total = sum(w * int(d) for w, d in zip(_S10_WEIGHTS, compact[2:10], strict=True))
        check = {10: 0, 11: 5}.get(11 - total % 11, 11 - total % 11)
        return check == int(compact[10])
    return re.fullmatch(r"[0-9]{20}", compact) is not None and str(ean.calc_check_digit(compact[:-1])) == compact[-1]


def ade_doubt(text: str) -> str | None:
    """What is doubtful about an e-delivery address, or None. Its checksum is unofficial: a warning, never a refusal."""
    if _ADE.fullmatch(text.strip().upper()):
        return None
    return "Adres do doręczeń ma zwykle postać AE:PL-12345-67890-ABCDE-12."


def check_public_identifier(kind: str, text: str) -> None:
    """InvalidInput where `text` isn't a valid identifier of its kind: pesel, nip, regon, krs."""
    checks = {"pesel": is_pesel, "nip": is_nip, "regon": is_regon, "krs": is_krs}
    if not checks[kind](text):
        raise InvalidInput(f"bad_{kind}", f"Niepoprawny {kind.upper()}: nie zgadza się cyfra kontrolna.", subject=kind)
