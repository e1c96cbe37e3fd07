"""What a person types about outgoing mail, as texts, turned into a draft: amounts, dates, addressees, choices."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.incoming import Access
from kancelaria.domain.outgoing import AddressCheck, Addressee, Method, OutgoingItem

_AMOUNT = re.compile(r"(\d{1,9})(?:[.,](\d{1,2}))?")
_ADDRESSEE = tuple(each.name for each in fields(Addressee))
C = TypeVar("C", bound=StrEnum)


@dataclass(frozen=True)
class OutgoingForm:
    """The fields of the form, as they are typed; amounts in złote ("12,50"), empty where nothing is known."""

    title: str = ""
    method: str = Method.E_DELIVERY.value
    case_mark: str = ""
    unit: str = ""
    responsible: str = ""
    responsible_post: str = ""
    posting_number: str = ""
    posting_operator: str = ""
    zpo: bool = False
    check_on: str = ""
    check_result: str = ""
    paper_reason: str = ""
    letter_date: str = ""
    sender_reference: str = ""
    reply_to: str = ""
    attachment_count: str = ""
    document_kind: str = ""
    access: str = Access.PUBLIC.value
    format: str = ""
    remarks: str = ""
    weight_class: str = ""
    weight_g: str = ""
    fee: str = ""
    declared_value: str = ""
    cash_on_delivery: str = ""
    addressees: tuple[Addressee, ...] = field(default=(Addressee(),))


AMOUNTS = ("fee", "declared_value", "cash_on_delivery")
COUNTS = ("attachment_count", "weight_g")
TYPED = tuple(each.name for each in fields(OutgoingForm) if each.name != "addressees")
"""Fields a person types or chooses, but for the addressees."""


def values_of(form: OutgoingForm, names: tuple[str, ...] = TYPED) -> dict[str, Any]:
    """Typed values of the form's fields by their names; InvalidInput where a text can't be one."""
    return {name: parsed(name, getattr(form, name)) for name in names} | {"addressees": _known(form.addressees)}


def draft_of(form: OutgoingForm, letter_id: str) -> OutgoingItem:
    """The letter a form speaks of, not yet registered."""
    return OutgoingItem(id="", letter_id=letter_id, number=None, year=0, registered_at="", **values_of(form))


def form_of(item: OutgoingItem) -> OutgoingForm:
    """The form of a row, as a person would have typed it."""
    texts = {name: _text(name, getattr(item, name)) for name in TYPED if name != "zpo"}
    return OutgoingForm(**texts, zpo=item.zpo, addressees=item.addressees)


def changes_of(shown: OutgoingForm, form: OutgoingForm) -> dict[str, Any]:
    """Typed values of what differs from the form as it was shown."""
    before, after = values_of(shown), values_of(form)
    return {name: after[name] for name in after if after[name] != before[name]}


def changes_of_texts(item: OutgoingItem, texts: Mapping[str, str]) -> dict[str, Any]:
    """Typed values of `FIELD=VALUE` texts; `addressee.town` and the like speak of a row's single addressee."""
    typed: dict[str, Any] = {}
    addressee = item.addressees[0] if len(item.addressees) == 1 else None
    for name, text in texts.items():
        inner = name.removeprefix("addressee.")
        if inner != name and inner in _ADDRESSEE:
            if addressee is None:
                raise InvalidInput("collective_addressee", "Wiersz zbiorczy ma kilku adresatów.", subject=name)
            addressee = replace(addressee, **{inner: text.strip() or None})
            typed["addressees"] = (addressee,)
        elif name in TYPED:
            typed[name] = parsed(name, text)
        else:
            allowed = ", ".join((*sorted(TYPED), *(f"addressee.{each}" for each in _ADDRESSEE)))
            raise InvalidInput("unknown_field", f"Nie ma pola: {name}.", f"Możliwe pola: {allowed}.", name)
    return typed


def parsed(name: str, text: str | bool) -> Any:
    """The typed value of one field's text."""
    if isinstance(text, bool):
        return text
    text = text.strip()
    if name == "zpo":
        return _flag(name, text)
    if name == "method":
        return _choice(Method, name, text)
    if name == "access":
        return _choice(Access, name, text or Access.PUBLIC.value)
    if name == "check_result":
        return _choice(AddressCheck, name, text) if text else None
    if name in AMOUNTS:
        return grosze(text, name)
    if name in COUNTS:
        return _count(text, name)
    if name == "remarks":
        return tuple(line.strip() for line in text.splitlines() if line.strip())
    if name == "document_kind":
        return tuple(part.strip() for part in text.replace(";", ",").split(",") if part.strip())
    return text if name == "title" else text or None


def grosze(text: str, name: str = "fee") -> int | None:
    """An amount typed in złote, in grosze: `12`, `12,5`, `12.50 zł`."""
    plain = re.sub(r"[\s\u00a0]|zł|PLN", "", text)
    if not plain:
        return None
    match = _AMOUNT.fullmatch(plain)
    if match is None:
        raise InvalidInput(
            "bad_amount", f"Niepoprawna kwota: {text}.", "Podaj złote i grosze, na przykład 12,50.", name
        )
    return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))


def zlote(amount: int | None) -> str:
    """An amount in grosze as it is typed: `12,50`."""
    return "" if amount is None else f"{amount // 100},{amount % 100:02d}"


def read_addressees(path: Path) -> tuple[Addressee, ...]:
    """Addressees of a CSV file (UTF-8, semicolons or commas); the first row names the columns."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(
            "bad_addressees", "Nie udało się przeczytać listy adresatów.", "Zapisz ją jako CSV UTF-8.", str(path)
        ) from error
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    rows = list(csv.DictReader(StringIO(text), delimiter=delimiter))
    odd = [name for name in (rows[0] if rows else {}) if name not in _ADDRESSEE]
    if odd or not rows:
        raise InvalidInput(
            "bad_addressees", f"Nieznana kolumna listy adresatów: {odd[0]}." if odd else "Lista adresatów jest pusta.",
            f"Kolumny: {', '.join(_ADDRESSEE)}.", str(path),
        )  # fmt: skip
    return tuple(Addressee(**{name: (row.get(name) or "").strip() or None for name in _ADDRESSEE}) for row in rows)


def _known(addressees: tuple[Addressee, ...]) -> tuple[Addressee, ...]:
    return tuple(replace(each, **{name: (getattr(each, name) or "").strip() or None for name in _ADDRESSEE})
                 for each in addressees)  # fmt: skip


def _text(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name in AMOUNTS:
        return zlote(value)
    if isinstance(value, tuple):
        return ("\n" if name == "remarks" else ", ").join(value)
    return str(value)


def _flag(name: str, text: str) -> bool:
    if text.casefold() in ("tak", "t", "true", "1", "yes", "nie", "n", "false", "0", "no", ""):
        return text.casefold() in ("tak", "t", "true", "1", "yes")
    raise InvalidInput("bad_flag", f"Niepoprawna wartość: {text}.", "Podaj „tak” albo „nie”.", name)


def _choice(kind: type[C], name: str, text: str) -> C:
    try:
        return kind(text)
    except ValueError:
        raise InvalidInput(
            "bad_choice", f"Niepoprawna wartość: {text}.", f"Możliwe: {', '.join(kind)}.", name
        ) from None


def _count(text: str, name: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"\d{1,9}", text):
        raise InvalidInput("bad_number", f"Niepoprawna liczba: {text}.", "Podaj liczbę całkowitą.", name)
    return int(text)
