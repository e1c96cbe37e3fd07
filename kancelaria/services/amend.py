"""Correct an item: `FIELD=VALUE` with typed values; registration facts freeze once confirmed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from kancelaria.domain.errors import InvalidInput, NotFound, StateForbids
from kancelaria.domain.identifiers import with_hyphens
from kancelaria.domain.incoming import Access, IncomingItem, ItemState, ReproductionExtent
from kancelaria.domain.item_state import may_change, state_word
from kancelaria.domain.registration import refuse_incomplete, refuse_malformed, with_default_country
from kancelaria.services.duplicates import fingerprint_of
from kancelaria.services.item_fields import changed_fields
from kancelaria.services.journal import record_item_change
from kancelaria.services.ports import UnitOfWork, Workplace
from kancelaria.services.search_rows import search_rows, with_number

FieldValue = str | bool | int | tuple[str, ...] | None
_YES = {"true", "1", "tak", "t", "yes"}
_NO = {"false", "0", "nie", "n", "no", ""}


def _text(_field: str, value: str) -> str | None:
    return value.strip() or None


def _title(_field: str, value: str) -> str:
    return value.strip()


def _required(field: str, value: str) -> str:
    if not value.strip():
        raise InvalidInput("field_required", "Tego pola nie można wyczyścić.", subject=field)
    return value.strip()


def _flag(field: str, value: str) -> bool:
    folded = value.strip().casefold()
    if folded in _YES | _NO:
        return folded in _YES
    raise InvalidInput("bad_flag", f"Niepoprawna wartość: {value}.", "Podaj „tak” albo „nie”.", field)


def _count(field: str, value: str) -> int | None:
    if not value.strip():
        return None
    try:
        return int(value)
    except ValueError:
        raise InvalidInput("bad_number", f"Niepoprawna liczba: {value}.", subject=field) from None


def _lines(_field: str, value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.splitlines() if part.strip())


def _listed(_field: str, value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.replace("\n", ";").replace(",", ";").split(";") if part.strip())


def _choice(kind: type[StrEnum]) -> Callable[[str, str], StrEnum]:
    def parse(field: str, value: str) -> StrEnum:
        try:
            return kind(value.strip())
        except ValueError:
            allowed = ", ".join(kind)
            raise InvalidInput("bad_choice", f"Niepoprawna wartość: {value}.", f"Możliwe: {allowed}.", field) from None

    return parse


_PARSERS: dict[str, Callable[[str, str], Any]] = {
    "title": _title,
    "received_on": _required,
    "dcmi_type": _required,
    "attachment_count": _count,
    "envelope_page": _count,
    "document_kind": _listed,
    "remarks": _lines,
    "sender.email": _listed,
    "access": _choice(Access),
    "reproduction.extent": _choice(ReproductionExtent),
    **dict.fromkeys(("no_date", "no_reference", "sealed", "sender.anonymous"), _flag),
    **dict.fromkeys(
        (
            "received_time", "letter_date", "posted_on", "sender_reference", "addressee", "depositor",
            "delivery_method", "posting_operator", "format", "case_mark", "reproduction.reason", "sealed_reason",
            "inscription", "offer_deadline",
            "sender.organisation", "sender.surname", "sender.given_names", "sender.street", "sender.postcode",
            "sender.town", "sender.country",
        ),
        _text,
    ),
}  # fmt: skip

AMENDABLE_FIELDS = tuple(sorted(_PARSERS))
"""Every field that may be corrected, by its flat name."""

# setting one of these to something says its counterparts hold nothing
_EXCLUDES: dict[str, dict[str, Any]] = {
    "letter_date": {"no_date": False},
    "sender_reference": {"no_reference": False},
    "no_date": {"letter_date": None},
    "no_reference": {"sender_reference": None},
    "sender.organisation": {"sender.surname": None, "sender.given_names": None, "sender.anonymous": False},
    "sender.surname": {"sender.organisation": None, "sender.anonymous": False},
    "sender.anonymous": {"sender.organisation": None, "sender.surname": None, "sender.given_names": None},
}


def amend_item(
    document_uid: str,
    changes: Mapping[str, FieldValue],
    uow: UnitOfWork,
    at: Workplace,
    base_version: int | None = None,
) -> IncomingItem:
    """Correct fields of an item; `base_version` refuses the change where somebody was faster."""
    with uow:
        before = existing(document_uid, uow, base_version)
        after = amended(before, changes)
        if after == before:
            return before
        saved = save_changed(before, after, "amend", uow, at)
        uow.commit()
    return saved


def existing(document_uid: str, uow: UnitOfWork, base_version: int | None = None) -> IncomingItem:
    """The item of an identifier in any form; NotFound, or StateForbids where its version isn't the expected one."""
    found = uow.items.by_uid(with_hyphens(document_uid))
    if found is None:
        raise NotFound("item_unknown", "Nie ma takiego pisma.", "Sprawdź identyfikator.", document_uid)
    if base_version is not None and found.version != base_version:
        raise StateForbids(
            "changed_meanwhile",
            "To pismo zmienił w międzyczasie ktoś inny.",
            "Odśwież je i popraw jeszcze raz.",
            found.document_uid,
        )
    return found


def amended(before: IncomingItem, changes: Mapping[str, FieldValue]) -> IncomingItem:
    """The item with the changes, checked against its state and the rules; a confirmed item stays complete."""
    after = _applied(before, parse_changes(changes))
    _refuse_frozen(before, after)
    (refuse_malformed if before.state is ItemState.TO_VERIFY else refuse_incomplete)(after)
    return after


def save_changed(
    before: IncomingItem, after: IncomingItem, action: str, uow: UnitOfWork, at: Workplace, **extra: Any
) -> IncomingItem:
    """Save a changed item one version on, with its search rows, fingerprint and traces. Inside a unit of work."""
    saved = replace(after, version=before.version + 1)
    uow.items.save(saved)
    reindex_item(saved, uow.items.text(saved.id), uow, at)
    record_item_change(uow, at, action, before, saved, **extra)
    return saved


def reindex_item(item: IncomingItem, text: str, uow: UnitOfWork, at: Workplace) -> None:
    """Make search rows and fingerprint anew. Inside a unit of work."""
    uow.search.put(item.id, with_number(search_rows(item, text, at.analyzer), item))
    uow.fingerprints.put(item.id, fingerprint_of(item, text, at.analyzer))


def parse_changes(changes: Mapping[str, FieldValue]) -> dict[str, Any]:
    """Typed values of `FIELD=VALUE` texts (values already typed pass), with what they exclude."""
    typed: dict[str, Any] = {}
    for field, value in changes.items():
        if field not in _PARSERS:
            raise InvalidInput(
                "unknown_field", f"Nie ma pola: {field}.", f"Możliwe pola: {', '.join(AMENDABLE_FIELDS)}.", field
            )
        typed[field] = _PARSERS[field](field, value or "") if isinstance(value, str | None) else value
    for field in list(typed):
        if typed[field]:
            for other, empty in _EXCLUDES.get(field, {}).items():
                typed.setdefault(other, empty)
    return typed


def _applied(before: IncomingItem, typed: Mapping[str, Any]) -> IncomingItem:
    sender = {name.removeprefix("sender."): value for name, value in typed.items() if name.startswith("sender.")}
    scan = {name.removeprefix("reproduction."): value for name, value in typed.items() if name.startswith("repro")}
    if scan.get("extent") is ReproductionExtent.FULL:
        scan.setdefault("reason", None)
    plain = {name: value for name, value in typed.items() if "." not in name}
    return replace(
        before,
        sender=with_default_country(replace(before.sender, **sender)),
        reproduction=replace(before.reproduction, **scan),
        **plain,
    )


def _refuse_frozen(before: IncomingItem, after: IncomingItem) -> None:
    for field, (old, new) in changed_fields(before, after).items():
        # "no date" gives way to a date found later; that fills a gap and changes no fact
        gives_way = old is True and new is False and field in ("no_date", "no_reference", "sender.anonymous")
        if not gives_way and not may_change(before.state, field, bool(old)):
            raise StateForbids(
                "fact_frozen",
                f"Pole „{field}” jest już zatwierdzone (pismo {state_word(before.state)}) i nie można go zmienić.",
                "Opisz pomyłkę w uwagach albo anuluj pozycję i zarejestruj pismo ponownie.",
                before.document_uid,
            )
